"""接口: 宗地, 处置, 佐证 as another program uses them - with versions, keys, and nothing that was not declared."""

from decimal import Decimal

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Disposal, Evidence, Parcel
from tests.world import MORNING, PDF

from .land import API, Caller, client_for, entry, pdf, rows_of

pytestmark = pytest.mark.django_db


@pytest.mark.req("SYS-08")
def test_without_a_sign_in_nothing_is_given_and_a_county_sees_only_its_own(land, client):
    parcel = land.parcel("50")
    for path in ("parcels/", f"parcels/{parcel.id}/", "disposals/", "evidence/", "measures/"):
        assert client.get(f"{API}/{path}").status_code in (401, 403)
    assert Caller(land.clerk).send("get", "parcels/").json()["results"][0]["parcel_no"] == parcel.parcel_no
    assert Caller(land.clerk_b).send("get", "parcels/").json()["results"] == []
    assert len(Caller(land.office).send("get", "parcels/").json()["results"]) == 1
    for admin in (land.system_admin, land.security_admin, land.audit_admin):
        assert Caller(admin).send("get", "parcels/").status_code == 403


def test_a_disposal_walks_its_way_by_interface(land):
    clerk, reviewer, acceptor = Caller(land.clerk), Caller(land.reviewer), Caller(land.acceptor)
    made = clerk.send("post", "parcels/", {"kind": "unsupplied", "name": "纬七路北侧地块", "area": "2.000001", "area_unit": "ha",
                                           "location": "纬七路北"})
    assert made.status_code == 201
    parcel = made.json()
    assert (parcel["area"], parcel["available"], parcel["area_typed"]) == ("30.000015", "30.000015", "2.000001")
    changed = clerk.send("patch", f"parcels/{parcel['id']}/", {"lead_unit": "县自然资源局"}, version=1)
    assert (changed.status_code, changed["ETag"], changed.json()["lead_unit"]) == (200, '"2"', "县自然资源局")
    made = clerk.send("post", "disposals/", entry(Parcel.objects.get()))
    row = made.json()
    assert (made.status_code, row["area"], row["doc_no"], row["state"]) == (201, "10.50", "驻交〔2021〕18号", "draft")
    assert set(row["actions"]) == {"edit", "submit", "void"}
    url = f"disposals/{row['id']}/"
    upload = clerk.client.post(f"{API}/evidence/", {"disposal": row["id"], "kind": "other", "title": "成交确认书", "file": pdf()})
    assert upload.status_code == 201
    file = upload.json()
    answer = reviewer.client.get(f"{API}/evidence/{file['id']}/file/")
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    row = clerk.send("patch", url, {"area": "12"}, version=1).json()
    row = clerk.send("post", url + "submit/", version=row["version"]).json()
    row = reviewer.send("post", url + "send_back/", {"reason": "缺第2页"}, version=row["version"]).json()
    assert row["returned_reason"] == "缺第2页"
    row = clerk.send("post", url + "submit/", version=row["version"]).json()
    row = reviewer.send("post", url + "verify/", version=row["version"]).json()
    row = acceptor.send("post", url + "accept/", version=row["version"]).json()
    assert (row["state"], row["accepted_area"], row["actions"]) == ("accepted", "12.00", [])
    assert clerk.send("get", f"parcels/{parcel['id']}/").json()["available"] == "18.000015"


