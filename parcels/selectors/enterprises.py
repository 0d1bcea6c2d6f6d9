"""查企业: the list, one enterprise with its years, and the enterprises of a parcel - each with 亩均 (LED-23)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from audit.selectors import history_of
from audit.sentences import Sentence, sentences_of
from landplan.lib.actors import Actor
from landplan.lib.numbers import half_up
from landplan.lib.pages import most

from ..models import Enterprise, EnterpriseYear, LandUse, Parcel
from ..policies import may_keep_enterprises
from ..rules.enterprises import (
    FIGURES,
    RATIO_BASIS,
    RATIO_NOTE,
    Figures,
    PerMu,
    Portion,
    Use,
    per_mu,
    portions_of,
)

SHOWN = 200
# 元 a 亩 and 元 as the pages write them, in 万元
_WAN = 10_000


def wan_of(value: Decimal | Fraction | None, places: int = 2) -> str:
    """万元 from 元, half up; None is 「—」."""
    return "—" if value is None else str(half_up(Fraction(value) / _WAN, places))


def exact_wan(value: Decimal | None) -> str:
    """万元 from 元 with all its digits, so that parts on a page add up; None is 「—」."""
    if value is None:
        return "—"
    whole, _, rest = f"{value / _WAN:f}".partition(".")
    return f"{whole}.{rest.rstrip('0'):0<2}"


@dataclass(frozen=True)
class YearLine:
    """一年: the figures that hold, how often they were entered, and what follows from them for the holder of land."""

    row: EnterpriseYear | None
    year: int
    per_mu: PerMu
    tenants: list[str]
    lacking: list[str]

    @property
    def tax_per_mu(self) -> str:
        return wan_of(self.per_mu.ratio("paid"))

    @property
    def output_per_mu(self) -> str:
        return wan_of(self.per_mu.ratio("output"))

    @property
    def formula(self) -> str:
        """The sum that gives 亩均税收."""
        return f"{exact_wan(self.per_mu.paid)} 万元 ÷ {self.per_mu.area:f} 亩"


@dataclass(frozen=True)
class EnterpriseLine:
    """一家企业 in the list."""

    enterprise: Enterprise
    latest: EnterpriseYear | None
    area: Decimal
    parcels: int
    tax_per_mu: str


@dataclass(frozen=True)
class ParcelFirm:
    """一家企业 on a parcel: its part of the land and of the year's figures."""

    enterprise: Enterprise
    lessor: Enterprise | None
    portion: Portion
    row: EnterpriseYear | None

    @property
    def output(self) -> str:
        return exact_wan(self.portion.output)

    @property
    def paid(self) -> str:
        return exact_wan(self.portion.paid)


@dataclass(frozen=True)
class ParcelFirms:
    """宗地上的企业 in the last year with figures (or the last year that is over)."""

    year: int
    rows: list[ParcelFirm]
    per_mu: PerMu
    uses: list[LandUse] = field(default_factory=list)

    @property
    def tax_per_mu(self) -> str:
        return wan_of(self.per_mu.ratio("paid"))

    @property
    def output_per_mu(self) -> str:
        return wan_of(self.per_mu.ratio("output"))

    @property
    def sums(self) -> tuple[str, str]:
        return exact_wan(self.per_mu.output), exact_wan(self.per_mu.paid)


class Sheet:
    """一批企业的用地和指标, read in two queries, for any year."""

    def __init__(self, enterprises: set[int]):
        rows = LandUse.objects.filter(Q(enterprise__in=enterprises) | Q(enterprise__in=LandUse.objects.filter(
            lessor__in=enterprises).values("enterprise"))).select_related("enterprise", "lessor", "parcel").order_by("from_on", "id")
        self.uses = list(rows)
        self.firms = {use.enterprise_id: use.enterprise for use in self.uses}
        self.years: dict[int, dict[int, EnterpriseYear]] = {}
        for row in EnterpriseYear.objects.filter(enterprise__in=enterprises | set(self.firms)).order_by("number"):
            self.years.setdefault(row.year, {})[row.enterprise_id] = row  # the highest number holds

    def known(self) -> list[int]:
        """Years with figures, the latest first."""
        return sorted(self.years, reverse=True)

    def portions(self, year: int) -> list[Portion]:
        """分摊 of a year, by the land in use on its last day."""
        last = date(year, 12, 31)
        uses = [Use(use.enterprise_id, use.parcel_id, use.area, use.lessor_id) for use in self.uses
                if use.from_on <= last and (use.until_on is None or use.until_on > last)]
        return portions_of(uses, {key: Figures(row.output, row.paid) for key, row in self.years.get(year, {}).items()})

    def latest(self, enterprise: int) -> EnterpriseYear | None:
        return next((self.years[year][enterprise] for year in self.known() if enterprise in self.years[year]), None)


