"""Real threads on PostgreSQL: fifty exports asked for at once - each file whole, none lost, none made twice, none with another county's rows."""

import csv
import hashlib
import io

import pytest
from django.db import connection
from openpyxl import load_workbook

from audit.models import AuditEntry
from audit.selectors import verify_chain
from exchange import jobs
from exchange.models import ExportJob
from exchange.rules.lists import IN_ALL, PER_PERSON
from exchange.services import path_of_export
from parcels.tests.land import client_for
from tests.test_concurrency import Crowd

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ASKED = 50
ROWS = {"甲": 40, "乙": 25}


@pytest.fixture
def counties(land, tmp_path, settings):
    """Two counties whose parcels' names say whose they are."""
    settings.EXPORT_DIR = tmp_path / "exports"
    for n in range(ROWS["甲"]):
        land.parcel("10", name=f"甲块{n}")
    for n in range(ROWS["乙"]):
        land.parcel("10", name=f"乙块{n}", region=land.other, by="clerk_b")
    return land


WHO = {"clerk": "甲", "clerk2": "甲", "reviewer": "甲", "clerk_b": "乙", "reviewer_b": "乙", "office": "甲乙", "leader": "甲乙"}


def ask(land, number):
    """One request of somebody for the ledger, every other one as csv."""
    who = list(WHO)[number % len(WHO)]
    browser, form = client_for(land.people[who]), ("xlsx", "csv")[number // len(WHO) % 2]

    def post():
        with connection.cursor() as cursor:  # fifty threads share one interpreter here: a turn takes them longer than it takes a server
            cursor.execute("SET lock_timeout = '60s'")
        return browser.post("/exports/new/", {"of": "/ledger/?cols=name,area", "as": form})
    return post


def names_in(content, form):
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    else:
        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content))["数据"]]
    return [row[rows[0].index("地块名称")] for row in rows[1:] if str(row[0]).startswith("4199")]


def is_whole(job, content):
    """The file has its row's checksum, every row of its owner's territory once, and none of another's."""
    names = names_in(content, job.form)
    wanted = {f"{word}块{n}" for word in WHO[job.by.username] for n in range(ROWS[word])}
    assert hashlib.sha256(content).hexdigest() == job.sha256 and len(content) == job.size
    assert len(names) == len(wanted) == job.count and set(names) == wanted


@pytest.mark.claim("C57")
def test_of_fifty_requests_at_once_each_gets_its_whole_file_or_is_told_to_wait(counties):
    with Crowd(ASKED) as crowd:
        answers = crowd.all_at_once([ask(counties, n) for n in range(ASKED)])
    given = [b"".join(one.streaming_content) for one in answers if one.status_code == 200]
    assert {one.status_code for one in answers} <= {200, 429} and len(given) >= 1
    made = list(ExportJob.objects.select_related("by"))
    assert len(made) == len(given) and {job.state for job in made} == {"done"}  # who was told to wait left nothing
    by_sum = {hashlib.sha256(content).hexdigest(): content for content in given}
    for job in made:
        is_whole(job, by_sum[job.sha256])
    assert AuditEntry.objects.filter(action="export_list").count() == len(made)
    assert verify_chain().broken_seq is None


@pytest.mark.claim("C57")
def test_no_more_than_so_many_are_begun_at_a_time_however_many_ask_at_once(counties, monkeypatch):
    monkeypatch.setattr("exchange.views.exports.AT_ONCE", 1)  # all are long: each is begun and left to a worker
    monkeypatch.setattr("exchange.views.exports.start_export", lambda job: None)
    with Crowd(ASKED) as crowd:
        answers = crowd.all_at_once([ask(counties, n) for n in range(ASKED)])
    assert sorted(one.status_code for one in answers) == [302] * IN_ALL + [429] * (ASKED - IN_ALL)
    assert max(ExportJob.objects.filter(by_id=actor.user_id).count() for actor in counties.people.values()) <= PER_PERSON


@pytest.mark.claim("C57")
def test_fifty_jobs_that_several_workers_take_at_once_are_each_done_once_and_whole(counties, monkeypatch):
    monkeypatch.setattr("exchange.views.exports.AT_ONCE", 1)
    monkeypatch.setattr("exchange.views.exports.start_export", lambda job: None)
    for name in ("PER_PERSON", "IN_ALL"):
        monkeypatch.setattr(f"exchange.services.exports.{name}", ASKED)
    with Crowd(ASKED) as crowd:
        assert {one.status_code for one in crowd.all_at_once([ask(counties, n) for n in range(ASKED)])} == {302}
    ids = list(ExportJob.objects.values_list("id", flat=True))
    workers = [ids[n:] + ids[:n] for n in (0, 0, 13, 25, 25, 37)]  # two of them begin at the same job
    with Crowd(len(workers)) as crowd:
        told = crowd.all_at_once([lambda own=own: [jobs.run_export(pk) for pk in own] for own in workers])
    assert sum(state == "done" for states in told for state in states) == len(ids) == ASKED
    assert {state for states in told for state in states} == {"done", "taken"}
    for job in ExportJob.objects.select_related("by"):
        assert (job.state, job.attempts) == ("done", 1)
        is_whole(job, path_of_export(job).read_bytes())
    assert AuditEntry.objects.filter(action="export_list").count() == ASKED
    assert len(list(path_of_export(job).parent.iterdir())) == ASKED  # no half file lies about
    assert verify_chain().broken_seq is None
