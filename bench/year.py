"""Y1: P10 and P11 for every kind of period; and, without a limit, what a freeze, its papers and a year put together again cost.

The kinds of period are held against what P10 and P11 name, with their limits. A freeze and a year are told with their ratio to the sum of
the statements of the very same call (how long the database had it), the papers with that to the same cells without form: no goal is set
for these. Nothing stays: every freeze is rolled back.
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
from parcels.selectors.as_of import sums_at
from reports.choices import PeriodKind
from reports.rules.period import PeriodSheet
from reports.rules.sheet import Sheet, sheet_from
from reports.selectors.period_sheet import period_sheet
from reports.selectors.periods import Period, periods_of
from reports.selectors.rebuild import rebuild_year
from reports.selectors.week_facts import facts_of, recorded_in
from reports.selectors.weeks import Week, weeks_of
from reports.services import freeze_week
from reports.sheets.annex4 import annex4_file
from reports.sheets.notice import Issue, notice_file, table_row

from .data import NOW, Bench
from .measure import Line, Timing, in_turns
from .naive import SCAN, WEEK_SCAN, Raw, fetch

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
    """P10 and P11 for every kind of period, with their own limits: the figures as of its end, what was disposed of in it, and all facts
    that its freeze reads."""
    raw, plan = Raw(bench, NOW), bench.plan
    lasts = {kind: _last_ended(bench, kind) for kind in PeriodKind.values}
    works: dict[str, Callable[[], object]] = {"raw": raw.rows}
    for kind, one in lasts.items():
        works |= {f"{kind} end": lambda one=one: sums_at([one.until], since=plan.counts_after),
                  f"{kind} scan": lambda one=one: fetch(SCAN, one.until),
                  f"{kind} cells": lambda one=one: recorded_in(plan, one.after, one.until),
                  f"{kind} inside": lambda one=one: fetch(WEEK_SCAN, one.after, one.until),
                  f"{kind} facts": lambda one=one: facts_of(plan, one.after, one.until),
                  f"{kind} scans": lambda one=one: (fetch(WEEK_SCAN, one.after, one.until), fetch(SCAN, one.until))}
    found = in_turns(works, rounds=rounds)
    lines, rows = [], f"the dashboard's {raw.rows()} rows, raw"
    for kind in lasts:
        name = PeriodKind(kind).name.lower()
        lines += [
            Line("P10", f"figures at the end of a period, {name}", found[f"{kind} end"], rows, found["raw"], 2.5),
            Line("P10", f"figures at the end of a period, {name}", found[f"{kind} end"], "scan of the covering index", found[f"{kind} scan"], 20,
                 at_most=False),
            Line("P11", f"cells of a period, {name}", found[f"{kind} cells"], "scan of the disposals", found[f"{kind} inside"], 30, at_most=False),
            Line("P11", f"all facts of a period, {name}", found[f"{kind} facts"], "scans, period and cumulative", found[f"{kind} scans"], 30,
                 at_most=False)]
    return lines


def _last_ended(bench: Bench, kind: str) -> Period:
    """The last period of the kind that is over, or runs while none is."""
    begun = [one for one in periods_of(bench.plan, kind) if one.after < NOW]
    return ([one for one in begun if one.until <= NOW] or begun)[-1]


def _freeze(week: Week, rounds: int) -> Line:
    whole, inside = beside_sql(lambda: _frozen(week), rounds)
    return Line("Y1", "freeze a week, Excel and trail with it", whole, "the sum of its SQL", inside)


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
    return [Line("Y1", "Excel of a week", found["excel"], "its cells by openpyxl, no form", found["plain excel"]),
            Line("Y1", "Word of a month", found["word"], "its table by python-docx, no form", found["plain word"])]


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
    return Line("Y1", "a year of the plan rebuilt from facts", whole, "the sum of its SQL", inside)


def _rebuilt(bench: Bench) -> None:
    """Raises RuntimeError when a frozen edition does not come out the same."""
    rows = list(rebuild_year(bench.plan, AFTER))
    if wrong := [row for row in rows if row.is_wrong]:
        raise RuntimeError(f"{wrong[0].one}: {wrong[0].differences[0]}")
