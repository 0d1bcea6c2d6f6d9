"""后台作业: what ran, what runs, what failed and why; run again once; what comes next (C38–C40, SYS-10)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from exchange.models import ExportJob
from exchange.selectors.background import KINDS
from landplan.celery import app
from landplan.lib import clock, queue
from landplan.lib.actors import system_actor
from landplan.lib.leases import LEASE, JobState
from parcels.models import NightRun
from reports.models import Job, ReportSnapshot
from reports.services import jobs as freezes
from reports.services.jobs import enqueue_freezes
from reports.tests.weekly_help import EVENING
from tasks.models import WorkRun
from tests.world import MORNING

PAGE = reverse("exchange:background")


def page_of(world, role="office", **asked):
    return world.client(role).get(PAGE, asked)


def run_of(day="2021-09-23", **given):
    """A day's run as a row."""
    return WorkRun.objects.create(key=f"work:{day}", day=day, due_at=MORNING, created_at=clock.real_now(), **given)


@pytest.fixture
def woken(monkeypatch):
    """The jobs for which a worker would be woken."""
    found = []
    monkeypatch.setattr(queue, "wake", lambda task, *args: found.append((task.task, *args)))
    return found


def again(world, row, role="office", key="k1", kind="work"):
    return world.client(role).post(reverse("exchange:background_again", args=[kind, row.pk]), {"form_key": key})


def test_a_failed_freeze_is_shown_with_its_reason_and_run_again_once(world, monkeypatch, woken, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise ValueError("no disk")

    with clock.at(EVENING):
        job_id = enqueue_freezes(actor=system_actor())[0]
        with monkeypatch.context() as patch:
            patch.setattr(freezes, "freeze_week", broken)
            for hour in range(5):
                patch.setattr(clock, "real_now", lambda moment=MORNING + timedelta(hours=hour): moment)
                with pytest.raises(ValueError):
                    freezes.run_job(job_id, actor=system_actor())
        row = Job.objects.get()
        assert (row.state, row.attempts) == (JobState.FAILED, 5)
        text = page_of(world).content.decode()
        assert "没有办成" in text and "程序出错（ValueError），没有定稿" in text and "第18期周报" in text and "再办一次" in text
        with django_capture_on_commit_callbacks(execute=True):
            answers = [again(world, row, kind="weekly") for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302] and answers[0]["Location"] == answers[1]["Location"]
        assert woken == [("reports.jobs.run_job", row.pk)]
        entry = AuditEntry.objects.get(action="run_job_again")
        assert "第18期周报" in entry.object_label and "没有办成" in entry.before and entry.actor_role == "office"
        freezes.run_job(job_id, actor=system_actor())
        assert ReportSnapshot.objects.count() == 1
        told = page_of(world, kind="weekly").content.decode()
    assert "已办成" in told and ReportSnapshot.objects.get().sha256 in told and "再办一次</button>" not in told


def test_what_is_done_or_running_is_not_run_again(world, woken):
    for day, state in (("2021-09-21", JobState.DONE), ("2021-09-22", JobState.RUNNING), ("2021-09-23", JobState.QUEUED)):
        row = run_of(day, state=state, lease_until=clock.real_now() + LEASE)
        answer = again(world, row, key=day)
        assert answer.status_code == 409 and row.get_state_display() in answer.content.decode()
    assert not woken and not AuditEntry.objects.filter(action="run_job_again").exists()


def test_one_that_was_put_off_may_be_done_at_once(world, woken, django_capture_on_commit_callbacks):
    row = run_of(state=JobState.QUEUED, attempts=2, error="政务微信没有发出", not_before=clock.real_now() + timedelta(minutes=2))
    assert "稍后再试" in page_of(world).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        again(world, row)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.not_before) == (JobState.QUEUED, 0, None) and woken == [("tasks.jobs.run_work", row.pk)]


def test_a_worker_that_died_is_seen_by_its_lease(world):
    beat = clock.real_now() - timedelta(minutes=3)
    run_of(state=JobState.RUNNING, attempts=1, heartbeat_at=beat, lease_until=beat + LEASE)
    text = page_of(world).content.decode()
    assert "中断，待接办" in text and "1 件中断" in text and "占用至" in text


