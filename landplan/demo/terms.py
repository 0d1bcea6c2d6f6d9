"""演示的要件: every term that a measure asks for, filled in plainly; what one set wants otherwise stands in SPECIAL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels import services
from parcels.choices import Cause
from parcels.models import Measure, Parcel
from parcels.rules.clocks import StartFacts
from parcels.rules.findings.facts import AREA, CHOICE, DAY, FLAG, MONEY, NUMBER
from parcels.rules.terms import SETS
from parcels.rules.terms.base import DOC, PERCENT, WHOLE, Land, Term
from parcels.selectors.measures import catalogue
from parcels.selectors.terms import land_of

from .land import Plot
from .step import Step

_PLAIN = {FLAG: "yes", MONEY: "100", AREA: "1", NUMBER: "1", WHOLE: "1", PERCENT: "20"}
# set -> what its terms hold instead
SPECIAL: dict[str, dict[str, str]] = {"reserve_zmd": {"plan_year": "2021"}}


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


def term_steps(idle: list[Plot], clerk: Actor) -> Iterator[Step]:
    """限期开工 that passed without a start and 临时使用 that ends soon, as drafts: what falls due has something to show."""
    for code, cause, terms in (
            ("start_ordered", Cause.ENTERPRISE, {"order_no": "演示限开〔2021〕1号", "ordered_on": "2021-06-18", "start_by": "2021-09-15"}),
            ("temporary_use", Cause.GOVERNMENT, {
                "approval_no": "演示临用〔2021〕2号", "approved_on": "2021-06-18", "user": "演示城投公司", "use": "停车场", "starts_on": "2021-06-20",
                "ends_on": "2021-10-15"})):
        plot = next((one for one in idle if one.values["cause"] == cause), None)
        if plot:
            yield Step(clock.shanghai(2021, 6, 21, 10), f"要件{plot.no}", clerk,
                       lambda actor, plot=plot, code=code, terms=terms: _draft(plot, code, terms, actor))


def _draft(plot: Plot, code: str, terms: dict[str, str], actor: Actor) -> None:
    parcel = Parcel.objects.select_related("region").get(parcel_no=plot.no)
    measure = next(one for one in catalogue(parcel.region) if one.code == code)
    services.draft_disposal(parcel.id, actor=actor, is_demo=True, values={
        "measure_id": measure.id, "area": plot.values["area"], "area_typed": str(plot.values["area"]), "area_unit": "mu", "terms": terms})


def land_of_plot(values: dict, kind: str, price: Decimal | None, today: date) -> Land:
    """宗地的事实 of a parcel that is still to be registered."""
    start = StartFacts(agreed_on=values.get("agreed_start_on"), started_on=values.get("started_on"))
    return Land(today=today, kind=kind, cause=values["cause"], purpose=values["purpose"], area=values["area"],
                price=price / 10_000 if price is not None else None, start=start)
