"""导出 through the pages: every list as the screen shows it, text that stays text, long ones in the background, limits, owners, the trail."""

import csv
import io
import subprocess
import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from audit.models import AuditEntry
from exchange import jobs
from exchange.models import ExportJob
from exchange.rules.lists import LISTS, SCREEN_LISTS
from exchange.services import forget_exports, open_export, path_of_export
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.area import exact_text, to_micro
from landplan.lib.errors import TooMany
from landplan.lib.excel import CUT_MARK, LIMIT
from landplan.lib.flat_files import FlatList, write_csv, write_xlsx
from landplan.lib.scope import scope
from landplan.lib.screen_tables import tables_of
from parcels.models import Enterprise, Parcel
from parcels.rules.words import words_of
from parcels.selectors.measures import document_of
from parcels.tables import COLUMNS, Row
from tests.route_matrix import address_of, routes
from tests.world import MORNING
from tests.world import words_of_page as plain
from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(tmp_path, settings):
    settings.EXPORT_DIR = tmp_path / "exports"
    with clock.at(MORNING):
        yield


def exported(client, address, form="xlsx"):
    return client.post("/exports/new/", {"of": address, "as": form})


def content_of(answer) -> bytes:
    assert answer.status_code == 200, plain(answer)
    return b"".join(answer.streaming_content)


def rows_of(content: bytes, sheet="数据"):
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content))[sheet]]


def test_every_list_that_is_offered_goes_out_with_the_columns_and_the_rows_of_its_page(world):
    office, missing = world.client("office"), []
    asked = {"audit:trail": "audit_admin", "units:people": "system_admin", "parcels:review": "acceptance_group"}
    for name in sorted(LISTS & set(routes())):
        address = address_of(world, name)
        client = world.client(asked[name]) if name in asked else office
        page = client.get(address)
        if page.status_code in (301, 302):
            address, page = page.url, client.get(page.url)
        if page.status_code != 200:
            continue  # the tests' world has no record of it
        heading, tables = tables_of(page.content)
        answer = exported(client, address)
        if not tables:
            assert answer.status_code == 400 and "没有行可导出" in plain(answer), name
            continue
        content = content_of(answer)
        found = rows_of(content)
        if name != "parcels:ledger" and found[0] != tables[0].heads:
            missing.append((name, found[0], tables[0].heads))
        ExportJob.objects.filter(state="running").update(state="failed")
    assert missing == [] and len(LISTS & set(routes())) > 50
    assert SCREEN_LISTS - set(routes()) == set()


@pytest.mark.req("SYS-04")
def test_a_name_that_begins_like_a_formula_is_text_in_every_file(world):
    firm = Enterprise.objects.filter(region=world.counties["A"]).first()
    Enterprise.objects.filter(pk=firm.pk).update(name="=1+1")
    client = world.client("county_clerk")
    book = load_workbook(BytesIO(content_of(exported(client, "/enterprises/"))))
    cells = [cell for row in book["数据"] for cell in row]
    assert "=1+1" in [cell.value for cell in cells] and "f" not in {cell.data_type for cell in cells}
    Parcel.objects.filter(pk=world.records["A"]["parcel"]).update(name="=1+1", supervision_no="011234567890123456789")
    content = content_of(exported(client, "/ledger/?cols=name,area,supervision_no"))
    cells = {cell.value: cell.data_type for row in load_workbook(BytesIO(content))["数据"] for cell in row}
    assert cells["=1+1"] != "f" and "011234567890123456789" in cells and 100 in cells
    texts = content_of(exported(client, "/ledger/?cols=name,area,supervision_no", "csv")).decode("utf-8-sig")
    assert "'=1+1" in texts and "011234567890123456789" in texts


def test_the_filter_the_order_and_the_sums_of_the_screen_are_those_of_the_file(world):
    client = world.client("office")
    content = content_of(exported(client, "/ledger/?kind=idle&sort=-area&after=zzz"))
    page = client.get("/ledger/?kind=idle&sort=-area").content.decode()
    assert 'name="of" value="/ledger/?kind=idle&amp;sort=-area"' in page  # the page offers it
    rows = rows_of(content)
    kinds, areas = rows[0].index("类别"), rows[0].index("面积（亩）")
    assert {row[kinds] for row in rows[1:]} == {"供后闲置"} and len(rows) == 3
    assert [row[areas] for row in rows[1:]] == sorted((row[areas] for row in rows[1:]), reverse=True)
    said = [row[0] for row in rows_of(content, "说明")]
    assert said[-1].startswith(f"合计 2 宗；面积 {sum(row[areas] for row in rows[1:]):.2f} 亩")
    assert any("导出" in str(line) and "领导小组办公室" in str(line) for line in said)
    city = content_of(exported(client, "/reconcile/?on=2021-09-17"))
    assert any(str(line[0]).startswith("合计　县区：合计") for line in rows_of(city, "说明"))
    assert rows_of(city)[0][1] == "批而未供 下达任务（亩）" and rows_of(city)[1][1] == 180


