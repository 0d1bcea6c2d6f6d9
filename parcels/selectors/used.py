"""查未供即用: the types with their sums and the day by which a document wants each finished, and the cases against new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum

from landplan.lib.pages import Page, page_by_instant
from units.models import Region

from ..choices import DisposalState, Kind, ParcelStatus, UsedType
from ..models import Disposal, Finding, Measure, Parcel, ViolationCase
from ..rules.used_types import LEGACY
from .measures import catalogue

PAGE = 50
LEGACY_SET = "estate_legacy"  # rules.terms.used_other
Deadlines = dict[int, dict[str, Measure]]


@dataclass(frozen=True)
class TypeSum:
    """一类未供即用 with its sums (亩): `late` are those that are not finished though their day is over."""

    code: str
    label: str
    count: int
    area: Decimal
    unfinished: Decimal
    late: int


def deadlines_of(regions: Iterable[Region]) -> Deadlines:
    """完成期限 by county and type of 未供即用: the measure whose document names a day. One statement, whatever the number of counties."""
    by_region = defaultdict(list)
    for measure in Measure.objects.filter(is_active=True).select_related("region"):
        by_region[measure.region.code].append(measure)
    found: Deadlines = {}
    for region in regions:
        nearest = next((code for code in reversed(region.path.strip("/").split("/")) if code in by_region), "")
        found[region.id] = _by_type(by_region[nearest])
    return found


def _by_type(measures: list[Measure]) -> dict[str, Measure]:
    """完成期限 by type; a measure for all types gives the day where none is for that type alone."""
    dated = sorted((m for m in measures if m.finish_by_on and Kind.USED_UNSUPPLIED in m.kinds), key=lambda m: not m.used_types)
    found: dict[str, Measure] = {}
    for measure in dated:
        for used in measure.used_types or [*UsedType.values, ""]:
            found.setdefault(used, measure)
    return found


def used_rows(region_id: int | None = None) -> QuerySet[Parcel]:
    """未供即用 in the open territory, with the mark 不动产遗留问题."""
    rows = Parcel.objects.filter(kind=Kind.USED_UNSUPPLIED)
    return rows.filter(region_id=region_id) if region_id else rows


def late_among(rows: QuerySet[Parcel], deadlines: Deadlines, today: date) -> QuerySet[Parcel]:
    """逾期: their day is over and they are not finished."""
    over = Q(pk__in=[])
    for region_id, by_type in deadlines.items():
        types = [used for used, measure in by_type.items() if measure.finish_by_on < today]
        over |= Q(region_id=region_id, used_type__in=types) if types else Q(pk__in=[])
    return rows.filter(over, area__gt=F("accepted_area")).exclude(status=ParcelStatus.WRITTEN_OFF)


def type_sums(rows: QuerySet[Parcel], deadlines: Deadlines, today: date) -> list[TypeSum]:
    """各类的合计, in the order of the types; land whose type is not said comes last."""
    late = dict(late_among(rows, deadlines, today).order_by().values_list("used_type").annotate(n=Count("id")))
    sums = {row["used_type"]: row for row in rows.order_by().values("used_type").annotate(
        n=Count("id"), whole=Sum("area"), done=Sum("accepted_area"))}
    return [TypeSum(code, label, sums[code]["n"], sums[code]["whole"], sums[code]["whole"] - sums[code]["done"], late.get(code, 0))
            for code, label in [*UsedType.choices, ("", "类型未填")] if code in sums]


def with_marks(rows: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """宗地 as the list shows them: county, standing finding, and whether they stand among 不动产遗留问题."""
    entered = Disposal.objects.filter(parcel=OuterRef("pk"), term_set=LEGACY_SET).exclude(state=DisposalState.VOIDED)
    standing = Prefetch("findings", Finding.objects.standing().filter(kind=Kind.USED_UNSUPPLIED), to_attr="standing")
    return rows.annotate(is_legacy=Exists(entered)).select_related("region").prefetch_related(standing).order_by("region__sort", "parcel_no", "id")


def legacy_sum(rows: QuerySet[Parcel]) -> dict:
    """不动产遗留问题, counted apart: how much 商品住宅、商服 there is, and how much of it was entered."""
    entered = Q(pk__in=Disposal.objects.filter(term_set=LEGACY_SET).exclude(state=DisposalState.VOIDED).values("parcel"))
    return rows.filter(used_type__in=LEGACY).aggregate(count=Count("id"), area=Sum("area", default=Decimal(0)), entered=Count("id", filter=entered))


def used_panel(parcel: Parcel) -> dict:
    """未供即用 and 违法查处 as the page of a parcel shows them."""
    cases = list(parcel.violations.select_related("opened_by"))
    if parcel.kind != Kind.USED_UNSUPPLIED:
        return {"violations": cases}
    measure = _by_type(catalogue(parcel.region)).get(parcel.used_type)
    entered = parcel.disposals.filter(term_set=LEGACY_SET).exclude(state=DisposalState.VOIDED).exists()
    return {"violations": cases, "finish_measure": measure, "is_legacy": entered, "is_legacy_type": parcel.used_type in LEGACY}


def violation_rows(show: str = "", region_id: int | None = None) -> QuerySet[ViolationCase]:
    """违法查处: `open` (not closed), `closed`, else all."""
    rows = ViolationCase.objects.select_related("region", "parcel__region")
    rows = rows.filter(region_id=region_id) if region_id else rows
    return rows.filter(closed_on__isnull=show == "open") if show in ("open", "closed") else rows


def violations_page(rows: QuerySet[ViolationCase], *, after: str, before: str) -> Page:
    """一页, the latest first."""
    return page_by_instant(rows, "opened_at", after=after, before=before, size=PAGE)


def violation_sum(rows: QuerySet[ViolationCase]) -> dict:
    """件数, and of the parcels behind them (each once) 宗数 and 面积 (亩)."""
    land = Parcel.objects.filter(id__in=rows.order_by().values("parcel")).aggregate(parcels=Count("id"), area=Sum("area", default=Decimal(0)))
    return land | {"cases": rows.order_by().count()}
