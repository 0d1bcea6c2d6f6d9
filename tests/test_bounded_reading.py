"""Whatever is uploaded as a workbook is decided in seconds and within memory, and nothing that it names is opened (C45, C46, C47)."""

import json
import os
import re
import subprocess
import sys
import time

import pytest

from landplan.lib.errors import Refusal
from landplan.lib.intake import bounded
from landplan.lib.intake.book import read_book
from landplan.lib.intake.heads import choose
from landplan.lib.intake.rows import read_rows
from tests.ugly_books.base import SECTION
from tests.ugly_books.hostile import ACCEPTED, GOOD, LINK, MB, PARTS, REFUSED, changed, with_cells, with_dtd

WITHOUT_LXML = "import sys; sys.modules['lxml'] = sys.modules['lxml.etree'] = None\n"


def measured(path, name):
    """(sentence or book, seconds, largest memory of the child in MB), read in a process of its own so that its children are counted."""
    code = ("import sys, resource, time, json; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
            "from landplan.lib.intake.book import read_book; from landplan.lib.errors import Refusal; began = time.monotonic();\n"
            "try: told = [s.name for s in read_book(Path(sys.argv[2]), name=sys.argv[3]).sheets]\n"
            "except Refusal as refusal: told = refusal.message\n"
            "print(json.dumps([told, time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))")
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run([sys.executable, "-c", code, root, str(path), name], capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.claim("C45")
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_workbook_or_too_much_is_refused_with_one_sentence(what, tmp_path):
    make, words = REFUSED[what]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    assert path.stat().st_size <= 10 * MB
    told, seconds, memory = measured(path, "a.xlsx")
    assert isinstance(told, str) and words in told and told.endswith("。") and "请" in told
    assert seconds <= 30 and memory <= 512


@pytest.mark.claim("C45")
@pytest.mark.parametrize("what", ACCEPTED)
def test_a_workbook_that_only_looks_huge_is_read_all_the_same(what, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(ACCEPTED[what]())
    told, seconds, memory = measured(path, "a.xlsx")
    assert isinstance(told, list), told
    assert seconds <= 30 and memory <= 512


def test_far_cells_do_not_keep_the_near_ones_from_being_read(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(ACCEPTED["a cell in column 200 of a far row"]())
    book = read_book(path, name="a.xlsx")
    reading = read_rows(book.sheets[0], choose(book, SECTION)[1], SECTION)
    assert [row.get("no") for row in reading.rows] == ["A-1"] and book.sheets[0].last_row == 60000


def test_a_reader_that_is_killed_or_late_says_that_the_file_cannot_be_handled(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(bounded, "_START", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(Refusal, match="文件无法处理.*请"):
        read_book(path, name="a.xlsx")
    monkeypatch.setattr(bounded, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr("landplan.lib.intake.book.WALL", 1)
    monkeypatch.setattr(bounded.run_bounded, "__kwdefaults__", {"wall": 1})
    began = time.monotonic()
    with pytest.raises(Refusal, match="文件无法处理.*请"):
        read_book(path, name="a.xlsx")
    assert time.monotonic() - began < 10


def test_too_large_a_file_and_a_foreign_suffix_are_not_even_opened(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK" + b"\0" * (20 * MB))
    with pytest.raises(Refusal, match="20.0 MB，上限是 20 MB"):
        read_book(path, name="a.xlsx")
    path.write_bytes(GOOD)
    with pytest.raises(Refusal, match="不是 .xlsx、.xls 或 .csv"):
        read_book(path, name="a.xlsx.exe")


def traced(path, job="quick", before=""):
    """What the child said and kept, and every file and socket it asked for; strace follows whatever it starts."""
    log, kept = path.with_suffix(".trace"), path.with_suffix(".kept")
    command = ["strace", "-f", "-qq", "-s", "300", "-e", "trace=%file,%network", "-o", str(log),
               sys.executable, "-I", "-c", before + bounded._START, str(bounded.ROOF), job]
    with open(path, "rb") as source, open(kept, "wb") as target:
        done = subprocess.run(command, stdin=source, stdout=target, stderr=subprocess.PIPE, text=True)
    return done.stderr + kept.read_text(), log.read_text(errors="replace")


def is_shut_in(trace):
    """Neither the file that stands outside nor any socket was asked for."""
    return "openat" in trace and "canary-of-the-house" not in trace and not re.search(r"\b(socket|connect|sendto|sendmsg)\(", trace)


@pytest.mark.claim("C46")
@pytest.mark.parametrize("job", ["quick", "sparse"])  # the two readings of a workbook
@pytest.mark.parametrize("before", ["", WITHOUT_LXML], ids=["with lxml", "without lxml"])
@pytest.mark.parametrize("part", PARTS)
def test_an_entity_in_any_part_is_refused_and_nothing_it_names_is_opened(part, before, job, tmp_path):
    canary = tmp_path / "canary-of-the-house"
    canary.write_text("secret")
    path = tmp_path / "a.xlsx"
    for system in (f"file://{canary}", "http://127.0.0.1:9/canary-of-the-house"):
        path.write_bytes(with_dtd(part, system))
        said, trace = traced(path, job, before)
        assert '"file_dtd"' in said and "DTD" in json.loads(said)["message"] and "secret" not in said
        assert is_shut_in(trace)


@pytest.mark.claim("C46")
@pytest.mark.parametrize("job", ["quick", "sparse"])
@pytest.mark.parametrize("before", ["", WITHOUT_LXML], ids=["with lxml", "without lxml"])
def test_a_linked_workbook_is_not_opened_and_its_kept_values_are_read(before, job, tmp_path):
    canary = tmp_path / "canary-of-the-house.xlsx"
    canary.write_bytes(GOOD)
    relation = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.'
                f'openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
                f'Target="file://{canary}" TargetMode="External"/></Relationships>')
    cells = b'<row r="3"><c r="A3" t="str"><f>[1]S!A1</f><v>A-2</v></c><c r="B3"><f>[1]S!B1</f><v>5</v></c></row>'
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(with_cells(cells), add={**LINK, "xl/externalLinks/_rels/externalLink1.xml.rels": relation.encode()}))
    said, trace = traced(path, job, before)
    assert re.search(r'"A-2",5(\.0)?\]', said) and is_shut_in(trace)
    assert "指向别的文件的链接" in read_book(path, name="a.xlsx").notes[0]


@pytest.mark.parametrize("start", [b'<?xml version="1.0" encoding="UTF-16"?>', b'<?xml version="1.0" encoding="utf-7"?>', b"\xff\xfe<\0?\0x\0m\0",
                                   b"<!--" + b" " * 70_000 + b"--><!DOCTYPE x>"])
@pytest.mark.claim("C46")
def test_a_part_in_whose_writing_an_entity_could_hide_is_refused(start, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(change={"xl/styles.xml": lambda data: start + data[data.index(b"<styleSheet"):]}))
    with pytest.raises(Refusal) as refused:
        read_book(path, name="a.xlsx")
    assert refused.value.code == "file_dtd"
