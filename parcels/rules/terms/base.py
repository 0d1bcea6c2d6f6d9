"""措施要件: what the record of a disposal by one measure must hold, when the measure is open, what follows from what was typed.

Everything here is pure: no database, no clock. A `TermSet` is chosen for a measure in the catalogue; see `SETS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.area import plain
from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up, parse_decimal
from landplan.lib.text import clean_text

from ...choices import Cause
from ..causes import cause_words
from ..documents import tidy_doc_no
from ..findings.base import Clause
from ..findings.facts import CHOICE, DAY, FACTS, FLAG, Fact
from .land import Derived, Due, Land, Paper

TEXT, DOC, WHOLE, PERCENT = "text", "doc", "whole", "percent"
TEXT_MAX = 300
Values = dict[str, object]
_UNITS = {PERCENT: "%"}


def field_of(key: str) -> str:
    """The name of a term's field in form and interface."""
    return f"terms_{key}"


def bad(key: str, sentence: str, code: str = "term_wrong") -> Refusal:
    """拒绝 beside the field of a term."""
    return Refusal(sentence, field=field_of(key), code=code)


@dataclass(frozen=True)
class Term(Fact):
    """一项要件. Kept as text, exact, like a fact; sums are in 万元, areas in 亩.

    `only` = (key of a choice, values): the term is asked for when one of them is chosen. `default` proposes a value of the parcel.
    `open_to` = which 形成原因 a choice is for; one that is not named is for all. `is_first` = even a draft must have it. `basis` = its
    own clause, where that is another than the set's.
    """

    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = True
    only: tuple[str, tuple[str, ...]] | None = None
    default: Callable[[Land], object] | None = None
    open_to: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_first: bool = False
    basis: str = ""

    @property
    def unit(self) -> str:
        return _UNITS.get(self.kind) or super().unit

    @property
    def options(self) -> list[tuple[str, str]]:
        return list(self.choices) if self.kind == CHOICE else super().options

    def read(self, text: object, *, today: date) -> object:
        """The value typed; None when nothing is. Raises Refusal beside the term's field."""
        try:
            if self.kind in (TEXT, DOC):
                return self._words(text)
            if self.kind == WHOLE and clean_text(text):
                return int(parse_decimal(clean_text(text), name=self.label, places=0, digits=6))
            return super().read(text, today=today)
        except Refusal as refusal:
            raise bad(self.key, refusal.message, refusal.code)

    def _words(self, text: object) -> str | None:
        typed = clean_text(text)
        if len(typed) > TEXT_MAX:
            raise Refusal(f"{self.label}最多 {TEXT_MAX} 字，现在 {len(typed)} 字。请删减。", code="too_long")
        return (tidy_doc_no(typed) if self.kind == DOC else typed) or None

    def text(self, value: object) -> str:
        return str(value) if type(value) is int else super().text(value)

    def shown(self, value: object) -> str:
        if value is None:
            return "未填"
        if self.kind == CHOICE:
            return dict(self.choices).get(str(value), str(value))
        if self.kind in (TEXT, DOC):
            return str(value)
        return f"{value} {self.unit}".strip() if self.kind == WHOLE else super().shown(value)

    def offered(self, cause: str) -> list[tuple[str, str]]:
        """What can be chosen for land of this cause."""
        limits = dict(self.open_to)
        return [(code, label) for code, label in self.options if code not in limits or cause in limits[code]]

    def is_asked(self, chosen: Mapping[str, object]) -> bool:
        """Asked for, given what is chosen in the terms before it?"""
        return self.only is None or chosen.get(self.only[0]) in self.only[1]


def _nothing(*_: object) -> list:
    return []


