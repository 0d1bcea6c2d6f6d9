"""提醒和消息: one per unit and due and stage, however often the job runs; cancelled when done; nothing leaves the house unless told to."""

import json
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services as land
from tasks.jobs import deliver, enqueue_due, look_for_deliveries, run_work
from tasks.models import Delivery, Message, Reminder, WorkRun, WorkTask
from tasks.services import run_work as run_one
from tests.world import words_of_page as plain

from .five import LY, _person, plan_of

pytestmark = pytest.mark.django_db


def at(year, month, day, hour=10, minute=0):
    return clock.at(clock.shanghai(year, month, day, hour, minute))


@pytest.fixture
def seats(five):
    for name, seat in {"park_bf": ("410421", "县产业集聚区管委会", "county_clerk"), "tax_bf": ("410421", "县税务局", "county_clerk"),
                       "luolong": ("410311", "", "county_clerk"), "xinan": ("410323", "", "county_clerk")}.items():
        five.people[name] = _person(system_actor("测试"), name, *seat)
    return five


def run():
    """What beat and worker do."""
    enqueue_due()
    for row in WorkRun.objects.filter(state="queued"):
        run_work(row.id)


def told(five, who, **where):
    """(title, stage) of the messages of a post."""
    rows = Message.objects.filter(post_id=five.people[who].post_id, **where).select_related("reminder").order_by("id")
    return [(row.reminder.title, row.reminder.stage) for row in rows]


BF3 = "BF-03 细化标准规范和行业政策（1）：亩均工业税收目标、“标准地”3项主要控制性指标（完成）"


@pytest.mark.req("TSK-04")
@pytest.mark.req("CYC-13")
def test_each_unit_is_reminded_once_a_stage_however_often_the_job_runs(seats):
    seen = []
    for day in (10, 10, 11, 23, 24, 24, 25, 29, 30, 31):
        with at(2021, 7, day):
            run()
            run()
            seen.append((day, [stage for title, stage in told(seats, "tax_bf") if title == BF3]))
    assert seen[0] == (10, ["30"]) and seen[2] == (11, ["30"]) and seen[4] == (24, ["30", "7"])
    assert seen[-3:] == [(29, ["30", "7"]), (30, ["30", "7", "1"]), (31, ["30", "7", "1", "0"])]
    for day in (1, 2, 3):
        with at(2021, 8, day):
            run()
    assert [stage for title, stage in told(seats, "park_bf") if title == BF3] == ["30", "7", "1", "0", "late"]
    page = plain(seats.client("tax_bf").get("/messages/"))
    assert "税务局 BF-03" in page.replace("  ", " ") and "已逾期 1 天。配合" in page


@pytest.mark.req("TSK-04")
def test_the_days_are_a_setting_of_the_plan(seats):
    office = seats.client("office_ly")
    plan = plan_of(LY)
    form = {name: getattr(plan, name) for name in ("goal_base", "year_base", "supply_formula", "last_day")} | {
        "reminder_days": "7,1", "reason": "少打扰", "version": plan.version}
    assert office.post(f"/plans/{plan.id}/settings/edit/", form).status_code == 302
    with at(2021, 6, 10):
        run()
    assert not [one for one in told(seats, "luolong") if "LY-07" in one[0]]
    with at(2021, 6, 24):
        run()
    assert [stage for title, stage in told(seats, "luolong") if "LY-07" in title] == ["7"]


@pytest.mark.req("CYC-13")
def test_what_is_done_is_reminded_no_more_and_its_reminder_is_cancelled(seats):
    task = WorkTask.objects.get(number="BF-03")
    with at(2021, 7, 10):
        run()
        seats.client("park_bf").post(f"/tasks/{task.id}/close/", {"milestone": task.milestones.get().id, "done_on": "2021-07-10", "text": "已公布"})
    row = Message.objects.get(post_id=seats.people["park_bf"].post_id, reminder__title=BF3)
    assert row.cancelled_at and row.reminder.cancelled_at
    page = plain(seats.client("park_bf").get("/messages/"))
    assert "已办结，提醒取消" in page
    with at(2021, 7, 25):
        run()
    assert [one for one in told(seats, "park_bf") if one[0] == BF3] == [(BF3, "30")]
    assert not Reminder.objects.filter(title=BF3, cancelled_at=None).exists()  # the partners' too, by the next run


@pytest.mark.req("CYC-13")
def test_a_report_that_a_county_owes_is_remembered_until_it_is_sent(five):
    with at(2021, 5, 20):
        run()
        assert [one for one in told(five, "clerk") if "报备案" in one[0]] == [("实施方案、工作台账报备案，报排查登记组", "1")]
    with at(2021, 5, 22):
        run()
    assert [stage for title, stage in told(five, "clerk") if "报备案" in title] == ["1", "late"]


