"""查期限: the clocks of a parcel with how each was reached, its stops and agreements."""

from __future__ import annotations

from datetime import date

from landplan.lib.actors import Actor

from ..choices import Kind, ParcelStatus
from ..models import Parcel, Supply
from ..policies import may_keep_cases
from ..rules.clocks import StartFacts, clocks_of, idle_days
from .findings import latest_sheet, values_of
from .stops import agreements_of, stops_of


def start_facts(parcel: Parcel, today: date, supplies: list[Supply]) -> StartFacts:
    """期限所依的事实; `supplies` are those in force, oldest first."""
    sheet = values_of(latest_sheet(parcel), today)
    return StartFacts(parcel.agreed_start_on, sheet.get("delivered_on"), supplies[0].supplied_on if supplies else None, parcel.started_on,
                      sheet.get("stopped_on"), agreements_of(parcel), stops_of(parcel))


def clock_panel(parcel: Parcel, supplies: list[Supply], actor: Actor, today: date) -> dict:
    """期限 as the page of a parcel shows them; nothing for land that nobody has to begin building on."""
    facts = start_facts(parcel, today, supplies)
    concerned = parcel.kind == Kind.IDLE or any((facts.agreed_on, facts.delivered_on, facts.agreements, facts.stops))
    lines = [(clock, clock.distance(today)) for clock in clocks_of(facts, today)] if concerned else []
    return {"clocks": lines, "idle_days": idle_days(facts, today) if concerned else None, "is_paused": any(s.until_on is None for s in facts.stops),
            "may_keep_clocks": may_keep_cases(actor) and parcel.status != ParcelStatus.WRITTEN_OFF}
