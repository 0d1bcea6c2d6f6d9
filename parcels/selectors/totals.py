"""查累计: do the running totals equal the entries they are made of?"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, Sum

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
    return sorted(b for b in every
                  if not truth.get(b, nothing) == running.get(b, nothing) == weekly.get(b, nothing))