@pytest.mark.req("CYC-14")
def test_an_agreed_start_and_finish_are_remembered_once_before_they_come(five):
    with at(2021, 9, 1):
        five.parcel("10", "idle", at=clock.shanghai(2021, 9, 1), agreed_start_on=date(2021, 10, 1), agreed_finish_on=date(2021, 10, 3),
                    land_user="测试公司", lead_unit="区发改委")
        run()
    with at(2021, 9, 1, 20):
        run()
    for day in (2, 3, 4):
        with at(2021, 9, day):
            run()
    starts = Reminder.objects.filter(title__endswith="约定动工")
    assert [row.stage for row in starts] == ["30"]
    assert "请提醒使用权人测试公司" in starts.get().text and starts.get().to == "区发改委"
    assert Reminder.objects.filter(title__endswith="约定竣工").count() == 1  # on the third, 30 days before
    page = plain(five.client("clerk").get("/messages/"))
    assert "约定动工" in page and "区发改委" in page
    assert "约定动工" not in plain(five.client("clerk2").get("/messages/"))


@pytest.mark.req("CYC-15")
@pytest.mark.req("PUB-05")
def test_a_meeting_item_with_a_unit_and_a_day_becomes_a_duty_with_reminders(five):
    clerk = five.people["clerk"]
    with at(2021, 9, 1), scope(clerk):
        meeting = land.record_meeting(actor=clerk, region_id=clerk.region_id, values={
            "kind": "court", "held_on": date(2021, 9, 1), "attendees": "法院、自然资源局", "host": "", "summary_no": "测纪〔2021〕1号"})
        values = {"matter": "解封三宗地", "lead_unit": "区法院", "due_on": date(2021, 9, 20)}
        land.add_meeting_item(meeting.id, actor=clerk, values=values)
        land.add_meeting_item(meeting.id, actor=clerk, values={"matter": "没有单位的", "due_on": date(2021, 9, 20)})
    for day in (1, 13, 13, 21):
        with at(2021, 9, day):
            run()
    assert [one for one in told(five, "clerk") if "会议议题" in one[0]] == [
        ("会议议题：解封三宗地", "30"), ("会议议题：解封三宗地", "7"), ("会议议题：解封三宗地", "late")]
    row = Message.objects.filter(reminder__title="会议议题：解封三宗地").first()
    opened = five.client("clerk").post(f"/messages/{row.id}/open/")
    assert "解封三宗地" in plain(five.client("clerk").get(opened.url))


def test_unread_messages_are_counted_in_the_menu_and_read_by_their_own_post_only(five):
    with at(2021, 5, 14):
        run()
    with at(2021, 5, 20):
        run()
        mine = Message.objects.filter(post_id=five.people["clerk"].post_id)
        assert f"消息 {mine.count()}" in plain(five.client("clerk").get("/plans/"))
        table = plain(five.client("clerk").get("/workbench/"))
        assert "未读消息" in table and "已等" not in table  # nobody waits for that: it is no deadline
        assert five.client("clerk2").post(f"/messages/{mine[0].id}/open/").status_code == 404
        five.client("clerk").post(f"/messages/{mine[0].id}/open/")
        assert mine.filter(read_at=None).count() == mine.count() - 1
        five.client("clerk").post("/messages/read/")
        assert not mine.filter(read_at=None).exists()
        assert Message.objects.filter(post_id=five.people["clerk2"].post_id, read_at=None).exists()


@pytest.mark.claim("C40")
def test_ten_days_without_the_job_send_the_nearest_stage_once(five):
    with at(2021, 5, 1):
        run()
    with at(2021, 5, 22):  # 30 and 7, 1 and the day itself have passed
        run()
        run()
    with at(2021, 5, 1, 12):  # the clock went back
        run()
    stages = [stage for title, stage in told(five, "clerk") if "报备案" in title]
    assert stages == ["30", "late"]


@pytest.mark.claim("C35")
def test_a_run_that_another_worker_holds_is_not_done_twice(five):
    with at(2021, 5, 20):
        with everything("the test looks on"):
            enqueue_due()
            row = WorkRun.objects.get()
            first = run_one(row.id, actor=system_actor("每日应办"))
            count = Reminder.objects.count()
            assert first.state == "done" and run_one(row.id, actor=system_actor("每日应办")) is None
        assert Reminder.objects.count() == count > 0


def test_nothing_leaves_the_house_by_default(five):
    with at(2021, 5, 20):
        run()
    assert Reminder.objects.exists() and not Delivery.objects.exists() and look_for_deliveries() == 0 and not mail.outbox


