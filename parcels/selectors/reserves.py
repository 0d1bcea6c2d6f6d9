"""查储备清单 (DSP-05): what was entered in the reserve plan of each year, with area and funds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from ..choices import DisposalState
from ..models import Disposal
from ..rules.terms import SETS
from ..rules.terms.base import Values
from ..rules.terms.reserve import CODES, funds
from .terms import read_kept

COUNTED = (DisposalState.SUBMITTED, DisposalState.VERIFIED, DisposalState.ACCEPTED)


@dataclass(frozen=True)
class Reserve:
    """一宗列入储备的土地; funds in 万元. What is not filled in is None."""

    disposal: Disposal
    values: Values

    @property
    def funds(self) -> Decimal | None:
        return funds(self.values)


@dataclass(frozen=True)
class ReserveSum:
    """合计: 宗数, 面积 (亩), 财政资金, 储备债券, 资金 (万元), and how many have no funds told."""

    count: int
    area: Decimal
    fiscal: Decimal
    bonds: Decimal

    @property
    def funds(self) -> Decimal:
        return self.fiscal + self.bonds


def reserve_rows(region_id: int | None = None) -> QuerySet[Disposal]:
    """已上报、审核或验收的储备 in the open territory."""
    rows = Disposal.objects.filter(term_set__in=CODES, state__in=COUNTED)
    return rows.filter(region_id=region_id) if region_id else rows


def reserve_years(rows: QuerySet[Disposal]) -> list[str]:
    """有储备的年度, the latest first."""
    found = rows.order_by().values_list("terms__plan_year", flat=True).distinct()
    return sorted({str(year) for year in found if year}, reverse=True)  # SQLite reads the text of a number back as a number


def reserves_of(rows: QuerySet[Disposal], year: str) -> list[Reserve]:
    """一个年度的储备清单."""
    found = rows.filter(terms__plan_year=year).select_related("region", "parcel", "measure").order_by("region__sort", "parcel__parcel_no", "number")
    return [Reserve(row, dict.fromkeys(SETS[row.term_set].by_key) | read_kept(SETS[row.term_set], row.terms)) for row in found]


def sum_of_reserves(reserves: list[Reserve]) -> ReserveSum:
    """合计 of a list."""
    def total(key: str) -> Decimal:
        return sum((one.values[key] or Decimal(0) for one in reserves), Decimal(0))

    return ReserveSum(len(reserves), sum((one.disposal.area for one in reserves), Decimal(0)), total("fiscal"), total("bonds"))


