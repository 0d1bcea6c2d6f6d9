"""等我处理: what waits for a person by post, as counts (for the menu) and as the first rows (for the work table)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import Count, Min, Prefetch, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.counts import Question
from landplan.lib.scope import current_regions
from parcels.choices import DisposalState, Kind
from parcels.models import Disposal, Evidence, Parcel
from parcels.policies import may_accept, may_approve_plan, may_draft_disposal
from parcels.rules.steps import IN_TRANSIT
from parcels.selectors.disposal import disposal_rows
from parcels.selectors.plans import plans_for
from parcels.selectors.queues import TURN, ready_to_write_off, waiting_for
from units.policies import desk_of

from ..policies import may_correct, may_freeze_week
from ..rules.desk import PATIENCE, SOON
from .corrections import decisions_for
from .decisions import Pending, pending_of, pending_parts
from .desk_week import DeskWeek, weekly_count

SHOWN = 20
OVERDUE = "overdue"  # those among what is due; they make the number urgent
# the clerk's own records that are still with him, in the order in which they press
WITH_AUTHOR = (DisposalState.RETURNED, DisposalState.DRAFT, DisposalState.WITHDRAWN)


@dataclass
class Tally:
    """各组的数目; `hot` when something is late."""

    counts: dict[str, int] = field(default_factory=dict)
    is_hot: bool = False
    pending: list[Pending] = field(default_factory=list)

    def things(self, group: str = "") -> int:
        """项数 of a group or of all: a list that is opened as a whole is one thing to do, however many rows stand in it."""
        lists = {"gap": min(self.counts.get("gap", 0), 1), "pending": len(self.pending)}
        return sum(lists.get(one, count) for one, count in self.counts.items() if group in ("", one))

    @property
    def total(self) -> int:
        """全部项数."""
        return self.things()


def due_parcels(today: date) -> QuerySet[Parcel]:
    """逾期和一周内到期的宗地 that are not written off, earliest first."""
    return Parcel.objects.open().filter(deadline_on__lte=today + SOON).order_by("deadline_on", "id")


def own_open(actor: Actor) -> QuerySet[Disposal]:
    """我登记的、还在我手里的处置 (退回、草稿、撤回), with the papers that are there."""
    papers = Prefetch("evidence", queryset=Evidence.objects.filter(voided_at=None), to_attr="valid_papers")
    return (disposal_rows().filter(created_by_id=actor.user_id, state__in=WITH_AUTHOR).prefetch_related(papers)
            .order_by("parcel__deadline_on", "id"))


def tally_of(actor: Actor, now: datetime, week: DeskWeek | None) -> Tally:
    """数目 of this person's post, up to 999 of each, in one statement; `week` is what the weekly report has for it."""
    weekly = weekly_count(week, actor, now)
    is_late = weekly > 0 and week is not None and bool(week.waiting)
    groups, pending, question = _question(actor.at(ip="", request_id=""), current_regions(), local(now).date())
    found = question.answers()
    counts = dict(zip(groups, (one.count for one in found), strict=False))
    overdue = counts.pop(OVERDUE, 0)
    first = {"week": weekly} if may_draft_disposal(actor) else {"freeze": weekly} if may_freeze_week(actor) else {}
    tally = Tally(first | counts, is_late or overdue > 0, pending_of(dict(zip(pending, found[len(groups):], strict=True))))
    if tally.pending:
        tally.counts["pending"] = sum(one.count for one in tally.pending)
    return tally


@lru_cache(maxsize=256)
def _question(actor: Actor, regions: frozenset[int] | None, today: date) -> tuple[tuple[str, ...], tuple[str, ...], Question]:
    """What is counted for a post in this territory on this day: (groups, other decisions, the statement for all of them). Only its text is kept,
    since to write it takes longer than to count."""
    groups, pending = _groups(actor, today), pending_parts(actor)
    return tuple(groups), tuple(pending), Question([*((rows, "") for rows in groups.values()), *pending.values()])


