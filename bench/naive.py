"""对照: what each figure is compared with - raw statements through the driver, and the straightforward way to write it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.db.models import Count, Sum
from rest_framework import serializers

from landplan.lib.weeks import WEEK, closing_cutoff
from parcels.models import AreaRunning, Disposal, Parcel
from tasks.choices import TableKey
from tasks.selectors.quotas import table_at
from units.models import Region

from .data import Bench

_NOW = "SELECT region_id, kind, idle_source, area, count FROM parcels_arearunning"
_AT = ("SELECT region_id, kind, idle_source, total_area, total_count FROM parcels_areaweek "
       "WHERE closes_at = %s UNION ALL SELECT region_id, kind, idle_source, total_area, total_count FROM parcels_areaweek "
       "WHERE is_lasting AND closes_at < %s AND (next_closes_at IS NULL OR next_closes_at > %s)")
_QUOTAS = ('SELECT r.region_id, c."column", c.value FROM tasks_printedrow r JOIN tasks_printedcell c ON c.row_id = r.id '
           "WHERE r.table_id = %s ORDER BY r.sort")
_REGIONS = "SELECT id, code, name, \"group\" FROM units_region WHERE level = 'county' ORDER BY sort"
_TABLES = "SELECT id, key, version, valid_from FROM tasks_printedtable WHERE plan_id = %s"
_TARGETS = "SELECT category, metric, quota_class, value, due_on, section FROM tasks_target WHERE plan_id = %s"
_BEGUN = ("SELECT r.id, (SELECT 1 FROM parcels_parcel m WHERE m.region_id = r.id AND m.registered_at <= %s LIMIT 1) "
          "FROM units_region r WHERE r.id IN ({ids})")
SCAN = "SELECT region_id, kind, idle_source, SUM(area), COUNT(*) FROM parcels_areaentry WHERE recorded_at <= %s GROUP BY 1, 2, 3"
WEEK_SCAN = ("SELECT region_id, kind, idle_source, SUM(accepted_area), COUNT(*) FROM parcels_disposal "
             "WHERE state = 'accepted' AND accepted_at > %s AND accepted_at <= %s GROUP BY 1, 2, 3")


def fetch(sql: str, *values: object) -> list[tuple]:
    """Rows of a statement by the driver itself."""
    connection.ensure_connection()
    adapt = connection.ops.adapt_datetimefield_value
    values = [adapt(value) if isinstance(value, datetime) else value for value in values]
    with connection.connection.cursor() if connection.vendor == "postgresql" else connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def asked_by(work: Callable[[], object]) -> list[tuple[str, tuple]]:
    """The questions that a work asks, as they go to the driver."""
    caught: list[tuple[str, tuple]] = []

    def catch(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "WITH")):
            caught.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(catch):
        work()
    return caught


def run(questions: list[tuple[str, tuple]]) -> None:
    """The same by the driver."""
    for sql, values in questions:
        fetch(sql, *values)


class Raw:
    """看板所依据的行: the best plan's rows - totals now, at the base and at the start of the week, quotas and regions; `all_rows`: with targets,
    the heads of the tables and, of counties that have accepted nothing, whether a parcel stands in their ledger."""

    def __init__(self, bench: Bench, moment: datetime):
        self.table, self.plan, self.moment = table_at(bench.plan, TableKey.ANNEX4, moment).id, bench.plan.id, moment
        self.cutoffs = [closing_cutoff(at) - WEEK for at in (bench.plan.base_at, moment)]
        begun = AreaRunning.objects.exclude(area=0).values("region_id")
        silent = Region.objects.counties().exclude(id__in=begun).values_list("id", flat=True)
        self.begun = _BEGUN.format(ids=", ".join(map(str, silent)) or "NULL")

    def rows(self) -> int:
        """Fetch the best plan's rows."""
        found = [fetch(_NOW), fetch(_QUOTAS, self.table), fetch(_REGIONS)]
        found += [fetch(_AT, cutoff, cutoff, cutoff) for cutoff in self.cutoffs]
        return sum(map(len, found))

    def all_rows(self) -> int:
        """Fetch all that the answer rests on."""
        more = [fetch(_TABLES, self.plan), fetch(_TARGETS, self.plan), fetch(self.begun, self.moment)]
        return self.rows() + sum(map(len, more))


def joined_rows() -> list[dict]:
    """Accepted areas by county and kind through the parcel, as an ORM query."""
    rows = Disposal.objects.filter(state="accepted").order_by()
    return list(rows.values("parcel__region__code", "parcel__region__name", "parcel__kind").annotate(done=Sum("area"), count=Count("id")))


class FigureRow(serializers.Serializer):
    """A figure of the joined rows."""

    code = serializers.CharField(source="parcel__region__code")
    name = serializers.CharField(source="parcel__region__name")
    kind = serializers.CharField(source="parcel__kind")
    done = serializers.DecimalField(max_digits=20, decimal_places=6)
    count = serializers.IntegerField()


def counted_page(offset: int, size: int = 50) -> tuple[int, list[Parcel]]:
    """A page as most people write it: COUNT of everything, then OFFSET."""
    rows = Parcel.objects.select_related("region").order_by("parcel_no", "id")
    return rows.count(), list(rows[offset:offset + size])
