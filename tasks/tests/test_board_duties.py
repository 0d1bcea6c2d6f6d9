"""看板上的要过问的事: overdue tasks and cases in hand, counted there and listed where they lead."""

import re
from html import unescape

import pytest

from landplan.lib import clock

from .cases import decided, propose
from .pages import rows_of

pytestmark = pytest.mark.django_db


@pytest.mark.req("RNK-08")
def test_the_board_counts_the_cases_in_hand_and_leads_to_just_these(five):
    propose(five, "order", due_on="2021-10-08")
    assert "在办督办" not in five.client("office").get("/dashboard/matters/").content.decode()  # proposed is not decided
    decided(five, "order", due_on="2021-10-08")
    page = five.client("office").get("/dashboard/matters/").content.decode()
    assert re.search(r'href="/supervision/\?plan=\d+&amp;show=open"[^>]*>.*?在办督办.*?<b>1</b> 件', page, re.S)
    listed = five.client("office").get(unescape(re.search(r'href="(/supervision/\?plan[^"]+)"', page)[1])).content.decode()
    assert "· 1 件（已筛选）" in listed


@pytest.mark.req("RNK-08")
def test_the_board_counts_the_overdue_tasks_of_its_plan_and_leads_to_just_these(five):
    with clock.at(clock.shanghai(2022, 1, 1)):
        board = five.client("clerk_bf").get("/dashboard/matters/").content.decode()
        link, count = re.search(r'href="(/tasks/\?plan=\d+&amp;group=overdue)">.*?逾期任务.*?<b>(\d+)</b> 项', board, re.S).groups()
        page = five.client("clerk_bf").get(unescape(link)).content.decode()
        assert len({row[0] for row in rows_of(page) if row and row[0].startswith("BF-")}) == int(count) > 0
