"""What keeps the house in order: one import at a time, 200 a day, 20 MB; every bad row named; five at once add it once."""

import re
from threading import Thread

import pytest
from django.db import connection
from django.test import override_settings

from exchange.jobs import run_import
from exchange.models import ImportFile, ImportJob
from exchange.rules import import_limits
from landplan.lib import clock, leases
from landplan.lib.scope import everything
from parcels.models import Parcel
from tests.world import MORNING

from .sending import parcels_book, send, sent, work


def count():
    with everything("the test looks on"):
        return Parcel.objects.count()


@pytest.mark.claim("C57")
@pytest.mark.django_db
def test_one_import_at_a_time_200_a_day_and_20_mb(land, monkeypatch):
    content = parcels_book(("", "一块", "征而未供", 1, "", "", ""))
    assert send(land.clerk, content).status_code == 302
    second = send(land.clerk, content)
    assert second.status_code == 429 and "一人一次办一个" in second.content.decode()
    assert send(land.clerk2, content).status_code == 302  # others are not held up
    work()
    monkeypatch.setattr(import_limits, "FILES_A_DAY", 1)
    third = send(land.clerk, content)
    assert third.status_code == 429 and "一天的上限是 1 个" in third.content.decode()
    with clock.at(MORNING.replace(day=25)):
        assert send(land.clerk, content).status_code == 302
    work()
    with clock.at(MORNING.replace(day=26)):
        large = send(land.clerk, b"\x00" * (20 * 1024 * 1024 + 1))
    assert large.status_code == 413 and "上限是 20 MB" in large.content.decode()
    assert count() == 0


@pytest.mark.claim("C23")
@pytest.mark.django_db
def test_300_bad_rows_of_5000_are_all_listed_and_nothing_is_saved(land):
    bad = {*range(3, 5000, 16), *range(10, 5000, 997), 5000}
    rows = [("", f"地块{n}", "不是类别" if n in bad and n % 2 else "征而未供", "四十" if n in bad and not n % 2 else 1 + n / 100, "路北", "甲乡", "")
            for n in range(1, 5001)]
    file = sent(land.clerk, parcels_book(*rows))
    assert file.row.state == "faulty" and file.row.counts["refused"] == len(bad) >= 300 and count() == 0
    found = {row.number: row for row in file.row.rows.filter(action="refused")}
    assert set(found) == {n + 1 for n in bad}
    for n in bad:
        fault = found[n + 1].told["faults"][0]
        assert (fault["key"], fault["value"]) == (("kind", "不是类别") if n % 2 else ("area", "四十")) and fault["wanted"]
    listed, query = set(), ""
    while numbers := re.findall(r"第(\d+)行", file.page(f"?show=refused{query}")):  # page after page
        listed |= set(map(int, numbers))
        query = f"&after={max(map(int, numbers))}"
    assert listed == {n + 1 for n in bad}


@pytest.mark.claim("C23")
@pytest.mark.django_db
@pytest.mark.parametrize("rows, said", [
    ([("", "好", "征而未供", 1, "", "", ""), ("", "", "征而未供", 1, "", "", ""), ("", "好二", "征而未供", 1, "", "", "")], "地块名称没有填"),
    ([("", "好", "征而未供", 0, "", "", "")], "面积要大于 0"),
    ([("", "好", "征而未供", -3, "", "", "")], "应为 0 以上的数"),
    ([("", "好", "", 3, "", "", "")], "类别没有填"),
    ([("", "好" * 130, "征而未供", 3, "", "", "")], "最多 120 字"),
    ([("", "好", "征而未供", 3, "", "", ""), ("", "好", "征而未供", 3, "", "", "")], "与第 2 行是同一宗"),
    ([("", "好", "征而未供", 3, "", "", 12345678901234567890)], "丢失"),
    ([("", "好", "征而未供", "9" * 30, "", "", "")], "太大"),
])
def test_each_class_of_error_is_a_sentence_and_saves_nothing(land, rows, said):
    file = sent(land.clerk, parcels_book(*rows))
    assert file.row.state == "faulty" and said in file.page() and count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("content, name", [(b"", "空.xlsx"), (b"PK\x03\x04rubbish", "坏.xlsx"), (b"%PDF-1.4", "文.xlsx"), (b"\xff\xfe\x00", "码.csv"),
                                           (b"hello", "甲.docx")])
def test_what_is_no_table_gets_one_clear_sentence(land, content, name):
    answer = send(land.clerk, content, name)
    if answer.status_code == 302:
        work()
        file = ImportFile.objects.get()
        assert file.state in ("unreadable", "mapping") and file.told.endswith("。")
    else:
        assert answer.status_code in (400, 422)
    assert count() == 0


@pytest.mark.claim("C24")
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_five_at_once_of_the_same_rows_add_them_once(land):
    rows = [("", f"同{n}", "征而未供", 1 + n, "路北", "甲乡", "") for n in range(40)]
    clerks = [land.clerk, land.clerk2]
    files = [sent(clerk, parcels_book(*rows)) for clerk in clerks for _ in range(2)]
    assert {file.row.state for file in files} == {"ready"}
    for file in (files[0], files[2]):  # each person one at a time
        assert file.post("confirm", sha256=file.row.sha256).status_code == 302
    waiting = leases.waiting(ImportJob)
    threads = [Thread(target=_work_on, args=(job,)) for job in waiting for _ in range(5)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    work()
    for file in (files[1], files[3]):
        file.confirm()
    assert count() == 40
    assert sorted(file.row.state for file in files) == ["done", "same", "same", "same"]
    done = next(file for file in files if file.row.state == "done")
    assert all(f"第 {done.pk} 号导入" in file.page() for file in files if file is not done)


def _work_on(job_id):
    try:
        with clock.at(MORNING), override_settings():
            run_import(job_id)
    finally:
        connection.close()
