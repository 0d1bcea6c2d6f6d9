"""措施要件: one module a group of measures; `SETS` is their one registry, by code. The catalogue says which measure uses which."""

from __future__ import annotations

from collections.abc import Mapping

from landplan.lib.errors import Refusal

from . import (
    idle_adjust,
    idle_back,
    idle_exchange,
    idle_fee,
    idle_fee_farmland,
    idle_luoyang,
    idle_start,
    idle_supplement,
    idle_use,
    low_ways,
    planning,
    reserve,
    supply_ways,
    used_industry,
    used_other,
)
from .base import Land, Term, TermSet

_MODULES = (idle_adjust, idle_back, idle_exchange, idle_fee, idle_fee_farmland, idle_luoyang, idle_start, idle_supplement,
            idle_use, low_ways, planning, reserve, supply_ways, used_industry, used_other)
SETS: dict[str, TermSet] = {one.code: one for module in _MODULES for one in module.SETS}


def set_choices() -> list[tuple[str, str]]:
    """可选的要件 for the form of a measure."""
    return [("", "不要求"), *((one.code, f"{one.label}（{one.clause}）") for one in SETS.values())]


def bars(code: str, land: Land) -> list[str]:
    """为什么不能用于本宗: the conditions of a set that this land does not meet."""
    return SETS[code].conditions(land) if code in SETS else []


def papers_needed(evidence: list[dict], code: str, texts: Mapping[str, object]) -> list[dict]:
    """须有的佐证: those of the measure, and those that the choices made in its terms ask for."""
    return [*evidence, *(SETS[code].papers_by(texts) if code in SETS else [])]


def unknown_terms(term_set: TermSet | None, texts: Mapping[str, object], label: str) -> list[Refusal]:
    """写了这条措施没有的要件."""
    known = term_set.by_key if term_set else {}
    found = [key for key, text in texts.items() if key not in known and text not in ("", None)]
    if not found:
        return []
    offered = "、".join(f"{key}（{term.label}）" for key, term in known.items()) or "没有"
    return [Refusal(f"“{label}”没有“{'、'.join(map(str, found))}”这样的要件。可填：{offered}。", field="terms", code="unknown_term")]


__all__ = ["SETS", "Land", "Term", "TermSet", "bars", "papers_needed", "set_choices", "unknown_terms"]
