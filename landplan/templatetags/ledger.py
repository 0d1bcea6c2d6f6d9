"""台账的行: written here, not in a template, because a page of two hundred parcels has thousands of cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from parcels.models import Parcel
from parcels.tables import NOT_FILLED

from .landplan import chip, day, deadline, elements, kind_key, micro, mu, say

register = template.Library()
WHOLE = 5


class _At(NamedTuple):
    """Where a cell stands."""

    parcel: Parcel
    url: str
    here: str
    today: date
    done_on: date | None


def _number(value: str, at: _At) -> str:
    return f'<th scope="row" class="is-stay is-only lp-code"><a href="{at.url}{at.here}" data-open>{escape(value)}</a></th>'


def _name(value: str, at: _At) -> str:
    return f'<td><div class="lp-name"><span title="{escape(value)}">{escape(value)}</span></div></td>'


def _elements(value: str, at: _At) -> str:
    if at.parcel.elements >= WHOLE:
        return '<td class="c">5/5</td>'
    return f'<td class="c"><a href="{at.url}#five" title="打开看缺哪一项">{elements(at.parcel.elements)}</a></td>'


def _gaps(value: str, at: _At) -> str:
    return f'<td class="lp-nw">{say(value, "ring", "warn") if at.parcel.elements < WHOLE else escape(value)}</td>'


# column kind (tables.Column.kind) -> its cell; words of people are escaped, figures and tags are our own
_CELLS: dict[str, Callable[[object, _At], str]] = {
    "no": _number, "name": _name, "elements": _elements, "gaps": _gaps,
    "area": lambda value, at: f'<td class="n">{mu(value)}</td>',
    "text": lambda value, at: f'<td class="lp-nw">{escape(value or NOT_FILLED)}</td>',
    "date": lambda value, at: f'<td class="lp-nw">{day(value)}</td>',
    "kind": lambda value, at: f'<td class="lp-nw"><span class="lp-key {kind_key(at.parcel.kind)}">{escape(value)}</span></td>',
    "days": lambda value, at: f"<td>{deadline(at.parcel.deadline_on, at.today, at.done_on)}</td>",
    "status": lambda value, at: f'<td>{chip("parcel", at.parcel.status)}</td>',
}


def _page_of(pk: int, prefix: str) -> str:
    """The address of a parcel: the pattern is looked up once, not for every row."""
    before, after = _parcel_pattern(prefix)
    return f"{before}{pk}{after}"


@cache
def _parcel_pattern(prefix: str) -> tuple[str, str]:
    before, _, after = reverse("parcels:parcel", args=[0]).removeprefix(prefix).partition("0")
    return f"{prefix}{before}", after


@register.simple_tag
def ledger_row(row: dict, here: str, today: date) -> SafeString:
    """一行: the box to choose it by, then its cells. `here` is the list's address and `at` the place in it, for the way back."""
    parcel, way = row["parcel"], "&".join(part for part in (here, row["at"]) if part)
    at = _At(parcel, _page_of(parcel.id, get_script_prefix()), f"?{escape(way)}" if way else "", today, row["done_on"])
    cells = "".join(_CELLS[kind](value, at) for kind, value in row["cells"])
    box = (f'<input type="checkbox" name="pick" value="{parcel.id}" form="picked" data-pick data-micro="{micro(parcel.unfinished)}" '
           f'aria-label="选择 {escape(parcel.parcel_no)}">')
    return mark_safe(f'<tr data-row id="p{parcel.id}"><td class="is-stay lp-noprint">{box}</td>{cells}</tr>')
