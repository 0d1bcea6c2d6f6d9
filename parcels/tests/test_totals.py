"""累计 kept beside the ledger: whatever the order of entries, they equal it, and a repair gives the same rows."""

import random
from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from landplan.lib import clock
from landplan.lib.actors import system_actor
from parcels.models import AreaEntry, AreaMark, AreaRunning, AreaWeek, Disposal
from parcels.selectors.totals import differing_buckets
from parcels.services import keep_totals_at, post_entries, rebuild_totals
from tests.world import MORNING

WEEKLY = ("region_id", "kind", "idle_source", "closes_at", "next_closes_at", "is_lasting", "area", "count", "total_area", "total_count")
BUCKETS = [("A", "unsupplied", ""), ("A", "idle", "inspection"), ("B", "unsupplied", ""), ("B", "idle", "system_new")]


def entry(world, county, kind, source, area, at):
    region, disposal_id = world.counties[county], world.records[county]["accepted"]
    disposal = Disposal.objects.get(pk=disposal_id)
    return AreaEntry(region=region, kind=kind, idle_source=source, parcel_id=disposal.parcel_id, disposal=disposal,
                     nature="correction", area=Decimal(area), recorded_at=at, effective_at=at)


def rows():
    return [sorted(model.objects.values_list(*names), key=str) for model, names in (
        (AreaWeek, WEEKLY), (AreaRunning, ("region_id", "kind", "area", "count")), (AreaMark, ("at", "region_id", "kind", "area", "count")))]


def test_entries_in_any_order_of_weeks_keep_the_totals_equal_to_the_ledger(world):
    rng = random.Random(41)
    for turn in range(25):
        keep_totals_at(MORNING - timedelta(days=turn))  # some are laid between entries that come later
        post_entries([entry(world, *rng.choice(BUCKETS), Decimal(rng.randrange(-900, 2000)) / 100,
                            MORNING + timedelta(days=rng.randrange(-60, 60), minutes=rng.randrange(999)))
                      for _ in range(rng.randrange(1, 9))])
        assert differing_buckets() == []
    kept = rows()
    AreaWeek.objects.filter(kind="idle").update(total_area=Decimal(1), next_closes_at=None, area=Decimal(7), count=0)
    AreaRunning.objects.filter(kind="idle").update(area=Decimal(3))
    AreaMark.objects.filter(kind="idle").update(area=Decimal(4))
    assert len(differing_buckets()) == 2
    assert rebuild_totals(actor=system_actor("测试")) == 2
    assert rows() == kept


def test_a_kept_instant_with_a_wrong_total_is_found(world):
    with clock.at(MORNING + timedelta(days=1)):
        keep_totals_at(MORNING)
    assert AreaMark.objects.exists() and differing_buckets() == []
    AreaMark.objects.filter(region=world.counties["A"]).update(count=9)
    assert [bucket[0] for bucket in differing_buckets()] == [world.counties["A"].id]


def test_an_instant_that_is_not_over_is_not_kept(world):
    with clock.at(MORNING + timedelta(minutes=59)):
        keep_totals_at(MORNING)
    assert not AreaMark.objects.exists()


@pytest.mark.parametrize("change", [{"total_area": Decimal("0.5")}, {"total_count": 9}, {"next_closes_at": MORNING}, {"is_lasting": False}],
                         ids=["another total", "another count", "another next row", "not lasting"])
def test_a_weekly_row_with_a_wrong_total_or_next_row_is_found(world, change):
    assert differing_buckets() == []
    AreaWeek.objects.filter(region=world.counties["A"]).update(**change)
    assert [bucket[0] for bucket in differing_buckets()] == [world.counties["A"].id]


def test_what_lasts_beyond_its_week_is_marked_for_the_rows_of_before_too_and_a_wrong_mark_is_found(world):
    post_entries([entry(world, "A", "idle", "inspection", "1", MORNING + timedelta(weeks=n)) for n in (1, 2, 4)])
    kept = list(AreaWeek.objects.order_by("id").values_list("is_lasting", flat=True))
    assert kept.count(False) == 1 and differing_buckets() == []
    AreaWeek.objects.update(is_lasting=True)
    assert differing_buckets() == [(world.counties["A"].id, "idle", "inspection")]
    import_module("parcels.migrations.0051_week_lasting").mark(apps, None)
    assert list(AreaWeek.objects.order_by("id").values_list("is_lasting", flat=True)) == kept
