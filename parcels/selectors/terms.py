"""查要件: what a parcel's land tells the sets of terms, what a disposal's terms say, and what falls due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from landplan.lib import clock

from ..choices import DisposalState
from ..models import Disposal, DisposalDue, Measure, Parcel
from ..rules.lawsuits import OPENS
from ..rules.terms import SETS, Land, TermSet
from ..rules.terms.base import Derived, Values
from .clocks import start_facts
from .findings import latest_sheet, values_of

_OWN = ("kind", "cause", "purpose", "park", "used_type", "area", "expropriated_on")


def land_of(parcel: Parcel, today: date | None = None) -> Land:
    """宗地的事实, in a fixed number of statements: its supplies, clocks, last 核实, approval, standing finding, open cases."""
    today = today or clock.today()
    supplies = list(parcel.supplies.filter(voided_at=None))
    prices = [supply.price for supply in supplies]
    price = sum(prices, Decimal(0)) / 10_000 if prices and None not in prices else None
    finding = parcel.findings.filter(kind=parcel.kind).standing().first()
    return Land(today=today, price=price, start=start_facts(parcel, today, supplies), sheet=values_of(latest_sheet(parcel), today),
                **{name: getattr(parcel, name) for name in _OWN},
                approval_no=parcel.batch.approval_no if parcel.batch else "", approved_on=parcel.batch.approved_on if parcel.batch else None,
                finding=finding.type_code if finding else "", filing_no=finding.filing_no if finding else "", **_cases(parcel))


def _cases(parcel: Parcel) -> dict:
    """涉法涉诉: the kinds of the open cases; are the seized and mortgaged ones provided with task force and table of debts?"""
    rows = list(parcel.lawsuits.all().open().annotate(claims_left=Count("claims", filter=Q(claims__voided_at=None)))
                .values_list("kind", "force_lead", "claims_left"))
    held = [row for row in rows if row[0] in OPENS]
    return {"case_kinds": tuple(sorted({kind for kind, _, _ in rows})), "has_force": bool(held) and all(lead for _, lead, _ in held),
            "has_claims": bool(held) and all(claims for _, _, claims in held)}


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
