"""排名表的行: one class in words, in the order asked for, with the rule between reached and not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from landplan.lib.clock import day_words
from tasks.rules.ranking import NO_DATA

from ..rules.board import Column, Exact, Figure, in_mu, moves_of, paces_to, shorts_of, weeks_of
from ..selectors.progress import COUNTY, QUOTA_CLASSES, Board
from .board import (
    LEVELS,
    NONE,
    Asked,
    days_to,
    goal_width,
    percent_text,
    printed_column,
    rank_text,
    rate_column,
    short_column,
    shown_column,
    signed_column,
    whole_name,
    width_column,
)


def _or_last(value: Exact | None) -> tuple[bool, Exact]:
    """What is not known comes last, after what is below zero."""
    return value is not None, value or 0


SORTS: dict[str, tuple[str, Callable[[Figure], object]]] = {
    "rank": ("名次", lambda f: -(f.place.rank or 0)),
    "quota": ("任务量", lambda f: f.quota or 0),
    "done": ("已完成", lambda f: _or_last(f.done)),
    "rate": ("完成率", lambda f: _or_last(f.rate)),
    "short": ("距目标", lambda f: _or_last(f.short_by)),
    "week": ("本周", lambda f: _or_last(f.week)),
}


class Cell(NamedTuple):
    """一行里某一类."""

    rate: str
    rank: str


class Head(NamedTuple):
    """行头: whose row it is; `below`: how many counties are added up in it."""

    name: str
    code: str
    group: str
    below: int = 0


class Line(NamedTuple):
    """一行 of the ranking, in words."""

    name: str
    code: str
    rank: str
    move: str
    move_icon: str
    quota: str
    done: str
    rate: str
    width: str
    short: str
    is_reached: bool
    week: str
    pace: str
    cells: Sequence[Cell]
    where: SafeString
    figure: Figure
    is_sum: bool = False
    below: int = 0  # counties that are added up


@dataclass(frozen=True)
class Ranking:
    """排名表: lines above and below the goal's line, subtotals and the total."""

    goal: str
    goal_x: str
    due: str
    above: list[Line]
    below: list[Line]
    unranked: list[Line]
    sums: list[Line] = field(default_factory=list)
    is_ruled: bool = False
    noun: str = LEVELS[COUNTY]  # what its rows are
    is_added: bool = False  # its total is no printed one

    @property
    def short_head(self) -> str:
        """列头 of the distance."""
        return f"距{self.goal}%"

    @property
    def lines(self) -> list[Line]:
        return [*self.above, *self.below, *self.unranked]

    @property
    def parts(self) -> list[list[Line]]:
        """The rows as they stand: in two where the rule between reached and not stands."""
        rest = [*self.below, *self.unranked, *self.sums]
        return [self.above, rest] if self.is_ruled and self.reached + self.missed else [[*self.above, *rest]]

    @property
    def reached(self) -> int:
        return sum(line.is_reached for line in self.lines)

    @property
    def missed(self) -> int:
        return sum(line.figure.short_by is not None and not line.is_reached for line in self.lines)

    @property
    def unknown(self) -> list[str]:
        """无数据的: whose ledger is empty."""
        return [line.name for line in self.lines if line.figure.done is None]


def ranking_of(board: Board, asked: Asked) -> Ranking:
    """排名表 of the asked class in the asked order; the rule between reached and not stands in the orders by rate."""
    goal, days = board.goals[asked.quota_class], days_to(board, asked.quota_class)
    order = _order(board, asked)
    heads = [Head(name, code, group, board.below.get(region_id, 0)) for region_id, code, name, group in map(board.regions.__getitem__, order)]
    lines = lines_of(heads, {one: column.in_order(order) for one, column in board.columns.items()}, asked.quota_class, days)
    above, below, unranked = lines, [], []
    is_ruled = asked.sort in ("rank", "rate") and board.is_whole and goal is not None
    if is_ruled:
        above = [line for line in lines if line.is_reached]
        below = [line for line in lines if line.figure.short_by]
        unranked = [line for line in lines if line.figure.short_by is None]
    rows = [*board.groups, *([board.total] if board.total else [])]
    sums = lines_of([Head(row.name, row.code, row.group) for row in rows],
                    {one: Column.of(row.figures[one] for row in rows) for one in board.columns}, asked.quota_class, days)
    if board.total:
        sums[-1] = sums[-1]._replace(name=whole_name(board))
    return Ranking(percent_text(goal.percent) if goal else "", goal_width(goal), day_words(goal.due_on) if goal else "",
                   above, below, unranked, sums, is_ruled, LEVELS[board.level], board.added is not None)


def _order(board: Board, asked: Asked) -> list[int]:
    """The places of the rows in the order asked for: the best rank first, the largest figure first; equal ones in printed order, those
    without rank last."""
    places = list(range(len(board.regions)))
    if asked.sort == "printed" or asked.sort not in SORTS:
        return places
    key, figures = SORTS[asked.sort][1], board.columns[asked.quota_class].figures
    rest = [n for n in places if asked.sort == "rank" and not figures[n].place.rank]
    known = sorted(places, key=lambda n: key(figures[n]), reverse=True)
    return [n for n in known if figures[n].place.rank] + rest if rest else known