def test_in_every_column_the_file_of_the_ledger_says_of_each_parcel_what_its_page_says(world):
    odd = Parcel.objects.filter(pk=world.records["A"]["parcel"])
    odd.update(area=Decimal("112.345678"), cause="", lead_unit="", updated_at=clock.shanghai(2021, 9, 1, 23, 59))
    client, address = world.client("county_clerk"), f"/ledger/?cols={','.join(COLUMNS)}"
    words = words_of(document_of(world.counties["A"]))
    with scope(world.actor("county_clerk")):
        wanted = [[column.value(Row(parcel, clock.today(), words)) for column in COLUMNS.values()]
                  for parcel in Parcel.objects.current().select_related("region", "batch").order_by("parcel_no", "id")]
    assert len(wanted) > 2 and any(Decimal("112.345678") in row for row in wanted)
    found = rows_of(content_of(exported(client, address)))[1:]
    assert [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in found] == [
        [float(value) if isinstance(value, Decimal) else None if value == "" else value for value in row] for row in wanted]
    texts = list(csv.reader(io.StringIO(content_of(exported(client, address, "csv")).decode("utf-8-sig"))))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in texts] == [
        ["" if value is None else exact_text(to_micro(value)) if isinstance(value, Decimal) else str(value) for value in row] for row in wanted]


def test_the_targets_of_the_parks_of_a_plan_go_out_as_the_page_shows_them_with_blank_and_dash_kept(world):
    client, address = world.client("office"), f"/plans/{world.plan.id}/parks/"
    page = client.get(address).content.decode()
    assert f'name="of" value="{address}"' in page and f'name="of" value="/plans/{world.plan.id}/groups/"' not in page
    shown = tables_of(page)[1][0]
    rows = rows_of(content_of(exported(client, address)))
    assert rows[0] == ["园区", "县区", "主导产业", "亩均税收目标（万元/亩）", "亩均税收（万元/亩）", "结果"]
    assert len(rows) == len(shown.rows) + 1 > 2
    text = content_of(exported(client, address, "csv")).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [row[0] for row in rows[1:]] == [row[0] for row in shown.rows]
    assert 'name="of"' not in client.get(f"/plans/{world.plan.id}/groups/").content.decode()
    assert exported(client, f"/plans/{world.plan.id}/groups/").status_code == 400


@pytest.mark.parametrize(("by", "address", "status"), [
    ("county_clerk", "/people/", 403), ("county_clerk", "/audit/trail/", 400), ("system_admin", "/ledger/", 403),
    ("county_clerk", "/exports/", 400), ("county_clerk", "https://example.org/", 400)])
def test_what_a_person_may_not_read_goes_out_by_no_door(world, by, address, status):
    assert exported(world.client(by), address).status_code in (status, 400)
    assert not ExportJob.objects.filter(state="done").exists()


def test_a_county_takes_out_its_own_rows_only(world):
    content = content_of(exported(world.client("county_clerk", "A"), "/disposals/"))
    assert "金丝雀甲" in str(rows_of(content)) or rows_of(content)
    assert "乙QX7B" not in str(rows_of(content)) + str(rows_of(content, "说明"))
    foreign = exported(world.client("county_clerk", "A"), f"/reconcile/sheets/{world.records['B']['reconciliation']}/")
    assert foreign.status_code == 404


def test_a_long_list_is_left_to_a_worker_and_its_file_is_the_owners_alone(world, monkeypatch):
    monkeypatch.setattr("exchange.views.exports.AT_ONCE", 1)
    owner, other = world.client("county_clerk"), world.client("county_reviewer")
    answer = exported(owner, "/disposals/")
    job = ExportJob.objects.latest("id")
    assert answer.status_code == 302 and job.state == "queued" and "排队" in plain(owner.get("/exports/"))
    assert jobs.run_export(job.id) == "done"
    job.refresh_from_db()
    assert job.count == 4 and rows_of(content_of(owner.get(f"/exports/{job.id}/file/")))[0][0]
    assert other.get(f"/exports/{job.id}/file/").status_code == 404
    told = AuditEntry.objects.get(action="export_list")
    assert '"rows":4' in told.after.replace(" ", "") and told.actor_id == job.by_id
    with clock.at(MORNING):
        ExportJob.objects.filter(pk=job.pk).update(finished_at=clock.shanghai(2021, 1, 1))
        assert forget_exports(actor=system_actor("导出")) == 1
    assert not path_of_export(job).exists() and owner.get(f"/exports/{job.id}/file/").status_code == 404


