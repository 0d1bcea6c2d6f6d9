"""查更正: the signed list, and every window as it was reported and as corrected - both add up to the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.area import to_micro, to_mu
from landplan.lib.pages import most
from landplan.lib.weeks import CUTOFF, FRIDAY
from parcels.choices import Nature
from parcels.models import AreaEntry, AreaWeek
from parcels.selectors.as_of import Totals, micro, totals_at, totals_now, window_totals
from tasks.choices import QuotaClass
from tasks.models import Plan
from tasks.rules.quota import kinds_of
from tasks.selectors.plans import of_whole

from ..choices import CorrectionState
from ..models import Correction
from ..policies import may_correct
from .weeks import Week, weeks_of

PAGE = 50
EARLIER, BEFORE, AFTER = "earlier", "before", "after"


def week_holding(plan: Plan | None, moment: datetime) -> Week | None:
    """所属的一期; None before the first window and after the last."""
    return next((week for week in weeks_of(plan) if week.after < moment <= week.until), None) if plan else None


def correction_rows() -> QuerySet[Correction]:
    """更正 with everything a page about them shows, newest first."""
    return Correction.objects.select_related("region", "parcel", "disposal__parcel", "disposal__measure", "proposed_by", "decided_by",
                                             "report").order_by("-id")


def filter_corrections(*, state: str = "", concerns: int | None = None, recorded: int | None = None) -> QuerySet[Correction]:
    """更正的筛选: by state, by the window that they concern, by the window in which they were recorded."""
    rows = correction_rows()
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(concerns_number=concerns) if concerns else rows
    return rows.filter(recorded_number=recorded) if recorded else rows


def page_of(rows: QuerySet[Correction], after: int | None) -> tuple[list[Correction], int | None]:
    """一页, and the key of the next one."""
    found = list((rows.filter(id__lt=after) if after else rows)[: most(PAGE) + 1])
    return found[:most(PAGE)], found[most(PAGE) - 1].id if len(found) > most(PAGE) else None


def sum_of(rows: QuerySet[Correction]) -> dict:
    """件数 and the signed sum of what was approved (亩)."""
    approved = rows.filter(state=CorrectionState.APPROVED).order_by().aggregate(n=Count("id"), a=Sum("delta"))
    return {"count": rows.order_by().count(), "approved": approved["n"], "delta": approved["a"] or to_mu(0)}


def decisions_for(actor: Actor) -> QuerySet[Correction]:
    """等我审核的更正: proposed by another person of the office."""
    if not may_correct(actor):
        return Correction.objects.none()
    mine = Q(plan=None) | of_whole(actor, "plan")
    return correction_rows().filter(mine, ~Q(proposed_by_id=actor.user_id), state=CorrectionState.PROPOSED).order_by("id")


@dataclass(frozen=True)
class Span:
    """一个时段的两种口径 (10⁻⁶ 亩): as recorded, what corrections recorded in it moved away, and what was moved into it."""

    key: str
    recorded: int
    taken: int
    moved: int
    week: Week | None = None

    @property
    def effective(self) -> int:
        """按更正后."""
        return self.recorded - self.taken + self.moved

    @property
    def difference(self) -> int:
        """按更正后 − 按原报."""
        return self.moved - self.taken

    @property
    def mu(self) -> dict:
        """亩, for the page."""
        return {name: to_mu(getattr(self, name)) for name in ("recorded", "taken", "moved", "effective", "difference")}


def spans_of(plan: Plan, now: datetime, quota_class: str = "") -> list[Span]:
    """各期 of a plan with both bases, the times before the first and after the last window included: the two columns
    add up to the same over all of them, whatever was corrected or reversed. A window that has not begun has no line."""
    weeks = weeks_of(plan)
    kinds = _kinds(plan, quota_class)
    recorded = _recorded(plan, weeks, kinds)
    taken, moved = defaultdict(int), defaultdict(int)
    changes = AreaEntry.objects.exclude(nature=Nature.ACCEPTED).filter(kind__in=kinds)
    for recorded_at, effective_at, area in changes.values_list("recorded_at", "effective_at", "area"):
        taken[_key(plan, weeks, recorded_at)] += to_micro(area)
        moved[_key(plan, weeks, effective_at)] += to_micro(area)
    keys = [EARLIER, BEFORE, *(str(week.number) for week in weeks), AFTER]
    by_key = {str(week.number): week for week in weeks}
    spans = [Span(key, recorded.get(key, 0), taken[key], moved[key], by_key.get(key)) for key in keys]
    return [span for span in spans if (span.week and span.week.after < now) or span.recorded or span.taken or span.moved]


def changes_in(plan: Plan, week: Week, quota_class: str = "") -> tuple[list[AreaEntry], list[AreaEntry]]:
    """一期的更正和冲回: recorded in the window, and concerning it; each adds up to its column."""
    rows = (AreaEntry.objects.exclude(nature=Nature.ACCEPTED).filter(kind__in=_kinds(plan, quota_class))
            .select_related("region", "disposal__parcel", "recorded_by").order_by("recorded_at", "id"))
    return (list(rows.filter(recorded_at__gt=week.after, recorded_at__lte=week.until)),
            list(rows.filter(effective_at__gt=week.after, effective_at__lte=week.until)))


def _kinds(plan: Plan, quota_class: str) -> set[str]:
    classes = [quota_class] if quota_class else QuotaClass.values
    return {kind for one in classes for kind in kinds_of(one, plan.counts_used_unsupplied)}


def total_of(spans: list[Span]) -> Span:
    """合计 over all windows."""
    return Span("total", *(sum(getattr(span, name) for span in spans) for name in ("recorded", "taken", "moved")))


def _key(plan: Plan, weeks: list[Week], moment: datetime) -> str:
    if plan.base_at and moment < plan.base_at:
        return EARLIER
    if not weeks or moment <= weeks[0].after:
        return BEFORE
    return next((str(week.number) for week in weeks if moment <= week.until), AFTER)


def _recorded(plan: Plan, weeks: list[Week], kinds: set[str]) -> dict[str, int]:
    """按原报 of every span: from the weekly rows where the plan closes with the standard week, else window by window."""
    base = _sum(totals_at(plan.counts_after), kinds) if plan.base_at else 0
    start = _sum(totals_at(weeks[0].after), kinds) if weeks else _sum(totals_now(), kinds)
    found = {EARLIER: base if plan.base_at else 0, BEFORE: start - base}
    if not weeks:
        return found
    if plan.cutoff_time == CUTOFF and plan.first_cutoff_on.weekday() == FRIDAY:
        rows = (AreaWeek.objects.filter(kind__in=kinds, closes_at__gt=weeks[0].after, closes_at__lte=weeks[-1].until).order_by()
                .values_list("closes_at").annotate(a=Sum(micro("area"))))
        by_cutoff = {closes_at: int(area) for closes_at, area in rows}
        found |= {str(week.number): by_cutoff.get(week.until, 0) for week in weeks}
    else:
        found |= {str(week.number): _sum(window_totals(week.after, week.until), kinds) for week in weeks}
    found[AFTER] = _sum(totals_now(), kinds) - sum(found.values())
    return found


def _sum(totals: Totals, kinds: set[str]) -> int:
    return sum(area for (_, kind, _), (area, _) in totals.items() if kind in kinds)
