"""阶段报告 of the real plan: 附件2、3 with progress, the ministry's figures first; the summaries, and which counties lack one."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.scope import everything, scope
from reports import jobs
from reports.models import PeriodReport, PeriodSnapshot
from reports.selectors.periods import reporting_plans
from tasks.choices import TableKey
from tasks.models import Cycle, PrintedTable
from tasks.services import Brought, attach_paper, enter_figures, send_package
from tasks.tests.five import LY, build_five, plan_of
from tests.world import PDF, signed_in
from tests.world import words_of_page as plain
from units.models import Region

from .ground import build_ground, entry, post

pytestmark = pytest.mark.django_db
SEPTEMBER, NOVEMBER = "2021-09-30", "2021-11-30"
OCTOBER_4, DECEMBER_2 = clock.shanghai(2021, 10, 4, 9), clock.shanghai(2021, 12, 2, 9)


@pytest.fixture
def ground():
    with everything("the test looks on"):
        yield build_ground()


def regions(ground):
    return {region.name: region for region in Region.objects.filter(parent=ground.plan.region)}


def step(ground, name, key, who="office", **values):
    row = PeriodReport.objects.get(kind="stage", key=key)
    return signed_in(ground.people[who]).post(reverse(f"reports:period_{name}", args=["stage", key]), {"version": row.version, **values}, follow=True)


def annex2(content, label):
    sheet = load_workbook(BytesIO(bytes(content)))["附件2"]
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == label)


@pytest.mark.req("CYC-10")
def test_the_stage_holds_annexes_2_and_3_with_the_ministry_s_figures_first_and_later_edits_do_not_change_it(ground):
    inside = regions(ground)
    post(entry(inside["遂平县"], "unsupplied", 330 * 10**6, clock.shanghai(2021, 9, 30, 23, 59), ground.disposal),
         entry(inside["遂平县"], "unsupplied", 100 * 10**6, clock.shanghai(2021, 10, 1), ground.disposal),
         entry(inside["西平县"], "idle", 20 * 10**6, clock.shanghai(2021, 9, 28, 9), ground.disposal, source="system_new"))
    office = ground.people["office"]
    with clock.at(OCTOBER_4):
        jobs.open_periods()
        with scope(office):
            enter_figures(ground.plan.id, actor=office, brought=Brought("ministry", date(2021, 9, 30), "部系统导出"),
                          figures={(inside["驿城区"].id, "unsupplied", ""): Decimal("4500.5")})
        page = plain(signed_in(office).get(reverse("reports:period", args=["stage", SEPTEMBER]), {"quota_class": "unsupplied"}))
        assert "驿城区 6299 3150.00 3150.00 4500.50 71.45% 已达" in page  # the ledger's and the ministry's side by side, the latter decides
        step(ground, "check", SEPTEMBER, who="acceptor")
        assert "已定稿第1版" in plain(step(ground, "freeze", SEPTEMBER, reason="按时限"))
        frozen = PeriodSnapshot.objects.get()
        row = annex2(frozen.file, "驿城区")
        assert row[6:9] == [4500.5, 0.7145, 1] and "部系统数，台账验收3150.00亩" in row[9]
        # 330 of 660: 30 September counts to its last minute, 1 October does not
        assert annex2(frozen.file, "遂平县")[6:9] == [330, 0.5, 2]
        third = load_workbook(BytesIO(bytes(frozen.file)))["附件3"]
        assert next(row for row in third.iter_rows(values_only=True) if row[1] == "西平县")[10:14] == (1, 99, 20, 0.202)  # 100 % of one parcel
        with scope(office):
            enter_figures(ground.plan.id, actor=office, brought=Brought("ministry", date(2021, 9, 30), "部系统导出二"),
                          figures={(inside["驿城区"].id, "unsupplied", ""): Decimal("4600")})
        again = signed_in(office).get(reverse("reports:period_excel", args=["stage", SEPTEMBER]))
        shown = plain(signed_in(office).get(reverse("reports:period", args=["stage", SEPTEMBER]), {"quota_class": "unsupplied"}))
    assert again.content == bytes(frozen.file) and "4500.50" in shown and "4600.00" not in shown


@pytest.mark.req("CYC-12")
def test_the_counties_that_have_not_sent_their_summary_are_listed_and_one_that_has_is_not(ground):
    clerk, inside = ground.people["clerk"], regions(ground)
    with clock.at(clock.shanghai(2021, 11, 29, 9)), scope(clerk):
        duty = ground.plan.duties.get(code="O-ZMD-6")
        attach_paper(duty.id, inside["驿城区"].id, actor=clerk, kind="summary", title="工作总结", upload=SimpleUploadedFile("a.pdf", PDF))
        send_package(duty.id, inside["驿城区"].id, actor=clerk, version=1, remark="总结和台账")
    with clock.at(DECEMBER_2):
        jobs.open_periods()
        page = plain(signed_in(ground.people["office"]).get(reverse("reports:period", args=["stage", NOVEMBER])))
        assert "缺 12 个县区" in page and "工作总结及台账" in page and "驿城区 已报 1/1" in page
        missing = page.split("缺 12 个县区")[1].split("。")[0]
        assert "驿城区" not in missing and "遂平县" in missing and "新蔡县" in missing
        step(ground, "check", NOVEMBER, who="acceptor")
        refused = step(ground, "freeze", NOVEMBER)
    assert refused.status_code == 400 and "遂平县" in plain(refused) and "没有报送" in plain(refused)


def test_a_plan_with_a_table_of_its_own_and_no_rhythm_is_looked_at_for_its_stages(db):
    with everything("the test looks on"):
        build_five()
    plan = plan_of(LY)
    Cycle.objects.filter(plan=plan).update(period="daily")
    assert plan not in reporting_plans()
    PrintedTable.objects.create(plan=plan, key=TableKey.OWN, version=1, title="任务分解表", unit="亩", document_no="测试〔2021〕1号", section="附件",
                                valid_from=date(2021, 6, 1), entered_at=clock.now())
    assert plan in reporting_plans()


def test_of_a_county_whose_ledger_is_empty_nothing_is_told_that_it_does_not_have(ground):
    inside = regions(ground)
    post(entry(inside["遂平县"], "unsupplied", 330 * 10**6, clock.shanghai(2021, 9, 30, 9), ground.disposal))
    with clock.at(OCTOBER_4):
        jobs.open_periods()
        answer = signed_in(ground.people["office"]).get(reverse("reports:period", args=["stage", SEPTEMBER]) + "?quota_class=unsupplied")
        page = plain(answer)
        row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*西平县.*?</tr>", answer.content.decode(), re.S)[0]
        assert re.sub(r"<[^>]+>", " ", row).split()[-8:] == ["—", "西平县", "2098", "无数据", "无数据", "—", "无数据", "无数据"]
        goal = "批而未供土地2021年9月30日前应完成任务量的70%，13个有任务的县区中2个未达到：驿城区（差1259.30亩）、遂平县（差132.00亩）；11个无数据"
        assert goal in page and "都没有达到" not in page and "西平县（第" not in page