@pytest.mark.req("ORG-06")
@pytest.mark.claim("C02")
def test_a_foreign_record_is_answered_like_none(land):
    row = land.draft(land.parcel("50"))
    with scope(land.clerk):
        file = services.add_evidence(row.id, actor=land.clerk, kind="other", title="", upload=pdf())
    before = rows_of((Disposal, row.id), (Evidence, file.id), (Parcel, row.parcel_id))
    other = Caller(land.clerk_b)
    tries = [("get", "disposals/{}/", row.id), ("patch", "disposals/{}/", row.id), ("post", "disposals/{}/submit/", row.id),
             ("post", "disposals/{}/withdraw/", row.id), ("post", "disposals/{}/void/", row.id), ("get", "parcels/{}/", row.parcel_id),
             ("patch", "parcels/{}/", row.parcel_id), ("get", "evidence/{}/", file.id), ("get", "evidence/{}/file/", file.id),
             ("post", "evidence/{}/void/", file.id)]
    for method, path, pk in tries:
        foreign, absent = (other.send(method, path.format(one), version=1) for one in (pk, 10**9))
        assert foreign.status_code == 404, path
        assert (foreign.content, sorted(foreign.headers.items())) == (absent.content, sorted(absent.headers.items()))
    reviewer = Caller(land.reviewer_b)
    for name in ("verify", "send_back"):
        answers = [reviewer.send("post", f"disposals/{pk}/{name}/", version=1) for pk in (row.id, 10**9)]
        assert [a.status_code for a in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    assert rows_of((Disposal, row.id), (Evidence, file.id), (Parcel, row.parcel_id)) == before


@pytest.mark.claim("C04")
def test_a_reference_into_another_county_is_answered_like_none(land):
    row = land.draft(land.parcel("50"))
    other = Caller(land.clerk_b)
    own = land.parcel("20", by="clerk_b", region=land.other)
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2019〕1号", "approved_on": MORNING.date(), "authority": "province", "area": Decimal(100)})
    pairs = [("post", "disposals/", lambda pk: entry(row.parcel) | {"parcel": pk}, row.parcel_id, None),
             ("patch", f"parcels/{own.id}/", lambda pk: {"batch": pk}, batch.id, 1),
             ("post", "parcels/", lambda pk: {"kind": "idle", "name": "x", "area": "1", "batch": pk}, batch.id, None)]
    for method, path, body, pk, version in pairs:
        foreign, absent = (other.send(method, path, body(one), version=version) for one in (pk, 10**9))
        assert (foreign.status_code, absent.status_code) == (400, 400), path
        assert foreign.content == absent.content
    uploads = [other.client.post(f"{API}/evidence/", {"disposal": pk, "kind": "other", "file": pdf()}) for pk in (row.id, 10**9)]
    assert [u.status_code for u in uploads] == [400, 400]
    assert uploads[0].content == uploads[1].content
    for code in (land.county.code, land.city.code, "000000"):
        assert other.send("post", "parcels/", {"kind": "idle", "name": "x", "area": "1", "region": code}).status_code == 400
    own.refresh_from_db()
    assert (Disposal.objects.count(), Evidence.objects.count(), own.batch_id, own.version) == (1, 0, None, 1)


@pytest.mark.claim("C26")
def test_a_change_without_its_version_or_on_an_old_one_is_not_made(land):
    row = land.draft(land.parcel("50"))
    caller = Caller(land.clerk)
    assert caller.send("patch", f"disposals/{row.id}/", {"area": "11"}).status_code == 428
    assert caller.send("post", f"disposals/{row.id}/submit/").status_code == 428
    assert caller.send("patch", f"disposals/{row.id}/", {"area": "11"}, version=1).status_code == 200
    second = caller.send("patch", f"disposals/{row.id}/", {"area": "12", "doc_no": "别的"}, version=1)
    assert second.status_code == 409
    assert second.json()["changes"] == [{"field": "处置面积", "seen": "12.00 亩", "now": "11.00 亩"},
                                        {"field": "文书号", "seen": "别的", "now": "驻自然资交〔2021〕18号"}]
    assert caller.send("patch", f"parcels/{row.parcel_id}/", {"park": "x"}).status_code == 428
    caller.send("patch", f"parcels/{row.parcel_id}/", {"park": "甲"}, version=1)
    stale = caller.send("patch", f"parcels/{row.parcel_id}/", {"park": "乙"}, version=1)
    assert (stale.status_code, stale.json()["changes"]) == (409, [{"field": "所在园区", "seen": "乙", "now": "甲"}])
    row.refresh_from_db()
    assert (row.area, row.version) == (Decimal(11), 2)


@pytest.mark.claim("C25")
def test_one_key_makes_one_record(land):
    parcel, caller = land.parcel("50"), Caller(land.clerk)
    answers = [caller.send("post", "disposals/", entry(parcel), **{"Idempotency-Key": "k-1"}) for _ in range(5)]
    assert {(a.status_code, a.content, a["ETag"]) for a in answers} == {(201, answers[0].content, '"1"')}
    assert caller.send("post", "disposals/", entry(parcel, area="11"), **{"Idempotency-Key": "k-1"}).status_code == 422
    assert Disposal.objects.count() == 1
    refused = caller.send("post", "disposals/", entry(parcel, area="5000"), **{"Idempotency-Key": "k-2"})
    assert refused.status_code == 400
    assert caller.send("post", "disposals/", entry(parcel, area="20"), **{"Idempotency-Key": "k-2"}).status_code == 201


def test_land_that_stands_there_already_is_not_registered_again_by_interface_unless_it_is_said_to_be_other_land(land):
    theirs = land.parcel("30", region=land.other, by="clerk_b", name="别县的地", supervision_no="4117022021B00012")
    caller, key = Caller(land.clerk), {"Idempotency-Key": "k-twin"}
    sent = {"kind": "unsupplied", "name": "纬七路北侧地块", "area": "30", "supervision_no": "4117022021B00012"}
    first = caller.send("post", "parcels/", sent)
    assert first.status_code == 201  # what stands in another county is none of its own
    for again in (sent, sent | {"supervision_no": ""}, sent | {"name": "别的名字", "area": "2"}, sent | {"apart": False}):
        refused = caller.send("post", "parcels/", again, **key)
        told = refused.json()
        assert (refused.status_code, told["code"], told["field"]) == (400, "twin", "apart")
        assert f"台账里已有相同的 1 宗：{first.json()['parcel_no']} 纬七路北侧地块 30.00 亩（在册）" in told["message"]
        assert "确是另一宗的，请标明“确是另一宗”再登记" in told["message"] and theirs.parcel_no not in told["message"]
    made = [caller.send("post", "parcels/", sent | {"apart": True}, **key) for _ in range(2)]  # the refused key is still good, and once
    assert [one.status_code for one in made] == [201, 201] and made[0].content == made[1].content
    assert Parcel.unscoped.filter(region=land.county).count() == 2
    assert caller.send("post", "parcels/", sent | {"apart": "也许"}).json()["items"][0]["field"] == "apart"
    assert caller.send("patch", f"parcels/{first.json()['id']}/", {"apart": True}, version=1).status_code == 400
    schemas = caller.client.get(f"{API}/schema/?format=json").json()["components"]["schemas"]
    assert schemas["ParcelNew"]["properties"]["apart"]["type"] == "boolean" and "apart" not in schemas["ParcelNew"]["required"]


@pytest.mark.claim("C34")
@pytest.mark.parametrize(("name", "value"), [
    *[("area", v) for v in ("NaN", "Infinity", "-Infinity", "1e5", "1E400", "-1", "0", "", "0.0000001", "99999999999", "10亩",
                            "１０。５", 10.5, 10, True, None, [], {}, "\x00", "1_000", "1,000", " ", "٣")],
    *[("disposed_on", v) for v in ("1899-12-31", "9999-12-31", "2021-02-30", "2021-13-01", "0000-00-00", "昨天", 20210922, [],
                                   "\x00", "2021-10-08", "9" * 5000)],
    *[("doc_no", v) for v in ("\x00", "号" * 81, 5, None, [], "\ud800")],
    *[("remark", v) for v in ("x" * 501, {}, "\x00", "\udfff")],
    *[("measure", v) for v in ("", "no", "expand", None, 1, "\x00")],
    *[("parcel", v) for v in (0, -1, 2**63, "x", None, [], 1.5, True)],
    *[("area_unit", v) for v in ("acre", "", None, 1)], *[("is_backfill", v) for v in ("vielleicht", [], 7)],
])
def test_what_cannot_stand_never_gets_in_and_the_lists_still_answer(land, name, value):
    parcel, caller = land.parcel("50"), Caller(land.clerk)
    answer = caller.send("post", "disposals/", entry(parcel) | {name: value})
    assert answer.status_code == 400, answer.content
    assert answer.json()["message"]
    assert not Disposal.objects.exists()
    assert caller.send("get", "disposals/").status_code == 200


@pytest.mark.parametrize(("typed", "mu"), [("２６．４０", "26.40"), (" 26.4 ", "26.40"), ("26.400000", "26.40"), ("0.000001", "0.000001")])
def test_a_full_width_number_is_read_and_kept_as_typed(land, typed, mu):
    made = Caller(land.clerk).send("post", "disposals/", entry(land.parcel("50"), area=typed))
    assert made.status_code == 201
    assert made.json()["area"] == mu


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"", b'{"area": 1e999}', b"[" * 5000])
def test_a_body_that_is_no_record_is_refused(land, body):
    client = client_for(land.clerk)
    for method, path in (("post", "disposals/"), ("post", "parcels/")):
        answer = getattr(client, method)(f"{API}/{path}", data=body, content_type="application/json")
        assert answer.status_code in (400, 415)


