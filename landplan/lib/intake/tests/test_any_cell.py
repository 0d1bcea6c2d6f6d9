"""Whatever a cell holds, a reader answers with a value or with what is wrong, and never with a guess."""

import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from landplan.lib.area import UNITS, exact_text, to_micro
from landplan.lib.intake import values
from landplan.lib.intake.book import Book
from landplan.lib.intake.child.limits import Unreadable
from landplan.lib.intake.child.parse import Writer, parse
from landplan.lib.intake.child.texts import csv_rows, decoded
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.heads import choose, head_key, unit_in
from landplan.lib.intake.rows import read_rows
from landplan.lib.intake.together import plain_texts
from landplan.lib.text import clean_text

AREA = Column("area", "面积", values.area, unit="亩", is_required=True)
COLUMNS = (
    AREA, Column("net", "净增", values.area, unit="亩", is_signed=True), Column("ha", "公顷数", values.area, unit="公顷"),
    Column("fee", "价款", values.money, unit="万元"), Column("rate", "完成率", values.ratio, places=4),
    Column("count", "宗数", values.integer), Column("far", "容积率", values.number, most=Decimal(20), places=2),
    Column("no", "编号", values.identifier, limit=40), Column("name", "名称", values.text, limit=200), Column("on", "日期", values.day),
    Column("kind", "类别", values.choice, choices={"批而未供": "a", "闲置": "b"}), Column("is_idle", "是否闲置", values.yes_no),
)
SECTION = Section("any", "任意", COLUMNS)
HEADS = {column.label for column in COLUMNS}
# what tables are full of, so that the readers are led beyond their first line
BITS = st.sampled_from([*"012-—/+.,，。 \n\u3000亩㎡%％年月日T:e２٣፩²①½注（）\u200b\ufeff\x03", "12", "2021", "公顷", "万元", "E9", "合计",
                        "#REF!", "未填"])
TEXTS = st.one_of(st.text(max_size=12), st.lists(BITS, max_size=10).map("".join))
NUMBERS = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-2**53, 2**53), st.none())
CELLS = st.one_of(TEXTS, NUMBERS)
HEAD_UNITS = st.sampled_from(["", "亩", "公顷", "㎡", "万元", "%", "别的"])
MICROS = st.integers(0, 10**18 - 1)


@settings(deadline=None, max_examples=400)
@given(CELLS, st.sampled_from(COLUMNS), HEAD_UNITS)
@example("1" * 28 + "." + "1" * 12, AREA, "公顷")
def test_any_cell_is_a_value_or_says_what_it_should_be(cell, column, unit):
    found = column.read(cell, column, unit)
    assert found.state in ("blank", "dash", "value", "wrong")
    assert (found.value is not None) == (found.state == "value")
    assert bool(found.wanted) == (found.state == "wrong")
    if isinstance(found.value, Decimal):
        assert found.value == found.value.quantize(Decimal(1).scaleb(-column.places)) and (column.is_signed or found.value >= 0)


NO, NAME = (next(column for column in COLUMNS if column.key == key) for key in ("no", "name"))
ODD = st.sampled_from(["2021-03-22", "A1\nB2", "1\n", "E-5", "1E5", "未填", "--"])
PLAINISH = st.one_of(st.from_regex(r"[0-9A-Z甲（\-]{1,5}", fullmatch=True), ODD)


@settings(deadline=None, max_examples=600)
@given(st.sets(st.one_of(PLAINISH, PLAINISH, PLAINISH, CELLS), min_size=1, max_size=4), st.sampled_from([NO, NAME, AREA]))
@example({"2021-03-22", "1"}, NO)
@example({"A1\nB2", "1"}, NO)
@example({"x" * 41, "1"}, NO)
def test_cells_that_are_read_together_are_read_as_each_by_itself(cells, column):
    found = plain_texts(cells, column)
    assert found is None or found == {cell: column.read(cell, column, "") for cell in cells}


