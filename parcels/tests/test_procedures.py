"""闲置程序 through its pages: from the notice to the enforcement, with its periods, two persons, and the judicial opinion."""

from datetime import date
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services
from parcels.models import IdleProcedure, IdleStep
from tests.world import words_of_page as plain

from .land import client_for

pytestmark = pytest.mark.django_db


def on(day):
    """The clock at nine on that day."""
    return clock.at(clock.shanghai(*map(int, day.split("-")), 9))


def idle_land(land, *, price="10000000", cause="enterprise", start="2018-03-01", **values):
    parcel = land.parcel("60", kind="idle", cause=cause, agreed_start_on=date.fromisoformat(start), land_user="甲县机械有限公司", **values)
    with scope(land.clerk):
        services.add_supply(parcel.id, actor=land.clerk, mode="granted", doc_no="410000-2017-CR-0001", supplied_on=date(2017, 6, 1),
                            area=Decimal(60), price=Decimal(price) if price else None)
    return parcel


def find(land, parcel, *, cause="enterprise", doc_no="甲闲认〔2021〕1号", found_on="2021-04-20"):
    return client_for(land.reviewer).post(f"/parcels/{parcel.id}/findings/new/", {
        "seen": "0", "type": "idle", "opinion": "超过约定动工日期未动工", "doc_no": doc_no, "found_on": found_on, "units": "自然资源局",
        "notice_no": "", "notified_on": "", "cause": cause})


def opened(land, parcel, found_on="2021-03-01"):
    answer = client_for(land.clerk).post(f"/parcels/{parcel.id}/idle/new/", {"found_on": found_on, "lead": "动态巡查"})
    assert answer.status_code == 302, plain(answer)
    return IdleProcedure.objects.get(parcel=parcel, closed_at=None)


def step(land, row, action, **values):
    version = values.pop("version", IdleProcedure.objects.get(pk=row.pk).version)
    return client_for(land.clerk).post(f"/idle/{row.id}/{action}/", {"version": version, "note": "", **values})


def deliver(land, row, action, day):
    found = IdleStep.objects.filter(procedure=row, action=action, voided_at=None).latest("number")
    return client_for(land.clerk).post(f"/idle-steps/{found.id}/deliver/", {"delivered_on": day, "way": "direct", "note": ""})


def confirm(land, row, who="reviewer"):
    return client_for(land.people[who]).post(f"/idle-steps/{IdleStep.objects.filter(procedure=row).latest('number').id}/confirm/")


def done(*answers):
    for answer in answers:
        assert answer.status_code == 302, plain(answer)


def page_of(land, row):
    return plain(client_for(land.reviewer).get(f"/idle/{row.id}/"))


def to_found(land, parcel, *, cause="enterprise"):
    """From the notice to the finding, delivered on 21 April 2021."""
    with on("2021-04-22"):
        row = opened(land, parcel)
        done(step(land, row, "notify", on="2021-03-10", doc_no="甲闲调〔2021〕1号"), deliver(land, row, "notify", "2021-03-12"),
             step(land, row, "explain", on="2021-04-01"), step(land, row, "investigate", on="2021-04-15"), find(land, parcel, cause=cause),
             step(land, row, "find"), deliver(land, row, "find", "2021-04-21"))
    return row


def to_approved(land, parcel, branch="fee"):
    row = to_found(land, parcel)
    with on("2021-06-01"):
        done(step(land, row, "tell", on="2021-04-25", doc_no="甲听告〔2021〕1号", branch=branch), deliver(land, row, "tell", "2021-04-26"),
             step(land, row, "waive", on="2021-05-08"),
             step(land, row, "approve", on="2021-05-20", doc_no="甲政批〔2021〕1号", authority="甲县人民政府"), confirm(land, row))
    return row


def to_decided(land, parcel):
    row = to_approved(land, parcel)
    with on("2021-06-10"):
        done(step(land, row, "levy", on="2021-06-01", doc_no="甲征缴〔2021〕1号", rate="20"), confirm(land, row),
             deliver(land, row, "levy", "2021-06-02"))
    return row


