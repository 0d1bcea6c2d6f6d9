"""接口: what hangs on a parcel can be read by a program - narrowed, page by page, exact, within its territory."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib.scope import everything, scope
from parcels import services
from tests.world import CANARY

from .land import API, client_for

pytestmark = pytest.mark.django_db
LISTS = ("findings", "lawsuits", "parcel-plans", "milestones", "hurdles", "expropriations", "supplies", "batch-entries")


@pytest.fixture
def full(land):
    """A parcel with one of nearly everything."""
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2019〕88号", "name": "批次", "area": Decimal("300.5"), "authority": "province", "approved_on": date(2019, 6, 1)})
    parcel = land.parcel("100.25", batch_id=batch.id, deadline_on=date(2021, 12, 31))
    with scope(land.clerk):
        case = services.open_lawsuit(parcel.id, actor=land.clerk, values={
            "kind": "mortgage", "case_no": "（2021）民初1号", "court": "甲县法院", "parties": "甲公司"})
        services.add_claim(case.id, actor=land.clerk, side="creditor", name="甲银行", amount=Decimal("12345678.90"), is_mortgagee=True, rank=1)
        gone = services.add_claim(case.id, actor=land.clerk, side="debtor", name="错记的", amount=None, is_mortgagee=False, rank=1)
        services.void_claim(gone.id, actor=land.clerk, reason="记错了")
        services.draft_plan(parcel.id, actor=land.clerk, version=0, values={
            "cause": "government", "measures": ["grant"], "deadline_on": date(2021, 12, 31), "lead_unit": "甲乡"})
        services.lay_out_milestones(parcel.id, actor=land.clerk)
        services.add_hurdle(parcel.id, actor=land.clerk, topic="papers", content="用地预审", lead_unit="甲局", due_on=date(2021, 10, 1))
        services.save_expropriation(parcel.id, actor=land.clerk, version=0, values={
            "plan_no": "征〔2021〕1号", "plan_on": None, "compensated_on": None, "handover_due_on": None, "handed_over_on": None,
            "is_forest": False, "forest_no": "", "forest_on": None})
        services.add_supply(parcel.id, actor=land.clerk, mode="granted", doc_no="出让合同1号", supplied_on=date(2021, 9, 1),
                            area=Decimal("10.123456"), price=Decimal("3500000.5"))
    return parcel


def read(client, path: str):
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 200, (path, answer.content)
    return answer.json()["results"] if "results" in answer.json() else answer.json()


def test_a_parcel_leads_to_its_lists_and_every_figure_is_an_exact_text(land, full):
    clerk = client_for(land.clerk)
    links = read(clerk, f"parcels/{full.id}/")["links"]
    found = {name: clerk.get(url).json()["results"] for name, url in links.items()}
    claim, = found["lawsuits"][0]["claims"]
    assert (claim["name"], claim["amount"], claim["side_label"], claim["is_mortgagee"]) == ("甲银行", "12345678.90", "债权人", True)
    assert (found["supplies"][0]["area"], found["supplies"][0]["price"]) == ("10.123456", "3500000.50")
    entry = found["batch_entries"][0]
    assert (entry["approval_no"], entry["area"], entry["use"]) == ("豫政土〔2019〕88号", "10.123456", "supplied")
    assert found["parcel_plans"][0]["measures"][0]["code"] == "grant" and found["parcel_plans"][0]["decided_by"] is None
    assert [one["is_next"] for one in found["milestones"]].count(True) == 1
    assert found["hurdles"][0]["topic_label"] and found["expropriations"][0]["plan_on"] is None and found["findings"] == []
    assert all(one.get("parcel_no", full.parcel_no) == full.parcel_no for rows in found.values() for one in rows)
    for name in LISTS:
        assert ".0e" not in json.dumps(read(clerk, f"{name}/"))


def test_each_list_is_narrowed_by_what_it_names_and_read_page_by_page(land, full):
    clerk = client_for(land.clerk)
    for path, count in (("lawsuits/?kind=mortgage&stage=found", 1), ("lawsuits/?kind=seizure", 0), ("hurdles/?open=true&due_until=2021-10-01", 1),
                        ("hurdles/?due_until=2021-09-30", 0), ("milestones/?is_next=true", 1), ("parcel-plans/?state=approved", 0),
                        ("supplies/?mode=granted&supplied_from=2021-09-01&valid=true", 1), ("supplies/?supplied_from=2021-09-02", 0),
                        ("batch-entries/?approval_no=豫政土〔2019〕88号", 1), ("expropriations/?waiting=true", 1), ("findings/?standing=true", 0),
                        (f"hurdles/?parcel_no={full.parcel_no}", 1), ("hurdles/?region=419902", 0)):
        assert len(read(clerk, path)) == count, path
    whole = read(clerk, "milestones/")
    first = clerk.get(f"{API}/milestones/?page_size=2").json()
    second = clerk.get(first["next"]).json()
    assert [*first["results"], *second["results"]] == whole[:4]
    assert clerk.get(f"{API}/lawsuits/?kind=x").status_code == 400


def test_another_county_sees_none_of_it_and_who_may_not_read_is_refused(land, full):
    other = client_for(land.clerk_b)
    for name in LISTS:
        assert read(other, f"{name}/") == read(other, f"{name}/?parcel={full.id}") == []
        assert client_for(land.system_admin).get(f"{API}/{name}/").status_code == 403
        assert client_for(land.clerk).post(f"{API}/{name}/", {}).status_code in (403, 405)
    assert other.get(f"{API}/parcels/{full.id}/").status_code == 404


def test_a_finding_is_read_with_its_reasoning(world, client_of):
    rows = client_of("county_clerk").get(f"{API}/findings/").json()["results"]
    assert len(rows) == 1 and rows[0]["type_code"] == "stopped" and rows[0]["reading"] and CANARY["B"] not in json.dumps(rows, ensure_ascii=False)
    assert client_of("county_clerk").get(f"{API}/findings/?found_from=2021-08-21").json()["results"] == []


def test_the_lists_ask_a_fixed_number_of_queries(land, full):
    clerk, asked = client_for(land.clerk), []
    for more in (1, 5):
        for _ in range(more):
            with scope(land.clerk), everything("test"):
                case = services.open_lawsuit(full.id, actor=land.clerk, values={
                    "kind": "suit", "case_no": f"号{len(asked)}-{_}", "court": "甲县法院", "parties": "乙"})
                services.add_claim(case.id, actor=land.clerk, side="creditor", name="乙", amount=Decimal(1), is_mortgagee=False, rank=1)
        for name in LISTS:
            with CaptureQueriesContext(connection) as queries:
                read(clerk, f"{name}/")
            asked.append(len(queries))
    assert asked[:len(LISTS)] == asked[len(LISTS):]


def test_the_schema_tells_the_lists_and_their_filters_in_chinese(land):
    page = client_for(land.clerk).get(f"{API}/schema/?format=json").json()
    for name in LISTS:
        told = page["paths"][f"{API}/{name}/"]["get"]
        assert told["description"] and {one["name"] for one in told["parameters"]} >= {"region", "cursor"}
    assert page["components"]["schemas"]["SupplyOut"]["properties"]["price"]["type"] == "string"
