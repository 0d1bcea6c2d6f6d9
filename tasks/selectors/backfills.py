"""查信息补录: what is still to be entered, by county, against the day that the plan sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.vocabulary import Word, deadline_word
from parcels.choices import Cause
from parcels.models import Backfill, Parcel

from ..models import Duty, Plan
from .plans import counties_in

DUTY = "信息补录"


@dataclass(frozen=True)
class BackfillLine:
    """一项补录, and how it stands against its day."""

    row: Backfill
    word: Word


@dataclass(frozen=True)
class CountyLine:
    """一个县区的补录: done, not done, of these late."""

    name: str
    done: int
    left: int
    late: int


def duty_of(plan: Plan) -> Duty | None:
    """方案定的补录时限, with its source; None when the plan sets none."""
    return plan.duties.filter(title=DUTY).first()


def backfill_rows(plan: Plan, actor: Actor) -> QuerySet[Backfill]:
    """补录 of the counties of a plan that this person sees."""
    return Backfill.objects.filter(region_id__in=[county.id for county in counties_in(plan, actor)])


def backfill_lines(rows: QuerySet[Backfill], due_on: date | None, today: date, most: int) -> list[BackfillLine]:
    """逐项, the open ones first."""
    found = rows.select_related("parcel", "region", "opened_by").order_by("done_on", "region__sort", "id")
    undone = list(found.filter(done_on=None)[:most])
    shown = undone + list(found.exclude(done_on=None)[: most - len(undone)])
    return [BackfillLine(row, deadline_word(due_on, today, row.done_on)) for row in shown]


def backfill_counties(rows: QuerySet[Backfill], due_on: date | None, today: date) -> list[CountyLine]:
    """按县区: 已补录, 未补录, 逾期."""
    is_late = due_on is not None and today > due_on
    found = rows.order_by("region__sort", "region__code").values("region__name").annotate(
        done=Count("id", filter=~Q(done_on=None)), left=Count("id", filter=Q(done_on=None)))
    return [CountyLine(row["region__name"], row["done"], row["left"], row["left"] if is_late else 0) for row in found]


def unmarked(plan: Plan, actor: Actor) -> int:
    """形成原因是未及时录入、还没有登记补录的宗地."""
    return Parcel.objects.open().filter(cause=Cause.UNRECORDED, backfills=None, region_id__in=[c.id for c in counties_in(plan, actor)]).count()
