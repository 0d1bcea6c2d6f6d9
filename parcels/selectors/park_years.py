"""查各园区的年度数: 亩均税收 from the enterprises on their land (or as reported), energy and 智能化 by year, which parks are pilots.

All parks together in a fixed number of statements. City figures are sums over the parks divided by each other, never a mean of ratios.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from units.models import Region

from ..models import LandUse, Park, ParkFact, ParkName
from ..rules.enterprises import PerMu, per_mu
from .enterprises import Sheet

_WAN = 10_000
YEARLY = ("energy", "added_value", "large_firms", "smart_firms")


@dataclass(frozen=True)
class ParkTax:
    """一个园区的亩均税收 (万元/亩): computed where every enterprise on its land has its tax, else as reported, else None."""

    park: Park
    target: Decimal | None
    industry: str
    year: int | None
    per_mu: PerMu
    reported: ParkFact | None

    @property
    def computed(self) -> Fraction | None:
        ratio = self.per_mu.ratio("paid")
        return None if ratio is None else ratio / _WAN

    @property
    def value(self) -> Fraction | None:
        if self.computed is not None:
            return self.computed
        return Fraction(Decimal(self.reported.value)) if self.reported else None

    @property
    def lacking(self) -> int:
        """家数 without the year's tax."""
        return len(self.per_mu.lacking)


@dataclass
class ParkYears:
    """一个园区各年的数: year -> item -> value."""

    park: Park
    years: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))


def parks_of(region: Region) -> list[Park]:
    """园区 of a region and below, in order."""
    return list(Park.objects.filter(region__path__startswith=region.path).select_related("region").order_by("region__sort", "name", "id"))


def _facts(parks: list[Park], items: tuple[str, ...], day: date) -> dict[int, dict[str, ParkFact]]:
    """各项现行的 fact by park as of a day."""
    found: dict[int, dict[str, ParkFact]] = defaultdict(dict)
    for fact in ParkFact.objects.filter(park__in=parks, item__in=items, as_of__lte=day).order_by("as_of", "id"):
        found[fact.park_id][fact.item] = fact
    return found


def park_taxes(parks: list[Park], day: date) -> tuple[list[ParkTax], PerMu]:
    """各园区的亩均税收 of the last year before `day` with figures, and all of their land together."""
    facts, names = _facts(parks, ("target_tax", "industry", "tax_per_mu"), day), _names(parks)
    uses = LandUse.objects.filter(parcel__park__in=names).values_list("enterprise_id", "parcel_id", "parcel__park", "parcel__region__path")
    land: dict[int, set[int]] = defaultdict(set)
    for _, parcel, name, path in uses:
        land[_owner(names[name], path)].add(parcel)
    sheet = Sheet({enterprise for enterprise, *_ in uses})
    year = next((one for one in sheet.known() if one < day.year), None)
    portions = sheet.portions(year) if year else []
    rows = [ParkTax(park, _number(facts[park.id].get("target_tax")), _text(facts[park.id].get("industry")), year,
                    per_mu([one for one in portions if one.use.parcel in land[park.id]]), facts[park.id].get("tax_per_mu")) for park in parks]
    inside = set().union(*(land[park.id] for park in parks)) if parks else set()
    return rows, per_mu([one for one in portions if one.use.parcel in inside])


def _names(parks: list[Park]) -> dict[str, list[Park]]:
    """园区 by any name that it has or had."""
    by_id, found = {park.id: park for park in parks}, defaultdict(list)
    for park_id, name in ParkName.objects.filter(park__in=parks).values_list("park_id", "name"):
        found[name].append(by_id[park_id])
    return found


def _owner(parks: list[Park], path: str) -> int | None:
    """Which of the parks of one name a parcel lies in: the nearest upward."""
    above = [park for park in parks if path.startswith(park.region.path)]
    return max(above, key=lambda park: len(park.region.path)).id if above else None


def _number(fact: ParkFact | None) -> Decimal | None:
    return Decimal(fact.value) if fact else None


def _text(fact: ParkFact | None) -> str:
    return fact.value if fact else ""


def park_years(parks: list[Park], day: date) -> list[ParkYears]:
    """各园区各年的能耗、增加值、规上企业: the last fact of each year that was over by `day`."""
    rows = {park.id: ParkYears(park) for park in parks}
    for fact in ParkFact.objects.filter(park__in=parks, item__in=YEARLY, as_of__lte=day).order_by("as_of", "id"):
        rows[fact.park_id].years[fact.as_of.year][fact.item] = Decimal(fact.value)
    return list(rows.values())


def pilot_names(parks: list[Park], day: date) -> list[str]:
    """“标准地”试点园区的名称, all that each has or had."""
    facts = _facts(parks, ("standard_pilot",), day)
    pilots = [park for park in parks if park.id in facts]
    return list(ParkName.objects.filter(park__in=pilots).values_list("name", flat=True))