def _groups(actor: Actor, today: date) -> dict[str, QuerySet]:
    """各组 that wait for this person's post, in the order in which they are shown."""
    if may_draft_disposal(actor):
        mine = Disposal.objects.filter(created_by_id=actor.user_id)
        return {OVERDUE: Parcel.objects.overdue(today), "due": due_parcels(today), **{state.value: mine.filter(state=state) for state in WITH_AUTHOR},
                "plan": plans_for(actor), "gap": Parcel.objects.open().filter(elements__lt=5)}
    found = {}
    if may_correct(actor):
        found["decide"] = decisions_for(actor)
    if (desk := desk_of(actor)) in TURN:
        found["verify" if desk == "county_reviewer" else "accept"] = waiting_for(actor)
    if may_approve_plan(actor):
        found["plan"] = plans_for(actor)
    if may_accept(actor):
        found["write_off"] = ready_to_write_off()
    return found


@dataclass(frozen=True)
class Gaps:
    """缺项: how many parcels lack which element, and their area (亩)."""

    count: int
    area: Decimal
    missing: list[tuple[str, int]]


def gaps_of() -> Gaps:
    """缺项清单 of the open territory, by element."""
    basics = (Q(name="") | Q(location="") | Q(kind=Kind.IDLE, idle_source="") | Q(kind=Kind.INEFFICIENT, inefficient_type=""))
    tests = {"地块基本信息": basics, "形成原因": Q(cause=""), "处置措施": Q(planned_measure=""), "完成时限": Q(deadline_on=None),
             "责任单位": Q(lead_unit="")}
    found = Parcel.objects.with_gaps().open().aggregate(
        n=Count("id"), a=Sum("area"), **{f"m{i}": Count("id", filter=q) for i, q in enumerate(tests.values())})
    missing = [(name, found[f"m{i}"]) for i, name in enumerate(tests) if found[f"m{i}"]]
    return Gaps(found["n"], found["a"] or Decimal(0), missing)


@dataclass(frozen=True)
class Waiting:
    """在途的一步: 笔数, 面积 (亩), the oldest one's instant."""

    state: str
    count: int
    area: Decimal
    since: object


def in_transit_steps() -> list[Waiting]:
    """在途 of the open territory by step, the earlier step first."""
    rows = (Disposal.objects.filter(state__in=IN_TRANSIT, disposes=True).order_by().values("state")
            .annotate(n=Count("*"), a=Sum("area"), submitted=Min("submitted_at"), verified=Min("verified_at")))
    found = {row["state"]: row for row in rows}
    steps = ((DisposalState.SUBMITTED, "submitted"), (DisposalState.VERIFIED, "verified"))
    return [Waiting(state.value, row["n"], row["a"], row[name]) for state, name in steps if (row := found.get(state.value))]


def in_transit_by_kind() -> dict[str, Decimal]:
    """在途面积 by kind of land (亩) of the open territory."""
    rows = Disposal.objects.filter(state__in=IN_TRANSIT, disposes=True).order_by().values_list("kind").annotate(a=Sum("area"))
    return dict(rows)


def in_transit_rows(*, kinds: tuple[str, ...] = (), state: str = "", slow_at: datetime | None = None) -> QuerySet[Disposal]:
    """在途明细: the disposals that add up to the figures above; `slow_at`: only those that wait too long at that instant."""
    rows = disposal_rows().filter(state__in=[state] if state in IN_TRANSIT else IN_TRANSIT, disposes=True)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return rows.filter(_held(slow_at)) if slow_at else rows


def _held(now: datetime) -> Q:
    """Submitted or verified, and longer so than is usual."""
    return (Q(state=DisposalState.SUBMITTED, submitted_at__lt=now - PATIENCE)
            | Q(state=DisposalState.VERIFIED, verified_at__lt=now - PATIENCE))


def in_transit_sum(rows: QuerySet[Disposal]) -> dict:
    """笔数与面积 (亩) of the list."""
    return rows.order_by().aggregate(count=Count("*"), area=Sum("area"))


def stalled(now: datetime) -> dict[str, int]:
    """待审核、待验收 beyond the usual days, by state."""
    return dict(Disposal.objects.filter(_held(now), disposes=True).order_by().values_list("state").annotate(n=Count("*")))
