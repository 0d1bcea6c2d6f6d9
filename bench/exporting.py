"""P9: the ledger in 25 columns as xlsx, its rows fetched on the way, against COPY of the same to csv; rows that are there already, against
XlsxWriter; its memory."""

from __future__ import annotations

import csv
import io
import tempfile
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import connection
from xlsxwriter import Workbook

from exchange.views.export_source import lists_of
from landplan.lib.flat_files import FlatList, write_xlsx
from parcels.tables import COLUMNS
from units.models import User

from .data import Bench
from .measure import Line, Timing, in_turns
from .memory import most_held

MOST, WIDE = 100_000, 25
_PLAIN = """SELECT p.parcel_no, p.name, r.name, p.kind, p.area, p.accepted_area, p.in_transit_area, p.area - p.accepted_area, p.cause,
    p.deadline_on, p.lead_unit, p.elements, p.status, p.idle_source, p.planned_measure, p.location, p.park, b.approval_no, b.approved_on,
    p.agreed_start_on, p.started_on, p.land_user, p.cadastral_code, p.supervision_no, p.updated_at
    FROM parcels_parcel p JOIN units_region r ON r.id = p.region_id LEFT JOIN parcels_approvalbatch b ON b.id = p.batch_id
    ORDER BY p.parcel_no, p.id"""


def measure(bench: Bench, rounds: int) -> list[Line]:
    """Lines of P9."""
    count = min(bench.parcels, MOST)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        ours, tenth = (partial(_ours, bench, path, most) for most in (count, count // 10))
        small, large = most_held(tenth), most_held(ours)
        found = in_turns({"ours": ours, "plain": partial(_plain, count)}, rounds=min(rounds, 9), warm=1)
        ready = _list(bench, count)
        ready.rows = list(ready.rows)
        writers = in_turns({"ours": lambda: write_xlsx(path, [ready]), "peer": lambda: _peer(path, ready)}, rounds=min(rounds, 3), warm=0)
    return [Line("P9", f"export of {count} × {WIDE} cells, fetched", found["ours"], "COPY of the same to csv", found["plain"], 10),
            Line("P9", f"{count} × {WIDE} cells written", writers["ours"], "XlsxWriter, constant memory", writers["peer"], 5, at_most=False),
            Line("P9", f"most memory while {count} rows go out (MB)", Timing((large,)), "a tenth of them (MB)", Timing((small,)), 1.2)]


def _list(bench: Bench, most: int) -> FlatList:
    """What the page gives to its export."""
    office = bench.people["office"]
    lists, _ = lists_of(f"/ledger/?cols={','.join(list(COLUMNS)[:WIDE])}", actor=office, user=User.objects.get(pk=office.user_id), limit=10**6)
    lists[0].rows = islice(lists[0].rows, most)
    return lists[0]


def _ours(bench: Bench, path: Path, most: int) -> None:
    assert write_xlsx(path, [_list(bench, most)]).count == most


def _peer(path: Path, one: FlatList) -> None:
    """The library's own careful way: one row in memory, text never worked out."""
    book = Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate([one.heads, *one.rows]):
        for place, value in enumerate(row):
            sheet.write(number, place, value, day if number and one.kinds[place] == "day" else None)
    book.close()


def _plain(most: int) -> None:
    """The least there is to do: the same columns out of the database as csv."""
    sql, lines = f"{_PLAIN} LIMIT {most}", 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
                lines = sum(bytes(piece).count(b"\n") for piece in copy)
        else:
            cursor.execute(sql)
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(cursor.fetchall())
            lines = text.getvalue().count("\n")
    assert lines == most