@pytest.mark.parametrize("given", ["²", "x", "*", "-1", "9" * 400, '"', "1.0"])
def test_an_if_match_that_is_no_version_is_refused(land, given):
    row = land.draft(land.parcel("50"))
    answer = client_for(land.clerk).patch(f"{API}/disposals/{row.id}/", data="{}", content_type="application/json", headers={"If-Match": given})
    assert answer.status_code in (400, 409, 428)


def test_lists_are_filtered_and_paged_by_key(land):
    parcel, caller = land.parcel("500"), Caller(land.office)
    for _ in range(5):
        land.draft(parcel)
    land.take(land.draft(parcel), "submit")
    assert len(caller.send("get", "disposals/", {"state": "submitted"}).json()["results"]) == 1
    assert len(caller.send("get", "disposals/", {"region": "419901", "parcel": parcel.id}).json()["results"]) == 6
    assert caller.send("get", "disposals/", {"region": "419902"}).json()["results"] == []
    page, seen = caller.send("get", "disposals/", {"page_size": 2}).json(), []
    while True:
        seen += [r["id"] for r in page["results"]]
        if not page["next"]:
            break
        page = caller.client.get(page["next"]).json()
    assert len(seen) == len(set(seen)) == 6
    other = land.parcel("20", kind="idle")
    found = caller.send("get", "parcels/", {"kind": "idle", "region": "419901", "status": "open", "deadline": "none"}).json()["results"]
    assert [p["parcel_no"] for p in found] == [other.parcel_no]
    assert len(caller.send("get", "parcels/", {"parcel_no": other.parcel_no}).json()["results"]) == 1
    for odd in ({"kind": "x"}, {"deadline": "x"}, {"updated_after": "x"}, {"batch": 2**70}):
        assert caller.send("get", "parcels/", odd).status_code == 400
    for odd in ({"state": "x"}, {"parcel": "x"}, {"updated_after": "x"}, {"parcel": 2**70}):
        assert caller.send("get", "disposals/", odd).status_code == 400
    assert [m["code"] for m in caller.send("get", "measures/").json()][:2] == ["grant", "start"]


