"""未供即用 and 闲置: each plan's own conditions, the cut-off, the ledger of what is put right, and warnings that decide nothing."""

from datetime import date

import pytest

from parcels.models import Finding, Measure, Parcel
from parcels.rules.findings.facts import FACTS

from .land import client_for
from .low import BF, LY, SL, SMX, ZMD, facts_of, find, looked, said_of, under

pytestmark = pytest.mark.django_db
INDUSTRIAL = "招商引资工业项目"
ANSWERS = {"project_started_on": "2018-12-31", **dict.fromkeys(("is_invited", "fits_plan", "fits_industry", "runs_well", "yields_well",
                                                                "performs_well"), "yes")}


@pytest.fixture
def used(land):
    """Used before it was supplied, under 驻马店's document."""
    under(land, ZMD)
    return land.parcel("40", kind="used_unsupplied")


@pytest.mark.req("CLS-08")
def test_every_condition_of_the_plan_is_answered_before_the_finding(land, used):
    for key in ANSWERS:  # each of the seven, left out alone
        facts_of(land, used, **ANSWERS | {key: ""})
        refused = find(land, used, "industrial")
        said = f"不能认定为招商引资工业项目：没有填 {FACTS[key].label}。依据：驻政办〔2021〕19号 三（四）"
        assert refused.status_code == 400 and said in refused.content.decode(), key
    facts_of(land, used, **ANSWERS | {"yields_well": "no"})
    assert "不满足招商引资工业项目：亩均产出效益较高：否" in find(land, used, "industrial").content.decode()
    facts_of(land, used, **ANSWERS)
    assert find(land, used, "industrial").status_code == 302


@pytest.mark.parametrize("document, asked", [
    (ZMD, ["project_started_on", "is_invited", "fits_plan", "fits_industry", "runs_well", "yields_well", "performs_well", "public_work"]),
    (BF, ["project_started_on", "is_invited", "fits_plan", "fits_industry", "runs_well", "yields_well", "performs_well", "public_work"]),
    (SMX, ["project_started_on", "is_invited", "fits_plan", "fits_industry", "fits_procedure", "public_work"]),
    (SL, ["project_started_on", "is_invited", "fits_plan", "fits_industry", "runs_well", "public_work"]), (LY, ["meets_32"])])
def test_each_document_asks_for_its_own_conditions(land, used, document, asked):
    under(land, document)
    form = client_for(land.clerk).get(f"/parcels/{used.id}/facts/").content.decode().split('id="facts-form"')[1].split("</form>")[0]
    names = ("project_started_on", "is_invited", "fits_plan", "fits_industry", "runs_well", "yields_well", "performs_well", "fits_procedure",
             "meets_32", "public_work")
    assert [name for name in names if f'name="{name}"' in form] == sorted(asked, key=names.index)


@pytest.mark.req("LED-08")
def test_a_project_begun_after_the_cut_off_is_not_admitted_and_one_before_it_stands_with_its_filing(land, used):
    facts_of(land, used, **ANSWERS | {"project_started_on": "2019-01-05"})
    late = find(land, used, "industrial")
    assert late.status_code == 400
    assert "项目开工日期 2019-01-05，晚于截止日 2018-12-31" in late.content.decode()
    assert "不能列入整改台账，应依法查处" in late.content.decode()
    facts_of(land, used, **ANSWERS)
    find(land, used, "industrial")
    finding, reviewer = Finding.objects.get(), client_for(land.reviewer)
    url = f"/findings/{finding.id}/supplement/"
    half = reviewer.post(url, {"filing_no": "豫自然资备[2021]8号", "filed_on": ""})
    assert half.status_code == 400 and "备案日期没有填" in half.content.decode() and "豫自然资备[2021]8号" in half.content.decode()
    assert reviewer.post(url, {"filing_no": "豫自然资备〔2021〕8号", "filed_on": "2021-09-10"}).status_code == 302
    listed = client_for(land.office).get("/findings/?kind=used_unsupplied").content.decode()
    assert all(text in listed for text in (used.parcel_no, "整改台账", "甲低认〔2021〕1号", "2021-09-01", "2021-09-10 豫自然资备〔2021〕8号"))
    assert client_for(land.reviewer_b).get(url).status_code == 404 and client_for(land.clerk).get(url).status_code == 403
    assert "补记告知和备案" in client_for(land.leader).get(f"/parcels/{used.id}/").content.decode()


