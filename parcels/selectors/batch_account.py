"""查批次账目: the equation of a batch, its entries, what lacks its notice, and the county's indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from landplan.lib.pages import Page, page_by_place

from ..choices import SUCCEEDED, BatchUse
from ..models import ApprovalBatch, BatchEntry, IndicatorBalance, IndicatorUse
from ..rules.batch_account import GONE, Amounts, amounts_of

Term = tuple[str, Decimal]
PAGE = 50


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


def batch_rows(only: str = "", *, region_id: int | None = None, word: str = "") -> QuerySet:
    """批次 of the territory: all, those with an entry that `lacks` its notice, or `adjusted` ones, which are allotted first; of a county, or
    with a word in number or name."""
    rows = ApprovalBatch.objects.filter(region_id=region_id) if region_id else ApprovalBatch.objects.all()
    if word:
        rows = rows.filter(Q(approval_no__icontains=word) | Q(name__icontains=word))
    if only == "lacks":
        return rows.filter(id__in=lacking_notice().values("batch")).order_by("region__sort", "approved_on", "id")
    if only == "adjusted":
        made = BatchEntry.objects.filter(use=BatchUse.ADJUSTED).values("into")
        return rows.filter(id__in=made).order_by("-allot_first", "region__sort", "approved_on", "id")
    return rows.order_by("region__sort", "region__code", "approved_on", "id")


def batches_page(rows: QuerySet, *, after: str, before: str) -> tuple[Page, int]:
    """一页批次 with the parcels that the ledger has of each, and how many there are."""
    there = ~Q(parcels__status__in=SUCCEEDED)  # as Parcel.current: land that was split or merged counts where it is now
    shown = ApprovalBatch.objects.select_related("region").annotate(
        count=Count("parcels", filter=there), parcel_area=Sum("parcels__area", filter=there))
    return page_by_place(rows, shown, after=after, before=before, size=PAGE)


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


@dataclass(frozen=True)
class Line:
    """指标账的一笔: what came in (positive) or went out, on which document, and what was left after it."""

    at: datetime
    on: date
    what: str
    document_no: str
    batch: ApprovalBatch | None
    amounts: Amounts
    left: Amounts
    by: str

    @property
    def both(self) -> tuple[Amounts, Amounts]:
        """收支, 结余."""
        return self.amounts, self.left


def _goes_out(row: BatchEntry | IndicatorUse) -> bool:
    return isinstance(row, IndicatorUse) or row.reverses_id is not None


def indicator_account(region_id: int) -> list[Line]:
    """指标账 of a county, newest first, from the entries themselves: the balance after the newest is the one that is kept. Of what was
    recorded at one instant, what came in stands before what went out."""
    entries = BatchEntry.objects.filter(region_id=region_id, use__in=GONE).select_related("batch", "recorded_by")
    uses = IndicatorUse.objects.filter(region_id=region_id).select_related("recorded_by")
    lines, left = [], Amounts()
    for row in sorted([*entries, *uses], key=lambda row: (row.recorded_at, _goes_out(row), row.id)):
        is_use = isinstance(row, IndicatorUse)
        amounts = Amounts().moved(amounts_of(row), -1 if is_use else 1)
        left = left.moved(amounts)
        what = f"使用：{row.purpose}" if is_use else f"{row.get_use_display()}{'（冲回）' if row.reverses_id else ''}"
        lines.append(Line(row.recorded_at, row.used_on if is_use else row.decided_on, what, row.document_no, None if is_use else row.batch,
                          amounts, left, row.recorded_by.name if row.recorded_by else "系统"))
    return lines[::-1]
