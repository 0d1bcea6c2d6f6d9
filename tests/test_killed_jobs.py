"""C36, the rhythms beside the week: workers killed in the job that makes months, quarters, halves, years and stages, and in the day's run,
with PostgreSQL and a Redis of the test's own. What is there is whole at any moment; in the end each is there once, in order."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.leases import JobState
from landplan.lib.queue import wake
from reports.jobs import open_periods
from reports.models import PeriodReport
from reports.selectors.periods import due_periods
from tasks.jobs import enqueue_due
from tasks.models import Message, PeriodDuty, Reminder, WorkRun
from tests.processes import started, wait_until
from units.services import move_demo_clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = clock.shanghai(2021, 11, 29, 9)  # eight weeks after the world's morning: two months and a quarter are missing
# where the two workers stand when they are killed: the table of the day's run, and the how-many-eth of the periods that are due (None:
# in the trail). The run is taken between the first two and ends after the last; after the third it holds the trail, so that the other
# comes as far as its first row only.
MOMENTS = [("tasks_workrun", 3), ("tasks_plan", None), ("tasks_periodduty", 1), ("tasks_reminder", 0), ("tasks_message", 0)]


class Undo(Exception):
    """Lets go of what was held."""


@pytest.fixture
def processes(tmp_path, settings, monkeypatch):
    """Their clock is the demo's, so that the day is the same on whatever day the test runs."""
    settings.DEMO = True
    with started(tmp_path, settings, monkeypatch, LANDPLAN_DEMO="1") as found:
        yield found


def whole(duties: int) -> list[tuple[str, str]]:
    """What a reader sees is whole: each period once, with its entry, none before an earlier one of its kind; the day's run all or nothing."""
    opened = list(PeriodReport.objects.order_by("id").values_list("kind", "key", "until"))
    assert len({one[:2] for one in opened}) == len(opened) == AuditEntry.objects.filter(action="open_period").count()
    for kind in {one[0] for one in opened}:
        ends = [until for found, key, until in opened if found == kind and key != "2021-09"]  # that one the world made by hand
        assert ends == sorted(ends), kind
    rows = PeriodDuty.objects.values_list("cycle_id", "period", "region_id")
    assert len(set(rows)) == len(rows) == duties
    return [one[:2] for one in opened]


def kill_at(processes, table: str, period) -> None:
    """Two workers come as far as that, and no further: what they need next is held; then both are killed."""
    processes.asked().flushall()  # what the killed ones held is delivered again after an hour; the rows are the jobs
    workers = [processes.worker(f"{table}{number}") for number in range(2)]
    wait_until(lambda: listening(processes) == 2, 60, "two workers that listen")  # who waits for a lock gives up after five seconds
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            if period is None:
                cursor.execute("LOCK TABLE audit_auditentry IN EXCLUSIVE MODE")
            else:  # the same row, not committed: whoever writes it waits whether it comes to be
                PeriodReport.objects.create(plan=period.plan, kind=period.kind, key=period.key, after=period.after, until=period.until,
                                            due_on=period.due_on, publish_on=period.publish_on, opened_at=clock.now())
            assert wake(open_periods)  # first: the run holds the plans, and who makes a period waits for it, not for us
            wait_until(lambda: held_up(cursor) == 1, 20, f"a worker at {period}")
            assert wake(enqueue_due)
            wait_until(lambda: held_up(cursor) == 2, 20, f"two workers at {table} and {period}")
            for one in workers:
                processes.kill(one)
            raise Undo
    except Undo:
        pass


def listening(processes) -> int:
    """How many workers wait for a message."""
    return sum(one["cmd"] == "brpop" for one in processes.asked().client_list())


def held_up(cursor) -> int:
    """How many wait for what this connection holds."""
    cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
    return cursor.fetchone()[0]


@pytest.mark.claim("C36")
def test_killed_at_any_moment_every_period_and_every_duty_of_the_day_is_there_once_and_in_order(world, processes):
    with clock.at(DAY):
        move_demo_clock(DAY, actor=system_actor("测试"))
        due, before = due_periods(world.plan, DAY), PeriodDuty.objects.count()
        assert len(due) > 6 and PeriodReport.objects.count() == 1
        for table, number in MOMENTS:
            left = due_periods(world.plan, DAY)
            kill_at(processes, table, None if number is None else left[number])
            assert len(whole(before)) == 1 + len(due) - len(due_periods(world.plan, DAY))
            assert not Reminder.objects.exists() and set(WorkRun.objects.values_list("state", flat=True)) <= {JobState.QUEUED, JobState.RUNNING}
            WorkRun.objects.update(lease_until=clock.real_now() - timedelta(seconds=1), not_before=None)  # the time to wait is over
        processes.beat("beat"), processes.worker("last")
        wait_until(lambda: not due_periods(world.plan, DAY) and WorkRun.objects.filter(state=JobState.DONE).exists(), 60, "all, with no hand")
        made = whole(before + 5)
    assert made == [("monthly", "2021-09"), *[(one.kind, one.key) for one in due]]
    # of the months since the morning both, of the quarter that began each county's and the group's own
    new = PeriodDuty.objects.order_by("id")[before:].values_list("period", "region__name", "cycle__by")
    assert list(new) == [("2021Q4", "甲县", "各县区"), ("2021Q4", "乙县", "各县区"), ("2021-10", "测试市", "考核验收组"),
                         ("2021Q4", "测试市", "考核验收组"), ("2021-11", "测试市", "考核验收组")]
    told = Counter(AuditEntry.objects.filter(action__in=("make_period_duties", "remind")).values_list("action", flat=True))
    assert told == {"make_period_duties": 2, "remind": 1} and WorkRun.objects.count() == 1  # the world's own morning, and this day
    keys = list(Reminder.objects.values_list("key", "due_on", "stage"))
    assert len(set(keys)) == len(keys) > 5
    handed = list(Message.objects.values_list("post_id", "reminder_id"))
    assert len(set(handed)) == len(handed) > 5
