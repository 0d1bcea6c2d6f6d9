"""P8: an import of parcels of 25 cells each, with its checks, trail and history, against parsing the file and COPYing its cells, and
against the stock library; and how it grows."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import connection, transaction
from import_export.resources import modelresource_factory
from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from tablib import Dataset

from exchange.sections import IMPORTERS, Place
from landplan.lib.actors import Actor
from landplan.lib.intake.book import read_book
from landplan.lib.intake.heads import recognise
from landplan.lib.intake.rows import read_rows
from landplan.lib.scope import scope
from parcels.models import Parcel
from units.models import Region

from .data import NOW, Bench
from .measure import Line, Timing, in_turns
from .memory import most_held
from .web import web_holds

MOST, STOCK, CELLS = 100_000, 3_000, 25  # of the stock library as many as it does in half a minute, of ours the same
HEADS = ("地块编号", "地块名称", "类别", "面积（亩）", "坐落", "所在园区", "形成原因", "原因说明", "处置措施", "完成时限", "责任单位", "配合单位",
         "宗地代码", "电子监管号", "用地单位", "土地用途", "征收文书", "征收完成日期", "约定动工日期", "实际动工日期", "约定竣工日期", "实际竣工日期",
         "包保领导岗位", "分包乡办或单位", "备注")
FIELDS = ("parcel_no", "name", "kind", "area", "location")
_NUMBER = 13  # the column 电子监管号


def measure(bench: Bench, rounds: int) -> list[Line]:
    """Lines of P8. All that is written is taken back."""
    clerk = bench.people["county_clerk"]
    count = MOST if bench.parcels >= MOST else max(bench.parcels // 2, 20)
    with tempfile.TemporaryDirectory() as folder, scope(clerk):
        large, tenth, small = (workbook(Path(folder) / f"{n}.xlsx", n) for n in (count, max(count // 10, 2), min(STOCK, count)))
        found = in_turns({"ours": partial(_ours, large, clerk), "plain": partial(_plain, large, clerk.region_id)}, rounds=min(rounds, 3), warm=0)
        few = in_turns({"ours": partial(_ours, small, clerk), "stock": partial(_stock, small, clerk)}, rounds=min(rounds, 3), warm=0)
        growth = in_turns({"ours": partial(_ours, large, clerk), "tenth": partial(_ours, tenth, clerk)}, rounds=1, warm=0)
        web_holds(tenth, clerk)  # what is loaded once
        web = [Timing((web_holds(path, clerk),)) for path in (large, tenth)]
        worker, reader = most_held(partial(_ours, large, clerk)), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [Line("P8", f"import of {count} × {CELLS} cells", found["ours"], "calamine parse + COPY of the cells", found["plain"], 2),
            Line("P8", f"most that a web request allocates in an import of {count} rows (MB; worker {worker:.0f}, its reader {reader:.0f})", web[0],
                 "of a tenth of them (MB)", web[1], 1.2),
            Line("P8", f"import of {min(STOCK, count)} rows", few["ours"], "django-import-export, its rows checked and logged by the library",
                 few["stock"], 30, at_most=False),
            Line("P8", f"import of {count} rows", growth["ours"], "a tenth of them", growth["tenth"], 13)]


def workbook(path: Path, count: int) -> Path:
    """A workbook of `count` parcels, 25 cells each."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet("台账")
    sheet.append(HEADS)
    for n in range(count):
        sheet.append(("", f"导入地块{n}", "征而未供", 1 + n / 100, f"路北{n}号", "产业园", "项目未落实", "说明", "出让供应", "2021-11-30", "甲乡",
                      "乙局", f"{n:019d}", f"B{n:015d}", f"公司{n % 977}", "工业", f"征〔2020〕{n % 99}号", "2020-03-01", "2021-01-01", "",
                      "2023-01-01", "", "副县长", "甲乡", "备注"))
    made.save(path)
    return path


def _ours(path: Path, clerk: Actor) -> None:
    """What the worker does: read apart, checked cell by cell, planned, written with trail and history."""
    importer, place = IMPORTERS["parcels"], Place(clerk, {})
    section = importer.section(place)
    book = read_book(path, name=path.name)
    sheet = book.sheets[0]
    reading = read_rows(sheet, recognise(sheet, section), section)
    assert not [fault for fault in reading.faults if fault.severity == "error"], reading.faults[:3]
    _taken_back(lambda: importer.apply(importer.plan(reading.rows, place, tick=lambda done: None), place, told="量"))


def _plain(path: Path, region_id: int) -> None:
    """The least there is to do: parse the file, put its cells into a table with the four indexes that any ledger has: key, unique number,
    number by its beginning, county."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    _taken_back(lambda: _copy([(n, region_id, *map(str, row)) for n, row in enumerate(rows)]))


def _copy(rows: list[tuple]) -> None:
    columns = ", ".join(f"c{n} text{' UNIQUE' if n == _NUMBER else ''}" for n in range(CELLS))
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE plain_cells (id bigint PRIMARY KEY, region_id bigint REFERENCES units_region (id), {columns})")
        cursor.execute(f"CREATE INDEX plain_begins ON plain_cells (c{_NUMBER}{' text_pattern_ops' if is_postgres else ''})")
        cursor.execute("CREATE INDEX plain_region ON plain_cells (region_id)")
        if is_postgres:
            with cursor.copy("COPY plain_cells FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO plain_cells VALUES ({', '.join(['%s'] * (CELLS + 2))})", rows)


def _stock(path: Path, clerk: Actor) -> None:
    """The library's own way over the same rows, five fields of each."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    region = Region.objects.get(pk=clerk.region_id)
    data = Dataset(*[(f"Q{n}", row[1], "unsupplied", row[3], row[4]) for n, row in enumerate(rows)], headers=FIELDS)

    def fill(self, instance, row, **kwargs):
        instance.region, instance.registered_at, instance.updated_at = region, NOW, NOW

    made = modelresource_factory(Parcel)
    resource_of = type("Stock", (made,), {"before_save_instance": fill, "get_queryset": lambda self: Parcel.unscoped.all()})
    resource_of._meta.fields, resource_of._meta.import_id_fields, resource_of._meta.clean_model_instances = FIELDS, ["parcel_no"], True
    _taken_back(lambda: resource_of().import_data(data, use_transactions=True))


def _taken_back(work: Callable[[], object]) -> None:
    """What is taken back is never committed: the keys that a commit checks are checked all the same."""
    with transaction.atomic():
        work()
        connection.check_constraints()
        transaction.set_rollback(True)
