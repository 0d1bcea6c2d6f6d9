"""Incentives, sanctions, and land that comes back to 低效 when its terms are not met, through the pages (DSP-46 to DSP-48)."""

import pytest

from parcels.models import Covenant, Disposal, Incentive, KindSpan, Parcel, Sanction
from tests.world import words_of_page as plain

from .firms import enterprise, post, use
from .land import client_for
from .low import ZMD, facts_of, find, standard, under

pytestmark = pytest.mark.django_db
YEARS = {f"y{year}_{name}": value for year in (2019, 2020)
         for name, value in (("output", "100"), ("tax", "5"), ("investment", "300"), ("progress", "60"))}


def low(land, *, found=True):
    """Low-efficient land with its enterprise; found so by the reviewer, or not yet."""
    under(land, ZMD)
    parcel, firm = land.parcel("30", kind="inefficient"), enterprise(land)
    assert use(land, firm, parcel, "20").status_code == 302
    if found:
        standard(land)
        facts_of(land, parcel, **YEARS, y2020_source="税务局")
        answer = find(land, parcel, "stopped")
        assert answer.status_code == 302, plain(answer)
    return parcel, firm


def apply(land, firm, parcel, by="clerk", **typed):
    return post(land, f"/enterprises/{firm.id}/incentives/new/", by, **{
        "parcel": parcel.id, "project": "新能源电池项目", "is_qualifying": "on", "qualifying_no": "甲招[2021]7号", "content": "设备补助",
        "amount": "200", "applied_on": "2021-09-10"} | typed)


@pytest.mark.req("DSP-46")
def test_an_application_says_which_of_its_two_conditions_failed(land):
    parcel, firm = low(land, found=False)
    unfound = apply(land, firm, parcel)
    assert unfound.status_code == 400 and "第二个条件" not in plain(unfound)
    assert "第一个条件不满足：这宗地没有有效的低效用地认定意见" in plain(unfound)
    both = plain(apply(land, firm, parcel, is_qualifying=""))
    assert "第一个条件不满足" in both and "第二个条件不满足：新引进项目没有标为符合招商引资项目要求" in both
    standard(land)
    facts_of(land, parcel, **YEARS, y2020_source="税务局")
    assert find(land, parcel, "stopped").status_code == 302
    second = apply(land, firm, parcel, is_qualifying="")
    assert second.status_code == 400 and "第二个条件不满足" in plain(second) and "第一个条件" not in plain(second)
    assert "第二个条件不满足：新引进项目没有写认定它的文号" in plain(apply(land, firm, parcel, qualifying_no=""))
    assert not Incentive.objects.exists() and apply(land, firm, parcel).status_code == 302
    assert apply(land, firm, parcel, by="reviewer").status_code == 403 and apply(land, firm, parcel, by="clerk_b").status_code == 404
    row = Incentive.objects.get()
    typed = {"state": "granted", "granted": "150", "decided_no": "甲政[2021]3号", "decided_on": "2021-09-20"}
    assert post(land, f"/incentives/{row.id}/decide/", "clerk_as_reviewer", **typed).status_code == 403
    assert post(land, f"/incentives/{row.id}/decide/", "reviewer", **typed | {"granted": ""}).status_code == 400
    assert post(land, f"/incentives/{row.id}/decide/", "reviewer", **typed).status_code == 302
    assert post(land, f"/incentives/{row.id}/decide/", "reviewer", **typed).status_code == 409
    page = plain(client_for(land.office).get(f"/enterprises/{firm.id}/"))
    assert "新能源电池项目 甲招〔2021〕7号 设备补助 2021-09-10 申请 200.00 150.00 已同意" in page


def sanction(land, firm, kind, by="clerk", **typed):
    return post(land, f"/enterprises/{firm.id}/sanctions/new/", by, **{
        "kind": kind, "is_uncooperative": "on", "situation": "多次督促不整改", "basis_no": "甲惩[2021]1号", "from_on": "2021-09-10"} | typed)


