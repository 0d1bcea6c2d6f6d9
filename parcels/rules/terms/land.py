"""宗地的事实 that the sets read, and what a set gives back. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..clocks import StartFacts


@dataclass(frozen=True)
class Land:
    """宗地的事实 that decide which measures are open and what they cost.

    `price` is what its supplies cost, in 万元; `start` what its clocks run on; `sheet` the facts of the last 核实; `finding` the type of
    the finding that stands, `filing_no` its filing with the province. `case_kinds` are the kinds of its open lawsuits; `has_force` and
    `has_claims` say whether every seized or mortgaged one has its task force and its table of debts.
    """

    today: date
    kind: str = ""
    cause: str = ""
    purpose: str = ""
    park: str = ""
    used_type: str = ""
    area: Decimal = Decimal(0)
    price: Decimal | None = None
    start: StartFacts = StartFacts()
    approval_no: str = ""
    approved_on: date | None = None
    expropriated_on: date | None = None
    finding: str = ""
    filing_no: str = ""
    case_kinds: tuple[str, ...] = ()
    has_force: bool = False
    has_claims: bool = False
    sheet: Mapping[str, object] = field(default_factory=dict)

    @property
    def started_on(self) -> date | None:
        return self.start.started_on


@dataclass(frozen=True)
class Derived:
    """由所填算出的一项, with how it was reached and on what basis."""

    label: str
    value: str
    how: str
    basis: str = ""


@dataclass(frozen=True)
class Due:
    """到期事项 that a record brings with it. `met_on` is the day on which it was met by what the record itself says."""

    key: str
    label: str
    due_on: date
    next_step: str
    met_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """按所选须有的佐证: needed beside those of the measure when one of the values is chosen; `only` like that of a term."""

    code: str
    label: str
    only: tuple[str, tuple[str, ...]]

    def is_needed(self, chosen: Mapping[str, object]) -> bool:
        return chosen.get(self.only[0]) in self.only[1]

    @property
    def told(self) -> dict[str, str]:
        """As a measure keeps its papers."""
        return {"code": self.code, "label": self.label}
