"""Single cells: a table of one row whose one cell is the trap."""

from datetime import date, datetime

from .base import SECTION, ugly, xlsx

BAD, HINT = object(), object()


def cell(name: str, key: str, typed: object, expected: object, *, number_format: str | None = None, hint: bool = False) -> None:
    """Register a book whose cell of column `key` is `typed`; `expected` is the value read, BAD when it is an error."""
    label = SECTION.by_key[key].label
    place = "A2" if key == "no" else "B2" if key == "area" else "C2"

    def make() -> bytes:
        heads, values = ["地块编号", "面积"], ["A-1", 12]
        if key in ("no", "area"):
            values[key == "area"] = typed
        else:
            heads, values = [*heads, label], [*values, typed]
        return xlsx([heads, values], formats={place: number_format} if number_format else None)
    row = {"no": "A-1", "area": 12, key: None if expected is BAD else expected}
    ugly(row, errors=(place,) if expected is BAD else (), hints=(place,) if hint else (), name=name)(make)


for name, key, typed, expected in (
    ("full_width_digits", "area", "１２．５", "12.5"), ("thousands_separators", "area", "1,234.50", "1234.50"),
    ("full_width_thousands_separator", "area", "１，２３４", "1234"), ("unit_in_the_cell", "area", "12.5亩", "12.5"),
    ("hectares_in_the_cell", "area", "0.8公顷", "12"), ("square_metres_in_the_cell", "area", "2000平方米", "3"),
    ("unit_in_brackets_in_the_cell", "area", "12（亩）", "12"), ("spaces_round_a_number", "area", "  12 . 5 ", "12.5"),
    ("full_width_stop_as_point", "area", "12。5", "12.5"), ("zero_is_a_number", "left", 0, "0"), ("blank_is_not_zero", "left", None, None),
    ("slash_is_neither", "left", "/", None), ("dash_is_neither", "left", "——", None), ("about_is_no_number", "area", "约12亩", BAD),
    ("two_numbers_in_a_cell", "area", "12+3", BAD), ("negative_area", "area", -3, BAD), ("seven_decimals", "area", 1.2345678, BAD),
    ("noise_of_binary_fractions", "area", 0.1 + 0.2, "0.3"), ("unknown_unit", "area", "12顷", BAD), ("a_slash_in_a_required_cell", "area", "/", BAD),
    ("date_in_an_area", "area", date(2021, 3, 22), BAD), ("failed_formula", "left", "#N/A", BAD), ("formula_never_worked_out", "left", "=B2*2", BAD),
    ("day_with_points", "on", "2021.3.22", "2021-03-22"), ("day_with_points_and_spaces", "on", "2021. 3. 22", "2021-03-22"),
    ("day_with_slashes", "on", "2021/3/22", "2021-03-22"), ("day_in_words", "on", "2021年3月22日", "2021-03-22"),
    ("day_as_serial", "on", 44277, "2021-03-22"), ("day_of_the_program", "on", datetime(2021, 3, 22), "2021-03-22"),
    ("day_with_a_time", "on", datetime(2021, 3, 22, 10, 5), "2021-03-22"), ("day_in_eight_digits", "on", "20210322", "2021-03-22"),
    ("day_as_number_of_eight_digits", "on", 20210322, "2021-03-22"), ("first_day_of_1900_is_empty", "on", date(1900, 1, 1), None),
    ("zero_day_is_empty", "on", 0, None), ("full_width_day", "on", "２０２１．３．２２", "2021-03-22"),
    ("thirtieth_of_february", "on", "2021-2-30", BAD),
    ("month_alone", "on", "2021年3月", BAD), ("a_year_too_far", "on", "9999-12-31", BAD), ("two_digit_year", "on", "21.3.22", BAD),
    ("identifier_with_spaces", "no", " A - 1 ", "A-1"), ("identifier_in_full_width", "no", "Ａ－１", "A-1"),
    ("identifier_with_lost_digits", "no", 411702199001011234, BAD), ("identifier_in_scientific_writing", "no", "4.11702E+17", BAD),
    ("identifier_turned_into_a_day", "no", date(2021, 3, 1), BAD), ("identifier_with_leading_zeros_as_text", "no", "000123", "000123"),
    ("choice_with_spaces", "county", "驿 城 区", "411702"), ("choice_by_alias", "county", "西平", "411721"),
    ("choice_unknown", "county", "东平县", BAD),
    ("percent_as_text", "share", "30%", "0.3"), ("percent_as_number", "share", 0.3, "0.3"), ("money_with_unit", "price", "￥1,200万元", "12000000"),
    ("tick_is_yes", "is_idle", "√", True), ("cross_is_no", "is_idle", "×", False), ("half_a_piece", "count", 1.5, BAD),
    ("whole_as_text", "count", "３宗", BAD),
    ("invisible_characters_in_a_name", "name", "东\u200b块\u00a0", "东块"), ("name_that_looks_like_a_formula", "name", "'=1+1", "'=1+1"),
    ("name_too_long", "name", "长" * 51, BAD), ("number_as_name", "name", 2021, "2021"),
):
    cell(name, key, typed, expected)

cell("identifier_turned_into_a_number", "no", 4117021, "4117021", hint=True)
cell("area_shown_rounded_is_read_in_full", "area", 12.3456, "12.3456", number_format="0.0")
cell("unit_by_number_format", "area", 12, "12", number_format='0.00"亩"')
