"""查新增: parcels that became 批而未供 or 闲置 after the base date, with their spot checks, counted for each unit (LED-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from parcels.choices import Kind
from parcels.models import KindSpan, SpotCheck

from ..models import Plan
from .plans import counties_in

CLASSES = ((Kind.UNEXPROPRIATED, Kind.UNSUPPLIED, Kind.USED_UNSUPPLIED), (Kind.IDLE,))
NO_UNIT = "责任单位未填"
SOURCE = "平龙政办〔2022〕50号 二（三）5“对新增批而未供和闲置土地问题建立台账，定期抽查检查，对问题较多的主管部门和街道办事处进行问责”"


@dataclass(frozen=True)
class UnitLine:
    """一个单位的新增: 宗数, 面积 (亩), how many were never checked."""

    name: str
    count: int
    area: Decimal
    unchecked: int


def base_day(plan: Plan) -> tuple[date, str]:
    """新增从哪天以后算, and why that day: the plan's base date, else the date of the document (本系统的约定)."""
    document = plan.document
    if document.base_on:
        return document.base_on, f"{document.number} {document.base_text}"
    return document.dated_on, f"{document.number} 没有定基准日，按成文日期；本系统的约定"


def new_arrears(plan: Plan, actor: Actor, day: date | None = None) -> QuerySet[KindSpan]:
    """新增的: present spans (or those of a day) that began after the base day, of parcels that were not of that class on that day.

    A step from 批而未征 to 征而未供 is no new arrear: the land was 批而未供 already.
    """
    base, _ = base_day(plan)
    wanted = Q(pk__in=[])
    for kinds in CLASSES:
        before = KindSpan.objects.filter(parcel=OuterRef("parcel"), kind__in=kinds, from_on__lte=base).filter(Q(until_on=None) | Q(until_on__gt=base))
        wanted |= Q(kind__in=kinds) & ~Exists(before)
    inside = [county.id for county in counties_in(plan, actor)]
    held = Q(until_on=None) if day is None else (Q(until_on=None) | Q(until_on__gt=day)) & Q(from_on__lte=day)
    return KindSpan.objects.filter(wanted, held, from_on__gt=base, region_id__in=inside)


def arrears_lines(rows: QuerySet[KindSpan], most: int) -> list[KindSpan]:
    """逐宗, the latest first, with their checks as `parcel.checks`."""
    checks = Prefetch("parcel__spot_checks", queryset=SpotCheck.objects.order_by("-checked_on", "-id"), to_attr="checks")
    return list(rows.select_related("parcel", "region").prefetch_related(checks).order_by("-from_on", "-id")[:most])


def arrears_units(rows: QuerySet[KindSpan]) -> list[UnitLine]:
    """按责任单位计数, the most first."""
    checked = SpotCheck.objects.filter(parcel=OuterRef("parcel"))
    found = rows.order_by().annotate(is_checked=Exists(checked)).values("parcel__lead_unit").annotate(
        n=Count("id"), a=Sum("parcel__area"), unchecked=Count("id", filter=Q(is_checked=False)))
    lines = [UnitLine(row["parcel__lead_unit"] or NO_UNIT, row["n"], row["a"], row["unchecked"]) for row in found]
    return sorted(lines, key=lambda line: (-line.count, line.name))
