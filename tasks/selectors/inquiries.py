"""查政策咨询: one's own questions, those that wait too long, general answers."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.weeks import end_of_day
from units.models import Region

from ..models import GeneralAnswer, Inquiry, Plan
from ..rules.inquiries import late_on


def answer_days(plan: Plan | None) -> int:
    """几天内答复: the plan's setting."""
    return int(plan.answer_days) if plan else 7


def inquiry_rows() -> QuerySet[Inquiry]:
    """咨询 in the open territory."""
    return Inquiry.objects.select_related("region", "asked_by", "edition__parcel")


def late_before(day: date, days: int) -> datetime:
    """在此以前提出、还没有答复的，`day` 这天已超期: who asked exactly so many days ago may still be answered today."""
    return end_of_day(late_on(day, -days - 1))


def open_inquiries(since: date, until: date, days: int) -> QuerySet[Inquiry]:
    """没有答复的, whose last day lies between these days."""
    rows = Inquiry.objects.filter(answered_at=None, asked_at__gte=late_before(since, days), asked_at__lt=late_before(until, days - 1))
    return rows.select_related("region")


def waited(inquiry: Inquiry, day: date) -> int:
    """等了几天."""
    return (day - local(inquiry.asked_at).date()).days


def general_answers(actor: Actor, q: str = "") -> QuerySet[GeneralAnswer]:
    """通用解答 of one's own region and of those above it."""
    rows = GeneralAnswer.objects.filter(withdrawn_at=None).select_related("region", "document", "published_by")
    if actor.regions is not None:
        own = Region.objects.filter(pk=actor.region_id).values_list("path", flat=True).first() or ""
        rows = rows.filter(region__code__in=own.strip("/").split("/"))
    return rows.filter(Q(question__icontains=q) | Q(text__icontains=q) | Q(article__icontains=q)) if q else rows
