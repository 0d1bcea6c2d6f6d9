"""累计: running totals kept in the same transaction as every entry; the ledger of entries stays the truth."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, Value

from audit.services import record
from landplan.lib.actors import Actor
from landplan.lib.area import AreaField, to_micro
from landplan.lib.weeks import closing_cutoff

from ..models import AreaEntry, AreaRunning, AreaWeek
from ..selectors.totals import differing_buckets

# one statement on both engines: creates the bucket or adds to it, and holds its row until the transaction ends
_UPSERT = (
    "INSERT INTO parcels_arearunning (region_id, kind, idle_source, area, count) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (region_id, kind, idle_source) DO UPDATE SET "
    "area = parcels_arearunning.area + excluded.area, count = parcels_arearunning.count + excluded.count"
)


def post_entries(entries: list[AreaEntry]) -> list[AreaEntry]:
    """入账: write the entries and move the totals of their buckets, in the caller's transaction."""
    made = AreaEntry.objects.bulk_create(entries, batch_size=500)
    sums: dict[tuple, dict] = defaultdict(lambda: defaultdict(lambda: [Decimal(0), 0]))
    for entry in made:
        cell = sums[(entry.region_id, entry.kind, entry.idle_source)][closing_cutoff(entry.recorded_at)]
        cell[0] += entry.area
        cell[1] += 1
    for bucket in sorted(sums):  # one order for everybody: no deadlock
        weeks = sums[bucket]
        _add_running(bucket, sum(c[0] for c in weeks.values()), sum(c[1] for c in weeks.values()))
        for closes_at in sorted(weeks):
            _add_week(bucket, closes_at, *weeks[closes_at])
    return made


def _add_running(bucket: tuple, area: Decimal, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [*bucket, to_micro(area), count])


def _add_week(bucket: tuple, closes_at, area: Decimal, count: int) -> None:
    """The running row is locked already, so the rows of the bucket are ours alone."""
    region_id, kind, idle_source = bucket
    more = Value(area, output_field=AreaField())
    weeks = AreaWeek.objects.filter(region_id=region_id, kind=kind, idle_source=idle_source)
    hit = weeks.filter(closes_at=closes_at).update(
        area=F("area") + more, count=F("count") + count,
        total_area=F("total_area") + more, total_count=F("total_count") + count)
    if not hit:
        before = weeks.filter(closes_at__lt=closes_at).order_by("-closes_at").first()
        after = weeks.filter(closes_at__gt=closes_at).order_by("closes_at").values_list("closes_at", flat=True).first()
        AreaWeek.objects.create(
            region_id=region_id, kind=kind, idle_source=idle_source, closes_at=closes_at, next_closes_at=after,
            area=area, count=count,
            total_area=area + (before.total_area if before else 0),
            total_count=count + (before.total_count if before else 0))
        if before:
            weeks.filter(pk=before.pk).update(next_closes_at=closes_at)
    # an entry of an earlier week (a clock set back) moves every later total too
    weeks.filter(closes_at__gt=closes_at).update(total_area=F("total_area") + more, total_count=F("total_count") + count)


def rebuild_totals(*, actor: Actor) -> int:
    """重建累计 from the entries (operator's repair). Returns how many buckets differed before."""
    with transaction.atomic():
        wrong = differing_buckets()
        for bucket in wrong:
            region_id, kind, idle_source = bucket
            mine = {"region_id": region_id, "kind": kind, "idle_source": idle_source}
            _rebuild_bucket(bucket, list(AreaEntry.objects.filter(**mine)))
        record(actor=actor, action="rebuild_totals", subject="totals", label="累计重建", after={"buckets": len(wrong)})
        return len(wrong)


def _rebuild_bucket(bucket: tuple, entries: list[AreaEntry]) -> None:
    region_id, kind, idle_source = bucket
    mine = {"region_id": region_id, "kind": kind, "idle_source": idle_source}
    AreaRunning.objects.filter(**mine).update(area=Decimal(0), count=0)
    AreaWeek.objects.filter(**mine).update(area=Decimal(0), count=0, total_area=Decimal(0), total_count=0)
    for entry in entries:
        _add_running(bucket, entry.area, 1)
        _add_week(bucket, closing_cutoff(entry.recorded_at), entry.area, 1)
