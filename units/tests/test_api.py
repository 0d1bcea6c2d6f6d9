"""接口: token or session, the same policies; what declares no policy is shut; refusals have one shape."""

import json

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver
from rest_framework.request import Request
from rest_framework.views import APIView

from audit.models import AuditEntry
from landplan.lib.errors import Conflict, NotAllowed, Refusal, Refusals, VersionMissing
from tests.world import PASSWORD
from units.api.base import StrictSerializer, wanted_version
from units.api.errors import handle, refusal_body
from units.api.permissions import DeclaredPolicy
from units.models import ApiToken
from units.selectors import NOBODY

API = "/api/v1"
NAME = "county_clerk.a"


def take(client=None, **sent):
    body = {"username": NAME, "password": PASSWORD} | sent
    return (client or Client()).post(f"{API}/token/", json.dumps(body), content_type="application/json")


def with_token(secret):
    return {"headers": {"Authorization": f"Token {secret}"}}


@pytest.mark.req("SYS-08")
def test_a_program_takes_a_token_and_works_in_the_post_with_the_same_rights(world):
    answer = take()
    assert answer.status_code == 201
    given = answer.json()
    assert given["days"] == 30 and given["post_id"] == world.actor("county_clerk").post_id
    me = Client().get(f"{API}/me/", **with_token(given["token"])).json()
    assert (me["role"], me["unit"], me["region_id"]) == ("county_clerk", "甲县自然资源局", world.counties["A"].id)
    assert [r["name"] for r in Client().get(f"{API}/regions/", **with_token(given["token"])).json()["results"]] == ["甲县"]
    assert Client().get(f"{API}/audit/", **with_token(given["token"])).status_code == 403
    assert Client().get(f"{API}/parcels/").status_code == 401
    found = Client().get(f"{API}/parcels/", **with_token(given["token"])).json()["results"]
    assert [parcel["id"] for parcel in found] == [world.records["A"][name] for name in ("parcel", "low", "idle")]


def test_without_a_token_the_interface_is_shut_and_a_wrong_one_hides_the_session(world):
    assert Client().get(f"{API}/me/").status_code == 401
    assert Client().get(f"{API}/me/")["WWW-Authenticate"] == "Token"
    client = world.client("county_clerk")
    assert client.get(f"{API}/me/").status_code == 200
    for header in ("Token wrong", "Token", "Bearer x", "Basic eDp5", "Token \udcff"):
        assert client.get(f"{API}/me/", HTTP_AUTHORIZATION=header).status_code == 401, header


def test_a_token_is_for_the_post_that_is_asked_for_and_only_ones_own(world):
    assert take(post_id=world.actor("office").post_id).status_code == 401
    assert take(post_id=world.actor("county_clerk").post_id).status_code == 201
    refused = take(password="wrong").json()
    assert (refused["code"], refused["field"]) == ("sign_in", None) and refused["message"].startswith("账号或密码不对，或没有这个岗位")
    assert take(role="office").json()["items"][0]["field"] == "role"
    assert take(username="").status_code == 400
    assert AuditEntry.objects.filter(action="sign_in", is_success=False).count() == 2


def test_a_token_ends_after_thirty_days(world):
    secret = take().json()["token"]
    token = ApiToken.objects.get()
    token.expires_at = token.created_at
    token.save()
    assert Client().get(f"{API}/me/", **with_token(secret)).status_code == 401


def test_a_session_needs_the_forgery_token_and_a_token_does_not(world):
    session = world.client("county_clerk", enforce_csrf_checks=True)
    assert session.post(f"{API}/parcels/", {}, content_type="application/json").status_code == 403
    program = Client(enforce_csrf_checks=True)
    assert program.post(f"{API}/parcels/", {}, content_type="application/json", **with_token(world.token("county_clerk"))).status_code == 400


class Open(APIView):
    """Declares nothing."""


class Read(APIView):
    policy = {"GET": lambda actor: actor.role == "office"}


@pytest.mark.parametrize(("view", "method", "role", "may"), [
    (Open, "GET", "office", False), (Read, "GET", "office", True), (Read, "HEAD", "office", True), (Read, "OPTIONS", "office", True),
    (Read, "GET", "leader", False), (Read, "POST", "office", False), (Read, "DELETE", "office", False), (Read, "GET", None, False)])
def test_a_view_without_a_policy_for_the_method_is_shut(world, view, method, role, may):
    request = RequestFactory().generic(method, "/")
    request.actor = world.actor(role) if role else NOBODY
    request.user = world.user(role) if role else None
    wrapped = Request(request)
    wrapped.user = request.user
    assert DeclaredPolicy().has_permission(wrapped, view()) is may


def test_every_view_of_the_interface_declares_its_policy_or_stands_in_the_one_list_of_open_doors():
    found, todo = set(), list(get_resolver().url_patterns)
    while todo:
        one = todo.pop()
        if hasattr(one, "url_patterns"):
            todo += one.url_patterns
        elif hasattr(one.callback, "cls") and not getattr(one.callback.cls, "policy", None):
            found.add(one.callback.cls.__name__)
    assert found == {"TokenView"}


def test_refusals_have_one_shape():
    both = Refusals([Refusal("甲", field="area"), NotAllowed("乙")])
    assert refusal_body(both) == {"code": "refused", "message": "甲；乙", "field": None, "items": [
        {"code": "refused", "message": "甲", "field": "area"}, {"code": "not_allowed", "message": "乙", "field": None}]}
    assert refusal_body(Conflict("丙", changes=[("名称", "旧", "新")]))["changes"] == [{"field": "名称", "seen": "旧", "now": "新"}]
    request = RequestFactory().post("/")
    answers = [handle(error, {"request": Request(request)}).status_code for error in (
        Refusal("x"), NotAllowed("x"), Conflict("x"), VersionMissing("x"), Conflict("x", code="key_reused"))]
    assert answers == [400, 403, 409, 428, 422]
    assert handle(RuntimeError(), {"request": Request(request)}) is None


@pytest.mark.parametrize(("header", "version"), [("", None), ('"3"', 3), ("3", 3), ('W/"12"', 12)])
def test_the_version_is_read_from_if_match(header, version):
    request = RequestFactory().get("/", headers={"If-Match": header} if header else {})
    assert wanted_version(request) == version


@pytest.mark.parametrize("header", ['"x"', "*", '"3", "4"', "٣", "9" * 30, '"-1"'])
def test_what_is_no_version_is_refused(header):
    with pytest.raises(Refusal, match="不是版本号"):
        wanted_version(RequestFactory().get("/", headers={"If-Match": header}))


def test_unknown_fields_are_refused():
    strict = StrictSerializer(data={"owner": 1})
    assert not strict.is_valid() and "没有“owner”这一项" in str(strict.errors)


def test_the_description_names_every_door_and_is_read_only_by_persons(world):
    client = world.client("office")
    schema = client.get(f"{API}/schema/?format=json").json()
    assert {f"{API}/token/", f"{API}/me/", f"{API}/regions/", f"{API}/audit/", f"{API}/parcels/", f"{API}/disposals/"} <= set(schema["paths"])
    assert "token" in schema["components"]["securitySchemes"]
    page = client.get(f"{API}/docs/")
    assert page.status_code == 200 and "<script>" not in page.content.decode() and "http://" not in page.content.decode()
    assert "SwaggerUIBundle" in client.get(f"{API}/docs/?script=").content.decode()
    assert Client().get(f"{API}/schema/").status_code == Client().get(f"{API}/docs/").status_code == 401
