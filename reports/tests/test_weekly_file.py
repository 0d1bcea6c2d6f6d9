"""附件4 as a file of the real plan: cell for cell as issued, A4 landscape, the same content the same bytes."""

import json
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from reports.rules.sheet import Row, Sheet, sheet_from
from reports.selectors.week_sheet import sheet_of
from reports.selectors.weeks import week_of
from reports.services import freeze_week, submit_return
from reports.sheets.annex4 import annex4_file
from tasks.models import Plan
from units.choices import Role
from units.models import Region
from units.selectors import actor_of
from units.services import create_person, save_unit

from .weekly_help import book_of, text_of

pytestmark = pytest.mark.django_db
PRINTED = """驿城区 6299 1663 138|开发区 4294 2338 0|示范区 2144 153 0|高新区 4111 484 158|西平县 2098 99 23|上蔡县 1735 181 191
平舆县 1857 107 127|正阳县 3913 1274 67|确山县 4777 1063 28|泌阳县 800 22 0|汝南县 3635 368 125|遂平县 660 78 103|新蔡县 3491 1384 762
合 计 39814 9214 1721"""
ROWS = [(" ".join(words[:-3]), *map(int, words[-3:])) for line in PRINTED.replace("\n", "|").split("|") if (words := line.split(" "))]
MONDAY, UNTIL = clock.shanghai(2021, 6, 1, 9), clock.shanghai(2021, 6, 4, 18)


