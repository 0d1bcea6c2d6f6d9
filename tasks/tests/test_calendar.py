"""日历订阅: the deadlines of one post as a calendar program reads them; the address can be revoked."""

import re

import pytest
from django.test import Client

from landplan.lib import clock
from landplan.lib.ical import Entry, calendar
from tasks.models import CalendarToken
from tests.world import words_of_page as plain
from units.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def september():
    with clock.at(clock.shanghai(2021, 9, 10, 9)):
        yield


def address_of(five, who):
    answer = five.client(who).post("/calendar/")
    assert answer.status_code == 201
    return re.search(r"/calendar/[\w-]+\.ics", answer.content.decode())[0]


def unfolded(answer):
    return answer.content.decode().replace("\r\n ", "")


def test_the_address_alone_gives_the_deadlines_of_its_post(five):
    answer = Client().get(address_of(five, "clerk"))
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = unfolded(answer)
    assert "SUMMARY:批而未供、闲置土地工作台账及统计表（附件2、3）报审，报考核验收组（驿城区）" in text
    assert "DTSTART;VALUE=DATE:20210930\r\nDTEND;VALUE=DATE:20211001" in text and "DTSTART;VALUE=DATE:20211130" in text
    assert "正阳县" not in text and text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 1
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_revoked_or_replaced_address_gives_nothing(five):
    first = address_of(five, "clerk")
    second = address_of(five, "clerk")
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    assert five.client("clerk2").post("/calendar/revoke/").status_code == 302
    assert Client().get(second).status_code == 200
    five.client("clerk").post("/calendar/revoke/")
    assert Client().get(second).status_code == 404
    assert not CalendarToken.objects.filter(digest__contains=second[10:-4]).exists()  # the secret itself is not kept


def test_the_address_ends_with_the_person(five):
    found = address_of(five, "clerk")
    User.objects.filter(pk=five.people["clerk"].user_id).update(is_active=False)
    assert Client().get(found).status_code == 404
    assert Client().get("/calendar/none.ics").status_code == 404


def test_what_is_done_leaves_the_calendar_and_the_page_lists_the_same(five):
    page = plain(five.client("clerk").get("/calendar/"))
    assert "2021-09-30 驿城区 批而未供、闲置土地工作台账及统计表" in page and "剩20天" in page


def test_long_words_and_marks_are_written_as_the_standard_wants():
    text = calendar("名", [Entry("1@x", clock.today(), "逗,号;分号\\斜" + "长" * 60, "两\n行")], clock.now()).decode()
    assert "SUMMARY:逗\\,号\\;分号\\\\斜" in text and "DESCRIPTION:两\\n行" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "").count("长") == 60
