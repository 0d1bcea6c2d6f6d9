"""查各种时限: what is due to whom around a day - tasks, cycles, what must be issued, reports, meeting items, starts and finishes of
building - in a fixed number of queries. Asked by the daily job for everybody, by the calendar for one post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.clock import local
from parcels.models import MeetingItem, Parcel
from units.choices import Function
from units.models import Region
from units.selectors.functions import holders_of, seat_of

from ..choices import CaseKind, CaseState, ClosingState
from ..models import Package, PeriodDuty, Plan, SupervisionCase
from ..rules.documents import EXPIRY_DAYS
from ..rules.inquiries import late_on
from ..rules.obligations import Standing, desk_for
from ..rules.reminders import (
    LATE_DAYS,
    Due,
    case_key,
    county_key,
    days_of,
    document_key,
    inquiry_key,
    obligation_key,
    unit_key,
)
from ..rules.supervision import RESTRICTED
from ..rules.work_tasks import MarkState, Voice, voice_of
from .documents import expiring
from .inquiries import answer_days, open_inquiries
from .obligations import obligation_lines
from .packages import package_duties
from .plans import plans
from .work_tasks import TaskLine, task_lines

_EVERYBODY = system_actor("应办")
DEFAULT = (30, 7, 1)


def open_dues(day: date, ahead: int = 0) -> list[Due]:
    """没有办的时限 from a month ago to so many days ahead (0 = the farthest reminder), in the open territory."""
    own = plans()
    ahead = ahead or max([max(*days_of(plan.reminder_days), int(plan.expiry_days)) for plan in own], default=EXPIRY_DAYS)
    since, until = day - timedelta(days=LATE_DAYS), day + timedelta(days=ahead)
    counties = list(Region.objects.counties().select_related("parent"))
    found = [due for plan in own for due in _of_plan(plan, [c for c in counties if c.path.startswith(plan.region.path)], day)]
    days = {county.id: _days_for(county, own) for county in counties}
    found += [*_of_documents(own, day), *_of_inquiries(own, since, until), *_of_meetings(since, until, days), *_of_cases(since, until, days),
              *_of_parcels(since, until, days)]
    return [due for due in found if since <= due.due_on <= until]


def _days_for(county: Region, own: list[Plan]) -> tuple[int, ...]:
    """The days of the county's nearest plan."""
    near = nearest_plan(county, own)
    return days_of(near.reminder_days) if near else DEFAULT


def nearest_plan(region: Region, own: list[Plan]) -> Plan | None:
    """最近的方案 upward."""
    return max((plan for plan in own if region.path.startswith(plan.region.path)), key=lambda plan: len(plan.region.path), default=None)


def _of_plan(plan: Plan, counties: list[Region], day: date) -> Iterator[Due]:
    days = days_of(plan.reminder_days)
    for line in task_lines(plan, _EVERYBODY, clock.now()):
        yield from _of_task(plan, line, counties, days)
    is_county = plan.region.level == "county"
    for row in PeriodDuty.objects.filter(cycle__plan=plan, done_on=None).select_related("cycle", "region"):
        role = desk_for(row.cycle.by, in_county=row.region.level == "county")
        yield Due(f"period:{row.id}", row.due_on, row.region_id, row.region.name, str(row), reverse("tasks:period", args=[row.id]),
                  roles=(role,), days=days)
    for line in obligation_lines(plan, _EVERYBODY, day):
        if line.record is None and line.mark.standing in (Standing.OVERDUE, Standing.OPEN):
            role = "county_clerk" if is_county or line.holder.region.id != plan.region_id else "office"
            pk, region_id = line.obligation.id, line.holder.region.id
            url = reverse("tasks:obligation", args=[pk, region_id]) + line.holder.query
            yield Due(obligation_key(pk, *line.holder.key), line.obligation.due_on, region_id, line.holder.name, line.obligation.title, url,
                      roles=(role,), days=days)
    sent = set(Package.objects.filter(duty__plan=plan, number__gt=0).values_list("duty_id", "region_id"))
    for duty in package_duties(plan):
        for county in counties:
            if (duty.id, county.id) not in sent:
                yield Due(f"duty:{duty.id}:{county.id}", duty.due_on, county.id, county.name, f"{duty.title}，报{duty.reported_to}",
                          reverse("tasks:package", args=[duty.id, county.id]), roles=("county_clerk",), days=days)


def _of_task(plan: Plan, line: TaskLine, counties: list[Region], days: tuple[int, ...]) -> Iterator[Due]:
    """各责任单位 of the milestones that are not met; of a task that each county closes, a county that has closed its part is left out."""
    closed = {(one.milestone_id, one.region_id) for one in line.closings if one.state != ClosingState.RETURNED}
    for one in line.lines:
        if one.mark.state in (MarkState.MET, MarkState.PAST_AT_ISSUE):
            continue
        url, title = reverse("tasks:work_task", args=[line.task.id]), f"{line.task.number} {line.task.title}（{one.milestone.get_kind_display()}）"
        told = False  # a county that stands for several of the units is reminded once
        for unit in line.units:
            voice, part = voice_of(unit.name, is_collective=unit.is_collective), "牵头" if unit.is_lead else "配合"
            key = unit_key(one.milestone.id, unit.id)
            if voice == Voice.COUNTIES:
                for county in () if told else counties:
                    if (one.milestone.id, county.id) not in closed:
                        yield Due(county_key(one.milestone.id, county.id), one.milestone.due_on, county.id, county.name, title, url,
                                  roles=("county_clerk",), text=part, days=days)
                told = True
            elif (one.milestone.id, plan.region_id) in closed:
                continue
            elif unit.unit_id:
                yield Due(key, one.milestone.due_on, unit.unit.region_id, unit.printed, title, url, unit_id=unit.unit_id, text=part, days=days)
            else:
                yield Due(key, one.milestone.due_on, plan.region_id, unit.printed, title, url, roles=("office",), text=part, days=days)


