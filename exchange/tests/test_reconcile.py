"""对账 through the pages: figures by hand and by file, the causes of every difference, words and two signatures, the stage that it decides."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from audit.models import AuditEntry
from exchange.models import Reconciliation
from exchange.rules.system_files import FIGURE_HEADS, PARCEL_HEADS, PLATFORM_HEADS
from landplan.lib import clock
from landplan.lib.scope import scope
from landplan.lib.table_files import csv_file
from parcels import services as land_services
from parcels.models import Parcel
from reports.selectors.weeks import week_of
from reports.services import submit_return
from tasks.models import SystemFigure, SystemIntake, SystemParcel
from tests.world import MORNING, WEEK, signed_in
from tests.world import words_of_page as plain

pytestmark = pytest.mark.django_db
EVENING = clock.shanghai(2021, 10, 9, 9, 0)


@pytest.fixture(autouse=True)
def morning():
    with clock.at(MORNING):
        yield


def accepted(world, area: str, *, at=MORNING, name="对账地块", county="A", **values) -> Parcel:
    """A parcel of the county with one supply of all its area, accepted at that moment."""
    clerk, reviewer, acceptor = (world.actor(role, county) for role in ("county_clerk", "county_reviewer", "acceptance_group"))
    with clock.at(at):
        with scope(clerk):
            parcel = land_services.register_parcel(actor=clerk, region_id=world.counties[county].id, kind="unsupplied", values={
                "name": name, "location": "路北", "area": Decimal(area), "area_typed": area, "area_unit": "mu", **values})
            row = land_services.draft_disposal(parcel.id, actor=clerk, values={
                "measure_id": world.measures["grant"].id, "area": Decimal(area), "area_typed": area, "area_unit": "mu",
                "disposed_on": clock.today(), "doc_no": "测交〔2021〕1号"})
        for actor, step in ((clerk, "submit"), (reviewer, "verify"), (acceptor, "accept")):
            with scope(actor):
                row = land_services.step_disposal(row.id, actor=actor, action=step, version=row.version)
    return parcel


def by_hand(world, figures: dict[str, str], on: str, by="office", **more):
    """What the office types: {"A0": "95"} is the first figure of county A."""
    typed = {f"f{world.counties[key[0]].id}_{key[1]}": value for key, value in figures.items()}
    return world.client(by).post("/reconcile/enter/", {"source": "ministry", "as_of_on": on, "origin": "部系统统计表", **typed, **more})


def by_file(world, rows, on: str, *, kind="parcels", by="county_clerk", county="A", source="ministry", name="清单.csv", content=None):
    return world.client(by, county).post("/reconcile/intakes/", {
        "source": source, "kind": kind, "as_of_on": on, "origin": "部系统清单",
        "file": SimpleUploadedFile(name, content or csv_file([PARCEL_HEADS if kind == "parcels" else FIGURE_HEADS, *rows]))})


@pytest.mark.req("SYS-05")
def test_county_100_and_system_95_show_a_difference_of_plus_5_on_the_county_and_the_city_page(world):
    accepted(world, "90")  # with the 10 亩 of the world: 100
    assert by_hand(world, {"A0": "95", "B0": ""}, "2021-09-24").status_code == 302
    for by, path in (("office", "/reconcile/"), ("county_clerk", "/reconcile/"), ("county_clerk", f"/reconcile/counties/{world.counties['A'].id}/")):
        page = plain(world.client(by).get(path, {"on": "2021-09-24"}))
        assert "180 100.00 95.00 +5.00" in page, (by, path)
    city = plain(world.client("office").get("/reconcile/?on=2021-09-24"))
    assert "乙县 60 10.00 — —" in city and "1/2 个县区有系统的数，1 个与台账不同" in city
    assert "乙县" not in plain(world.client("county_clerk").get("/reconcile/?on=2021-09-24"))


@pytest.mark.req("SYS-05")
def test_the_same_figures_come_in_by_a_file_once_and_every_wrong_cell_is_named(world):
    rows = [["甲县", "95", "0", "/", "", "—"], ["合计", "95", "", "", "", ""]]
    assert by_file(world, rows, "2021-09-24", kind="figures", by="office", name="数.csv").status_code == 302
    kept = SystemFigure.unscoped.filter(as_of_on=date(2021, 9, 24)).values_list("region_id", "quota_class", "idle_part", "area")
    assert sorted(kept) == [(world.counties["A"].id, "idle", "", Decimal(0)), (world.counties["A"].id, "unsupplied", "", Decimal(95))]
    again = by_file(world, rows, "2021-09-24", kind="figures", by="office", name="数.csv")
    assert again.status_code == 409 and "这个文件已经交过" in plain(again)
    wrong = by_file(world, [["丙县", "9", "", "", "", ""], ["甲县", "约9", "", "", "", ""], ["甲县", "", "", "", "", ""]], "2021-09-24",
                    kind="figures", by="office")
    page = plain(wrong)
    assert wrong.status_code == 422 and "A2 丙县" in page and "B3 约9" in page and "A4 甲县 每个县区一行；第 3 行已有" in page
    assert SystemIntake.objects.filter(kind="figures").count() == 2  # that of the world, and this one


@pytest.mark.parametrize(("by", "status"), [("county_clerk", 403), ("leader", 403), ("system_admin", 403)])
def test_only_the_office_enters_figures_that_decide_a_stage(world, by, status):
    assert by_hand(world, {"A0": "95"}, "2021-09-24", by=by).status_code == status
    assert by_file(world, [["甲县", "95", "", "", "", ""]], "2021-09-24", kind="figures", by=by).status_code == status


def causes(world):
    """One parcel of every cause, and the list that differs so; the day is 2021-09-24."""
    accepted(world, "20", name="相同", supervision_no="S-1")
    accepted(world, "30", name="面积差", supervision_no="S-2")
    accepted(world, "40", name="四舍五入", cadastral_code="419901001001GB00001")
    accepted(world, "50", name="只有台账")
    accepted(world, "60", name="时点差", at=EVENING, supervision_no="S-5")
    accepted(world, "70", name="口径差", supervision_no="S-6")
    accepted(world, "11", name="同名")
    accepted(world, "11", name="同名")
    return [["甲县", "S-1", "", "相同", "", "20", "批而未供", ""], ["甲县", "S-1", "", "相同", "", "20", "批而未供", ""],
            ["甲县", "S-2", "", "", "", "25", "批而未供", ""], ["甲县", "", "419901001001GB00001", "", "", "40.5", "批而未供", ""],
            ["甲县", "S-5", "", "", "", "60", "批而未供", "2021-09-23"], ["甲县", "S-6", "", "", "", "70", "闲置", ""],
            ["甲县", "S-9", "", "只有系统", "", "7", "批而未供", ""], ["甲县", "", "", "同名", "11", "11", "批而未供", ""],
            ["甲县", "", "", "甲县没有名字的地块", "10", "0", "低效", ""]]


@pytest.mark.req("SYS-05")
def test_every_difference_has_its_cause_and_all_of_them_add_up_to_the_whole(world):
    rows = causes(world)
    assert by_file(world, rows, "2021-09-24").status_code == 302
    by_hand(world, {"A0": "184.5", "A1": "70"}, "2021-09-24")
    client = world.client("county_clerk")
    address = f"/reconcile/counties/{world.counties['A'].id}/?on=2021-09-24"
    with clock.at(EVENING):
        page = plain(client.get(address))
        assert client.post(address).status_code == 302
    made = Reconciliation.objects.filter(as_of_on=date(2021, 9, 24)).get()
    found = {}
    for row in made.rows.all():
        found.setdefault((row.quota_class, row.cause), []).append(row.amount)
    found = {key: sorted(amounts) for key, amounts in found.items()}
    assert found == {
        ("unsupplied", "double"): [Decimal(-20)], ("unsupplied", "area"): [Decimal(5)], ("unsupplied", "rounding"): [Decimal(-1), Decimal("-0.5")],
        ("unsupplied", "missing"): [Decimal(-7), Decimal(10), Decimal(50)], ("unsupplied", "timing"): [Decimal(-60)],
        ("unsupplied", "scope"): [Decimal(70)], ("unsupplied", "unmatched"): [Decimal(-11), Decimal(11), Decimal(11)],
        ("idle", "scope"): [Decimal(-70)]}
    ledger = made.figures.get(quota_class="unsupplied")
    assert sum(sum(areas) for (quota_class, _), areas in found.items() if quota_class == "unsupplied") == ledger.ledger_area - ledger.system_area
    assert made.same == 1 and "时点差 −60.00" in page and "口径差 +70.00" in page and "四舍五入" in page and "待配对" in page
    assert "能对上 2 宗" in page and "台账在这一天之后又验收了 60 亩" in page


def test_a_sheet_is_kept_as_it_was_and_a_second_person_signs_it_after_the_rest_was_explained(world):
    by_hand(world, {"A0": "95"}, "2021-09-24")
    clerk, reviewer = world.client("county_clerk"), world.client("county_reviewer")
    address = f"/reconcile/counties/{world.counties['A'].id}/?on=2021-09-24"
    sheet = clerk.post(address).url
    made = Reconciliation.objects.latest("id")
    accepted(world, "5")
    assert "180 10.00 95.00 −85.00" in plain(clerk.get(sheet))  # the ledger went on, the sheet did not
    assert clerk.post(f"{sheet}sign/", {"do": "sign"}).status_code == 403
    refused = reviewer.post(f"{sheet}sign/", {"do": "sign"})
    assert refused.status_code == 400 and "还有 85.00 亩没有分到宗地或没有配对" in plain(refused)
    row = made.rows.get()
    assert clerk.post(sheet, {"form_key": "k" * 32, "row": row.id, "text": "清单下周补交"}).status_code == 302
    assert reviewer.post(f"{sheet}sign/", {"do": "sign", "opinion": "同意"}).status_code == 302
    page = plain(clerk.get(sheet))
    assert "清单下周补交" in page and "签认：" in page and "同意" in page
    assert clerk.post(sheet, {"form_key": "m" * 32, "text": "再补"}).status_code == 409
    again = clerk.post(address).url
    assert again != sheet and "第2次" in plain(clerk.get(again)) and "已签认" in plain(clerk.get(address))
    told = AuditEntry.objects.filter(action__in=["make_reconciliation", "comment_reconciliation", "sign_reconciliation"], region_id=made.region_id)
    assert told.count() == 4 + 2  # two sheets, a word, a signature; a sheet and a word of the world


def test_the_office_cannot_sign_what_the_same_person_made_and_returns_only_with_a_reason(world):
    by_hand(world, {"A0": "95"}, "2021-09-24")
    office, reviewer = world.client("office"), world.client("county_reviewer")
    sheet = office.post(f"/reconcile/counties/{world.counties['A'].id}/?on=2021-09-24").url
    own = office.post(f"{sheet}sign/", {"do": "return", "opinion": "不对"})
    assert own.status_code == 403 and "不能由你签认" in plain(own)
    assert reviewer.post(f"{sheet}sign/", {"do": "return"}).status_code == 400
    assert reviewer.post(f"{sheet}sign/", {"do": "return", "opinion": "少一宗"}).status_code == 302
    assert "已退回" in plain(office.get(sheet))


@pytest.mark.req("CYC-04")
def test_weekly_returns_ledger_and_system_stand_side_by_side_and_counties_that_differ_are_listed(world):
    clerk = world.actor("county_clerk", "A")
    with scope(clerk):
        submit_return(week_of(world.plan, WEEK), world.counties["A"].id, actor=clerk, version=0, remark="", stated={})
    by_hand(world, {"A0": "10", "B0": "12"}, "2021-09-24")
    with clock.at(clock.shanghai(2021, 9, 24, 19, 0)):
        page = plain(world.client("office").get("/reconcile/weeks/"))
        own = plain(world.client("county_clerk").get("/reconcile/weeks/"))
    assert "甲县 17 10.00 10.00 0.00 10.00 0.00" in page  # 17 of 18 weeks were not returned, none of them had anything
    assert "乙县 17 12.34 10.00 −2.34 12.00 −2.00" in page
    assert "乙县 批而未供 宗地−周报 −2.34 亩 台账−部系统 −2.00 亩" in page.replace("\u3000", " ")
    listed = page[page.index("差额不为 0 的县区"):]
    assert "甲县" not in listed and "1 个县区有差" in page
    assert "乙县" not in own and "三边一致" in own


def test_a_county_reaches_neither_the_figures_nor_the_lists_nor_the_sheets_of_another(world):
    client, other = world.client("county_clerk", "A"), world.counties["B"].id
    foreign = world.records["B"]
    for path in (f"/reconcile/counties/{other}/", f"/reconcile/sheets/{foreign['reconciliation']}/"):
        assert client.get(path).status_code == 404 and client.post(path).status_code == 404
    assert client.post(f"/reconcile/intakes/{foreign['system_list']}/void/", {"reason": "x"}).status_code == 404
    refused = by_file(world, [["乙县", "S-1", "", "", "", "9", "批而未供", ""]], "2021-09-24")
    assert refused.status_code == 422 and "A2 乙县" in plain(refused)
    assert not SystemParcel.unscoped.filter(region_id=other, supervision_no="S-1").exists()
    shared = client.post(f"/reconcile/intakes/{foreign['system_figures']}/void/", {"reason": "x"})
    assert shared.status_code == 403


def test_a_void_intake_counts_no_more_and_stays_to_be_read(world):
    by_hand(world, {"A0": "95"}, "2021-09-24")
    intake, office = SystemIntake.objects.latest("number"), world.client("office")
    assert office.post(f"/reconcile/intakes/{intake.id}/void/").status_code == 400
    assert office.post(f"/reconcile/intakes/{intake.id}/void/", {"reason": "录错县区"}).status_code == 302
    assert office.post(f"/reconcile/intakes/{intake.id}/void/", {"reason": "再来"}).status_code == 409
    assert "180 10.00 — —" in plain(office.get("/reconcile/?on=2021-09-24"))
    assert "录错县区" in plain(office.get("/reconcile/intakes/"))


@pytest.mark.req("TGT-02")
def test_the_result_of_a_stage_is_the_ministrys_figure_where_there_is_one_and_says_so(world):
    accepted(world, "120")  # 甲县 130 ≥ 70 % of 180 = 126 by the ledger
    client = world.client("office")
    with clock.at(EVENING):
        before = plain(client.get(f"/plans/{world.plan.id}/targets/"))
        assert by_hand(world, {"A0": "100"}, "2021-09-30").status_code == 302
        after = plain(client.get(f"/plans/{world.plan.id}/targets/"))
        county = plain(world.client("county_clerk").get(f"/plans/{world.plan.id}/targets/"))
    assert "阶段结果按部监测监管系统" not in before
    assert "2 个县区中 1 个有部系统数，其余按验收数" in after
    said = "差 26.00 亩 任务量 180 × 70% = 126 亩；已处置 100.00 亩（完成率 55.56%），差 26 亩 阶段结果按部监测监管系统（截至2021-09-30，第"
    assert said in after and said in county and "旁列验收数 130.00 亩（完成率 72.22%），已达" in after
    early = plain(client.get(f"/plans/{world.plan.id}/targets/"))  # the stage is not over on the 24th
    assert "阶段结果按部监测监管系统（" not in early


@pytest.mark.req("SYS-06")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_for_the_province_has_stable_columns_and_comes_back_with_no_difference(world, kind):
    accepted(world, "20", name="=1+1", supervision_no="4199012021B00012", cadastral_code="419901001001GB00001")
    answer = world.client("county_clerk").get("/reconcile/platform/", {"as": kind})
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        cells = [list(row) for row in load_workbook(BytesIO(answer.content)).active]
        assert "f" not in {cell.data_type for row in cells for cell in row}
        rows = [["" if cell.value is None else cell.value for cell in row] for row in cells]
    assert tuple(rows[0]) == PLATFORM_HEADS and {row[-1] for row in rows[1:]} == {"landplan-platform-1"}
    line = next(row for row in rows if row[1] == "4199012021B00012")
    assert line[:7] == ["甲县", "4199012021B00012", "419901001001GB00001", "'=1+1" if kind == "csv" else "=1+1", "20", "20", "批而未供"]
    taken = by_file(world, [], "2021-09-24", source="park", name=f"平台.{kind}", content=answer.content)
    assert taken.status_code == 302, plain(taken)
    page = plain(world.client("county_clerk").get(f"/reconcile/counties/{world.counties['A'].id}/", {"on": "2021-09-24", "source": "park"}))
    assert "没有差异" in page and "0 处不同" in page


def test_a_stranger_sees_none_of_it(world):
    client = signed_in(world.actor("system_admin"))
    for path in ("/reconcile/", "/reconcile/weeks/", "/reconcile/intakes/", "/reconcile/platform/"):
        assert client.get(path).status_code == 403


def test_a_file_is_dropped_or_chosen_in_our_words_and_has_to_be_chosen_again_after_a_refusal(world):
    page = world.client("office").post("/reconcile/intakes/", {"source": "ministry", "kind": "figures"}).content.decode()
    assert "你填的内容都还在，文件要重新选。" in page
    assert re.search(r'拖到这里，或 <u>选择文件</u><input type="file" name="file" class="visually-hidden"', page)