class Catch(BaseHTTPRequestHandler):
    """A webhook that keeps what it was sent."""

    sent: list = []

    def do_POST(self):
        self.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def test_mail_and_webhook_go_out_where_the_settings_name_them(five, settings):
    server = HTTPServer(("127.0.0.1", 0), Catch)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTIFY_WEBHOOK = f"http://127.0.0.1:{server.server_port}/hook"
    settings.NOTIFY_MAIL = {"驻马店市领导小组办公室": "nobody@localhost", "测试自然资源局": "office@localhost"}
    try:
        with at(2021, 5, 20):
            run()
            for _ in range(2):
                for pk in list(Delivery.objects.values_list("id", flat=True)):
                    deliver(pk)
    finally:
        server.shutdown()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    count = Reminder.objects.count()
    assert len(Catch.sent) == count and any("工作台账报备案" in one["text"]["content"] for one in Catch.sent)
    assert {message.to[0] for message in mail.outbox} == {"office@localhost"}
    assert len(mail.outbox) == Delivery.objects.filter(channel="mail").count()


def test_a_webhook_that_does_not_answer_is_tried_again_and_hurts_nobody(five, settings):
    settings.NOTIFY_WEBHOOK = "http://127.0.0.1:9/none"
    with at(2021, 5, 20):
        run()
        row = Delivery.objects.first()
        deliver(row.id)
        row.refresh_from_db()
    assert row.state == "queued" and "没有发出" in row.error and row.attempts == 1


@pytest.mark.req("PUB-05")
@pytest.mark.req("CYC-15")
def test_a_task_from_the_minutes_of_a_city_meeting_reaches_its_county_with_its_deadline(five):
    office, clerk = five.client("office"), five.client("clerk")
    with at(2021, 9, 1):
        opened = office.post("/meetings/new/", {"region": five.people["office"].region_id, "kind": "joint", "held_on": "2021-09-01",
                                                "attendees": "各县区、市自然资源和规划局", "host": "常务副市长", "summary_no": "测纪〔2021〕8号"})
        assert opened.status_code == 302, plain(opened)
        item = {"matter": "限期完善供地手续", "region": five.people["clerk"].region_id, "lead_unit": "驿城区自然资源局", "due_on": "2021-10-01"}
        assert office.post(f"{opened.url}items/new/", item).status_code == 302
        page = plain(office.get(opened.url))
        assert "限期完善供地手续 驿城区" in page and "2021-10-01 剩30天" in page
        run()
        assert told(five, "clerk") and ("会议议题：限期完善供地手续", "30") in told(five, "clerk")
        listed = plain(clerk.get("/meetings/"))
        assert "上级会议交办" in listed and "限期完善供地手续" in listed and "联席会议" in listed
        assert clerk.get(opened.url).status_code == 404  # the meeting is the city's
        assert "限期完善供地手续" not in plain(five.client("clerk2").get("/meetings/"))
        row = Message.objects.get(reminder__title="会议议题：限期完善供地手续", post_id=five.people["clerk"].post_id)
        address = clerk.post(f"/messages/{row.id}/open/").url
        assert clerk.get(address).status_code == 200 and five.client("clerk2").get(address).status_code == 404
        assert clerk.post(address, item | {"result": "已完善", "done_on": "2021-09-01", "version": 1}).status_code == 302
    with at(2021, 9, 2):
        run()
        row.refresh_from_db()
        assert row.cancelled_at
        assert "已完善" in plain(office.get(opened.url))
    with at(2021, 9, 25):
        run()
    assert [stage for title, stage in told(five, "clerk") if "限期完善" in title] == ["30"]


def test_a_clerk_registers_meetings_of_the_own_county_only(five):
    sent = {"region": five.people["office"].region_id, "kind": "onsite", "held_on": "2021-09-01", "attendees": "各县区"}
    assert five.client("clerk").post("/meetings/new/", sent).status_code in (403, 422)
    assert five.client("leader").post("/meetings/new/", sent).status_code == 403


@pytest.mark.req("CYC-13")
def test_a_goal_that_the_office_closes_for_all_departments_is_reminded_no_more_at_once(five):
    task = WorkTask.objects.get(number="LY-03")  # 领导小组成员单位: no county closes it for itself
    office = five.client("office_ly")
    with at(2021, 8, 20):
        run()
        mine = Message.objects.filter(post_id=five.people["office_ly"].post_id, reminder__title__startswith="LY-03 ")
        assert mine.filter(cancelled_at=None).exists()
        lead = task.units.get(is_lead=True)
        sent = {"milestone": task.milestones.get().id, "done_on": "2021-08-20", "text": "已制定"}
        assert office.post(f"/tasks/{task.id}/close/", sent).status_code == 302
        assert not mine.filter(cancelled_at=None, reminder__to=lead.printed).exists()
