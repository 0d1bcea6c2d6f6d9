"""查工作日: the tables that the office keeps, before the library's calendar."""

from __future__ import annotations

from datetime import date

from landplan.lib.workdays import Tables, YearDays, library_year

from ..models import YearTable


def versions_of(year: int) -> list[YearTable]:
    """一年的各版, the latest first."""
    return list(YearTable.objects.filter(year=year).select_related("by").order_by("-number"))


def year_of(row: YearTable) -> YearDays:
    """一版 as the rule reads it."""
    return YearDays(row.year, frozenset(map(date.fromisoformat, row.off)), frozenset(map(date.fromisoformat, row.works)), row.source)


def tables() -> Tables:
    """全部放假安排 in one statement: the office's table of a year, else the library's."""
    own = {row.year: year_of(row) for row in YearTable.objects.order_by("number")}
    return lambda year: own.get(year) or library_year(year)
