"""看板的数: every figure equals an independent recomputation from the entries, on both bases, at any instant."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from landplan.lib import clock
from landplan.lib.scope import everything, scope
from parcels.choices import Nature
from parcels.models import AreaEntry, Disposal, Parcel
from reports.rules.board import combined, places_of
from reports.selectors.drill import TOTAL, WEEK, Figure, entries_of, sum_of
from reports.selectors.progress import CLASSES, board
from reports.selectors.trend import trend_of
from tasks.models import Plan, PrintedCell, PrintedRow, PrintedTable
from tasks.rules.ranking import rank
from tasks.selectors.quotas import class_quotas
from tasks.services.kept_quotas import keep_quotas

from .ground import entry, post

pytestmark = pytest.mark.django_db
CLASS_OF = {"unexpropriated": "unsupplied", "unsupplied": "unsupplied", "used_unsupplied": "unsupplied", "idle": "idle",
            "inefficient": "inefficient"}
QUOTAS = {"A": {"unsupplied": 180, "idle": 90, "inefficient": 12}, "B": {"unsupplied": 60, "idle": 30, "inefficient": 0}}
BASE = clock.shanghai(2021, 4, 1)
FRIDAYS = [clock.shanghai(2021, 5, 28, 18) + timedelta(days=7 * n) for n in range(-15, 19)]
TICK = timedelta(microseconds=1)

near_cutoffs = st.builds(lambda friday, ticks: friday + ticks * TICK, st.sampled_from(FRIDAYS[5:]), st.sampled_from([-1, 0, 1]))
any_time = st.builds(lambda minutes: clock.shanghai(2021, 3, 30) + timedelta(minutes=minutes), st.integers(0, 178 * 24 * 60))
moments = near_cutoffs | any_time | st.sampled_from([BASE - TICK, BASE, BASE + TICK])
amounts = st.tuples(st.sampled_from("AB"), st.sampled_from(list(CLASS_OF)), st.integers(1, 90_000_000), moments)
corrections = st.tuples(st.integers(0, 30), st.integers(-40_000_000, 40_000_000).filter(bool), st.integers(0, 60 * 24 * 60))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from([None, 0, 1, 7, 180, 6299, 10**6]))
                | st.tuples(st.integers(10**17, 10**17 + 9), st.integers(10**17, 10**17 + 9)), max_size=30))  # rates that share a float
def test_places_of_whole_numbers_are_those_of_exact_fractions(pairs):
    places = places_of(pairs)
    told = rank((n, done, quota) for n, (done, quota) in enumerate(pairs))
    assert [(one.rank, one.is_shared) for one in places] == [(one.rank, one.is_shared) for one in told]


def recomputed(world, moment, basis):
    """(county, class) -> (done, done at the start of the week), by hand from the entries."""
    column = "recorded_at" if basis == "recorded" else "effective_at"
    start = max(friday for friday in FRIDAYS if friday < moment)
    done, before = defaultdict(int), defaultdict(int)
    for code, kind, area, at in AreaEntry.unscoped.values_list("region__code", "kind", "area", column):
        if BASE <= at <= moment:
            key = ("A" if code == "419901" else "B", CLASS_OF[kind])
            done[key] += int(area * 10**6)
            before[key] += int(area * 10**6) if at <= start else 0
    return done, before


def ranks_by_hand(rates):
    """1 + how many are better; None without a rate."""
    return {key: None if rate is None else 1 + sum(other is not None and other > rate for other in rates.values())
            for key, rate in rates.items()}


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(entries=st.lists(amounts, max_size=12), moved=st.lists(corrections, max_size=4), moment=moments,
       basis=st.sampled_from(["recorded", "effective"]))
def test_every_figure_of_the_board_equals_its_recomputation_from_the_entries(world, entries, moved, moment, basis):
    office = world.actor("office")
    disposal = Disposal.objects.get(pk=world.records["A"]["accepted"])
    with transaction.atomic(), scope(office):
        made = [entry(world.counties[county], kind, micro, at, disposal) for county, kind, micro, at in entries]
        for n, micro, minutes in moved if made else []:
            one = made[n % len(entries)]
            made.append(entry(one.region, one.kind, micro, one.recorded_at + timedelta(minutes=minutes), disposal,
                              nature=Nature.CORRECTION, effective=one.effective_at))
        post(*made)
        found = board(world.plan, moment, basis, actor=office)
        check_figures(world, found, moment, basis)
        check_drill(found)
        check_trend(found, office)
        transaction.set_rollback(True)


def is_empty(world, county, at, areas):
    """台账为空: nothing accepted and no parcel registered by then."""
    return (not any(area for (one, _), area in areas.items() if one == county)
            and not Parcel.unscoped.filter(region=world.counties[county], registered_at__lte=at).exists())


def check_figures(world, found, moment, basis):
    done, before = recomputed(world, moment, basis)
    assert [row.code for row in found.rows] == ["419901", "419902"]
    for one in CLASSES:
        parts = ["unsupplied", "idle", "inefficient"] if one == "combined" else [one]
        rates, old_rates = {}, {}
        for row, county in zip(found.rows, "AB", strict=True):
            figure, quota = row.figures[one], sum(QUOTAS[county][part] for part in parts) * 10**6
            now, then = sum(done[county, part] for part in parts), sum(before[county, part] for part in parts)
            now, was = (None if is_empty(world, county, found.moment, done) else now), then
            then = None if is_empty(world, county, found.week.after, before) else then
            assert (figure.done, figure.before, figure.week, figure.quota) == (now, then, None if now is None else now - was, quota)
            rates[county] = Fraction(now, quota) if quota and now is not None else None
            old_rates[county] = Fraction(then, quota) if quota and then is not None else None
            assert (figure.rate, figure.rate_before) == (rates[county], old_rates[county])
            if now is None:
                assert figure.short_by is None and not figure.is_reached
            elif found.goals[one].percent == 70 and quota:
                assert figure.short_by == max(Fraction(quota * 7, 10) - now, 0)
        ranks, old = ranks_by_hand(rates), ranks_by_hand(old_rates)
        old = dict.fromkeys(old) if list(old.values()) == [1, 1] else old  # nobody stood behind another
        assert {county: row.figures[one].place.rank for row, county in zip(found.rows, "AB", strict=True)} == ranks
        assert {county: row.figures[one].place_before.rank for row, county in zip(found.rows, "AB", strict=True)} == old
        known = [row.figures[one].done for row in found.rows if row.figures[one].done is not None]
        assert found.total.figures[one].done == (sum(known) if known else None)
        assert found.difference(one) == 0


def check_drill(found):
    """What is behind each figure adds up to it."""
    for span, one, rows in ((TOTAL, "combined", found.rows), (WEEK, "combined", found.rows), (TOTAL, "idle", found.rows[:1]),
                            (WEEK, "unsupplied", found.rows[1:])):
        figure = Figure(found, rows, one, span)
        assert sum_of(entries_of(figure))[0] == figure.micro


def check_trend(found, office):
    """The weeks add up: each total is the one before and the week's own amount."""
    known = [week for week in trend_of(found) if week.total is not None]
    for one, two in zip(known, known[1:], strict=False):
        assert two.total == {key: one.total[key] + two.done[key] for key in one.total}
    if known and found.moment >= FRIDAYS[15]:
        start = combined([(known[0].total[key] - known[0].done[key], None) for key in known[0].total])[0]
        before = board(found.plan, FRIDAYS[14], found.basis, actor=office)
        assert start == (before.total.figures["combined"].done or 0)


