"""应建应发和周期任务: who has not issued by the day is listed, what lacks a part is incomplete, every period exists once."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from parcels.models import Park
from tasks.jobs import enqueue_due, run_work
from tasks.models import Message, Obligation, ObligationRecord, PeriodDuty, WorkRun
from tests.world import PDF
from tests.world import words_of_page as plain
from units.models import Region

from .five import COUNTY, LY, _person, plan_of
from .pages import rows_of

pytestmark = pytest.mark.django_db


def at(year, month, day, hour=10, minute=0):
    return clock.at(clock.shanghai(year, month, day, hour, minute))


@pytest.fixture
def seats(five):
    for name, seat in {"luolong": ("410311", "", "county_clerk"), "xinan": ("410323", "", "county_clerk"),
                       "clerk_sl": ("410404", "区自然资源局", "county_clerk"), "office_smx": ("411200", "市自然资源规划局", "office")}.items():
        five.people[name] = _person(system_actor("测试"), name, *seat)
    return five


def listed(five, who, title, **asked):
    """The rows of all pages."""
    pages = [five.client(who).get("/obligations/", asked).content.decode()]
    while following := re.search(r'href="(\?[^"]*)" rel="next"', pages[-1]):
        pages.append(five.client(who).get(f"/obligations/{unescape(following[1])}").content.decode())
    return {row[0]: row for page in pages for row in rows_of(page) if len(row) == 8 and row[1].startswith(title)}


def record(five, who, code, region, **values):
    found = Obligation.objects.get(code=code)
    of = "".join(f"?{name}={values.pop(name)}" for name in ("unit", "park") if values.get(name))
    address = f"/obligations/{found.id}/{Region.objects.get(code=region).id}/{of}"
    return five.client(who).post(address, {"doc_no": "测政办〔2021〕3号", "issued_on": f"{clock.today():%Y-%m-%d}"} | values)


@pytest.mark.req("POL-02")
def test_a_rule_that_was_not_issued_in_time_is_listed_with_its_days(seats):
    with at(2021, 8, 2):
        row = listed(seats, "clerk_bf", "“一园一策”具体实施细则", kind="rule", show="overdue")["宝丰县产业集聚区"]
        assert row[3] == "2021-07-31" and row[4] == "逾期2天"
        assert plain(seats.client("clerk_bf").get("/obligations/?kind=rule&show=overdue")).count("逾期2天") == 3
        assert "没有符合条件的" in plain(seats.client("office").get("/obligations/?kind=rule"))  # 驻马店 wants plans and groups, no rules
        file = SimpleUploadedFile("细则.pdf", PDF, content_type="application/pdf")
        park = Park.objects.get(name="宝丰县产业集聚区").id
        assert record(seats, "clerk_bf", "R-BF-3", "410421", park=park, issued_on="2021-08-01", file=file).status_code == 302
        assert not listed(seats, "clerk_bf", "“一园一策”", kind="rule", show="overdue")
        row = listed(seats, "clerk_bf", "“一园一策”", kind="rule")["宝丰县产业集聚区"]
        assert row[4] == "已登记 迟 1 天" and row[5] == "测政办〔2021〕3号"
    with at(2021, 7, 31, 23, 59):
        assert not listed(seats, "clerk_bf", "亩均工业税收目标", show="overdue")


@pytest.mark.req("POL-03")
def test_a_park_without_its_own_rules_is_listed_and_a_county_without_parks_for_itself(seats):
    with at(2021, 8, 1):
        row = listed(seats, "clerk_bf", "“一园一策”", kind="parks", show="overdue")["宝丰县产业集聚区"]
        assert row[3] == "2021-07-31" and row[4] == "逾期1天"
    with at(2021, 3, 1):
        rows = listed(seats, "office_smx", "“一园一策”具体实施细则", kind="parks")
        counties = set(rows)
        assert counties == set(Region.objects.filter(parent__code="411200").values_list("name", flat=True)) and len(counties) > 3
        assert {row[3] for row in rows.values()} == {"2021-02-28"} and {row[4] for row in rows.values()} == {"逾期1天"}
        county = Region.objects.filter(parent__code="411200").first()
        seats.people["clerk_smx"] = _person(system_actor("测试"), "clerk_smx", county.code, "", "county_clerk")
        clerk = seats.client("clerk_smx")
        for name in ("甲产业集聚区", "乙产业集聚区"):
            sent = {"form_key": f"park-key-{name}", "region": county.id, "name": name, "from_on": "", "doc_no": ""}
            assert clerk.post("/parks/new/", sent).status_code == 302
        mine = set(listed(seats, "clerk_smx", "“一园一策”", kind="parks", show="overdue"))
        assert mine == {"甲产业集聚区", "乙产业集聚区"}
        park = Park.objects.get(name="甲产业集聚区")
        assert record(seats, "clerk_smx", "R-SMX-3", county.code, park=park.id, doc_no="测政办〔2021〕6号").status_code == 302
        assert set(listed(seats, "clerk_smx", "“一园一策”", kind="parks", show="overdue")) == {"乙产业集聚区"}
        assert "测政办〔2021〕6号" in plain(clerk.get(f"/obligations/?kind=parks&park={park.id}"))
        assert f"/obligations/?kind=parks&amp;park={park.id}" in clerk.get(f"/parks/{park.id}/").content.decode()
        assert {"甲产业集聚区", "乙产业集聚区"} <= set(listed(seats, "office_smx", "“一园一策”", kind="parks"))


@pytest.mark.req("POL-03")
def test_the_parks_of_luoyang_have_no_deadline_for_their_rules_and_one_county_does_not_see_anothers(seats):
    rows = listed(seats, "office_ly", "“一园一策”低效用地再开发工作方案", kind="parks")
    assert len(rows) == 18 and {row[3] for row in rows.values()} == {"未规定"} and {row[4] for row in rows.values()} == {"未登记"}
    assert set(listed(seats, "luolong", "“一园一策”", kind="parks")) == {"洛龙产业集聚区"}
    other = Park.objects.get(name="新安县产业集聚区")
    assert record(seats, "luolong", "R-LY-3", "410323", park=other.id).status_code == 404
    assert not listed(seats, "office_ly", "“一园一策”", kind="parks", show="overdue")


@pytest.mark.req("POL-04")
def test_a_county_without_its_plan_is_listed_overdue(seats):
    with at(2021, 4, 30):
        record(seats, "luolong", "P-LY-1", "410311")
    with at(2021, 5, 1):
        rows = listed(seats, "office_ly", "县区工作实施方案", kind="county_plan", show="overdue")
        assert rows["新安县"][4] == "逾期1天" and "洛龙区" not in rows
        assert set(listed(seats, "xinan", "县区工作实施方案")) == {"新安县"}


@pytest.mark.req("POL-04")
def test_a_plan_that_lacks_what_the_document_wants_is_incomplete(seats):
    with at(2021, 5, 12):
        assert record(seats, "clerk", "P-ZMD-1", COUNTY, parts=["目标任务"]).status_code == 302
        row = listed(seats, "office", "县区实施方案", show="incomplete")["驿城区"]
        assert row[4] == "不完整 缺 时序安排、责任分工"
        found = ObligationRecord.objects.get(obligation__code="P-ZMD-1")
        assert seats.client("clerk").post(f"/obligations/records/{found.id}/void/", {"reason": ""}).status_code == 400
        assert seats.client("clerk2").post(f"/obligations/records/{found.id}/void/", {"reason": "错"}).status_code == 404
        assert seats.client("clerk").post(f"/obligations/records/{found.id}/void/", {"reason": "登记错了"}).status_code == 302
        assert record(seats, "clerk", "P-ZMD-1", COUNTY, parts=["目标任务", "时序安排", "责任分工"]).status_code == 302
        assert listed(seats, "office", "县区实施方案")["驿城区"][4] == "已登记"


@pytest.mark.req("ORG-08")
def test_a_county_without_its_work_group_is_overdue_the_day_after(seats):
    with at(2022, 10, 31):
        assert "今日到期" in listed(seats, "office_ly", "工业用地全生命周期")["洛龙区"][4]
        refused = record(seats, "luolong", "B-LY-1", "410311")
        assert refused.status_code == 400
        assert "负责岗位没有填" in plain(refused) and "组成单位没有填" in plain(refused)
        assert record(seats, "luolong", "B-LY-1", "410311", leader_post="副区长", members="自然资源分局、发改委").status_code == 302
    with at(2022, 11, 1):
        rows = listed(seats, "office_ly", "工业用地全生命周期", show="overdue")
        assert rows["新安县"][4] == "逾期1天" and "洛龙区" not in rows


@pytest.mark.req("ORG-09")
@pytest.mark.parametrize(("who", "title", "code", "region", "name"), [
    ("office", "县区组织机构", "B-ZMD-1", COUNTY, "驿城区"), ("office_ly", "县区相应机构", "B-LY-2", "410311", "洛龙区"),
    ("office_smx", "县（市、区）组织机构", "B-SMX-1", "411202", "湖滨区")])
def test_units_without_a_recorded_group_are_listed(seats, who, title, code, region, name):
    clerk = {"office": "clerk", "office_ly": "luolong"}.get(who) or "clerk_hb"
    if clerk == "clerk_hb":
        seats.people[clerk] = _person(system_actor("测试"), clerk, region, "", "county_clerk")
    with at(2021, 9, 24):
        before = listed(seats, who, title, kind="body", show="missing")
        assert before[name][3] == "未规定" and before[name][4] == "未登记"
        record(seats, clerk, code, region, leader_post="区长", members="自然资源、发改、财政")
        after = listed(seats, who, title, kind="body", show="missing")
        assert set(before) - set(after) == {name} and after
        assert listed(seats, who, title)[name][7] == "区长"


@pytest.mark.req("ORG-09")
def test_every_unit_of_the_district_has_its_task_force_or_is_listed(seats):
    before = listed(seats, "clerk_sl", "工作专班", show="missing")
    streets = {f"区{name}街道办事处" for name in ("人民路", "龙河", "高庄", "龙兴")}
    assert {"区财政局"} | streets <= set(before) and "街道办事处" not in before  # each office, not the word for all four
    unit = Region.objects.get(code="410404").units.get(name="区财政局").id
    with at(2022, 10, 1):
        assert record(seats, "clerk_sl", "B-SL-1", "410404", unit=unit, leader_post="局长", members="综合股").status_code == 302
        assert set(before) - set(listed(seats, "clerk_sl", "工作专班", show="missing")) == {"区财政局"}


def test_nobody_records_for_another(seats):
    assert record(seats, "clerk2", "P-ZMD-1", COUNTY).status_code == 404
    assert record(seats, "office", "P-ZMD-1", COUNTY).status_code == 403
    assert record(seats, "leader", "P-ZMD-1", COUNTY).status_code == 403
    assert not ObligationRecord.objects.exists()


def run():
    """What beat and worker do."""
    enqueue_due()
    for row in WorkRun.objects.filter(state="queued"):
        run_work(row.id)


@pytest.mark.req("TSK-08")
@pytest.mark.claim("C40")
def test_running_twice_makes_each_period_once_for_each_unit(seats):
    with at(2021, 5, 10):
        run()
        counties = set(Region.objects.within(Region.objects.get(code="410300")).counties())
        quarter = PeriodDuty.objects.filter(cycle__plan=plan_of(LY), period="2021Q2", cycle__by__startswith="各")
        assert {row.region for row in quarter} == counties and quarter.count() == len(counties)
        before = PeriodDuty.objects.count()
    with at(2021, 5, 10, 23):
        run()
    with at(2021, 5, 11):
        run()
        assert PeriodDuty.objects.count() == before
        page = seats.client("luolong").get("/periods/").content.decode()
        rows = [row for row in rows_of(page) if len(row) == 7 and row[0] == "2021年第二季度"]
        assert [row[1:5] for row in rows] == [["季度末报送工作进展", "各县区政府（管委会）", "洛龙区", "2021-06-30"]]


@pytest.mark.claim("C40")
@pytest.mark.claim("C35")
def test_downtime_and_jumps_of_the_clock_leave_every_period_once_and_in_order(seats):
    def keys():
        return list(PeriodDuty.objects.filter(cycle__plan=plan_of(LY), region__code="410311", cycle__period="quarterly").order_by("id")
                    .values_list("period", flat=True))

    with at(2021, 5, 10):
        run()
        run_work(WorkRun.objects.get(day="2021-05-10").id)  # a second message of the same run
    with at(2022, 1, 20):  # beat was off for three quarters
        run()
    assert keys() == ["2021Q2", "2021Q3", "2021Q4", "2022Q1"]
    with at(2021, 8, 1):  # the clock went back
        run()
    with at(2022, 4, 1, 0, 1):  # the hour of the night has not come
        run()
    assert keys() == ["2021Q2", "2021Q3", "2021Q4", "2022Q1"]
    with at(2022, 4, 1, 3):
        run()
    assert keys()[-1] == "2022Q2"
    assert AuditEntry.objects.filter(action="make_period_duties").count() == 3


def test_a_period_is_closed_by_its_own_desk_and_late_is_shown(seats):
    with at(2021, 5, 10):
        run()
    own = PeriodDuty.objects.get(cycle__plan=plan_of(LY), period="2021Q2", region__code="410311", cycle__by__startswith="各")
    with at(2021, 7, 2):
        page = seats.client("luolong").get("/periods/?open=1").content.decode()
        assert "逾期2天" in plain(seats.client("luolong").get("/periods/?open=1")) and "2021年第二季度" in page
        form = {"version": 1, "done_on": "2021-07-02", "note": "", "doc_no": ""}
        assert seats.client("xinan").post(f"/periods/{own.id}/", form).status_code == 404
        assert seats.client("office_ly").post(f"/periods/{own.id}/", form).status_code == 403
        assert seats.client("luolong").post(f"/periods/{own.id}/", form).status_code == 400
        assert seats.client("luolong").post(f"/periods/{own.id}/", form | {"note": "已报进展"}).status_code == 302
        assert "逾期完成" in plain(seats.client("luolong").get(f"/periods/{own.id}/"))


@pytest.mark.req("ORG-07")
def test_a_park_with_low_land_and_no_group_is_listed_and_then_shows_its_group(seats):
    clerk = seats.client("luolong")
    assert "没有登记领导小组的园区" not in plain(clerk.get("/parks/"))
    seats.parcel("20", "inefficient", by=seats.people["luolong"], park="洛龙产业集聚区", inefficient_type="ly_stopped")
    for who in ("luolong", "office_ly"):
        assert "有低效宗地、没有登记领导小组的园区 1 个 洛龙产业集聚区" in plain(seats.client(who).get("/parks/"))
    assert "没有登记领导小组的园区" not in plain(seats.client("xinan").get("/parks/"))
    park = Park.objects.get(name="洛龙产业集聚区")
    fact = {"item": "low_group", "as_of": "2021-09-20", "source": "洛龙政办〔2021〕9号", "value": "自然资源、发改、工信、财政、住建、税务部门"}
    refused = clerk.post(f"/parks/{park.id}/facts/new/", fact)
    assert refused.status_code == 400 and "还缺统计部门" in plain(refused)
    named = "组长：管委会主任；自然资源、发改、工信、财政、住建、税务、统计部门"
    assert clerk.post(f"/parks/{park.id}/facts/new/", fact | {"value": named}).status_code == 302
    page = plain(clerk.get(f"/parks/{park.id}/"))
    assert f"低效用地整治提升工作领导小组 {named} 2021-09-20 洛龙政办〔2021〕9号" in page
    assert "没有登记领导小组的园区" not in plain(clerk.get("/parks/"))


@pytest.mark.req("CYC-13")
def test_each_unit_of_one_region_is_reminded_of_its_own_part_where_it_opens(seats):
    Obligation.objects.filter(code="B-SL-1").update(due_on=date(2022, 11, 1))  # its document sets no day
    with at(2022, 10, 25):
        run()
        rows = Message.objects.filter(post_id=seats.people["clerk_sl"].post_id, reminder__title="工作专班").select_related("reminder")
        assert len({row.reminder.key for row in rows}) == len(rows) > 1
        clerk, done = seats.client("clerk_sl"), next(row for row in rows if row.reminder.to == "区财政局")
        assert "区财政局" in plain(clerk.get(done.reminder.url))
        answer = clerk.post(done.reminder.url, {"doc_no": "测政办〔2022〕3号", "issued_on": "2022-10-24", "leader_post": "局长", "members": "综合股"})
        assert answer.status_code == 302
        assert [row.reminder.to for row in rows.all() if row.cancelled_at] == ["区财政局"]