def test_a_paper_by_interface_is_checked_like_one_by_page(land):
    row, client = land.draft(land.parcel("50")), client_for(land.clerk)
    for upload in (pdf("x.html"), pdf("x.pdf", b"<html>"), pdf("x.pdf", b"")):
        answer = client.post(f"{API}/evidence/", {"disposal": row.id, "kind": "other", "file": upload})
        assert answer.status_code == 400
        assert "文件“" in answer.json()["message"]
    assert client.post(f"{API}/evidence/", {"disposal": row.id, "kind": "../x", "file": pdf()}).status_code == 400
    key = {"Idempotency-Key": "paper-1"}
    twice = [client.post(f"{API}/evidence/", {"disposal": row.id, "kind": "other", "file": pdf()}, headers=key) for _ in range(2)]
    assert [t.status_code for t in twice] == [201, 201]
    file = Evidence.objects.get()
    refused = client.post(f"{API}/evidence/{file.id}/void/", data="{}", content_type="application/json")
    assert refused.status_code == 400
    done = client.post(f"{API}/evidence/{file.id}/void/", data='{"reason": "缺页"}', content_type="application/json")
    assert done.json()["voided_at"]
    assert client_for(land.clerk2).post(f"{API}/evidence/", {"disposal": row.id, "kind": "other", "file": pdf()}).status_code == 403
