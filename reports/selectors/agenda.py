"""近期期限与最近动态: what is due next by the plan, and what was done lately in one's territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from audit.models import AuditEntry
from audit.selectors.history import entries_for
from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.clock import local
from tasks.choices import Compares
from tasks.models import Plan

from ..rules.desk import Period

NEXT, LATEST = 6, 6
QUIET = ("add_evidence", "attach_evidence", "void_evidence", "edit_disposal")  # steps on the way to a deed, not deeds


@dataclass(frozen=True)
class Due:
    """一个期限: the day, its hour when it has one, and the clause it stands in."""

    on: date
    title: str
    source: str
    at: datetime | None = None

    @property
    def hour(self) -> str:
        """今日18:00, for a cut-off of today."""
        return f"今日{local(self.at):%H:%M}" if self.at else ""


def dues_of(plan: Plan, period: Period | None, day: date) -> list[Due]:
    """近期期限 from `day` on, the nearest first: weekly cut-offs, ends of phases with their targets, dated duties."""
    goals: dict[date, set] = {}
    for due_on, value in plan.targets.filter(compares=Compares.QUOTA_RATE, due_on__gte=day).values_list("due_on", "value"):
        goals.setdefault(due_on, set()).add(value)
    found = [Due(p.ends_on, f"{p.name}结束{_goal(goals.get(p.ends_on))}", f"方案{p.section}") for p in plan.phases.filter(ends_on__gte=day)]
    found += [Due(d.due_on, f"{d.title}{f'，报{d.reported_to}' if d.reported_to else ''}", f"方案{d.section}，{d.obligated}")
              for d in plan.duties.filter(due_on__gte=day)]
    found += _cutoffs(plan, period, day)
    return sorted(found, key=lambda due: (due.on, due.at is None))[:NEXT]


def _goal(values: set | None) -> str:
    return f"，目标 {'、'.join(sorted(f'{plain(v)}%' for v in values))}" if values else ""


def _cutoffs(plan: Plan, period: Period | None, day: date) -> list[Due]:
    """This week's cut-off and the next one's."""
    if period is None or period.is_last_closed:
        return []
    ahead = plan.weekly_cutoffs()[period.number - 1:period.number + 1]
    return [Due(local(c).date(), f"第{period.number + i}期周报截止", "方案五（二）", c) for i, c in enumerate(ahead)]


def latest_entries(actor: Actor) -> list[AuditEntry]:
    """最近动态 of the territory: what was done to parcels and disposals, newest first."""
    rows = entries_for(actor).filter(is_success=True, subject__startswith="parcel:").exclude(action__in=QUIET).order_by("-seq")
    return list(rows[:LATEST])
