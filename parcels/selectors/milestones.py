"""查倒排: the steps of a region, the milestones of a parcel, and the board of parcels by step, column by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.vocabulary import Word, deadline_word

from ..choices import SUCCEEDED, ParcelStatus
from ..models import Parcel, ParcelMilestone, StepSetting
from ..policies import may_keep_milestones
from ..rules.milestones import DONE, Step, steps_in

PAGE = 20
NONE = "none"
CLOSED = sorted({ParcelStatus.WRITTEN_OFF, *SUCCEEDED})


def setting_of(region) -> StepSetting | None:
    """倒排设置 of a region: the nearest one upward."""
    codes = region.path.strip("/").split("/")
    found = StepSetting.objects.filter(region__code__in=codes).select_related("region")
    return max(found, key=lambda row: codes.index(row.region.code), default=None)


def steps_for(region) -> list[Step]:
    """节点 of a region."""
    setting = setting_of(region)
    return steps_in(setting.steps if setting else None)


def without_milestones() -> QuerySet[Parcel]:
    """没有倒排的宗地 that are open, by number."""
    return Parcel.objects.open().filter(~Exists(ParcelMilestone.objects.filter(parcel=OuterRef("pk")))).order_by("id")


@dataclass(frozen=True)
class Mark:
    """一个节点 as the page shows it: how it stands against its day."""

    row: ParcelMilestone
    word: Word


def milestone_panel(parcel: Parcel, actor: Actor, today: date) -> dict:
    """倒排节点 of a parcel, and what this person may do with them."""
    rows = list(parcel.milestones.order_by("order"))
    place = next((number for number, row in enumerate(rows) if row.is_next), len(rows))
    codes = [*(row.code for row in rows), DONE]
    return {"milestones": [Mark(row, deadline_word(row.due_on, today, row.done_on)) for row in rows], "step_now": codes[place],
            "step_after": codes[place + 1] if place < len(rows) else "", "step_before": codes[place - 1] if place and rows else "",
            "late_steps": sum(1 for row in rows if not row.done_on and row.due_on < today),
            "may_step": may_keep_milestones(actor) and parcel.is_open}


@dataclass
class Card:
    """一张卡: a parcel in a column, its open milestone, and where it may go."""

    parcel: Parcel
    due_on: date | None
    before: str
    after: str


@dataclass
class Column:
    """一列: a step, how many parcels stand in it, how many are late, one page of them and the key of the next."""

    code: str
    label: str
    count: int = 0
    late: int = 0
    cards: list[Card] = field(default_factory=list)
    after: str = ""


@dataclass(frozen=True)
class Asked:
    """筛选 of the board: a county's id, kinds of land, late only; `after` is the key of a column's next page."""

    region_id: int | None = None
    kinds: tuple[str, ...] = ()
    is_late: bool = False
    column: str = ""
    after: tuple[date, int] | None = None


def board_of(steps: list[Step], asked: Asked, today: date) -> list[Column]:
    """挂图: 未倒排, then the steps in their order, then what is done but not yet written off."""
    codes = [*(step.code for step in steps), DONE]
    here = ParcelMilestone.objects.exclude(parcel__status__in=CLOSED).filter(_chosen(asked, "parcel__"))
    if asked.is_late:
        here = here.filter(is_next=True, due_on__lt=today)
    counts = {row["code"]: row for row in here.filter(is_next=True).order_by().values("code").annotate(
        n=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))}
    columns = [_without(asked)]
    for number, step in enumerate(steps):
        found, row = here.filter(is_next=True, code=step.code), counts.get(step.code, {"n": 0, "late": 0})
        columns.append(_filled(Column(step.code, step.label, row["n"], row["late"]), found, asked, codes, number))
    done = here.filter(code=steps[-1].code).exclude(done_on=None)
    columns.append(_filled(Column(DONE, "节点办完，待销号", done.count()), done, asked, codes, len(steps)))
    return columns


def _chosen(asked: Asked, prefix: str = "") -> Q:
    wanted = Q(**{f"{prefix}region_id": asked.region_id}) if asked.region_id else Q()
    return wanted & Q(**{f"{prefix}kind__in": asked.kinds}) if asked.kinds else wanted


def _filled(column: Column, rows: QuerySet, asked: Asked, codes: list[str], place: int) -> Column:
    if asked.column == column.code and asked.after:
        day, pk = asked.after
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=pk))
    found = list(rows.select_related("parcel__region").order_by("due_on", "id")[: PAGE + 1])
    column.cards = [Card(row.parcel, row.due_on, codes[place - 1] if place else "", codes[place + 1] if place + 1 < len(codes) else "")
                    for row in found[:PAGE]]
    column.after = f"{found[PAGE - 1].due_on}_{found[PAGE - 1].id}" if len(found) > PAGE else ""
    return column


def _without(asked: Asked) -> Column:
    """未倒排 (none of them can be late by a step)."""
    rows = without_milestones().filter(_chosen(asked)) if not asked.is_late else Parcel.objects.none()
    column = Column(NONE, "未倒排", rows.count())
    if asked.column == NONE and asked.after:
        rows = rows.filter(id__gt=asked.after[1])
    found = list(rows.select_related("region")[: PAGE + 1])
    column.cards = [Card(parcel, parcel.deadline_on, "", "") for parcel in found[:PAGE]]
    column.after = f"{date.min}_{found[PAGE - 1].id}" if len(found) > PAGE else ""
    return column
