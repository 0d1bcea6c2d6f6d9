"""图形归到哪一宗: by 地块编号, 宗地代码, or name and area; what fits several is shown with its candidates and never guessed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from landplan.lib.geo.shapes import ASK, ERROR, Found, GeoFile, Plot
from landplan.lib.text import name_key

from ..models import Parcel, ParcelShape
from .list_settings import list_setting_of

MOST = 20


@dataclass
class Match:
    """一个地块 of a file: whose it is (None: nobody's, or to be chosen), by what, and what is to be known before it is taken over."""

    plot: Plot
    parcel: Parcel | None = None
    by: str = ""
    candidates: list[Parcel] = field(default_factory=list)
    seen: int = 0
    has_shape: bool = False
    is_same: bool = False
    area: Decimal | None = None
    found: list[Found] = field(default_factory=list)

    @property
    def errors(self) -> list[Found]:
        return [one for one in self.found if one.severity == ERROR]

    @property
    def asked(self) -> list[Found]:
        return [one for one in self.found if one.severity == ASK]


def matches_of(file: GeoFile, only: Parcel | None = None) -> list[Match]:
    """各地块归哪一宗. A file that was handed in for one parcel and holds one plot is that parcel's, whatever it is called."""
    if only and len(file.plots) == 1:
        return [Match(file.plots[0], only, "本宗")]
    rows = Parcel.objects.filter(pk=only.pk) if only else Parcel.objects.all()
    book = _Book(rows.current().select_related("region"), file)
    return [book.match(plot) for plot in file.plots]


class _Book:
    """The parcels that the plots of a file may be, in three statements."""

    def __init__(self, rows, file: GeoFile):
        numbers = {plot.number.strip() for plot in file.plots if plot.number} | {_code(plot) for plot in file.plots if _code(plot)}
        names = {plot.name for plot in file.plots if plot.name}
        self.by_number = {row.parcel_no: row for row in rows.filter(parcel_no__in=numbers)}
        self.by_code, self.by_name = defaultdict(list), defaultdict(list)
        for row in rows.filter(cadastral_code__in=numbers).exclude(cadastral_code="").order_by("parcel_no"):
            self.by_code[row.cadastral_code].append(row)
        for row in rows.filter(name__in=names).order_by("parcel_no"):
            self.by_name[name_key(row.name)].append(row)

    def match(self, plot: Plot) -> Match:
        if found := self.by_number.get(plot.number.strip()):
            return Match(plot, found, "地块编号")
        coded = self.by_code.get(_code(plot)) or self.by_code.get(plot.number.strip()) or []
        if coded:
            return _one_of(plot, coded, "宗地代码")
        area = plot.stated_m2 or (plot.drawn.area if plot.drawn is not None and plot.drawn.area > 1 else None)
        named = [row for row in self.by_name.get(name_key(plot.name), []) if area is None or _near(row, area)] if plot.name else []
        return _one_of(plot, named, "名称和面积")


def _one_of(plot: Plot, rows: list[Parcel], by: str) -> Match:
    return Match(plot, rows[0], by) if len(rows) == 1 else Match(plot, candidates=rows[:MOST], by=by if rows else "")


def _near(row: Parcel, square_metres: float) -> bool:
    limit = Decimal(list_setting_of(row.region).area_limit) / 10_000
    return abs(Decimal(repr(square_metres)) * 3 / 2000 / row.area - 1) <= limit


def _code(plot: Plot) -> str:
    return plot.facts.get("宗地代码", "").strip()


def standing(ids: list[int]) -> dict[int, ParcelShape]:
    """现行版 of parcels."""
    latest: dict[int, ParcelShape] = {}
    for row in ParcelShape.objects.filter(parcel__in=ids).order_by("number"):
        latest[row.parcel_id] = row
    return latest
