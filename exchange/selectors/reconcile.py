"""查对账: three columns of every county and class on a day, and one county down to its parcels, in the open territory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.weeks import last_instant
from parcels.choices import DisposalState
from parcels.models import AreaEntry, Disposal, Parcel
from tasks.choices import QuotaClass, SystemSource
from tasks.models import Plan, SystemIntake, SystemParcel
from tasks.rules.quota import class_by_kind
from tasks.selectors.done import done_at
from tasks.selectors.plans import counties_in
from tasks.selectors.quotas import quota_sheet
from tasks.selectors.system_figures import Stated, figures_on, list_on
from units.models import Region

from ..choices import Cause
from ..models import Reconciliation, ReconciliationRow
from ..rules.reconcile import Compared, Difference, LedgerItem, SystemItem, compare, rest_of

CLASSES = tuple(QuotaClass)


@dataclass(frozen=True)
class Cell:
    """三列: 下达任务, 台账, 系统 (亩). None = printed blank; `stated` None = the system states nothing."""

    quota_class: QuotaClass
    quota: Decimal | None
    ledger: Decimal
    stated: Stated | None = None

    @property
    def system(self) -> Decimal | None:
        return self.stated.area if self.stated else None

    @property
    def difference(self) -> Decimal | None:
        """台账 − 系统."""
        return None if self.stated is None else self.ledger - self.stated.area


@dataclass(frozen=True)
class Line:
    """一个县区: its classes, and the last 对账单 of that day."""

    region: Region
    cells: list[Cell]
    last: Reconciliation | None = None

    @property
    def differs(self) -> bool:
        return any(cell.difference for cell in self.cells)


def three_columns(plan: Plan, day: date, actor: Actor, source: str = SystemSource.MINISTRY) -> list[Line]:
    """全部县区 of the territory on a day, in a fixed number of queries."""
    moment, counties = last_instant(day), counties_in(plan, actor)
    done, sheet = done_at(plan, moment), quota_sheet(plan, moment)
    quotas = {row.region_id: row.quotas for row in sheet.counties} if sheet else {}
    stated = figures_on(plan, [day], source).get(day, {})
    last = {one.region_id: one for one in reconciliations_of(plan, source).filter(as_of_on=day).order_by("number")}
    return [Line(county, [Cell(one, quotas.get(county.id, {}).get(one.value), done.area(county.id, one.value), stated.get((county.id, one.value, "")))
                          for one in CLASSES], last.get(county.id)) for county in counties]


def reconciliations_of(plan: Plan, source: str = SystemSource.MINISTRY) -> QuerySet[Reconciliation]:
    """各次对账单 of the territory."""
    return Reconciliation.objects.filter(plan=plan, source=source).select_related("region", "made_by", "sign__signed_by")


@dataclass
class Comparison:
    """一个县区一天的比对: the three columns, the list that it was compared with, and the differences with their rest."""

    line: Line
    intake: SystemIntake | None
    compared: Compared
    differences: list[Difference] = field(default_factory=list)

    def causes(self, quota_class: str) -> list[tuple[Cause, Decimal, int]]:
        """按原因 of a class: cause, amount (亩), how many."""
        return sums_by_cause([(one.cause, one.amount) for one in self.differences if one.quota_class == quota_class])


def sums_by_cause(pairs: Iterable[tuple[str, Decimal]]) -> list[tuple[Cause, Decimal, int]]:
    found: dict[str, list] = defaultdict(lambda: [Decimal(0), 0])
    for cause, amount in pairs:
        found[cause][0] += amount
        found[cause][1] += 1
    return [(one, *found[one]) for one in Cause if one in found]


def comparison_of(plan: Plan, region: Region, day: date, actor: Actor, source: str = SystemSource.MINISTRY) -> Comparison:
    """现在比对一个县区. Without a list the whole difference stays undivided."""
    line = next(one for one in three_columns(plan, day, actor, source) if one.region.id == region.id)
    intake, rows = list_on(plan, region.id, day, source)
    compared = compare(_ledger_items(plan, region, day, rows), [_system_item(row) for row in rows], day) if intake else Compared()
    differences = list(compared.differences)
    for cell in line.cells:
        inside = [one for one in compared.differences if one.quota_class == cell.quota_class]
        rest = rest_of(cell.difference, inside) if cell.difference is not None else None
        if rest:
            cause, amount = rest
            words = "合计数与清单之和的差。" if intake else "这一天没有交清单，差额分不到宗地。"
            differences.append(Difference(cell.quota_class, cause, amount, Decimal(0), words))
    return Comparison(line, intake, compared, differences)


def _system_item(row: SystemParcel) -> SystemItem:
    return SystemItem(row.id, row.row, row.supervision_no, row.cadastral_code, row.name, row.area, row.done, row.quota_class, row.system_on)


def _ledger_items(plan: Plan, region: Region, day: date, rows: list[SystemParcel]) -> list[LedgerItem]:
    """台账里有处置的宗地, and those that the list may mean."""
    start, until = plan.counts_after, last_instant(day)
    entries = AreaEntry.objects.filter(region=region, **({"recorded_at__gt": start} if start else {}))
    done: dict[int, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [Decimal(0), Decimal(0)]))
    classes = class_by_kind(plan.counts_used_unsupplied)
    sums = entries.order_by().values_list("parcel_id", "kind").annotate(now=Sum("area", filter=Q(recorded_at__lte=until)),
                                                                        later=Sum("area", filter=Q(recorded_at__gt=until)))
    for parcel_id, kind, now, later in sums:
        found = done[parcel_id][classes[kind] or ""]
        found[0], found[1] = found[0] + (now or 0), found[1] + (later or 0)
    named = Q(supervision_no__in=[row.supervision_no for row in rows if row.supervision_no])
    named |= Q(cadastral_code__in=[row.cadastral_code for row in rows if row.cadastral_code])
    named |= Q(area__in=[row.area for row in rows if row.name and row.area is not None])
    wanted = Q(id__in=list(done)) | named
    dates = dict(Disposal.objects.filter(region=region, state=DisposalState.ACCEPTED).order_by().values_list("parcel_id").annotate(
        on=Max("system_on")))
    items = []
    for parcel in Parcel.objects.filter(wanted, region=region).order_by("parcel_no"):
        of_parcel = done.get(parcel.id) or {classes[parcel.kind] or "": [Decimal(0), Decimal(0)]}
        items += [LedgerItem(parcel.id, parcel.parcel_no, parcel.name, parcel.supervision_no, parcel.cadastral_code, parcel.area, code,
                             now, later, parcel.in_transit_area, dates.get(parcel.id)) for code, (now, later) in of_parcel.items()]
    return _merged(items)


def _merged(items: list[LedgerItem]) -> list[LedgerItem]:
    """One item a parcel: disposed of in two classes (its kind was changed) it stands in the class of the larger area, the rest as it is."""
    found: dict[int, LedgerItem] = {}
    for item in items:
        if item.id not in found or item.done > found[item.id].done:
            found[item.id] = item
    return list(found.values())


def rows_of(reconciliation: Reconciliation, cause: str = "", quota_class: str = "") -> QuerySet[ReconciliationRow]:
    """差异 of a 对账单, of one cause or class."""
    rows = reconciliation.rows.select_related("parcel", "system_parcel").prefetch_related("comments__said_by")
    rows = rows.filter(cause=cause) if cause else rows
    return rows.filter(quota_class=quota_class) if quota_class else rows
