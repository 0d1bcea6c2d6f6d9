"""低效激励、惩戒与追缴 (DSP-46 to DSP-48; 洛政办〔2021〕16号 附件3 第八、九、十一条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from landplan.lib.errors import Refusal
from landplan.lib.money import wan

from ..choices import IncentiveState, SanctionKind

INCENTIVE_BASIS = ("洛政办〔2021〕16号 附件3 第八条“经低效用地整治提升工作领导小组出具认定意见并被列入低效用地台账的用地单位，"
                   "在改造开发后新引进项目符合招商引资项目相关要求的，可以申请享受支持鼓励政策”")
SANCTION_BASIS = "洛政办〔2021〕16号 附件3 第九条"
# kind -> when it applies, in the document's terms
SITUATIONS = {
    SanctionKind.FISCAL: "不主动配合整改；原有优惠未到期的，到期后不再享受",
    SanctionKind.WATER: "不主动配合整改，高水耗企业",
    SanctionKind.POWER_STEPPED: "不主动配合整改，能耗（电耗）超过限额标准的企业",
    SanctionKind.POWER_DIFFERENTIAL: "不主动配合整改，列入禁止类、限制类产业目录的企业",
    SanctionKind.CREDIT: "低效用地企业，审慎开展土地抵押等信贷业务",
    SanctionKind.FUND: "列入低效用地台账的企业，不纳入支持企业融资专项资金的扶持范围"}
# 第九条第一款: only whoever does not cooperate; the second clause asks for the land alone
UNCOOPERATIVE = frozenset({SanctionKind.FISCAL, SanctionKind.WATER, SanctionKind.POWER_STEPPED, SanctionKind.POWER_DIFFERENTIAL})


def check_application(*, has_finding: bool, is_qualifying: bool, qualifying_no: str, applied_on: date, today: date) -> list[Refusal]:
    """两个条件, each said by itself."""
    found = []
    if not has_finding:
        found.append(Refusal(f"第一个条件不满足：这宗地没有有效的低效用地认定意见，不在低效用地台账里（{INCENTIVE_BASIS}）。请先认定。",
                             field="parcel", code="no_finding"))
    if not is_qualifying or not qualifying_no:
        lacking = "没有写认定它的文号" if is_qualifying else "没有标为符合招商引资项目要求"
        found.append(Refusal(f"第二个条件不满足：新引进项目{lacking}（{INCENTIVE_BASIS}）。符合的请标上，并写招商部门的意见文号。",
                             field="qualifying_no" if is_qualifying else "is_qualifying", code="not_qualifying"))
    if applied_on > today:
        found.append(Refusal(f"申请日期 {applied_on} 晚于今天 {today}。请写实际日期。", field="applied_on", code="day_future"))
    return found


def check_decision(state: str, granted: Decimal | None, decided_on: date, applied_on: date, today: date) -> list[Refusal]:
    """审批."""
    found = []
    if not applied_on <= decided_on <= today:
        found.append(Refusal(f"审批日期 {decided_on} 不在申请日期 {applied_on} 与今天 {today} 之间。请核对日期。",
                             field="decided_on", code="day_order"))
    if state == IncentiveState.GRANTED and granted is None:
        found.append(Refusal("同意的，要写同意金额；不涉及资金的写 0。以后未达到约定时，按它追缴。", field="granted", code="missing"))
    return found


def check_recovery(amount: Decimal, left: Decimal, paid_on: date, today: date) -> list[Refusal]:
    """追缴 no more than is due (元)."""
    found = []
    if not 0 < amount <= left:
        found.append(Refusal(f"追缴金额 {wan(amount)} 万元不在 0 与还应追缴的 {wan(left)} 万元之间。请核对。", field="amount", code="amount_over"))
    if paid_on > today:
        found.append(Refusal(f"缴回日期 {paid_on} 晚于今天 {today}。请写实际日期。", field="paid_on", code="day_future"))
    return found


def check_sanction(kind: str, *, has_finding: bool, is_uncooperative: bool, term_until: date | None, from_on: date, found_on: date | None,
                   today: date) -> list[Refusal]:
    """一项惩戒: the land is found low-efficient, the enterprise does not cooperate where the clause asks for it, the term is over."""
    found = []
    if not has_finding:
        found.append(Refusal(f"这家企业没有被认定为低效的用地，不能惩戒（{SANCTION_BASIS}“凡被认定为土地低效利用”）。请先认定。",
                             field="kind", code="no_finding"))
    if kind in UNCOOPERATIVE and not is_uncooperative:
        found.append(Refusal(f"{SanctionKind(kind).label}只用于不主动配合整改的企业（{SANCTION_BASIS}）。确实不配合的请标上。",
                             field="is_uncooperative", code="cooperates"))
    if kind == SanctionKind.FISCAL and term_until and from_on <= term_until:
        found.append(Refusal(f"原有优惠 {term_until} 到期，到期后才不再享受（{SANCTION_BASIS}）。起始日期 {from_on} 请改为到期次日以后。",
                             field="from_on", code="term_runs"))
    if kind != SanctionKind.FISCAL and term_until:
        found.append(Refusal("原优惠到期只用于“不再享受财政扶持和奖励”。请清空。", field="term_until", code="not_used"))
    if found_on and from_on < found_on:
        found.append(Refusal(f"起始日期 {from_on} 早于认定日期 {found_on}。请核对日期。", field="from_on", code="day_order"))
    return found
