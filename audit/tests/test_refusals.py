"""拒绝也留痕: every refused change leaves an entry of its own; a Refusal becomes a page or JSON with its sentence."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from audit.middleware import RefusalMiddleware
from audit.models import AuditEntry
from audit.once import once
from landplan import urls
from landplan.lib.errors import Conflict, NotAllowed, Refusal, VersionMissing
from tests.world import build_world, signed_in
from units.models import Unit
from units.services import save_unit

KINDS = {"refusal": (Refusal("面积 30.00 亩超过 26.40 亩。请改小。", field="area"), 400),
         "not_allowed": (NotAllowed("这笔是你登记的，不能由你审核。"), 403),
         "conflict": (Conflict("李某改过这宗地。", changes=[("名称", "旧", "新")]), 409),
         "no_version": (VersionMissing("没有写版本。"), 428),
         "key": (Conflict("这个办理键已用过。", code="key_reused"), 422)}
done = []


def refusing(request, kind):
    raise KINDS[kind][0]


def crashing(request):
    raise RuntimeError("a fault")


@once
def making(request):
    """Makes a unit, or refuses; says how often it was really asked."""
    done.append(1)
    if request.POST.get("name") == "坏":
        return HttpResponse("refused", status=422)
    unit = save_unit(actor=request.actor, region=Unit.objects.first().region, name=request.POST["name"])
    return HttpResponse(f"made {unit.id}", status=201, headers={"Location": f"/{unit.id}/", "ETag": '"1"'})


urlpatterns = [path("refusing/<str:kind>/", refusing, name="refusing"), path("crashing/", crashing, name="crashing"),
               path("making/", making, name="making"), *urls.urlpatterns]
handler404, handler500 = urls.handler404, urls.handler500
here = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def clerk(world):
    done.clear()
    with here:
        yield world.client("county_clerk", raise_request_exception=False)


def told():
    return AuditEntry.objects.filter(action="refused").order_by("seq")


@pytest.mark.claim("C19")
@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_change_leaves_one_entry_with_person_place_and_reason(clerk, world, kind):
    refusal, status = KINDS[kind]
    answer = clerk.post(f"/refusing/{kind}/")
    assert answer.status_code == status
    assert refusal.message in answer.content.decode()
    entry, actor = told().get(), world.actor("county_clerk")
    assert (entry.is_success, entry.actor_id, entry.actor_role, entry.region_id) == (False, actor.user_id, actor.role, actor.region_id)
    assert (entry.subject, entry.object_label, entry.ip) == ("refused:refusing", f"/refusing/{kind}/", "127.0.0.1")
    assert entry.reason == f"{status} {refusal.message}"
    assert entry.at.isoformat() == "2021-09-24T01:40:00+00:00"


def test_a_refused_look_leaves_none_and_an_api_minded_asker_gets_json(clerk):
    answer = clerk.get("/refusing/refusal/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"code": "refused", "message": KINDS["refusal"][0].message, "field": "area"})
    assert not told().exists()


@pytest.mark.claim("C19")
def test_a_fault_leaves_an_entry_and_a_page_with_a_number_and_no_cause(clerk):
    answer = clerk.post("/crashing/")
    assert answer.status_code == 500
    entry, text = told().get(), answer.content.decode()
    assert entry.reason.startswith("500") and entry.request_id in text
    assert "a fault" not in text and "Traceback" not in text


@pytest.mark.claim("C19")
def test_a_forged_request_is_refused_and_told(world):
    client = signed_in(world.actor("county_clerk"), enforce_csrf_checks=True)
    answer = client.post("/post/", {"post": world.actor("county_clerk").post_id})
    assert answer.status_code == 403 and "页面已过期" in answer.content.decode()
    assert told().get().reason == "403 防伪校验不符"


def test_an_unknown_address_is_refused_alike_on_pages_and_interface(world):
    client = world.client("county_clerk")
    page, body = client.post("/nothing/"), client.post("/api/v1/nothing/")
    assert (page.status_code, body.status_code, body.json()["message"]) == (404, 404, "没有找到。")
    assert [entry.object_label for entry in told()] == ["/nothing/", "/api/v1/nothing/"]


@pytest.mark.claim("C19")
def test_without_the_trail_even_a_refusal_is_an_error(clerk, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("audit.middleware.record", broken)
    assert clerk.post("/refusing/refusal/").status_code == 500


@pytest.mark.claim("C25")
def test_the_same_key_does_the_work_once_and_gets_the_same_answer(clerk):
    sent = {"form_key": "k1", "name": "甲县水利局"}
    first, again = clerk.post("/making/", sent), clerk.post("/making/", sent)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert (first["Location"], first["ETag"]) == (again["Location"], again["ETag"])
    assert again["Idempotent-Replay"] == "true" and "Idempotent-Replay" not in first
    assert len(done) == 1
    header = clerk.post("/making/", {"name": "甲县农业局"}, headers={"Idempotency-Key": "k2"})
    assert clerk.post("/making/", {"name": "甲县农业局"}, headers={"Idempotency-Key": "k2"}).content == header.content
    assert len(done) == 2


@pytest.mark.claim("C25")
def test_the_same_key_for_another_content_is_refused_with_422(clerk):
    clerk.post("/making/", {"form_key": "k1", "name": "甲县水利局"})
    answer = clerk.post("/making/", {"form_key": "k1", "name": "甲县农业局"})
    assert answer.status_code == 422 and "已用于另一次内容不同的提交" in answer.content.decode()
    assert not Unit.objects.filter(name="甲县农业局").exists()


@pytest.mark.postgres
@pytest.mark.claim("C25")
def test_twenty_equal_requests_at_once_make_one_record_and_get_one_answer(transactional_db):
    done.clear()
    actor = build_world().actor("county_clerk")
    clients, gate = [signed_in(actor) for _ in range(20)], threading.Barrier(20)

    def send(client):
        try:
            gate.wait(30)
            answer = client.post("/making/", {"form_key": "k1", "name": "甲县水利局"})
            return answer.status_code, answer.content, answer["Location"]
        finally:
            connection.close()

    with here, ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, clients))
    assert len(answers) == 1 and answers.pop()[0] == 201
    assert Unit.objects.filter(name="甲县水利局").count() == 1


def test_a_refused_work_may_be_tried_again_with_its_key(clerk):
    assert clerk.post("/making/", {"form_key": "k1", "name": "坏"}).status_code == 422
    assert clerk.post("/making/", {"form_key": "k1", "name": "好"}).status_code == 201
    assert len(done) == 2


def test_a_key_belongs_to_its_person(clerk, world):
    clerk.post("/making/", {"form_key": "k1", "name": "甲县水利局"})
    other = world.client("county_reviewer").post("/making/", {"form_key": "k1", "name": "甲县林业局"})
    assert other.status_code == 201 and "Idempotent-Replay" not in other


def test_without_a_key_nothing_is_kept(clerk):
    for _ in range(2):
        assert clerk.post("/making/", {"name": "甲县水利局"}).status_code == 201
    assert len(done) == 2


def test_a_fault_that_is_no_refusal_is_left_to_the_error_page():
    request = RequestFactory().post("/")
    assert RefusalMiddleware(lambda request: None).process_exception(request, ValueError()) is None


def test_an_anonymous_change_goes_to_the_sign_in_page_and_not_into_the_trail(world):
    assert Client().post("/post/")["Location"] == "/sign-in/?next=/post/"
    assert not told().exists()
