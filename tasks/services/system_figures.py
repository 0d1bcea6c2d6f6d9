"""外部系统数据: figures and parcel lists of the ministry's and the province's systems come in as numbered intakes (SYS-05, SYS-06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.services.common import permit

from ..choices import SystemKind, SystemSource
from ..models import Plan, SystemFigure, SystemIntake, SystemIntakeVoid, SystemParcel
from ..policies import may_enter_figures, may_enter_system_parcels
from ..selectors.plans import counties_in
from .whole import permit_whole

OFFICE = "部系统的合计数由领导小组办公室录入，它决定阶段结果。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
CLERKS = "外部系统的宗地清单由领导小组办公室交，县区填报员交本县区的。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
_BATCH = 2000


@dataclass(frozen=True)
class Brought:
    """从哪里来: system, the day that the data is of, what the person says of it, and the file when it was one."""

    source: str
    as_of_on: date
    origin: str
    file_name: str = ""
    sha256: str = ""


@transaction.atomic
def enter_figures(plan_id: int, *, actor: Actor, brought: Brought, figures: dict[tuple[int, str, str], Decimal]) -> SystemIntake:
    """录入合计数 (亩), (region id, class, part of 闲置 or "") -> area. Raises NotAllowed, Conflict (the same file again), Refusal."""
    plan = _plan(plan_id)
    permit_whole(actor, plan, may_enter_figures, OFFICE)
    if not figures:
        raise Refusal("一个数也没有填。请至少填一个县区的一类；没有的空着，空白不是 0。", code="empty")
    _inside(plan, actor, {region_id for region_id, _, _ in figures})
    intake = _intake(plan, actor, brought, SystemKind.FIGURES, len(figures))
    SystemFigure.objects.bulk_create([
        SystemFigure(region_id=region_id, intake=intake, as_of_on=intake.as_of_on, quota_class=quota_class, idle_part=part, area=area)
        for (region_id, quota_class, part), area in figures.items()])
    record(actor=actor, action="enter_system_figures", obj=intake, region_id=plan.region_id, after={
        "source": intake.source, "as_of_on": intake.as_of_on, "origin": intake.origin, "rows": intake.count, "sha256": intake.sha256})
    return intake


@transaction.atomic
def enter_parcels(plan_id: int, *, actor: Actor, brought: Brought, rows: Sequence[dict]) -> SystemIntake:
    """交宗地清单: rows with the columns of `SystemParcel`. Raises NotAllowed, Conflict (the same file again), Refusal."""
    permit(may_enter_system_parcels(actor), CLERKS)
    plan = _plan(plan_id)
    if not rows:
        raise Refusal("文件里一宗也没有。请核对是不是交错了文件。", field="file", code="empty")
    _inside(plan, actor, {row["region_id"] for row in rows})
    intake = _intake(plan, actor, brought, SystemKind.PARCELS, len(rows))
    SystemParcel.objects.bulk_create([SystemParcel(intake=intake, **row) for row in rows], batch_size=_BATCH)
    record(actor=actor, action="enter_system_parcels", obj=intake, region_id=actor.region_id, after={
        "source": intake.source, "as_of_on": intake.as_of_on, "origin": intake.origin, "rows": intake.count, "sha256": intake.sha256})
    return intake


@transaction.atomic
def void_intake(intake_id: int, *, actor: Actor, reason: str) -> SystemIntake:
    """作废一号导入: who may enter it may void it - a clerk only one of the own county. Raises NotAllowed, Conflict, Refusal."""
    intake = SystemIntake.objects.select_for_update(of=("self",)).select_related("plan__region").get(pk=intake_id)
    is_figures = intake.kind == SystemKind.FIGURES
    permit(may_enter_figures(actor) if is_figures else may_enter_system_parcels(actor), OFFICE if is_figures else CLERKS)
    rows = SystemFigure if is_figures else SystemParcel
    if any(not actor.covers(one) for one in rows.unscoped.filter(intake=intake).values_list("region_id", flat=True).distinct()):
        raise NotAllowed("这一号导入里有别的县区的数，由领导小组办公室作废。")
    if SystemIntakeVoid.objects.filter(intake=intake).exists():
        raise Conflict(f"{intake}已经作废。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    SystemIntakeVoid.objects.create(intake=intake, reason=reason, voided_at=clock.now(), voided_by_id=actor.user_id)
    record(actor=actor, action="void_system_intake", obj=intake, region_id=actor.region_id, after={"voided": True}, reason=reason)
    return intake


def _plan(plan_id: int) -> Plan:
    """方案, locked, so that numbers are given out one by one."""
    return Plan.objects.select_for_update(of=("self",)).select_related("document", "region").get(pk=plan_id)


def _inside(plan: Plan, actor: Actor, regions: set[int]) -> None:
    if regions - {county.id for county in counties_in(plan, actor)}:
        raise NotAllowed("有的县区不在你的辖区或不在这个方案里，不能录入。请只留自己的县区。")


def _intake(plan: Plan, actor: Actor, brought: Brought, kind: str, count: int) -> SystemIntake:
    if brought.source not in SystemSource.values:
        raise Refusal("系统没有选。请从列出的里选。", field="source", code="missing")
    if brought.as_of_on > clock.today():
        raise Refusal(f"数据截至 {brought.as_of_on} 晚于今天 {clock.today()}。请改为导出数据的那一天。", field="as_of_on", code="future")
    if not brought.origin:
        raise Refusal("来源说明没有写。请写清是从哪个页面、由谁在什么时候导出的。", field="origin", code="missing")
    before = SystemIntake.objects.filter(plan=plan, void=None, sha256=brought.sha256, as_of_on=brought.as_of_on, source=brought.source,
                                         kind=kind).first() if brought.sha256 else None
    if before is not None:
        raise Conflict(f"这个文件已经交过，是{before}；没有再记一次。内容确要更正的，请改好文件再交，或先作废那一号。", code="same_file")
    last = SystemIntake.objects.filter(plan=plan).order_by("-number").values_list("number", flat=True).first() or 0
    return SystemIntake.objects.create(
        plan=plan, number=last + 1, source=brought.source, kind=kind, as_of_on=brought.as_of_on, origin=brought.origin[:200],
        file_name=brought.file_name[-255:], sha256=brought.sha256, count=count, entered_at=clock.now(), entered_by_id=actor.user_id)
