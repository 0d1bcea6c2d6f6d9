"""Every ugly workbook is read as a person reads it."""

import pytest

from landplan.lib.intake.book import read_book
from landplan.lib.intake.heads import choose
from landplan.lib.intake.rows import read_rows
from tests.ugly_books import UGLY
from tests.ugly_books.base import SECTION, row, xlsx


def test_the_corpus_is_large_enough():
    assert len(UGLY) >= 100


@pytest.mark.parametrize("name", UGLY)
def test_an_ugly_book_is_read_as_a_person_reads_it(name, tmp_path):
    ugly = UGLY[name]
    path = tmp_path / f"a.{ugly.suffix}"
    path.write_bytes(ugly.make())
    book = read_book(path, name=path.name)
    index, layout = choose(book, SECTION)
    reading = read_rows(book.sheets[index], layout, SECTION)
    told = [fault.sentence for fault in reading.faults]
    expected = [row(one.pop("no"), one.pop("area"), **one) for one in map(dict, ugly.rows)]
    found = [{key: read.get(key) for key in wanted} for read, wanted in zip(reading.rows, expected, strict=False)]
    assert found == expected and len(reading.rows) == len(expected), (told, reading.skipped, layout.columns)
    assert [fault.place for fault in reading.faults if fault.severity == "error"] == list(ugly.errors), told
    assert [fault.place for fault in reading.faults if fault.severity == "hint"] == list(ugly.hints), told
    assert [total.number for total in reading.totals] == list(ugly.totals), reading.skipped
    assert ugly.sheet in (None, book.sheets[index].name)
    assert all(fault.sentence.endswith("。") and fault.wanted for fault in reading.faults)


@pytest.mark.parametrize("typed, state", [(None, "blank"), (0, "value"), ("/", "dash"), ("—", "dash"), ("0", "value"), ("x", "wrong")])
def test_blank_zero_and_dashes_are_three_different_things(typed, state, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([["地块编号", "面积", "剩余面积"], ["A-1", 1, typed]]))
    book = read_book(path, name=path.name)
    read, = read_rows(book.sheets[0], choose(book, SECTION)[1], SECTION).rows
    assert read.values["left"].state == state
