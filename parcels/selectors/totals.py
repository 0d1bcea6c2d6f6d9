"""查累计: do the running totals equal the entries they are made of?"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import Lead

from landplan.lib.weeks import WEEK

from ..models import AreaEntry, AreaMark, AreaRunning, AreaWeek
from .above import differing_above

_KEY = ("region_id", "kind", "idle_source")


def differing_buckets() -> list[tuple]:
    """与明细不符的累计: buckets whose running total, weekly rows or kept instants differ from the sum of their entries, and those of the regions
    above (without a source) that differ from the sum of their counties."""
    return sorted(differing_counties().union((region_id, kind, "") for region_id, kind in differing_above()))


def differing_counties() -> set[tuple]:
    """The same of the counties alone."""
    truth = {tuple(r[k] for k in _KEY): (r["a"], r["c"])
             for r in AreaEntry.objects.order_by().values(*_KEY).annotate(a=Sum("area"), c=Count("id"))}
    running = {tuple(r[k] for k in _KEY): (r["area"], r["count"]) for r in AreaRunning.objects.values(*_KEY, "area", "count")}
    weekly = {tuple(r[k] for k in _KEY): (r["a"], r["c"])
              for r in AreaWeek.objects.order_by().values(*_KEY).annotate(a=Sum("area"), c=Sum("count"))}
    nothing = (Decimal(0), 0)
    every = set(truth) | set(running) | set(weekly)
    return _broken_weeks().union(_broken_marks(), (b for b in every
                                 if not truth.get(b, nothing) == running.get(b, nothing) == weekly.get(b, nothing)))


def _broken_marks() -> set[tuple]:
    """Buckets that amounted to something else at a kept instant."""
    found: set[tuple] = set()
    for at in AreaMark.objects.order_by().values_list("at", flat=True).distinct():
        truth = set(AreaEntry.objects.filter(recorded_at__lte=at).order_by().values_list(*_KEY).annotate(Sum("area"), Count("id")))
        kept = set(AreaMark.objects.filter(at=at).values_list(*_KEY, "area", "count"))
        found.update(row[:3] for row in truth ^ kept if row[3:] != (Decimal(0), 0))
    return found


def _broken_weeks() -> set[tuple]:
    """Buckets with a weekly row whose total is not the sum up to it, or that names another row than its next
    or says wrongly whether it lasts beyond its week."""
    over = {"partition_by": ["region_id", "kind", "idle_source"], "order_by": ["closes_at"]}
    found = AreaWeek.objects.order_by().annotate(
        summed=Window(Sum("area"), **over), counted=Window(Sum("count"), **over), follows=Window(Lead("closes_at"), **over))
    wrong = (~Q(summed=F("total_area")) | ~Q(counted=F("total_count")) | Q(follows=None, next_closes_at__isnull=False)
             | Q(follows__isnull=False, next_closes_at=None) | ~Q(follows=F("next_closes_at"))
             | Q(is_lasting=False) & (Q(follows=None) | Q(follows__gt=F("closes_at") + WEEK))
             | Q(is_lasting=True, follows__lte=F("closes_at") + WEEK))
    return set(found.filter(wrong).values_list("region_id", "kind", "idle_source"))
