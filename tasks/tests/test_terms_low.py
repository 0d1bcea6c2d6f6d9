"""洛阳's ways of using low land again, and 三门峡's debts: what each asks for, which papers the case wants, what seized land needs first."""

from datetime import date

import pytest

from landplan.lib.errors import Refusal

from .pages import text_of

pytestmark = pytest.mark.django_db
SHARE = {"share": "12.5", "share_use": "道路、绿化"}
SECOND = {"source": "project", "investor": "新能源装备项目", "invested": "9000"}
SELF = {"way": "lease", "developer": "甲公司", "agreement_no": "监管〔2021〕4号", "signed_on": "2021-09-01", "intensity": "300", "tax": "18",
        "reward": "达标后奖励", "exit": "三年未达标的收回", "reach_on": "2023-08-31"}


@pytest.fixture
def desk(desks):
    return desks["ly"]


@pytest.fixture
def low(desk):
    return desk.parcel("80", "inefficient", inefficient_type="ly_other")


def case(desk, parcel, **values):
    return desk.client().post(f"/parcels/{parcel.id}/lawsuits/new/", {
        "form_key": f"case-{parcel.id}", "kind": "seizure", "stage": "found", "case_no": "", "court": "", "parties": "", "measure": "",
        "force_lead": "", "force_members": "", **values})


def test_redevelopment_by_its_own_holder_has_its_agreement_and_the_day_by_which_it_must_reach_it(desk, low):
    assert "退出机制没有填" in desk.refused(low, "low_self", "submit", **SELF | {"exit": ""}, **SHARE)
    assert "约定亩均税收（万元/亩）没有填" in desk.refused(low, "low_self", "submit", **SELF | {"tax": ""}, **SHARE)
    row = desk.done(low, "low_self", **SELF, **SHARE)
    assert "监管协议约定期限 2023-08-31" in text_of(desk.client().get(f"/disposals/{row.id}/").content.decode())
    assert "继续按照低效用地处置" in desk.words("/dues/?show=all")


@pytest.mark.parametrize("chosen, typed, papers", [
    ("public", {"agency": "市土地储备中心", "new_use": "公园绿地", "then": "allocate"},
     {"plan_change": "规划用途调整的批准文件", "reserve_agreement": "收储协议"}),
    ("unwilling", {"agency": "市土地储备中心", "fiscal": "500", "bonds": "0"},
     {"no_intent": "产权人没有自主开发意愿的书面意见", "reserve_agreement": "收储协议"}),
    ("replanned", {"applied_on": "2021-08-01", "paid": "400"},
     {"plan_change": "规划用途调整的批准文件", "holder_application": "使用权人有偿收回的申请", "take_back_agreement": "有偿收回协议"})])
@pytest.mark.req("DSP-43")
def test_the_case_of_taking_into_reserve_decides_the_papers(desk, low, chosen, typed, papers):
    typed = {"case": chosen, "agreed_on": "2021-09-01"} | typed | SHARE
    every = {"规划用途调整的批准文件", "收储协议", "产权人没有自主开发意愿的书面意见", "使用权人有偿收回的申请", "有偿收回协议"}
    for code, label in papers.items():
        parcel = desk.parcel("10", "inefficient", inefficient_type="ly_other")
        refused = desk.refused(parcel, "low_reserved", "submit", lacking=code, **typed)
        assert f"缺“{label}”。政府收储要有它才能上报（洛政办〔2021〕16号 附件3 第三条（二））" in refused
        assert not [other for other in every - {label} if f"缺“{other}”" in refused]
        assert parcel.parcel_no in desk.words("/ledger/lacking/")
    row = desk.done(low, "low_reserved", **typed)
    shown = desk.words(f"/disposals/{row.id}/", "reviewer")
    assert "须有的已齐" in shown and "收储以后" in shown
    page = desk.client().get(f"/parcels/{desk.parcel('5', 'inefficient', inefficient_type='ly_other').id}/disposals/new/").content.decode()
    assert 'data-when="terms_case:public replanned"' in page


@pytest.mark.req("DSP-44")
def test_seized_land_is_open_to_a_second_development_only_with_task_force_and_table_of_debts(desk, low):
    assert case(desk, low).status_code == 302
    assert "“二次开发”对涉及司法查封或者抵押的，要先建立工作专班（洛政办〔2021〕16号 附件3 第三条（三））" in desk.refused(
        low, "low_second", **SECOND)
    lawsuit = low.lawsuits.get()
    edited = desk.client().post(f"/lawsuits/{lawsuit.id}/edit/", {
        "form_key": "edit-case", "kind": "seizure", "stage": "found", "force_lead": "分管副区长（岗位）", "version": 1})
    assert edited.status_code == 302
    assert "要先理清债权债务关系" in desk.offers(low)
    claim = desk.client().post(f"/lawsuits/{lawsuit.id}/", {
        "form_key": "claim-1", "side": "creditor", "name": "甲银行", "amount": "100", "rank": "1", "basis": ""})
    assert claim.status_code == 302
    assert 'name="terms_bridge"' in desk.terms(low, "low_second", held="yes") and "terms_bridge" not in desk.terms(low, "low_second", held="no")
    assert "涉及司法查封或抵押选了“否”" in desk.refused(low, "low_second", **SECOND, **SHARE, held="no")
    assert "政府怎样“搭桥”没有填" in desk.refused(low, "low_second", "submit", **SECOND, **SHARE, held="yes")
    row = desk.done(low, "low_second", area="10", **SECOND, **SHARE, held="yes", bridge="平台公司收购债权")
    assert "平台公司收购债权" in desk.words(f"/disposals/{row.id}/", "reviewer")