def test_a_moment_at_the_cutoff_closes_its_week_and_a_tick_later_opens_the_next(world):
    friday, office = FRIDAYS[-5], world.actor("office")
    disposal = Disposal.objects.get(pk=world.records["A"]["accepted"])
    with scope(office):
        post(*[entry(world.counties["A"], "idle", 1_000_000 * 10**n, friday + tick, disposal) for n, tick in enumerate((-TICK, 0 * TICK, TICK))])
        weeks = [board(world.plan, friday + n * TICK, actor=office).rows[0].figures["idle"] for n in (-1, 0, 1)]
    assert [(one.done, one.week) for one in weeks] == [(1_000_000, 1_000_000), (11_000_000, 11_000_000), (111_000_000, 100_000_000)]


def test_the_board_of_a_county_reads_nothing_of_another_and_asks_the_same_few_questions(world, django_assert_max_num_queries):
    clerk = world.actor("county_clerk")
    with scope(clerk), django_assert_max_num_queries(14):
        found = board(world.plan, clock.now(), actor=clerk)
    assert [row.code for row in found.rows] == ["419901"] and not found.is_whole and found.total is None
    assert {figure.place.rank for figure in found.rows[0].figures.values()} == {None}
    with everything("even where the whole territory is open"):
        assert [row.code for row in board(world.plan, clock.now(), actor=clerk).rows] == ["419901"]


def test_the_number_of_queries_does_not_grow_with_the_entries(world, django_assert_num_queries):
    office = world.actor("office")
    disposal = Disposal.objects.get(pk=world.records["A"]["accepted"])
    with scope(office):
        with django_assert_num_queries(8):  # one more: is the ledger of who has done nothing yet empty?
            board(Plan.objects.get(), clock.now(), actor=office)
        post(*[entry(world.counties[key], kind, 5_000_000, at, disposal) for key in "AB" for kind in CLASS_OF for at in FRIDAYS[:20]])
        with django_assert_num_queries(7):
            board(Plan.objects.get(), clock.now(), actor=office)


def test_the_quotas_of_a_countys_periods_add_up_a_blank_one_adds_nothing_and_a_row_that_is_no_county_joins_no_total(world):
    a, b = (world.counties[key].id for key in "AB")
    table = PrintedTable.objects.create(plan=world.plan, key="annex4", version=9, title="测", unit="亩", document_no="测", section="附件",
                                        valid_from=BASE.date(), entered_at=BASE)
    printed = [(b, "county", (1, 2, 3)), (a, "county", (5, None, None)), (a, "county", (None, 3, None)), (None, "county", (7, 7, 7)),
               (None, "subtotal", (9, 9, 9)), (None, "total", (100, None, 1))]
    for sort, (region_id, kind, values) in enumerate(printed):
        row = PrintedRow.objects.create(table=table, sort=sort, label="行", region_id=region_id, kind=kind)
        for one, value in zip(("unsupplied", "idle", "inefficient"), values, strict=True):
            PrintedCell.objects.create(row=row, column=f"quota_{one}", text="", value=value)
    keep_quotas(table)
    mu = 10**6
    assert class_quotas(table) == [(b, mu, 2 * mu, 3 * mu), (a, 5 * mu, 3 * mu, None), (None, 100 * mu, None, mu)]
    assert class_quotas(None) == []
