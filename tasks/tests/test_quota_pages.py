"""任务量表: the printed annexes as issued, the derived figure beside each printed one, their files, their versions."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock
from tasks.models import PrintedCell, PrintedTable

from .five import OTHER, ZMD, plan_of
from .pages import row_of, rows_of, text_of

pytestmark = pytest.mark.django_db
ORDER2 = ["驿城区", "开发区", "示范区", "高新区", "中心城区合计",
          "西平县", "上蔡县", "平舆县", "正阳县", "确山县", "泌阳县", "汝南县", "遂平县", "新蔡县", "合计"]
ORDER3 = ["总计", "驿城区", "开发区", "高新区", "示范区", "遂平县", "西平县", "上蔡县", "汝南县", "平舆县", "正阳县", "确山县", "泌阳县", "新蔡县"]
ORDER4 = [name for name in ORDER2 if name != "中心城区合计"]


def page(five, table: str = "annex2", view: str = "check", *, by: str = "office", **query) -> str:
    answer = five.client(by).get("/quotas/", {"table": table, "view": view, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(five, table: str, *, by: str = "office", **query):
    answer = five.client(by).get("/quotas/export/", {"table": table, **query})
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def grid(found, top: int) -> dict[str, list]:
    """Row name -> cells, below the head; names without blanks."""
    name = 2 if found.title == "附件3" else 1
    return {found.cell(i, name).value.replace(" ", ""): [cell.value for cell in found[i]] for i in range(top, found.max_row + 1)}


@pytest.mark.req("QTA-01")
def test_annex_2_is_exported_with_ten_columns_in_the_printed_order(five):
    found = sheet(five, "annex2", by="clerk")
    assert found["A1"].value == "2021年全市批而未供土地处置任务分解表"
    assert [cell.value for cell in found[3]] == ["县 区", "批准面积", "供应面积", "未供面积", "下达任务率", "下达任务量",
                                                 "盘活面积", "完成率", "完成率排名", "备注"]
    rows = grid(found, 4)
    assert list(rows) == ORDER2
    assert rows["中心城区合计"][1:6] == [96762, 68683, 28078, 0.6, 16847]
    assert rows["合计"][1:6] == [273036, 206683, 66353, 0.6, 39812]
    assert all(row[6:] == [None] * 4 for row in rows.values())
    assert (found.page_setup.orientation, found.page_setup.paperSize, found.print_area) == ("landscape", 9, "'附件2'!$A$1:$J$18")
    assert found["F4"].number_format == "General" and found["E4"].number_format == "0%"
    paper = [row for row in rows_of(page(five, view="printed")) if len(row) == 10]
    assert [row[0].replace(" ", "") for row in paper[1:]] == ORDER2


@pytest.mark.req("QTA-01")
def test_the_blank_columns_of_annex_2_are_filled_in_the_view_with_progress_only(five):
    five.accept("4409.3")
    five.accept("4000", county=OTHER)
    found = row_of(page(five, view="progress"), "驿城区")
    assert found[5:] == ["6299", "4409.30", "70.00%", "2", "已达70%"]
    assert row_of(page(five, view="progress"), "正阳县")[6:] == ["4000.00", "102.22%", "1", "已达70%"]
    assert row_of(page(five, view="progress"), "中心城区合计")[6:] == ["4409.30", "26.17%", "—", "距70%差7383.60亩"]
    rows = grid(sheet(five, "annex2", view="progress"), 4)
    assert rows["驿城区"][6:] == [4409.3, 0.7, 2, "已达70%"]
    assert rows["合计"][6:9] == [8409.3, 0.2112, "—"]
    assert grid(sheet(five, "annex2"), 4)["驿城区"][6:] == [None] * 4


def test_a_county_reads_the_printed_tables_whole_and_the_progress_of_its_own_row_only(five):
    five.accept("100")
    five.accept("55.55", county=OTHER)
    html = page(five, view="progress", by="clerk")
    assert row_of(html, "驿城区")[6:8] == ["100.00", "1.59%"]
    assert row_of(html, "正阳县")[1:] == ["18481", "11960", "6521", "60%", "3913", "", "", "", ""]
    assert "55.55" not in html and "155.55" not in html
    exported = grid(sheet(five, "annex2", view="progress", by="clerk"), 4)
    assert exported["正阳县"][6:] == [None] * 4 and exported["合计"][6:] == [None] * 4
    for table in ("annex3", "annex4"):
        assert "55.55" not in page(five, table, "progress", by="clerk")


@pytest.mark.req("QTA-02")
def test_annex_3_keeps_its_three_printed_forms_of_nothing(five):
    found = sheet(five, "annex3")
    rows = grid(found, 7)
    assert list(rows) == ORDER3
    assert [row[0] for row in rows.values()] == [None, *range(1, 14)]
    assert rows["总计"][2:] == [153, 6989, None, 4193, 198, 8186, None, 5021, 52, 2868, None, 1721]
    assert rows["遂平县"][2:6] == [0, 0, None, None]
    assert rows["高新区"][6:10] == [0, 0, 0.6, 0]
    assert rows["开发区"][10:14] == [None, None, 0.6, 0]
    assert rows["高新区"][11] == 262.6
    assert (found["N2"].value, found["N3"].value) == ("2021. 3. 22", "单位：亩")
    assert {str(one) for one in found.merged_cells.ranges} >= {"A4:A6", "B4:B6", "C4:F4", "G4:J4", "K4:N4", "C5:D5", "E5:E6", "G5:G6"}
    suiping = row_of(page(five, "annex3"), "遂平县")
    assert suiping[1:5] == ["0", "0", "", ""]
    assert row_of(page(five, "annex3"), "高新区")[5:9] == ["0", "0", "60%", "0 算 0"]


@pytest.mark.req("QTA-03")
def test_annex_4_shows_its_printed_totals_and_the_computed_ones_beside_them(five):
    total = row_of(page(five, "annex4"), "合计")
    assert total[1:] == ["39814 算 39814；附件2合计 39812 差 +2", "9214 算 9214", "1721 算 1722 差 −1"]
    rows = grid(sheet(five, "annex4"), 5)
    assert list(rows) == ORDER4
    assert rows["合计"] == ["合 计", 39814, 9214, 1721, None, None, None, None]
    assert {str(one) for one in sheet(five, "annex4").merged_cells.ranges} >= {"A3:A4", "B3:D3", "E3:G3", "H3:H4", "A1:H1"}


@pytest.mark.req("QTA-04")
def test_the_raw_quota_stands_before_the_rounded_one(five):
    html = page(five)
    assert row_of(html, "泌阳县")[5] == "800 算 800.4→ 800"
    assert row_of(html, "正阳县")[5] == "3913 算 3912.6→ 3913"
    assert row_of(html, "遂平县")[5] == "660 算 660"


@pytest.mark.req("QTA-06")
def test_a_rate_is_kept_by_row(five):
    html = page(five, "annex3")
    whole = {row[0]: row[7:9] for row in rows_of(html) if len(row) == 13 and row[7] == "100%"}
    assert whole == {"示范区": ["100%", "106 算 106"], "西平县": ["100%", "99 算 99"], "汝南县": ["100%", "63 算 63"], "泌阳县": ["100%", "6 算 6"]}
    assert row_of(html, "泌阳县")[3] == "60%"


@pytest.mark.req("QTA-07")
def test_the_subtotal_shows_printed_derived_and_difference(five):
    assert row_of(page(five), "中心城区合计")[5] == "16847 算 16848 差 −1"
    assert row_of(page(five), "合计")[5] == "39812 算 39814 差 −2"


@pytest.mark.req("RNK-05")
def test_the_supply_rate_stands_beside_each_county(five):
    html = page(five, by="clerk")
    assert [row_of(html, name)[6] for name in ("遂平县", "确山县", "合计")] == ["96.23%", "60.35%", "75.70%"]


def test_the_totals_without_xincai_are_given_for_all_three_classes(five):
    assert row_of(page(five, "annex4"), "不含新蔡县算")[1:] == ["36323", "7830", "960"]


# as printed and as computed, from the figures of the document (mission: exactly these sixteen)
SIXTEEN = [
    ("附件2", "高新区", "未供面积", "6851", "6852", "−1", "D-01"), ("附件2", "中心城区合计", "未供面积", "28078", "28079", "−1", "D-01"),
    ("附件2", "西平县", "未供面积", "3496", "3495", "+1", "D-01"), ("附件2", "平舆县", "未供面积", "3095", "3096", "−1", "D-01"),
    ("附件2", "泌阳县", "未供面积", "1334", "1333", "+1", "D-01"), ("附件2", "中心城区合计", "下达任务量", "16847", "16848", "−1", "D-04"),
    ("附件2", "合计", "批准面积", "273036", "273037", "−1", "D-05"), ("附件2", "合计", "供应面积", "206683", "206684", "−1", "D-05"),
    ("附件2", "合计", "下达任务量", "39812", "39814", "−2", "D-04"),
    ("附件3", "总计", "低效工业用地数 2021年完成任务量", "1721", "1722", "−1", "D-08"),
    ("附件4", "平舆县", "下达任务量 闲置土地", "107", "108", "−1", "D-15"),
    ("附件4", "正阳县", "下达任务量 闲置土地", "1274", "1275", "−1", "D-15"),
    ("附件4", "确山县", "下达任务量 闲置土地", "1063", "1062", "+1", "D-15"),
    ("附件4", "新蔡县", "下达任务量 闲置土地", "1384", "1383", "+1", "D-15"),
    ("附件4", "合计", "下达任务量 低效工业用地", "1721", "1722", "−1", "D-16"),
    ("附件4", "合计", "下达任务量 批而未供土地", "39814", "39812", "+2", "D-17"),
]


@pytest.mark.req("QTA-05")
def test_the_print_check_finds_exactly_the_sixteen_differences_and_explains_each(five):
    rows = [row for row in rows_of(five.client("clerk").get("/print-check/").content.decode()) if len(row) == 8][1:]
    assert [(*row[:5], row[5].removeprefix("差 "), row[6]) for row in rows] == SIXTEEN
    assert all(row[7].endswith("。") for row in rows)
    for table, count in (("annex2", 9), ("annex3", 1), ("annex4", 6)):
        assert f"{count} 处与印发不一致" in text_of(page(five, table))
        assert page(five, table).count("#annex") == count  # each difference leads to its explanation


def test_a_plan_without_a_printed_table_says_so(five):
    assert "没有印发任务分解表" in text_of(five.client("office_ly").get("/quotas/").content.decode())
    assert "没有印发分解表" in text_of(five.client("clerk_bf").get("/print-check/").content.decode())
    for path in ("/dashboard/", "/workbench/"):  # what is done is shown; no rate, no rank, nothing that agrees with nothing
        shown = text_of(five.client("office_ly").get(path).content.decode())
        assert "洛政办〔2021〕16号 没有县区任务分解表" in shown and "一致" not in shown and "任务分解表的印发数" not in shown, path
    assert five.client("office").get("/quotas/", {"plan": plan_of(ZMD).id, "version": 9}).status_code == 404
    for odd in ({"table": "annex9"}, {"view": "x"}, {"plan": "x"}, {"plan": 10**8}):
        assert five.client("office").get("/quotas/", odd).status_code == 404
    assert five.client("office").get("/quotas/", {"as_of": "昨天"}).status_code == 400


def sent_for(five, **changes) -> dict:
    """The form of a 任务调整 of annex 4 as a browser sends it."""
    cells = {f"c{cell.row.sort}_{cell.column}": cell.text for cell in PrintedCell.objects.filter(row__table__key="annex4", row__table__version=1)
             .select_related("row")}
    return cells | {"document_no": "驻政办[2021]88号", "section": "附件", "reason": "省厅核减", "valid_from": "2021-10-01", "version": "1"} | changes


@pytest.mark.req("QTA-09")
def test_a_quota_is_revised_by_a_new_version_and_an_earlier_report_keeps_the_old_one(five):
    five.accept("100")
    plan, office = plan_of(ZMD), five.client("office")
    url = f"/plans/{plan.id}/quotas/annex4/revise/"
    before = list(PrintedCell.objects.order_by("id").values())
    answer = office.post(url, sent_for(five, c1_quota_unsupplied="6000", c14_quota_unsupplied="39515"))
    assert answer.status_code == 302, answer.content.decode()
    assert list(PrintedCell.objects.order_by("id").values())[: len(before)] == before
    html = office.get(answer["Location"]).content.decode()
    assert "第2版，2021-10-01 起用" in text_of(html) and "驻政办〔2021〕88号，2021-10-01 起用；原因：省厅核减" in text_of(html)
    assert row_of(html, "驿城区")[1].split(" ")[0] == "6000"
    with clock.at(clock.shanghai(2021, 10, 8, 9)):
        assert row_of(page(five, "annex4", "printed"), "驿城区")[1] == "6000"
        assert row_of(page(five, "annex4", "printed", as_of="2021-09-30"), "驿城区")[1] == "6299"
        assert row_of(page(five, "annex4", "printed", as_of="2021-10-01"), "驿城区")[1] == "6000"
        assert row_of(page(five, "annex4", "printed", version=1), "驿城区")[1] == "6299"
        for day, sums in (("2021-10-08", "任务量 6000 × 70% = 4200 亩"), ("2021-09-30", "任务量 6299 × 70% = 4409.3 亩")):
            county = five.client("clerk").get(f"/plans/{plan.id}/targets/", {"as_of": day}).content.decode()
            assert sums in text_of(county), day
            city = five.client("office").get(f"/plans/{plan.id}/targets/", {"as_of": day}).content.decode()
            assert f"任务量 {'39515' if day > '2021-09-30' else '39812'} × 70%" in text_of(city)
        assert "任务调整" in text_of(five.client("office").get("/print-check/").content.decode())
    assert row_of(page(five, "annex4", "printed"), "驿城区")[1] == "6299"  # 24 September: not yet valid
    entry = AuditEntry.objects.get(action="revise_table")
    assert entry.reason == "驻政办〔2021〕88号：省厅核减"
    assert entry.after == '{"合 计 下达任务量 批而未供土地":"39515","驿城区 下达任务量 批而未供土地":"6000"}'


def test_a_revision_without_document_reason_day_or_change_is_refused_whole(five):
    plan, office = plan_of(ZMD), five.client("office")
    url = f"/plans/{plan.id}/quotas/annex4/revise/"
    empty = office.post(url, sent_for(five, document_no="", reason="", valid_from="", c1_quota_idle="约1000"))
    words = text_of(empty.content.decode())
    assert empty.status_code == 422
    assert all(part in words for part in ("请填调整文件的文号", "任务调整要写原因", "从哪一天起生效", "“约1000”读不出来"))
    assert "没有改动任何数" in text_of(office.post(url, sent_for(five)).content.decode())
    assert "早于第 1 版的 2021-05-07" in text_of(office.post(url, sent_for(five, c1_quota_idle="1", valid_from="2021-05-01")).content.decode())
    assert PrintedTable.objects.filter(key="annex4").count() == 1
    assert office.post(url, sent_for(five, c1_quota_idle="", c2_quota_idle="0")).status_code == 302
    cells = PrintedCell.objects.filter(row__table__version=2, column="quota_idle").select_related("row")
    made = {cell.row.label: (cell.text, cell.value) for cell in cells}
    assert made["驿城区"] == ("", None) and made["开发区"] == ("0", Decimal(0))
    stale = office.post(url, sent_for(five, c1_quota_idle="1"))
    assert stale.status_code == 409 and "已出了第 2 版" in stale.content.decode()


@pytest.mark.req("SYS-02")
def test_no_form_and_no_call_can_change_a_printed_figure(five):
    plan = plan_of(ZMD)
    before = (list(PrintedTable.objects.values()), list(PrintedCell.objects.order_by("id").values()))
    doors = ["/quotas/", "/quotas/export/", "/print-check/", f"/plans/{plan.id}/", f"/plans/{plan.id}/targets/", "/api/v1/plans/",
             f"/api/v1/plans/{plan.id}/", f"/api/v1/plans/{plan.id}/quotas/"]
    for name in ("office", "clerk", "acceptor", "leader"):
        client = five.client(name)
        for door in doors:
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(client, method)(door, data='{"quota": 1, "value": "1"}', content_type="application/json")
                assert answer.status_code in (403, 405), f"{name} {method} {door}"
        if name != "office":
            assert client.post(f"/plans/{plan.id}/quotas/annex4/revise/", sent_for(five, c1_quota_idle="1")).status_code == 403
    office_ly = five.client("office_ly")  # the office of another city
    assert office_ly.post(f"/plans/{plan.id}/quotas/annex4/revise/", sent_for(five, c1_quota_idle="1")).status_code == 403
    base = five.client("office").post(f"/plans/{plan.id}/quotas/annex2/revise/", {
        "document_no": "x", "reason": "x", "valid_from": "2021-10-01", "version": "1", "c1_approved": "1", "c1_unsupplied": "1"})
    assert base.status_code == 422  # the base areas are no fields of the form
    assert (list(PrintedTable.objects.values()), list(PrintedCell.objects.order_by("id").values())) == before