@pytest.mark.req("DSP-44")
def test_settling_debts_in_sanmenxia_wants_the_task_force_too(desks):
    desk = desks["smx"]
    low = desk.parcel("20", "inefficient", inefficient_type="smx_stopped", cause="litigation")
    assert case(desk, low, kind="mortgage").status_code == 302
    assert "要先建立工作专班（三政办〔2021〕5号 二（三）3）" in desk.refused(low, "debt_settled", held="yes")
    with pytest.raises(Refusal, match="要先建立工作专班"):  # the cause itself cannot be chosen without one
        desk.parcel("20", "inefficient", inefficient_type="smx_stopped", cause="seized")


@pytest.mark.parametrize("code, typed", [("low_self", SELF), ("low_second", SECOND | {"held": "no"})])
@pytest.mark.req("DSP-45")
def test_the_share_for_public_works_is_asked_for_without_a_default_and_nothing_is_not_nought(desk, low, code, typed):
    form = desk.terms(low, code)
    field = form.split('name="terms_share"')[1].split(">")[0]
    assert "value=" not in field and "没有数字" in form
    assert "公共设施用地比例没有填。" in desk.refused(low, code, "submit", **typed)
    assert "（洛政办〔2021〕16号 附件3 第十条）" in desk.refused(low, code, "submit", area="70", **typed)
    other = desk.parcel("40", "inefficient", inefficient_type="ly_other")
    assert "公共设施用地比例写的是 0" in desk.refused(other, code, **typed, share="0")
    assert "100.1% 不在 0 到 100% 之间" in desk.refused(other, code, **typed, share="100.1", share_use="道路")
    assert "公共设施用地 5.00 亩 宗地面积 40.00 亩 × 12.5%" in text_of(desk.terms(other, code, **SHARE))
    assert desk.done(other, code, **typed, share="0", share_reason="全部是标准厂房，园区另有公共设施").terms["share"] == "0"


def test_idle_land_of_luoyang_counts_as_begun_with_its_permit_and_its_lawful_start(desk):
    idle = desk.parcel("30", "idle", cause="enterprise", agreed_start_on=date(2020, 9, 1))
    form = text_of(desk.terms(idle, "start_ordered", way="order"))
    assert "按照“一宗一策”的原则提出处置措施、完成时限" in form and "限期动工日" in form and "地基施工完成三分之一" in form
    begun = {"permit_no": "施〔2021〕1号", "permit_on": "2021-08-01", "started_on": "2021-08-20", "begun": "third"}
    order = {"way": "order", "order_no": "限〔2021〕1号", "ordered_on": "2021-07-01", "start_by": "2021-08-31"}
    assert "实际动工日期没有填。开工建设要有它才能上报（洛政办〔2021〕16号 二（三）8）" in desk.refused(
        idle, "start_ordered", "submit", **order | begun | {"started_on": ""})
    assert "实际动工日期 2021-07-31 早于施工许可证日期 2021-08-01" in desk.refused(
        idle, "start_ordered", **order | begun | {"started_on": "2021-07-31"}, area="1")
    row = desk.done(desk.parcel("30", "idle", cause="enterprise"), "start_ordered", **order, **begun)
    assert "限期动工日 2021-08-31" in desk.words(f"/disposals/{row.id}/", "reviewer")


def test_idle_land_of_luoyang_is_taken_back_freely_only_after_two_years_and_seized_land_needs_its_task_force_first(desk):
    idle = desk.parcel("30", "idle", cause="enterprise", agreed_start_on=date(2019, 9, 25))
    free = {"way": "free", "approval_no": "宜政文〔2021〕3号", "approved_on": "2021-08-01", "decision_no": "收〔2021〕1号",
            "decided_on": "2021-08-10", "served_on": "2021-08-20", "is_mortgaged": "no"}
    refused = desk.refused(idle, "taken_back", **free)
    assert "无偿收回只用于未动工开发满2年的" in refused and "第十四条（二）" in refused
    old = desk.parcel("30", "idle", cause="enterprise", agreed_start_on=date(2019, 9, 24))
    assert case(desk, old).status_code == 302
    for measure in ("taken_back", "start_ordered"):
        assert "要先建立工作专班（洛政办〔2021〕16号 附件3 第三条（三））" in desk.refused(old, measure, **free, area="2")
    free_land = desk.parcel("30", "idle", cause="enterprise", agreed_start_on=date(2019, 9, 24))
    row = desk.done(free_land, "taken_back", **free)
    assert "注销登记 2021-09-19 逾期5天" in desk.words(f"/disposals/{row.id}/", "reviewer")
