"""查要件: what a parcel's land tells the sets of terms, what a disposal's terms say, and what falls due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from landplan.lib import clock

from ..choices import DisposalState
from ..models import Disposal, DisposalDue, Measure, Parcel
from ..rules.terms import SETS, Land, TermSet
from ..rules.terms.base import Derived, Values
from .clocks import start_facts
from .findings import latest_sheet, values_of


def land_of(parcel: Parcel, today: date | None = None) -> Land:
    """宗地的事实, in a few statements: its supplies, its clocks, its last 核实."""
    today = today or clock.today()
    supplies = list(parcel.supplies.filter(voided_at=None))
    prices = [supply.price for supply in supplies]
    price = sum(prices, Decimal(0)) / 10_000 if prices and None not in prices else None
    return Land(today=today, kind=parcel.kind, cause=parcel.cause, purpose=parcel.purpose, park=parcel.park, area=parcel.area, price=price,
                start=start_facts(parcel, today, supplies), sheet=values_of(latest_sheet(parcel), today))


def sets_asking(measures: list[Measure], kind: str) -> list[TermSet]:
    """要核实事实的要件 of the measures for a kind of land, each once."""
    codes = dict.fromkeys(m.terms for m in measures if kind in m.kinds and m.terms in SETS)
    return [SETS[code] for code in codes if SETS[code].asks]


def read_kept(term_set: TermSet | None, texts: dict) -> Values:
    """所存的要件 as values; a text that a newer set no longer reads is left out."""
    return term_set.read(texts, clock.today())[0] if term_set else {}


def told_terms(code: str, texts: dict) -> list[tuple[str, str]]:
    """要件 as (name, words)."""
    term_set = SETS.get(code)
    return term_set.shown(read_kept(term_set, texts)) if term_set else []


@dataclass(frozen=True)
class Sheet:
    """一笔处置的要件 as its page shows them."""

    term_set: TermSet
    rows: list[tuple[str, str]]
    derived: list[Derived]
    dues: list[DisposalDue]


def terms_sheet(disposal: Disposal) -> Sheet | None:
    """要件, 算出的各项, 到期事项 of a disposal; None when its measure asks for nothing."""
    term_set = SETS.get(disposal.term_set)
    if term_set is None:
        return None
    values = read_kept(term_set, disposal.terms)
    dues = [due for due in disposal.dues.select_related("closed_by") if due.due_on]
    return Sheet(term_set, term_set.shown(values), term_set.derived(values, land_of(disposal.parcel)), dues)


def open_dues() -> QuerySet[DisposalDue]:
    """还没有办的到期事项 in the open territory, the earliest first."""
    return (DisposalDue.objects.filter(met_on=None, closed_at=None, due_on__isnull=False).exclude(disposal__state=DisposalState.VOIDED)
            .select_related("region", "parcel", "disposal__measure").order_by("due_on", "id"))


def dues_within(show: str, today: date, days: int, region_id: int | None = None) -> QuerySet[DisposalDue]:
    """到期提醒: `late` (its day is over), `soon` (within `days`), else all that are open."""
    rows = open_dues().filter(region_id=region_id) if region_id else open_dues()
    if show == "late":
        return rows.filter(due_on__lt=today)
    return rows.filter(due_on__lte=today + timedelta(days=days)) if show == "soon" else rows
