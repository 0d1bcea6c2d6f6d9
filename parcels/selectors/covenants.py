"""查监管协议、激励、惩戒: the lists, one covenant with what hangs on it, and those of a parcel or an enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.pages import most

from ..choices import CovenantKind, CovenantState, IncentiveState
from ..models import Covenant, Enterprise, Incentive, Parcel, Recovery, Sanction
from ..policies import may_accept, may_keep_covenants
from .parks import park_of

SHOWN = 200


def covenant_rows(show: str = "", today: date | None = None) -> QuerySet[Covenant]:
    """协议清单; `due`: running and past their term, `unmet`: not met."""
    rows = Covenant.objects.select_related("parcel__region", "region", "supply").order_by("-signed_on", "-id")
    if show == "due":
        return rows.filter(state=CovenantState.RUNNING, due_on__lt=today)
    return rows.filter(state=CovenantState.UNMET) if show == "unmet" else rows


def covenant_panel(parcel: Parcel, actor: Actor) -> dict:
    """监管协议 as the page of a parcel shows them: with the covenant by which it came back to 低效."""
    rows = list(parcel.covenants.select_related("supply"))
    return {"covenants": rows, "returned_by": next((row for row in rows if row.returned_on), None),
            "may_keep_covenants": may_keep_covenants(actor)}


def signer_name_of(parcel: Parcel) -> str:
    """签订单位 as it is offered: the park's management, or the street office that has the parcel."""
    park = park_of(parcel)
    if parcel.park:
        return f"{park.name if park else parcel.park}管委会"
    return parcel.sponsor_unit if "街道" in parcel.sponsor_unit else ""


@dataclass(frozen=True)
class IncentiveLine:
    """一份申请 and what of it came back (元)."""

    row: Incentive
    recovered: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.row.to_recover is None else self.row.to_recover - self.recovered


def incentive_lines(rows: QuerySet[Incentive]) -> list[IncentiveLine]:
    """激励 with what was recovered, in two queries."""
    found = list(rows.select_related("enterprise", "parcel", "region", "finding", "covenant")[:most(SHOWN)])
    paid = dict(Recovery.objects.filter(incentive__in=[row.id for row in found]).order_by().values_list("incentive").annotate(s=Sum("amount")))
    return [IncentiveLine(row, paid.get(row.id, Decimal(0))) for row in found]


def sanctions_in_force(today: date) -> QuerySet[Sanction]:
    """正在执行的惩戒: begun, and not ended yet on this day."""
    return (Sanction.objects.filter(Q(until_on=None) | Q(until_on__gt=today), from_on__lte=today)
            .select_related("enterprise", "region", "finding__parcel").order_by("region__sort", "enterprise__name", "id"))


def firm_measures(firm: Enterprise) -> dict:
    """激励和惩戒 of an enterprise, for its page."""
    return {"incentives": incentive_lines(firm.incentives.all()), "sanctions": list(firm.sanctions.select_related("finding__parcel"))}


def open_recoveries() -> list[IncentiveLine]:
    """取消了、还没有追缴完的."""
    rows = Incentive.objects.filter(state=IncentiveState.CANCELLED).annotate(paid=Sum("recoveries__amount")).filter(
        Q(paid=None, to_recover__gt=0) | Q(paid__lt=F("to_recover"))).order_by("-applied_on", "-id")  # summing drops the model's order
    return incentive_lines(rows)


def may_return(covenant: Covenant, actor: Actor) -> bool:
    """退回低效 can be done now, by this person."""
    return may_accept(actor) and covenant.kind == CovenantKind.REDEVELOP and covenant.state == CovenantState.UNMET and not covenant.returned_on