@pytest.mark.req("DSP-47")
def test_each_sanction_has_its_start_basis_and_end_and_those_in_force_are_listed(land):
    parcel, firm = low(land)
    kinds = {"fiscal": "不再享受财政扶持和奖励", "water": "差别水价", "power_stepped": "阶梯电价", "power_differential": "差别用电",
             "credit": "信贷审慎", "fund": "不纳入融资专项资金"}
    form = plain(client_for(land.clerk).get(f"/enterprises/{firm.id}/sanctions/new/"))
    assert all(label in form for label in kinds.values())
    for kind in kinds:
        assert sanction(land, firm, kind, basis_no="").status_code == 422 and sanction(land, firm, kind, from_on="").status_code == 422
        assert sanction(land, firm, kind).status_code == 302 and sanction(land, firm, kind).status_code == 409
    shown = plain(client_for(land.office).get("/incentives/"))
    assert "正在执行的惩戒 6 项" in shown and "阶梯电价 不主动配合整改；多次督促不整改 2021-09-10 甲惩〔2021〕1号 未解除" in shown
    row, end = Sanction.objects.get(kind="water"), {"until_on": "2021-09-24", "end_no": "甲解[2021]1号"}
    assert post(land, f"/sanctions/{row.id}/end/", **end | {"end_no": ""}).status_code == 422
    assert post(land, f"/sanctions/{row.id}/end/", **end | {"until_on": "2021-09-10"}).status_code == 400
    assert post(land, f"/sanctions/{row.id}/end/", **end).status_code == 302 and post(land, f"/sanctions/{row.id}/end/", **end).status_code == 409
    shown = plain(client_for(land.office).get("/incentives/"))
    assert "正在执行的惩戒 5 项" in shown and "差别水价" not in shown.split("激励申请")[0].split("正在执行")[1]
    assert "2021-09-24 甲解〔2021〕1号" in plain(client_for(land.office).get(f"/enterprises/{firm.id}/"))
    assert sanction(land, firm, "water", by="reviewer").status_code == 403 and sanction(land, firm, "water", by="clerk_b").status_code == 404
    assert "没有正在执行的惩戒" in plain(client_for(land.clerk_b).get("/incentives/"))


@pytest.mark.req("DSP-47")
def test_a_sanction_needs_the_finding_the_refusal_to_cooperate_and_the_end_of_the_current_term(land):
    parcel, firm = low(land, found=False)
    assert "没有被认定为低效的用地" in plain(sanction(land, firm, "credit"))
    standard(land)
    facts_of(land, parcel, **YEARS, y2020_source="税务局")
    find(land, parcel, "stopped")
    for kind in ("fiscal", "water", "power_stepped", "power_differential"):
        refused = sanction(land, firm, kind, is_uncooperative="")
        assert refused.status_code == 400 and "只用于不主动配合整改的企业" in plain(refused)
    for kind in ("credit", "fund"):
        assert sanction(land, firm, kind, is_uncooperative="").status_code == 302
    early = sanction(land, firm, "fiscal", term_until="2021-12-31", from_on="2021-12-31")
    assert early.status_code == 400 and "原有优惠 2021-12-31 到期，到期后才不再享受" in plain(early)
    assert sanction(land, firm, "fiscal", term_until="2021-12-31", from_on="2022-01-01").status_code == 302
    assert "正在执行的惩戒 2 项" in plain(client_for(land.office).get("/incentives/"))  # it begins with the new year
    assert sanction(land, firm, "water", term_until="2021-12-31").status_code == 400
    assert sanction(land, firm, "water", from_on="2021-08-31").status_code == 400  # the finding is of 1 September


def covenant(land, parcel, **typed):
    answer = post(land, f"/parcels/{parcel.id}/covenants/new/", **{
        "kind": "redevelop", "supply": "", "party": "甲县机械有限公司", "signer": "street", "signer_name": "高庄街道办事处",
        "covenant_no": "再开发[2021]1号", "signed_on": "2021-09-02", "due_on": "2021-09-20", "tax_per_mu": "15"} | typed)
    assert answer.status_code == 302, plain(answer)
    return Covenant.objects.get(parcel=parcel)


def back(land, row, by="acceptor", **typed):
    return post(land, f"/covenants/{row.id}/return/", by, **{"returned_on": "2021-09-24", "returned_no": "甲低退[2021]1号"} | typed)


