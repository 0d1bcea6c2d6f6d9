"""多规合一对接 through the pages: export, import, round trip; wrong rows all or nothing; nobody reaches another county by a file."""

import csv
import io
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from audit.models import AuditEntry
from landplan.lib import table_files
from landplan.lib.excel import put
from parcels.models import Parcel
from tests.world import words_of_page as plain

from .land import client_for

pytestmark = pytest.mark.django_db
HEADS = ["地块编号", "地块名称", "核对结论", "核对日期", "规划编号", "导出时的核对"]
ADDRESS = "/ledger/planning/"


def exported(land, query="", by="clerk"):
    answer = client_for(land.people[by]).get(f"{ADDRESS}export/{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def sent(land, content, name="多规合一.xlsx", by="clerk"):
    return client_for(land.people[by]).post(f"{ADDRESS}import/", {"file": SimpleUploadedFile(name, content)})


def told(land, answer, by="clerk"):
    """What the page says after the import."""
    return plain(client_for(land.people[by]).get(answer.url) if answer.status_code == 302 else answer)


def book(*rows):
    made = Workbook()
    for n, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            put(made.active.cell(n, column), value)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def facts():
    return list(Parcel.objects.order_by("id").values())


@pytest.fixture
def checked(land):
    """Three parcels of the county: one conforms, one conflicts, one is not checked; one of the other county."""
    rows = [land.parcel("10", name=name) for name in ("=东块", "西块", "南块")]
    land.parcel("7", region=land.other, by="clerk_b")
    clerk = client_for(land.clerk)
    for row, result, code in ((rows[0], "conforms", "-甲规[2021]1号"), (rows[1], "conflicts", "甲规[2021]2号")):
        assert clerk.post(f"/parcels/{row.id}/planning/", {"result": result, "on": "2021-09-20", "code": code}).status_code == 302
    return [Parcel.objects.get(pk=row.pk) for row in rows]


@pytest.mark.req("LED-21")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_round_trip_of_a_file_changes_nothing_and_says_so(land, checked, kind):
    before, entries = facts(), AuditEntry.objects.exclude(action="refused").count()
    content = exported(land, "?as=csv" if kind == "csv" else "")
    answer = sent(land, content, f"file.{kind}")
    assert answer.status_code == 302 and "文件里的 3 宗与台账一致，没有改动。" in answer.wsgi_request._messages._queued_messages[0].message
    assert facts() == before and AuditEntry.objects.exclude(action="refused").count() == entries
    page = plain(client_for(land.clerk).get(f"/parcels/{checked[1].id}/"))
    assert "2021-09-20 核对，规划 甲规〔2021〕2号" in page and "冲突" in page


@pytest.mark.req("LED-21")
def test_the_file_holds_the_filtered_list_by_number_and_what_was_changed_in_it_is_taken(land, checked):
    east, west, south = checked
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(exported(land, "?planning=unknown"))).active]
    assert rows == [HEADS, [south.parcel_no, "南块", "未核", None, None, "未核"]]
    texts = list(csv.reader(io.StringIO(exported(land, "?as=csv").decode("utf-8-sig"))))
    kept = "符合，2021-09-20，-甲规〔2021〕1号"
    assert texts[1] == [east.parcel_no, "'=东块", "符合", "2021-09-20", "'-甲规〔2021〕1号", kept]  # no formula in a file
    answer = sent(land, book(HEADS, [east.parcel_no, "=东块", "冲突", date(2021, 9, 21), "甲规〔2021〕9号", "符合，2021-09-20，-甲规〔2021〕1号"],
                             [west.parcel_no, "西块", "未核", None, None, "冲突，2021-09-20，甲规〔2021〕2号"],
                             [south.parcel_no, "南块", "未核", "", ""], [None] * 5))
    assert answer.status_code == 302
    said = answer.wsgi_request._messages._queued_messages[0].message
    assert said == f"改了 2 宗：{east.parcel_no}、{west.parcel_no}；其余 1 宗与台账一致。"
    assert [(one.planning_result, one.planning_on, one.planning_code) for one in Parcel.objects.filter(pk__in=[east.pk, west.pk]).order_by("id")] == [
        ("conflicts", date(2021, 9, 21), "甲规〔2021〕9号"), ("unknown", None, "")]
    assert AuditEntry.objects.filter(action="save_planning").count() == 4  # two on the pages, two by the file


@pytest.mark.req("LED-21")
def test_one_wrong_cell_and_nothing_is_taken_every_wrong_cell_is_named(land, checked):
    east, west, south = checked
    foreign = Parcel.objects.get(region=land.other)
    before = facts()
    answer = sent(land, book(
        HEADS, [east.parcel_no, "=东块", "冲突", "2021-09-21", "甲规9号"], [west.parcel_no, "西块", "不错", "2021-9-2x", "甲规9号"],
        [south.parcel_no, "南块", "符合", "2021-09-25", ""], [east.parcel_no, "=东块", "未核", None, None],
        [foreign.parcel_no, foreign.name, "未核", None, None], ["419901-9999", "无此地块", "未核", None, None],
        [None, "西块", "未核", None, None], [west.parcel_no, "南块", "未核", "2021-09-01", None]))
    page = plain(answer)
    assert answer.status_code == 422 and facts() == before and "一宗也没有改" in page
    for cell in ("D3 2021-9-2x 日期，如 2021-09-22", "D4 2021-09-25 不晚于今天 2021-09-24", "E4 空 符合、冲突的要写核对所依规划的编号",
                 f"A5 {east.parcel_no} 每宗一行；这个编号第 2 行已有", "A8 空 写地块编号，或删去这一行", f"A9 {west.parcel_no} 每宗一行"):
        assert cell in page, cell
    unknown = [f"A{n} {no} 本县区台账里、可以改的宗地编号" for n, no in ((6, foreign.parcel_no), (7, "419901-9999"))]
    assert all(one in page for one in unknown)  # a foreign number is answered like none at all


