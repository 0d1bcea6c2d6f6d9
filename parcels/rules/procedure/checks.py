"""一步可否这样登记: days in their order, the cause and the clocks of the land, the periods of a hearing, the fee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up
from landplan.lib.workdays import Tables, YearMissing, working_day_after

from ...choices.procedure import IdleAction, IdleBranch, IdleState, StepOutcome
from .dues import HEARING, NOTICE, SUIT, end_of, waits_for_delivery
from .table import KINDS, LAW, OF_BRANCH, Story

A = IdleAction
TOP_RATE = 20
FEE_BASIS = f"{LAW}第十四条（一）按出让或划拨价款的百分之二十；《城市房地产管理法》第二十六条“百分之二十以下”；平龙政办〔2022〕50号 二（二）3"
_NAMES = {"doc_no": "文号", "authority": "机关", "branch": "拟作的决定", "applied_on": "申请听证日期", "notice_on": "听证通知送达日期",
          "rate": "费率", "amount": "缴纳金额", "outcome": "结果"}
YEARS = {IdleBranch.FEE: 1, IdleBranch.TAKE: 2}
Values = dict[str, object]


def check_step(action: str, values: Values, story: Story, today: date, tables: Tables) -> list[Refusal]:
    """全部不合之处. `values`: on, and the fields of the step's kind."""
    kind, name = KINDS[IdleAction(action)], IdleAction(action).label
    found = [Refusal(f"{name}的{_NAMES[field]}没有填。请照文书填写。", field=field, code="missing")
             for field in kind.fields if values.get(field) in (None, "")]
    found += _order(action, values, story, today)
    if (done := waits_for_delivery(story)) and action != A.CLOSE:
        found.append(Refusal(f"{done.label}（{done.doc_no}）还没有登记送达，不能往下办。请先登记送达日期和方式。", field="on", code="not_delivered"))
    if values.get("outcome") and values["outcome"] not in kind.outcomes:
        found.append(Refusal(f"{name}没有这种结果。请从列出的里选。", field="outcome", code="unknown_choice"))
    if not found and action in _CHECKS:
        found = _CHECKS[action](values, story, tables)
    if not found and (branch := OF_BRANCH.get(IdleAction(action))) and branch != story.branch:
        found.append(Refusal(f"听证告知的是“{IdleBranch(story.branch).label if story.branch else '未告知'}”，不能办“{name}”。"
                             "要改决定的，重新告知听证权。", field="on", code="other_branch"))
    return found


def _order(action: str, values: Values, story: Story, today: date) -> list[Refusal]:
    """日期的先后: not after today, not before the step before it or the day on which that reached the holder."""
    on, name = values["on"], IdleAction(action).label
    if on > today:
        return [Refusal(f"{name}日期 {on} 晚于今天 {today}。请写实际日期。", field="on", code="day_future")]
    last = story.steps[-1] if story.steps else None
    before, words = (last.delivered_on or last.on, f"{last.label}{'送达' if last.delivered_on else ''}日期") if last else (story.found_on, "发现日期")
    if on < before:
        return [Refusal(f"{name}日期 {on} 早于{words} {before}。各步按先后登记（{KINDS[IdleAction(action)].basis}）；请核对日期。",
                        field="on", code="day_order")]
    return []


def check_years(branch: str, story: Story, on: date) -> list[Refusal]:
    """满一年才收费，满两年才收回; only of land that the enterprise left idle and did not begin."""
    word = IdleBranch(branch).label
    if story.is_begun:
        return [Refusal(f"这宗地已动工、未达比例，不适用“{word}”。{LAW}第二条第二款的闲置按第十二条协商处置；请办“协商处置方案”。",
                        field="branch", code="begun")]
    if not story.by_enterprise:
        return [Refusal(f"认定的原因不是企业原因，不能“{word}”。{LAW}第十二条：政府原因、不可抗力等协商处置；请办“协商处置方案”。",
                        field="branch", code="not_enterprise")]
    years = YEARS[IdleBranch(branch)]
    full = (story.full or {}).get(years)
    if full is None:
        return [Refusal("应动工日算不出：约定动工日期和交地日期都没有填。请先在宗地页补填。", field="branch", code="no_start")]
    if on < full:
        return [Refusal(f"到 {on} 未动工还不满{'一两'[years - 1]}年：满{'一两'[years - 1]}年之日是 {full}（停表已扣除），不能“{word}”。"
                        f"依据：{LAW}第十四条。", field="branch", code="too_early")]
    return []


