"""季度、半年、年度、验收: drafts for all units, marks on the document's headings, scores only with weights, proposals, findings, points."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from reports import jobs
from reports.models import LookFinding, PeriodReport, PeriodSnapshot
from reports.rules.period import period_sheet_from
from reports.rules.schemes import Heading, printed_headings, score, score_places
from tasks import jobs as daily
from tasks.models import PeriodDuty
from tasks.services.periods import enqueue_work
from tests.world import words_of_page as plain

from .period_help import freeze, publish
from .weekly_help import accept

QUARTER, HALF, YEAR, STAGE = ("quarterly", "2021Q3"), ("half_yearly", "2021H2"), ("yearly", "2021"), ("stage", "2021-11-30")
OCTOBER, JANUARY = clock.shanghai(2021, 10, 8, 9), clock.shanghai(2022, 1, 10, 9)


def address(name, period, *more):
    return reverse(f"reports:{name}", args=[*period, *more])


def page(world, period, role="office", county="A", **query):
    return plain(world.client(role, county).get(address("period", period), query))


def scheme(world, kind, **values):
    form = {"version": values.pop("version", 0), "items": "", "method_no": "", "last_n": "", "times": "", "points": "", "points_no": ""} | values
    return world.client("office").post(reverse("reports:scheme", args=[kind]), form, follow=True)


def assess(world, period, county, *marks, seen=0, **more):
    form = {f"mark_{n}": mark for n, mark in enumerate(marks)} | {"seen": seen, "note": "", "action": "", "doc_no": ""} | more
    return world.client("office").post(address("period_assess", period, world.counties[county].id), form, follow=True)


@pytest.fixture
def opened(world):
    accept(world, "A", "30", clock.shanghai(2021, 7, 20, 9))
    accept(world, "B", "12", clock.shanghai(2021, 8, 20, 9))
    with clock.at(OCTOBER):
        for run_id in enqueue_work(actor=system_actor("每日应办")):
            for _ in range(2):  # delivered twice
                daily.run_work(run_id)
        jobs.open_periods()
    return world


@pytest.mark.req("CYC-06")
def test_a_quarter_has_drafts_for_all_units_four_marked_headings_and_a_notice(opened):
    world = opened
    duties = PeriodDuty.objects.filter(period="2021Q3", cycle__by="各县区")
    assert sorted(one.region_id for one in duties) == sorted(region.id for region in world.counties.values())  # one each, however often it runs
    mine = duties.get(region=world.counties["A"])
    with clock.at(OCTOBER):
        assert "甲县、乙县未报" in page(world, QUARTER)
        answer = world.client("county_clerk").post(reverse("tasks:period", args=[mine.id]), {
            "version": mine.version, "done_on": "2021-09-30", "note": "本季供应三宗。", "doc_no": ""}, follow=True)
        assert answer.status_code == 200
        assert "乙县未报" in page(world, QUARTER) and "甲县 已报 1/1" in page(world, QUARTER)
        scheme(world, "quarterly", items="组织领导\n制度建设\n资金落实\n盘活成效")
        assert "已保存" in plain(assess(world, QUARTER, "A", "90", "85", "70", "95.5", note="机制健全"))
        wrong = assess(world, QUARTER, "B", "101", "x", "", "")
        assert wrong.status_code == 422 and "读不出来" in plain(wrong) and 'value="101"' in wrong.content.decode()
        assert "不在 0 到 100 之间" in plain(assess(world, QUARTER, "B", "101", "60", "", ""))
        assess(world, QUARTER, "B", "60", "60", "60", "60", action="criticism", doc_no="测督〔2021〕3号")
        shown = page(world, QUARTER)
        assert "甲县 90 85 70 95.5 — — 机制健全" in shown and "没有录入权重，不算总分" in shown and "驻政办" not in shown
        freeze(world, *QUARTER)
        told = PeriodDuty.objects.get(period="2021Q3", cycle__what="季度评估通报")
        assert told.done_on is None and "周期任务“季度评估通报”同时办结" in page(world, QUARTER)
        publish(world, *QUARTER)
        told.refresh_from_db()  # the notice is what the cycle asks for: nobody is reminded of it any more
        assert (f"{told.done_on}", told.doc_no) == ("2021-10-08", "测办〔2021〕9号")
        assert "逾期完成 2021-10-08" in plain(world.client("office").get(reverse("tasks:periods")))
        assert not PeriodDuty.objects.filter(cycle__period__in=("half_yearly", "yearly"), done_on__isnull=False).exists()
        assert "锁住的是定稿" in plain(assess(world, QUARTER, "A", "1", "1", "1", "1", seen=1))
        notice = world.client("county_clerk").get(address("period_notice", QUARTER))
    text = "".join(one.text for one in Document(BytesIO(notice.content)).paragraphs)
    assert "按组织领导、制度建设、资金落实、盘活成效开展评估。甲县：组织领导90分、制度建设85分、资金落实70分、盘活成效95.5分。" in text
    assert "乙县通报批评（测督〔2021〕3号）" in text and "2021年第三季度" in text
    book = load_workbook(BytesIO(bytes(PeriodSnapshot.objects.get().file)))
    assert [cell.value for cell in book["评估考核"][2]][:5] == ["县区", "组织领导", "制度建设", "资金落实", "盘活成效"]


@pytest.mark.parametrize(("name", "headings"), [("luoyang", ["组织领导", "制度建设", "资金落实", "盘活成效"]), ("shilong", ["组织领导", "盘活成效"])])
def test_the_headings_of_a_plan_are_those_its_document_prints(name, headings):
    data = json.loads((settings.BASE_DIR / "fixtures" / "plans" / f"{name}.json").read_text(encoding="utf-8"))
    found, section = printed_headings(data["document"]["number"], "quarterly")
    assert ([one.name for one in found], section) == (headings, "四（三）")


@pytest.mark.req("CYC-11")
def test_acceptance_without_weights_has_figures_only_and_with_weights_exact_scores(opened):
    world = opened
    with clock.at(clock.shanghai(2021, 12, 18, 9)):
        jobs.open_periods()
        scheme(world, "stage", items="任务完成\n台账质量", method_no="测考〔2021〕1号")
        assess(world, STAGE, "A", "80", "90")
        shown = page(world, STAGE)
        assert "分类考核" in shown and "甲县 80 90 — —" in shown and "测考〔2021〕1号" in shown and "30.00" in shown
        half = scheme(world, "stage", version=2, items="任务完成 70\n台账质量")
        assert half.status_code == 400 and "有的写了权重，有的没有写" in plain(half)
        scheme(world, "stage", version=2, items="任务完成 70\n台账质量 30", method_no="测考〔2021〕1号")
        assess(world, STAGE, "B", "83.33", "83")
        shown = page(world, STAGE)
        assert "甲县 80 90 83.00 2" in shown and "乙县 83.33 83 83.23 1" in shown
        freeze(world, *STAGE)
        scheme(world, "stage", version=3, items="任务完成 1\n台账质量 1")
        assert "甲县 80 90 83.00 2" in page(world, STAGE)  # frozen with the weights that held
    assert [one["score"] for one in period_sheet_from(PeriodSnapshot.objects.get().payload).extra["assessment"]["marks"]] == ["83.00", "83.23"]


def test_equal_scores_share_a_place_and_the_next_is_skipped():
    both = [Heading("甲", Decimal(1)), Heading("乙", Decimal(2))]
    scores = [score(both, {"甲": Decimal(a), "乙": Decimal(b)}) for a, b in ((90, 60), (70, 70), (50, 80), (10, 10))]
    scores.append(score(both, {"甲": Decimal(1)}))  # a mark is missing
    assert score_places(scores) == ["并列1", "并列1", "并列1", "4", "—"]


def test_a_rule_on_ranks_says_that_it_can_propose_nobody_where_no_quota_was_handed_down():
    told = {has: render_to_string("reports/_period_assess.html", {"data": {"rule": "三类合并排名后 1 位的"}, "sheet": {"has_quotas": has}})
            for has in (True, False)}
    assert "按规则没有要提的县区" in told[True] and "任务量没有印发" not in told[True]
    assert "任务量没有印发，没有完成率和名次，按这条规则提不出县区" in told[False] and "按规则没有要提的县区" not in told[False]


@pytest.mark.req("CYC-08")
def test_the_half_year_proposes_for_talks_by_the_office_s_rule_and_the_decision_is_a_person_s(opened):
    world = opened
    with clock.at(JANUARY):
        jobs.open_periods()
        assert "没有设名单规则，不提建议" in page(world, HALF)
        assert "没有写排名后几位" in plain(scheme(world, "half_yearly", times="2"))
        scheme(world, "half_yearly", last_n="1", below_goal="on")
        shown = page(world, HALF).split("约谈建议")[1].split("督导检查")[0]
        assert "规则：未达阶段目标的、三类合并排名后 1 位的" in shown and "只是建议" in shown
        whole = page(world, HALF)
        assert "依据：测试办〔2021〕1号 没有写约谈，这一种周期的约谈建议是办公室自定的" in whole and "驻政办" not in whole
        assert "两处名单可以不同" in whole and "督办奖惩现行的约谈提名规则：" in whole
        assert "甲县 未达阶段目标" in shown and "本期三类合并排名后 1 位（本期第 2）" in shown.split("甲县")[1].split("乙县")[0]
        assert "没有写依据文号" in plain(assess(world, HALF, "A", action="interview"))
        assess(world, HALF, "A", action="interview", doc_no="测约〔2022〕1号")
        visit = world.client("office").post(address("period_finding_new", HALF), {
            "region": world.counties["A"].id, "kind": "visit", "looked_on": "2022-01-05", "place": "甲县产业园", "finding": "两宗供地进度慢",
            "unit": "甲县自然资源局", "due_on": "2022-02-05"}, follow=True)
        assert "甲县产业园" in plain(visit) and "观摩" in plain(visit)
        assert "约谈 测约〔2022〕1号" in page(world, HALF)


def test_several_periods_running_are_read_from_their_frozen_editions(opened):
    world = opened
    with clock.at(JANUARY):
        jobs.open_periods()
        scheme(world, "quarterly", last_n="1", times="2")
        later = ("quarterly", "2021Q4")
        assert "连续 2 期三类合并排名后 1 位" not in page(world, later).split("约谈建议")[1].split("规则")[0]
        before = page(world, later).split("约谈建议")[1].split("督导检查")[0]
        assert "按规则没有要提的县区" in before  # the quarter before is not frozen: nothing is known of it
        freeze(world, *QUARTER)
        assert "甲县 连续 2 期三类合并排名后 1 位" in page(world, later)


@pytest.mark.req("CYC-09")
def test_the_year_has_a_result_table_with_score_rank_and_action(opened):
    world = opened
    with clock.at(JANUARY):
        jobs.open_periods()
        scheme(world, "yearly", items="盘活成效 60\n制度建设 40", method_no="测考〔2021〕2号")
        assess(world, YEAR, "A", "70", "80", action="reward", doc_no="测奖〔2022〕1号")
        assess(world, YEAR, "B", "90", "60")
        freeze(world, *YEAR)
        got = world.client("leader").get(address("period_excel", YEAR))
    rows = {row[0]: row[1:] for row in load_workbook(BytesIO(got.content))["评估考核"].iter_rows(values_only=True) if row[0] in ("甲县", "乙县")}
    assert rows["甲县"][:4] == ("70", "80", "74.00", "2") and rows["甲县"][5:7] == ("奖励", "测奖〔2022〕1号")
    assert rows["乙县"][:4] == ("90", "60", "78.00", "1") and rows["乙县"][5] is None


@pytest.mark.req("CYC-07")
def test_a_finding_stays_open_until_its_county_or_the_office_enters_a_result(opened):
    world = opened
    new = {"region": world.counties["A"].id, "kind": "inspect", "looked_on": "2021-10-07", "place": "甲县纬七路", "finding": "围而未建",
           "unit": "甲县自然资源局", "due_on": "2021-10-20"}
    with clock.at(OCTOBER):
        bad = world.client("office").post(address("period_finding_new", QUARTER), new | {"due_on": "2021-10-01"})
        assert "早于检查日期" in plain(bad) and "围而未建" in bad.content.decode()
        world.client("office").post(address("period_finding_new", QUARTER), new)
    row = LookFinding.objects.get(report__kind="quarterly")
    place = reverse("reports:finding_result", args=[row.id])
    with clock.at(clock.shanghai(2021, 10, 25, 9)):
        assert "逾期5天" in page(world, QUARTER) and "未办结" in page(world, QUARTER)
        assert "甲县纬七路" in page(world, QUARTER, "county_clerk") and "甲县纬七路" not in page(world, QUARTER, "county_clerk", "B")
        assert world.client("county_clerk", "B").get(place).status_code == 404
        empty = world.client("county_clerk").post(place, {"version": 1, "result": "", "result_on": "2021-10-24"})
        assert "没有写整改结果" in plain(empty) and LookFinding.objects.get(pk=row.pk).closed_at is None
        done = world.client("county_clerk").post(place, {"version": 1, "result": "已动工", "result_on": "2021-10-24"}, follow=True)
        assert "已动工" in plain(done) and "未办结" not in page(world, QUARTER)
        assert "已登记整改结果" in plain(world.client("office").post(place, {"version": 2, "result": "再写", "result_on": "2021-10-24"}))
    assert AuditEntry.objects.filter(action="close_finding").count() == 1


@pytest.mark.req("RNK-04")
def test_points_are_empty_until_entered_and_then_follow_the_rank(opened):
    world, month = opened, ("monthly", "2021-09")

    def points():
        got = world.client("office").get(address("period_points", month))
        return {row[0]: row[1:4] for row in load_workbook(BytesIO(got.content))["督查积分"].iter_rows(min_row=4, values_only=True)}

    with clock.at(OCTOBER):
        assert {name: row[2] for name, row in points().items()} == {"甲县": None, "乙县": None}
        assert "办公室录入前空白" in page(world, month)
        scheme(world, "monthly", points="10\n8.5", points_no="测督〔2021〕9号")
        assert points() == {"甲县": ("14.18%", "2", Decimal("8.5")), "乙县": ("24.44%", "1", 10)}
        assert "测督〔2021〕9号" in page(world, month)
    assert PeriodReport.objects.get(kind="monthly", key="2021-09").edition == 0


@pytest.mark.req("TSK-09")
def test_the_quarter_s_notice_lists_each_task_with_lead_state_and_days_late_and_its_sums_are_those_of_the_task_page(opened):
    world, last = opened, ("quarterly", "2021Q4")
    with clock.at(JANUARY):
        jobs.open_periods()
        freeze(world, *last)
        publish(world, *last)
        paper = Document(BytesIO(world.client("office").get(address("period_notice", last)).content))
        tasks = world.client("office").get(reverse("tasks:task_notice"), {"quarter": "2021Q4"})
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert rows[0] == ["编号", "任务", "牵头单位", "时限", "情形", "逾期（天）"] and len(rows) - 1 == world.plan.tasks.count()
    shown = plain(tasks)
    late = next(row for row in rows if row[0] == "TEST-01")
    assert late[1:3] == ["测试任务", "领导小组办公室"] and late[5] == "61"  # 31 October to 31 December
    assert f"测试任务 领导小组办公室 2021-10-31 完成 {late[4]} 61" in shown
    text = "".join(one.text for one in paper.paragraphs)
    counted = shown.split("合计")[1].split("项：")[1].split("各项与")[0].replace(" ", "")
    said = text.split("项工作任务中，")[1].split("。")[0]
    assert set(said.removesuffix("项").replace("项、", "、").split("、")) <= set(counted.split("、"))
    assert "逾期的有：测试任务（领导小组办公室，逾期61天）" in text
