"""查园区类的目标: 亩均税收, energy and 智能化 of the parks of a plan; the city's figure is sum over sum, never a mean (C-26)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from landplan.lib.area import plain
from parcels.models import Park
from parcels.selectors.park_years import ParkTax, ParkYears, park_taxes, park_years, parks_of, pilot_names
from units.models import Region

from ..choices import Compares
from ..models import Target
from ..rules.target_kinds import COUNTED, ZERO, Term, judge_ratio, judge_share, mean_fall
from ..rules.targets import NO_DATA, REACHED, SHORT, Outcome


class ParkFigures:
    """园区的数 of one region as of a day; what several targets share is read once."""

    def __init__(self, region: Region, day: date):
        self.region, self.day = region, day

    def outcome(self, target: Target) -> Outcome:
        """The result of a target that is held against parks."""
        return getattr(self, f"_{target.compares}")(target)

    @cached_property
    def parks(self) -> list[Park]:
        return parks_of(self.region)

    @cached_property
    def pilots(self) -> list[str]:
        """“标准地”试点园区的名称."""
        return pilot_names(self.parks, self.day)

    @cached_property
    def taxes(self) -> tuple[list[ParkTax], Fraction | None, str]:
        """各园区的亩均税收, and the city's: Σ 税收 ÷ Σ 面积 (C-26) with its sum in words."""
        rows, whole = park_taxes(self.parks, self.day)
        ratio = whole.ratio("paid")
        if ratio is None:
            why = f"{len(whole.lacking)} 家企业没有填当年税收" if whole.lacking else "园区里没有登记企业的用地和税收"
            return rows, None, why
        year = next((row.year for row in rows if row.year), None)
        return rows, ratio / 10_000, f"{year}年 Σ税收 {whole.paid / 10_000:f} 万元 ÷ Σ面积 {whole.area:f} 亩"

    def _tax(self, target: Target) -> Outcome:
        _, ratio, how = self.taxes
        return judge_ratio(target.value, ratio, unit=target.unit, how=how, lacking=how)

    def parks_for(self, target: Target) -> list[ParkTax]:
        """目标值是这个数的园区."""
        return [row for row in self.taxes[0] if row.target == target.value]

    def _park_tax(self, target: Target) -> Outcome:
        rows = self.parks_for(target)
        unit, unknown = COUNTED[Compares.PARK_TAX], sum(row.value is None for row in rows)
        if not rows or unknown == len(rows):
            return Outcome(NO_DATA, sums=f"{len(rows)} 个园区都没有亩均税收" if rows else "没有登记这一档目标的园区", unit=unit)
        reached = Decimal(sum(row.value is not None and row.value >= Fraction(target.value) for row in rows))
        found = judge_share(None, [Term(f"达到 {plain(target.value)} {target.unit}的", reached)], [Term("园区", Decimal(len(rows)))], unit=unit)
        short = sum(row.value is not None for row in rows) - int(reached)
        state = REACHED if reached == len(rows) else SHORT if short else NO_DATA
        more = f"；{unknown} 个没有数" if unknown else ""
        return Outcome(state, found.done, found.needed, found.rate, found.sums + more, unit)

    @cached_property
    def years(self) -> list[ParkYears]:
        return park_years(self.parks, self.day)

    def energy_of(self, rows: Iterable[ParkYears]) -> tuple[Fraction | None, str]:
        """年均下降: of the parks together, in the years in which every one of them has both figures."""
        rows = [row for row in rows if row.years]
        years = {}
        for year in {year for row in rows for year in row.years}:
            pairs = [row.years[year] for row in rows if {"energy", "added_value"} <= row.years.get(year, {}).keys()]
            value = sum((one["added_value"] for one in pairs), ZERO)
            if len(pairs) == len(rows) and value:
                years[year] = Fraction(sum((one["energy"] for one in pairs), ZERO)) / Fraction(value)
        return mean_fall(years)

    def _energy(self, target: Target) -> Outcome:
        fall, how = self.energy_of(self.years)
        return judge_ratio(target.value, fall, unit="%", how=how, lacking="园区没有连续两年的能耗和工业增加值；各园区要齐")

    def _smart(self, target: Target) -> Outcome:
        rows = self.smart_rows()
        smart, large = (sum((one[name] for _, one in rows), ZERO) for name in ("smart_firms", "large_firms"))
        if not rows:
            return Outcome(NO_DATA, sums="园区没有登记规上企业和智能化改造的家数", unit=COUNTED[Compares.SMART])
        return judge_share(target.value, [Term("完成智能化改造的", smart)], [Term("规上工业企业", large)], unit=COUNTED[Compares.SMART])

    def smart_rows(self) -> list[tuple[ParkYears, dict[str, Decimal]]]:
        """各园区最近一年两个数都有的."""
        found = []
        for row in self.years:
            known = [year for year, items in row.years.items() if {"large_firms", "smart_firms"} <= items.keys()]
            if known:
                found.append((row, row.years[max(known)]))
        return found
