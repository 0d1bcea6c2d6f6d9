"""台账的行: written here, not in a template, because a page of two hundred parcels has thousands of cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe

from landplan.lib.area import show_micro
from parcels.selectors.ledger import Line, Order, at_of
from parcels.tables import NOT_FILLED, done_on

from .landplan import MINUS, chip, day, deadline, elements, kind_key, say

register = template.Library()
WHOLE = 5


class _Place(NamedTuple):
    """Where the rows stand: the address of a parcel before and after its id, the list's own address, its order, and the day."""

    before: str
    after: str
    here: str
    order: Order
    today: date

    def url(self, line: Line) -> str:
        return f"{self.before}{line.id}{self.after}"

    def way(self, line: Line) -> str:
        """The list and the place in it, for the way back."""
        parts = [part for part in (self.here, at_of(self.order, line.key(self.order))) if part]
        return f"?{escape('&'.join(parts))}" if parts else ""


def _number(value: str, line: Line, place: _Place) -> str:
    return (f'<th scope="row" class="is-stay is-only lp-code"><a href="{place.url(line)}{place.way(line)}" data-open>'
            f"{escape(value)}</a></th>")


def _name(value: str, line: Line, place: _Place) -> str:
    text = escape(value)
    return f'<td><div class="lp-name"><span title="{text}">{text}</span></div></td>'


def _text(value: object, line: Line, place: _Place) -> str:
    return f'<td class="lp-nw">{escape(str(value)) if value else NOT_FILLED}</td>'


def _area(value: int, line: Line, place: _Place) -> str:
    return f'<td class="n">{show_micro(value).replace("-", MINUS)}</td>'


def _elements(value: str, line: Line, place: _Place) -> str:
    if line.elements >= WHOLE:
        return '<td class="c">5/5</td>'
    return f'<td class="c"><a href="{place.url(line)}#five" title="打开看缺哪一项">{elements(line.elements)}</a></td>'


def _gaps(value: str, line: Line, place: _Place) -> str:
    return f'<td class="lp-nw">{say(value, "ring", "warn") if line.elements < WHOLE else escape(value)}</td>'


# a page says few of these again and again
@lru_cache(maxsize=100)
def _kind(value: str, code: str) -> str:
    return f'<td class="lp-nw"><span class="lp-key {kind_key(code)}">{escape(value)}</span></td>'


@lru_cache(maxsize=4000)
def _days(due_on: date | None, today: date, ended_on: date | None) -> str:
    return f"<td>{deadline(due_on, today, ended_on)}</td>"


@lru_cache(maxsize=100)
def _status(code: str) -> str:
    return f'<td>{chip("parcel", code)}</td>'


# column kind (tables.Column.kind) -> its cell; words of people are escaped, figures and tags are our own
_CELLS: dict[str, Callable[[object, Line, _Place], str]] = {
    "no": _number, "name": _name, "text": _text, "area": _area, "elements": _elements, "gaps": _gaps,
    "date": lambda value, line, place: f'<td class="lp-nw">{day(value)}</td>',
    "kind": lambda value, line, place: _kind(value, line.kind),
    "days": lambda value, line, place: _days(line.deadline_on, place.today, done_on(line)),
    "status": lambda value, line, place: _status(line.status),
}


@cache
def _address(prefix: str) -> tuple[str, str]:
    """Of a parcel, before and after its id: the pattern is looked up once, not for every row."""
    before, _, after = reverse("parcels:parcel", args=[0]).removeprefix(prefix).partition("0")
    return f"{prefix}{before}", after


@register.simple_tag
def ledger_rows(lines: list[Line], columns: list[tuple[str, list]], here: str, order: Order, today: date) -> SafeString:
    """各行: the box to choose it by, then its cells. `columns` are (kind, the values of all rows); `here` is the list's address."""
    place = _Place(*_address(get_script_prefix()), here, order, today)
    cells = [[_CELLS[kind](value, line, place) for value, line in zip(values, lines, strict=True)] for kind, values in columns]
    return mark_safe("".join(f"\n      {_row(line, row)}" for line, row in zip(lines, zip(*cells, strict=True), strict=True)))


def _row(line: Line, cells: tuple[str, ...]) -> str:
    box = (f'<input type="checkbox" name="pick" value="{line.id}" form="picked" data-pick data-micro="{line.left}" '
           f'aria-label="选择 {escape(line.parcel_no)}">')
    return f'<tr data-row id="p{line.id}"><td class="is-stay lp-noprint">{box}</td>{"".join(cells)}</tr>'
