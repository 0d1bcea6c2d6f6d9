"""定底数: the stock of a plan is copied as it stands, for its base date; nothing of it changes afterwards."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import to_mu
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.weeks import end_of_day
from parcels.models import Parcel
from parcels.selectors.as_of import micro
from tasks.models import Plan
from tasks.services.whole import permit_whole
from units.models import Region

from ..models import Baseline, BaselineCell, BaselineRow
from ..policies import may_freeze_baseline

_OFFICE = "定底数由领导小组办公室办。你现在的岗位不能办。"
_BATCH = 2000


@transaction.atomic
def freeze_baseline(plan_id: int, *, actor: Actor, edition: int, reason: str = "") -> Baseline:
    """定底数 of a plan (驻政办〔2021〕19号 二: 截至2021年3月底): every parcel of its region that was not written off by the
    end of the base date (land that was split or merged stands in its present parcels), with its kind and area, and their sums by county and kind.

    `edition` is the number of the next edition as the person saw it. Raises NotAllowed, Conflict (another edition was
    frozen since), Refusal (no base date, an empty ledger, a second edition without its reason).
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "region").get(pk=plan_id)
    permit_whole(actor, plan, may_freeze_baseline, _OFFICE)
    _check(plan, edition, reason)
    now = clock.now()
    baseline = Baseline.objects.create(plan=plan, edition=edition, base_on=plan.document.base_on, frozen_at=now,
                                       frozen_by_id=actor.user_id, reason=reason)
    count, area = _copy(baseline, plan)
    if not count:
        raise Refusal("台账里还没有宗地，不能定底数。请先登记宗地。", code="empty")
    record(actor=actor, action="freeze_baseline", obj=baseline, region_id=plan.region_id, reason=reason,
           after={"edition": edition, "base_on": baseline.base_on, "parcels": count, "total_area": area})
    return baseline


def _check(plan: Plan, edition: int, reason: str) -> None:
    last = Baseline.objects.filter(plan=plan).order_by("-edition").values_list("edition", flat=True).first() or 0
    if plan.document.base_on is None:
        raise Refusal(f"{plan} 没有写明基准日，不能定底数。", code="no_base")
    if edition != last + 1:
        raise Conflict(f"底数已定到第 {last} 版，你看到的是第 {edition - 1} 版。请刷新页面后再定。", code="stale")
    if edition > 1 and not reason:
        raise Refusal("再定一版要写原因：为什么前一版不能再用、依据是什么。前一版照样保留。", field="reason", code="reason_missing")


def _copy(baseline: Baseline, plan: Plan) -> tuple[int, Decimal]:
    """Copy the rows in batches, then their sums; gives the number of parcels and their area (亩)."""
    inside = Region.objects.within(plan.region).values("id")
    gone = {"written_off_at__lt": end_of_day(baseline.base_on)}
    rows = (Parcel.objects.current().filter(region__in=inside).exclude(**gone).order_by("id")
            .values_list("id", "region_id", "parcel_no", "kind", micro("area")))
    cells: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    batch: list[BaselineRow] = []
    for parcel_id, region_id, parcel_no, kind, area in rows.iterator(chunk_size=_BATCH):
        cell = cells[region_id, kind]
        cell[0], cell[1] = cell[0] + 1, cell[1] + area
        batch.append(BaselineRow(baseline=baseline, region_id=region_id, parcel_id=parcel_id, parcel_no=parcel_no, kind=kind, area=to_mu(area)))
        if len(batch) == _BATCH:
            BaselineRow.objects.bulk_create(batch)
            batch = []
    BaselineRow.objects.bulk_create(batch)
    BaselineCell.objects.bulk_create([BaselineCell(baseline=baseline, region_id=region_id, kind=kind, count=count, area=to_mu(area))
                                      for (region_id, kind), (count, area) in sorted(cells.items())])
    return sum(count for count, _ in cells.values()), to_mu(sum(area for _, area in cells.values()))
