"""查会议:府院联席 and 会商 with their items, and the items that concern a case."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from ..models import Lawsuit, Meeting, MeetingItem, Parcel

SHOWN = 200


def meeting_rows(kind: str = "") -> QuerySet[Meeting]:
    """会议, the latest first, with how many items each has and how many of them are not done."""
    rows = Meeting.objects.select_related("region", "entered_by").annotate(
        item_count=Count("items"), open_count=Count("items", filter=Q(items__done_on=None)))
    rows = rows.order_by("-held_on", "-id")  # counting drops the model's order
    return rows.filter(kind=kind) if kind else rows


def items_of(meeting: Meeting) -> QuerySet[MeetingItem]:
    """一次会议的议题."""
    return meeting.items.select_related("region", "lawsuit__parcel", "parcel", "project").order_by("id")


def handed_over(region_id: int | None) -> QuerySet[MeetingItem]:
    """上级会议交办给本县区的议题, those that are not done first."""
    rows = MeetingItem.objects.filter(region_id=region_id).exclude(meeting__region_id=F("region_id"))
    return rows.select_related("meeting__region").order_by(F("done_on").asc(nulls_first=True), "due_on", "id")


def items_of_case(lawsuit: Lawsuit) -> QuerySet[MeetingItem]:
    """一件案件的府院联席议题, the latest meeting first."""
    return lawsuit.meeting_items.select_related("meeting").order_by("-meeting__held_on", "-id")


def case_choices(region_id: int) -> list[tuple[int, str]]:
    """可选的案件 of a county."""
    return [(row.id, str(row)) for row in Lawsuit.objects.filter(region_id=region_id).select_related("parcel")[:500]]


def parcel_of_no(region_id: int, parcel_no: str) -> Parcel | None:
    """宗地 of a county by its number."""
    return Parcel.objects.filter(region_id=region_id, parcel_no=parcel_no).first() if parcel_no else None