@dataclass(frozen=True)
class TermSet:
    """一组要件 of a document's section.

    `asks` are keys of the fact sheet that the conditions read; `orders` are rows of days that must not go backwards, `past`
    days that cannot lie ahead. `conditions` say in words why the measure is not open to this land (they follow the measure's
    name), `check` what contradicts the clause (drafts too), `also` what 上报 wants beyond the terms that are needed, `derived` and
    `dues` what follows. With `moves_start` an accepted record is a 补充协议: its agreement_no, signed_on, new_start_on move the clocks.
    `papers` are needed by what is chosen.
    """

    code: str
    label: str
    clause: Clause
    terms: tuple[Term, ...]
    asks: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    orders: tuple[tuple[str, ...], ...] = ()
    past: tuple[str, ...] = ()
    conditions: Callable[[Land], list[str]] = _nothing
    check: Callable[[Values, Land], list[Refusal]] = _nothing
    also: Callable[[Values, Land], list[Refusal]] = _nothing
    derived: Callable[[Values, Land], list[Derived]] = _nothing
    dues: Callable[[Values], list[Due]] = _nothing
    moves_start: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """要核实的事实, as a rule of a finding names them."""
        return self.asks

    @property
    def by_key(self) -> dict[str, Term]:
        return {term.key: term for term in self.terms}

    def asked(self, chosen: Mapping[str, object]) -> list[Term]:
        """要填的各项, given the choices made (codes, as text)."""
        return [term for term in self.terms if term.is_asked(chosen)]

    def read(self, texts: Mapping[str, object], today: date) -> tuple[Values, list[Refusal]]:
        """What was typed as values, and what cannot be read."""
        values, found = {}, []
        for term in self.asked(texts):
            try:
                value = term.read(texts.get(term.key) or "", today=today)
            except Refusal as refusal:
                found.append(refusal)
                continue
            if value is not None:
                values[term.key] = value
        return values, found

    def texts(self, values: Values) -> dict[str, str]:
        """Values as they are kept; `read` gives them back."""
        return {term.key: term.text(values[term.key]) for term in self.terms if term.key in values}

    def shown(self, values: Values) -> list[tuple[str, str]]:
        """各项 as a person reads them; what is optional and blank is left out."""
        return [(term.label, term.shown(values.get(term.key))) for term in self.asked(self.texts(values))
                if term.is_needed or term.key in values]

    def faults(self, values: Values, land: Land) -> list[Refusal]:
        """所填与条款不合的."""
        known = self.by_key
        found = [bad(term.key, f"{term.label}没有填。{self.label}先要有它，草稿也一样（{term.basis or self.clause}）。请补填。", "missing")
                 for term in self.asked(self.texts(values)) if term.is_first and term.key not in values]
        found += [bad(key, f"{known[key].label} {values[key]} 晚于今天 {land.today}。请写实际日期；还没发生的，先空着。", "day_future")
                 for key in self.past if key in values and values[key] > land.today]
        for order in self.orders:
            there = [key for key in order if key in values]
            found += [bad(after, f"{known[after].label} {values[after]} 早于{known[before].label} {values[before]}（{self.clause}）。"
                          "先后颠倒，请核对这两个日期。", "day_order")
                      for before, after in zip(there, there[1:], strict=False) if values[after] < values[before]]
        for term in self.terms:
            offered = dict(term.offered(land.cause)) if term.open_to else {}
            if term.open_to and term.key in values and values[term.key] not in offered:
                found.append(self._closed(term, str(values[term.key]), land.cause, offered))
        return found + self.check(values, land)

    def _closed(self, term: Term, code: str, cause: str, offered: dict[str, str]) -> Refusal:
        causes = cause_words(dict(term.open_to)[code])
        now = Cause(cause).label if cause else "未填"
        return bad(term.key, f"{term.label}“{term.shown(code)}”只用于{causes}造成的（{self.clause}），本宗形成原因是{now}。"
                             f"可选：{'、'.join(offered.values()) or '没有'}；原因不对的，先改宗地的形成原因。", "choice_closed")

    def papers_by(self, chosen: Mapping[str, object]) -> list[dict[str, str]]:
        """按所选须有的佐证 ({code, label}), given the choices made."""
        return [paper.told for paper in self.papers if paper.is_needed(chosen)]

    def ways(self, cause: str) -> list[str]:
        """方式 open to land of this cause, as the list of measures names them."""
        return [label for term in self.terms if term.open_to for _, label in term.offered(cause)]

    def missing(self, values: Values, land: Land) -> list[Refusal]:
        """上报还缺的."""
        return [bad(term.key, f"{term.label}没有填。{self.label}要有它才能上报（{term.basis or self.clause}）。请补填；现在没有的，先存草稿。",
                    "missing")
                for term in self.asked(self.texts(values))
                if term.is_needed and not term.is_first and term.key not in values] + self.also(values, land)


# --- what conditions and checks are made of -------------------------------------------------------------------------------------


def lacks(*keys: str) -> list[str]:
    """要先核实的事实 as a condition that is not met."""
    return [f"要先核实：{'、'.join(FACTS[key].label for key in keys)}，本宗没有填。请在“核实事实”里补填"] if keys else []


def wan_text(wan: Decimal) -> str:
    """万元, at least two decimals, as many as there are."""
    shown = half_up(wan, 2)
    return f"{shown if shown == wan else plain(wan)} 万元"


def must_be_yes(values: Values, key: str, label: str, basis: str) -> list[Refusal]:
    """一项要为“是”的."""
    if values.get(key) is not False:
        return []
    return [bad(key, f"“{label}”填的是否，这条措施只用于{label}的（{basis}）。情况不是这样的，换一条措施。", "condition_unmet")]


def percent(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, PERCENT, hint, **more)


def whole(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, WHOLE, hint, **more)


def day(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, DAY, hint, **more)


def words(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, TEXT, hint, **more)


def paper(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, DOC, hint, **more)


def money(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, "money", hint, **more)


def flag(key: str, label: str, hint: str = "", **more) -> Term:
    return Term(key, label, FLAG, hint, **more)


def choice(key: str, label: str, choices: tuple[tuple[str, str], ...], hint: str = "", **more) -> Term:
    return Term(key, label, CHOICE, hint, choices=choices, **more)
