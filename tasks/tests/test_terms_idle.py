"""闲置土地的措施要件 of 石龙's plan (平龙政办〔2022〕50号 二（二）), shown in the form of a disposal, on its page, in the lists."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services
from parcels.models import Cohort, Disposal, StartAgreement
from tests.world import MORNING, signed_in, words_of_page

from .county import SL, ZMD, County

WILLING = {"is_willing": True, "months_to_clear": Decimal(12)}
ADJUST = {"old_use": "工业用地", "new_use": "科研用地", "new_price": "500", "paid_price": "620", "plan_noticed_on": "2021-05-06",
          "approval_no": "平龙政土〔2021〕3号", "approved_on": "2021-06-10", "result_noticed_on": "2021-08-20", "new_paper_no": "合同〔2021〕7号",
          "settled_on": "2021-09-01"}
FEE = {"price": "1000", "rate": "20", "proposed_on": "2021-07-01", "decision_no": "闲费决〔2021〕1号", "decided_on": "2021-07-20",
       "served_on": "2021-08-01", "fee": "200", "paid": "200", "paid_on": "2021-08-20", "receipt_no": "税票001"}
FREE = {"is_unable": "yes", "inquiry": "资金断裂", "approval_no": "平龙政文〔2021〕5号", "approved_on": "2021-08-01",
        "decision_no": "收决〔2021〕1号",
        "decided_on": "2021-08-10",
        "served_on": "2021-08-20"}
PLATFORM = {"is_infeasible": "yes", "why": "资金未落实", "decision_no": "收决〔2021〕2号", "decided_on": "2021-08-01",
            "title_no": "豫（2015）石龙不动产权第1号",
            "cancel_no": "注销〔2021〕9号", "cancelled_on": "2021-09-01"}
ONE = {"agreement_no": "补协〔2021〕1号", "signed_on": "2021-09-01", "new_start_on": "2021-12-01", "new_finish_on": "2023-12-01"}


@pytest.fixture
def shilong(five) -> County:
    return County(SL)


@pytest.mark.req("DSP-31")
def test_another_use_settles_the_price_is_published_twice_and_approved_by_the_district(shilong):
    land = shilong.parcel("use_mismatch", price="620")
    part = shilong.part(land, "purpose_changed", new_price="500")
    told = "土地价款 应退还 120.00 万元 新价款 500.00 万元 − 已缴 620.00 万元 平龙政办〔2022〕50号 二（二）1、2"
    assert told in part  # what was paid came from the supply
    assert "应收缴 80.00 万元" in shilong.part(land, "purpose_changed", new_price="700", paid_price="620")
    assert "土地价款 两清" in shilong.part(land, "purpose_changed", new_price="620", paid_price="620")
    for key, label in (("plan_noticed_on", "调整方案公示日期"), ("result_noticed_on", "盘活结果公示日期"), ("approval_no", "政府批准文号")):
        assert f"{label}没有填。调整用途或规划条件要有它才能上报" in shilong.refused(land, "purpose_changed", **ADJUST | {key: ""})
    assert "应退还 120.00 万元，没有填收缴或退还日期" in shilong.refused(land, "purpose_changed", **ADJUST | {"settled_on": ""})
    early = shilong.refused(land, "purpose_changed", **ADJUST | {"result_noticed_on": "2021-06-09"})
    assert "盘活结果公示日期 2021-06-09 早于批准日期 2021-06-10（平龙政办〔2022〕50号 二（二）1、2）" in early
    assert "应退还 120.00 万元" in shilong.shown(shilong.done(land, "purpose_changed", **ADJUST))


@pytest.mark.req("DSP-32")
def test_the_transition_of_a_new_industry_is_for_industrial_land_and_reminds_before_its_end(shilong):
    land, other = shilong.parcel("enterprise"), shilong.parcel("enterprise", purpose="商服用地")
    assert "新产业过渡期政策" in shilong.offered(land) and "新产业过渡期政策" not in shilong.offered(other)
    assert "只用于工业用地（平龙政办〔2022〕50号 二（二）2），本宗土地用途是商服用地，土地用途里有“工业”“工矿”" in shilong.words(other)
    terms = {"industry": "新能源", "approval_no": "认〔2021〕1号", "approved_on": "2021-09-01", "starts_on": "2021-09-01", "ends_on": "2026-08-31"}
    assert "过渡期止 2021-08-31 早于过渡期起 2021-09-01" in shilong.refused(land, "transition_period", **terms | {"ends_on": "2021-08-31"})
    shilong.done(land, "transition_period", **terms)
    for days, is_listed in ((31, False), (30, True), (-1, True)):
        moment = date(2026, 8, 31) - timedelta(days)
        with clock.at(clock.shanghai(moment.year, moment.month, moment.day, 9)):
            page = words_of_page(signed_in(shilong.clerk).get("/dues/"))
            assert ("过渡期届满" in page and land.parcel_no in page) == is_listed


@pytest.mark.req("DSP-33")
def test_a_supplement_is_offered_up_to_twelve_months_and_to_a_willing_holder(shilong):
    label = "签订补充协议（一年内能处置到位）"
    land, late = shilong.parcel("government", facts=WILLING), shilong.parcel("government", facts=WILLING | {"months_to_clear": Decimal(13)})
    assert label in shilong.offered(land) and label not in shilong.offered(late)
    assert "只用于预计 12 个月内能处置到位的（平龙政办〔2022〕50号 二（二）3），本宗预计 13 个月。" in shilong.words(late)
    assert label not in shilong.offered(shilong.parcel("government", facts=WILLING | {"is_willing": False}))
    unknown = shilong.parcel("government")
    assert label not in shilong.offered(unknown)
    assert "要先核实：预计处置到位月数、使用权人愿意继续开发，本宗没有填。请在“核实事实”里补填。" in shilong.words(unknown)
    asked = words_of_page(shilong.browser.get(f"/parcels/{unknown.id}/facts/"))
    assert "预计处置到位月数" in asked and "使用权人愿意继续开发" in asked
    assert "“签订补充协议（一年内能处置到位）”只用于预计 12 个月内能处置到位的" in shilong.refused(late, "supplement_agreed", **ONE)


@pytest.mark.req("DSP-34")
def test_within_two_years_both_ways_are_open_and_beyond_no_printed_measure_is(shilong):
    two, apart = "临时使用、补充协议（两年内能处置到位）", "集体研究另行处置"
    land, late = (shilong.parcel("government", facts=WILLING | {"months_to_clear": Decimal(months)}) for months in (24, 25))
    assert two in shilong.offered(land) and apart not in shilong.offered(land)
    printed = {"签订补充协议（一年内能处置到位）", two, "协议有偿收回"}
    assert not printed & set(shilong.offered(late)) and apart in shilong.offered(late)
    assert "只用于预计 24 个月内能处置到位的" in shilong.words(late)
    meeting = {"meeting_no": "纪要〔2021〕3号", "decided_on": "2021-09-10", "decision": "保留指标，另行选址",
               "why": "铁路改线三年", "review_on": "2022-03-10"}
    assert "怎样处置 保留指标，另行选址" in shilong.shown(shilong.done(late, "decided_apart", **meeting))
    both = {"way": "both", "approval_no": "批〔2021〕1号", "user": "街道", "use": "停车场", "starts_on": "2021-09-01", "ends_on": "2023-09-01"} | ONE
    assert "从 2021-09-01 起最长两年，应不晚于 2023-09-01" in shilong.refused(land, "temporary_use", **both | {"ends_on": "2023-09-02"})
    assert "新约定的动工日没有填" in shilong.refused(land, "temporary_use", **both | {"new_start_on": ""})
    shilong.done(land, "temporary_use", **both)
    only_use = {key: value for key, value in both.items() if key not in ONE} | {"way": "use"}
    shilong.done(shilong.parcel("government", facts=WILLING), "temporary_use", **only_use)


def test_an_agreement_cannot_agree_a_start_before_its_day_and_moves_the_clocks_once_accepted(shilong):
    land = shilong.parcel("government", facts=WILLING, agreed_start_on=date(2019, 1, 1))
    past = shilong.refused(land, "supplement_agreed", **ONE | {"new_start_on": "2021-08-31"})
    assert "新约定的动工日 2021-08-31 早于签订日期 2021-09-01：签协议时就已违约" in past
    disposal = shilong.done(land, "supplement_agreed", **ONE | {"new_start_on": "2021-09-01"})
    for role, step in (("county_reviewer", "verify"), ("office", "accept")):
        actor = shilong.person(role)
        with scope(actor):
            disposal = services.step_disposal(disposal.id, actor=actor, action=step, version=disposal.version)
    assert StartAgreement.objects.get(parcel=land).start_on == date(2021, 9, 1)
    assert "补充协议 补协〔2021〕1号" in words_of_page(shilong.browser.get(f"/parcels/{land.id}/"))


@pytest.mark.req("DSP-35")
def test_taking_back_land_of_a_platform_needs_the_number_of_the_cancelled_title(shilong):
    land = shilong.parcel("platform")
    assert {"限期开工建设", "收回平台公司用地"} <= set(shilong.offered(land))
    assert "不动产权证注销编号没有填。收回平台公司用地要有它才能上报（平龙政办〔2022〕50号 二（二）3）" in shilong.refused(
        land, "taken_back", **PLATFORM | {"cancel_no": ""})
    assert "这条措施只用于项目确实无法实施的" in shilong.refused(land, "taken_back", **PLATFORM | {"is_infeasible": "no"})
    assert "不动产权证注销编号 注销〔2021〕9号" in shilong.shown(shilong.done(land, "taken_back", **PLATFORM))


@pytest.mark.req("DSP-36")
@pytest.mark.parametrize("cause", ["government", "force_majeure", "both"])
def test_paid_taking_back_is_not_offered_to_a_willing_holder(shilong, cause):
    willing, unwilling = (shilong.parcel(cause, facts=WILLING | {"is_willing": is_willing}) for is_willing in (True, False))
    assert "协议有偿收回" not in shilong.offered(willing) and "协议有偿收回" in shilong.offered(unwilling)
    assert "只用于土地使用权人不愿意继续开发的（平龙政办〔2022〕50号 二（二）3），本宗核实为愿意。" in shilong.words(willing)
    assert "协议有偿收回" not in shilong.offered(shilong.parcel("enterprise", facts={"is_willing": False}))
    paid = {"agreement_no": "收协〔2021〕1号", "signed_on": "2021-09-01", "agreed": "300", "is_mortgaged": "yes"}
    assert "告知抵押权人的文书没有填" in shilong.refused(unwilling, "taken_back_paid", **paid)
    shilong.done(unwilling, "taken_back_paid", **paid | {"mortgagee_no": "告〔2021〕2号"})


@pytest.mark.req("DSP-37")
def test_the_fee_is_a_fifth_of_the_price_after_a_full_year_and_its_days_follow_one_another(shilong):
    land = shilong.parcel("enterprise", price="1000.00", agreed_start_on=date(2020, 9, 24))
    young = shilong.parcel("enterprise", price="1000.00", agreed_start_on=date(2020, 9, 25))
    assert "缴纳闲置费" in shilong.offered(land) and "缴纳闲置费" not in shilong.offered(young)
    assert ("只用于未动工开发满1年的（平龙政办〔2022〕50号 二（二）3），本宗应动工日 2020-09-25，满1年之日 2021-09-25，到今天满 11 个月。"
            in shilong.words(young))
    part = shilong.part(land, "idle_fee_paid")  # nothing typed: the price is that of the supply
    assert "拟征缴闲置费 200.00 万元 价款 1000.00 万元 × 20%，到分 平龙政办〔2022〕50号 二（二）3" in part
    for late, early in (("decided_on", "2021-06-30"), ("served_on", "2021-07-19"), ("paid_on", "2021-07-31")):
        assert "先后颠倒，请核对这两个日期" in shilong.refused(land, "idle_fee_paid", **FEE | {late: early})
    assert "决定征缴金额 199.99 万元，按价款 1000.00 万元 × 20% 应为 200.00 万元" in shilong.refused(land, "idle_fee_paid", **FEE | {"fee": "199.99"})
    assert "征缴比例 20.5% 超过 20%" in shilong.refused(land, "idle_fee_paid", **FEE | {"rate": "20.5"})
    less = FEE | {"rate": "10", "fee": "100", "paid": "100"}
    assert "请写明不按 20% 的理由和依据" in shilong.refused(land, "idle_fee_paid", **less)
    assert "本宗供应记录里是 1000.00 万元" in shilong.refused(land, "idle_fee_paid", **FEE | {"price": "900", "fee": "180", "paid": "180"})
    assert "缴清日期没有填" in shilong.refused(land, "idle_fee_paid", **FEE | {"paid_on": ""})
    assert "已缴金额 199.00 万元 少于" in shilong.refused(land, "idle_fee_paid", **FEE | {"paid": "199"}).replace("万元少于", "万元 少于")
    shilong.done(land, "idle_fee_paid", **FEE)
    assert "拟征缴闲置费 297.180678 万元" in shilong.part(land, "idle_fee_paid", price="1485.903392")  # 297.1806784, to 分
    other = shilong.parcel("enterprise", price="1000.00", agreed_start_on=date(2019, 1, 1))
    assert shilong.post(other, "idle_fee_paid", do="draft", **FEE | {"paid_on": "", "paid": "", "receipt_no": ""}).status_code == 302
    assert "闲置费缴纳期限" in words_of_page(shilong.browser.get("/dues/?show=late"))  # 30 days from 2021-08-01 are over


def test_no_fee_and_no_free_taking_back_where_building_began(shilong):
    begun = shilong.parcel("enterprise", price="1000", agreed_start_on=date(2018, 1, 1), started_on=date(2018, 3, 1))
    assert not {"缴纳闲置费", "依法无偿收回"} & set(shilong.offered(begun))
    words = shilong.words(begun)
    assert "只用于未动工开发满1年的（平龙政办〔2022〕50号 二（二）3），本宗 2018-03-01 已动工；已动工而未达比例的，按《闲置土地处置办法》" in words
    assert "“缴纳闲置费”只用于未动工开发满1年的" in shilong.refused(begun, "idle_fee_paid", **FEE)


@pytest.mark.req("DSP-38")
def test_free_taking_back_after_two_years_is_not_final_without_the_approval(shilong):
    land = shilong.parcel("enterprise", agreed_start_on=date(2019, 9, 24))
    young = shilong.parcel("enterprise", agreed_start_on=date(2019, 9, 25))
    assert "依法无偿收回" in shilong.offered(land) and "依法无偿收回" not in shilong.offered(young)
    assert "满2年之日 2021-09-25，到今天满 23 个月" in shilong.words(young)
    refused = shilong.refused(land, "taken_back_free", **FREE | {"approval_no": "", "approved_on": ""})
    assert "批准收回的文号没有填。依法无偿收回要有它才能上报（平龙政办〔2022〕50号 二（二）3）" in refused and "批准日期没有填" in refused
    assert Disposal.objects.get(parcel=land).state == "draft"  # kept, not final
    assert "这条措施只用于企业无力建设的" in shilong.refused(land, "taken_back_free", **FREE | {"is_unable": "no"})
    assert "决定日期 2021-07-31 早于批准日期 2021-08-01" in shilong.refused(land, "taken_back_free", **FREE | {"decided_on": "2021-07-31"})
    disposal = shilong.done(land, "taken_back_free", **FREE)
    assert "注销登记 2021-09-19 逾期5天" in shilong.shown(disposal)
    assert MORNING.date() == date(2021, 9, 24)


def test_the_office_of_the_city_edits_the_catalogue_of_a_district_that_has_a_plan_of_its_own(shilong):
    office, clerk = signed_in(shilong.person("office")), shilong.browser
    page = office.get("/measures/").content.decode()
    assert '<a href="?of=410404"' in page and '<a href="?of=410421"' in page  # 石龙 and 宝丰; the city itself has none
    shown = words_of_page(office.get(f"/measures/?of={SL}"))
    assert "协议有偿收回" in shown and "平龙政办〔2022〕50号" in shown and "宝政办" not in shown
    assert "?of=" not in clerk.get("/measures/").content.decode()
    new = {"label": "专项债收购", "kinds": ["idle"], "effect": "disposes", "evidence": "收购协议", "document_no": "自然资发〔2024〕242号",
           "section": "二", "is_active": "on", "reason": "部里新文件"}
    assert office.post(f"/measures/new/?of={SL}", new, follow=True).status_code == 200
    assert "专项债收购" in words_of_page(clerk.get("/measures/")) and "专项债收购" not in words_of_page(office.get("/measures/?of=410421"))
    spans, first = words_of_page(office.get("/ledger/problems/")), Cohort.objects.filter(region=shilong.region).first()
    assert "2014年以前 石龙区" in spans and office.get(f"/ledger/cohorts/{first.id}/edit/").status_code == 200
    foreign = shilong.measure("idle_fee_paid")
    assert signed_in(County(ZMD).person("office")).get(f"/measures/{foreign.id}/edit/").status_code == 404


def test_the_office_may_choose_the_yearly_output_of_farmland_as_the_base_of_the_fee(shilong):
    measure, office = shilong.measure("idle_fee_paid"), signed_in(shilong.person("office"))
    form = office.get(f"/measures/{measure.id}/edit/")
    assert "征缴土地闲置费，按耕地年产值（河南省实施《土地管理法》办法 第二十八条）" in words_of_page(form)
    sent = {name: form.context["form"][name].value() or [] for name in form.context["form"].fields} | {
        "terms": "idle_fee_farmland", "reason": "市里定按省办法征缴", "is_active": "on"}
    assert office.post(f"/measures/{measure.id}/edit/", sent).status_code == 302
    land = shilong.parcel("enterprise", agreed_start_on=date(2020, 9, 24))
    assert "缴纳闲置费" not in shilong.offered(shilong.parcel("enterprise", agreed_start_on=date(2020, 9, 25)))  # the year is asked for here too
    typed = {key: value for key, value in FEE.items() if key not in ("price", "rate")} | {
        "farmland": "12.5", "yearly": "1800", "yearly_no": "平统〔2021〕8号", "times": "4", "fee": "9", "paid": "9"}
    part = shilong.part(land, "idle_fee_paid", farmland="12.5", yearly="1800")
    assert "拟征缴闲置费 9.00 万元 耕地 12.5 亩 × 年产值 1800 元/亩 × 4 倍，到分 河南省实施《土地管理法》办法 第二十八条" in part
    for wrong, said in (({"farmland": "30.1"}, "闲置的耕地面积 30.1 亩，大于宗地面积 30 亩"), ({"fee": "8.99"}, "应为 9.00 万元"),
                        ({"times": "2", "fee": "4.5", "paid": "4.5"}, "倍数写的是 2，河南省实施《土地管理法》办法 第二十八条定为 4 倍。请写明依据"),
                        ({"times": "0"}, "倍数 0 不是正数"), ({"paid": "8"}, "还没有缴清"), ({"yearly_no": ""}, "年产值的依据没有填")):
        assert said in shilong.refused(land, "idle_fee_paid", **typed | wrong), wrong
    disposal = shilong.done(land, "idle_fee_paid", **typed)
    assert "倍数 4" in shilong.shown(disposal) and "平统〔2021〕8号" in shilong.shown(disposal)