def enterprise_rows(q: str = "", region_id: int | None = None) -> QuerySet[Enterprise]:
    """企业 by words of name or code."""
    rows = Enterprise.objects.select_related("region")
    if region_id:
        rows = rows.filter(region_id=region_id)
    return (rows.filter(Q(name__icontains=q) | Q(credit_code__startswith=q)) if q else rows).order_by("region__sort", "name", "id")


def enterprise_lines(rows: QuerySet[Enterprise]) -> list[EnterpriseLine]:
    """企业清单, each with its last year."""
    firms = list(rows[:most(SHOWN)])
    sheet, kept = Sheet({firm.id for firm in firms}), {}
    lines = []
    for firm in firms:
        latest = sheet.latest(firm.id)
        own = [use for use in sheet.uses if use.enterprise_id == firm.id and use.until_on is None]
        if latest and latest.year not in kept:
            kept[latest.year] = sheet.portions(latest.year)
        found = per_mu(kept[latest.year], holder=firm.id) if latest else PerMu()
        lines.append(EnterpriseLine(firm, latest, sum((use.area for use in own), Decimal(0)), len({use.parcel_id for use in own}),
                                    wan_of(found.ratio("paid"))))
    return lines


def year_lines(enterprise: Enterprise) -> tuple[list[YearLine], list[LandUse]]:
    """各年 of an enterprise with what follows from them, and all land that it uses or used."""
    sheet = Sheet({enterprise.id})
    lines = []
    for year in sheet.known():
        found = per_mu(sheet.portions(year), holder=enterprise.id)
        tenants = sorted({sheet.firms[one.use.enterprise].name for one in found.portions if one.use.enterprise != enterprise.id})
        lacking = sorted(sheet.firms[key].name for key in found.lacking)
        row = sheet.years[year].get(enterprise.id)
        if row or tenants:
            lines.append(YearLine(row, year, found, tenants, lacking))
    return lines, [use for use in sheet.uses if enterprise.id in (use.enterprise_id, use.lessor_id)]


def corrections_of(enterprise: Enterprise) -> list[tuple[EnterpriseYear, list[tuple[str, object, object]]]]:
    """更正: each with (what, before, after) of every figure that it changed."""
    rows = list(enterprise.years.select_related("by").order_by("year", "number"))
    found = []
    for before, after in zip(rows, rows[1:], strict=False):
        if before.year == after.year:
            found.append((after, [(label, _said(name, getattr(before, name)), _said(name, getattr(after, name)))
                                  for name, (label, _) in FIGURES.items() if getattr(before, name) != getattr(after, name)]))
    return found[::-1]


def _said(name: str, value: Decimal | None) -> str:
    if value is None:
        return "未填"
    return f"{value.normalize():f} {FIGURES[name][1]}" if name == "energy" else f"{exact_wan(value)} {FIGURES[name][1]}"


def enterprise_history(enterprise: Enterprise) -> list[Sentence]:
    return sentences_of(history_of(f"enterprise:{enterprise.id}")[:SHOWN])


def firms_of(parcel: Parcel, today: date) -> ParcelFirms | None:
    """宗地上的企业; None when no land of it was ever registered as used."""
    here = set(LandUse.objects.filter(parcel=parcel).values_list("enterprise", flat=True))
    if not here:
        return None
    sheet = Sheet(here)
    year = next(iter(sheet.known()), today.year - 1)
    found = per_mu(sheet.portions(year), parcel=parcel.id)
    lessors = {use.lessor_id: use.lessor for use in sheet.uses if use.lessor_id}
    rows = [ParcelFirm(sheet.firms[one.use.enterprise], lessors.get(one.use.lessor), one, sheet.years.get(year, {}).get(one.use.enterprise))
            for one in found.portions]
    return ParcelFirms(year, rows, found, [use for use in sheet.uses if use.parcel_id == parcel.id])


def figures_for_facts(parcel: Parcel) -> dict[str, str]:
    """各年产值、税收 of the parcel's own land (万元, exact) as the form of its facts names them; a year with a gap is left out."""
    here = set(LandUse.objects.filter(parcel=parcel).values_list("enterprise", flat=True))
    sheet, found = Sheet(here), {}
    for year in sheet.known():
        mine = per_mu(sheet.portions(year), parcel=parcel.id)
        known = {name: total for name, total in (("output", mine.output), ("tax", mine.paid)) if total is not None}
        found |= {f"y{year}_{name}": exact_wan(total) for name, total in known.items()}
        if known:
            found[f"y{year}_source"] = "企业年度指标，按用地面积分摊"
    return found


def firm_panel(parcel: Parcel, actor: Actor, today: date) -> dict:
    """企业 as the page of a parcel shows them."""
    return {"firms": firms_of(parcel, today), "firms_basis": RATIO_BASIS, "firms_note": RATIO_NOTE,
            "may_keep_enterprises": may_keep_enterprises(actor)}


