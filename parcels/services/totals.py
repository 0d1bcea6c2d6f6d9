"""累计: running totals kept in the same transaction as every entry; the ledger of entries stays the truth.

One entry or ten thousand: one statement for the running totals, one for the weekly rows. The running row of a bucket is
written first and stays locked until the transaction ends, so that its weekly rows are ours alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import to_micro, to_mu
from landplan.lib.scope import everything
from landplan.lib.weeks import WEEK, closing_cutoff

from ..models import AreaEntry, AreaMark, AreaRunning, AreaWeek
from ..selectors.as_of import micro, totals_at
from ..selectors.totals import differing_buckets, differing_counties
from .above import raise_totals, rebuild_above

Bucket = tuple[int, str, str]  # region id, kind, idle source
Cell = tuple[int, int]  # 10⁻⁶ 亩, 笔数
_KEY = ("region_id", "kind", "idle_source")
_AT_ONCE = 500
_OVER = timedelta(hours=1)  # no transaction lasts so long
# one statement on both engines: creates each bucket or adds to it, and tells what it amounts to now
_RUNNING = (
    "INSERT INTO parcels_arearunning (region_id, kind, idle_source, area, count) VALUES {rows} "
    "ON CONFLICT (region_id, kind, idle_source) DO UPDATE SET "
    "area = parcels_arearunning.area + excluded.area, count = parcels_arearunning.count + excluded.count "
    "RETURNING region_id, kind, idle_source, area, count"
)
# a new week's total is what the bucket amounts to now; that of a known week grows by what is added
_WEEK = (
    "INSERT INTO parcels_areaweek (region_id, kind, idle_source, closes_at, is_lasting, area, count, total_area, total_count) VALUES {rows} "
    "ON CONFLICT (region_id, kind, idle_source, closes_at) DO UPDATE SET "
    "area = parcels_areaweek.area + excluded.area, count = parcels_areaweek.count + excluded.count, "
    "total_area = parcels_areaweek.total_area + excluded.area, total_count = parcels_areaweek.total_count + excluded.count "
    "RETURNING region_id, kind, idle_source, next_closes_at, count"
)
_LINK = (
    "UPDATE parcels_areaweek SET next_closes_at = %s, is_lasting = (closes_at < %s) WHERE next_closes_at IS NULL AND closes_at < %s "
    "AND (region_id, kind, idle_source) IN (VALUES {rows})"
)
_LATER = (
    "SELECT DISTINCT region_id, kind, idle_source FROM parcels_areaweek "
    "WHERE closes_at > %s AND (region_id, kind, idle_source) IN (VALUES {rows})"
)


_MARK = (
    "INSERT INTO parcels_areamark (region_id, kind, idle_source, at, area, count) VALUES {rows} "
    "ON CONFLICT (at, region_id, kind, idle_source) DO UPDATE SET "
    "area = parcels_areamark.area + excluded.area, count = parcels_areamark.count + excluded.count"
)


def post_entries(entries: list[AreaEntry]) -> list[AreaEntry]:
    """入账: write the entries and move the totals of their buckets, in the caller's transaction."""
    made = AreaEntry.objects.bulk_create(entries, batch_size=_AT_ONCE)
    weeks: dict[datetime, dict[Bucket, Cell]] = defaultdict(dict)
    closing: dict[datetime, datetime] = {}
    for entry in made:
        closes_at = closing.get(entry.recorded_at) or closing.setdefault(entry.recorded_at, closing_cutoff(entry.recorded_at))
        bucket = (entry.region_id, entry.kind, entry.idle_source)
        area, count = weeks[closes_at].get(bucket, (0, 0))
        weeks[closes_at][bucket] = (area + to_micro(entry.area), count + 1)
    for closes_at in sorted(weeks):
        ordered = sorted(weeks[closes_at].items())  # one order for everybody: no deadlock
        for start in range(0, len(ordered), _AT_ONCE):
            _add(closes_at, dict(ordered[start:start + _AT_ONCE]))
    for closes_at in sorted(weeks):  # once all counties are ours: what lies above them is shared with others
        raise_totals(closes_at, weeks[closes_at])
    if made:
        _move_marks(made)
    return made


