"""Contract and agreement of supervision, and supply in batches, through the pages (CTL-03, CTL-05)."""

from datetime import timedelta

import pytest

from landplan.lib import clock
from parcels.models import Covenant, Project, Supply
from tests.world import MORNING
from tests.world import words_of_page as plain

from .firms import park, post
from .land import client_for
from .low import LY, under

pytestmark = pytest.mark.django_db


def supply(land, parcel, area, by="clerk", **typed):
    return post(land, f"/parcels/{parcel.id}/supplies/new/", by, **{
        "mode": "granted", "doc_no": f"出让[2021]{area}号", "supplied_on": "2021-09-20", "area": area, "area_unit": "mu", "price": "500"} | typed)


def sign(land, parcel, by="clerk", **typed):
    row = Supply.objects.filter(parcel=parcel).last()
    return post(land, f"/parcels/{parcel.id}/covenants/new/", by, **{
        "kind": "performance", "supply": row.id if row else "", "party": "甲县机械有限公司", "signer": "street", "signer_name": "高庄街道办事处",
        "covenant_no": "履约[2021]5号", "signed_on": "2021-09-21", "due_on": "2022-09-21", "intensity": "300"} | typed)


@pytest.mark.req("CTL-03")
def test_outside_of_the_park_the_street_office_signs_and_inside_its_management(land):
    outside, inside = land.parcel("30", sponsor_unit="高庄街道办事处"), land.parcel("30", park="甲县先进制造业开发区")
    park(land, "甲县先进制造业开发区")
    for parcel in (outside, inside):
        assert supply(land, parcel, "30").status_code == 302
    clerk = client_for(land.clerk)
    form = clerk.get(f"/parcels/{outside.id}/covenants/new/").content.decode()
    assert "街道办事处</span>" in form and "管委会</span>" not in form and 'value="高庄街道办事处"' in form and "在开发区外" in form
    form = clerk.get(f"/parcels/{inside.id}/covenants/new/").content.decode()
    assert "开发区管委会</span>" in form and "街道办事处</span>" not in form and 'value="甲县先进制造业开发区管委会"' in form
    assert sign(land, inside).status_code == 422 and not Covenant.objects.exists()  # the street office does not sign inside
    assert sign(land, outside).status_code == 302
    assert sign(land, inside, signer="park", signer_name="甲县先进制造业开发区管委会", covenant_no="履约〔2021〕6号").status_code == 302
    page = plain(client_for(land.office).get(f"/covenants/{Covenant.objects.get(parcel=outside).id}/"))
    assert "供地合同或决定书 出让〔2021〕30号 甲县自然资源局 甲县机械有限公司 2021-09-20" in page
    assert "履约监管协议 履约〔2021〕5号 高庄街道办事处 街道办事处 甲县机械有限公司 2021-09-21" in page and "投资强度 300 万元/亩" in page
    assert "履约〔2021〕6号" in plain(client_for(land.office).get(f"/parcels/{inside.id}/"))


def test_an_agreement_that_cannot_be_is_refused_and_another_county_sees_none(land):
    parcel = land.parcel("30")
    assert "没有选供应。请先登记供应" in plain(sign(land, parcel))
    supply(land, parcel, "30")
    for wrong, said in (({"signed_on": "2021-09-25"}, "晚于今天"), ({"due_on": "2021-09-21"}, "不晚于签订日期"),
                        ({"intensity": ""}, "一项约定也没有填"), ({"start_on": "2022-02-01", "finish_on": "2022-01-31"}, "早于约定开工")):
        refused = sign(land, parcel, **wrong)
        assert refused.status_code == 400 and said in plain(refused) and 'value="高庄街道办事处"' in refused.content.decode()
    assert sign(land, parcel).status_code == 302 and "已登记过协议 履约〔2021〕5号" in plain(sign(land, parcel))
    row = Covenant.objects.get()
    assert client_for(land.clerk_b).get(f"/covenants/{row.id}/").status_code == 404 and sign(land, parcel, by="reviewer").status_code == 403
    assert "履约〔2021〕5号" not in plain(client_for(land.clerk_b).get("/covenants/"))


def judge(land, row, state="unmet", by="reviewer", **typed):
    return post(land, f"/covenants/{row.id}/judge/", by, **{
        "state": state, "judged_on": "2021-09-24", "judged_no": "甲考[2021]2号", "judged_note": "投资强度只有 120 万元/亩"} | typed)


