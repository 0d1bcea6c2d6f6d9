"""工作任务: leads and deadlines as printed, groups by the day, progress by every unit, closed by the lead, confirmed by the office."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from tasks.models import TaskClosing, TaskProgress, WorkTask
from tests.world import PDF
from tests.world import words_of_page as plain
from units.models import Region

from .five import BF, LY, ZMD, _person, plan_of
from .pages import row_of, rows_of, text_of

pytestmark = pytest.mark.django_db


def at(year, month, day, hour=10, minute=0):
    return clock.at(clock.shanghai(year, month, day, hour, minute))


@pytest.fixture
def seats(five):
    """More people, under the plans that list tasks: the two leads of 宝丰, its office, a county and a department of 洛阳, its second office."""
    system = system_actor("测试")
    for name, seat in {"park_bf": ("410421", "县产业集聚区管委会", "county_clerk"), "tax_bf": ("410421", "县税务局", "county_clerk"),
                       "office_bf": ("410421", "宝丰县人民政府", "county_reviewer"),
                       "court_ly": ("410300", "市中级人民法院", "department"), "luolong": ("410311", "", "county_clerk"),
                       "xinan": ("410323", "", "county_clerk")}.items():
        five.people[name] = _person(system, name, *seat)
    return five


def task(number):
    return WorkTask.objects.get(number=number)


def page_of(five, who, number):
    return five.client(who).get(f"/tasks/{task(number).id}/")


def listed(five, who, number, **asked):
    asked.setdefault("plan", task(number).plan_id)
    return row_of(five.client(who).get("/tasks/", asked).content.decode(), number)


def seat_of(number, name):
    return task(number).units.get(name=name).id


def report(five, who, number, unit, **values):
    return five.client(who).post(f"/tasks/{task(number).id}/", {"unit": seat_of(number, unit), "state": "running", "percent": "40",
                                                                "text": "已开展前期工作"} | values)


def close(five, who, number, order=1, **values):
    milestone = task(number).milestones.filter(order=order).first()
    return five.client(who).post(f"/tasks/{task(number).id}/close/", {
        "milestone": milestone.id if milestone else "", "done_on": f"{clock.today():%Y-%m-%d}", "text": "成果已印发"} | values)


def decide(five, who, do="accept", opinion="", **where):
    found = TaskClosing.objects.get(state="proposed", **where)
    return five.client(who).post(f"/tasks/closings/{found.id}/decide/", {"do": do, "opinion": opinion, "version": found.version})


@pytest.mark.req("TSK-02")
def test_the_first_listed_unit_leads_and_a_text_that_says_another_is_shown(seats):
    page = plain(page_of(seats, "office_ly", "LY-10"))
    assert "牵头 市发展和改革委员会 牵头写法不一致" in page and "正文写“市自然资源和规划局”" in page
    row = listed(seats, "office_ly", "LY-10")
    assert row[2].startswith("市发展和改革委员会 （牵头）、市自然资源和规划局") and "正文写“市自然资源和规划局”" in row[2]
    rows = [row for row in rows_of(seats.client("office_ly").get("/tasks/").content.decode()) if row and row[0].startswith("LY-")]
    assert len(rows) == 13 and [row[0] for row in rows if "牵头写法不一致" in row[2]] == ["LY-10"]


@pytest.mark.req("TSK-02")
def test_a_lead_that_no_document_names_is_inferred(five):
    five.people["office_smx"] = _person(system_actor("测试"), "office_smx", "411200", "市自然资源规划局", "office")
    row = listed(five, "office_smx", "SMX-03")
    assert row[2].startswith("市自然资源规划局 （推定牵头）")


@pytest.mark.req("TSK-03")
def test_a_task_has_its_own_milestones_several_one_or_none(seats):
    with at(2021, 5, 20):
        seven = [row for row in rows_of(page_of(seats, "office_ly", "LY-07").content.decode()) if row and row[0].startswith("2021")]
        assert [row[:2] for row in seven] == [["2021-06-30", "阶段"], ["2021-08-31", "完成"]]
        assert listed(seats, "office_ly", "LY-04")[3] == "未规定"
        thirteen = next(row for row in rows_of(page_of(seats, "office_ly", "LY-13").content.decode()) if row and row[0] == "2021-10-31")
        assert thirteen[1] == "开始" and "2021年10月底前开始实施" in thirteen[2]
    for number, dates in {"LY-08": ["2021-12-31", "2022-10-31"], "BF-07": ["2021-12-31", "2022-12-31"]}.items():
        who = "office_ly" if number.startswith("LY") else "clerk_bf"
        assert re.findall(r"\d{4}-\d\d-\d\d", listed(seats, who, number)[3]) == dates


@pytest.mark.req("TSK-03")
def test_a_task_without_a_deadline_is_never_overdue(seats):
    with at(2031, 1, 1):
        row = listed(seats, "office_ly", "LY-04")
        assert row[3:6] == ["未规定", "未规定", "—"]


@pytest.mark.req("TSK-04")
@pytest.mark.claim("C41")
@pytest.mark.parametrize(("moment", "told", "late"), [
    ((2021, 12, 31, 23, 59), "今日到期", "—"), ((2022, 1, 1, 0, 0), "逾期1天", "1"), ((2022, 1, 3, 9, 0), "逾期3天", "3")])
def test_a_task_is_overdue_from_the_day_after(seats, moment, told, late):
    with at(*moment):
        row = listed(seats, "clerk_bf", "BF-02")
        assert told in row[3] and row[5] == late


@pytest.mark.req("TSK-05")
def test_a_deadline_that_had_passed_at_issue_stands_apart(seats):
    with at(2021, 7, 20):
        page = seats.client("clerk_bf").get("/tasks/", {"group": "past_at_issue"}).content.decode()
        assert [row[0] for row in rows_of(page) if row and row[0].startswith("BF-")] == ["BF-01"]
        assert "印发时已过期 1" in text_of(page) and "已逾期 0" in text_of(page)
        unit = seats.people["park_bf"].unit_id
        page = plain(seats.client("clerk_bf").get(f"/unit-library/{unit}/"))
        assert "任务 11 项（牵头 10），逾期 0" in page
    with at(2021, 8, 2):
        page = plain(seats.client("clerk_bf").get(f"/unit-library/{unit}/"))
        assert "任务 11 项（牵头 10），逾期 3" in page


@pytest.mark.req("TSK-06")
def test_units_report_the_lead_closes_and_the_office_confirms(seats):
    with at(2021, 7, 20):
        file = SimpleUploadedFile("指标.pdf", PDF, content_type="application/pdf")
        assert report(seats, "tax_bf", "BF-03", "县税务局", file=file).status_code == 302
        refused = close(seats, "tax_bf", "BF-03")
        assert refused.status_code == 403 and "办结由牵头单位（县产业集聚区管委会）提出" in plain(refused)
        assert report(seats, "park_bf", "BF-03", "县产业集聚区管委会", state="done", percent="100", text="已公布").status_code == 302
        assert close(seats, "park_bf", "BF-03").status_code == 302
        page = plain(page_of(seats, "office_bf", "BF-03"))
        assert "县税务局 配合" in page and "进行中 40%" in page and "待确认" in page and "指标.pdf" in page
        assert "逾期" not in listed(seats, "clerk_bf", "BF-03")[4] and "办结待确认" in listed(seats, "clerk_bf", "BF-03")[4]
        assert decide(seats, "tax_bf").status_code == 403
        assert decide(seats, "office_bf", "return").status_code == 400
        assert decide(seats, "office_bf").status_code == 302
    with at(2021, 8, 10):
        assert listed(seats, "clerk_bf", "BF-03")[4] == "已完成"
        assert AuditEntry.objects.get(action="confirm_closing").subject == f"task:{task('BF-03').id}"
    link = re.search(r'href="(/[^"]*attach[^"]*)"', page_of(seats, "clerk_bf", "BF-03").content.decode())[1]
    assert seats.client("clerk_bf").get(link).status_code == 200
    assert seats.client("clerk").get(link).status_code == 404


@pytest.mark.req("TSK-06")
def test_what_is_returned_can_be_proposed_again_and_late_is_late(seats):
    with at(2021, 8, 5):
        close(seats, "park_bf", "BF-05", done_on="2021-08-04")
        assert close(seats, "park_bf", "BF-05").status_code == 422  # nothing is left to close
        decide(seats, "office_bf", "return", "没有附细则")
        assert "没有附细则" in plain(page_of(seats, "park_bf", "BF-05"))
        assert close(seats, "park_bf", "BF-05", done_on="2021-08-04").status_code == 302
        decide(seats, "office_bf")
        row = listed(seats, "clerk_bf", "BF-05")
        assert "逾期完成 ，迟 4 天" in row[3].replace("  ", " ") and row[4] == "已完成"


def test_who_proposed_does_not_confirm(seats):
    with at(2021, 8, 5):
        assert seats.client("office_ly").post(f"/tasks/{task('LY-03').id}/close/", {
            "milestone": task("LY-03").milestones.get().id, "done_on": "2021-08-05", "text": "体系已建"}).status_code == 302
        refused = decide(seats, "office_ly")
        assert refused.status_code == 403 and "另一人确认" in plain(refused)


def test_a_county_closes_its_own_part_and_sees_nothing_of_another(seats):
    with at(2021, 8, 20):
        report(seats, "luolong", "LY-07", "各县区政府（管委会）", text="洛龙的进展")
        close(seats, "luolong", "LY-07", text="洛龙核查完毕")
        close(seats, "luolong", "LY-07", order=2, text="洛龙认定完毕")
        for found in list(TaskClosing.objects.filter(state="proposed")):
            seats.client("office_ly").post(f"/tasks/closings/{found.id}/decide/", {"do": "accept", "opinion": "", "version": 1})
        assert listed(seats, "luolong", "LY-07")[4] == "已完成"
        own = plain(page_of(seats, "luolong", "LY-07"))
        assert "洛龙的进展" in own and "洛龙认定完毕" in own
        other = plain(page_of(seats, "xinan", "LY-07"))
        assert "洛龙" not in other and listed(seats, "xinan", "LY-07")[4] == "已逾期"
        city = listed(seats, "office_ly", "LY-07")
        assert re.search(r"已确认 1/\d\d", city[3]) and city[4] == "已逾期"
        refused = seats.client("luolong").post(f"/tasks/{task('LY-08').id}/", {"unit": seat_of("LY-08", "市中级人民法院"), "state": "running",
                                                                              "text": "代报"})
        assert refused.status_code == 422 and not TaskProgress.objects.filter(text="代报").exists()


def test_tasks_of_another_line_are_not_found(seats):
    assert seats.client("luolong").get(f"/tasks/{task('BF-01').id}/").status_code == 404
    assert seats.client("luolong").get(f"/tasks/?plan={plan_of(BF).id}").status_code == 404
    assert seats.client("clerk").get(f"/tasks/{task('LY-07').id}/").status_code == 404
    assert report(seats, "clerk", "LY-07", "各县区政府（管委会）").status_code == 404


def test_the_list_costs_the_same_for_any_number_of_records(seats):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            seats.client("office_ly").get("/tasks/")
        return len(caught)

    with at(2021, 8, 20):
        asked()
        before = asked()
        for number in ("LY-07", "LY-08", "LY-12"):
            report(seats, "luolong", number, "各县区政府（管委会）")
            close(seats, "luolong", number)
        assert asked() == before


@pytest.mark.req("TSK-09")
def test_the_quarters_notice_lists_each_task_and_adds_up_to_the_task_page(seats):
    with at(2021, 8, 5):
        close(seats, "park_bf", "BF-05", done_on="2021-07-30")
        decide(seats, "office_bf")
    with at(2022, 1, 10):
        notice = seats.client("office_bf").get("/tasks/notice/", {"quarter": "2021Q4"}).content.decode()
        rows = {row[0]: row for row in rows_of(notice) if row and row[0].startswith("BF-")}
        assert len(rows) == 12
        assert rows["BF-03"][2:] == ["县产业集聚区管委会", "2021-07-31 完成", "已逾期", "153"]
        assert rows["BF-05"][4:] == ["已完成", "—"] and rows["BF-01"][4] == "印发时已过期"
        assert rows["BF-02"][4:] == ["将到期", "—"]  # due on the last day of the quarter
        page = text_of(seats.client("office_bf").get("/tasks/", {"as_of": "2021-12-31"}).content.decode())
        sums = dict(re.findall(r"(\S+?) (\d+)[、 ]", row_of(notice, "合计")[1].partition("：")[2] + " "))
        assert sum(map(int, sums.values())) == 12 and sums["已逾期"] == "3"
        assert all(f"{label} {count}" in page for label, count in sums.items())
        assert seats.client("office_bf").get("/tasks/notice/?quarter=2022Q3").status_code == 400


@pytest.mark.req("ORG-04")
def test_every_duty_of_a_department_stands_on_the_page_of_its_unit(five):
    five.people["clerk_sl"] = _person(system_actor("测试"), "clerk_sl", "410404", "区自然资源局", "county_clerk")
    for who, number, count in (("office", ZMD, 12), ("clerk_sl", "平龙政办〔2022〕50号", 19)):
        plan = plan_of(number)
        page = five.client(who).get(f"/plans/{plan.id}/departments/").content.decode()
        links = dict(re.findall(r'<th scope="row" class="lp-nw">([^<]+)<br><a href="(/unit-library/\d+/)"', page))
        duties = list(plan.department_duties.all())
        assert len(duties) == count
        for duty in duties:
            assert duty.duty in five.client(who).get(links[duty.unit]).content.decode(), duty.unit


def test_the_gantt_says_in_its_table_what_it_draws(seats):
    with at(2021, 9, 24):
        page = seats.client("clerk_bf").get("/tasks/gantt/").content.decode()
    rows = rows_of(page)
    names = [row[0] for row in rows if row]
    assert sum(name.startswith("BF-") for name in names) == 12 and any("集中攻坚阶段" in name for name in names)
    assert len(re.findall(r'<circle cx="[\d.]+%"', page)) == 13  # twelve tasks, one of them with two dates
    assert "style=" not in page.partition("<main")[2]


@pytest.mark.req("TSK-07")
def test_the_dated_duties_have_their_unit_and_receiver(five):
    rows = []
    for number in (ZMD, LY):
        page = five.client("office").get(f"/plans/{plan_of(number).id}/duties/").content.decode()
        rows += [row for row in rows_of(page.partition("报告周期")[0]) if len(row) == 4 and row[0] != "事项"]
    assert len(rows) == 11 and all(row[1] and row[2] for row in rows)
    assert rows[1][1:] == ["各县区", "排查登记组", "2021-05-21"] and rows[8][1:] == ["各县区政府（管委会）", "市政府", "2021-04-30"]


@pytest.mark.req("ORG-03")
def test_each_county_shows_its_head_as_leader_of_two_groups_and_of_no_other(five):
    city = plan_of(ZMD)
    counties = Region.objects.within(city.region).counties()
    assert len(counties) == 13
    others = set(city.groups.values_list("name", flat=True)) - {"排查登记组", "分类处置组"}
    for county in counties:
        unit = county.units.get(kind="government")
        page = five.client("office").get(f"/unit-library/{unit.id}/").content.decode().partition("<main")[2]
        led = re.findall(r"<li><span>([^<]*?)　组长（本辖区）：([^<]*)<br>", page)
        assert led == [("排查登记组", f"{unit.name}负责人"), ("分类处置组", f"{unit.name}负责人")]
        assert len(others) == 5 and not any(f"{name}　组长" in page for name in others)