@pytest.mark.claim("C57")
def test_more_exports_at_a_time_than_are_good_for_everybody_get_429_and_others_go_on(world):
    clerk = world.actor("county_clerk")
    for _ in range(2):
        open_export(actor=clerk, address="/ledger/", title="台账", form="xlsx")
    answers = [exported(world.client("county_clerk"), "/ledger/") for _ in range(3)]
    assert {one.status_code for one in answers} == {429} and "一人同时最多 2 个" in plain(answers[0])
    assert exported(world.client("county_reviewer"), "/ledger/").status_code == 200
    for role in ("office", "leader", "department"):
        for _ in range(2):
            open_export(actor=world.actor(role), address="/ledger/", title="台账", form="xlsx")
    with pytest.raises(TooMany, match="同时最多 8 个"):
        open_export(actor=world.actor("acceptance_group"), address="/ledger/", title="台账", form="xlsx")


def written(tmp_path, rows, heads=("名称", "编号"), kinds=("text", "text")):
    path = tmp_path / "a.xlsx"
    return path, write_xlsx(path, [FlatList("清单", heads, kinds, rows, ["说明"])])


@pytest.mark.claim("C51")
@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40), min_size=1, max_size=8))
def test_everything_that_is_storable_is_exportable_and_reads_back(tmp_path, texts):
    path, _ = written(tmp_path, [[text, text] for text in texts])
    read = rows_of(path.read_bytes())[1:]
    wanted = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    assert len(read) == len(texts)
    for row, text in zip(read, wanted, strict=True):
        kept = "".join(one for one in unescape(str(row[0] or "")) if one >= " ")
        assert [one for one in kept if one != "�"] == [one for one in text if one >= " " and one not in "�\ufffe\uffff"]
    write_csv(tmp_path / "a.csv", [FlatList("清单", ["名称"], ["text"], [[text] for text in texts])])
    assert len(list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"), newline="")))) == len(texts) + 1


@pytest.mark.claim("C51")
def test_names_of_counties_and_parcels_with_odd_characters_go_out_and_a_text_too_long_is_marked(world, tmp_path):
    odd = "甲\u0007县\U0001f4dc\u202e=\ud7ff"
    Region.objects.filter(pk=world.counties["A"].pk).update(name=odd)
    Parcel.objects.filter(pk=world.records["A"]["parcel"]).update(name=odd, remark="长" * 40000)
    content = content_of(exported(world.client("office"), "/ledger/?cols=name,region"))
    assert odd.replace("\u0007", "�") in [row[1] for row in rows_of(content)]
    path, told = written(tmp_path, [["长" * (LIMIT + 1), "011700000000000000012345"]])
    name, number = rows_of(path.read_bytes())[1]
    assert len(name) == LIMIT and name.endswith(CUT_MARK) and number == "011700000000000000012345"
    assert told.cut and "第 1 行“名称”超过 32767 字" in str(rows_of(path.read_bytes(), "说明"))


@pytest.mark.claim("C50")
def test_no_cell_is_worked_out_by_a_spreadsheet_that_opens_the_files(tmp_path):
    attacks = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\")", "=cmd|' /C calc'!A0",
               "https://example.org/a", "＝1+1"]
    path, _ = written(tmp_path, [[text, text] for text in attacks])
    write_csv(tmp_path / "b.csv", [FlatList("清单", ["名称", "编号"], ["text", "text"], [[text, text] for text in attacks])])
    assert "f" not in {cell.data_type for row in load_workbook(path)["数据"] for cell in row}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in _parts(path))
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "fods", "--outdir",
                    str(tmp_path / "out"), str(path), str(tmp_path / "b.csv")], check=True, capture_output=True, timeout=120)
    for name in ("a", "b"):
        opened = (tmp_path / "out" / f"{name}.fods").read_text()
        assert "table:formula" not in opened and "1+1" in opened


def _parts(path):
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist() if "sheet" in name]
