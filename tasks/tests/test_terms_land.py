"""Land that is not supplied yet, by the measures of the plans as printed: what each asks for, closes and counts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib.errors import Refusal

from .pages import row_of, text_of
from .terms import at

pytestmark = pytest.mark.django_db
RESERVE = {"plan_year": "2021", "plan_no": "驻储[2021]1号", "agency": "市土地储备中心", "fiscal": "300", "bonds": "200", "site_work": "土地平整",
           "site_by_on": "2021-10-31", "facility_work": "通路通水", "facility_by_on": "2021-12-31"}
RESULT = {"hindrance": "与国土空间规划不符", "result_no": "豫自然资[2021]8号", "result_by": "省自然资源厅", "result_on": "2021-09-20"}
SALE = {"starts_on": "2016-03-01", "years": "50", "base_price": "800", "base_no": "集体决策纪要3号", "price": "800", "contract_on": "2021-09-01",
        "register_no": "豫2021驻不动产权1号", "registered_on": "2021-09-10"}


@pytest.mark.req("DSP-05")
def test_the_reserve_list_of_a_year_adds_up_area_and_funds(desks):
    desk = desks["zmd"]
    one, two, later = desk.parcel("40", "unsupplied"), desk.parcel("30.5", "unsupplied"), desk.parcel("7", "unsupplied")
    desk.done(one, "reserved", **RESERVE)
    desk.done(two, "reserved", **RESERVE | {"fiscal": "0", "bonds": "150.5", "site_done_on": "2021-09-20"})
    desk.done(later, "reserved", **RESERVE | {"plan_year": "2022"})
    desk.done(later, "reserved", "draft", **RESERVE)  # not sent: not listed
    html = desk.client().get("/ledger/reserves/?year=2021").content.decode()
    assert row_of(html, "2021年合计2宗")[1:5] == ["70.50", "300.00", "350.50", "650.50"]
    assert one.parcel_no in html and later.parcel_no not in html and "驻储〔2021〕1号" in html and "按期完成" in html
    assert "2022 年合计 1 宗" in desk.words("/ledger/reserves/")  # the latest year, when none is asked for
    assert one.parcel_no in desk.words("/ledger/reserves/?year=2021", "office")
    assert one.parcel_no not in desks["zmd"].words("/ledger/reserves/?year=2021", "clerk2")
    assert "前期开发时限" in desk.words("/dues/?show=all")  # a day that falls due
    assert "储备计划年度没有填" in desk.refused(desk.parcel("5", "unsupplied"), "reserved", "submit", **RESERVE | {"plan_year": ""})
    assert "储备计划年度 21 不在 2009 到 2035 之间" in desk.refused(desk.parcel("5", "unsupplied"), "reserved", **RESERVE | {"plan_year": "21"})


def test_the_reserve_list_is_read_in_the_same_number_of_statements_however_long(desks):
    desk, asked = desks["zmd"], []
    for _ in range(2):
        desk.done(desk.parcel("10", "unsupplied"), "reserved", **RESERVE)
        client = desk.client()
        client.get("/ledger/reserves/?year=2021")
        with CaptureQueriesContext(connection, ) as seen:
            client.get("/ledger/reserves/?year=2021")
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("code, own", [
    ("relocated", {"new_place": "产业园二期"}), ("exchanged_unsupplied", {"other_land": "纬三路地块", "applied_on": "2021-09-01"}),
    ("approval_revoked", {"approval_no": "豫政土〔2012〕1号", "application_no": "驻政〔2021〕9号", "applied_on": "2021-09-01"})])
@pytest.mark.req("DSP-06")
def test_only_land_that_planning_hinders_is_relocated_exchanged_or_revoked_and_with_its_result_document(desks, code, own):
    desk = desks["zmd"]
    other = desk.parcel("10", "unsupplied", cause="no_project")
    assert "只用于规划调整造成的（驻政办〔2021〕19号 三（二）），本宗形成原因是项目未落实" in desk.refused(other, code, **RESULT, **own)
    hindered = desk.parcel("10", "unsupplied", cause="planning")
    assert "结果文件文号没有填" in desk.refused(hindered, code, "submit", **RESULT | {"result_no": ""}, **own)
    row = desk.done(hindered, code, **RESULT, **own)
    shown = desk.words(f"/disposals/{row.id}/", "reviewer")
    assert "结果文件文号 豫自然资〔2021〕8号" in shown and "因规划原因无法继续使用的" in desk.terms(hindered, code)


@pytest.mark.req("DSP-09")
def test_a_corner_goes_to_the_neighbour_whose_right_is_named_or_becomes_a_public_space(desks):
    desk = desks["sl"]
    with at(2022, 10, 10):
        corner = desk.parcel("2", "unsupplied", cause="corner")
        base = {"shape": "enclosed", "detail_plan": "石龙控规〔2020〕3号"}
        route = base | {"route": "neighbour", "mode": "grant"}
        refused = desk.refused(corner, "supply_corner", "submit", **route)
        assert "相邻土地使用权人没有填。边角地、插花地、夹心地要有它才能上报（平龙政办〔2022〕50号 二（一）2）" in refused
        assert "相邻宗地的权证号没有填" in refused
        form = desk.terms(corner, "supply_corner", **base | {"route": "open_space"})
        assert "terms_neighbour" not in form and "口袋公园" in form and 'name="terms_department"' in form
        assert "划拨给的部门没有填" in desk.refused(corner, "supply_corner", "submit", **base, route="open_space", space="pocket")
        row = desk.done(corner, "supply_corner", **route, neighbour="甲公司", neighbour_right="豫2018石龙不动产权7号")
        assert "相邻土地使用权人 甲公司" in desk.words(f"/disposals/{row.id}/", "reviewer")
        park = desk.parcel("1", "unsupplied", cause="corner")
        row = desk.done(park, "supply_corner", **base, route="open_space", space="pocket", department="区城市管理局")
        assert "公共空间 口袋公园" in desk.words(f"/disposals/{row.id}/", "reviewer")


@pytest.mark.req("DSP-10")
def test_public_works_without_their_decision_are_overdue_from_1_july(desks):
    desk = desks["zmd"]
    with at(2021, 5, 21):
        road, done = desk.parcel("12", name="纬七路"), desk.parcel("8", name="纬九路")
        for one in (road, done):
            desk.admit(one, "public")
        assert "确实无法按宗地单独供地的原因没有填" in desk.refused(
            done, "decision_issued", "submit", to="department", receiver="城管局", decided_on="2021-05-21")
        desk.accept(desk.done(done, "decision_issued", to="department", receiver="城管局", why_not_alone="道路和绿化带连成一片",
                              decided_on="2021-05-21"))
    with at(2021, 6, 30):
        assert "逾期 0" in desk.words("/ledger/used/") and "今日到期" in desk.words(f"/parcels/{road.id}/")
        assert road.parcel_no not in desk.words("/ledger/used/?show=late")
    with at(2021, 7, 1):
        late = desk.client().get("/ledger/used/?show=late").content.decode()
        assert "2021-06-30 逾期1天" in row_of(late, road.parcel_no)[-1] and done.parcel_no not in late
        assert "2021-06-30 逾期1天 驻政办〔2021〕19号 三（三）：核发划拨决定书" in text_of(desk.client().get(f"/parcels/{road.id}/").content.decode())
        assert row_of(late, "城市公共服务和基础设施")[1:] == ["2", "20.00", "12.00", "1"]
        assert "已完成" in desk.words(f"/parcels/{done.id}/") and road.parcel_no in desk.words("/ledger/used/?show=late", "office")
        assert road.parcel_no not in desk.words("/ledger/used/", "clerk2")
        measure = desk.measure("decision_issued")  # the day is data of the catalogue: the office may move it, with its reason
        form = desk.client("office").get(f"/measures/{measure.id}/edit/")
        sent = {name: form.context["form"][name].value() or [] for name in form.context["form"].fields} | {
            "finish_by_on": "2021-07-10", "reason": "市里延期", "is_active": "on"}
        assert desk.client("office").post(f"/measures/{measure.id}/edit/", sent).status_code == 302
        assert "剩9天" in desk.words("/ledger/used/") and "逾期 0" in desk.words("/ledger/used/")


@pytest.mark.req("DSP-11")
def test_an_admitted_project_is_sold_from_the_day_it_was_begun_for_its_years(desks):
    desk = desks["zmd"]
    project = desk.parcel("40", started_on=None)
    assert "只用于未供即用里的招商引资工业项目（三（四）），本宗的未供即用类型是未填" in desk.offers(project)
    with at(2021, 5, 21):
        desk.admit(project)
    form = text_of(desk.terms(project, "supply_used", years="50", starts_on="2016-03-01"))
    assert "出让终止日期 2066-03-01 出让起始日期 2016-03-01 加 50 年" in form
    assert 'value="2016-03-01"' in desk.terms(project, "supply_used")  # proposed
    refused = desk.refused(project, "supply_used", **SALE | {"starts_on": "2016-03-02"})
    assert "出让起始日期 2016-03-02，本宗项目开工日期是 2016-03-01（驻政办〔2021〕19号 三（四）以项目开工时间为出让起始时间）" in refused
    assert "合同价款 799.99 万元 低于出让底价 800.00 万元" in desk.refused(project, "supply_used", **SALE | {"price": "799.99"})
    assert "出让年限 51 年不在 1 到 50 年之间" in desk.refused(project, "supply_used", **SALE | {"years": "51"})
    assert "不动产权证号没有填" in desk.refused(project, "supply_used", "submit", **SALE | {"register_no": ""})
    with at(2022, 1, 1):
        assert "2021-12-31 逾期1天" in desk.words("/ledger/used/?show=late")
    row = desk.done(project, "supply_used", **SALE)
    assert row.terms["starts_on"] == "2016-03-01" and "出让终止日期 2066-03-01" in text_of(
        desk.client("reviewer").get(f"/disposals/{row.id}/").content.decode())


@pytest.mark.req("DSP-12")
def test_an_admitted_project_without_its_filing_is_listed_where_the_document_asks_for_it(desks):
    desk, other = desks["bf"], desks["zmd"]
    with at(2021, 5, 21):
        project, road, elsewhere = desk.parcel("20"), desk.parcel("5"), other.parcel("20")
        desk.admit(project)
        desk.admit(road, "public")
        other.admit(elsewhere)
        unfiled = "/findings/?kind=used_unsupplied&filing=none"
        shown = desk.words(unfiled)
        assert project.parcel_no in shown and road.parcel_no not in shown and "宝政办〔2021〕34号 二（三）2（1）" in shown
        assert elsewhere.parcel_no not in other.words(unfiled)  # 驻马店's document does not ask for it
        assert "省厅备案 没有备案" in text_of(desk.terms(project, "supply_used"))
        finding = project.findings.get()
        assert desk.client("reviewer").post(f"/findings/{finding.id}/supplement/", {
            "filing_no": "豫自然资备〔2021〕8号", "filed_on": "2021-05-21"}).status_code == 302
        assert project.parcel_no not in desk.words(unfiled)
        assert "省厅备案 豫自然资备〔2021〕8号" in text_of(desk.terms(project, "supply_used"))


@pytest.mark.parametrize("day, is_allowed", [("2019-12-31", True), ("2020-01-01", False)])
@pytest.mark.req("DSP-13")
def test_a_township_firm_signs_directly_only_when_approved_and_expropriated_before_2020(desks, day, is_allowed):
    desk = desks["smx"]
    typed = {"firm": "甲乡农机厂", "was_collective": "yes", "right_no": "集用〔2003〕7号", "approval_no": "豫政土〔2019〕99号",
             "approved_on": "2019-06-01",
             "expropriated_on": "2019-09-01", "contract_on": "2021-09-01"}
    for key in ("approved_on", "expropriated_on"):
        parcel = desk.parcel("9", "unsupplied")
        if is_allowed:
            assert desk.done(parcel, "supply_village", **typed | {key: day}).terms[key] == day
        else:
            assert f"{day}，不早于 2020-01-01（三政办〔2021〕5号 二（三）3要求 2020年1月1日前）" in desk.refused(
                parcel, "supply_village", "submit", **typed | {key: day})
    with at(2022, 1, 1):
        late = desk.parcel("9", "unsupplied")
        assert "合同签订日期 2022-01-01 晚于 2021-12-31" in desk.refused(late, "supply_village", **typed | {"contract_on": "2022-01-01"})
        desk.done(late, "supply_village", "draft", **typed | {"contract_on": "2021-12-31"})
        assert "“原依法使用集体建设用地”填的是否" in desk.refused(late, "supply_village", area="1", **typed | {"was_collective": "no"})


@pytest.mark.req("DSP-14")
def test_an_industrial_project_in_hardship_is_supplied_in_one_of_four_ways(desks):
    desk = desks["sl"]
    with at(2022, 10, 10):
        parcel, shop = desk.parcel("20", used_type="industrial"), desk.parcel("5", used_type="commerce")
        assert "只用于未供即用里的招商引资工业项目（二（一）3），本宗的未供即用类型是商服用地" in desk.offers(shop)
        form = desk.terms(parcel, "supply_flexible")
        assert all(way in form for way in ("租赁", "租让结合", "弹性年期出让", "政府平台公司受让转租")) and "terms_rent" not in form
        assert 'name="terms_platform"' in desk.terms(parcel, "supply_flexible", way="platform")
        assert "出让方式 协议出让" in text_of(desk.terms(parcel, "supply_flexible", way="term"))
        lease = {"way": "lease", "lease_years": "10", "rent": "12", "contract_on": "2022-10-08"}
        assert "一次性缴纳出让金的困难没有填" in desk.refused(parcel, "supply_flexible", "submit", **lease)
        assert desk.done(parcel, "supply_flexible", **lease, hardship="企业申请和财务报表").terms["way"] == "lease"


@pytest.mark.req("DSP-15")
def test_commodity_housing_and_shops_are_marked_and_counted_apart_as_estate_problems(desks):
    desk = desks["sl"]
    typed = {"legacy_no": "遗留〔2022〕3号", "entered_on": "2022-10-08", "problem": "未办首次登记", "lead_unit": "区自然资源局"}
    with at(2022, 10, 10):
        homes, shop, plant = (desk.parcel(area, used_type=used) for area, used in (("12", "housing"), ("8", "commerce"), ("30", "industrial")))
        assert "只用于未供即用里的商品住宅、商服用地（平龙政办〔2022〕50号 二（一）3），本宗的未供即用类型是招商引资工业项目" in desk.refused(
            plant, "estate_legacy", **typed)
        assert "没有纳入" in desk.words(f"/parcels/{homes.id}/")
        desk.done(homes, "estate_legacy", **typed)
        html = desk.client().get("/ledger/used/").content.decode()
        assert "商品住宅、商服 2 宗 20.00 亩，其中已纳入 1 宗" in text_of(html)
        assert "不动产遗留问题" in row_of(html, homes.parcel_no)[1] and "不动产遗留问题" not in row_of(html, shop.parcel_no)[1]
        assert row_of(html, "招商引资工业项目")[1:3] == ["1", "30.00"]
        assert "不动产遗留问题" in desk.words(f"/parcels/{homes.id}/")


def test_a_document_offers_only_the_types_that_it_tells_apart(desks):
    desk = desks["zmd"]
    assert "商品住宅" not in desk.words(f"/parcels/{desk.parcel('3').id}/edit/")
    with pytest.raises(Refusal, match="“商品住宅”不是驻政办〔2021〕19号里分的（三（三）（四））"):
        desk.parcel("3", used_type="housing")


@pytest.mark.req("DSP-16")
def test_other_business_land_is_sold_publicly_only_after_it_was_dealt_with(desks):
    desk = desks["sl"]
    with at(2022, 10, 10):
        market = desk.parcel("6", used_type="business")
        sale = {"way": "auction", "announced_on": "2022-09-20", "deal_no": "成交〔2022〕4号", "deal_on": "2022-10-08", "price": "900"}
        first = desk.refused(market, "supply_used_commercial", "draft", **sale)
        assert "处置到位的文书没有填。其他经营性用地完善手续先要有它，草稿也一样（平龙政办〔2022〕50号 二（一）3）" in first
        handled = sale | {"handled_no": "石自然资罚〔2022〕2号", "handled_on": "2022-09-21"}
        assert "出让公告日期 2022-09-20 早于处置到位日期 2022-09-21" in desk.refused(market, "supply_used_commercial", **handled)
        assert "缺“按规定处置到位的文书”" in desk.refused(market, "supply_used_commercial", "submit", lacking="handling",
                                                **handled | {"handled_on": "2022-09-19"})
        other = desk.parcel("6", used_type="business")
        form = desk.terms(other, "supply_used_commercial")
        assert all(way in form for way in ("招标", "拍卖", "挂牌")) and "协议" not in form
        assert desk.done(other, "supply_used_commercial", **handled | {"handled_on": "2022-09-20"}).terms["way"] == "auction"


@pytest.mark.req("DSP-17")
def test_affordable_housing_is_not_saved_without_the_day_it_was_begun_which_is_the_day_of_the_base_price(desks):
    desk = desks["sl"]
    typed = {"house": "public_rental", "mode": "grant", "base_price": "100", "base_no": "评估〔2022〕5号", "price": "100", "decided_on": "2022-10-08"}
    with at(2022, 10, 10):
        homes = desk.parcel("10", used_type="affordable")
        assert "开工日期没有填。保障性住房完善手续先要有它，草稿也一样" in desk.refused(homes, "supply_used_affordable", **typed)
        assert not homes.disposals.exists()
        told = text_of(desk.terms(homes, "supply_used_affordable", started_on="2015-06-01", mode="grant"))
        assert "底价日期 2015-06-01 出让底价依开工时间确定" in told
        row = desk.done(homes, "supply_used_affordable", **typed, started_on="2015-06-01")
        assert "底价日期 2015-06-01" in text_of(desk.client("reviewer").get(f"/disposals/{row.id}/").content.decode())
        known = desk.parcel("10", used_type="affordable", started_on=date(2015, 6, 2))
        assert 'value="2015-06-02"' in desk.terms(known, "supply_used_affordable")
        assert "开工日期 2015-06-01，本宗登记的开工日期是 2015-06-02" in desk.refused(
            known, "supply_used_affordable", **typed, started_on="2015-06-01")