def _of_documents(own: list[Plan], day: date) -> Iterator[Due]:
    """政策文件的有效期 (POL-01, X-30): of a region to whoever keeps its documents, of no region to the office of every plan."""
    for row in expiring(day):
        homes = [row.region] if row.region_id else {plan.region_id: plan.region for plan in own}.values()
        for home in homes:
            plan = nearest_plan(home, own)
            days = (int(plan.expiry_days), *days_of(plan.reminder_days)) if plan else (EXPIRY_DAYS, *DEFAULT)
            role = "county_clerk" if home.level == "county" else "office"
            yield Due(document_key(row.id, home.id), row.last_valid_on, home.id, home.name, f"{row} 有效期满"[:200],
                      reverse("tasks:document", args=[row.id]), roles=(role,), text=f"{row.title}。请决定续期、修订或废止"[:300], days=days)


def _of_inquiries(own: list[Plan], since: date, until: date) -> Iterator[Due]:
    """没有答复的政策咨询 (POL-07): to the posts that hold 政策解读."""
    for plan in own:
        seat, days = seat_of(plan.region), answer_days(plan)
        roles = holders_of(seat, Function.ADVICE)
        for row in open_inquiries(since, until, days):
            if nearest_plan(row.region, own) == plan:
                yield Due(inquiry_key(row.id), late_on(local(row.asked_at).date(), days), seat.id, seat.name,
                          f"{row.region.name}的{row.get_kind_display()}：{row.title}"[:200], reverse("tasks:inquiry", args=[row.id]),
                          roles=roles, days=days_of(plan.reminder_days))


def _of_meetings(since: date, until: date, days: dict[int, tuple[int, ...]]) -> Iterator[Due]:
    """会议议题 with a unit and a day (CYC-15, PUB-05)."""
    rows = MeetingItem.objects.filter(done_on=None, due_on__range=(since, until)).exclude(lead_unit="").select_related("meeting")
    for row in rows:
        handed = row.meeting.region_id != row.region_id  # by a meeting of the city: the county has the item's page, not the meeting's
        url = reverse("parcels:meeting_item", args=[row.id]) if handed else reverse("parcels:meeting", args=[row.meeting_id])
        yield Due(f"item:{row.id}", row.due_on, row.region_id, row.lead_unit, f"会议议题：{row.matter}"[:200], url, roles=("county_clerk", "office"),
                  text=str(row.meeting), days=days.get(row.region_id, DEFAULT))


def _of_cases(since: date, until: date, days: dict[int, tuple[int, ...]]) -> Iterator[Due]:
    """决定了、还没有办结的督办奖惩 (SUP-01 to SUP-03), to the county that is to do it; a clue is told to none, tolerance is the office's."""
    rows = SupervisionCase.objects.filter(state=CaseState.OPEN, due_on__range=(since, until)).exclude(
        kind__in={*RESTRICTED, CaseKind.TOLERANCE}).select_related("region").order_by("id")
    for row in rows:
        title = f"{row.get_kind_display()}：{row.reason}".replace("\n", " ")
        yield Due(case_key(row.id), row.due_on, row.region_id, row.subject or row.region.name, title[:200],
                  reverse("tasks:supervision_case", args=[row.id]), roles=("county_clerk",), text=row.decision_no,
                  days=days.get(row.region_id, DEFAULT))


def _of_parcels(since: date, until: date, days: dict[int, tuple[int, ...]]) -> Iterator[Due]:
    """约定动工、约定竣工 (平龙政办〔2022〕50号 二（三）3); stops and supplement agreements move the start."""
    starts = Q(started_on=None, clock_start_on__range=(since, until))
    ends = Q(finished_on=None, agreed_finish_on__range=(since, until))
    rows = Parcel.objects.current().filter(starts | ends).values_list("id", "region_id", "parcel_no", "name", "land_user", "lead_unit", "started_on",
                                                                      "clock_start_on", "finished_on", "agreed_finish_on")
    for pk, region, number, name, holder, lead, started, start_on, finished, finish_on in rows:
        text = f"请提醒使用权人{holder or '（未填）'}；责任单位{lead or '未填'}"
        for word, due_on, done_on in (("动工", start_on, started), ("竣工", finish_on, finished)):
            if done_on is None and due_on and since <= due_on <= until:
                key, title = f"{'start' if word == '动工' else 'finish'}:{pk}", f"{number} {name} 约定{word}"[:200]
                yield Due(key, due_on, region, lead or holder or number, title, reverse("parcels:parcel", args=[pk]), roles=("county_clerk",),
                          text=text[:300], days=days.get(region, DEFAULT))
