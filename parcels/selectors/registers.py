"""查专项登记: the items of a register, their sums, and by which day the document wants them done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from units.models import Region

from ..choices import ItemState
from ..models import RegisterDue, RegisterItem
from ..rules.registers import RegisterSum

SHOWN = 200


def dues_of(register: str, regions: Iterable[Region]) -> dict[int, RegisterDue]:
    """各县区的完成日期: that of the nearest region upward which has one; a region without any is not in it."""
    known = {due.region.code: due for due in RegisterDue.objects.filter(register=register).select_related("region")}
    found = {}
    for region in regions:
        code = next((code for code in reversed(region.path.strip("/").split("/")) if code in known), None)
        if code:
            found[region.id] = known[code]
    return found


def register_items(register: str, region_id: int | None = None, state: str = "") -> QuerySet[RegisterItem]:
    """登记的各项, what was voided aside."""
    rows = RegisterItem.objects.filter(register=register, voided_at=None).select_related("region")
    rows = rows.filter(region_id=region_id) if region_id else rows
    return rows.filter(state=state) if state else rows


def regions_of_register(register: str) -> list[Region]:
    """登记过的县区 of the territory."""
    return list(Region.objects.filter(id__in=register_items(register).order_by().values("region").distinct()).order_by("sort"))


def sum_of_register(rows: QuerySet[RegisterItem], dues: dict[int, RegisterDue], today: date) -> RegisterSum:
    """合计 of items; late is what is not done after its region's day."""
    late = [region_id for region_id, due in dues.items() if due.due_on < today]
    done = Q(state=ItemState.DONE)
    found = rows.order_by().aggregate(n=Count("id"), finished=Count("id", filter=done), total=Sum("area"), ready=Sum("area", filter=done),
                                      unknown=Count("id", filter=Q(area=None)), overdue=Count("id", filter=~done & Q(region_id__in=late)))
    return RegisterSum(found["n"], found["finished"], found["total"] or Decimal(0), found["ready"] or Decimal(0), found["unknown"],
                       found["overdue"])