@pytest.fixture(scope="module")
def frozen(django_db_setup, django_db_blocker):
    """The second week of 驻马店, frozen: 驿城区 confirms, 正阳县 states another figure, the others do not return."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(MONDAY), everything("the city of the test"):
        call_command("load_plans", verbosity=0, stdout=open("/dev/null", "w"))
        plan = Plan.objects.select_related("document", "region").get(document__number="驻政办〔2021〕19号")
        week = week_of(plan, 2)
        for name, stated in (("驿城区", {}), ("正阳县", {"unsupplied": (Decimal("86.2"), "411724-0118 合同与第1期重复，扣减")})):
            region = Region.objects.get(name=name)
            user, _ = create_person(actor=system_actor(), username=f"test.{region.code}", name="测试填报员", role=Role.COUNTY_CLERK,
                                    unit=save_unit(actor=system_actor(), region=region, name=f"{name}测试局"), password="Test-9x-Morning")
            clerk = actor_of(user.posts.select_related("user", "unit__region").get())
            with scope(clerk):
                submit_return(week, region.id, actor=clerk, version=0, stated=stated)
        with clock.at(UNTIL + timedelta(hours=2)):
            yield freeze_week(week_of(plan, 2), actor=system_actor(), reason="到点自动定稿"), plan
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sheet(frozen):
    return book_of(frozen[0].file)["附件4"]


@pytest.mark.req("CYC-03")
def test_sheet_1_is_annex_4_cell_for_cell(sheet):
    heads = ["批而未供土地", "闲置土地", "低效工业用地"]
    lines = [[cell.value for cell in row] for row in sheet["A1:H4"]]
    assert lines == [["全市批而未用土地处置周报表", *[None] * 7], ["报送时间：2021年6月4日", None, None, None, None, "单位：亩", None, None],
                     ["县 区", "下达任务量", None, None, "本周处置量", None, None, "备注"], [None, *heads, *heads, None]]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:H1", "A2:E2", "A3:A4", "B3:D3", "E3:G3", "F2:H2", "H3:H4"]
    assert [tuple(cell.value for cell in row) for row in sheet["A5:D18"]] == ROWS
    assert sheet.max_row == 18 and sheet.max_column == 8
    weekly = {row[0].value: [cell.value for cell in row[4:]] for row in sheet["A5:H18"]}
    assert weekly["驿城区"] == [0, 0, 0, "零报告"]
    assert weekly["正阳县"] == [0, 0, 0, "批而未供县区另报86.20，差+86.20：411724-0118 合同与第1期重复，扣减"]
    assert weekly["合 计"] == [0, 0, 0, None]
    assert [weekly[name] for name, *_ in ROWS if name not in ("驿城区", "正阳县", "合 计")] == [[None, None, None, "未报"]] * 11
    assert {sheet.cell(5, column).number_format for column in (5, 6, 7)} == {"0.00"}
    assert all(cell.border.left.style == cell.border.bottom.style == "thin" for row in sheet["A5:H18"] for cell in row)
    assert sheet["A2"].alignment.horizontal == "left" and sheet["F2"].alignment.horizontal == "right"


def test_the_form_prints_on_a4_in_landscape(sheet):
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_area == "'附件4'!$A$1:$H$18" and sheet.page_setup.fitToWidth == 1
    assert all(sheet.row_dimensions[row].height >= 22 for row in range(2, 19))


def test_sheet_2_has_cumulative_rates_ranks_differences_editions_and_the_audit_head_last(frozen):
    snapshot, _ = frozen
    text = text_of(snapshot.file)
    for words in ("累计处置", "完成率", "名次", "综合完成率", "无数据", "—", "处置面积写“无数据”，不当作 0",
                  "正阳县：批而未供另报 86.20（差 +86.20）：411724-0118",
                  "第1版，按原报", "更正：无。"):
        assert words in text
    assert "0.00%" not in text  # no parcel stands in any ledger here
    assert text.splitlines()[-1] == f"定稿时留痕链第 {snapshot.audit_seq} 条，校验码 {snapshot.audit_head}"


@pytest.mark.claim("C15")
def test_the_same_content_gives_the_same_bytes_at_any_moment_and_in_any_zone(frozen, tmp_path):
    snapshot, _ = frozen
    (tmp_path / "payload.json").write_text(snapshot.payload)
    script = ("import sys, django; django.setup(); from reports.rules.sheet import sheet_from; from reports.sheets.annex4 import annex4_file; "
              "sys.stdout.buffer.write(annex4_file(sheet_from(open(sys.argv[1]).read())))")
    other = subprocess.run([settings.BASE_DIR / ".venv/bin/python", "-c", script, tmp_path / "payload.json"], check=True, capture_output=True,
                           cwd=settings.BASE_DIR, env={"TZ": "America/New_York", "DJANGO_SETTINGS_MODULE": "landplan.settings",
                                                       "LANDPLAN_VAR": str(tmp_path), "PATH": "/usr/bin:/bin"}).stdout
    assert other == bytes(snapshot.file)
    (tmp_path / "a.xlsx").write_bytes(other)
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in archive.read("docProps/core.xml")


def test_the_payload_names_its_sources_and_keeps_exact_numbers_as_text(frozen):
    snapshot, plan = frozen
    data = json.loads(snapshot.payload)
    assert data["sources"]["plan"] == {"id": plan.id, "version": plan.version} and len(data["sources"]["returns"]) == 2
    assert data["sources"]["entries"]["counts"] == {} and data["rows"][0]["quotas"]["unsupplied"] == "6299.00"
    assert data["rows"][1]["cells"]["idle"] is None
    assert json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == snapshot.payload


def test_a_trial_says_that_it_is_not_frozen(frozen):
    _, plan = frozen
    with clock.at(UNTIL + timedelta(days=3)), everything("trial"):
        trial = annex4_file(sheet_of(week_of(plan, 3), clock.now()))
    assert book_of(trial)["附件4"]["A2"].value == "报送时间：2021年6月11日（试算，未定稿）"
    assert text_of(trial).splitlines()[-1] == "试算，未定稿，不作依据"


def test_long_remarks_get_taller_rows_and_formulas_of_users_stay_text(frozen):
    old = sheet_from(frozen[0].payload)
    rows = [Row(**{**vars(old.rows[0]), "remark": "=1+1 " + "说明" * 100}), *old.rows[1:]]
    sheet = book_of(annex4_file(Sheet(**{**vars(old), "rows": rows, "footnotes": ["尾差：…"]})))["附件4"]
    assert sheet["H5"].data_type == "s" and sheet.row_dimensions[5].height > 100 > sheet.row_dimensions[7].height
    assert sheet["A19"].value == "尾差：…" and sheet.print_area.endswith("$H$19")
    assert date(2021, 6, 4).isoformat() in old.head["until"]
