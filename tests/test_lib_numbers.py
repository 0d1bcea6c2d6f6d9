"""The cellar: areas, money, numbers, dates and weeks are exact and refuse what they cannot hold."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from landplan.lib import clock
from landplan.lib.area import exact_column, exact_text, in_unit, plain, read_area, show, to_micro, to_mu
from landplan.lib.errors import Refusal
from landplan.lib.numbers import (
    half_up,
    half_up_column,
    half_up_ratio,
    hundredths,
    parse_decimal,
    rounded_column,
)
from landplan.lib.text import clean_text, name_key, parse_day
from landplan.lib.weeks import closing_cutoff, cutoffs, month_cutoffs, week_window

TODAY = date(2021, 9, 24)


@given(st.integers(min_value=-10**15, max_value=10**15))
def test_an_area_survives_the_way_into_the_database_and_back(micro):
    assert to_micro(to_mu(micro)) == micro


@given(st.decimals(min_value=0, max_value=99_999_999, places=2))
def test_square_metres_with_two_decimals_are_exact(typed):
    assert in_unit(read_area(typed, "m2"), "m2") == Fraction(typed)


def test_the_three_units_agree():
    assert read_area("1", "ha") == 15
    assert read_area("10000", "m2") == 15
    assert read_area("84300.00", "m2") == Decimal("126.45")


def test_more_digits_than_fit_are_an_error_not_a_rounding():
    with pytest.raises(Refusal, match="小数多于 2 位"):
        read_area("1.001", "m2")
    with pytest.raises(ValidationError):
        to_micro(Decimal("0.0000001"))


@pytest.mark.parametrize("text", ["一百二十亩", "", "NaN", "Infinity", "-Infinity", "1e5", "1,000", "0x10", "1 2", "٣", "--1", "1."])
def test_what_is_not_a_plain_number_is_refused_with_what_was_typed(text):
    with pytest.raises(Refusal) as refused:
        read_area(text)
    assert f"“{text}”" in refused.value.message


def test_full_width_digits_are_read():
    assert read_area("１２．５") == Decimal("12.5")


def test_negative_and_enormous_numbers_are_refused():
    with pytest.raises(Refusal, match="负数"):
        read_area("-1")
    with pytest.raises(Refusal, match="太大"):
        read_area("1" + "0" * 12)
    with pytest.raises(ValidationError):
        to_micro(Decimal("NaN"))


@given(st.fractions(max_denominator=1000), st.integers(min_value=0, max_value=4))
def test_rounding_is_half_up_away_from_zero_for_fractions_and_decimals(value, places):
    rounded = half_up(value, places)
    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**places)
    if abs(Fraction(rounded) - value) == Fraction(1, 2 * 10**places):
        assert abs(Fraction(rounded)) > abs(value)


def test_printed_figures_are_written_as_printed_and_derived_ones_with_two_decimals():
    assert plain(Decimal("262.60")) == "262.6" and plain(Decimal("39812.00")) == "39812" and plain(None) == ""
    assert show(Decimal("26.4")) == "26.40" and show(None) == "未填" and show(Decimal("0.005")) == "0.01"


@pytest.mark.parametrize(("text", "day"), [
    ("2021-09-22", date(2021, 9, 22)), ("2021.9.22", date(2021, 9, 22)), ("2021年9月22日", date(2021, 9, 22)),
    ("9.22", date(2021, 9, 22)), ("922", date(2021, 9, 22)), ("1022", date(2021, 10, 22)), ("20210922", date(2021, 9, 22)),
    ("今天", TODAY), ("２０２１－０９－２２", date(2021, 9, 22)),
])
def test_dates_are_read_in_the_ways_people_type_them(text, day):
    assert parse_day(text, name="处置日期", today=TODAY) == day


@pytest.mark.parametrize("text", ["昨天", "2021-13-01", "2021-02-30", "1899-01-01", "9999-12-31", "", "12", "1.2.3.4"])
def test_what_is_no_date_is_refused_with_the_ways_to_write_one(text):
    with pytest.raises(Refusal, match="2021-09-22"):
        parse_day(text, name="处置日期", today=TODAY)


@given(st.text())
def test_cleaned_text_holds_nothing_that_cannot_be_seen_and_stays_clean(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned and "\u202e" not in cleaned and "\ufeff" not in cleaned


def test_names_are_compared_without_regard_to_width_case_and_blanks():
    assert name_key("高新区（Ａ）") == name_key("高新区(a) ") and name_key("驿 城 区") == name_key("驿城区")


def test_an_instant_exactly_at_the_cutoff_belongs_to_the_closing_week():
    friday = clock.shanghai(2021, 9, 24, 18)
    assert closing_cutoff(friday) == friday
    assert closing_cutoff(friday + timedelta(microseconds=1)) == friday + timedelta(days=7)
    window = week_window(friday)
    assert window.holds(friday) and not window.holds(friday - timedelta(days=7))


@given(st.datetimes(min_value=clock.shanghai(2020, 1, 1).replace(tzinfo=None), timezones=st.just(clock.SHANGHAI),
                    max_value=clock.shanghai(2030, 1, 1).replace(tzinfo=None)))
def test_every_instant_belongs_to_exactly_one_week(moment):
    window = week_window(closing_cutoff(moment))
    assert window.holds(moment)
    assert window.until - window.after == timedelta(days=7)


def test_the_plan_of_zhumadian_has_thirty_weeks_and_seven_months():
    weekly = cutoffs(date(2021, 5, 28), date(2021, 12, 17))
    assert len(weekly) == 30
    assert clock.shanghai(2021, 10, 1, 18) in weekly  # the National Day Friday stays
    # 2021-05-28 closes May; the months that the plan reports begin in June
    assert [clock.local(m).date() for m in month_cutoffs(weekly)][1:] == [
        date(2021, 6, 25), date(2021, 7, 30), date(2021, 8, 27), date(2021, 9, 24), date(2021, 10, 29),
        date(2021, 11, 26), date(2021, 12, 17)]


def test_a_percentage_sign_or_a_unit_in_a_number_is_refused():
    with pytest.raises(Refusal):
        parse_decimal("60%", name="率", places=2)


@given(st.lists(st.none() | st.tuples(st.integers(-10**20, 10**20), st.integers(1, 10**12)), max_size=8), st.integers(0, 4))
def test_a_column_is_rounded_as_exact_decimals_are(pairs, places):
    unit = Decimal(10) ** places
    expected = [None if one is None else int(half_up(Fraction(*one), places) * unit) for one in pairs]
    by_hand = [None if one is None else floor(abs(Fraction(*one)) * 10**places + Fraction(1, 2)) * (-1 if one[0] < 0 else 1) for one in pairs]
    columns = [one[0] if one else 7 for one in pairs], [one[1] if one else None for one in pairs]
    assert half_up_column(*columns, places) == expected == by_hand
    amounts, whole = [one and one[0] for one in pairs], next((one[1] for one in pairs if one), 7)
    assert half_up_column(amounts, whole, places) == [None if one is None else half_up_ratio(one, whole, places) for one in amounts]
    assert rounded_column(amounts, whole, 100) == [None if one is None else hundredths(half_up_ratio(one, whole, 4)) for one in amounts]
    assert half_up_column(amounts, 0) == rounded_column(amounts, 0) == [None] * len(pairs)
    assert rounded_column(*columns) == [None if one is None else hundredths(half_up_ratio(*one, 2)) for one in pairs]
    assert rounded_column(*columns, 100) == [None if one is None else hundredths(half_up_ratio(*one, 4)) for one in pairs]


@given(st.integers(-10**18, 10**18))
def test_the_exact_text_of_an_area_is_the_area_with_two_decimals_at_least(micro):
    text = exact_text(micro)
    assert exact_column([micro, None]) == [text, None]
    assert Decimal(text).scaleb(6) == micro and len(text.partition(".")[2]) >= 2 and not (len(text.partition(".")[2]) > 2 and text.endswith("0"))
