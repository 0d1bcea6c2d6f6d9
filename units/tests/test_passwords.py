"""密码规则: each refusal says what was found, the limit with its basis, and what to do; nobody gets in by default."""

import io

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from landplan.lib import clock
from tests.world import PASSWORD, signed_in
from units.models import PasswordRecord, User
from units.passwords import rules_in_force
from units.selectors import posts_of
from units.services.accounts import first_password

GOOD = "Qiuri-2021-Xin"


def refusals(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return "；".join(error.messages)
    return ""


@pytest.mark.claim("C61")
@pytest.mark.parametrize(("password", "sentence"), [
    ("Ab3-x", "新密码只有 5 位，至少要 10 位（GB/T 22239-2019 8.1.4.1）。请加长。"),
    ("qiurixinzhangwu", "只有小写字母 1 类字符，四类里至少要三类（GB/T 22239-2019 8.1.4.1）。请加上大写字母、数字、符号里的2类。"),
    ("qiurixin202109", "请加上大写字母、符号里的1类。"),
    ("Password123!", "常见密码"), ("qwertyuiop", "常见密码"), ("Welcome2021!!", "常见密码"),
])
def test_weak_passwords_are_refused_in_a_sentence(world, password, sentence):
    assert sentence in refusals(password, world.user("county_clerk"))


@pytest.mark.claim("C61")
@pytest.mark.parametrize("part", ["county_clerk.a", "County", "甲县自然资源局", "甲县", "测试市甲县"])
def test_names_of_the_person_unit_and_county_with_digits_are_refused(world, part):
    assert "请换一个" in refusals(f"{part}Xy-123456", world.user("county_clerk"))
    assert refusals(GOOD, world.user("county_clerk")) == ""


@pytest.mark.claim("C61")
def test_the_last_five_passwords_are_refused_and_the_sixth_may_come_back(world):
    client, user, given = world.client("county_clerk"), world.user("county_clerk"), [PASSWORD]
    for number in range(6):
        new = f"Xin-Mima-{number}-2021"
        assert client.post("/password/", {"old": given[-1], "new": new, "again": new}).status_code == 302
        given.append(new)
        user.refresh_from_db()
        for old in given[-6:]:
            assert "用过" in refusals(old, user)
    assert refusals(given[0], user) == ""
    assert PasswordRecord.objects.filter(user=user).count() == 6


@pytest.mark.claim("C61")
def test_one_setting_turns_the_rules_to_the_other_style(world, settings):
    settings.PASSWORD_STYLE, settings.PASSWORD_MAX_AGE = "asvs", None
    assert refusals("qiurixinzhangwu", world.user("county_clerk")) == ""
    assert "至少要 12 位" in refusals("qiurixinzha", world.user("county_clerk"))
    assert not any("天要换" in rule for rule in rules_in_force())


@pytest.mark.claim("C61")
def test_the_first_password_must_be_changed_before_anything_else(world):
    user = world.user("county_clerk")
    user.must_change_password = True
    user.save()
    client = world.client("county_clerk")
    for url in ("/", "/disposals/", "/tokens/", "/post/"):
        assert client.get(url)["Location"] == "/password/", url
    assert client.get("/api/v1/me/").status_code == 403
    page = client.get("/password/").content.decode()
    assert "改过之后才能继续办理" in page and "四类里至少三类" in page
    assert client.post("/password/", {"old": PASSWORD, "new": GOOD, "again": GOOD}).status_code == 302
    assert client.get("/tokens/").status_code == 200


@pytest.mark.claim("C61")
def test_after_ninety_days_a_password_must_be_changed(world):
    user = world.user("county_clerk")
    user.is_demo, user.password_changed_at = False, clock.real_now() - clock.timedelta(days=89)
    user.save()
    client = world.client("county_clerk")
    assert client.get("/tokens/").status_code == 200
    user.password_changed_at = clock.real_now() - clock.timedelta(days=90, seconds=5)
    user.save()
    assert client.get("/tokens/")["Location"] == "/password/"


def test_refused_changes_say_why_and_change_nothing(world):
    client = world.client("county_clerk")
    for sent, sentence in (({"old": "wrong", "new": GOOD, "again": GOOD}, "原密码不对"),
                           ({"old": PASSWORD, "new": GOOD, "again": "other"}, "两遍新密码不一样"),
                           ({"old": PASSWORD, "new": "short", "again": "short"}, "至少要 10 位"),
                           ({"old": PASSWORD, "new": "", "again": ""}, "没有填“新密码”")):
        answer = client.post("/password/", sent)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert GOOD not in answer.content.decode()
    assert world.user("county_clerk").check_password(PASSWORD)


@pytest.mark.claim("C61")
def test_a_fresh_installation_has_no_account_at_all(db):
    assert not User.objects.exists()


def test_generated_passwords_keep_every_rule(world, settings):
    user = world.user("county_clerk")
    for style in ("dengbao", "asvs"):
        settings.PASSWORD_STYLE = style
        given = {first_password() for _ in range(200)}
        assert len(given) == 200
        assert {refusals(password, user) for password in given} == {""}


def test_the_command_makes_a_person_and_prints_the_password_once(world):
    out = io.StringIO()
    call_command("create_person", username="li.si", name="李四", region="甲县", unit="甲县自然资源局", role="审核员", stdout=out)
    line = out.getvalue()
    assert line.count("\n") == 1 and line.startswith("已建账号 li.si（甲县 甲县自然资源局 审核员），初始密码 ")
    user = User.objects.get(username="li.si")
    assert user.check_password(line.split("初始密码 ")[1].split(" ")[0])
    assert user.must_change_password and [str(post) for post in posts_of(user)] == ["甲县自然资源局 审核员"]


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"region": "丙县"}, "没有找到"), ({"unit": "甲县水利局"}, "请用已有的单位：甲县自然资源局"), ({"username": "county_clerk.A"}, "已有人用"),
    ({"username": "a b"}, "不能用"), ({"role": "office"}, "是市级的岗位"),
    ({"role": "boss"}, "没有角色“boss”。请写名称或代码：填报员 county_clerk、"),
])
def test_the_command_refuses_in_a_sentence(world, changes, sentence):
    values = {"username": "li.si", "name": "李四", "region": "419901", "unit": "甲县自然资源局", "role": "county_reviewer"} | changes
    with pytest.raises(CommandError, match=sentence):
        call_command("create_person", **values)


def test_the_command_makes_a_unit_only_when_told_to(world):
    values = {"username": "wang.wu", "name": "王五", "region": "测试市", "unit": "系统管理", "role": "system_admin"}
    call_command("create_person", new_unit=True, stdout=io.StringIO(), **values)
    assert User.objects.get(username="wang.wu").posts.get().unit.name == "系统管理"


def test_a_person_without_a_post_sees_one_page_and_can_leave(world):
    user = world.user("county_clerk")
    client = signed_in(world.actor("county_clerk"))
    user.posts.update(is_active=False)
    page = client.get("/disposals/")
    assert page.status_code == 403 and "没有岗位" in page.content.decode()
    assert client.get("/api/v1/me/").status_code == 403
    assert client.post("/sign-out/").status_code == 302
