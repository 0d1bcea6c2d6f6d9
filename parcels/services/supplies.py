"""登记供应 (批→征→供→用 的供)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..choices import TO_SUPPLY, BatchUse, HurdleTopic
from ..models import Lawsuit, Parcel, Project, Supply
from ..policies import may_register_parcel
from ..rules.batch_account import check_left
from ..rules.needs import check_supply
from ..selectors.measures import document_of
from ..selectors.projects import assessment_of
from ..selectors.reshape import supplied_area
from ..selectors.restrictions import stop_faults
from .batch_account import lock_batch, post_entry
from .common import lock_parcel, permit, refuse
from .kept_clocks import keep_clock
from .projects import refuse_ahead
from .violations import open_by_use


@transaction.atomic
def add_supply(parcel_id: int, *, actor: Actor, mode: str, doc_no: str, supplied_on: date, area: Decimal,
               price: Decimal | None = None, draws: dict[int, Decimal] | None = None, project_id: int | None = None) -> Supply:
    """登记一次供应 (area 亩, price 元). Land that was not supplied before is drawn from approvals: `draws` says how much from other
    batches of the county (id -> 亩), the rest comes from the parcel's own. Raises Refusal when the areas together exceed the
    parcel's, one is more than its batch has left, the county's supply was stopped on that day, or an industrial project of 100 亩 is not
    reviewed or ahead of its batches.
    `project_id` is the project that the land is for; where the county's document says so, there is no supply with a dispute, nor of
    industrial land without a project that was assessed as fit (CTL-02)."""
    permit(may_register_parcel(actor), "登记供应由县区填报员办。")
    parcel = lock_parcel(parcel_id)
    supplied = supplied_area(parcel)
    found = []
    if area <= 0 or supplied + area > parcel.area:
        found.append(Refusal(f"供应面积 {show(area)} 亩不在 0 与尚未供应的 {show(parcel.area - supplied)} 亩之间。"
                             "请核对合同或划拨决定书。", field="area", code="area_over"))
    if supplied_on > clock.today():
        found.append(Refusal(f"供应日期 {supplied_on} 晚于今天 {clock.today()}。请写实际日期。", field="supplied_on", code="day_future"))
    project = Project.objects.filter(pk=project_id, region_id=parcel.region_id).first() if project_id else None
    if project_id and project is None:
        found.append(Refusal("选的项目不在本县区里。请从列出的里选。", field="project", code="not_found"))
    found += stop_faults(parcel.region, supplied_on, "登记供应", "supplied_on")
    refuse(found + _check_need(parcel, mode, project))
    refuse_ahead(parcel, project, supplied=supplied, area=area, day=supplied_on)
    supply = Supply.objects.create(region_id=parcel.region_id, parcel=parcel, mode=mode, doc_no=doc_no, supplied_on=supplied_on,
                                   area=area, price=price, project=project)
    if parcel.kind in TO_SUPPLY:
        _draw(supply, parcel, draws or {}, actor)
    keep_clock(parcel.id)
    record(actor=actor, action="add_supply", obj=supply, subject=f"parcel:{parcel.id}", after={
        "mode": mode, "doc_no": doc_no, "supplied_on": supplied_on, "area": area, "price": price, "project": project_id,
        **open_by_use(parcel, actor=actor)})
    return supply


def _check_need(parcel: Parcel, mode: str, project: Project | None) -> list[Refusal]:
    """精准供地 by the document of the county. It governs land that is still to be supplied: the
    supply of land that stands idle or inefficient was made before, and is entered as it was."""
    if parcel.kind not in TO_SUPPLY:
        return []
    items = list(parcel.hurdles.filter(voided_at=None, done_on=None))
    disputes = [*(str(case) for case in Lawsuit.objects.open().filter(parcel=parcel)),
                *(str(item) for item in items if item.topic == HurdleTopic.DISPUTE)]
    return check_supply(document_of(parcel.region), mode=mode, purpose=parcel.purpose, project=project.name if project else "",
                        assessment=assessment_of(project.id) if project else "", disputes=disputes,
                        open_items=[str(item) for item in items if item.topic != HurdleTopic.DISPUTE])


def _draw(supply: Supply, parcel: Parcel, draws: dict[int, Decimal], actor: Actor) -> None:
    """从批次出账 what is supplied; a parcel without a batch draws from none."""
    own = supply.area - sum(draws.values(), Decimal(0))
    if own < 0:
        raise Refusal(f"从其他批次支出 {show(supply.area - own)} 亩，多于供应面积 {show(supply.area)} 亩。请核对。",
                      field="draw_area", code="area_over")
    wanted = draws | ({parcel.batch_id: draws.get(parcel.batch_id, Decimal(0)) + own} if parcel.batch_id and own else {})
    for batch_id, area in sorted(wanted.items()):
        batch = lock_batch(batch_id)
        field = "area" if batch_id == parcel.batch_id else "draw_area"
        refuse(check_left(batch.approval_no, batch.left, area, "供应", field))
        post_entry(batch, BatchUse.SUPPLIED, area, actor=actor, document_no=supply.doc_no, decided_on=supply.supplied_on, supply=supply)
