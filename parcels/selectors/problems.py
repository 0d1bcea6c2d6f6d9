"""查问题清单: parcels not written off by kind, by the time of their approval, by what is left of their deadline, by unit (LED-07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.http import urlencode

from landplan.lib.prepared import Prepared
from units.selectors import upward

from ..choices import Kind
from ..models import Cohort, Parcel
from .list_settings import list_setting_here

_COHORTS = Prepared(lambda path: upward(Cohort.objects.select_related("region"), path).order_by("region__path", "sort", "id"), path="?")


@dataclass(frozen=True)
class Group:
    """一组: its parcels' sums (亩), and the filter of the ledger that shows them ('' = the ledger has none)."""

    label: str
    count: int
    area: Decimal
    left: Decimal
    query: str
    note: str = ""


def cohorts_of(region) -> list[Cohort]:
    """形成年代 of a region: those of the nearest one upward that has any."""
    found = _COHORTS.objects(path=region.path)
    return [one for one in found if one.region_id == found[-1].region_id]


def cohorts_in(region) -> list[Cohort]:
    """形成年代 that concern a region: its own, then those of counties below it that have a plan of their own."""
    below = Cohort.objects.filter(region__path__startswith=region.path).select_related("region").order_by("region__code", "id")
    return list(dict.fromkeys([*cohorts_of(region), *below]))


def open_parcels() -> QuerySet[Parcel]:
    """未销号的宗地 of the open territory."""
    return Parcel.objects.open().order_by()


def by_kind(words: dict[str, str]) -> list[Group]:
    """按土地类别."""
    return _groups((words[kind.value], Q(kind=kind), {"kind": kind.value}) for kind in Kind)


def by_tag(label: str, groups: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Group]:
    """按标签的各组, each of one or several kinds."""
    return _groups((name, Q(kind__in=kinds), {"kind": list(kinds)}) for name, kinds in groups)


def by_cohort(cohorts: list[Cohort]) -> list[Group]:
    """按形成时间: a parcel counts in every cohort that its approval falls into; then those in none, and those without a day."""
    found = [(one.label, one.holds(), {"cohort": one.id}, f"{one.span}，{one.document_no} {one.section}") for one in cohorts]
    dated = Q(batch__approved_on__isnull=False)
    for one in cohorts:
        dated &= ~one.holds()
    return _groups([*found, ("不在以上年代", dated, None), ("没有批准日期", Q(batch__approved_on=None), None)])


def by_deadline(today: date) -> list[Group]:
    """按处置时限: overdue, near (the setting of lists), later, none."""
    days = list_setting_here().soon_days
    soon = today + timedelta(days=days)
    return _groups([("逾期", Q(deadline_on__lt=today), {"deadline": "overdue"}),
                    (f"{days}天内到期", Q(deadline_on__gte=today, deadline_on__lte=soon), {"deadline": "soon"}),
                    (f"{days}天以后", Q(deadline_on__gt=soon), None), ("未定", Q(deadline_on=None), {"deadline": "none"})])


def by_unit() -> list[Group]:
    """按责任单位: the share of each, and what is not handed to anybody, first."""
    rows = open_parcels().values("lead_unit").annotate(n=Count("id"), a=Sum("area"), d=Sum("accepted_area"))
    found = [Group(row["lead_unit"] or "没有分到单位", row["n"], row["a"], row["a"] - row["d"],
                   urlencode({"status": "open", "unit": row["lead_unit"] or "none"})) for row in rows]
    return sorted(found, key=lambda one: (one.label != "没有分到单位", -one.count, one.label))


def _groups(asked: Iterable[tuple]) -> list[Group]:
    """各组 of (label, condition, filter of the ledger, note), in one reading of the parcels."""
    asked, sums = list(asked), {}
    for n, (_, condition, *_) in enumerate(asked):
        sums |= {f"n{n}": Count("id", filter=condition), f"a{n}": Sum("area", filter=condition, default=Decimal(0)),
                 f"d{n}": Sum("accepted_area", filter=condition, default=Decimal(0))}
    found = open_parcels().aggregate(**sums)
    return [Group(label, found[f"n{n}"], found[f"a{n}"], found[f"a{n}"] - found[f"d{n}"],
                  "" if query is None else urlencode({"status": "open", **query}, doseq=True), *note)
            for n, (label, _, query, *note) in enumerate(asked)]