def test_plain_names_and_numbers_are_read_together_and_nothing_else_is():
    for column, cells in ((NAME, {"甲乡", "路北12号（东）"}), (NO, {"B0001", "12", "41-A-7"})):
        assert plain_texts(cells, column) == {cell: column.read(cell, column, "") for cell in cells}
    for column, cells in ((NAME, {"甲乡", 1.5}), (NAME, {"甲 乡"}), (NO, {"2021-03-22"}), (AREA, {"12"})):
        assert plain_texts(cells, column) is None


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.one_of(CELLS, st.booleans()), max_size=8), max_size=12), st.permutations(sorted(HEADS)))
@example([["፩", "፪", "፫"], ["x"]], sorted(HEADS))
def test_any_table_under_a_known_head_is_read_to_its_end(table, heads):
    book = made([["台账"], heads[:8], *table])
    index, layout = choose(book, SECTION)
    reading = read_rows(book.sheets[index], layout, SECTION)
    assert all(fault.sentence for fault in reading.faults)
    assert len(reading.rows) + len(reading.skipped) == sum(any(cell != "" for cell in row) for row in table) + 1


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=6), max_size=8))
def test_any_table_without_a_head_is_looked_through(table):
    index, layout = choose(made([["空表"], *table]), SECTION)
    assert index == 0 and len(layout.columns) >= 0 and {column.key for column in layout.missing} <= {"area"}


@given(TEXTS)
def test_any_text_can_be_a_head(text):
    assert head_key(text) == head_key(f" {text}\n") and unit_in(text) in ("", *values.AREA_UNITS, *values.MONEY_UNITS, *values.PLAIN_UNITS)


@pytest.mark.parametrize("stamp", ["1", "x", "", "inf", "nan", "1e400", 1e300, None])
def test_any_mark_of_a_template_is_one_or_none(stamp):
    target = io.BytesIO()
    writer = Writer(target)
    writer.sheet("_landplan", enumerate([["landplan", "any", stamp], ["面积"], ["area"]], 1))
    writer.end("xlsx", [])
    assert Book(target, "a.xlsx").stamp in (("any", 1), ("any", int(1e300)), None)


WRITTEN = {
    "plain": "{}".format, "unit": "{}亩".format, "spaced unit": "{} 亩".format, "brackets": "{}（亩）".format, "plus": "+{}".format,
    "around": "\u3000{}\u00a0".format, "full width": lambda text: text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789."}),
    "thousands": lambda text: grouped(text, ","), "wide thousands": lambda text: grouped(text, "，"),
    "blank thousands": lambda text: grouped(text, " "), "zeros": lambda text: f"00{text}000",
}


@settings(deadline=None, max_examples=200)
@given(MICROS, st.sampled_from(sorted(WRITTEN)))
@example(10**18 - 1, "thousands")
def test_an_area_written_in_any_accepted_shape_is_the_same_whole_number(micro, shape):
    found = values.area(WRITTEN[shape](exact_text(micro)), AREA)
    assert found.state == "value", found
    assert to_micro(found.value) == micro


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**13), st.sampled_from(sorted(UNITS)), st.booleans())
def test_an_area_in_any_unit_of_head_or_cell_is_the_same_whole_number(count, unit, is_head):
    label, factor, places = UNITS[unit]
    text = f"{count // 10**places}.{count % 10**places:0{places}d}"
    assume(count * factor // 10**places < 10**18)
    found = values.area(text, AREA, label) if is_head else values.area(f"{text}{label}", AREA)
    assert to_micro(found.value) == count * factor // 10**places


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**15 - 1), st.integers(0, 6))
def test_a_number_cell_is_the_number_that_the_program_shows(digits, places):
    shown = Decimal(digits).scaleb(-places)
    assume(shown < 10**12)
    assert values.area(float(shown), AREA).value == shown


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**30), st.integers(0, 38), st.sampled_from(["亩", "公顷", "㎡", "万亩"]), st.sampled_from(["亩", "公顷"]))
@example(12 * 10**36 + 1, 38, "亩", "亩")
@example(10**29 + 1, 29, "公顷", "亩")
def test_no_digit_is_dropped_in_silence_whatever_the_units(digits, places, unit, into):
    text = f"{digits // 10**places}.{digits % 10**places:0{places}d}"
    found = values.area(f"{text}{unit}", Column("area", "面积", values.area, unit=into))
    exact = Fraction(digits, 10**places) * Fraction(values.AREA_UNITS[unit]) / Fraction(values.AREA_UNITS[into])
    assert found.state == "wrong" or Fraction(found.value) == exact
    if (exact * 10**6).denominator == 1 and exact < 10**12 and len(text) <= 40:  # more is not read at all
        assert found.state == "value"


