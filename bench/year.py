"""Y1: a week of every county frozen, the papers of a week and a month, the facts of each kind of period, and a year put together again.

What is held against is the sum of the statements of the very same call (how long the database had it), the scans that the weekly rows
spare, or the same cells without form. Nothing stays: every freeze is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import chain
from time import perf_counter

from django.db import connection, transaction
from docx import Document
from openpyxl import Workbook

from landplan.lib import clock
from landplan.lib.actors import system_actor
from parcels.documents.defaults import default_template
from reports.choices import PeriodKind
from reports.rules.period import PeriodSheet
from reports.rules.sheet import Sheet, sheet_from
from reports.selectors.period_sheet import period_sheet
from reports.selectors.periods import Period, periods_of
from reports.selectors.rebuild import rebuild_year
from reports.selectors.week_facts import facts_of
from reports.selectors.weeks import Week, weeks_of
from reports.services import freeze_week
from reports.sheets.annex4 import annex4_file
from reports.sheets.notice import Issue, notice_file, table_row

from .data import NOW, Bench
from .measure import Line, Timing, in_turns
from .naive import SCAN, WEEK_SCAN, fetch

AFTER = clock.shanghai(2022, 1, 10, 9)  # the year of the plan is over
ACTOR = system_actor("测速")
YEAR_ROUNDS = 3


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set."""
    weeks = [week for week in weeks_of(bench.plan) if week.until < NOW]
    return [*_facts(bench, rounds), _freeze(weeks[-1], rounds), *_papers(bench, weeks[-1], rounds), _year(bench, min(rounds, YEAR_ROUNDS))]


def beside_sql(work: Callable[[], object], rounds: int) -> tuple[Timing, Timing]:
    """How long the work takes and how long its statements, in the same calls; the first call is not counted."""
    whole, inside = [], []
    for turn in range(rounds + 1):
        spent = 0.0

        def count(execute, *args):
            nonlocal spent
            begun = perf_counter()
            try:
                return execute(*args)
            finally:
                spent += perf_counter() - begun

        begun = perf_counter()
        with connection.execute_wrapper(count):
            work()
        if turn:
            whole.append((perf_counter() - begun) * 1000)
            inside.append(spent * 1000)
    return Timing(tuple(whole)), Timing(tuple(inside))


def _facts(bench: Bench, rounds: int) -> list[Line]:
    """P11 for every kind of period: its facts beside the scans of its window and of everything before its end."""
    lasts = {kind: _last_ended(bench, kind) for kind in PeriodKind.values}
    works: dict[str, Callable[[], object]] = {}
    for kind, one in lasts.items():
        works[kind] = lambda one=one: facts_of(bench.plan, one.after, one.until)
        works[f"{kind} scans"] = lambda one=one: (fetch(WEEK_SCAN, one.after, one.until), fetch(SCAN, one.until))
    found = in_turns(works, rounds=rounds)
    return [Line("P11", f"all facts of a period, {PeriodKind(kind).name.lower()}", found[kind], "scans, period and cumulative",
                 found[f"{kind} scans"], 30, at_most=False) for kind in lasts]


def _last_ended(bench: Bench, kind: str) -> Period:
    """The last period of the kind that the data reach into."""
    return [one for one in periods_of(bench.plan, kind) if one.after < NOW][-1]


def _freeze(week: Week, rounds: int) -> Line:
    whole, inside = beside_sql(lambda: _frozen(week), rounds)
    return Line("Y1", "freeze a week, Excel and trail with it", whole, "the sum of its SQL", inside, 10)


def _frozen(week: Week) -> Sheet:
    """The content of a freeze that is taken back."""
    with transaction.atomic():
        made = freeze_week(week, actor=ACTOR, reason="测速")
        transaction.set_rollback(True)
    return sheet_from(made.payload)


def _papers(bench: Bench, week: Week, rounds: int) -> list[Line]:
    """Excel of the week and Word of the month, from content that is at hand; beside the same cells without any form."""
    sheet, month = _frozen(week), period_sheet(_last_ended(bench, PeriodKind.MONTHLY), NOW)
    letter = default_template("bulletin")
    issue = Issue("测速办公室", "各县区人民政府", "测速〔2021〕1号", NOW.date(), NOW.date())
    found = in_turns({"excel": lambda: annex4_file(sheet), "plain excel": lambda: _plain_book(sheet),
                      "word": lambda: notice_file(month, issue, letter), "plain word": lambda: _plain_paper(month)}, rounds=rounds)
    return [Line("Y1", "Excel of a week", found["excel"], "its cells by openpyxl, no form", found["plain excel"], 10),
            Line("Y1", "Word of a month", found["word"], "its table by python-docx, no form", found["plain word"], 10)]


def _plain_book(sheet: Sheet) -> bytes:
    """Every figure of the week in a cell, nothing else."""
    book, file = Workbook(), BytesIO()
    for row in (*sheet.rows, sheet.total):
        book.active.append([row.label, *chain(row.quotas.values(), row.cells.values(), row.other.values(), row.cumulative.values()), row.remark])
    book.save(file)
    return file.getvalue()


def _plain_paper(sheet: PeriodSheet) -> bytes:
    """The table of the notice, nothing else."""
    document, file = Document(), BytesIO()
    rows = [table_row(sheet, row) for row in (*sheet.rows, sheet.total)]
    table = document.add_table(len(rows), len(rows[0]))
    for texts, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(texts, row.cells, strict=True):
            cell.text = text
    document.save(file)
    return file.getvalue()


def _year(bench: Bench, rounds: int) -> Line:
    """All weeks and periods of the plan from the facts, those that are over beside their frozen editions."""
    with transaction.atomic():
        for week in weeks_of(bench.plan):
            if week.until < NOW:
                freeze_week(week, actor=ACTOR, reason="测速")
        whole, inside = beside_sql(lambda: _rebuilt(bench), rounds)
        transaction.set_rollback(True)
    return Line("Y1", "a year of the plan rebuilt from facts", whole, "the sum of its SQL", inside, 10)


def _rebuilt(bench: Bench) -> None:
    """Raises RuntimeError when a frozen edition does not come out the same."""
    rows = list(rebuild_year(bench.plan, AFTER))
    if wrong := [row for row in rows if row.is_wrong]:
        raise RuntimeError(f"{wrong[0].one}: {wrong[0].differences[0]}")
