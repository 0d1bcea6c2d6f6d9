"""收回: what is taken from a person is gone with the next request of every session and token."""

import pytest
from django.db import transaction
from django.test import Client

from audit.models import AuditEntry
from landplan.lib.actors import system_actor
from landplan.lib.errors import NotAllowed
from tests.world import PASSWORD
from units.models import ApiToken, Post
from units.services import assign_post, end_post, issue_token


@pytest.mark.claim("C09")
def test_disabling_an_account_ends_three_sessions_and_the_token_with_the_next_request(world):
    clients, token = [world.client("county_clerk") for _ in range(3)], world.token("county_clerk")
    program = {"headers": {"Authorization": f"Token {token}"}}
    assert {c.get("/disposals/").status_code for c in clients} == {200}
    assert Client().get("/api/v1/parcels/", **program).status_code == 200
    user = world.user("county_clerk")
    admin = world.client("system_admin")
    assert admin.post(f"/people/{user.id}/step/", {"do": "disable", "reason": "调离"}).status_code == 302
    assert {c.get("/disposals/")["Location"] for c in clients} == {"/sign-in/?next=/disposals/"}
    assert {c.get("/api/v1/parcels/").status_code for c in clients} == {401}
    assert Client().get("/api/v1/parcels/", **program).status_code == 401
    assert Client().post("/sign-in/", {"username": user.username, "password": PASSWORD}).status_code == 401
    assert admin.post(f"/people/{user.id}/step/", {"do": "enable", "reason": "回来"}).status_code == 302
    assert Client().post("/sign-in/", {"username": user.username, "password": PASSWORD}).status_code == 302
    assert Client().get("/api/v1/parcels/", **program).status_code == 401


@pytest.mark.claim("C09")
def test_a_person_who_moves_to_another_county_loses_the_first_with_the_next_request(world):
    user, client, token = world.user("county_clerk"), world.client("county_clerk"), world.token("county_clerk")
    program, system = {"headers": {"Authorization": f"Token {token}"}}, system_actor("测试")
    own, other = (f"/disposals/{world.records[county]['draft']}/" for county in "AB")
    assert (client.get(own).status_code, client.get(other).status_code) == (200, 404)
    end_post(user.posts.get(), actor=system, reason="调动")
    assert client.get(own).status_code == 403
    assign_post(user, actor=system, unit=world.units["B"], role="county_clerk")
    assert (client.get(own).status_code, client.get(other).status_code) == (404, 200)
    assert Client().get("/api/v1/parcels/", **program).status_code == 401


def test_tokens_are_shown_once_kept_as_digests_and_revoked_at_once(world):
    client = world.client("county_clerk")
    page = client.post("/tokens/")
    secret = page.context["secret"]
    assert page.status_code == 201 and secret in page.content.decode()
    assert secret not in client.get("/tokens/").content.decode()
    token = ApiToken.objects.get()
    assert secret not in (token.digest, str(AuditEntry.objects.values_list("after", "object_label")))
    program = {"headers": {"Authorization": f"Token {secret}"}}
    assert Client().get("/api/v1/me/", **program).json()["role"] == "county_clerk"
    assert world.client("county_clerk", "B").post(f"/tokens/{token.id}/revoke/").status_code == 404
    assert client.post(f"/tokens/{token.id}/revoke/").status_code == 302
    assert Client().get("/api/v1/me/", **program).status_code == 401


def test_a_token_is_only_issued_for_ones_own_post(world):
    with pytest.raises(NotAllowed), transaction.atomic():
        issue_token(Post.objects.get(pk=world.actor("office").post_id), actor=world.actor("county_clerk"))
