"""The measuring itself, at a small size: every line is there, every answer right, the totals equal. No second is asserted."""

import pytest
from django.core.cache import cache

from bench import run as whole
from bench.data import NOW, build
from bench.measure import Line, Timing, in_turns
from bench.store import Here
from bench.table import goals_table, growth_table
from landplan.lib import clock
from landplan.lib.scope import everything
from parcels.models import AreaAbove, AreaEntry, AreaMark, Disposal, Parcel
from parcels.selectors.totals import differing_buckets
from tasks.models import PrintedQuota
from units.models import Region

GOALS = {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "N1", "C45", "Y1"}


@pytest.fixture
def small(db):
    cache.clear()
    with clock.at(NOW), everything("test"):
        yield build(480, counties=6)
    cache.clear()


@pytest.mark.long
def test_every_goal_is_measured_on_a_small_set_and_the_totals_stay_equal(small):
    told = []
    found = whole.run(Here(small), set(), rounds=1, say=told.append)
    assert {line.goal for line in found["here"]} == GOALS
    assert all(line.ours.ms > 0 and line.other.ms > 0 for line in found["here"])
    assert goals_table(found["here"]).count("\n") == len(found["here"]) + 1
    assert "P1 dashboard JSON" in growth_table(found)
    assert differing_buckets() == []
    assert (Parcel.objects.count(), Disposal.objects.count()) == (240, 480)
    assert AreaEntry.objects.filter(nature="correction").exists()
    assert AreaMark.objects.filter(at=small.plan.counts_after).exists()


def test_thousands_of_counties_are_rolled_up_against_those_of_a_city(db):
    with clock.at(NOW), everything("test"):
        nation = build(480, counties=6, provinces=2)  # which proves that what is kept of the provinces is right
        assert PrintedQuota.objects.exists()
        provinces = list(Region.objects.filter(level="province"))
        assert {row.region_id for row in AreaAbove.objects.all()} >= {province.id for province in provinces}
        found = whole.run(Here(nation), {"P3"}, rounds=1, say=str)["here"]
    assert [(line.goal, line.limit) for line in found] == [("P3", 1.5)] * 2
    assert "6 counties rolled up to provinces" in found[1].what and found[1].ours.ms > 0


def test_a_ratio_is_the_median_of_the_ratios_of_the_rounds_and_decides_whether_the_goal_is_met():
    ours, other = Timing((1.0, 2.0, 30.0)), Timing((2.0, 2.0, 10.0))
    assert Line("P1", "ours", ours, "other", other, 1.5).ratio == 1.0
    assert Line("P1", "ours", ours, "other", other, 1.5).is_met
    assert not Line("P1", "ours", ours, "other", other, 0.9).is_met
    assert not Line("P4", "ours", ours, "other", other, 50, at_most=False).is_met
    assert Line("Y1", "ours", ours, "other", other).cells()[-3:] == ("1.00×", "none set", "told")


def test_works_take_turns_in_beginning_and_warm_rounds_do_not_count():
    order = []
    found = in_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3, warm=1)
    assert order == ["a", "b", "b", "a", "a", "b", "b", "a"]
    assert [len(one.rounds) for one in found.values()] == [3, 3]
