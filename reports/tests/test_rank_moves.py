"""较上周: who rose and who fell - and nobody, while a week ago nobody stood behind another."""

from datetime import timedelta

import pytest

from landplan.lib import clock
from landplan.lib.scope import everything, scope
from reports.selectors.weeks import week_of
from reports.services import freeze_week
from tasks.rules.ranking import has_order
from tests.world import MORNING, signed_in
from units.models import Region

from .ground import build_ground, entry, fill_ledgers, post
from .test_dashboard import LAST_WEEK, put, read, rows_of

pytestmark = pytest.mark.django_db
NEXT_WEEK = MORNING + timedelta(days=7)
ASKED = "?quota_class=unsupplied"


@pytest.fixture
def ground():
    """Everybody has a ledger since last week; the first to accept anything do so this morning."""
    with everything("the test looks on"):
        found = build_ground()
        fill_ledgers(found, at=LAST_WEEK)
        put(found, ("遂平县", "unsupplied", "400"))
        yield found


def test_in_the_week_in_which_the_first_begin_nobody_has_fallen_and_in_the_next_they_are_compared(ground):
    office = signed_in(ground.people["office"])
    page = read(office, ASKED)
    assert [(name, cells[0], cells[1]) for name, cells in rows_of(page).items()][:3] == [
        ("遂平县", "1", ""), ("驿城区", "2", ""), ("开发区", "并列3", "")]
    assert "上期没有先后的（各县区完成率都相同，如还没有人完成），名次不与上期比较。" in page
    asked = f"/api/v1/plans/{ground.plan.id}/progress/{ASKED}"
    assert {row["rank_change"] for row in office.get(asked).json()["rows"]} == {None}
    with clock.at(NEXT_WEEK):
        post(entry(Region.objects.get(name="泌阳县"), "unsupplied", 10**12, NEXT_WEEK, ground.disposal))
        moves = {row["name"]: row["rank_change"] for row in signed_in(ground.people["office"]).get(asked).json()["rows"]}
        assert (moves["泌阳县"], moves["遂平县"], moves["驿城区"]) == (2, -1, -1)


def test_a_county_is_not_told_that_it_fell_from_a_week_in_which_nobody_had_begun(ground):
    for number, at in ((17, LAST_WEEK + timedelta(days=4)), (18, clock.shanghai(2021, 9, 24, 20)), (19, clock.shanghai(2021, 10, 1, 20))):
        with clock.at(at), scope(ground.people["office"]):
            if number == 19:
                put(ground, ("泌阳县", "unsupplied", "1000000"))
            freeze_week(week_of(ground.plan, number), actor=ground.people["office"], reason="到点定稿")
        with clock.at(at + timedelta(minutes=30)):
            cells = rows_of(read(signed_in(ground.people["clerk"]), ASKED))["驿城区"]
            assert (cells[0], cells[1]) == {17: ("并列1", ""), 18: ("2", ""), 19: ("3", "降1")}[number]


def test_only_who_stands_behind_another_makes_an_order():
    assert has_order([1, 2, None]) and has_order([1, 1, 3]) and has_order([1, None]) and has_order([])
    assert not has_order([1, 1]) and not has_order([1, None, 1])
