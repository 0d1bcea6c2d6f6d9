"""查进度: the board of a plan - quota, done, rate, rank, week and distance of every county, as of any instant.

A fixed small number of queries reads the small tables; everything is joined here in whole numbers of 10⁻⁶ 亩. Only
counties of the reader's territory are read. Ranks need everybody: a part of the plan has none here (`frozen_places`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from landplan.lib.actors import Actor
from landplan.lib.weeks import FRIDAY, WEEK, Window, closing_cutoff
from parcels.selectors.above import sum_rows_above
from parcels.selectors.as_of import RECORDED, sum_rows_at
from tasks.models import Plan
from tasks.rules.quota import class_by_kind
from tasks.selectors.done import filled_ledgers
from tasks.selectors.plans import read_paper
from tasks.selectors.targets import Goal
from units.models import Region
from units.selectors import county_rows, region_of

from ..rules.board import (
    UNRANKED,
    Column,
    Figure,
    Place,
    compared,
    needed_column,
    needed_for,
    places_of,
    summed,
)
from .board_frame import CLASSES, COMBINED, COUNTY, QUOTA_CLASSES, Frame, Quotas, frame_of, quotas_of_unit
from .frozen import frozen_places

Places = dict[str, tuple[list[Place], list[Place]]]  # class -> now and at the start of the week, by county
Cells = dict[str, tuple[list[int | None], ...]]  # class -> quota, done, done and quota at the start of the week


@dataclass(frozen=True)
class Row:
    """一行: a county, a city or province whose counties are added up (`below` of them), a subtotal (no region), or the whole plan."""

    name: str
    figures: dict[str, Figure]
    region_id: int | None = None
    code: str = ""
    group: str = ""
    below: int = 0


@dataclass(frozen=True)
class Board:
    """看板. `regions` (id, code, name, group) in printed order and `columns` by class in the same order are what the `rows` are made of;
    `total` (with the headline quotas) and `computed` (Σ of the rows' quotas) for who sees the whole plan, and for who sees several counties
    of it, those of one city or province: then `part` is that one, and `total` its own; `goals` by class, None where there is none.
    Rolled up to a `level` above the counties, `below` holds how many counties lie below each region (0 = it is one); `unit` is the city
    or province whose counties alone are shown (`total` is its own then)."""

    plan: Plan
    moment: datetime
    basis: str
    week: Window
    regions: list[tuple[int, str, str, str]]
    columns: dict[str, Column]
    groups: list[Row]
    total: Row | None
    computed: Quotas
    goals: dict[str, Goal | None]
    is_whole: bool
    table_id: int | None = None
    frozen_as_of: datetime | None = None
    level: str = COUNTY
    below: dict[int, int] = field(default_factory=dict)
    unit: Region | None = None
    part: Region | None = None

    @property
    def added(self) -> Region | None:
        """市或省 whose counties are added up in `total`, where that is not the whole plan."""
        return self.unit or self.part

    @cached_property
    def rows(self) -> list[Row]:
        """各县区 in printed order."""
        figures = {one: column.figures for one, column in self.columns.items()}
        return [Row(name, {one: found[n] for one, found in figures.items()}, region_id, code, group, self.below.get(region_id, 0))
                for n, (region_id, code, name, group) in enumerate(self.regions)]

    @property
    def region_ids(self) -> list[int]:
        return [region_id for region_id, *_ in self.regions]

    @cached_property
    def county_ids(self) -> set[int]:
        """县区 whose facts these figures are."""
        return set(self.region_ids) if self.level == COUNTY else {region_id for region_id, *_ in county_rows(self.plan.region)}

    def difference(self, quota_class: str) -> int | None:
        """印发合计减各县区之和; None when either is blank or the reader sees a part only."""
        printed = self.total.figures[quota_class].quota if self.total else None
        computed = self.computed.get(quota_class)
        return None if printed is None or computed is None else printed - computed


def board(plan: Plan, moment: datetime, basis: str = RECORDED, *, actor: Actor, level: str = COUNTY) -> Board:
    """看板 as of `moment`, inside the open territory of `actor`; for who sees the whole plan rolled up to a `level` that it offers
    (`rollup.offered_levels`)."""
    week = week_of(plan, moment)
    is_whole = actor.covers(plan.region_id)
    read_paper(plan)
    level = level if is_whole else COUNTY
    frame = frame_of(plan, moment, week.after, actor, level)
    cells = _known(frame, week, _cells(plan, week, basis, frame))
    places, held = (_ranks(cells), None) if is_whole else _frozen_ranks(plan, moment, frame)
    columns = {one: Column(*cell, needed_column(cell[0], frame.percents[one]), *places[one]) for one, cell in cells.items()}
    part = region_of(actor.region_id) if not is_whole and len(frame.regions) > 1 else None
    total = _sum_row(frame, cells, plan.region.name, frame.headline, frame.headline_before) if is_whole else \
        _part_row(plan, part, week, frame, cells) if part else None
    return Board(plan, moment, basis, week, frame.regions, columns, _groups(frame, cells) if is_whole else [], total,
                 {one: summed(cell[0]) for one, cell in cells.items()}, frame.goals, is_whole, frame.table_id, held, level, frame.below,
                 part=part)


def week_of(plan: Plan, moment: datetime) -> Window:
    """本周: from the last cut-off before `moment` to it; a moment at the cut-off belongs to the closing week."""
    weekday = plan.first_cutoff_on.weekday() if plan.first_cutoff_on else FRIDAY
    return Window(closing_cutoff(moment, weekday, plan.cutoff_time) - WEEK, moment)


def opening_moment(plan: Plan, now: datetime) -> tuple[datetime, bool]:
    """打开时看哪一刻: now; a plan that is over opens at its last period (True)."""
    cutoffs = plan.weekly_cutoffs()
    return (cutoffs[-1], True) if cutoffs and now > cutoffs[-1] else (now, False)


# --- rows -------------------------------------------------------------------------------------------


def _cells(plan: Plan, week: Window, basis: str, frame: Frame) -> Cells:
    """各县区的数 in the order of the frame, since the base date; one statement adds them up, of regions above the counties by their own weekly
    rows. Combined is the sum of the classes."""
    start, ids = plan.counts_after, frame.ids
    moments = [max(moment, start) if start else moment for moment in (week.after, week.until)]
    areas = {one: ([0] * len(ids), [0] * len(ids)) for one in QUOTA_CLASSES}  # at the end of the week, at its start
    of_kind = {kind: areas[one] for kind, one in class_by_kind(plan.counts_used_unsupplied).items() if one}
    place = dict(zip(ids, range(len(ids)), strict=True))
    above, alone = ([one for one, count in frame.below.items() if bool(count) == is_above] for is_above in (True, False))
    rows = sum_rows_above(above, alone, moments, basis, since=start) if frame.below else sum_rows_at(moments, basis, since=start)
    for region_id, kind, before, until in rows:
        if kind in of_kind and region_id in place:
            n, (done, done_before) = place[region_id], of_kind[kind]
            done[n] += until
            done_before[n] += before
    areas[COMBINED] = tuple(list(map(sum, zip(*parts, strict=True))) for parts in zip(*areas.values(), strict=True))
    return {one: (quota, *areas[one], old) for one, quota, old in zip(CLASSES, frame.quotas, frame.quotas_before, strict=True)}


def _known(frame: Frame, week: Window, cells: Cells) -> Cells:
    """Of an empty ledger nothing is known, which is not 0 (as `tasks.selectors.done.known_regions`): now, or at the start of the week. Asked only
    of those that have accepted nothing."""
    _, *both, _ = cells[COMBINED]
    ids = frame.ids
    filled = filled_ledgers([region_id for region_id, *areas in zip(ids, *both, strict=True) if not all(areas)], (week.after, week.until),
                            above=any(frame.below.values()))
    if not any(filled.values()) and None not in filled.values():  # all of them from the start of the week
        return cells
    at = {region_id: 2 if first is None else first for region_id, first in filled.items()}
    known = [[at.get(region_id, 0) <= last or any(cells[one][place][n] for one in QUOTA_CLASSES) for n, region_id in enumerate(ids)]
             for place, last in ((1, 1), (2, 0))]
    return {one: (quota, *([area if is_known else None for area, is_known in zip(areas, mine, strict=True)]
                           for areas, mine in zip((done, before), known, strict=True)), old)
            for one, (quota, done, before, old) in cells.items()}


def _sum_row(frame: Frame, cells: Cells, name: str, quotas: Quotas, old: Quotas, group: str = "") -> Row:
    return Row(name, {one: Figure(quotas[one], summed(done), summed(before), old[one], needed_for(quotas[one], frame.percents[one]))
                      for one, (_, done, before, _) in cells.items()}, group=group)


def _part_row(plan: Plan, part: Region, week: Window, frame: Frame, cells: Cells) -> Row:
    """合计 of the reader's own part of the plan: its quota as it is printed, else that of its counties."""
    quotas, old = (quotas_of_unit(plan, moment, part.id) for moment in (week.until, week.after))
    return _sum_row(frame, cells, part.name, quotas, old)


def _groups(frame: Frame, cells: Cells) -> list[Row]:
    """小计 of the printed groups: sums of their counties, unranked."""
    members: dict[str, list[int]] = defaultdict(list)
    for n, (*_, group) in enumerate(frame.regions):
        if group:
            members[group].append(n)
    found = []
    for group, inside in members.items():
        part = {one: tuple([column[n] for n in inside] for column in cell) for one, cell in cells.items()}
        quotas, old = ({one: summed(cell[at]) for one, cell in part.items()} for at in (0, 3))
        found.append(_sum_row(frame, part, f"{group}合计", quotas, old, group))
    return found


# --- ranks ------------------------------------------------------------------------------------------


def _ranks(cells: Cells) -> Places:
    """名次 of each class among all counties of the plan, now and, to compare with it, at the start of the week."""
    return {one: (places_of(zip(done, quota, strict=True)), compared(places_of(zip(before, old, strict=True))))
            for one, (quota, done, before, old) in cells.items()}


def _frozen_ranks(plan: Plan, moment: datetime, frame: Frame) -> tuple[Places, datetime | None]:
    """名次 of a county as its own last frozen weekly report says: never computed from other counties' facts."""
    inside = frame.ids
    held, now, then = frozen_places(plan, moment, set(inside)) if inside else (None, {}, {})
    return {one: tuple([found.get((region_id, one), UNRANKED) for region_id in inside] for found in (now, then)) for one in CLASSES}, held