@pytest.mark.req("CLS-09")
def test_the_decision_of_allocation_is_offered_only_for_public_works(land, used):
    Measure.objects.filter(code="grant").update(kinds=["used_unsupplied"])
    decision = Measure.objects.create(region=land.city, code="decision_issued", label="核发划拨决定书", kinds=["used_unsupplied"],
                                      used_types=["public"], effect="disposes", document_no=ZMD, section="三（三）")
    sent = {"form_key": "one-form-key", "measure": decision.id, "area": "5", "area_unit": "mu", "do": "draft"}
    clerk = client_for(land.clerk)
    facts_of(land, used, **ANSWERS)
    assert find(land, used, "industrial").status_code == 302
    offered = clerk.get(f"/parcels/{used.id}/disposals/new/").content.decode()
    assert "只用于未供即用里的城市公共服务和基础设施（三（三）），本宗的未供即用类型是招商引资工业项目" in offered
    assert "“核发划拨决定书”只用于" in clerk.post(f"/parcels/{used.id}/disposals/new/", sent).content.decode()
    road = land.parcel("10", kind="used_unsupplied", name="纬七路道路")
    facts_of(land, road, public_work="road")
    assert find(land, road, "public").status_code == 302
    assert Parcel.objects.get(pk=road.pk).used_type == "public"
    assert f'value="{decision.id}" id="measure-{decision.id}"' in clerk.get(f"/parcels/{road.id}/disposals/new/").content.decode()
    assert clerk.post(f"/parcels/{road.id}/disposals/new/", sent | {"form_key": "two-form-key"}).status_code == 302


@pytest.mark.req("CLS-20")
def test_the_system_warns_of_idleness_but_only_findings_count_in_the_rate(land):
    under(land, SL)
    warned = land.parcel("60", kind="idle", cause="government", agreed_start_on=date(2020, 9, 24))
    fresh = land.parcel("40", kind="idle", cause="government", agreed_start_on=date(2020, 9, 25))
    clerk, office = client_for(land.clerk), client_for(land.office)
    page = clerk.get(f"/parcels/{warned.id}/").content.decode()
    assert "预警，应调查" in page and "约定动工 2020-09-24，满一年之日 2021-09-24，没有登记动工" in page and "系统不认定闲置" in page
    other = clerk.get(f"/parcels/{fresh.id}/").content.decode()
    assert "预警，应调查" not in other and "满一年之日 2021-09-25，还有 1 天" in other
    listed = office.get("/ledger/?start=unfound").content.decode()
    assert warned.parcel_no in listed and fresh.parcel_no not in listed
    for parcel in (warned, fresh):
        land.take(land.draft(parcel, "30", measure="temporary"), "submit", "verify", "accept")
    assert "还没有闲置认定" in office.get("/findings/?kind=idle").content.decode()
    refused = find(land, warned, "idle", cause="")
    assert refused.status_code == 400 and "形成原因没有选。闲置认定书要写明闲置原因" in refused.content.decode()
    assert find(land, warned, "idle", cause="enterprise", doc_no="甲闲认[2021]3号").status_code == 302
    rate = office.get("/findings/?kind=idle").content.decode()
    assert "处置率 50.00%" in rate and "甲闲认〔2021〕3号" in rate and "企业原因" in rate and fresh.parcel_no not in rate
    assert warned.parcel_no not in office.get("/ledger/?start=unfound").content.decode()


def test_land_that_was_begun_is_warned_of_only_under_a_third_or_a_quarter_and_stopped_for_a_year(land):
    under(land, SL)
    parcel = land.parcel("60", kind="idle", agreed_start_on=date(2018, 1, 1), started_on=date(2018, 3, 1))
    typed = {"should_area": "60", "started_area": "19", "total_investment": "10000", "invested": "5000", "stopped_on": "2020-09-24"}
    found = said_of(looked(land, parcel, **typed), "闲置土地")
    assert "预警，应调查" in found and "不足三分之一" in found
    assert "预警，应调查" not in said_of(looked(land, parcel, **typed | {"stopped_on": "2020-09-25"}), "闲置土地")
    exactly = said_of(looked(land, parcel, **typed | {"started_area": "20"}), "闲置土地")
    assert "预警，应调查" not in exactly and "恰为三分之一，规则不判，由人认定" in exactly
