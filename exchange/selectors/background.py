"""后台作业: every job of the installation in one place - what runs, what ran, what failed and why, what waits.

Each kind is a table of ``LeasedJob`` rows on some floor; this floor may read them all. The office sees those of its
territory; the system administrator sees that they run, not what they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.leases import JobState, LeasedJob
from landplan.lib.pages import Page, page_by_instant
from parcels.models import NightRun
from reports.models import Job
from tasks.models import Delivery, WorkRun

from ..models import ExportJob, ImportJob
from ..policies import may_know_work

SHOWN = 50
_FAULT = "程序出错"  # how ``leases.run`` begins the sentence about a fault of the program
_NOT_TOLD = "业务上没有办成，原因由办的人看"


@dataclass(frozen=True)
class Kind:
    """一类作业: its rows, what a row is about, whose territory it lies in; `task` wakes a worker for it, none = its own person asks again."""

    key: str
    label: str
    model: type[LeasedJob]
    about: Callable[[LeasedJob], str]
    region: str = ""
    related: tuple[str, ...] = ()
    task: str = ""
    where: str = ""


KINDS = {kind.key: kind for kind in (
    Kind("weekly", "周报定稿", Job, lambda row: str(row.report), "report__plan__region_id", ("report__plan__document",), "reports.jobs.run_job"),
    Kind("work", "每日应办", WorkRun, lambda row: f"{row.day} 周期任务和提醒", task="tasks.jobs.run_work"),
    Kind("night", "夜间核对", NightRun, lambda row: f"{row.day} {row.region.name if row.region else '全部宗地'}", "region_id", ("region",),
         "parcels.jobs.run_night"),
    Kind("delivery", "外发提醒", Delivery, lambda row: f"{row.get_channel_display()} {row.reminder.title}", "reminder__region_id", ("reminder",),
         "tasks.jobs.deliver"),
    Kind("import", "导入", ImportJob, lambda row: f"第{row.file_id}号导入 {row.file.get_section_display()}", "file__post__unit__region_id",
         ("file",), where="导入人在“导入”里看"),
    Kind("export", "导出", ExportJob, lambda row: f"第{row.pk}号导出 {row.get_form_display()}", "post__unit__region_id", ("post__unit",),
         where="导出人在“导出任务”里看"),
)}


@dataclass(frozen=True)
class Line:
    """一件作业 as this reader may see it."""

    kind: Kind
    row: LeasedJob
    about: str
    told: str
    is_lapsed: bool
    may_again: bool


@dataclass(frozen=True)
class Tally:
    """一类的件数: queued, of those later ones (tried and put off), running, of those with a lease that ran out, failed, the last one done."""

    kind: Kind
    queued: int
    later: int
    running: int
    lapsed: int
    failed: int
    last: LeasedJob | None


def rows_of(kind: Kind, actor: Actor) -> QuerySet:
    """一类里看得到的, newest first: those of the territory, and those of nobody's in particular."""
    rows = kind.model._default_manager.select_related(*kind.related)
    if kind.region and may_know_work(actor):
        rows = rows.filter(Q(**{f"{kind.region}__in": actor.regions or ()}) | Q(**{kind.region: None}))
    return rows


def tallies(actor: Actor) -> list[Tally]:
    """各类件数, in two statements a kind."""
    real = clock.real_now()
    return [_tally(kind, rows_of(kind, actor), real) for kind in KINDS.values()]


def _tally(kind: Kind, rows: QuerySet, real: datetime) -> Tally:
    queued, running = Q(state=JobState.QUEUED), Q(state=JobState.RUNNING)
    counts = rows.order_by().aggregate(
        queued=Count("id", queued), later=Count("id", queued & Q(not_before__gt=real)), running=Count("id", running),
        lapsed=Count("id", running & Q(lease_until__lt=real)), failed=Count("id", Q(state=JobState.FAILED)))
    return Tally(kind, last=rows.filter(state=JobState.DONE).order_by("-finished_at").first(), **counts)


def page_of(kind: Kind, actor: Actor, state: str, *, after: str, before: str) -> tuple[Page, int]:
    """一类的一页, newest first, of one state when it is named; and how many in all."""
    rows = rows_of(kind, actor)
    if state in JobState.values:
        rows = rows.filter(state=state)
    page = page_by_instant(rows, "created_at", after=after, before=before, size=SHOWN)
    return Page([line_of(kind, row, actor) for row in page.rows], page.after, page.before), rows.order_by().count()


def unsettled(actor: Actor) -> list[Line]:
    """要过问的 of every kind: failed, running, and tried without success; the newest first, at most one page."""
    open_ = Q(state__in=(JobState.FAILED, JobState.RUNNING)) | Q(state=JobState.QUEUED, attempts__gt=0)
    found = [line_of(kind, row, actor) for kind in KINDS.values()
             for row in rows_of(kind, actor).filter(open_).order_by("-created_at", "-id")[:SHOWN]]
    return sorted(found, key=lambda line: line.row.created_at, reverse=True)[:SHOWN]


def line_of(kind: Kind, row: LeasedJob, actor: Actor) -> Line:
    """一件, with as much of it as this reader may know."""
    real, own = clock.real_now(), may_know_work(actor)
    lapsed = row.state == JobState.RUNNING and row.lease_until < real
    return Line(kind, row, kind.about(row) if own else local(row.due_at).strftime("%Y-%m-%d %H:%M"), _told(kind, row, own), lapsed,
                own and bool(kind.task) and is_repeatable(row))


def is_repeatable(row: LeasedJob) -> bool:
    """能再办的: given up, or put off after it was tried."""
    return row.state == JobState.FAILED or row.state == JobState.QUEUED and row.not_before is not None and row.not_before > clock.real_now()


def _told(kind: Kind, row: LeasedJob, own: bool) -> str:
    """结果或原因: faults of the program concern both readers; what is said of the business stays with whom it belongs to."""
    if row.error.startswith(_FAULT) or own and kind.task:
        return row.error or row.result
    return (kind.where if own else _NOT_TOLD) if row.error else ""