def lines_of(heads: Sequence[Head], columns: dict[str, Column], quota_class: str, days: int) -> list[Line]:
    """各行, written a column at a time: a page of two hundred counties has thousands of figures."""
    shown = columns[quota_class]
    short = shorts_of(shown.needed, shown.done)
    cells = [list(map(Cell, rate_column(one.done, one.quota), map(rank_text, one.place))) for one in map(columns.__getitem__, QUOTA_CLASSES)]
    texts = zip(
        heads, shown.figures, map(rank_text, shown.place), map(_move, moves_of(shown.place, shown.place_before)), printed_column(shown.quota),
        shown_column(in_mu(shown.done), NO_DATA), rate_column(shown.done, shown.quota), width_column(shown.done, shown.quota),
        short_column(short, shown.needed), signed_column(weeks_of(shown.done, shown.before), NO_DATA),
        shown_column(paces_to(short, days)), zip(*cells, strict=True), strict=True)
    return [Line(head.name, head.code, rank, *move, quota, done, rate, width, missing, figure.is_reached, week, pace, each,
                 _where(head.code, head.group, bool(head.below)), figure, not head.code, head.below)
            for head, figure, rank, move, quota, done, rate, width, missing, week, pace, each in texts]


@lru_cache(maxsize=4000)
def _where(code: str, group: str, is_unit: bool) -> SafeString:
    """The part of an address that names the row."""
    named = {"unit" if is_unit else "region": code} if code else {"group": group} if group else {}
    return mark_safe(escape(f"{urlencode(named)}&") if named else "")


def _move(change: int | None) -> tuple[str, str]:
    """名次较上周: 升n, 降n, 持平."""
    if change is None:
        return "", ""
    return ("持平", "") if not change else (f"升{change}", "up") if change > 0 else (f"降{-change}", "down")


_BAR = ('<svg class="lp-meter {key}" aria-hidden="true"><rect class="is-done" width="{width}%" height="100%"/>'
        '<line x1="83.33%" x2="83.33%" y2="100%"/>{goal}</svg>')
_SUM = ' class="is-sum"'
_GOAL = '<line class="is-mark" x1="{0}%" x2="{0}%" y2="100%"/>'


@dataclass(frozen=True)
class Marks:
    """What every row uses: addresses and the drawings of the template tags."""

    drill: str
    rest: str
    ledger: str
    board: str
    key: str
    printed: str
    derived: str
    reached: str
    up: str
    down: str


def _opened(line: Line, marks: Marks) -> str:
    """Where the name of a row leads: a county to its land, a city or province to its counties."""
    if line.below:
        return f'<a href="{marks.board}unit={{0}}" title="看所辖{line.below}个县区">{{1}}</a> <small class="lp-note">{line.below}个县区</small>'
    return f'<a href="{marks.ledger}?region={{0}}" title="打开台账">{{1}}</a>'


def row_html(line: Line, ranking: Ranking, marks: Marks) -> SafeString:
    """一行 as it stands in the page; written here, not in a template, because a page of two hundred counties has thousands of cells. Only
    names, and what an address says of them, come from people; they are escaped, figures are our own."""
    name = escape(line.name)
    if line.code:
        name = _opened(line, marks).format(escape(line.code), name)
    move = f'<span class="lp-say">{marks.up if line.move_icon == "up" else marks.down}{line.move}</span>' if line.move_icon else line.move
    bar = _BAR.format(key=marks.key, width=line.width, goal=_GOAL.format(ranking.goal_x) if ranking.goal_x else "") if line.width else ""
    mark = (marks.derived if line.where or ranking.is_added else marks.printed) if line.is_sum else ""
    short = marks.reached if line.is_reached else line.short if line.short in (NONE, NO_DATA) else f"差 {line.short}"
    cells = "".join([f'<td class="n g">{rate}</td><td class="n">{NONE if line.is_sum else rank}</td>' for rate, rank in line.cells])
    return mark_safe(
        f'<tr{_SUM if line.is_sum else ""}><td class="c">{NONE if line.is_sum else f"<b>{line.rank}</b>"}</td><td class="c">{move}</td>'
        f'<th scope="row">{name}</th><td class="n">{mark}{line.quota}</td>'
        f'<td class="n"><a class="lp-open" href="{marks.drill}{line.where}{marks.rest}">{line.done}</a></td><td class="n"><b>{line.rate}</b></td>'
        f'<td class="lp-w-bar">{bar}</td>{f"""<td class="n">{short}</td>""" if ranking.goal else ""}'
        f'<td class="n"><a class="lp-open" href="{marks.drill}{line.where}span=week&amp;{marks.rest}">{line.week}</a></td>'
        f'{f"""<td class="n lp-narrow-0">{line.pace}</td>""" if ranking.goal else ""}{cells}</tr>')
