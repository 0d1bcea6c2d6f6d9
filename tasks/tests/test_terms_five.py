"""闲置土地的措施要件 of 宝丰, 三门峡 and 驻马店, and what their catalogues offer."""

from __future__ import annotations

from datetime import date

import pytest

from landplan.lib import clock
from tests.world import signed_in, words_of_page

from .county import BF, SMX, ZMD, County

FIVE = ["限期开发", "调整利用", "置换盘活", "依法收回", "临时使用"]
EIGHT = ["限期开发", "转型升级", "增资扩产", "分割转让", "成片开发", "政府收储", "兼并重组", "鼓励流转"]
BEGUN = {"permit_no": "施许〔2021〕1号", "permit_on": "2021-08-01", "started_on": "2021-09-01", "begun": "third"}
ORDER = {"order_no": "限开〔2021〕1号", "ordered_on": "2021-06-01", "start_by": "2021-08-31"}
COST = {"way": "cost", "cost": "800", "agreed": "860", "agreement_no": "收协〔2021〕1号", "signed_on": "2021-09-01", "is_mortgaged": "no"}
BLOCKED = {"is_blocked": "yes", "blocked_why": "高压走廊范围", "agreement_no": "协〔2021〕1号", "signed_on": "2021-09-01"}


@pytest.mark.req("DSP-24")
@pytest.mark.parametrize(("code", "causes"), [
    (BF, ("government", "petition", "enterprise", "both")), (SMX, ("government", "enterprise", "unpermitted"))])
def test_exactly_the_five_measures_are_offered_and_the_cause_filters_their_ways(five, code, causes):
    county = County(code)
    for cause in causes:
        land = county.parcel(cause)
        assert county.offered(land) == FIVE
    words = county.words(county.parcel("government"))
    assert "方式：消除开工障碍" in words and "督促限期开工" not in words and "转让预登记、合作建设" not in words
    assert "督促限期开工" in county.words(county.parcel("enterprise")) and "转让预登记、合作建设" in county.words(county.parcel("enterprise"))


@pytest.mark.req("DSP-26")
@pytest.mark.parametrize(("code", "more"), [(BF, {"way": "order"}), (SMX, {"way": "order"}), (ZMD, {})])
def test_a_deadline_that_passed_is_listed_for_the_next_step_until_building_begins(five, code, more):
    county = County(code)
    land = county.parcel("enterprise")
    assert "限期开发" in county.offered(land)
    assert county.post(land, "start_ordered", do="draft", **ORDER, **more).status_code == 302
    for moment, is_listed in ((clock.shanghai(2021, 8, 31, 9), False), (clock.shanghai(2021, 9, 1, 9), True)):
        with clock.at(moment):
            page = words_of_page(signed_in(county.clerk).get("/dues/?show=late"))
            assert (land.parcel_no in page and "满一年征缴土地闲置费" in page) == is_listed
    refused = county.refused(land, "start_ordered", **ORDER, **more)
    assert "实际动工日期没有填。限期开发要有它才能上报" in refused
    early = county.refused(land, "start_ordered", **ORDER | BEGUN | {"started_on": "2021-07-31"}, **more)
    assert "实际动工日期 2021-07-31 早于施工许可证日期 2021-08-01" in early
    met = county.parcel("enterprise")
    county.shown(county.done(met, "start_ordered", **ORDER, **BEGUN, **more))
    assert met.parcel_no not in words_of_page(county.browser.get("/dues/?show=all"))


@pytest.mark.req("DSP-26")
def test_transfer_and_joint_building_are_for_industrial_land_of_an_enterprises_cause(five):
    baofeng, zhumadian = County(BF), County(ZMD)
    firm, shop, other = zhumadian.parcel("enterprise"), zhumadian.parcel("enterprise", purpose="商服用地"), zhumadian.parcel("government")
    assert {"转让预登记", "合作建设"} <= set(zhumadian.offered(firm))
    assert not {"转让预登记", "合作建设"} & set(zhumadian.offered(shop) + zhumadian.offered(other))
    joint = {"joint_no": "合〔2021〕1号", "joined_on": "2021-09-01", "partner": "某公司", "build_by": "2021-12-01"}
    zhumadian.done(firm, "jointly_built", **joint)
    shop = baofeng.parcel("enterprise", purpose="商服用地")
    assert "这种方式只用于工业用地（宝政办〔2021〕34号 二（三）2（2）），本宗土地用途是商服用地" in baofeng.refused(
        shop, "use_adjusted", way="joint", **joint, is_mortgaged="no")
    government = baofeng.parcel("government")
    assert "方式“合作建设”只用于企业原因" in baofeng.refused(government, "use_adjusted", way="joint", **joint)
    baofeng.done(baofeng.parcel("enterprise"), "use_adjusted", way="joint", **joint)


