"""查认定: the facts of a parcel, what each rule of its document says of them, its findings and the county's standard."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet, Sum

from landplan.lib.pages import Page, page_by_instant
from units.models import Region

from ..choices import FindingEnd, Kind, UsedType
from ..models import AreaEntry, FactSheet, Finding, FindingStandard, LowNotice, Measure, Parcel
from ..rules.findings import rules_for
from ..rules.findings.base import Conclusion, Facts, Reading, Rule
from ..rules.findings.facts import FACTS, Year, read_year
from .measures import document_of
from .stops import agreements_of, stops_of

PAGE = 50
FILING = "filing"  # code of the paper 省自然资源厅备案文件 in the catalogues
# which conclusion stands first in the panel
_ORDER = (Conclusion.HOLDS, Conclusion.WARNS, Conclusion.LACKS, Conclusion.OPEN, Conclusion.FAILS)


def latest_sheet(parcel: Parcel) -> FactSheet | None:
    """现行的核实表."""
    return parcel.fact_sheets.select_related("by").order_by("-number").first()


def rules_of(parcel: Parcel) -> tuple[Rule, ...]:
    """本宗适用的规则: of its document, for its kind."""
    return rules_for(document_of(parcel.region), parcel.kind)


def years_of(sheet: FactSheet | None) -> list[Year]:
    """各年的产值、税收 of a sheet."""
    return [year for row in (sheet.years if sheet else []) if (year := read_year(row["year"], row))]


def values_of(sheet: FactSheet | None, today: date) -> dict[str, object]:
    """一张核实表的事实, as values."""
    return {key: FACTS[key].read(text, today=today) for key, text in (sheet.values if sheet else {}).items() if key in FACTS}


def facts_of(parcel: Parcel, values: dict[str, object], years: list[Year], today: date) -> Facts:
    """判断所用的全部事实: those of the sheet, and what the ledger itself knows."""
    return {**values, "years": years, "today": today,
            "agreed_start_on": parcel.agreed_start_on, "started_on": parcel.started_on,
            **({"agreements": agreements_of(parcel), "stops": stops_of(parcel)} if parcel.kind == Kind.IDLE else {}),
            "has_idle_finding": Finding.objects.standing().filter(parcel=parcel, kind=Kind.IDLE).exists()}


def readings_of(rules: tuple[Rule, ...], facts: Facts) -> list[Reading]:
    """各规则的判断, what holds first."""
    return sorted((rule.read(facts) for rule in rules), key=lambda reading: _ORDER.index(reading.outcome.conclusion))


def standards_of(region_id: int) -> list[FindingStandard]:
    """认定标准 of a county, oldest first."""
    return list(_standards().filter(region_id=region_id))


def standards_by_county(region_ids: list[int]) -> list[tuple[Region, list[FindingStandard]]]:
    """各县区的认定标准 in two statements, whatever the number of counties."""
    found = defaultdict(list)
    for standard in _standards().filter(region_id__in=region_ids):
        found[standard.region_id].append(standard)
    return [(region, found[region.id]) for region in Region.objects.filter(id__in=region_ids)]


def _standards() -> QuerySet[FindingStandard]:
    return FindingStandard.objects.select_related("recorded_by").order_by("issued_on", "id")


# kind -> title of the panel, and what holds while there is no finding
_WORDS = {
    Kind.INEFFICIENT: ("低效用地认定", "没有认定意见：不在低效用地清单里，不享受支持鼓励政策（洛政办〔2021〕16号 附件3 第八条）。"),
    Kind.USED_UNSUPPLIED: ("未供即用认定", "没有认定：不在整改台账里。方案的条件要逐项回答，都满足的才能认定、列入整改台账。"),
    Kind.IDLE: ("闲置认定", "没有认定书：不计入闲置土地处置率。是否闲置由人依法认定，系统只从约定动工日起预警。"),
}


@dataclass(frozen=True)
class Reasons:
    """为什么: what the page of a parcel tells about its finding."""

    title: str
    without: str
    wants_standard: bool
    sheet: FactSheet | None
    readings: list[Reading]
    finding: Finding | None
    ended: list[Finding]
    standard: FindingStandard | None


def reasons_of(parcel: Parcel, today: date) -> Reasons | None:
    """为什么 of a parcel; None for kinds that nothing is found about."""
    rules = rules_of(parcel)
    if not rules:
        return None
    sheet = latest_sheet(parcel)
    findings = list(parcel.findings.filter(kind=parcel.kind).select_related("found_by", "ended_by", "standard"))
    standing = next((one for one in findings if one.ended_at is None), None)
    readings = readings_of(rules, facts_of(parcel, values_of(sheet, today), years_of(sheet), today))
    return Reasons(*_WORDS[parcel.kind], parcel.kind == Kind.INEFFICIENT, sheet, readings, standing,
                   [one for one in findings if one.ended_at], next(iter(standards_of(parcel.region_id)), None))


def finding_rows(kind: str, *, is_ended: bool | None = False, unfiled: bool = False) -> QuerySet[Finding]:
    """认定 of a kind in the open territory: those that stand, those that ended, or (None) those that count for the 处置率: all but the
    mistaken ones. `unfiled`: only the industrial ones without a filing with the province, where the document asks for one (DSP-12)."""
    rows = Finding.objects.filter(kind=kind).select_related("region", "parcel")
    rows = rows.exclude(result=FindingEnd.MISTAKEN) if is_ended is None else rows.filter(ended_at__isnull=not is_ended)
    return rows.filter(type_code=UsedType.INDUSTRIAL, filing_no="", region_id__in=_filing_regions()) if unfiled else rows


def _filing_regions() -> list[int]:
    """县区 whose document wants the filing: those whose catalogue asks for its paper."""
    asking = [m.region.path for m in Measure.objects.filter(is_active=True).select_related("region")
              if any(paper["code"] == FILING for paper in m.evidence)]
    return list(Region.objects.filter(reduce(or_, (Q(path__startswith=path) for path in asking), Q(pk__in=[]))).values_list("id", flat=True))


def counted_findings(kind: str, moment: datetime) -> QuerySet[Finding]:
    """计入的认定 as of an instant: also those that ended because the land was dealt with, but not what was found by mistake."""
    return Finding.objects.filter(kind=kind, found_at__lte=moment).exclude(result=FindingEnd.MISTAKEN, ended_at__lte=moment).order_by()


def found_and_done(kind: str, moment: datetime, basis: str) -> dict[int, tuple[Decimal, Decimal]]:
    """认定面积与其中已处置的 (亩) by region, as of an instant: a parcel counts once, and no more when its finding was mistaken."""
    parcels = counted_findings(kind, moment).values("parcel")
    done = dict(AreaEntry.objects.filter(parcel__in=parcels, kind=kind, **{f"{basis}_at__lte": moment}).order_by()
                .values_list("region").annotate(a=Sum("area")))
    return {region: (area, done.get(region, Decimal(0))) for region, area in
            Parcel.objects.filter(id__in=parcels).order_by().values_list("region").annotate(a=Sum("area"))}


def findings_page(rows: QuerySet[Finding], *, after: str, before: str) -> Page:
    """一页, the latest first."""
    return page_by_instant(rows, "found_at", after=after, before=before, size=PAGE)


def findings_sum(rows: QuerySet[Finding]) -> dict:
    """宗数、面积、已处置 (亩) and their rate: only land with a finding counts (CLS-20)."""
    found = rows.order_by().aggregate(
        count=Count("id"), area=Sum("parcel__area", default=Decimal(0)), accepted=Sum("parcel__accepted_area", default=Decimal(0)))
    return found | {"rate": Fraction(found["accepted"]) / Fraction(found["area"]) if found["area"] else None}


def unanswered(today: date) -> Q:
    """告知逾期未答复: a delivered notice whose last day is over, without an answer."""
    return Q(id__in=LowNotice.objects.filter(answered_on=None, due_on__lt=today).values("finding"))


def last_notices(finding_ids: list[int]) -> dict[int, LowNotice]:
    """最近一次告知 of each of these findings."""
    return {row.finding_id: row for row in LowNotice.objects.filter(finding_id__in=finding_ids).order_by("id")}