@pytest.mark.parametrize("cell", ["12²", "①120", "½", "12½", "⑴120", "120\n130", "12 34", "1 2", "1,23", "12,3456", "1.234.567", "1-2", "5-",
                                  "一百二十", "TRUE", "12亩3", "12+3", "0x10", "1e5", "٣"])
def test_what_may_be_another_number_is_no_area(cell):
    found = values.area(cell, AREA)
    assert found.state == "wrong" and found.raw and "应为数" in found.wanted


def test_a_ticked_box_is_no_area_and_is_a_yes():
    book = made([["面积", "是否闲置"], [1.0, "是"], [True, True], [False, False]])
    index, layout = choose(book, SECTION)
    reading = read_rows(book.sheets[index], layout, SECTION)
    assert [(row.get("area"), row.get("is_idle")) for row in reading.rows] == [(1, True), (None, True), (None, False)]
    assert [fault.value for fault in reading.faults] == ["TRUE", "FALSE"]


@given(st.lists(st.sampled_from([" ", "\n", "\t", "\r", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u202e"]), max_size=6).map("".join))
def test_what_shows_nothing_is_blank_for_every_reader(text):
    assert {column.read(text, column, "").state for column in COLUMNS} == {"blank"}


@given(st.sampled_from(["", " ", "\u3000"]), st.sampled_from(sorted(values.DASHES)))
def test_a_dash_is_neither_blank_nor_nought(space, dash):
    assert {column.read(f"{space}{dash}{space}", column, "").state for column in COLUMNS} == {"dash"}


@pytest.mark.parametrize("cell", [0, 0.0, -0.0, "0", "0.00", "００", "0亩", "+0", "0.000000公顷"])
def test_nought_is_a_figure(cell):
    found = values.area(cell, AREA)
    assert found.state == "value" and str(found.value) == "0"


def test_what_our_own_files_write_into_an_empty_cell_is_blank_for_every_reader():
    assert {column.read("未填", column, "").state for column in COLUMNS} == {"blank"}


@given(TEXTS)
def test_a_text_is_kept_as_it_can_be_seen(text):
    found = values.text(text, Column("name", "名称", values.text))
    assert found.state != "value" or found.value == clean_text(text)


WORDS = st.lists(st.text("宗地闲置台账ABCabc0123456789（）-", min_size=1, max_size=8), min_size=2, max_size=6)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]), st.sampled_from([",", "\t", ";"]))
@example([["0", "台"]], "gb18030", ",")
def test_a_table_of_text_is_the_same_in_every_encoding(table, encoding, separator):
    width = max(map(len, table))
    table = [row + ["空"] * (width - len(row)) for row in table]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table)
    assert list(csv_rows(text.getvalue().encode(encoding))) == table


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused_with_a_sentence(content):
    try:
        found = decoded(content)
        list(csv_rows(content))
    except Unreadable as refused:
        assert refused.code in ("file_text", "file_csv") and refused.message
    else:
        assert "\x00" not in found


@settings(deadline=None)
@given(st.one_of(TEXTS.map(str.encode), st.binary(max_size=200)).filter(lambda content: content[:2] != b"PK" and content[:4] != b"\xd0\xcf\x11\xe0"))
def test_any_small_file_is_a_table_or_refused_with_a_sentence(content):
    target = io.BytesIO()
    try:
        parse(content, target)
    except Unreadable as refused:
        assert refused.code.startswith("file_") and refused.message
    else:
        assert Book(target, "a.csv").kind == "csv"


def made(rows) -> Book:
    """A book of these rows as the child would hand it over."""
    target = io.BytesIO()
    writer = Writer(target)
    writer.sheet("表", enumerate([list(row) for row in rows], 1))
    writer.end("xlsx", [])
    return Book(target, "a.xlsx")


def grouped(text: str, mark: str) -> str:
    whole, _, decimals = text.partition(".")
    return f"{int(whole):,}".replace(",", mark) + f".{decimals}"