def granted(land, firm, parcel, row):
    assert apply(land, firm, parcel, covenant=row.id).status_code == 302
    one = Incentive.objects.get()
    assert post(land, f"/incentives/{one.id}/decide/", "reviewer", state="granted", granted="150", decided_no="甲政〔2021〕3号",
                decided_on="2021-09-15").status_code == 302
    return one


def judged(land, row):
    assert post(land, f"/covenants/{row.id}/judge/", "reviewer", state="unmet", judged_on="2021-09-21", judged_no="甲考〔2021〕2号",
                judged_note="亩均税收只有 6 万元").status_code == 302


@pytest.mark.req("DSP-48")
def test_land_whose_terms_were_not_met_is_low_again_with_a_link_to_the_agreement_and_what_it_got_is_recovered(land):
    parcel, firm = low(land)
    row = covenant(land, parcel)
    one = granted(land, firm, parcel, row)
    finding = parcel.findings.get()
    ended = post(land, f"/findings/{finding.id}/end/", "acceptor", result="disposed", result_no="甲结〔2021〕1号", ended_on="2021-09-16")
    moved = post(land, f"/parcels/{parcel.id}/kind/", version=Parcel.objects.get(pk=parcel.id).version, kind="used_unsupplied",
                 doc_no="甲变〔2021〕1号", effective_on="2021-09-24", reason="改造后另行登记")
    assert ended.status_code == 302
    assert moved.status_code == 302 and Parcel.objects.get(pk=parcel.id).kind == "used_unsupplied"
    assert back(land, row).status_code == 409  # nobody has judged it yet
    judged(land, row)
    assert back(land, row, by="reviewer").status_code == 403 and back(land, row, by="reviewer_as_acceptor").status_code == 403
    assert back(land, row, returned_on="2021-09-20").status_code == 400 and back(land, row, returned_no="").status_code == 422
    assert back(land, row).status_code == 302 and back(land, row).status_code == 409
    page = client_for(land.office).get(f"/parcels/{parcel.id}/")
    assert Parcel.objects.get(pk=parcel.id).kind == "inefficient"
    assert f'<a href="/covenants/{row.id}/">再开发〔2021〕1号</a> 约定的' in page.content.decode()
    assert "退回低效" in plain(page) and KindSpan.objects.get(parcel=parcel, until_on=None).doc_no == "甲低退〔2021〕1号"
    owed = plain(client_for(land.office).get("/incentives/"))
    assert "还没有追缴完的" in owed and "已取消 2021-09-24 甲低退〔2021〕1号，协议 再开发〔2021〕1号 150.00 0.00 还差 150.00" in owed
    recover = f"/incentives/{one.id}/recover/"
    assert post(land, recover, amount="150.01", paid_on="2021-09-24", doc_no="缴〔2021〕1号").status_code == 400
    assert post(land, recover, amount="100", paid_on="2021-09-24", doc_no="缴〔2021〕1号").status_code == 302
    assert "150.00 100.00 还差 50.00" in plain(client_for(land.office).get(f"/covenants/{row.id}/"))
    assert post(land, recover, amount="50", paid_on="2021-09-24", doc_no="缴〔2021〕2号").status_code == 302
    assert "还没有追缴完的" not in plain(client_for(land.office).get("/incentives/"))


@pytest.mark.req("DSP-48")
def test_a_parcel_that_was_written_off_comes_back_into_the_register_and_its_credit_can_be_taken_back(land):
    parcel, firm = low(land)
    row = covenant(land, parcel)
    land.take(land.draft(parcel, "30", measure="expand", doc_no="甲处〔2021〕1号"), "submit", "verify", "accept")
    acceptor = client_for(land.acceptor)
    version = Parcel.objects.get(pk=parcel.id).version
    assert acceptor.post(f"/parcels/{parcel.id}/write-off/", {"version": version}).status_code == 302
    judged(land, row)
    disposal = Disposal.objects.get(parcel=parcel)
    assert "第1笔 增资扩产 30.00 亩" in plain(acceptor.get(f"/covenants/{row.id}/return/"))
    assert back(land, row, reverse=disposal.id).status_code == 302
    now = Parcel.objects.get(pk=parcel.id)
    assert (now.status, now.kind, now.accepted_area) == ("relisted", "inefficient", 0)