def keep_totals_at(instant: datetime) -> None:
    """定点累计: keep what every bucket amounted to at an instant that is asked for again and again, in the caller's transaction.

    Only once it is over: nothing that is still under way may belong to it. What is recorded for it later moves it.
    """
    with everything("an instant is kept for all counties or for none"):
        if instant < clock.now() - _OVER and not AreaMark.objects.filter(at=instant).exists():
            AreaMark.objects.bulk_create([_mark(instant, bucket, cell) for bucket, cell in sorted(totals_at(instant).items())],
                                         batch_size=_AT_ONCE, ignore_conflicts=True)


def _mark(instant: datetime, bucket: Bucket, cell: Cell) -> AreaMark:
    return AreaMark(**dict(zip(_KEY, bucket, strict=True)), at=instant, area=to_mu(cell[0]), count=cell[1])


def _move_marks(entries: list[AreaEntry]) -> None:
    """Entries of an instant before a kept one (a clock set back) belong to it too."""
    earliest = min(entry.recorded_at for entry in entries)
    with connection.cursor() as cursor:  # nearly always there is none
        cursor.execute("SELECT 1 FROM parcels_areamark WHERE at >= %s LIMIT 1", [connection.ops.adapt_datetimefield_value(earliest)])
        if cursor.fetchone() is None:
            return
    cells: dict[tuple, Cell] = {}
    for at in AreaMark.unscoped.filter(at__gte=earliest).order_by().values_list("at", flat=True).distinct():
        instant = connection.ops.adapt_datetimefield_value(at)
        for entry in entries:
            if entry.recorded_at <= at:
                key = (entry.region_id, entry.kind, entry.idle_source, instant)
                area, count = cells.get(key, (0, 0))
                cells[key] = (area + to_micro(entry.area), count + 1)
    ordered = sorted(cells.items())
    for start in range(0, len(ordered), _AT_ONCE):
        _run(_MARK, [(*key, *cell) for key, cell in ordered[start:start + _AT_ONCE]])


def _add(closes_at: datetime, cells: dict[Bucket, Cell]) -> None:
    """Add the cells of one week to the running totals and to the week."""
    now = {(r, k, s): (area, count) for r, k, s, area, count in
           _run(_RUNNING, [(*bucket, *cell) for bucket, cell in cells.items()])}
    at = connection.ops.adapt_datetimefield_value(closes_at)
    rows = _run(_WEEK, [(*bucket, at, True, *cell, *now[bucket]) for bucket, cell in cells.items()])
    followed = {(r, k, s) for r, k, s, following, _ in rows if following is not None}
    for bucket in followed:  # an entry of an earlier week (a clock set back) moves every later total too
        _move_later(bucket, closes_at, cells[bucket])
    fresh = [(r, k, s) for r, k, s, following, count in rows if following is None and count == cells[r, k, s][1]]
    if fresh:
        _settle(closes_at, fresh, cells, now)


def _settle(closes_at: datetime, fresh: list[Bucket], cells: dict[Bucket, Cell], now: dict[Bucket, Cell]) -> None:
    """Chain new weekly rows to the ones before; a row between two others gets its own total."""
    at = connection.ops.adapt_datetimefield_value(closes_at)
    between = {(r, k, s) for r, k, s in _run(_LATER, fresh, at)}
    week_before = connection.ops.adapt_datetimefield_value(closes_at - WEEK)
    _run(_LINK, [bucket for bucket in fresh if bucket not in between], at, week_before, at)
    for bucket in between:
        area, count = now[bucket]
        later = _weeks(bucket).filter(closes_at__gt=closes_at)
        for more, n in later.values_list(micro("area"), "count"):
            area, count = area - more, count - n
        following = later.order_by("closes_at").values_list("closes_at", flat=True).first()
        mine = _weeks(bucket).filter(closes_at=closes_at)
        mine.update(total_area=to_mu(area), total_count=count, next_closes_at=following, is_lasting=_lasts(closes_at, following))
        for row in _weeks(bucket).filter(closes_at__lt=closes_at, next_closes_at=following):
            row.next_closes_at, row.is_lasting = closes_at, _lasts(row.closes_at, closes_at)
            row.save(update_fields=["next_closes_at", "is_lasting"])
        _move_later(bucket, closes_at, cells[bucket])


def _move_later(bucket: Bucket, closes_at: datetime, cell: Cell) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parcels_areaweek SET total_area = total_area + %s, total_count = total_count + %s "
                       "WHERE region_id = %s AND kind = %s AND idle_source = %s AND closes_at > %s",
                       [*cell, *bucket, connection.ops.adapt_datetimefield_value(closes_at)])


