"""自动定稿: a row first, a message second; run twice, in parallel or killed half-way it gives one report."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from kombu.exceptions import OperationalError

from audit.models import AuditEntry
from landplan.lib import clock, leases
from landplan.lib.actors import system_actor
from landplan.lib.leases import LEASE
from reports import jobs
from reports.models import Job, ReportSnapshot, WeeklyReport
from reports.services import jobs as work
from reports.services.jobs import enqueue_freezes

from .weekly_help import CUTOFF, EVENING, NUMBER, accept, line_of

ACTOR = system_actor("周报定稿")
WEEK = timedelta(days=7)


@pytest.fixture
def sent(monkeypatch):
    """The messages that would go to the queue, in order."""
    found = []
    monkeypatch.setattr(jobs.run_job, "delay", lambda job_id: found.append(("run", job_id)))
    monkeypatch.setattr(jobs.enqueue_due, "delay", lambda: found.append(("look", None)))
    return found


def drain(sent):
    """What workers do with the messages, each of them delivered twice."""
    while sent:
        kind, job_id = sent.pop(0)
        for _ in range(2):
            jobs.run_job(job_id) if kind == "run" else jobs.enqueue_due()


@pytest.mark.req("CYC-02")
@pytest.mark.req("SYS-10")
def test_the_job_freezes_on_friday_20_00_of_beijing_once_and_a_county_that_did_not_return_is_not_zero(world, sent):
    with clock.at(EVENING - timedelta(seconds=1)):
        assert jobs.enqueue_due() == 0
    with clock.at(EVENING):
        assert EVENING.astimezone(clock.SHANGHAI).strftime("%a %H:%M") == "Fri 20:00"
        for _ in range(3):
            jobs.enqueue_due()
        assert len({job for _, job in sent}) == 1 == Job.objects.count()
        drain(sent)
        jobs.enqueue_due()
        page = world.client("office").get(reverse("reports:week", args=[NUMBER])).content.decode()
    snapshot = ReportSnapshot.objects.get()
    assert (snapshot.report.number, snapshot.frozen_by, snapshot.reason) == (NUMBER, None, "到点自动定稿")
    assert line_of(snapshot.file, "甲县")[4:] == [10, None, None, "未报"]  # its facts show; nothing is 0
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("done", 1) and snapshot.sha256 in job.result
    assert "到点自动定稿" in page and snapshot.sha256[:16] in page
    assert AuditEntry.objects.filter(action="freeze_week").count() == 1


@pytest.mark.claim("C40")
def test_weeks_missed_while_nothing_ran_are_frozen_once_and_in_order(world, sent):
    accept(world, "A", "3", CUTOFF + timedelta(days=3))
    with clock.at(EVENING + 3 * WEEK + timedelta(days=2)):
        for _ in range(2):
            jobs.enqueue_due()
            drain(sent)
    snapshots = list(ReportSnapshot.objects.order_by("id").values_list("report__number", flat=True))
    assert snapshots == [18, 19, 20, 21]
    assert [line_of(one.file, "甲县")[4] for one in ReportSnapshot.objects.order_by("id")] == [10, 3, None, None]
    with clock.at(EVENING - timedelta(hours=2)):  # the clock jumps back
        jobs.enqueue_due()
        drain(sent)
    assert ReportSnapshot.objects.count() == 4


def test_a_week_on_hold_is_not_frozen_by_itself_and_no_later_one_overtakes_it(world, sent):
    office = world.client("office")
    office.post(reverse("reports:week_hold", args=[NUMBER]), {"version": 1, "reason": "等甲县"})
    with clock.at(EVENING + WEEK):
        assert jobs.enqueue_due() == 0
        office.post(reverse("reports:week_release", args=[NUMBER]), {"version": 2})
        jobs.enqueue_due()
        drain(sent)
    assert list(ReportSnapshot.objects.order_by("id").values_list("report__number", flat=True)) == [18, 19]


def test_a_hold_between_the_queue_and_the_work_is_kept_and_the_job_is_wanted_again_after_it(world, sent):
    with clock.at(EVENING):
        jobs.enqueue_due()
        world.client("office").post(reverse("reports:week_hold", args=[NUMBER]), {"version": 1, "reason": "等甲县"})
        drain(sent)
        assert Job.objects.get().state == "skipped" and not ReportSnapshot.objects.exists()
        world.client("office").post(reverse("reports:week_release", args=[NUMBER]), {"version": 2})
        jobs.enqueue_due()
        drain(sent)
    assert Job.objects.get().state == "done" and ReportSnapshot.objects.count() == 1


@pytest.mark.parametrize("error", [OSError, OperationalError])
def test_a_message_that_was_lost_is_sent_again(world, sent, monkeypatch, error):
    def lost(job_id):
        raise error("the broker is away")

    with clock.at(EVENING):
        with monkeypatch.context() as broken:
            broken.setattr(jobs.run_job, "delay", lost)
            assert jobs.enqueue_due() == 1  # the row stands, the failure of the queue fails nothing
        assert Job.objects.get().state == "queued" and not sent
        jobs.enqueue_due()
        drain(sent)
    assert ReportSnapshot.objects.count() == 1


def test_a_lease_keeps_others_away_and_one_that_ran_out_is_taken_over(world, monkeypatch):
    with clock.at(EVENING):
        job_id = enqueue_freezes(actor=ACTOR)[0]
        first = leases.take(Job, job_id)
        assert leases.take(Job, job_id) is None and enqueue_freezes(actor=ACTOR) == []
        later = clock.real_now() + LEASE + timedelta(seconds=1)
        monkeypatch.setattr(clock, "real_now", lambda: later)
        assert enqueue_freezes(actor=ACTOR) == [job_id]
        assert work.run_job(job_id, actor=ACTOR).state == "done"
        assert work._do(first, ACTOR) is None  # the one whose lease ran out comes back: it does nothing
    assert ReportSnapshot.objects.count() == 1 and Job.objects.get().attempts == 2


def test_a_failure_is_told_in_chinese_on_the_page_tried_again_and_given_up_after_five_times(world, sent, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("no disk")

    monkeypatch.setattr(work, "freeze_week", broken)
    later, now = clock.real_now(), clock.real_now
    with clock.at(EVENING):
        for attempt in range(5):
            later += timedelta(minutes=10)
            monkeypatch.setattr(clock, "real_now", lambda moment=later: moment)
            jobs.enqueue_due()
            with pytest.raises(ValueError):
                jobs.run_job(sent.pop()[1])
            assert Job.objects.get().attempts == attempt + 1
        jobs.enqueue_due()
        monkeypatch.setattr(clock, "real_now", now)  # a session begun now would be over by then
        page = world.client("office").get(reverse("reports:week", args=[NUMBER])).content.decode()
    assert not sent and Job.objects.get().state == "failed"
    assert "自动定稿没有办成" in page and "请系统管理员查看日志" in page
    assert WeeklyReport.objects.get(number=NUMBER).edition == 0 and not ReportSnapshot.objects.exists()


@pytest.mark.postgres
@pytest.mark.claim("C39")
@pytest.mark.django_db(transaction=True)
def test_two_beats_three_workers_and_the_office_at_once_freeze_the_week_once(world, monkeypatch):
    monkeypatch.setattr(jobs.run_job, "delay", lambda job_id: None)
    monkeypatch.setattr(jobs.enqueue_due, "delay", lambda: None)
    office, start, errors, answers = world.client("office"), threading.Barrier(6), [], []

    def beat():
        jobs.enqueue_due()

    def worker():
        for _ in range(40):
            for job_id in list(Job.objects.values_list("id", flat=True)):
                jobs.run_job(job_id)

    def by_hand():
        answers.append(office.post(reverse("reports:week_freeze", args=[NUMBER]), {"version": 1, "reason": "已催报"}).status_code)

    def run(part):
        try:
            with clock.at(EVENING):
                start.wait()
                part()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(part,)) for part in (beat, beat, worker, worker, worker, by_hand)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors and answers == [302]
    assert ReportSnapshot.objects.count() == 1 and Job.objects.count() == 1
    assert AuditEntry.objects.filter(action="freeze_week").count() == 1
