"""所存的任务量: what a table prints of each region, and of the counties below the others, put together once when it is printed."""

from __future__ import annotations

from django.db import connection, transaction

from audit.services import record
from landplan.lib.actors import Actor
from parcels.selectors.above import ABOVE

from ..choices import QuotaClass, RowKind
from ..models import PrintedTable
from ..rules.columns import CLASS_TABLES, QUOTA_COLUMNS
from ..selectors.kept_quotas import differing_quotas

_KEYS = ", ".join(f"'{key}'" for key in CLASS_TABLES)
_NAMES = ", ".join(QuotaClass.values)
_SUMS = ", ".join(f"SUM(CASE WHEN c.\"column\" = '{QUOTA_COLUMNS[one]}' THEN c.value END)" for one in QuotaClass)
_CELLS = ("tasks_printedtable t JOIN tasks_printedrow r ON r.table_id = t.id JOIN tasks_printedcell c ON c.row_id = r.id{above} "
          f"WHERE t.key IN ({_KEYS}){{of}}")
_OWN = (f"SELECT r.table_id, r.region_id, MIN(CASE WHEN r.kind <> '{RowKind.SUBTOTAL}' THEN r.sort END), {_SUMS} "  # noqa: S608 - our own names
        f"FROM {_CELLS.format(above='', of='{of}')} AND (r.kind = '{RowKind.TOTAL}' OR r.region_id IS NOT NULL) GROUP BY r.table_id, r.region_id")
_BELOW = (f"SELECT r.table_id, a.region_id, NULL, {_SUMS} "  # noqa: S608 - our own names
          f"FROM {_CELLS.format(above=f' JOIN ({ABOVE}) a ON a.county_id = r.region_id', of='{of}')} AND r.kind = '{RowKind.COUNTY}' AND NOT EXISTS "
          "(SELECT 1 FROM tasks_printedrow o WHERE o.table_id = r.table_id AND o.region_id = a.region_id) GROUP BY r.table_id, a.region_id")
_KEEP = (f"INSERT INTO tasks_printedquota (table_id, region_id, sort, {_NAMES}) {{rows}} "
         "ON CONFLICT (table_id, COALESCE(region_id, 0)) DO UPDATE SET sort = excluded.sort, "
         f"{', '.join(f'{name} = excluded.{name}' for name in QuotaClass.values)}")


def keep_quotas(table: PrintedTable) -> None:
    """Of a table that was just printed, in its transaction."""
    with connection.cursor() as cursor:
        for rows in (_OWN, _BELOW):
            cursor.execute(_KEEP.format(rows=rows.format(of=" AND t.id = %s")), [table.id])


@transaction.atomic
def rebuild_quotas(*, actor: Actor) -> int:
    """任务量重建, after the regions were ordered anew or as the operator's repair; a region that lies above no counties any more keeps its row,
    blank. Returns how many values differed before; none leaves no trace."""
    wrong = differing_quotas()
    if wrong:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE tasks_printedquota SET sort = NULL, {', '.join(f'{name} = NULL' for name in QuotaClass.values)}")  # noqa: S608 - our own names
            for rows in (_OWN, _BELOW):
                cursor.execute(_KEEP.format(rows=rows.format(of="")))
        record(actor=actor, action="rebuild_sums", subject="sums", label="所存的任务量重建", after={"buckets": len(wrong)})
    return len(wrong)