@pytest.mark.req("DSP-27")
def test_another_sum_than_the_cost_needs_its_reason_and_the_difference_is_shown(five):
    baofeng = County(BF)
    land = baofeng.parcel("both", price="800")
    part = baofeng.part(land, "taken_back", way="cost", agreed="860")  # the cost comes from the supply
    assert "协商价与成本价之差 +60.00 万元 协商价 860.00 万元 − 成本价 800.00 万元 宝政办〔2021〕34号 二（三）2（2）" in part
    assert "−0.01 万元" in baofeng.part(land, "taken_back", way="cost", cost="800", agreed="799.99")
    assert "协商价 860.00 万元 与成本价 800.00 万元 不同，没有写理由" in baofeng.refused(land, "taken_back", **COST)
    disposal = baofeng.done(land, "taken_back", **COST | {"gap_reason": "含已建围墙补偿"})
    assert "+60.00 万元" in baofeng.shown(disposal) and "含已建围墙补偿" in baofeng.shown(disposal)
    baofeng.done(baofeng.parcel("both"), "taken_back", **COST | {"agreed": "800.00"})
    assert "“有偿收回（成本价）”只用于政府与企业互有瑕疵造成的" in baofeng.refused(baofeng.parcel("government"), "taken_back", **COST)
    young = baofeng.parcel("enterprise", agreed_start_on=date(2019, 9, 25))
    assert "无偿收回只用于未动工开发满2年的" in baofeng.refused(young, "taken_back", way="free", is_mortgaged="no")


@pytest.mark.req("DSP-28")
def test_paid_taking_back_and_exchange_are_for_six_causes_only(five):
    zhumadian, both = County(ZMD), {"有偿收回", "协议置换"}
    for cause in ("planning", "power_line", "military", "relics", "force_majeure", "both"):
        assert both <= set(zhumadian.offered(zhumadian.parcel(cause)))
    for cause in ("government", "enterprise", "unpermitted", ""):
        assert not both & set(zhumadian.offered(zhumadian.parcel(cause)))
    told = zhumadian.words(zhumadian.parcel("enterprise"))
    assert "只用于规划调整、高压走廊、军事管制、文物保护、不可抗力、政府与企业互有瑕疵造成的" in told  # each once
    land = zhumadian.parcel("power_line")
    paid = BLOCKED | {"agreed": "300", "is_mortgaged": "no"}
    refused = zhumadian.refused(land, "taken_back_paid", **paid | {"is_blocked": "no"})
    assert "这条措施只用于确实无法开工建设的（驻政办〔2021〕19号 三（五））" in refused
    zhumadian.done(land, "taken_back_paid", **paid)
    swap = BLOCKED | {"other_land": "纬三路南", "other_area": "5", "own_value": "300", "other_value": "320.5", "approval_no": "批〔2021〕1号"}
    disposal = zhumadian.done(zhumadian.parcel("relics"), "exchanged_idle", **swap)
    assert "差价 使用权人补交 20.50 万元" in zhumadian.shown(disposal)


@pytest.mark.req("DSP-29")
@pytest.mark.parametrize(("code", "measure", "more"), [(ZMD, "start_permitted", {}), (SMX, "start_ordered", {"way": "permit"})])
def test_building_begun_without_papers_closes_only_with_both_dates(five, code, measure, more):
    county = County(code)
    land = county.parcel("unpermitted")
    whole = BEGUN | {"started_on": "2020-01-01", "handled": "责令补办", "handled_no": "处〔2021〕1号", "report_no": "开报〔2021〕1号",
                     "report_on": "2021-08-05"} | more
    for key, label in (("permit_on", "施工许可证日期"), ("report_on", "开工报告日期")):
        assert f"{label}没有填" in county.refused(land, measure, **whole | {key: ""})
    county.done(land, measure, **whole)


@pytest.mark.req("DSP-39")
def test_low_land_of_zhumadian_is_offered_the_eight_and_idle_land_none_of_them_but_the_deadline(five):
    zhumadian = County(ZMD)
    low = zhumadian.parcel("", kind="inefficient", inefficient_type="extensive")
    assert [label for label in zhumadian.offered(low) if label != "测试措施"] == EIGHT  # that one is the tests' own
    for cause in ("government", "enterprise", "planning", "both", "unpermitted"):
        assert set(EIGHT) & set(zhumadian.offered(zhumadian.parcel(cause))) <= {"限期开发"}
    assert "限期开发" in zhumadian.offered(zhumadian.parcel("enterprise"))
