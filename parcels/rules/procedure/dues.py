"""闲置程序的期限: which period each step starts, from which day, on what basis; a day that cannot be counted is said."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from landplan.lib.workdays import Tables, YearMissing, working_day_after

from ...choices.procedure import IdleAction, IdleState
from .table import LAW, Done, Story

A = IdleAction
DAY, WORKDAY, MONTH = "日", "个工作日", "个月"


@dataclass(frozen=True)
class Period:
    """一种期限: counted from the day after the step (or its delivery) reached the holder; kept by one of `kept_by`."""

    label: str
    count: int
    unit: str
    basis: str
    from_delivery: bool
    kept_by: tuple[IdleAction, ...]

    @property
    def length(self) -> str:
        return f"{self.count}{self.unit}"


INVESTIGATE = Period("发出调查通知", 30, DAY, f"{LAW}第五条：发现后三十日内", False, (A.NOTIFY,))
EXPLAIN = Period("使用权人提供说明材料", 30, DAY, f"{LAW}第五条（天数按通行做法，可由通知书另定）", True, (A.EXPLAIN, A.INVESTIGATE))
HEARING = Period("申请听证", 5, WORKDAY, "《自然资源听证规定》：收到告知后五个工作日内", True, (A.HEAR, A.WAIVE))
NOTICE = Period("听证通知", 7, WORKDAY, "《自然资源听证规定》：举行前七个工作日通知", True, ())
PAYMENT = Period("缴纳土地闲置费", 30, DAY, f"{LAW}第十六条：送达之日起三十日内", True, (A.PAY,))
CANCEL = Period("办理注销登记", 30, DAY, f"{LAW}第十六条：送达之日起三十日内", True, (A.DEREGISTER,))
REVIEW = Period("申请行政复议", 60, DAY, "《行政复议法》第二十条：六十日内", True, (A.REMEDY,))
SUIT = Period("提起行政诉讼", 6, MONTH, "《行政诉讼法》第四十六条：六个月内", True, (A.REMEDY,))
APPLICATION = Period("申请强制执行", 3, MONTH, "《行政强制法》第五十三条：自期限届满之日起三个月内", False, (A.APPLY,))

STARTS: dict[IdleAction, tuple[Period, ...]] = {
    A.NOTIFY: (EXPLAIN,), A.TELL: (HEARING,), A.LEVY: (PAYMENT, REVIEW, SUIT), A.TAKE_BACK: (CANCEL, REVIEW, SUIT)}
# what the holder owes or the authority must do; the others are the holder's rights, they never make anybody late
DUTIES = (INVESTIGATE, EXPLAIN, PAYMENT, CANCEL, APPLICATION)


@dataclass(frozen=True)
class Due:
    """一个期限的到期日; without a day `how` says why."""

    period: Period
    on: date | None
    how: str
    kept_on: date | None = None

    @property
    def is_duty(self) -> bool:
        return self.period in DUTIES


def months_after(day: date, months: int) -> date:
    """几个月之后的同日; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of(period: Period, start: date, tables: Tables) -> date:
    """到期日, the last day still in time. Raises YearMissing."""
    if period.unit == WORKDAY:
        return working_day_after(start, period.count, tables)
    return months_after(start, period.count) if period.unit == MONTH else start + timedelta(days=period.count)


def dues_of(story: Story, tables: Tables) -> list[Due]:
    """全部期限 of a procedure, in the order of its steps."""
    found = [_due(INVESTIGATE, story.found_on, f"{story.found_on} 发现", story, 0, tables)]
    for number, done in enumerate(story.steps, 1):
        for period in STARTS.get(IdleAction(done.action), ()):
            if done.delivered_on is None:
                found.append(Due(period, None, f"{done.label}还没有送达，期限从送达起算"))
            else:
                found.append(_due(period, done.delivered_on, f"{done.delivered_on} 送达", story, number, tables))
    return found + _application(story, tables)


def _due(period: Period, start: date, told: str, story: Story, after: int, tables: Tables) -> Due:
    kept = next((done.on for done in story.steps[after:] if done.action in period.kept_by), None)
    try:
        end = end_of(period, start, tables)
    except YearMissing as missing:
        return Due(period, None, f"{told}，次日起 {period.length}：{missing.message}", kept)
    return Due(period, end, f"{told}，次日起 {period.length}", kept)


def _application(story: Story, tables: Tables) -> list[Due]:
    """申请强制执行: three months from the end of the holder's last period, or from what upheld the decision."""
    remedy, decision = story.last(A.REMEDY), story.decision
    if remedy is None or remedy.outcome == "quashed" or decision is None or decision.delivered_on is None:
        return []
    start = end_of(SUIT, decision.delivered_on, tables) if remedy.outcome == "expired" else remedy.on
    told = f"{start} 起诉期满" if remedy.outcome == "expired" else f"{start} 复议或诉讼终结"
    return [_due(APPLICATION, start, told, story, story.steps.index(remedy) + 1, tables)]


def next_duty(story: Story, tables: Tables) -> tuple[date | None, str]:
    """最近一个没有办的期限: its day and what is due; (None, '') when nothing is."""
    if story.state in (IdleState.CLOSED, IdleState.SETTLED):
        return None, ""
    open_ones = [due for due in dues_of(story, tables) if due.is_duty and due.kept_on is None and due.on]
    if story.state == IdleState.TOLD:  # the authority goes on when the holder's time is over
        open_ones += [due for due in dues_of(story, tables) if due.period is HEARING and due.on and due.kept_on is None]
    nearest = min(open_ones, key=lambda due: due.on, default=None)
    return (nearest.on, nearest.period.label) if nearest else (None, "")


def waits_for_delivery(story: Story) -> Done | None:
    """还没有送达的一件."""
    done = story.outgoing
    return done if done and done.delivered_on is None else None
