"""A workbook comes back with its errors in it, and can come and go until it is right; our templates are known again."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from landplan.lib.intake.book import read_book
from landplan.lib.intake.heads import choose
from landplan.lib.intake.returned import returned_book
from landplan.lib.intake.rows import fault_at, read_rows
from landplan.lib.intake.template import template_book

from .test_reading import LAND


def checked(path):
    """(the book, its faults, what comes back) of a file."""
    book = read_book(path, name=path.name)
    index, layout = choose(book, LAND)
    reading = read_rows(book.sheets[index], layout, LAND)
    back = returned_book(path, name=path.name, sheet=index, layout=layout, faults=reading.faults, book=book)
    return book, reading, load_workbook(BytesIO(back.read()))


@pytest.fixture
def clerks_book(tmp_path):
    """Two sheets, a merged title, formats, a comment and a formula of the clerk's own, and three wrong cells."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账 '21"
    for row in (["某县台账"], ["地块编号", "地块名称", "面积", "批准日期", "类型"], ["A-1", "东块", "约12亩", "2021.3.22", "闲置"],
                [None, "=1+1 块", 3, "2021-13-1", "批而未供"], ["A-3", "南块", "=1+2", "2021.3.1", "闲置"]):
        sheet.append(row)
    sheet.cell(4, 2).data_type = "s"
    sheet.merge_cells("A1:E1")
    sheet["A1"].font, sheet["B3"].fill = Font(size=20), PatternFill("solid", fgColor="00FF00")
    sheet["C3"].comment = Comment("县里的话", "县里")
    sheet.column_dimensions["B"].width = 33
    book.create_sheet("别的表")["A1"] = "留着"
    book.save(tmp_path / "台账.xlsx")
    return tmp_path / "台账.xlsx"


def test_errors_stand_in_front_at_the_cell_and_behind_the_row(clerks_book):
    _, reading, back = checked(clerks_book)
    assert back.sheetnames == ["错误", "台账 '21", "别的表"] and back.active.title == "错误"
    first, sheet = back["错误"], back["台账 '21"]
    assert first["A1"].value == "“台账.xlsx”检查结果：错误 4 处，提示 0 处"
    links = {cell.value: cell.hyperlink.location for cell in first["A"] if cell.hyperlink}
    assert links["C3"] == "'台账 ''21'!C3" and set(links) == {"C3", "A4", "D4", "C5"}
    assert sheet["F2"].value == "错误/提示" and sheet["F3"].value.startswith("错误　C3 面积“约12亩”：应为数")
    assert "A4 地块编号空白：应填" in sheet["F4"].value and "D4" in sheet["F4"].value
    assert "公式没有算出结果" in sheet["F5"].value
    assert sheet["C3"].fill.fgColor.rgb == "00FFC7CE" and "县里的话" in sheet["C3"].comment.text
    assert sheet["C5"].value == "=1+2" and sheet["C5"].data_type == "f"
    assert sheet["B4"].value == "=1+1 块" and sheet["B4"].data_type == "s"
    assert str(next(iter(sheet.merged_cells.ranges))) == "A1:E1" and sheet["A1"].font.size == 20
    assert sheet["B3"].fill.fgColor.rgb == "0000FF00" and sheet.column_dimensions["B"].width == 33
    assert back["别的表"]["A1"].value == "留着" and sheet.auto_filter.ref == "A2:F5"
    assert len(reading.faults) == 4


def test_a_returned_file_that_was_mended_comes_back_clean(clerks_book, tmp_path):
    _, _, back = checked(clerks_book)
    sheet = back["台账 '21"]
    sheet["C3"], sheet["A4"], sheet["D4"], sheet["C5"] = "12亩", "A-2", "2021-12-1", 3
    again = tmp_path / "改好.xlsx"
    back.save(again)
    book, reading, clean = checked(again)
    assert not reading.faults and [row.get("no") for row in reading.rows] == ["A-1", "A-2", "A-3"]
    sheet = clean["台账 '21"]
    assert clean.sheetnames.count("错误") == 1 and [cell.value for cell in sheet["F"]] == [None, "错误/提示", None, None, None]
    assert sheet["C3"].comment.text == "县里的话" and sheet["C3"].fill.fill_type is None and sheet["G2"].value is None


def test_a_csv_comes_back_as_a_workbook_with_text_as_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("地块编号,地块名称,面积\n0012,=1+1,x\n".encode("gb18030"))
    _, _, back = checked(path)
    sheet = back["csv"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3] == [("0012", "s"), ("=1+1", "s"), ("x", "s")]
    assert "面积“x”：应为数" in sheet["D2"].value


def test_of_a_very_long_file_the_wrong_rows_come_back(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("地块编号,地块名称,面积\n" + "".join(f"A-{n},块,{'x' if n == 24_000 else 1}\n" for n in range(24_999)), encoding="utf-8")
    _, reading, back = checked(path)
    sheet = back["csv"]
    assert reading.fault_count == 1 and [cell.value for cell in sheet["A"]] == ["地块编号", "A-24000"]
    assert back["错误"]["A6"].value == "C24002" and back["错误"]["A6"].hyperlink.location == "'csv'!C2"


def test_a_fault_of_a_whole_row_or_a_second_check_is_placed_too(clerks_book):
    book = read_book(clerks_book, name="a.xlsx")
    index, layout = choose(book, LAND)
    faults = [fault_at(layout, LAND, 3, "no", value="A-1", wanted="本县区台账里没有这个编号"), fault_at(layout, LAND, 4, "", wanted="与第 3 行重复")]
    back = load_workbook(returned_book(clerks_book, name="a.xlsx", sheet=index, layout=layout, faults=faults))
    sheet = back["台账 '21"]
    assert sheet["F3"].value == "错误　A3 地块编号“A-1”：本县区台账里没有这个编号。" and sheet["F4"].value == "错误　第4行：与第 3 行重复。"
    assert sheet["A3"].fill.fgColor.rgb == "00FFC7CE"


def test_our_template_offers_its_options_keeps_identifiers_and_is_known_again(tmp_path):
    book = load_workbook(template_book(LAND, examples=[["A-1", "东块", 12.5, "2021-03-22", "闲置"]]))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["地块编号", "地块名称", "面积（亩）", "批准日期", "类型"]
    assert sheet["A4"].number_format == "@" and sheet["D4"].number_format == "yyyy-mm-dd"
    rule, = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "E4:E2003" and [cell.value for cell in book["选项"]["E"]] == ["类型", "批而未供", "闲置"]
    assert book["_landplan"].sheet_state == "veryHidden"
    sheet["C3"], sheet["B3"] = "面积（公顷）", "随便改的表头"
    for index, value in enumerate(["0012", "东块", 2, "2021年3月22日", "闲置"], 1):
        sheet.cell(4, index).value = value
    path = tmp_path / "填好.xlsx"
    book.save(path)
    read = read_book(path, name=path.name)
    index, layout = choose(read, LAND)
    row, = read_rows(read.sheets[index], layout, LAND).rows
    assert read.stamp == ("land", 1) and read.sheets[index].name == "宗地" and layout.columns[0].how == "template"
    assert (row.get("no"), row.get("area"), row.get("kind")) == ("0012", 30, "b")
