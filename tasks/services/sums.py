"""印发任务量的合计: what is printed of counties, kept for every region between them and the root, so that a nation's table is not added up anew
with every look."""

from __future__ import annotations

from django.db import connection, transaction

from audit.services import record
from landplan.lib.actors import Actor
from parcels.selectors.above import ABOVE

from ..choices import RowKind
from ..models import PrintedTable
from ..rules.columns import QUOTA_COLUMNS
from ..selectors.sums import differing_sums

_COLUMNS = ", ".join(f"'{name}'" for name in QUOTA_COLUMNS.values())
_KEEP = ('INSERT INTO tasks_printedsum (table_id, region_id, "column", value) '  # noqa: S608 - our own names
         'SELECT r.table_id, a.region_id, c."column", SUM(c.value) FROM tasks_printedrow r JOIN tasks_printedcell c ON c.row_id = r.id '
         f"JOIN ({ABOVE}) a ON a.county_id = r.region_id WHERE r.kind = '{RowKind.COUNTY}' AND c.\"column\" IN ({_COLUMNS}) {{of}} "
         'GROUP BY r.table_id, a.region_id, c."column" ON CONFLICT (table_id, region_id, "column") DO UPDATE SET value = excluded.value')


def keep_sums(table: PrintedTable) -> None:
    """Of a table that was just printed, in its transaction; where nothing lies above the counties but their root there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.format(of="AND r.table_id = %s"), [table.id])


@transaction.atomic
def rebuild_sums(*, actor: Actor) -> int:
    """任务量合计重建, after the regions were ordered anew or as the operator's repair; a region that lies above no counties any more keeps its
    rows, blank. Returns how many differed before; none leaves no trace."""
    wrong = differing_sums()
    if wrong:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tasks_printedsum SET value = NULL")
            cursor.execute(_KEEP.format(of=""))
        record(actor=actor, action="rebuild_sums", subject="sums", label="任务量合计重建", after={"buckets": len(wrong)})
    return len(wrong)
