"""登记批次."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import ApprovalBatch
from ..policies import may_register_parcel
from .common import check_territory, permit

FIELDS = ("approval_no", "name", "approved_on", "authority", "is_single_site", "area", "area_new_construction",
          "area_agricultural", "area_arable", "area_supplied")


@transaction.atomic
def register_batch(*, actor: Actor, region_id: int, values: dict, is_demo: bool = False) -> ApprovalBatch:
    """登记批次 (areas in 亩). Raises NotAllowed, Refusal when the number is there already or an area is larger
    than the approved one."""
    permit(may_register_parcel(actor), "登记批次由县区填报员办。")
    check_territory(actor, region_id)
    if ApprovalBatch.objects.filter(region_id=region_id, approval_no=values["approval_no"]).exists():
        raise Refusal(f"批准文号 {values['approval_no']} 已登记过。请直接选用它。", field="approval_no", code="duplicate")
    for name in ("area_new_construction", "area_agricultural", "area_arable"):
        if values.get(name) is not None and values[name] > values["area"]:
            label = ApprovalBatch._meta.get_field(name).verbose_name
            raise Refusal(f"{label} {values[name]} 亩大于批准面积 {values['area']} 亩。请核对。", field=name, code="part_over_whole")
    batch = ApprovalBatch(region_id=region_id, is_demo=is_demo, **{k: v for k, v in values.items() if k in FIELDS})
    batch.save(force_insert=True)
    record(actor=actor, action="register_batch", obj=batch, after={k: getattr(batch, k) for k in FIELDS})
    return batch