def test_the_system_administrator_sees_that_jobs_run_and_nothing_of_what_they_are_about(world):
    run_of("2021-09-20", state=JobState.FAILED, error="程序出错（ValueError），会重新办。")
    run_of("2021-09-21", state=JobState.FAILED, error="甲县的事没有办成")
    text = page_of(world, "system_admin").content.decode()
    assert "程序出错（ValueError）" in text and "甲县的事" not in text and "业务上没有办成" in text and "再办一次</button>" not in text
    assert "甲县的事没有办成" in page_of(world).content.decode()
    assert again(world, WorkRun.objects.first(), "system_admin").status_code == 403


@pytest.mark.parametrize("role", ["county_clerk", "leader", "acceptance_group", "department", "audit_admin", "security_admin"])
def test_nobody_else_sees_the_page(world, role):
    assert page_of(world, role).status_code == 403


def test_an_export_shows_its_state_but_neither_its_list_nor_its_owners_reason(world):
    actor = world.actor("county_clerk")
    row = ExportJob.objects.create(key="export:x", by_id=actor.user_id, post_id=actor.post_id, address="/ledger/?q=1", title="秘密清单", form="xlsx",
                                   state=JobState.FAILED, error="行数超过上限", due_at=MORNING, created_at=clock.real_now())
    text = page_of(world, kind="export").content.decode()
    assert f"第{row.pk}号导出" in text and "导出人在“导出任务”里看" in text and "秘密清单" not in text and "行数超过" not in text
    assert again(world, row, kind="export").status_code == 403


def test_jobs_of_a_territory_that_is_not_the_offices_are_not_there(world):
    other = type(world.city).objects.create(name="外市", code="499900", level="city", path="/499900/")
    row = NightRun.objects.create(key="asked:x", day="2021-09-23", region=other, state=JobState.FAILED, error="外市的", due_at=MORNING,
                                  created_at=clock.real_now())
    assert "外市" not in page_of(world).content.decode() + page_of(world, kind="night").content.decode()
    assert again(world, row, kind="night").status_code == 404


def test_a_kind_is_listed_newest_first_by_pages_and_narrowed_by_state(world):
    start = clock.real_now() - timedelta(days=200)
    for number in range(60):
        day = f"{MORNING.date() - timedelta(days=number)}"
        WorkRun.objects.create(key=f"work:{day}", day=day, due_at=MORNING, created_at=start - timedelta(hours=number),
                               state=JobState.FAILED if number == 55 else JobState.DONE, finished_at=start, result=f"第{number}件")
    first = page_of(world, kind="work")
    lines, page = first.context["lines"], first.context["page"]
    assert [line.told for line in lines] == [f"第{number}件" for number in range(50)] and "共 60 件" in first.content.decode()
    rest = page_of(world, kind="work", after=page.after).context["lines"]
    assert [line.told for line in rest] == [f"第{number}件" for number in range(50, 60)]
    assert [line.told for line in page_of(world, kind="work", state="failed").context["lines"]] == ["第55件"]


def test_what_comes_next_names_the_week_the_periods_and_the_nights_with_their_moments(world):
    with clock.at(EVENING - timedelta(minutes=10)):
        shown = page_of(world)
    found = {one.what: one for one in shown.context["coming"]}
    assert found["第18期周报定稿"].at == EVENING
    assert clock.local(found["夜间核对预警"].at).hour == 2
    assert [one.at for one in shown.context["coming"]] == sorted(one.at for one in shown.context["coming"])
    assert any(one.startswith("建") for one in found)


def test_the_page_says_that_the_worker_is_silent_and_the_queue_away(world, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    assert "还没有听到过心跳" in page_of(world).content.decode()
    queue.note_heartbeat()
    monkeypatch.setattr(queue, "is_reachable", lambda: False)
    text = page_of(world).content.decode()
    assert "工作进程正常" in text and "队列不通" in text


def test_every_kind_that_is_run_again_names_a_job_that_a_worker_knows():
    app.autodiscover_tasks(related_name="jobs", force=True)
    assert {kind.task for kind in KINDS.values() if kind.task} <= set(app.tasks)
