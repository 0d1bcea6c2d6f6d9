"""C36–C39 with real workers, beats, PostgreSQL and a Redis of the test's own, killed, stopped, filled and emptied."""

import json
import signal
import statistics
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.leases import JobState
from parcels.models import NightRun
from reports.models import Job, PeriodReport, ReportSnapshot
from reports.selectors.weeks import weeks_of
from tasks.models import Delivery, PeriodDuty, Reminder, WorkRun
from tests.killing import run_program
from tests.processes import started, wait_until
from tests.world import MORNING, PASSWORD

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Catch(BaseHTTPRequestHandler):
    """政务微信的机器人: keeps what it was sent."""

    def do_POST(self):
        self.server.texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]["content"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def hook():
    """A webhook that listens; `texts` is what arrived."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Catch)
    server.texts = []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def processes(tmp_path, hook, settings, monkeypatch):
    """Workers whose reminders go to the webhook, and whose day's work begins at midnight: the tests run at any hour."""
    with started(tmp_path, settings, monkeypatch, NOTIFY_WEBHOOK=f"http://127.0.0.1:{hook.server_port}/", NIGHT_HOUR="0") as found:
        yield found


def failed_deliveries(world, count: int) -> list[Delivery]:
    """Reminders that did not go out: the webhook had been away."""
    rows = []
    for number in range(count):
        reminder = Reminder.objects.create(region=world.counties["A"], key=f"fault:{number}", stage="0", due_on=MORNING.date(), to="甲县",
                                           title=f"第{number:03}件", url="/", made_at=MORNING)
        rows.append(Delivery.objects.create(key=f"fault:{number}", channel="webhook", reminder=reminder, state=JobState.FAILED, attempts=5,
                                            error="政务微信没有发出", due_at=MORNING, created_at=clock.real_now()))
    return rows


def arrived(hook) -> list[str]:
    """The titles that arrived, in order of their numbers."""
    return sorted(text.partition("：")[2].partition("，")[0] for text in hook.texts)


@pytest.mark.claim("C37")
def test_killed_200_times_between_commit_and_queue_all_200_arrive_within_a_minute(world, processes, hook, tmp_path):
    rows = failed_deliveries(world, 200)
    assert run_program("tests.gap_kill", tmp_path, timeout=300)[-1] == "200"
    assert Delivery.objects.filter(state=JobState.QUEUED).count() == 200 == AuditEntry.objects.filter(action="run_job_again").count()
    assert not hook.texts and processes.asked().dbsize() == 0, "no message left any of them"
    processes.beat("beat"), processes.worker("one"), processes.worker("two")
    wait_until((processes.folder / "worker-heartbeat").exists, 60, "the first worker")
    took = wait_until(lambda: Delivery.objects.filter(state=JobState.DONE).count() == 200, 60, "200 of 200")
    assert arrived(hook) == [row.reminder.title for row in rows], f"each once; {took:.0f} s"


def faults(processes):
    """What befalls Redis: name, how it begins, how it ends, whether it can be noticed from outside."""
    def stop():
        processes.kill(processes.redis)

    def full(limit):
        return lambda: processes.asked().config_set("maxmemory", limit)

    return [("stopped", stop, processes.start_redis, True),
            ("hangs", lambda: processes.kill(processes.redis, signal.SIGSTOP), lambda: processes.kill(processes.redis, signal.SIGCONT), True),
            ("full", full("1"), full("0"), True),
            ("emptied", lambda: processes.asked().flushall(), lambda: None, False),
            ("restarted", lambda: (stop(), processes.start_redis()), lambda: None, False)]


@pytest.mark.claim("C38")
def test_without_redis_people_sign_in_and_write_health_says_so_and_every_job_is_done_after_it_is_back(world, processes, hook):
    rows, office = iter(failed_deliveries(world, 6 * 8)), world.client("office")
    name = world.user("county_clerk").username

    def work() -> float:
        """Eight writes that wake a worker and two sign-ins: the seconds of the one in the middle. A fault holds up each of them; what one
        request takes on a busy machine tells nothing."""
        times = []
        with clock.at(MORNING):
            for turn in range(10):
                begin = time.monotonic()
                if turn < 8:
                    answer = office.post(reverse("exchange:background_again", args=["delivery", next(rows).pk]))
                else:
                    answer = Client().post("/sign-in/", {"username": name, "password": PASSWORD})
                assert answer.status_code == 302, answer.content.decode()[:500]
                times.append(time.monotonic() - begin)
        return statistics.median(times)

    def health() -> dict:
        return Client().get("/health/").json()

    def all_done() -> bool:
        kept[:] = [processes.keep(one) for one in kept]
        return not Delivery.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists()

    kept = [processes.beat("beat"), processes.worker("one")]
    wait_until(lambda: health()["status"] == "ok", 60, "the worker's heartbeat")
    before = work()
    for what, begin, end, is_noticed in faults(processes):
        begin()
        usual, said = work(), health()
        end()
        assert usual <= before + 1, f"{what}: {usual:.2f} s, before {before:.2f} s"
        assert (said["status"], said["queue"]) == (("degraded", "away") if is_noticed else ("ok", "ok")), what
        wait_until(all_done, 90, f"what was asked for while Redis was {what}")
        wait_until(lambda: health()["status"] == "ok", 30, f"health after Redis was {what}")
    assert set(arrived(hook)) == set(Delivery.objects.values_list("reminder__title", flat=True)) and len(set(arrived(hook))) == 48


class Undo(Exception):
    """Lets go of what was held."""


@pytest.mark.claim("C36")
@pytest.mark.claim("C39")
@pytest.mark.claim("C40")
def test_workers_killed_in_the_freeze_two_beats_three_workers_and_the_office_give_each_report_once(world, processes):
    weeks = [week for week in weeks_of(world.plan) if week.number >= 18]  # the clock of the machine: all of them are years late
    for name in ("beat1", "beat2"):
        processes.beat(name)
    first = [processes.worker(f"first{number}") for number in range(3)]
    try:
        with transaction.atomic():
            record(actor=system_actor(), action="refused")  # holds the trail: a freeze cannot end
            wait_until(lambda: Job.objects.filter(state=JobState.RUNNING).exists(), 60, "a worker in the freeze")
            for one in first:
                processes.kill(one)
            raise Undo
    except Undo:
        pass
    assert not ReportSnapshot.objects.exists() and Job.objects.get().state == JobState.RUNNING, "the week as it was: open"
    for number in range(3):
        processes.worker(f"second{number}")
    took = wait_until(ReportSnapshot.objects.exists, 120, "the report of the killed worker, with no hand")
    office, answers = world.client("office"), []
    with clock.at(clock.shanghai(2022, 1, 10, 9)):
        for week in weeks[1:6]:
            answers.append(office.post(reverse("reports:week_freeze", args=[week.number]), {"version": 0, "reason": "手工与自动同时"}).status_code)
    assert set(answers) <= {302, 409}, answers
    wait_until(lambda: ReportSnapshot.objects.count() >= len(weeks), 120, f"all weeks (the first took {took:.0f} s)")
    wait_until(lambda: WorkRun.objects.filter(state=JobState.DONE).exists() and NightRun.objects.filter(state=JobState.DONE).exists(), 60, "the day")
    time.sleep(5)  # two beats look once more
    once_each(weeks)


def once_each(weeks) -> None:
    """One report, one entry in the trail and one finished job for each week; every period and duty once; weeks in order."""
    frozen = list(ReportSnapshot.objects.order_by("id").values_list("report__number", "frozen_by"))
    assert sorted(number for number, _ in frozen) == [week.number for week in weeks]
    by_itself = [number for number, by in frozen if by is None]
    assert by_itself == sorted(by_itself) and by_itself[0] == weeks[0].number
    assert AuditEntry.objects.filter(action="freeze_week").count() == len(weeks)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    opened = PeriodReport.objects.values_list("plan_id", "kind", "key")
    assert len(set(opened)) == len(opened) == AuditEntry.objects.filter(action="open_period").count() > 1
    duties = PeriodDuty.objects.values_list("cycle_id", "period", "region_id")
    assert len(set(duties)) == len(duties)
    for model in (WorkRun, NightRun):
        days = list(model.objects.values_list("day", flat=True))
        assert len(set(days)) == len(days)