def _tell(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    return check_years(str(values["branch"]), story, values["on"])


def _hear(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    told, applied, notice, on = story.last(A.TELL), values["applied_on"], values["notice_on"], values["on"]
    try:
        latest, earliest = end_of(HEARING, told.delivered_on, tables), working_day_after(notice, NOTICE.count, tables)
    except YearMissing as missing:
        return [Refusal(missing.message, field="on", code=missing.code)]
    if not told.delivered_on <= applied <= latest:
        return [Refusal(f"申请听证日期 {applied} 不在听证告知送达 {told.delivered_on} 与期限 {latest} 之间（{HEARING.basis}）。"
                        "期限内没有申请的，办“未申请听证”。", field="applied_on", code="too_late")]
    if notice < applied:
        return [Refusal(f"听证通知送达日期 {notice} 早于申请听证日期 {applied}。请核对日期。", field="notice_on", code="day_order")]
    if on < earliest:
        return [Refusal(f"听证日期 {on} 离听证通知送达 {notice} 不足 7 个工作日，最早是 {earliest}（{NOTICE.basis}）。请核对或改期。",
                        field="on", code="too_early")]
    return []


def _waive(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    told = story.last(A.TELL)
    try:
        latest = end_of(HEARING, told.delivered_on, tables)
    except YearMissing as missing:
        return [Refusal(missing.message, field="on", code=missing.code)]
    if values["on"] <= latest:
        return [Refusal(f"申请听证的期限到 {latest}，{values['on']} 还没有过，不能说没有申请（{HEARING.basis}）。", field="on", code="too_early")]
    return []


def _levy(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    rate = values["rate"]
    found = check_years(IdleBranch.FEE, story, values["on"])
    if not 0 < rate <= TOP_RATE:
        found.append(Refusal(f"费率 {rate}% 不在 1% 至 {TOP_RATE}% 之间（{FEE_BASIS}）。", field="rate", code="rate"))
    elif rate < TOP_RATE and not values.get("note"):
        found.append(Refusal(f"费率 {rate}% 低于 {TOP_RATE}%，要在“说明”里写依据（{FEE_BASIS}）。", field="note", code="reason_missing"))
    if story.price is None:
        found.append(Refusal("价款没有填，闲置费算不出。请在“登记供应”里补填出让或划拨价款；没有价款的不能按价款征缴。",
                             field="rate", code="no_price"))
    return found


def fee_of(price: Decimal, rate: int) -> Decimal:
    """闲置费 (元) = 价款 × 费率, to the 分."""
    return half_up(price * rate / 100, 2)


def _take_back(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    return check_years(IdleBranch.TAKE, story, values["on"])


def _pay(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    due = story.decision.amount
    if values["amount"] != due:
        return [Refusal(f"缴纳金额 {values['amount']} 元与征缴决定的 {due} 元不同。缴清才算履行；没有缴清的先不登记，催缴或申请强制执行。",
                        field="amount", code="amount")]
    return []


def _remedy(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    last = end_of(SUIT, story.decision.delivered_on, tables)
    if values["outcome"] == StepOutcome.EXPIRED and values["on"] <= last:
        return [Refusal(f"起诉期限到 {last}，{values['on']} 还没有过，不能说期满（{SUIT.basis}）。", field="on", code="too_early")]
    return []


def _apply(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    if story.last(A.REMEDY).outcome == StepOutcome.QUASHED:
        return [Refusal("决定已被撤销，不能申请强制执行。请办“结束”。", field="on", code="quashed")]
    return []


def _execute(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    if story.last(A.RULE).outcome != StepOutcome.GRANTED:
        return [Refusal("法院不准予执行，不能登记执行。请办“结束”并写明。", field="on", code="denied")]
    return []


def _close(values: Values, story: Story, tables: Tables) -> list[Refusal]:
    if values["outcome"] == StepOutcome.SETTLED and story.state not in (IdleState.SETTLED, IdleState.CONSULTED):
        return [Refusal(f"程序现在是“{IdleState(story.state).label}”，还没有履行，不能以“处置完成”结束。请办完履行的一步，或选别的结果。",
                        field="outcome", code="not_settled")]
    if values["outcome"] == StepOutcome.OTHER and not values.get("note"):
        return [Refusal("结果选“其他”，要在“说明”里写原因。", field="note", code="reason_missing")]
    return []


_CHECKS: dict[str, Callable[[Values, Story, Tables], list[Refusal]]] = {
    A.TELL: _tell, A.HEAR: _hear, A.WAIVE: _waive, A.LEVY: _levy, A.TAKE_BACK: _take_back, A.PAY: _pay, A.REMEDY: _remedy,
    A.APPLY: _apply, A.EXECUTE: _execute, A.CLOSE: _close}


def check_delivery(delivered_on: date, made_on: date, today: date) -> list[Refusal]:
    """送达日期."""
    if not made_on <= delivered_on <= today:
        return [Refusal(f"送达日期 {delivered_on} 不在文书日期 {made_on} 与今天 {today} 之间。请照送达回证填写。",
                        field="delivered_on", code="day_order")]
    return []
