"""接下来办什么: the next moment of each plan's weekly freeze and periods, and of what runs every day. Read from the calendar, not kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from parcels.models import NightRun
from reports.selectors.periods import due_periods, periods_of, reporting_plans
from reports.selectors.weeks import first_used, weekly_plans, weeks_of
from tasks.models import Plan, WorkRun

from ..policies import may_know_work


@dataclass(frozen=True)
class Coming:
    """一项: when, what, of which plan; `why` says what keeps it."""

    at: datetime
    what: str
    plan: Plan | None = None
    why: str = ""


def coming(actor: Actor, now: datetime) -> list[Coming]:
    """按时刻. A moment that has passed is done with the next look, within a minute."""
    found = [_daily("夜间核对预警", NightRun, now), _daily("周期任务和到期提醒", WorkRun, now)]
    sees = [plan for plan in weekly_plans() if not may_know_work(actor) or actor.covers(plan.region_id)]
    found += [one for plan in sees if (one := _freeze(plan, now))]
    sees = [plan for plan in reporting_plans() if not may_know_work(actor) or actor.covers(plan.region_id)]
    found += [one for plan in sees for one in _periods(plan, now)]
    return sorted(found, key=lambda one: (one.at, one.what))


def _daily(what: str, model: type[NightRun] | type[WorkRun], now: datetime) -> Coming:
    today = local(now).replace(hour=settings.NIGHT_HOUR, minute=0, second=0, microsecond=0)
    is_made = model.objects.filter(key__in=(f"night:{today:%Y-%m-%d}", f"work:{today:%Y-%m-%d}")).exists()
    return Coming(today + timedelta(days=1) if is_made else today, what)


def _freeze(plan: Plan, now: datetime) -> Coming | None:
    """The earliest week that is not frozen, since the plan came into use; before that the running one."""
    weeks = weeks_of(plan)
    used = first_used(weeks)
    week = next((one for one in weeks if not one.is_frozen and one.until >= min(used or now, now)), None)
    if week is None:
        return None
    why = f"已挂起：{week.report.hold_reason}" if week.is_held else "" if week.auto_at else "本方案不自动定稿，由办公室定稿"
    return Coming(week.auto_at or week.until, f"{week}定稿", plan, why or ("" if used else "还没有处置和报送，不会空着定稿"))


def _periods(plan: Plan, now: datetime) -> list[Coming]:
    """What is due to be made, and of each kind the next one to begin."""
    due, found = due_periods(plan, now), {}
    for one in periods_of(plan):
        if one.report is None and one.after >= now:
            found.setdefault(one.kind, one)
    return [Coming(one.after, f"建{one}", plan) for one in [*due, *found.values()]]