@pytest.mark.req("CTL-03")
def test_an_agreement_is_judged_and_unmet_only_from_the_day_after_its_term(land):
    parcel = land.parcel("30")
    supply(land, parcel, "30", supplied_on="2021-01-10")
    sign(land, parcel, signed_on="2021-01-15", due_on="2021-09-24")
    row = Covenant.objects.get()
    early = judge(land, row)
    assert early.status_code == 400 and "约定期限 2021-09-24 还没有过" in plain(early)  # it is met if it is met on that day
    assert judge(land, row, by="clerk").status_code == 403 and judge(land, row, by="clerk_as_reviewer").status_code == 403
    with clock.at(MORNING + timedelta(days=1)):
        assert "到期未考核" in plain(client_for(land.office).get("/covenants/?show=due"))
        assert "履约〔2021〕5号" in plain(client_for(land.office).get("/covenants/?show=due"))
        assert judge(land, row, judged_on="2021-09-25", judged_note="").status_code == 400
        assert judge(land, row, judged_on="2021-09-25").status_code == 302 and judge(land, row, "met").status_code == 409
        assert "未达到约定" in plain(client_for(land.office).get(f"/parcels/{parcel.id}/"))
        assert "履约〔2021〕5号" in plain(client_for(land.office).get("/covenants/?show=unmet"))


def project(land, area, by="clerk"):
    answer = post(land, "/projects/new/", by, region=land.county.id, name=f"甲县{area}亩项目", level="plain", kind="industry", area=area,
                  area_unit="mu")
    assert answer.status_code == 302
    return Project.objects.get(name=f"甲县{area}亩项目")


def review(land, row, area, by="reviewer", **typed):
    return post(land, f"/projects/{row.id}/review/", by, **{
        "area": area, "area_unit": "mu", "review_no": "甲规审[2021]1号", "reviewed_on": "2021-09-10"} | typed)


def part(land, row, area, from_on):
    return post(land, f"/projects/{row.id}/parts/new/", area=area, area_unit="mu", from_on=from_on)


@pytest.mark.req("CTL-05")
def test_a_project_of_100_mu_is_supplied_only_after_its_review_and_by_its_schedule_and_one_of_9999_freely(land):
    under(land, LY)
    parcel, other = land.parcel("150", purpose="工业用地"), land.parcel("150", purpose="工业用地")
    small, large = project(land, "99.99"), project(land, "100")
    assert supply(land, other, "99.99", project=small.id).status_code == 302  # no review
    assert "不用审核" in plain(client_for(land.office).get(f"/projects/{small.id}/"))
    refused = supply(land, parcel, "40", project=large.id)
    assert refused.status_code == 400 and "洛政办〔2021〕16号 二（二）5" in plain(refused)
    assert "用地需求 100.00 亩，达到 100 亩，还没有审核建设规模" in plain(refused)
    assert part(land, large, "40", "2021-09-01").status_code == 400  # the review comes first
    assert review(land, large, "100.01").status_code == 400 and review(land, large, "90", by="clerk").status_code == 403
    assert review(land, large, "90").status_code == 302 and review(land, large, "90").status_code == 409
    assert supply(land, parcel, "40", project=large.id).status_code == 400  # reviewed, but nothing is scheduled
    assert part(land, large, "40", "2021-09-20").status_code == 302 and part(land, large, "50", "2022-03-01").status_code == 302
    assert part(land, large, "0.01", "2022-06-01").status_code == 400 and part(land, large, "1", "2021-01-01").status_code == 400
    early = supply(land, parcel, "40", project=large.id, supplied_on="2021-09-19")
    assert early.status_code == 400 and "按批次计划可供 0.00 亩" in plain(early)
    assert supply(land, parcel, "40.01", project=large.id).status_code == 400
    assert supply(land, parcel, "30", project=large.id).status_code == 302
    shown = plain(client_for(land.office).get(f"/projects/{large.id}/"))
    assert "第1批 2021-09-20 40.00 30.00 第2批 2022-03-01 50.00 0.00 合计 90.00 30.00" in shown
    with clock.at(MORNING + timedelta(days=200)):
        assert supply(land, parcel, "35", project=large.id, supplied_on="2022-03-01").status_code == 302
    assert "40.00 40.00 第2批 2022-03-01 50.00 25.00" in plain(client_for(land.office).get(f"/projects/{large.id}/"))
    assert client_for(land.clerk_b).get(f"/projects/{large.id}/").status_code == 404


@pytest.mark.req("CTL-05")
def test_under_luoyangs_document_industrial_land_of_100_mu_without_a_project_is_refused_and_9999_is_not(land):
    under(land, LY)
    parcel, flats = land.parcel("150", purpose="工业用地"), land.parcel("150", purpose="城镇住宅用地")
    refused = supply(land, parcel, "100")
    assert refused.status_code == 400 and "达到 100 亩，没有选已审核规模的项目" in plain(refused)
    assert supply(land, parcel, "99.99").status_code == 302
    assert supply(land, parcel, "0.01").status_code == 400  # in two steps it is 100 as well
    assert supply(land, flats, "120").status_code == 302  # not industrial
    assert supply(land, land.parcel("150", purpose="工业用地"), "120", supplied_on="2021-04-27").status_code == 302  # the day before the document


def test_elsewhere_the_rule_binds_only_registered_projects(land):
    assert supply(land, land.parcel("150", purpose="工业用地"), "150").status_code == 302
