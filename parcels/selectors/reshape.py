"""查分割、合并: what a parcel's land became and came from, what of it would go along, what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from landplan.lib.actors import Actor

from ..choices import DisposalState, ReshapeState
from ..models import Disposal, Parcel, ParcelLineage, Reshape
from ..policies import may_approve_reshape, may_propose_reshape
from ..rules.reshape import Part

_FINISHED = (DisposalState.ACCEPTED, DisposalState.VOIDED)


def supplied_area(parcel: Parcel) -> Decimal:
    """已供应面积 (亩): its own supplies, and what was supplied before its land came to it."""
    own = parcel.supplies.filter(voided_at=None).aggregate(a=Sum("area"))["a"] or Decimal(0)
    return own + (parcel.came.aggregate(a=Sum("supplied"))["a"] or Decimal(0))


def carried_by(parcel: Parcel) -> dict[str, Decimal]:
    """随宗地走的 (亩), by the names of rules.reshape.CARRIED."""
    return {"area": parcel.area, "accepted": parcel.accepted_area, "supplied": supplied_area(parcel),
            "relapsed": parcel.relapsed_area}


def facts_to_match(parcel: Parcel) -> dict[str, str]:
    """合并要一致的, as words."""
    return {"kind": parcel.get_kind_display(), "batch": str(parcel.batch or ""), "idle_source": parcel.get_idle_source_display(),
            "inefficient_type": parcel.get_inefficient_type_display(), "used_type": parcel.get_used_type_display()}


def unfinished_of(parcel: Parcel) -> list[Disposal]:
    """没有办完的处置: neither accepted nor voided."""
    return list(parcel.disposals.exclude(state__in=_FINISHED).select_related("measure").order_by("number"))


def parcels_numbered(numbers: list[str]) -> dict[str, int]:
    """按编号找宗地 of the open territory that are 在账: number -> id."""
    return dict(Parcel.objects.current().filter(parcel_no__in=numbers).values_list("parcel_no", "id"))


def reshapes_in(state: str) -> QuerySet[Reshape]:
    """分割合并 of the open territory in one state."""
    return Reshape.objects.filter(state=state).select_related("region", "parcel", "drafted_by", "decided_by")


@dataclass(frozen=True)
class Proposal:
    """一件 that waits or came back: its parts, and all its old parcels."""

    row: Reshape
    parts: list[Part]
    sources: list[Parcel]


def lineage_panel(parcel: Parcel, actor: Actor) -> dict:
    """沿革 on the page of a parcel: what it became, what it came from (and what was left open there), what waits."""
    lines = list(ParcelLineage.objects.filter(Q(source=parcel) | Q(target=parcel)).select_related("reshape", "recorded_by", "source", "target"))
    went, came = ([line for line in lines if getattr(line, side) == parcel.id] for side in ("source_id", "target_id"))
    latest = parcel.reshape or parcel.reshapes.filter(state=ReshapeState.RETURNED).order_by("-id").first()
    shown = latest if latest and latest.state != ReshapeState.APPROVED and not parcel.is_succeeded else None
    return {"went": went, "came": came, "came_accepted": sum((line.accepted for line in came), Decimal(0)), "proposal": _told(shown),
            "may_propose_reshape": may_propose_reshape(actor) and parcel.is_open and parcel.reshape_id is None,
            "may_approve_reshape": shown is not None and shown.state == ReshapeState.PROPOSED and may_approve_reshape(actor)
            and shown.drafted_by_id != actor.user_id}


def _told(row: Reshape | None) -> Proposal | None:
    if row is None:
        return None
    return Proposal(row, [Part.read(one) for one in row.parts], list(Parcel.objects.filter(pk__in=row.sources).order_by("parcel_no")))
