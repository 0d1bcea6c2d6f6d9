"""重算一年: every week and period of a plan put together again from the dated facts, beside what was frozen. Reads only.

A frozen edition 按原报 must come out the same for ever, since facts are append-only; one 按更正后 differs only by corrections that
were recorded after it, and these are told as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from parcels.choices import Nature
from parcels.models import AreaEntry
from tasks.choices import QuotaClass
from tasks.models import Plan

from ..choices import Basis
from ..models import PeriodSnapshot, ReportSnapshot
from ..models.snapshot import Snapshot
from ..rules.period import COMBINED, PeriodRow, PeriodSheet, period_sheet_from
from ..rules.sheet import Row, Sheet, sheet_from, tells_empty
from .period_sheet import period_sheet
from .periods import Period, periods_of
from .week_sheet import sheet_of
from .weeks import Week, weeks_of

_WORDS = {"quotas": "下达任务量", "cells": "本周处置量", "cumulative": "累计处置", "amounts": "本期处置", "done": "累计处置", "system": "部系统数",
          "rates": "完成率", "ranks": "名次"}
_WEEK, _PERIOD = ("quotas", "cells", "cumulative", "rates", "ranks"), ("quotas", "amounts", "done", "system", "rates", "ranks")


@dataclass(frozen=True)
class Difference:
    """一处不同: whose figure, which one, as it was frozen and as it comes out now."""

    label: str
    what: str
    frozen: object
    rebuilt: object

    def __str__(self):
        return f"{self.label} {self.what}：定稿 {_word(self.frozen)}，重算 {_word(self.rebuilt)}"


@dataclass(frozen=True)
class Rebuilt:
    """一期 put together again; `edition` 0 = not frozen, nothing to compare. `corrected` are corrections recorded after the freeze
    that concern an edition 按更正后: its differences are owed to them."""

    one: Week | Period
    edition: int = 0
    basis: str = ""
    differences: list[Difference] = field(default_factory=list)
    corrected: int = 0

    @property
    def is_wrong(self) -> bool:
        return bool(self.differences) and not self.corrected


def rebuild_year(plan: Plan, now: datetime) -> Iterator[Rebuilt]:
    """Every week and period that has ended by `now`, in the open territory: once for each frozen edition, else once."""
    for week in weeks_of(plan):
        if week.until <= now:
            yield from _week(week, now)
    for period in periods_of(plan):
        if period.until <= now:
            yield from _period(period, now)


def _week(week: Week, now: datetime) -> Iterator[Rebuilt]:
    kept = ReportSnapshot.objects.filter(report=week.report).defer("file").order_by("edition") if week.report else []
    for edition in kept:
        sheet = sheet_of(week, edition.frozen_at, basis=edition.basis, tells_empty=tells_empty(edition.payload))
        yield _held(week, edition, differing(sheet_from(edition.payload), sheet, _WEEK))
    if not kept:
        sheet_of(week, now)
        yield Rebuilt(week)


def _period(period: Period, now: datetime) -> Iterator[Rebuilt]:
    kept = PeriodSnapshot.objects.filter(report=period.report).defer("file").order_by("edition") if period.report else []
    for edition in kept:
        sheet = period_sheet(period, edition.frozen_at, basis=edition.basis)
        yield _held(period, edition, differing(period_sheet_from(edition.payload), sheet, _PERIOD))
    if not kept:
        period_sheet(period, now)
        yield Rebuilt(period)


def _held(one: Week | Period, edition: Snapshot, found: list[Difference]) -> Rebuilt:
    later = 0
    if found and edition.basis == Basis.EFFECTIVE:
        later = AreaEntry.objects.exclude(nature=Nature.ACCEPTED).filter(recorded_at__gt=edition.frozen_at, effective_at__lte=one.until).count()
    return Rebuilt(one, edition.edition, edition.basis, found, later)


def differing(frozen: Sheet | PeriodSheet, rebuilt: Sheet | PeriodSheet, names: Iterable[str]) -> list[Difference]:
    """逐格对照 of the counties and 合计. A row that only one of them has differs as a whole."""
    then, now = _by_row(frozen), _by_row(rebuilt)
    found = [Difference(label, "整行", "有" if label in then else None, "有" if label in now else None) for label in then.keys() ^ now.keys()]
    for label in (label for label in then if label in now):
        for name in names:
            old, new = getattr(then[label], name), getattr(now[label], name)
            found += [Difference(label, f"{_WORDS[name]}（{_class(key)}）", old.get(key), new.get(key))
                      for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    return found


def _by_row(sheet: Sheet | PeriodSheet) -> dict[str, Row | PeriodRow]:
    return {row.label: row for row in (*sheet.rows, sheet.total)}


def _class(key: str) -> str:
    return "三类合并" if key == COMBINED else QuotaClass(key).label


def _word(value: object) -> str:
    return "（空）" if value is None else str(value)
