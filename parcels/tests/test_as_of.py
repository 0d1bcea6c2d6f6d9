"""累计 as of any instant, by the short way and by adding up every entry: equal to the last digit, on both bases."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landplan.lib import clock
from landplan.lib.area import to_micro
from landplan.lib.scope import scope
from landplan.lib.weeks import WEEK, cutoff_on
from parcels import services
from parcels.choices import Nature
from parcels.models import AreaEntry, AreaMark, AreaWeek, Disposal
from parcels.selectors import as_of
from parcels.selectors.as_of import (
    EFFECTIVE,
    RECORDED,
    Span,
    entries_in,
    spans_at,
    sums_at,
    totals_at,
    totals_now,
    window_totals,
)
from parcels.selectors.totals import differing_buckets
from parcels.services import keep_totals_at, post_entries

FIRST = cutoff_on(date(2021, 5, 28))
KEPT = FIRST + 3 * WEEK + timedelta(days=2, hours=5)
EARLIER = date(2021, 3, 1)
TICK = timedelta(microseconds=1)
EXAMPLES = 12  # each is a whole ledger; raise it to look harder
BUCKETS = [("county", "unsupplied", ""), ("county", "idle", "inspection"), ("county", "idle", "system_new"), ("other", "unsupplied", ""),
           ("other", "inefficient", "")]

# most of them at a cut-off or one microsecond beside it; the others anywhere in eight weeks
instants = st.builds(lambda week, beside: FIRST + week * WEEK + beside, st.integers(0, 7), st.one_of(
    st.sampled_from([-TICK, TICK * 0, TICK]), st.timedeltas(timedelta(days=-3), timedelta(days=3))))
# the bucket, the amount in 10⁻⁶ 亩, the instant it concerns, and how much later it was recorded (None: an acceptance)
amounts = st.tuples(st.sampled_from(BUCKETS), st.integers(-10**12, 10**12), instants,
                    st.one_of(st.none(), st.none(), st.timedeltas(TICK, timedelta(days=30))))


@pytest.fixture
def counted(land):
    """Any accepted disposal: the entries of the examples hang on it."""
    with clock.at(FIRST - 9 * WEEK):
        return land.take(land.draft(land.parcel("100"), disposed_on=EARLIER), "submit", "verify", "accept")


def entry_of(land, counted, amount):
    (region, kind, source), micro, concerned, later = amount
    return AreaEntry(region=getattr(land, region), kind=kind, idle_source=source, parcel_id=counted.parcel_id, disposal=counted,
                     nature=Nature.CORRECTION if later else Nature.ACCEPTED, area=Decimal(micro).scaleb(-6),
                     recorded_at=concerned + (later or timedelta()), effective_at=concerned)


def added_up(entries):
    """The oracle: every entry, one by one, in whole numbers."""
    found = defaultdict(lambda: (0, 0))
    for entry in entries:
        key = (entry.region_id, entry.kind, entry.idle_source)
        found[key] = (found[key][0] + to_micro(entry.area), found[key][1] + 1)
    return plain(found)


def plain(totals):
    """Without the buckets in which nothing happened."""
    return {key: value for key, value in totals.items() if value != (0, 0)}


def falls(entry, basis):
    return entry.recorded_at if basis == RECORDED else entry.effective_at


def check_instant(entries, moment):
    for basis in (RECORDED, EFFECTIVE):
        truth = added_up(entry for entry in entries if falls(entry, basis) <= moment)
        assert plain(totals_at(moment, basis)) == truth, (moment, basis)
        assert added_up(entries_in(moment, basis=basis)) == truth
        by_kind = defaultdict(int)
        for (region, kind, _), (area, _) in truth.items():
            by_kind[region, kind] += area
        before = sums_at([moment, FIRST, moment], basis)
        assert {key: first for key, (first, _, _) in before.items() if first} == {key: area for key, area in by_kind.items() if area}
        assert all(first == last for first, _, last in before.values())
        for since in (FIRST, KEPT):
            held = sums_at([since], basis)
            wanted = {key: by_kind.get(key, 0) - held.get(key, (0,))[0] for key in by_kind.keys() | held.keys()}
            assert {key: area for key, (area,) in sums_at([moment], basis, since=since).items() if area} == {
                key: area for key, area in wanted.items() if area}


def check_window(entries, after, until):
    for basis in (RECORDED, EFFECTIVE):
        truth = added_up(entry for entry in entries if after < falls(entry, basis) <= until)
        assert plain(window_totals(after, until, basis)) == truth, (after, until, basis)
        assert added_up(entries_in(until, after, basis)) == truth
        assert plain(as_of.added([totals_at(until, basis)], minus=totals_at(after, basis))) == truth
    for basis, since in product((RECORDED, EFFECTIVE), (None, FIRST, KEPT, after)):
        check_span(entries, after, until, basis, since)


def by_kind(totals):
    """Areas and numbers by region and kind."""
    found = defaultdict(lambda: (0, 0))
    for (region, kind, _), (area, count) in totals.items():
        found[region, kind] = found[region, kind][0] + area, found[region, kind][1] + count
    return found


def check_span(entries, after, until, basis, since):
    """What was recorded in the window and the total on either basis, against every entry."""
    recorded = by_kind(added_up(e for e in entries if after < e.recorded_at <= until))
    total = by_kind(added_up(e for e in entries if falls(e, basis) <= until))
    opening = by_kind(added_up(e for e in entries if falls(e, basis) <= since)) if since else {}
    found = spans_at(after, until, basis, since=since)
    for key in found.keys() | recorded.keys() | total.keys():
        span = found.get(key, Span(0, 0, 0))
        assert (span.area, span.count) == recorded.get(key, (0, 0)), (key, after, until)
        assert span.total == total.get(key, (0, 0))[0] - opening.get(key, (0, 0))[0], (key, basis, since)


def check_kept_rows(entries):
    """Running totals, every weekly row, and the two bases over all time."""
    assert plain(totals_now()) == added_up(entries) == plain(totals_at(FIRST + 99 * WEEK)) == plain(totals_at(FIRST + 99 * WEEK, EFFECTIVE))
    for row in AreaWeek.objects.all():
        mine = [e for e in entries if (e.region_id, e.kind, e.idle_source) == (row.region_id, row.kind, row.idle_source)]
        week = [e for e in mine if row.closes_at - WEEK < e.recorded_at <= row.closes_at]
        until = [e for e in mine if e.recorded_at <= row.closes_at]
        assert (row.area, row.count) == (sum((e.area for e in week), Decimal(0)), len(week))
        assert (row.total_area, row.total_count) == (sum((e.area for e in until), Decimal(0)), len(until))
    assert differing_buckets() == []


@pytest.mark.claim("C20")
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(amounts, min_size=1, max_size=6), min_size=1, max_size=5), others=st.lists(instants, max_size=3))
def test_every_total_equals_the_sum_of_its_entries_at_every_instant(land, counted, batches, others):
    with transaction.atomic():
        for batch in batches:  # in any order: a clock that was set back too
            post_entries([entry_of(land, counted, amount) for amount in batch])
            keep_totals_at(KEPT)
        assert AreaMark.objects.filter(at=KEPT).exists()
        entries = list(AreaEntry.objects.all())
        check_kept_rows(entries)
        beside = {falls(e, basis) + step for e in entries for basis in (RECORDED, EFFECTIVE) for step in (-TICK, TICK * 0, TICK)}
        chosen = sorted(beside)[:: max(1, len(beside) // 5)] + others
        for moment in chosen:
            check_instant(entries, moment)
        for after, until in zip(sorted(chosen), sorted(chosen)[1:], strict=False):
            check_window(entries, after, until)
        with scope(land.clerk):
            assert plain(totals_now()) == added_up(e for e in entries if e.region_id == land.county.id)
        assert sum(area for area, _ in totals_now().values()) == sum(to_micro(e.area) for e in entries)
        transaction.set_rollback(True)


def one_correction(land):
    """Ten 亩 accepted exactly at a cut-off; half a week later it is corrected to seven."""
    with clock.at(FIRST):
        row = land.take(land.draft(land.parcel("100"), "10", disposed_on=EARLIER), "submit", "verify", "accept")
    with clock.at(FIRST + WEEK / 2):
        services.correct_disposal(row.id, actor=land.office, new_area=Decimal(7), reason="面积核错")
    return row


@pytest.mark.parametrize(("moment", "recorded", "effective"), [
    (FIRST - TICK, 0, 0), (FIRST, 10, 7), (FIRST + TICK, 10, 7), (FIRST + WEEK / 2 - TICK, 10, 7), (FIRST + WEEK / 2, 7, 7),
    (FIRST + WEEK, 7, 7), (FIRST + 50 * WEEK, 7, 7)])
def test_a_correction_shows_from_its_record_on_or_from_what_it_concerns(land, moment, recorded, effective):
    one_correction(land)
    for basis, wanted in ((RECORDED, recorded), (EFFECTIVE, effective)):
        assert sum(area for area, _ in totals_at(moment, basis).values()) == wanted * 10**6


def test_an_instant_exactly_at_the_cut_off_belongs_to_the_closing_week(land):
    one_correction(land)
    closing, opening = (FIRST - WEEK, FIRST), (FIRST, FIRST + WEEK)
    found = {(window, basis): sum(area for area, _ in window_totals(*window, basis).values())
             for window in (closing, opening) for basis in (RECORDED, EFFECTIVE)}
    assert found == {(closing, RECORDED): 10_000_000, (opening, RECORDED): -3_000_000,
                     (closing, EFFECTIVE): 7_000_000, (opening, EFFECTIVE): 0}


def test_a_reversal_takes_the_credit_back_and_both_bases_end_alike(land):
    with clock.at(FIRST):
        row = land.take(land.draft(land.parcel("10"), "10", disposed_on=EARLIER), "submit", "verify", "accept")
        services.write_off_parcel(row.parcel_id, actor=land.acceptor, version=Disposal.objects.get(pk=row.id).parcel.version)
    with clock.at(FIRST + 2 * WEEK):
        services.relist_parcel(row.parcel_id, actor=land.acceptor, version=Disposal.objects.get(pk=row.id).parcel.version,
                               reason="核查发现未动工", reverse=[row.id])
    for moment, recorded, effective in ((FIRST, 10, 0), (FIRST + 2 * WEEK, 0, 0)):
        for basis, wanted in ((RECORDED, recorded), (EFFECTIVE, effective)):
            assert sum(area for area, _ in totals_at(moment, basis).values()) == wanted * 10**6
    assert window_totals(FIRST, FIRST + 9 * WEEK) == {(land.county.id, "unsupplied", ""): (-10_000_000, 1)}


def test_the_tail_is_short_and_the_questions_are_few(land, django_assert_max_num_queries):
    one_correction(land)
    for moment, queries in ((FIRST + WEEK, 1), (FIRST + WEEK / 2, 2)):
        with django_assert_max_num_queries(queries):
            totals_at(moment)
        with django_assert_max_num_queries(queries + 1):
            totals_at(moment, EFFECTIVE)
    with django_assert_max_num_queries(1):
        totals_now()