def test_the_whole_way_of_a_fee_with_its_periods_and_two_persons(land):
    parcel = idle_land(land)
    row = to_approved(land, parcel)
    with on("2021-06-10"):
        assert "20% 为 200.00 万元" in plain(client_for(land.clerk).get(f"/idle/{row.id}/levy/"))
        done(step(land, row, "levy", on="2021-06-01", doc_no="甲征缴〔2021〕1号", rate="20"))
        assert "待确认" in page_of(land, row) and "200.00 万元" in page_of(land, row)
        assert step(land, row, "pay", on="2021-06-05", doc_no="x", amount="200").status_code == 409  # it does not count yet
        assert confirm(land, row, "clerk").status_code == 403
        assert confirm(land, row, "clerk_as_reviewer").status_code == 403  # the same person in another post
        done(confirm(land, row))
        assert "征缴决定还没有送达，期限从送达起算" in page_of(land, row)
        assert "还没有登记送达" in plain(step(land, row, "pay", on="2021-06-05", doc_no="x", amount="200"))
        done(deliver(land, row, "levy", "2021-06-02"))
        page = page_of(land, row)
        assert "缴纳土地闲置费 2021-07-02 2021-06-02 送达，次日起 30日" in page
        assert "申请行政复议 2021-08-01" in page and "提起行政诉讼 2021-12-02" in page
        assert "与征缴决定的 2000000.00 元不同" in plain(step(land, row, "pay", on="2021-06-08", doc_no="收1", amount="199.99"))
        done(step(land, row, "pay", on="2021-06-08", doc_no="收1", amount="200"))
        assert "还没有履行" not in plain(client_for(land.clerk).get(f"/idle/{row.id}/close/"))
        done(step(land, row, "close", on="2021-06-09", doc_no="结1", outcome="settled"), confirm(land, row))
        assert IdleProcedure.objects.get(pk=row.pk).closed_at and "第 1 轮 已结束" in plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))
        assert client_for(land.clerk).post(f"/parcels/{parcel.id}/idle/new/", {"found_on": "2021-06-09", "lead": "x"}).status_code == 400
    with on("2022-06-10"):  # a relapse is a new round with its own record
        again = opened(land, parcel, "2022-06-10")
        assert again.round == 2 and IdleStep.objects.filter(procedure=row).count() == 10


def test_a_stale_version_keeps_what_was_typed_and_a_step_out_of_its_state_is_refused(land):
    row = to_found(land, idle_land(land))
    with on("2021-04-25"):
        stale = step(land, row, "tell", version="1", on="2021-04-25", doc_no="甲听告〔2021〕1号", branch="fee")
        assert stale.status_code == 409 and 'value="甲听告〔2021〕1号"' in stale.content.decode()
        wrong = step(land, row, "levy", on="2021-04-25", doc_no="x", rate="20")
        assert wrong.status_code == 409 and "程序现在是“已认定，待处置”，不能办“征缴决定”" in plain(wrong)
        assert client_for(land.clerk).get(f"/idle/{row.id}/nonsense/").status_code == 404
        assert client_for(land.clerk_b).get(f"/idle/{row.id}/").status_code == 404
        assert client_for(land.clerk_b).post(f"/idle/{row.id}/tell/").status_code == 404
        assert client_for(land.office).get(f"/idle/{row.id}/tell/").status_code == 403
        assert client_for(land.reviewer_b).post(f"/idle-steps/{row.steps.first().id}/confirm/").status_code == 404


def test_the_hearing_counts_in_working_days_over_the_holiday(land):
    row = to_found(land, idle_land(land))
    with on("2021-06-01"):
        # delivered on Monday 26 April: 27, 28, 29, 30 April; 1 to 5 May are off; the fifth working day is 6 May
        done(step(land, row, "tell", on="2021-04-25", doc_no="听1", branch="take"), deliver(land, row, "tell", "2021-04-26"))
        assert "申请听证 2021-05-06 2021-04-26 送达，次日起 5个工作日" in page_of(land, row)
        early = step(land, row, "waive", on="2021-05-06")
        assert early.status_code == 400 and "申请听证的期限到 2021-05-06，2021-05-06 还没有过" in plain(early)
        late = step(land, row, "hear", on="2021-05-20", applied_on="2021-05-07", notice_on="2021-05-08")
        assert "不在听证告知送达 2021-04-26 与期限 2021-05-06 之间" in plain(late)
        # notice on Saturday 8 May (worked): 10, 11, 12, 13, 14, 17, 18 May
        soon = step(land, row, "hear", on="2021-05-17", applied_on="2021-05-06", notice_on="2021-05-08")
        assert "不足 7 个工作日，最早是 2021-05-18" in plain(soon)
        done(step(land, row, "hear", on="2021-05-18", applied_on="2021-05-06", notice_on="2021-05-08"))


def test_a_period_in_a_year_that_nobody_knows_is_said_and_comes_with_the_table(land):
    row = to_found(land, idle_land(land))
    with on("2026-12-30"):
        done(step(land, row, "tell", on="2026-12-29", doc_no="听1", branch="fee"), deliver(land, row, "tell", "2026-12-30"))
        assert "2027年的放假安排还没有，工作日算不出" in page_of(land, row) and IdleProcedure.objects.get(pk=row.pk).due_on is None
    with on("2027-02-01"):
        assert "2027年的放假安排还没有" in plain(step(land, row, "waive", on="2027-01-20"))
        done(client_for(land.office).post("/workdays/?year=2027", {"seen": "0", "off": "2027-01-01 至 2027-01-03", "works": "",
                                                                    "source": "国办发明电〔2026〕9号"}))
        assert IdleProcedure.objects.get(pk=row.pk).due_on == date(2027, 1, 7)  # 31 December, 4, 5, 6, 7 January
        done(step(land, row, "waive", on="2027-01-08"))


