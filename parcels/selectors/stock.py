"""查存量: the five kinds as of a day, from the kinds that were valid on it (CLS-02, CLS-05, CLS-26)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, Sum

from landplan.lib.weeks import end_of_day
from units.models import Region

from ..choices import IdleSource, Kind
from ..models import AreaEntry, KindSpan
from .ledger import KindSum

COLUMNS = tuple(kind.value for kind in Kind)


@dataclass
class StockRow:
    """一个县区: sums by kind, idle ones also by source."""

    region: Region | None
    kinds: dict[str, KindSum] = field(default_factory=lambda: dict.fromkeys(COLUMNS, KindSum()))
    sources: dict[str, KindSum] = field(default_factory=lambda: dict.fromkeys(["", *IdleSource.values], KindSum()))

    @property
    def total(self) -> KindSum:
        """批而未用 = the sum of the five (驻政办〔2021〕19号 二)."""
        return sum(self.kinds.values(), KindSum())

    def add(self, kind: str, source: str, one: KindSum) -> None:
        self.kinds[kind] += one
        if kind == Kind.IDLE:
            self.sources[source] += one


def stock_as_of(day: date) -> tuple[list[StockRow], StockRow]:
    """存量 per county of the open territory, and their sum (areas in 亩): every parcel by the
    kind valid on `day`, and what of it was accepted by the end of it (按原报). Written-off parcels stay in 宗数 and 面积;
    nothing of them is left in 未处置."""
    until, valid = end_of_day(day), Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))
    spans = KindSpan.objects.filter(valid).order_by()
    rows = {region.id: StockRow(region) for region in Region.objects.filter(id__in=spans.values("region_id"))}
    total = StockRow(None)
    for found in spans.values("region_id", "kind", "idle_source").annotate(n=Count("id"), a=Sum("parcel__area")):
        _put(rows, total, found, KindSum(found["n"], found["a"]))
    of_span = (Q(parcel__kind_spans__from_on__lte=day)
               & (Q(parcel__kind_spans__until_on=None) | Q(parcel__kind_spans__until_on__gt=day)))
    entries = AreaEntry.objects.filter(of_span, recorded_at__lt=until).order_by()
    names = {"kind": "parcel__kind_spans__kind", "idle_source": "parcel__kind_spans__idle_source"}
    for found in entries.values("region_id", *names.values()).annotate(a=Sum("area")):
        _put(rows, total, {"region_id": found["region_id"]} | {k: found[v] for k, v in names.items()}, KindSum(accepted=found["a"]))
    return list(rows.values()), total


def _put(rows: dict[int, StockRow], total: StockRow, found: dict, one: KindSum) -> None:
    for row in (rows[found["region_id"]], total):
        row.add(found["kind"], found["idle_source"], one)
