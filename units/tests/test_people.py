"""人员与岗位: who may give which rights to whom; what is taken away is gone with the next request."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from landplan.lib.actors import system_actor
from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.scope import ScopeError, current_regions
from tests.route_matrix import sample_of, written
from tests.world import PASSWORD, signed_in
from units.choices import ADMIN_ROLES, BUSINESS_ROLES, Role
from units.models import ApiToken, Post, User
from units.rules import check_post, check_username
from units.selectors import actor_of, find_region, find_unit
from units.services import (
    create_person,
    save_region,
    save_region_alias,
    save_unit,
    save_unit_alias,
)

DOORS = ("/disposals/", "/review/")


def last(**values):
    return AuditEntry.objects.filter(**values).order_by("-seq").first()


def test_the_system_administrator_makes_an_account_whose_owner_signs_in_and_changes_the_password(world):
    admin = world.client("system_admin")
    sent = {"username": "zhao.liu", "name": "赵六", "unit": world.units["A"].id, "role": "county_clerk"}
    page = admin.post("/people/new/", sent)
    assert page.status_code == 201
    secret = page.context["secret"]
    assert page.content.decode().count(secret) == 1
    client = Client()
    assert client.post("/sign-in/", {"username": "zhao.liu", "password": secret}).status_code == 302
    assert client.get("/disposals/")["Location"] == "/password/"
    assert client.post("/password/", {"old": secret, "new": "Qiuri-2021-Xin", "again": "Qiuri-2021-Xin"}).status_code == 302
    assert client.get("/disposals/").status_code == 200
    told = AuditEntry.objects.filter(actor_role="system_admin").order_by("seq").values_list("action", "is_success")
    assert list(told) == [("create_person", True), ("assign_post", True)]


def test_refused_accounts_say_why_and_keep_what_was_typed(world):
    admin = world.client("system_admin")
    for changes, sentence in (({"username": "COUNTY_CLERK.A"}, "已有人用"), ({"username": "a b"}, "不能用"), ({"name": ""}, "没有填“姓名”"),
                              ({"unit": 10**9}, "不在列出的里面"), ({"role": "office"}, "是市级的岗位"), ({"role": "king"}, "不在列出的里面")):
        sent = {"username": "zhao.liu", "name": "赵六", "unit": world.units["A"].id, "role": "county_clerk"} | changes
        page = admin.post("/people/new/", sent)
        assert page.status_code == 422
        text = page.content.decode()
        assert sentence in text and (changes.get("username", "zhao.liu") in text)
        assert sentence in last(action="refused").reason
    assert not User.objects.filter(username="zhao.liu").exists()


@pytest.mark.claim("C63")
@pytest.mark.parametrize("role", [role for role in Role.values if role != "system_admin"])
def test_nobody_else_sees_or_touches_accounts(world, role):
    client, clerk = world.client(role), world.user("county_clerk", "B")
    post = clerk.posts.get()
    before = (User.objects.count(), Post.objects.filter(is_active=True).count())
    assert {client.get(url).status_code for url in ("/people/", "/people/new/", f"/people/{clerk.id}/")} == {403}
    posts = {"/people/new/": {"username": "x.y", "name": "x", "unit": world.units["A"].id, "role": role},
             f"/people/{clerk.id}/post/": {"unit": world.units["A"].id, "role": "county_reviewer"},
             f"/people/{clerk.id}/step/": {"do": "reset"}, f"/posts/{post.id}/end/": {"reason": "x"}}
    for url, sent in posts.items():
        assert client.post(url, sent).status_code == 403
        entry = last(action="refused")
        assert (entry.is_success, entry.actor_role, entry.object_label) == (False, role, url)
    assert (User.objects.count(), Post.objects.filter(is_active=True).count()) == before


@pytest.mark.claim("C63")
def test_the_system_administrator_can_neither_give_himself_a_post_nor_leave_a_business_page_open(world):
    client, own = world.client("system_admin"), world.user("system_admin")
    answer = client.post(f"/people/{own.id}/post/", {"unit": world.units["A"].id, "role": "county_clerk"})
    assert answer.status_code == 403 and "不能给自己定岗位" in answer.content.decode()
    assert client.post(f"/posts/{own.posts.get().id}/end/", {"reason": "x"}).status_code == 403
    assert client.post(f"/people/{own.id}/step/", {"do": "disable", "reason": "x"}).status_code == 403
    assert last(action="refused").actor_id == own.id and own.posts.count() == 1
    for url in (*DOORS, "/audit/", "/api/v1/parcels/", "/api/v1/disposals/", "/api/v1/audit/", "/api/v1/regions/"):
        assert client.get(url).status_code == 403, url


@pytest.mark.claim("C63")
@pytest.mark.parametrize("role", ADMIN_ROLES)
def test_administrators_read_no_business_data_and_change_none(world, role):
    client, record = world.client(role), world.records["A"]
    allowed = {"system_admin": "/people/", "security_admin": "/security/", "audit_admin": "/audit/"}
    for owner, url in allowed.items():
        assert client.get(url).status_code == (200 if owner == role else 403)
    for url in (*DOORS, "/api/v1/parcels/", "/api/v1/disposals/"):
        assert client.get(url).status_code == 403
    assert client.get(f"/disposals/{record['draft']}/").status_code == 404
    assert client.post(f"/disposals/{record['submitted']}/step/", {"action": "verify", "version": 2}).status_code == 404
    actor = world.actor(role)
    assert actor.regions == frozenset()


@pytest.mark.claim("C63")
def test_administration_and_business_are_never_in_one_hand_and_no_two_administrations():
    for admin in ADMIN_ROLES:
        for other in (*BUSINESS_ROLES, *ADMIN_ROLES):
            if other == admin:
                continue
            for role, held in ((admin, {str(other)}), (other, {str(admin)})):
                with pytest.raises(NotAllowed, match="GB/T 22239-2019 8.1"):
                    check_post(role, held)
    for role in BUSINESS_ROLES:
        check_post(role, {str(other) for other in BUSINESS_ROLES})


@pytest.mark.claim("C63")
def test_there_is_no_superuser_and_no_other_administration(world):
    assert not hasattr(User, "is_superuser") and not hasattr(User, "is_staff")
    assert world.client("system_admin").get("/admin/").status_code == 404


def test_posts_are_given_and_ended_on_the_page_and_a_person_works_in_one_at_a_time(world):
    admin, reviewer = world.client("system_admin"), world.user("county_reviewer")
    assert admin.get(f"/people/?q={reviewer.username}").content.decode().count(f"/people/{reviewer.id}/") == 1
    sent = {"unit": world.units[""].id, "role": "acceptance_group"}
    assert admin.post(f"/people/{reviewer.id}/post/", sent)["Location"] == f"/people/{reviewer.id}/"
    again = admin.post(f"/people/{reviewer.id}/post/", sent)
    assert again.status_code == 422 and "已有这个岗位" in again.content.decode()
    client = world.client("county_reviewer")
    page = client.get("/post/").content.decode()
    assert "甲县自然资源局 审核员" in page and "领导小组办公室 考核验收组" in page
    second = reviewer.posts.get(role="acceptance_group")
    assert client.get("/api/v1/me/").json()["role"] == "county_reviewer"
    assert client.post("/post/", {"post": second.id}).status_code == 302
    assert client.get("/api/v1/me/").json()["role"] == "acceptance_group"
    assert client.post("/post/", {"post": world.actor("office").post_id}).status_code == 404
    assert admin.post(f"/posts/{second.id}/end/", {"reason": ""}).status_code == 400
    assert admin.post(f"/posts/{second.id}/end/", {"reason": "组成人员调整"}).status_code == 302
    assert client.get("/api/v1/me/").json()["role"] == "county_reviewer"
    assert last(action="end_post").reason == "组成人员调整"


def test_a_county_has_only_its_own_territory_and_the_office_the_whole_city(world):
    clerk, office = world.actor("county_clerk"), world.actor("office")
    assert clerk.regions == {world.counties["A"].id}
    assert office.regions == {world.city.id, *(county.id for county in world.counties.values())}


@pytest.mark.claim("C12")
def test_without_an_open_territory_the_question_itself_is_refused(db):
    with pytest.raises(ScopeError):
        current_regions()


def test_services_refuse_everybody_but_the_administrator_and_the_system(world):
    for role in Role.values:
        if role == "system_admin":
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            create_person(actor=world.actor(role), username="x.yz", name="x", unit=world.units["A"], role="county_clerk")


def test_regions_and_units_are_saved_once_and_found_by_every_name(world):
    system, county = system_actor("测试"), world.counties["A"]
    before = AuditEntry.objects.count()
    assert save_region(actor=system, code="419901", name="甲县", full_name="测试市甲县", level="county", parent=world.city, sort=1) == county
    assert save_unit(actor=system, region=county, name="甲县自然资源局") == world.units["A"]
    assert AuditEntry.objects.count() == before
    for _ in range(2):
        save_region_alias(county, actor=system, name="城乡一体化示范区")
        save_unit_alias(world.units["A"], actor=system, name="县自然资源局")
    assert AuditEntry.objects.count() == before + 2
    for name in ("甲县", " 甲 县", "测试市甲县", "419901", "城乡一体化示范区"):
        assert find_region(name, within=world.city) == county
    assert find_unit("县自然资源局", county) == world.units["A"]
    save_region_alias(world.counties["B"], actor=system, name="城乡一体化示范区")
    assert find_region("城乡一体化示范区", within=world.city) is None


@pytest.mark.parametrize("name", ["", "ab", "a b c", "a" * 61, "a;b;c"])
def test_user_names_are_plain(name):
    with pytest.raises(Refusal):
        check_username(name)


def test_the_security_administrator_sees_failures_and_opens_a_shut_door_with_a_reason(world):
    guest, guard = Client(), world.client("security_admin")
    for _ in range(5):
        guest.post("/sign-in/", {"username": "county_clerk.a", "password": "wrong"})
    page = guard.get("/security/").content.decode()
    assert "county_clerk.a" in page and "登录暂停" in page and "127.0.0.1" in page
    assert guest.post("/sign-in/", {"username": "county_clerk.a", "password": PASSWORD}).status_code == 429
    assert guard.post("/security/unlock/", {"username": "county_clerk.a", "reason": ""}).status_code == 400
    assert guard.post("/security/unlock/", {"username": "nobody", "reason": "x"}).status_code == 400
    assert world.client("office").post("/security/unlock/", {"username": "county_clerk.a", "reason": "x"}).status_code == 403
    assert guard.post("/security/unlock/", {"username": "county_clerk.a", "reason": "电话核实，本人忘了密码"}).status_code == 302
    assert guest.post("/sign-in/", {"username": "county_clerk.a", "password": PASSWORD}).status_code == 302
    assert last(action="unlock_sign_in").reason == "电话核实，本人忘了密码"


def test_a_reset_password_is_shown_once_and_must_be_changed(world):
    user = world.user("county_clerk")
    client = signed_in(world.actor("county_clerk"))
    page = world.client("system_admin").post(f"/people/{user.id}/step/", {"do": "reset"})
    user.refresh_from_db()
    assert user.check_password(page.context["secret"]) and user.must_change_password
    assert client.get("/disposals/")["Location"].startswith("/sign-in/")


def test_an_actor_is_named_by_unit_post_and_person(world):
    post = world.user("county_clerk").posts.select_related("user", "unit__region").get()
    assert actor_of(post).title.startswith("甲县自然资源局 填报员 测试填报员")
    assert replace(actor_of(post), unit_name="考核验收组", role_label="考核验收组", name="丙").title == "考核验收组 丙"


def changing(world, client):
    """Every changing route of this app with something lawful to send, and what the trail then tells."""
    unit = world.units["A"].id
    yield "units:person_new", {"username": "zhao.liu", "name": "赵六", "unit": unit, "role": "county_clerk"}, ["create_person", "assign_post"]
    yield "units:person_post", {"unit": world.units["B"].id, "role": "county_clerk"}, ["assign_post"]
    yield "units:post_coordinates", {"reason": "不再办图"}, ["permit_coordinates"]
    yield "units:post_end", {"reason": "调动"}, ["end_post"]
    steps = {"sign_out": "sign_out_everywhere", "reset": "reset_password", "disable": "disable_person", "enable": "enable_person"}
    for step, action in steps.items():
        yield "units:person_step", {"do": step, "reason": "调动"}, [action]
    client.post("/tokens/")
    yield "units:tokens", {}, ["issue_token"]
    token = ApiToken.objects.filter(post__user_id=world.actor("system_admin").user_id).first()
    yield "units:token_revoke", {"pk": token.id}, ["revoke_token"]
    yield "units:password_change", {"old": PASSWORD, "new": "Qiuri-2021-Xin", "again": "Qiuri-2021-Xin"}, ["change_password"]
    yield "units:sign_out", {}, ["sign_out"]


@pytest.mark.claim("C19")
@pytest.mark.claim("C63")
def test_every_change_of_accounts_and_rights_leaves_its_entry_with_person_post_and_origin(world):
    client, admin = world.client("system_admin"), world.actor("system_admin")
    told = set()
    for route, sent, actions in changing(world, client):
        before = AuditEntry.objects.count()
        pk = sent.pop("pk", None)
        kwargs = {"pk": pk} if pk else sample_of(world, route)
        assert client.post(reverse(route, kwargs=kwargs), sent).status_code in (200, 201, 302), route
        entries = list(AuditEntry.objects.order_by("seq")[before:])
        assert [entry.action for entry in entries] == actions, route
        for entry in entries:
            assert (entry.is_success, entry.actor_id, entry.actor_role, entry.ip) == (True, admin.user_id, "system_admin", "127.0.0.1")
            assert entry.actor_name == "领导小组办公室 系统管理员 测试系统管理员" and entry.request_id and entry.subject
        told.add(route)
    posting = {route for (route, method), cells in written().items() if method == "POST" and route.startswith("units:") and
               any(cell not in (302, 403, 405) for cell in cells)}
    # told in tests of their own; a choice changes no right
    assert posting - told == {"units:sign_in", "units:post_choose", "units:unlock", "units:functions"}
