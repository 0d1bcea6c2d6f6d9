"""P9: the ledger in 25 columns as xlsx, its rows fetched on the way, against COPY of the same to csv; rows that are there already, against
XlsxWriter; its memory.

A list goes out whole, so both sides ask for the same list: of a set with more parcels than `MOST`, that of its idle land, a fifth of them. (A
list broken off at so many rows would have the server sort and hold all the others for nothing, as no export does.)
"""

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
from landplan.lib.area import MICRO
from landplan.lib.flat_files import Blocks, FlatList, write_xlsx
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
    {where} ORDER BY p.parcel_no, p.id"""


def measure(bench: Bench, rounds: int) -> list[Line]:
    """Lines of P9."""
    asked, where = ("&kind=idle", "WHERE p.kind = 'idle'") if bench.parcels > MOST else ("", "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        count = write_xlsx(path, [_list(bench, asked)]).count
        ours, tenth = (partial(_ours, bench, asked, path, most) for most in (0, count // 10))
        small, large = most_held(tenth), most_held(ours)
        found = in_turns({"ours": ours, "plain": partial(_plain, where, count)}, rounds=min(rounds, 9), warm=1)
        ready = _list(bench, asked)
        ready.rows = Blocks(list(ready.rows.columns))
        cells = [[value / MICRO if kind == "area" else value for value, kind in zip(row, ready.kinds, strict=True)] for row in ready.rows]
        writers = in_turns({"ours": lambda: write_xlsx(path, [ready]), "peer": lambda: _peer(path, ready, cells)}, rounds=min(rounds, 3), warm=0)
    return [Line("P9", f"export of {count} × {WIDE} cells, fetched", found["ours"], "COPY of the same to csv", found["plain"], 10),
            Line("P9", f"{count} × {WIDE} cells written", writers["ours"], "XlsxWriter, constant memory", writers["peer"], 5, at_most=False),
            Line("P9", f"most memory while {count} rows go out (MB)", Timing((large,)), "a tenth of them (MB)", Timing((small,)), 1.2)]


def _list(bench: Bench, asked: str) -> FlatList:
    """What the page gives to its export."""
    office = bench.people["office"]
    address = f"/ledger/?cols={','.join(list(COLUMNS)[:WIDE])}{asked}"
    lists, _ = lists_of(address, actor=office, user=User.objects.get(pk=office.user_id), limit=10**6)
    return lists[0]


def _ours(bench: Bench, asked: str, path: Path, most: int) -> None:
    made = _list(bench, asked)
    if most:
        made.rows = islice(made.rows, most)
    write_xlsx(path, [made])


def _peer(path: Path, one: FlatList, cells: list[list]) -> None:
    """The library's own careful way: one row in memory, text never worked out."""
    book = Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate([one.heads, *cells]):
        for place, value in enumerate(row):
            sheet.write(number, place, value, day if number and one.kinds[place] == "day" else None)
    book.close()


def _plain(where: str, count: int) -> None:
    """The least there is to do: the same columns out of the database as csv."""
    sql, lines = _PLAIN.format(where=where), 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
                lines = sum(bytes(piece).count(b"\n") for piece in copy)
        else:
            cursor.execute(sql)
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(cursor.fetchall())
            lines = text.getvalue().count("\n")
    assert lines == count
