"""查批次账目: the equation of a batch, its entries, what lacks its notice, and the county's indicators."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet, Sum

from ..choices import BatchUse
from ..models import ApprovalBatch, BatchEntry, IndicatorBalance, IndicatorUse
from ..rules.batch_account import GONE

Term = tuple[str, Decimal]


def account_of(batch: ApprovalBatch) -> list[Term]:
    """批准的去向 (亩), in the order of the equation; the last is 未供."""
    sums = dict(batch.entries.order_by().values_list("use").annotate(Sum("area")))
    terms = [("基准日前已供", batch.area_supplied or Decimal(0))]
    terms += [(use.label, sums.get(use.value) or Decimal(0)) for use in BatchUse]
    return [*terms, ("未供", batch.left)]


def entries_of(batch: ApprovalBatch) -> QuerySet:
    """账目 of a batch, oldest first, with what its page shows of others."""
    return batch.entries.select_related("notice", "reversal", "reverses", "into", "supply", "recorded_by")


def lacking_notice() -> QuerySet:
    """缺停止征地公告的账目 of the open territory (DSP-20)."""
    return BatchEntry.objects.filter(use__in=GONE, reverses=None, reversal=None, notice=None)


def batch_rows(only: str = "") -> QuerySet:
    """批次 of the territory: all, those with an entry that `lacks` its notice, or `adjusted` ones, which are allotted first."""
    rows = ApprovalBatch.objects.select_related("region")
    if only == "lacks":
        return rows.filter(id__in=lacking_notice().values("batch")).order_by("region__sort", "approved_on", "id")
    if only == "adjusted":
        made = BatchEntry.objects.filter(use=BatchUse.ADJUSTED).values("into")
        return rows.filter(id__in=made).order_by("-allot_first", "region__sort", "approved_on", "id")
    return rows.order_by("region__sort", "region__code", "approved_on", "id")


def adjustable(region_id: int | None) -> list[ApprovalBatch]:
    """可调整的批次 of a county: with land that is not supplied, never adjusted before."""
    rows = ApprovalBatch.objects.filter(region_id=region_id).exclude(entries__use=BatchUse.ADJUSTED)
    return [row for row in rows.order_by("approved_on", "id") if row.left > 0]


def balances() -> list[IndicatorBalance]:
    """指标结余 by county."""
    return list(IndicatorBalance.objects.select_related("region").order_by("region__sort", "region__code"))


def indicator_uses() -> QuerySet:
    """指标使用, newest first."""
    return IndicatorUse.objects.select_related("region", "recorded_by").order_by("-recorded_at", "-id")


def releases() -> QuerySet:
    """释放指标的账目, newest first."""
    return BatchEntry.objects.filter(use__in=GONE).select_related("region", "batch").order_by("-recorded_at", "-id")
