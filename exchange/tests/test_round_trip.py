"""导出再导入: the ledger that went out comes in again and changes nothing; one edited cell is the one change that is previewed."""

import csv
import io
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from exchange.models import ImportRow
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Parcel
from parcels.tables import COLUMNS
from parcels.tests.land import client_for

from .sending import sent

pytestmark = pytest.mark.django_db
ALL = ",".join(COLUMNS)


@pytest.fixture
def ledger(land):
    """A county's ledger with what is hard to write and to read: texts like formulas, digits, day, odd areas, blanks, every kind."""
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2019〕123号", "approved_on": date(2019, 6, 30), "authority": "province", "area": Decimal(500), "name": "甲批次"})
    rows = [
        land.parcel("33.333333", name="=1+1", supervision_no="011234567890123456789", cadastral_code="4199010010010000001", batch_id=batch.id,
                    agreed_start_on=date(2020, 2, 29), deadline_on=date(2021, 11, 30), lead_unit="甲乡、乙乡", purpose="工业用地"),
        land.parcel("0.000001", name="@甲块\n第二行", location="-路北", land_user="+甲公司", supervision_no="00123", park="—"),
        land.parcel("39812", kind="idle", name="一、甲乙丙", idle_source="province_base", started_on=date(2019, 1, 1), sponsor_post="副县长（岗位）"),
        land.parcel("262.6", kind="inefficient", name="合计地块", inefficient_type="extensive", park="'甲园'", planned_measure="增资扩产"),
        land.parcel("7", kind="used_unsupplied", name="2021-09-22", location="1,234", lead_unit="12"),
        land.parcel("10", kind="unexpropriated", name="同名地块"), land.parcel("10", kind="unexpropriated", name="同名地块"),
    ]
    land.take(land.draft(rows[0], "10"), "submit", "verify", "accept")
    return rows


def facts():
    with everything("the test looks on"):
        return list(Parcel.objects.order_by("id").values())


def went_out(land, form, address):
    """The file as the page gives it: the export of any list, or the ledger's own Excel."""
    client = client_for(land.clerk)
    answer = client.get(address) if "export" in address else client.post("/exports/new/", {"of": address, "as": form})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


DOORS = [("xlsx", f"/ledger/?cols={ALL}"), ("csv", f"/ledger/?cols={ALL}"), ("xlsx", "/ledger/"), ("csv", "/ledger/"),
         ("xlsx", f"/ledger/export/?cols={ALL}")]


@pytest.mark.parametrize(("form", "address"), DOORS)
def test_the_ledger_that_went_out_comes_in_again_and_changes_nothing(land, ledger, form, address):
    before = facts()
    file = sent(land.clerk, went_out(land, form, address), f"台账.{form}")  # nobody is asked about a column
    assert (file.row.state, file.row.counts["same"]) == ("same", len(ledger))
    assert f"文件里的 {len(ledger)} 行与登记的一致" in file.page()
    assert file.post("confirm", sha256=file.row.sha256).status_code == 409 and facts() == before


def edited(content, form, head, number, value):
    """The file with one cell changed, as a spreadsheet saves it."""
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        next(row for row in rows if row[0] == number)[rows[0].index(head)] = str(value)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        return out.getvalue().encode("utf-8-sig")
    book = load_workbook(BytesIO(content))
    rows = list(book.worksheets[0])
    next(row for row in rows if row[0].value == number)[[cell.value for cell in rows[0]].index(head)].value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


EDITS = [("责任单位", "丙乡", "甲乡、乙乡 → 丙乡"), ("地块名称", "甲一块", "=1+1 → 甲一块"),
         ("完成时限", date(2021, 12, 1), "2021-11-30 → 2021-12-01"),
         ("电子监管号", "011234567890123456780", "011234567890123456789 → 011234567890123456780"), ("坐落", "/", "纬七路北 → 空")]


@pytest.mark.parametrize(("head", "value", "told"), EDITS, ids=[head for head, _, _ in EDITS])
@pytest.mark.parametrize(("form", "address"), [DOORS[0], DOORS[1], DOORS[4]], ids=["xlsx", "csv", "ledger"])
def test_one_edited_cell_is_the_one_change_that_is_previewed_and_made(land, ledger, form, address, head, value, told):
    before, first = facts(), ledger[0]
    file = sent(land.clerk, edited(went_out(land, form, address), form, head, first.parcel_no, value), f"台账.{form}")
    assert (file.row.state, file.row.counts["change"], file.row.counts["create"], file.row.counts["same"]) == ("ready", 1, 0, len(ledger) - 1)
    changed = ImportRow.objects.get(file_id=file.pk, action="change")
    assert changed.object_key == first.id and len(changed.told["changes"]) == 1 and told in file.page()
    file.confirm()
    differing = [{name for name, old in one.items() if old != now[name]} - {"version", "updated_at", "elements"}
                 for one, now in zip(before, facts(), strict=True)]
    assert len(differing.pop(0)) == 1 and not any(differing)
