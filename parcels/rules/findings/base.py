"""规则说明自己: what every rule gives - the conclusion, its clause, the facts used, what is missing, what would flip it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .facts import FACTS

Facts = dict[str, object]


class Conclusion(StrEnum):
    """结论. 由人认定: the document prints no test, the rule only says whether the facts are there. 预警: the law's days have
    passed; whether the land is idle is found by people."""

    HOLDS = "成立"
    FAILS = "不成立"
    LACKS = "缺事实"
    OPEN = "由人认定"
    WARNS = "预警"


@dataclass(frozen=True)
class Clause:
    """条款: document number, section, and its own words."""

    document: str
    section: str
    quotation: str

    def __str__(self) -> str:
        return f"{self.document} {self.section}"


@dataclass(frozen=True)
class Check:
    """一项核对: met or not (None = facts are missing), what was found, and what would turn it."""

    is_met: bool | None
    said: str = ""
    flip: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """一次判断: `missing` are keys of facts; `failed` says which conditions are not met."""

    conclusion: Conclusion
    used: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    flips: tuple[str, ...] = ()

    @property
    def lacking(self) -> list[str]:
        """缺的事实, by name."""
        return [FACTS[key].label if key in FACTS else key for key in self.missing]


@dataclass(frozen=True)
class Rule:
    """一条规则: a type of a document, the facts that it asks for, and how it judges them."""

    code: str
    label: str
    clause: Clause
    needs: tuple[str, ...]
    judge: Callable[[Facts], Outcome]
    version: str

    def read(self, facts: Facts) -> Reading:
        return Reading(self, self.judge(facts))


@dataclass(frozen=True)
class Reading:
    """规则的判断 of one parcel."""

    rule: Rule
    outcome: Outcome

    def told(self) -> dict:
        """As a finding keeps it, in words: later rules do not change it."""
        clause, outcome = self.rule.clause, self.outcome
        return {"label": self.rule.label, "clause": str(clause), "quotation": clause.quotation, "conclusion": outcome.conclusion.value,
                "used": list(outcome.used), "flips": list(outcome.flips)}


def all_of(*checks: Check) -> Outcome:
    """各项都要满足."""
    return _outcome(checks, is_met=_every([check.is_met for check in checks]))


def any_of(*checks: Check) -> Outcome:
    """有一项即可: facts that are not entered do not matter once one is met."""
    states = [check.is_met for check in checks]
    return _outcome(checks, is_met=True if True in states else None if None in states else False)


def left_to_people(*checks: Check) -> Outcome:
    """文件没有门槛: with the facts there, people decide; a condition that is not met still fails."""
    found = all_of(*checks)
    if found.conclusion != Conclusion.HOLDS:
        return found
    return Outcome(Conclusion.OPEN, used=found.used)


def _every(states: list[bool | None]) -> bool | None:
    return False if False in states else None if None in states else True


def _outcome(checks: tuple[Check, ...], *, is_met: bool | None) -> Outcome:
    """What stands, and the turns of those checks that hold the conclusion where it is."""
    known = [check for check in checks if check.is_met is not None]
    holding = [check for check in known if check.is_met == is_met]
    conclusion = {True: Conclusion.HOLDS, False: Conclusion.FAILS, None: Conclusion.LACKS}[is_met]
    missing = dict.fromkeys(key for check in checks for key in check.missing) if is_met is None else ()
    return Outcome(conclusion, used=tuple(check.said for check in known),
                   failed=tuple(check.said for check in known if is_met is False and not check.is_met),
                   missing=tuple(missing), flips=tuple(check.flip for check in holding if check.flip))


def is_true(facts: Facts, key: str, *, flip: str = "") -> Check:
    """一项是非."""
    fact, value = FACTS[key], facts.get(key)
    if value is None:
        return Check(None, missing=(key,))
    other = "否" if value else "是"
    return Check(bool(value), f"{fact.label}：{'是' if value else '否'}", flip or f"“{fact.label}”改为“{other}”")


def is_there(facts: Facts, key: str) -> Check:
    """一项事实已填."""
    value = facts.get(key)
    return Check(None, missing=(key,)) if value is None else Check(True, f"{FACTS[key].label} {FACTS[key].shown(value)}")
