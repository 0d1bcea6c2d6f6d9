"""查队列: disposals of a territory by state, what waits for this person, parcels that can be written off."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.codes import prefix_range
from landplan.lib.pages import Page, page_by_instant
from units.policies import desk_of

from ..choices import DisposalState, ParcelStatus
from ..models import Disposal, Parcel
from .disposal import disposal_rows

PAGE, FEW = 50, 1000
# whose turn it is in which state
TURN = {"county_reviewer": DisposalState.SUBMITTED, "acceptance_group": DisposalState.VERIFIED}


def filter_disposals(*, state: str = "", q: str = "", region_id: int | None = None,
                     author_id: int | None = None, use: str = "") -> QuerySet[Disposal]:
    """处置 of the open territory; `q` is a document number or the beginning of a parcel number; `use`: what counts and brings the land into
    use (`yes`) or not (`no`)."""
    rows = disposal_rows()
    if state:
        rows = rows.filter(state=state)
    if region_id:
        rows = rows.filter(region_id=region_id)
    if use:
        rows = rows.filter(disposes=True, measure__brings_into_use=use == "yes")
    if author_id:
        rows = rows.filter(created_by_id=author_id)
    return rows.filter(_text(q)) if q else rows


def _text(text: str) -> Q:
    """编号开头 when there is such a parcel, else words of the document number or the parcel's name."""
    first, until = prefix_range(text)
    numbered = Parcel.objects.filter(parcel_no__gte=first, parcel_no__lt=until)
    if text.isascii() and numbered.exists():
        return Q(parcel__in=numbered)
    named = list(Parcel.objects.filter(name__has=text).order_by().values_list("id", flat=True)[: FEW + 1])
    if len(named) > FEW:
        return Q(doc_no__has=text) | Q(parcel__name__has=text)
    return Q(doc_no__has=text) | Q(parcel_id__among=named) if named else Q(doc_no__has=text)


def accepted_sum(rows: QuerySet[Disposal]) -> dict:
    """已验收的 of these: how many (n), and the area that counts (a)."""
    return rows.filter(state=DisposalState.ACCEPTED).order_by().aggregate(n=Count("id"), a=Sum("accepted_area"))


def page_of(rows: QuerySet[Disposal], *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """按最近办理翻页, newest first."""
    return page_by_instant(rows, "updated_at", after=after, before=before, size=size)


def waiting_for(actor: Actor) -> QuerySet[Disposal]:
    """等我办的处置, oldest first: never one's own, never one that the acceptor verified himself."""
    state = TURN.get(desk_of(actor))
    if state is None:
        return disposal_rows().none()
    others = ~Q(created_by_id=actor.user_id)
    if state == DisposalState.VERIFIED:
        others &= ~Q(verified_by_id=actor.user_id)
    return disposal_rows().filter(others, state=state).order_by("updated_at", "id")


def own_waiting(actor: Actor) -> int:
    """轮到本岗位、但由本人经手而须交他人办的笔数."""
    state = TURN.get(desk_of(actor))
    if state is None:
        return 0
    mine = Q(created_by_id=actor.user_id)
    if state == DisposalState.VERIFIED:
        mine |= Q(verified_by_id=actor.user_id)
    return Disposal.objects.filter(mine, state=state).count()


def waiting_sum(actor: Actor) -> dict:
    """等我办的笔数与面积 (亩)."""
    return waiting_for(actor).order_by().aggregate(count=Count("*"), area=Sum("area"))


def ready_to_write_off() -> QuerySet[Parcel]:
    """可销号的宗地: everything is accepted, nothing is under way."""
    return (Parcel.objects.filter(status__in=[ParcelStatus.PARTIAL, ParcelStatus.RELISTED], in_transit_area=0,
                                  area=F("accepted_area"))
            .select_related("region").order_by("updated_at", "id"))


def find_parcels(text: str, limit: int = 20) -> list[Parcel]:
    """按编号、名称找宗地 that can still be disposed of; an exact number comes alone."""
    rows = Parcel.objects.open().select_related("region").order_by("parcel_no", "id")
    first, until = prefix_range(text)
    numbered = rows.filter(parcel_no__gte=first, parcel_no__lt=until)
    return list(rows.filter(parcel_no=text)) or list(numbered[:limit]) or list(rows.filter(name__has=text)[:limit])