def test_a_row_that_slipped_and_a_result_nobody_knows_are_named(land, checked):
    page = plain(sent(land, book(HEADS, [checked[0].parcel_no, "西块", "不错", "2021-09-20", "甲规1号"])))
    assert "B2 西块 台账里的名称“=东块”" in page and "C2 不错 写符合、冲突、未核之一" in page
    assert "B1 名称 表头“地块名称”" in plain(sent(land, book(["地块编号", "名称", *HEADS[2:]])))
    code = plain(sent(land, book(HEADS, [checked[0].parcel_no, "=东块", "符合", "2021-09-20", "长" * 81])))
    assert "最多 80 字，现在 81 字" in code


def test_only_the_countys_clerk_imports_and_others_read(land, checked):
    content = exported(land)
    assert sent(land, content, by="reviewer").status_code == 403 and sent(land, content, by="office").status_code == 403
    assert "本县区台账里、可以改的宗地编号" in plain(sent(land, content, by="clerk_b"))
    assert client_for(land.office).get(ADDRESS).status_code == 200
    other = exported(land, by="clerk_b")
    assert checked[0].parcel_no not in str([[cell.value for cell in row] for row in load_workbook(BytesIO(other)).active])


def _zip(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(content, name, change):
    """A workbook of which one part is changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part.endswith(name) else data)
    return out.getvalue()


def test_files_that_are_none_or_hide_something_are_refused_with_a_sentence(land, checked):
    before = facts()
    good = exported(land)
    bomb = with_part(good, "sheet1.xml", lambda data: data + b" " * (12 << 20))
    dtd, last = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    entity = with_part(good, "sheet1.xml", lambda data: data.replace(b"<worksheet", dtd + b"<worksheet", 1))
    far = with_part(good, "sheet1.xml", lambda data: data.replace(b"</sheetData>", last + b"</sheetData>"))
    for name, content, words in (
        ("a.xls", b"\xd0\xcf\x11\xe0", "不是 .xlsx，也不是 .csv"), ("a.xlsx", b"PK\x03\x04junk", "打不开"), ("a.xlsx", b"plain text", "A1"),
        ("a.xlsx", _zip(a="b"), "不是 Excel 工作簿"), ("a.xlsx", bomb, "无法处理"), ("a.xlsx", entity, "DTD 或实体定义"),
        ("a.xlsx", far, "多于 5000 行"), ("a.csv", b"\xff\xfe\x00\xd8\x81", "不是表格，也不是能读的文字"),
        ("a.csv", b"x" * (table_files.MAX_BYTES + 1), "上限是 2 MB"), ("a.csv", b"a\n" * (table_files.MAX_ROWS + 2), "多于 5000 行"),
    ):
        answer = sent(land, content, name)
        assert answer.status_code in (400, 422) and words in plain(answer), (name, words)
    assert client_for(land.clerk).post(f"{ADDRESS}import/").status_code == 422
    assert facts() == before


def test_one_parcels_check_is_refused_when_it_does_not_fit_together(land):
    parcel = land.parcel("10")
    clerk = client_for(land.clerk)
    answer = clerk.post(f"/parcels/{parcel.id}/planning/", {"result": "conforms", "on": "", "code": ""})
    assert answer.status_code == 400 and "符合、冲突的要写核对日期" in plain(answer)
    assert clerk.post(f"/parcels/{parcel.id}/planning/", {"result": "conforms", "on": "2021-09-25", "code": "甲规1号"}).status_code == 400
    assert client_for(land.reviewer).post(f"/parcels/{parcel.id}/planning/", {"result": "unknown"}).status_code == 403
    assert client_for(land.clerk_b).post(f"/parcels/{parcel.id}/planning/", {"result": "unknown"}).status_code == 404


def test_a_check_entered_since_the_export_is_not_overwritten_and_the_cell_says_what_stands_there_now(land, checked):
    east, west, south = checked
    content = exported(land)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active]
    clerk = client_for(land.clerk)
    assert clerk.post(f"/parcels/{east.id}/planning/", {"result": "conflicts", "on": "2021-09-23", "code": "甲规8号"}).status_code == 302
    for row, code in ((rows[1], "旧文件改的"), (rows[3], "南块核了")):
        row[2:5] = ["符合", "2021-09-22", code]
    before = facts()
    answer = sent(land, book(*rows))
    page = plain(answer)
    assert answer.status_code == 422 and facts() == before  # nor the other row
    assert "F2 符合，2021-09-20，-甲规〔2021〕1号 台账现在的核对“冲突，2021-09-23，甲规8号”：导出以后有人改过" in page and "F4" not in page
    rows[1][5] = "冲突，2021-09-23，甲规8号"  # looked at, and the file is right
    assert sent(land, book(*rows)).status_code == 302
    assert (Parcel.objects.get(pk=east.pk).planning_code, Parcel.objects.get(pk=south.pk).planning_code) == ("旧文件改的", "南块核了")
    rows[1][5] = None  # a file that lost the column says nothing of what it knew
    rows[1][4] = "又改"
    assert "F2 空 台账现在的核对“符合，2021-09-22，旧文件改的”" in plain(sent(land, book(*rows)))
