"""What the ugly books are made with: the section they are read by, the register of all, and the makers of files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook

from landplan.lib.intake import values
from landplan.lib.intake.columns import Column, Section

SECTION = Section("land", "宗地", (
    Column("no", "地块编号", values.identifier, is_required=True, aliases=("编号", "宗地编号")),
    Column("name", "地块名称", values.text, aliases=("项目名称", "宗地名称"), limit=50),
    Column("county", "县区", values.choice, aliases=("县（区）", "所在县区"),
           choices={"驿城区": "411702", "驿城": "411702", "西平县": "411721", "西平": "411721"}),
    Column("area", "面积", values.area, unit="亩", is_required=True, aliases=("宗地面积", "土地面积", "批准面积")),
    Column("left", "剩余面积", values.area, unit="亩", aliases=("未供面积",)),
    Column("price", "成交价款", values.money, unit="元", places=2, aliases=("价款",)),
    Column("on", "批准日期", values.day, aliases=("批准时间", "批复日期")),
    Column("rate", "容积率", values.number, places=2),
    Column("share", "完成率", values.ratio),
    Column("count", "宗数", values.integer),
    Column("is_idle", "是否闲置", values.yes_no),
))
HEADS = [column.label for column in SECTION.columns]
DECIMALS = ("area", "left", "price", "rate", "share")


@dataclass(frozen=True)
class Ugly:
    """One book: its bytes, its suffix, and the expected reading: rows, places of errors and hints, rows that are totals."""

    make: Callable[[], bytes]
    suffix: str
    rows: tuple[dict, ...]
    errors: tuple[str, ...]
    hints: tuple[str, ...]
    totals: tuple[int, ...]
    sheet: str | None


UGLY: dict[str, Ugly] = {}


def row(no: str | None, area: object = None, **others: object) -> dict:
    """An expected row; areas, prices and rates as text, days as ISO text."""
    expected = {"no": no, "area": area, **others}
    for key in DECIMALS:
        if isinstance(expected.get(key), str):
            expected[key] = Decimal(expected[key])
    if isinstance(expected.get("on"), str):
        expected["on"] = date.fromisoformat(expected["on"])
    return expected


def ugly(*rows: dict, errors=(), hints=(), totals=(), sheet=None, suffix="xlsx", name=""):
    """Register a maker under its own name."""
    def register(make):
        key = name or make.__name__
        assert key not in UGLY, key
        UGLY[key] = Ugly(make, suffix, rows, tuple(errors), tuple(hints), tuple(totals), sheet)
        return make
    return register


def xlsx(rows, merged=(), formats=None, change=None) -> bytes:
    """An xlsx of one sheet, texts as texts; `formats` are number formats by place, `change` does the rest."""
    book = Workbook()
    for line in rows:
        book.active.append(line)
    for place in merged:
        book.active.merge_cells(place)
    for place, form in (formats or {}).items():
        book.active[place].number_format = form
    if change is not None:
        change(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
