"""The files that go out: the template that comes back as it is, and the sender's own workbook with its errors marked."""

import io

import pytest
from openpyxl import load_workbook

from exchange.sections import IMPORTERS
from landplan.lib.scope import everything
from parcels.models import Parcel
from parcels.tests.land import client_for

from .sending import HEADS, parcels_book, sent

pytestmark = pytest.mark.django_db
BY = {"units": "system_admin", "people": "system_admin", "quotas": "office"}


def fetched(actor, path):
    answer = client_for(actor).get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("section", list(IMPORTERS))
def test_every_section_has_a_template_that_is_known_again(land, section):
    actor = land.people[BY.get(section, "clerk")]
    if section == "quotas":
        return
    file = sent(actor, fetched(actor, f"/imports/templates/{section}/"), section=section)
    assert file.row.state == "same" and "没有可以导入的行" in file.page(), file.page()
    other = next(one for one in IMPORTERS if one != section and IMPORTERS[one].may(actor))
    wrong = sent(actor, fetched(actor, f"/imports/templates/{section}/"), section=other)
    assert wrong.row.state == "unreadable" and "这是别的内容的模板" in wrong.page()


def test_a_filled_template_needs_no_matching(land):
    made = load_workbook(io.BytesIO(fetched(land.clerk, "/imports/templates/parcels/")))
    sheet = made.worksheets[0]
    heads = {str(cell.value).split("（")[0]: cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    row = heads["地块名称"].row + 1
    while sheet.cell(row, heads["地块名称"].column).value:
        row += 1
    for name, value in (("地块名称", "模板地块"), ("类别", "征而未供"), ("面积", 12)):
        sheet.cell(row, heads[name].column, value)
    out = io.BytesIO()
    made.save(out)
    file = sent(land.clerk, out.getvalue())
    assert file.row.state == "ready", file.page()
    file.confirm()
    with everything("the test looks on"):
        assert [(one.name, one.area) for one in Parcel.objects.all()] == [("模板地块", 12)]


def test_the_workbook_comes_back_with_its_errors(land):
    rows = [("", name, "征而未供", area, "", "", "") for name, area in (("好", 1), ("坏", "四十"), ("", 2))]
    file = sent(land.clerk, parcels_book(*rows))
    made = load_workbook(io.BytesIO(fetched(land.clerk, f"/imports/{file.pk}/errors/")))
    assert made.sheetnames[0] == "错误"
    sheet = made.worksheets[1]
    assert sheet["D3"].value == "四十" and sheet["D3"].comment and sheet["D3"].fill.fgColor.rgb != sheet["D2"].fill.fgColor.rgb
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("地块名称没有填" in one for one in told)
    clean = sent(land.clerk, parcels_book(("", "好", "征而未供", 1, "", "", "")))
    assert client_for(land.clerk).get(f"/imports/{clean.pk}/errors/").status_code == 409


@pytest.mark.req("SYS-03")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_looks_like_a_formula_is_text_in_the_preview_in_the_marked_file_and_in_the_ledger(land, kind):
    def content(area: str) -> bytes:
        rows = [("", f"=1+{n}", "征而未供", area if n == 6 else str(n), "@SUM(A1)", "甲乡", "") for n in range(1, 7)]
        return parcels_book(*rows) if kind == "xlsx" else "\n".join(",".join(row) for row in (HEADS, *rows)).encode()

    file = sent(land.clerk, content("四十"), f"台账.{kind}")
    assert file.row.state == "faulty" and "第7行" in file.page() and not Parcel.unscoped.exists()
    made = load_workbook(io.BytesIO(fetched(land.clerk, f"/imports/{file.pk}/errors/")))
    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=1+6" in {cell.value for cell in cells} and "@SUM(A1)" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    file = sent(land.clerk, content("6"), f"改好.{kind}")
    assert file.row.state == "ready" and "=1+6" in file.page()
    file.confirm()
    assert {row.name for row in Parcel.unscoped.all()} == {f"=1+{n}" for n in range(1, 7)}
