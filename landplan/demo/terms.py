"""演示的要件: every term that a measure asks for, filled in plainly; what one set wants otherwise stands in SPECIAL."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from parcels.models import Measure, Parcel
from parcels.rules.clocks import StartFacts
from parcels.rules.findings.facts import AREA, CHOICE, DAY, FLAG, MONEY, NUMBER
from parcels.rules.terms import SETS
from parcels.rules.terms.base import DOC, PERCENT, WHOLE, Land, Term
from parcels.selectors.terms import land_of

_PLAIN = {FLAG: "yes", MONEY: "100", AREA: "1", NUMBER: "1", WHOLE: "1", PERCENT: "20"}
# set -> what its terms hold instead
SPECIAL: dict[str, dict[str, str]] = {}


def demo_terms(measure: Measure, parcel: Parcel, on: date, number: str) -> dict[str, str]:
    """要件 of a demo disposal of that day, by key."""
    term_set = SETS.get(measure.terms)
    if term_set is None:
        return {}
    land, texts = land_of(parcel), dict(SPECIAL.get(measure.terms, {}))
    for term in term_set.terms:
        if term.is_needed and term.is_asked(texts) and term.key not in texts:
            texts[term.key] = _filled(term, land, on, number)
    return texts


def _filled(term: Term, land: Land, on: date, number: str) -> str:
    proposed = term.default(land) if term.default else None
    if proposed is not None:
        return term.text(proposed)
    if term.kind == CHOICE:
        return term.offered(land.cause)[0][0]
    if term.kind == DAY:
        return on.isoformat()
    if term.kind == DOC:
        return number
    return _PLAIN.get(term.kind, f"演示{term.label}")


def land_of_plot(values: dict, kind: str, price: Decimal | None, today: date) -> Land:
    """宗地的事实 of a parcel that is still to be registered."""
    start = StartFacts(agreed_on=values.get("agreed_start_on"), started_on=values.get("started_on"))
    return Land(today=today, kind=kind, cause=values["cause"], purpose=values["purpose"], area=values["area"],
                price=price / 10_000 if price is not None else None, start=start)
