"""The queue's settings and housekeeping."""

import os

from landplan.celery import app
from landplan.jobs import KEEP_SECONDS, note_heartbeat, purge_processed_messages
from landplan.lib import clock


def test_every_entry_of_the_schedule_names_a_job_that_a_worker_knows(settings):
    app.autodiscover_tasks(related_name="jobs", force=True)
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled <= set(app.tasks)
    assert min(entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
               if isinstance(entry["schedule"], float)) <= 60


def test_a_message_is_acknowledged_late_and_taken_one_at_a_time():
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.timezone == "Asia/Shanghai"


def test_the_queue_is_redis_exactly_when_an_address_is_given(settings):
    assert app.conf.broker_url.startswith("redis://" if settings.REDIS_URL else "filesystem://")
    if not settings.REDIS_URL:
        options = app.conf.broker_transport_options
        assert options["store_processed"] and options["polling_interval"] <= 0.2
        folders = [options[name] for name in ("data_folder_in", "processed_folder", "control_folder")]
        assert all(folder.startswith(str(settings.VAR_DIR)) and os.path.isdir(folder) for folder in folders)


def test_taken_messages_are_kept_a_day_and_then_removed(settings, tmp_path):
    settings.QUEUE_DIR, settings.REDIS_URL = tmp_path, ""
    folder = tmp_path / "processed"
    folder.mkdir()
    now = clock.real_now().timestamp()
    for name, age in (("old.msg", KEEP_SECONDS + 60), ("new.msg", 60)):
        (folder / name).write_text("x")
        os.utime(folder / name, (now - age, now - age))
    assert purge_processed_messages() == 1
    assert [path.name for path in folder.iterdir()] == ["new.msg"]


def test_the_heartbeat_is_the_machines_time_not_the_demo_clocks(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with clock.at(clock.shanghai(2021, 9, 24, 9)):
        note_heartbeat()
    assert (tmp_path / "worker-heartbeat").read_text() > "2022"
