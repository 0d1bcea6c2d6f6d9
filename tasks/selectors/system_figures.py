"""查外部系统的数: what a system stated for the counties of the open territory on a day; the highest number that is not void holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from ..choices import SystemKind, SystemSource
from ..models import Plan, SystemFigure, SystemIntake, SystemParcel

Key = tuple[int, str, str]  # region id, class, part of 闲置 or ""


@dataclass(frozen=True)
class Stated:
    """部系统数 (亩) and the number of the intake that it stands in."""

    area: Decimal
    number: int
    as_of_on: date


def figures_on(plan: Plan, days: Iterable[date], source: str = SystemSource.MINISTRY) -> dict[date, dict[Key, Stated]]:
    """部系统数 of the days, in one query; a day or county without one is not in it."""
    rows = SystemFigure.objects.filter(intake__plan=plan, intake__source=source, intake__void=None, as_of_on__in=list(days))
    found: dict[date, dict[Key, Stated]] = {}
    for day, region_id, quota_class, part, area, number in rows.order_by("intake__number").values_list(
            "as_of_on", "region_id", "quota_class", "idle_part", "area", "intake__number"):
        found.setdefault(day, {})[region_id, quota_class, part] = Stated(area, number, day)
    return found


def latest_figures(plan: Plan, day: date, source: str = SystemSource.MINISTRY) -> dict[Key, Stated]:
    """最近的部系统数 not later than a day, each county and class by itself."""
    rows = SystemFigure.objects.filter(intake__plan=plan, intake__source=source, intake__void=None, as_of_on__lte=day)
    return {(region_id, quota_class, part): Stated(area, number, on) for on, region_id, quota_class, part, area, number in
            rows.order_by("as_of_on", "intake__number").values_list("as_of_on", "region_id", "quota_class", "idle_part", "area", "intake__number")}


def days_stated(plan: Plan, source: str = SystemSource.MINISTRY) -> list[date]:
    """有部系统数或清单的各日 in the open territory, the latest first."""
    here = Q(intake__plan=plan, intake__source=source, intake__void=None)
    days = set(SystemFigure.objects.filter(here).order_by().values_list("as_of_on", flat=True).distinct())
    days |= set(SystemParcel.objects.filter(here).order_by().values_list("intake__as_of_on", flat=True).distinct())
    return sorted(days, reverse=True)


def list_on(plan: Plan, region_id: int, day: date, source: str = SystemSource.MINISTRY) -> tuple[SystemIntake | None, list[SystemParcel]]:
    """清单 of a county on a day: the last number that holds rows of it."""
    rows = SystemParcel.objects.filter(intake__plan=plan, intake__source=source, intake__void=None, intake__as_of_on=day, region_id=region_id)
    last = rows.order_by("-intake__number").select_related("intake").first()
    return (last.intake, list(rows.filter(intake=last.intake).order_by("row"))) if last else (None, [])


def intakes_of(plan: Plan) -> QuerySet[SystemIntake]:
    """各号导入 with rows of the open territory, the latest first."""
    mine = Q(kind=SystemKind.FIGURES, id__in=SystemFigure.objects.order_by().values("intake_id"))
    mine |= Q(kind=SystemKind.PARCELS, id__in=SystemParcel.objects.order_by().values("intake_id"))
    return SystemIntake.objects.filter(mine, plan=plan).select_related("entered_by", "void__voided_by").order_by("-number")
