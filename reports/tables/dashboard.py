"""看板页的词: the sentence under the title, the usual moments, the heads that sort, and 要过问的事."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from landplan.lib.area import show
from landplan.lib.clock import local
from landplan.lib.weeks import month_ends
from tasks.choices import IdlePart
from tasks.models import Plan
from tasks.rules.phases import current_phases, is_over
from tasks.selectors.plans import phases_of

from ..selectors.dashboard import Matters
from ..selectors.progress import Board
from ..selectors.rollup import Levels
from .board import LEVELS, Asked, all_of, moment_text, percent_text, ratio_text, whole_name
from .ranking import SORTS


class Shortcut(NamedTuple):
    """常用时间."""

    label: str
    query: str
    is_here: bool


class Matter(NamedTuple):
    """要过问的一件事: word with icon and tone, figures, and the address where its rows stand."""

    word: str
    icon: str
    tone: str
    count: str
    unit: str
    area: str
    url: str


@dataclass(frozen=True)
class Heads:
    """列头: the address that sorts by a column, and whether it does already."""

    asked: Asked

    def __getattr__(self, name: str) -> dict:
        if name not in SORTS:
            raise AttributeError(name)
        return {"query": self.asked.query(sort=name), "is_on": self.asked.sort == name}

    @property
    def printed(self) -> dict:
        return {"query": self.asked.query(sort="printed"), "is_on": self.asked.sort == "printed"}


def shortcuts(plan: Plan, now: datetime, asked: Asked) -> list[Shortcut]:
    """实时, the last two closed weeks, the month before, by the plan's calendar."""
    cutoffs = plan.weekly_cutoffs()
    closed = [(n, cutoff) for n, cutoff in enumerate(cutoffs, 1) if cutoff <= now]
    found = [("实时", "")] if not cutoffs or now <= cutoffs[-1] else []
    found += [(f"第{n}期 {_short(cutoff)}", moment_text(cutoff)) for n, cutoff in closed[:-3:-1]]
    here = local(now)
    months = [(month, cutoff) for month, cutoff in month_ends([cutoff for _, cutoff in closed], plan.month_rule).items()
              if month < (here.year, here.month)]
    if months and moment_text(months[-1][1]) not in [as_of for _, as_of in found]:
        (_, month), cutoff = months[-1]
        found.append((f"{month}月末 {_short(cutoff)}", moment_text(cutoff)))
    return [Shortcut(label, asked.query(as_of=as_of), asked.as_of == as_of) for label, as_of in found]


def level_words(board: Board, asked: Asked, levels: Levels) -> dict:
    """汇总层级: where to go from this one, what the whole is called, and where added figures come from."""
    ways = {one: asked.query(level="" if one == levels.usual else one, unit="") for one in levels.offered}
    up = f"{all_of(board.plan)}各{LEVELS[board.unit.level]}" if board.unit else ""
    return {"whole": whole_name(board), "everybody": all_of(board.plan),
            "source": source_words(board), "way_up": (up, ways[board.unit.level]) if board.unit else None,
            "levels": [(f"各{LEVELS[one]}", query, one == board.level and not board.unit) for one, query in ways.items()]}


def source_words(board: Board) -> str:
    """汇总数的来源; nothing is said of the counties' own figures."""
    if not board.added and not board.below:
        return ""
    noun = LEVELS[board.added.level if board.added else board.level]
    return f"{board.added.name if board.added else f'各{noun}'}的数由所辖县区相加；任务量以任务分解表对该{noun}的印发数为准，没有印的也由县区相加"


def _short(moment: datetime) -> str:
    here = local(moment)
    return f"{here.month}-{here.day}"


def headline(board: Board) -> dict:
    """阶段 and 目标 on the day of the board: name, days left, end, percentage."""
    phases, day = phases_of(board.plan), local(board.moment).date()
    here = current_phases(phases, day)
    goal = next((one for one in board.goals.values() if one and not one.is_past), None)
    return {"phases": [{"name": one.phase.name, "left": one.days_left, "ends_on": one.phase.ends_on} for one in here],
            "is_over": is_over(phases, day), "goal": percent_text(goal.percent) if goal else "", "goal_on": goal.due_on if goal else None}


def strip_of(matters: Matters, board: Board) -> list[Matter]:
    """要过问的事: what is zero is left out, but for the overdue parcels."""
    ledger, disposals, plan = reverse("parcels:ledger"), reverse("parcels:disposals"), reverse("tasks:plan_part", args=[board.plan.id, "targets"])
    found = [_matter("未报", "alert", "bad", matters.missing, "县区", "reports:weekly"),
             _matter("迟报", "clock", "warn", matters.late, "县区", "reports:weekly"),
             Matter("逾期宗地", "alert", "bad" if matters.overdue.count else "", str(matters.overdue.count), "宗", show(matters.overdue.area),
                    f"{ledger}?deadline=overdue"),
             _matter("退回待改", "back", "warn", matters.returned.count, "笔", f"{disposals}?state=returned", show(matters.returned.area)),
             _matter("待验收", "clock", "", matters.waiting.count, "笔", f"{disposals}?state=verified", show(matters.waiting.area)),
             _matter("逾期任务", "alert", "bad", matters.tasks, "项", f"{reverse('tasks:work_tasks')}?plan={board.plan.id}&group=overdue"),
             _matter("在办督办", "bell", "", matters.cases, "件", f"{reverse('tasks:supervision')}?plan={board.plan.id}&show=open"),
             _matter("到期未达目标", "alert", "bad", matters.short, "项", plan),
             _matter("印发核对", "equal", "", matters.printed, "处差异", "tasks:print_check")]
    return [one for one in found if one] + _parts(matters, plan)


def _matter(word: str, icon: str, tone: str, count: int, unit: str, url: str, area: str = "") -> Matter | None:
    return Matter(word, icon, tone, str(count), unit, area, reverse(url) if ":" in url else url) if count else None


def _parts(matters: Matters, url: str) -> list[Matter]:
    """闲置分来源."""
    short = {IdlePart.BASE.value: "基数", IdlePart.NEW.value: "新增"}
    return [Matter(f"闲置{short[part]}完成", "", "", ratio_text(rate), "", "", url) for part, rate in matters.parts.items()]
