"""A workbook as a county keeps it is read cell by cell."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from landplan.lib.intake import values
from landplan.lib.intake.book import load_book, read_book
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.heads import choose
from landplan.lib.intake.rows import read_rows

LAND = Section("land", "宗地", (
    Column("no", "地块编号", values.identifier, is_required=True),
    Column("name", "地块名称", values.text, aliases=("项目名称",)),
    Column("area", "面积", values.area, unit="亩", is_required=True, aliases=("宗地面积",), basis="方案第三条"),
    Column("on", "批准日期", values.day),
    Column("kind", "类型", values.choice, choices={"批而未供": "a", "闲置": "b"}),
))


@pytest.fixture
def saved(tmp_path):
    """`saved(rows, merged)`: the path of an xlsx of these rows."""
    def save(rows, merged=()):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for place in merged:
            book.active.merge_cells(place)
        book.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"
    return save


def test_titles_units_totals_and_notes_are_told_from_rows_of_data(saved, tmp_path):
    path = saved([["某县台账"], ["单位：公顷"], [], ["序号", "地块编号", "项目\n名称", "面积", "批准 日期", "类  型"],
                  [1, "A-01", "东块", 1.5, "2021. 3. 22", "批而未供"], ["合 计", None, None, 13], ["备注：均为净面积"]], ["A1:F1"])
    book = read_book(path, name="a.xlsx", to=tmp_path / "kept")
    index, layout = choose(book, LAND)
    reading = read_rows(book.sheets[index], layout, LAND)
    row, = reading.rows
    assert [row.get(key) for key in ("no", "name", "area", "on", "kind")] == ["A-01", "东块", Decimal("22.5"), date(2021, 3, 22), "a"]
    assert reading.skipped == [(1, "标题"), (2, "标题"), (6, "合计"), (7, "说明")] and not reading.faults
    assert reading.totals[0].get("area") == 195
    again = load_book(tmp_path / "kept", name="a.xlsx")
    assert again.sheets[0].rows == book.sheets[0].rows and again.kind == "xlsx"


def test_every_wrong_cell_is_named_with_what_it_should_be(saved):
    path = saved([["地块编号", "地块名称", "面积", "批准日期", "类型"], [None, "x", "约12亩", "2021-13-1", "?"]])
    book = read_book(path, name="a.xlsx")
    reading = read_rows(book.sheets[0], choose(book, LAND)[1], LAND)
    assert [fault.sentence for fault in reading.faults] == [
        "A2 地块编号空白：应填。请填上，不是数据的行请删去。", "C2 面积“约12亩”：应为数，如 120 或 120.5亩（依据：方案第三条）。",
        "D2 批准日期“2021-13-1”：应为日期，如 2021-03-22 或 2021年3月22日。", "E2 类型“?”：应为 批而未供、闲置 之一。"]