def _lasts(closes_at: datetime, following: datetime | None) -> bool:
    """Whether a weekly row is valid at a later cut-off than its own."""
    return following is None or following > closes_at + WEEK


def _weeks(bucket: Bucket):
    region_id, kind, idle_source = bucket
    return AreaWeek.objects.filter(region_id=region_id, kind=kind, idle_source=idle_source)


def _run(sql: str, rows: Iterable[tuple], *before: object) -> list[tuple]:
    """Perform a statement over several rows of values at once."""
    rows = list(rows)
    if not rows:
        return []
    marks = ", ".join(["(" + ", ".join(["%s"] * len(rows[0])) + ")"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(sql.format(rows=marks), [*before, *(value for row in rows for value in row)])
        return cursor.fetchall() if cursor.description else []


def rebuild_totals(*, actor: Actor) -> int:
    """重建累计 from the entries (operator's repair). Returns how many buckets differed before."""
    with transaction.atomic():
        wrong = differing_buckets()
        if wrong:
            _rebuild(differing_counties())
            rebuild_above()
        record(actor=actor, action="rebuild_totals", subject="totals", label="累计重建", after={"buckets": len(wrong)})
        return len(wrong)


def _rebuild(wrong: set[Bucket]) -> None:
    """Read the entries once; a weekly row without entries stays, with nothing of its own."""
    regions = {bucket[0] for bucket in wrong}
    weeks: dict[Bucket, dict[datetime, Cell]] = {bucket: {} for bucket in wrong}
    for *bucket, closes_at in AreaWeek.objects.filter(region__in=regions).values_list(*_KEY, "closes_at"):
        if tuple(bucket) in wrong:
            weeks[tuple(bucket)][closes_at] = (0, 0)
    entries = AreaEntry.objects.filter(region__in=regions).order_by("recorded_at", "id")
    closes_at = None
    for region_id, kind, source, area, at in entries.values_list(*_KEY, micro("area"), "recorded_at").iterator(5000):
        if (region_id, kind, source) in wrong:
            closes_at = closes_at if closes_at and closes_at - WEEK < at <= closes_at else closing_cutoff(at)
            before = weeks[region_id, kind, source].get(closes_at, (0, 0))
            weeks[region_id, kind, source][closes_at] = (before[0] + area, before[1] + 1)
    running = [_running_of(bucket, weeks[bucket].values()) for bucket in sorted(wrong)]
    AreaRunning.objects.bulk_create(running, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=list(_KEY),
                                    update_fields=["area", "count"])
    rows = sorted((row for bucket in sorted(wrong) for row in _weeks_of(bucket, weeks[bucket])),
                  key=lambda row: row.closes_at)  # the rows of a week lie together, as they do when they come week by week
    AreaWeek.objects.bulk_create(rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=[*_KEY, "closes_at"],
                                 update_fields=["next_closes_at", "is_lasting", "area", "count", "total_area", "total_count"])
    _rebuild_marks(wrong)


def _rebuild_marks(wrong: set[Bucket]) -> None:
    """Kept instants from the weekly rows, once those are right."""
    for instant in list(AreaMark.objects.order_by().values_list("at", flat=True).distinct()):
        found = totals_at(instant)
        AreaMark.objects.bulk_create([_mark(instant, bucket, found.get(bucket, (0, 0))) for bucket in sorted(wrong)], batch_size=_AT_ONCE,
                                     update_conflicts=True, unique_fields=["at", *_KEY], update_fields=["area", "count"])


def _running_of(bucket: Bucket, cells: Iterable[Cell]) -> AreaRunning:
    cells = list(cells)
    return AreaRunning(**dict(zip(_KEY, bucket, strict=True)), area=to_mu(sum(area for area, _ in cells)),
                       count=sum(count for _, count in cells))


def _weeks_of(bucket: Bucket, cells: dict[datetime, Cell]) -> list[AreaWeek]:
    found, total, number = [], 0, 0
    days = sorted(cells)
    for closes_at, following in zip(days, [*days[1:], None], strict=True):
        area, count = cells[closes_at]
        total, number = total + area, number + count
        found.append(AreaWeek(**dict(zip(_KEY, bucket, strict=True)), closes_at=closes_at, next_closes_at=following,
                              is_lasting=_lasts(closes_at, following), area=to_mu(area), count=count, total_area=to_mu(total), total_count=number))
    return found
