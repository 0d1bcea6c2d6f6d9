"""预警的材料: what a flag is, and the facts that one night's look at a parcel rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from ..findings.base import Conclusion, Outcome, Rule
from ..findings.facts import Year

SOON = 30  # days: 「快到」; no document says how many (本系统的约定)
LONG_STOP = 180  # days after which a stop that still runs should be looked at (本系统的约定)


class Seen(NamedTuple):
    """看见一项预警: its kind, the day it is about, and what is to be told beside the day."""

    kind: str
    on: date | None = None
    detail: str = ""


@dataclass(frozen=True)
class Flag:
    """一种预警: its name, the sentence with `{on}` and `{detail}`, where it comes from, and how grave it is (bad, warn)."""

    code: str
    label: str
    words: str
    basis: str
    tone: str = "warn"

    def said(self, on: date | None, detail: str) -> str:
        """一句话."""
        return self.words.format(on=on or "", detail=detail)


class Land(NamedTuple):
    """宗地 as the flags read it; the names are those of its columns."""

    id: int
    region_id: int
    kind: str
    status: str
    cause: str
    agreed_start_on: date | None
    started_on: date | None
    agreed_finish_on: date | None
    finished_on: date | None
    deadline_on: date | None
    clock_start_on: date | None
    clock_year1_on: date | None
    clock_year2_on: date | None


class Sheet(NamedTuple):
    """核实表 as values."""

    values: dict[str, object]
    years: list[Year]


class Running(NamedTuple):
    """没有结束的停表."""

    from_on: date
    told: str


class Due(NamedTuple):
    """一个期限 and what is due."""

    on: date
    told: str


class Standing(NamedTuple):
    """有效的认定."""

    type_code: str
    doc_no: str


@dataclass
class Around:
    """宗地旁的记录 of one chunk, by parcel; a parcel that has none stands in none of them.

    `rules` are those of a county's document for a kind of land, by (region, kind).
    """

    today: date
    rules: dict[tuple[int, str], tuple[Rule, ...]] = field(default_factory=dict)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    findings: dict[tuple[int, str], Standing] = field(default_factory=dict)
    supplied: dict[int, date] = field(default_factory=dict)
    stops: dict[int, Running] = field(default_factory=dict)
    dues: dict[int, Due] = field(default_factory=dict)
    milestones: dict[int, Due] = field(default_factory=dict)
    covenants: dict[int, Due] = field(default_factory=dict)
    procedures: dict[int, Due | None] = field(default_factory=dict)
    notices: dict[int, Due] = field(default_factory=dict)
    relapsing: set[int] = field(default_factory=set)
    papers: dict[int, int] = field(default_factory=dict)
    cases: dict[int, bool] = field(default_factory=dict)  # is there an open one without a task force?

    @property
    def soon(self) -> date:
        """「快到」的最后一天."""
        return self.today + timedelta(days=SOON)

    def judged(self, land: Land) -> Iterator[tuple[Rule, Outcome]]:
        """各规则的判断 over the recorded facts. Without a sheet none: no rule holds or fails on nothing (its test says so)."""
        sheet = self.sheets.get(land.id)
        if sheet is None:
            return
        facts = {**sheet.values, "years": sheet.years, "today": self.today, "agreed_start_on": land.agreed_start_on,
                 "started_on": land.started_on, "has_idle_finding": (land.id, "idle") in self.findings}
        for rule in self.rules.get((land.region_id, land.kind), ()):
            yield rule, rule.judge(facts)


HOLDING = (Conclusion.HOLDS, Conclusion.WARNS)