@pytest.mark.parametrize(("start", "branch", "sentence"), [
    ("2020-04-26", "fee", "满一年之日是 2021-04-26"), ("2019-04-26", "take", "满两年之日是 2021-04-26")])
def test_a_day_before_the_full_year_there_is_no_fee_and_no_taking_back(land, start, branch, sentence):
    row = to_found(land, idle_land(land, start=start))
    with on("2021-04-26"):
        refused = step(land, row, "tell", on="2021-04-25", doc_no="听1", branch=branch)
        assert refused.status_code == 400 and sentence in plain(refused)
        done(step(land, row, "tell", on="2021-04-26", doc_no="听1", branch=branch))


def test_government_cause_and_land_that_was_begun_go_by_consultation_only(land):
    row = to_found(land, idle_land(land, cause="government"), cause="government")
    begun = to_found(land, idle_land(land, started_on=date(2018, 6, 1)))
    for one, why in ((row, "认定的原因不是企业原因"), (begun, "已动工、未达比例，不适用")):
        page = plain(client_for(land.clerk).get(f"/idle/{one.id}/"))
        offered = page.split("往下办")[1].split("办过的步骤")[0]
        assert "协商处置方案" in offered and "听证告知" not in offered
        with on("2021-04-30"):
            assert why in plain(step(land, one, "tell", on="2021-04-30", doc_no="听1", branch="fee"))
            done(step(land, one, "consult", on="2021-04-30", doc_no="政1", authority="甲县人民政府"), confirm(land, one))
    assert IdleProcedure.objects.get(pk=row.pk).get_state_display() == "协商处置"


def test_a_fee_needs_the_price_and_never_passes_a_fifth(land):
    bare = to_approved(land, idle_land(land, price=""))
    row = to_approved(land, idle_land(land))
    with on("2021-06-10"):
        assert "价款没有填，闲置费算不出" in plain(step(land, bare, "levy", on="2021-06-01", doc_no="x", rate="20"))
        assert "费率 21% 不在 1% 至 20% 之间" in plain(step(land, row, "levy", on="2021-06-01", doc_no="x", rate="21"))
        assert "低于 20%，要在“说明”里写依据" in plain(step(land, row, "levy", on="2021-06-01", doc_no="x", rate="10"))
        assert "听证告知的是“征缴土地闲置费”" in plain(step(land, row, "take_back", on="2021-06-01", doc_no="x"))
        done(step(land, row, "levy", on="2021-06-01", doc_no="x", rate="10", note="省政府文件"))
        assert IdleStep.objects.get(procedure=row, action="levy").amount == 1_000_000
        answer = client_for(land.reviewer).post(f"/idle-steps/{IdleStep.objects.latest('id').id}/back/", {"reason": ""})
        assert answer.status_code == 400 and "退回要写原因" in plain(answer)
        done(client_for(land.reviewer).post(f"/idle-steps/{IdleStep.objects.latest('id').id}/back/", {"reason": "按 20% 办"}))
        assert "退回：按 20% 办" in page_of(land, row)
        done(step(land, row, "levy", on="2021-06-01", doc_no="x", rate="20"), confirm(land, row))


