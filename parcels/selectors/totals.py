"""查累计: do the running totals equal the entries they are made of?"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import Lead

from ..models import AreaEntry, AreaRunning, AreaWeek


def differing_buckets() -> list[tuple]:
    """与明细不符的累计: buckets whose running total or weekly rows differ from the sum of their entries."""
    key = ("region_id", "kind", "idle_source")
    truth = {tuple(r[k] for k in key): (r["a"], r["c"])
             for r in AreaEntry.objects.order_by().values(*key).annotate(a=Sum("area"), c=Count("id"))}
    running = {tuple(r[k] for k in key): (r["area"], r["count"]) for r in AreaRunning.objects.values(*key, "area", "count")}
    weekly = {tuple(r[k] for k in key): (r["a"], r["c"])
              for r in AreaWeek.objects.order_by().values(*key).annotate(a=Sum("area"), c=Sum("count"))}
    nothing = (Decimal(0), 0)
    every = set(truth) | set(running) | set(weekly)
    return sorted(_broken_weeks().union(b for b in every
                                        if not truth.get(b, nothing) == running.get(b, nothing) == weekly.get(b, nothing)))


def _broken_weeks() -> set[tuple]:
    """Buckets with a weekly row whose total is not the sum up to it, or that names another row than its next."""
    over = {"partition_by": ["region_id", "kind", "idle_source"], "order_by": ["closes_at"]}
    found = AreaWeek.objects.order_by().annotate(
        summed=Window(Sum("area"), **over), counted=Window(Sum("count"), **over), follows=Window(Lead("closes_at"), **over))
    wrong = (~Q(summed=F("total_area")) | ~Q(counted=F("total_count")) | Q(follows=None, next_closes_at__isnull=False)
             | Q(follows__isnull=False, next_closes_at=None) | ~Q(follows=F("next_closes_at")))
    return set(found.filter(wrong).values_list("region_id", "kind", "idle_source"))