@pytest.mark.req("LAW-07")
def test_land_with_an_open_case_is_neither_found_nor_decided_without_the_judicial_opinion(land):
    parcel, clerk = idle_land(land), client_for(land.clerk)
    with on("2021-04-22"):
        with scope(land.clerk):
            case = services.open_lawsuit(parcel.id, actor=land.clerk, values={
                "kind": "suit", "case_no": "（2021）豫1702民初1号", "court": "甲县法院"})
        refused = find(land, parcel)
        assert refused.status_code == 400 and "这宗地涉法，不能认定：诉讼（2021）豫1702民初1号 还没有司法审核意见" in plain(refused)
        review = {"doc_no": "甲司审〔2021〕1号", "reviewed_on": "2021-04-10", "unit": "甲县司法局", "result": "object", "note": ""}
        assert "要写明意见" in plain(clerk.post(f"/lawsuits/{case.id}/reviews/new/", review))
        done(clerk.post(f"/lawsuits/{case.id}/reviews/new/", review | {"note": "程序有误"}))
        assert "司法审核意见是“不同意”" in plain(find(land, parcel))
        agreed = review | {"doc_no": "甲司审〔2021〕2号", "reviewed_on": "2021-04-12", "result": "agree"}
        done(clerk.post(f"/lawsuits/{case.id}/reviews/new/", agreed))
        assert "甲司审〔2021〕2号" in plain(clerk.get(f"/lawsuits/{case.id}/"))
        assert client_for(land.reviewer).get(f"/lawsuits/{case.id}/reviews/new/").status_code == 403
        assert client_for(land.clerk_b).get(f"/lawsuits/{case.id}/reviews/new/").status_code == 404
    row = to_approved(land, parcel)
    with on("2021-06-10"):
        with scope(land.clerk):  # a new case before the decision: it needs its own opinion
            later = services.open_lawsuit(parcel.id, actor=land.clerk, values={
                "kind": "seizure", "case_no": "（2021）豫1702执9号", "court": "甲县法院"})
        levy = {"on": "2021-06-01", "doc_no": "甲征缴〔2021〕1号", "rate": "20"}
        assert "不能办“征缴决定”：查封（2021）豫1702执9号 还没有司法审核意见" in plain(step(land, row, "levy", **levy))
        done(clerk.post(f"/lawsuits/{later.id}/reviews/new/", review | {"doc_no": "3", "reviewed_on": "2021-06-01", "result": "agree"}))
        done(step(land, row, "levy", **levy), confirm(land, row))
    other = land.parcel("20")  # and a disposal is not passed either
    with scope(land.clerk):
        services.open_lawsuit(other.id, actor=land.clerk, values={"kind": "suit", "case_no": "（2021）豫1702民初7号", "court": "甲县法院"})
    disposal = land.take(land.draft(other, "10"), "submit")
    answer = client_for(land.reviewer).post(f"/disposals/{disposal.id}/step/", {"action": "verify", "version": disposal.version})
    assert answer.status_code == 400 and "不能审核通过处置：诉讼（2021）豫1702民初7号 还没有司法审核意见" in plain(answer)


@pytest.mark.req("LAW-08")
def test_enforcement_is_applied_for_ruled_and_executed_in_this_order(land):
    row = to_decided(land, idle_land(land))
    apply = {"on": "2021-12-20", "doc_no": "甲强申〔2021〕1号", "authority": "甲县人民法院"}
    with on("2022-06-01"):
        assert step(land, row, "apply", **apply).status_code == 409  # the holder's periods are not over
        early = step(land, row, "remedy", on="2021-12-02", outcome="expired")
        assert early.status_code == 400 and "起诉期限到 2021-12-02，2021-12-02 还没有过" in plain(early)
        done(step(land, row, "remedy", on="2021-12-03", outcome="expired"))
        assert "申请强制执行 2022-03-02 2021-12-02 起诉期满，次日起 3个月" in page_of(land, row)
        assert step(land, row, "rule", on="2021-12-25", doc_no="x", outcome="granted").status_code == 409  # not applied for
        done(step(land, row, "apply", **apply))
        before = step(land, row, "rule", on="2021-12-19", doc_no="（2021）豫1702行审1号", outcome="granted")
        assert before.status_code == 400 and "法院裁定日期 2021-12-19 早于申请强制执行日期 2021-12-20" in plain(before)
        assert step(land, row, "execute", on="2021-12-25", doc_no="x").status_code == 409  # not ruled
        done(step(land, row, "rule", on="2021-12-20", doc_no="（2021）豫1702行审1号", outcome="granted"))
        first = step(land, row, "execute", on="2021-12-19", doc_no="（2021）豫1702执1号")
        assert first.status_code == 400 and "执行日期 2021-12-19 早于法院裁定日期 2021-12-20" in plain(first)
        done(step(land, row, "execute", on="2022-01-10", doc_no="（2021）豫1702执1号"))
        page = page_of(land, row)
        assert "（2021）豫1702行审1号" in page and "甲强申〔2021〕1号" in page and "已履行，待结束" in page


def test_a_denied_execution_and_a_quashed_decision_end_the_procedure(land):
    row = to_decided(land, idle_land(land))
    quashed = to_decided(land, idle_land(land))
    with on("2022-06-01"):
        done(step(land, row, "remedy", on="2021-12-03", outcome="upheld"), step(land, row, "apply", on="2021-12-20", doc_no="1", authority="法院"),
             step(land, row, "rule", on="2021-12-25", doc_no="2", outcome="denied"))
        assert "法院不准予执行" in plain(step(land, row, "execute", on="2022-01-10", doc_no="3"))
        assert "还没有履行" in plain(step(land, row, "close", on="2022-01-10", doc_no="3", outcome="settled"))
        done(step(land, row, "close", on="2022-01-10", doc_no="3", outcome="denied"), confirm(land, row))
        done(step(land, quashed, "remedy", on="2021-12-03", outcome="quashed"))
        assert "决定已被撤销" in plain(step(land, quashed, "apply", on="2021-12-20", doc_no="1", authority="法院"))
        done(step(land, quashed, "close", on="2022-01-10", doc_no="3", outcome="quashed"), confirm(land, quashed))
