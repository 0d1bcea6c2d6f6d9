"""宗地的登记、修改、变更类别、建档完成."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Conflict, Refusal

from ..choices import Kind, ParcelStatus, PlanState
from ..models import ApprovalBatch, KindSpan, Parcel
from ..policies import may_register_parcel
from ..rules.causes import check_cause
from ..rules.elements import BASIS, FACTS, completeness, elements_of
from ..rules.parcel import check_facts, check_happened, check_kind_from, check_twins, check_type
from ..rules.plans import changed_by_hand
from ..rules.used_types import check_used_type
from ..selectors.measures import document_of
from ..selectors.parcel import twins_of
from .common import check_territory, check_version, lock_parcel, permit, refuse, save_parcel
from .enterprises import check_parcel_area
from .kept_clocks import keep_clock, set_clock
from .lawsuits import open_by_cause
from .milestones import move_milestones
from .violations import open_by_use

# what a clerk may type; everything else on a parcel is moved by the other services
FIELDS = ("name", "location", "park", "cadastral_code", "supervision_no", "land_user", "purpose", "idle_source",
          "inefficient_type", "used_type", "area", "area_typed", "area_unit", "cause", "cause_note", "planned_measure", "deadline_on",
          "lead_unit", "partner_units", "sponsor_post", "sponsor_unit", "batch_id", "expropriation_no", "expropriated_on",
          "agreed_start_on", "started_on", "agreed_finish_on", "finished_on", "remark")
CLERK_ONLY = "登记和修改宗地由县区填报员办。你可以把要改的告诉填报员。"


@transaction.atomic
def register_parcel(*, actor: Actor, region_id: int, kind: str, values: dict, parcel_no: str = "",
                    kind_from: date | None = None, is_demo: bool = False, force: dict | None = None, apart: bool = True) -> Parcel:
    """登记宗地 (area in 亩). `values` may hold any of FIELDS; a blank `parcel_no` is given by the system. `force` names the task
    force that the cause 司法查封或抵押 needs (`case_kind`, `force_lead`, `force_members`). `apart` says that it is known to be other
    land than what stands there already; else land that looks the same is refused.

    Raises NotAllowed, Refusal or Refusals.
    """
    permit(may_register_parcel(actor), CLERK_ONLY)
    check_territory(actor, region_id)
    _check_batch(region_id, values.get("batch_id"))
    now = clock.now()
    parcel = Parcel(region_id=region_id, kind=kind, registered_at=now, registered_by_id=actor.user_id, updated_at=now,
                    is_demo=is_demo, **{k: v for k, v in values.items() if k in FIELDS})
    today = clock.local(now).date()
    refuse(_check_no(parcel_no) + check_facts(snapshot(parcel, (*FIELDS, "kind"))) + check_happened(values, today) + check_kind_from(kind_from, today)
           + _check_type(parcel) + _check_cause(parcel) + _check_used_type(parcel)
           + ([] if apart else check_twins([f"{one} {show(one.area)} 亩（{one.get_status_display()}）" for one in twins_of(region_id, values)])))
    parcel.parcel_no = parcel_no or next_no(parcel)
    parcel.elements = completeness(snapshot(parcel, FACTS))
    set_clock(parcel)
    parcel.save(force_insert=True)
    KindSpan.objects.create(region_id=region_id, parcel=parcel, kind=kind, idle_source=parcel.idle_source,
                            from_on=kind_from or today)
    record(actor=actor, action="register_parcel", obj=parcel,
           after={"parcel_no": parcel.parcel_no, "kind": kind, **_filled(snapshot(parcel, FIELDS)),
                  **open_by_cause(parcel, actor=actor, force=force), **open_by_use(parcel, actor=actor)})
    return parcel


@transaction.atomic
def update_parcel(parcel_id: int, *, actor: Actor, version: int | None, values: dict, reason: str = "",
                  force: dict | None = None) -> Parcel:
    """修改宗地. Only the given FIELDS change; an unchanged form leaves no trace. An area change needs a reason.

    Raises VersionMissing, Conflict (with what the other person changed), NotAllowed, Refusal.
    """
    permit(may_register_parcel(actor), CLERK_ONLY)
    parcel = lock_parcel(parcel_id)
    check_version(parcel, version)
    refuse_closed(parcel)
    before = snapshot(parcel, FIELDS)
    for name, value in values.items():
        if name in FIELDS:
            setattr(parcel, name, value)
    old, new = changes(before, snapshot(parcel, FIELDS))
    if not new:
        return parcel
    _check_batch(parcel.region_id, parcel.batch_id)
    refuse(check_facts(snapshot(parcel, (*FIELDS, "kind")), held=parcel.accepted_area + parcel.in_transit_area)
           + check_happened(new, clock.today()) + _area_reason(new, reason) + (check_parcel_area(parcel) if "area" in new else [])
           + changed_by_hand(new, _plan_in_force(parcel))
           + (_check_type(parcel) if "inefficient_type" in new else [])
           + (_check_cause(parcel) if "cause" in new else []) + (_check_used_type(parcel) if "used_type" in new else []))
    save_parcel(parcel, *new)
    if "agreed_start_on" in new:
        keep_clock(parcel.id)
    if "idle_source" in new:
        KindSpan.objects.filter(parcel=parcel, until_on=None).update(idle_source=parcel.idle_source)
    also = open_by_cause(parcel, actor=actor, force=force) if "cause" in new else {}
    if "deadline_on" in new and (moved := move_milestones(parcel)):
        also["milestones"] = moved
    also |= open_by_use(parcel, actor=actor) if {"started_on", "used_type"} & new.keys() else {}
    record(actor=actor, action="update_parcel", obj=parcel, before=old, after=new | also, reason=reason)
    return parcel


@transaction.atomic
def change_kind(parcel_id: int, *, actor: Actor, version: int | None, kind: str, effective_on: date, doc_no: str,
                reason: str, idle_source: str = "", inefficient_type: str = "") -> Parcel:
    """变更类别 (CLS-26), from a day and by a document; the past keeps the kind it had.

    Raises Refusal when the document is missing, the day lies in the future or before the present kind began.
    """
    permit(may_register_parcel(actor), CLERK_ONLY)
    parcel = lock_parcel(parcel_id)
    check_version(parcel, version)
    refuse_closed(parcel)
    span = KindSpan.objects.select_for_update().get(parcel=parcel, until_on=None)
    _check_kind_change(parcel, span, kind, effective_on, doc_no)
    before = snapshot(parcel, ("kind", "idle_source", "inefficient_type", "used_type"))
    parcel.kind, parcel.idle_source, parcel.inefficient_type, parcel.used_type = kind, idle_source, inefficient_type, ""
    refuse(check_facts(snapshot(parcel, (*FIELDS, "kind"))) + _check_type(parcel))
    span.until_on = effective_on
    span.save(update_fields=["until_on"])
    KindSpan.objects.create(region_id=parcel.region_id, parcel=parcel, kind=kind, idle_source=idle_source,
                            from_on=effective_on, doc_no=doc_no, reason=reason)
    save_parcel(parcel, "kind", "idle_source", "inefficient_type", "used_type")
    record(actor=actor, action="change_kind", obj=parcel, before=before, reason=reason,
           after={**snapshot(parcel, before), "effective_on": effective_on, "doc_no": doc_no, **open_by_use(parcel, actor=actor)})
    return parcel


@transaction.atomic
def complete_filing(parcel_id: int, *, actor: Actor, version: int | None) -> Parcel:
    """建档完成 (LED-01): only with all five elements. Raises Refusal that names the missing ones."""
    permit(may_register_parcel(actor), CLERK_ONLY)
    parcel = lock_parcel(parcel_id)
    check_version(parcel, version)
    gaps = [element for element in elements_of(snapshot(parcel, FACTS)) if not element.is_whole]
    if gaps:
        named = "、".join(f"“{e.name}”（{'、'.join(e.missing)}）" for e in gaps)
        raise Refusal(f"不能建档完成：五要素 {5 - len(gaps)}/5，没有填 {named}。依据：{BASIS}。请补齐后再办。", code="elements_missing")
    if parcel.is_filed:
        raise Conflict("这宗地已经建档完成。", code="wrong_state")
    parcel.is_filed, parcel.filed_at = True, clock.now()
    save_parcel(parcel, "is_filed", "filed_at")
    record(actor=actor, action="complete_filing", obj=parcel, after={"is_filed": True})
    return parcel


def _check_no(parcel_no: str) -> list[Refusal]:
    if not parcel_no or not Parcel.unscoped.filter(parcel_no=parcel_no).exists():
        return []
    return [Refusal(f"地块编号 {parcel_no} 已有。请换一个编号，或留空由系统编号。", field="parcel_no", code="duplicate")]


def _filled(values: dict) -> dict:
    return {name: value for name, value in values.items() if value not in (None, "")}


def refuse_closed(parcel: Parcel) -> None:
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地已销号，不能再改。确有错误的，由考核验收组恢复在册后再改。", code="wrong_state")


def _area_reason(new: dict, reason: str) -> list[Refusal]:
    if "area" in new and not reason:
        return [Refusal("改面积要写原因。请写明原面积错在哪里、新面积的依据；留痕会记下原话。", field="reason", code="reason_missing")]
    return []


def _plan_in_force(parcel: Parcel) -> int | None:
    return parcel.plans.filter(state=PlanState.APPROVED).values_list("number", flat=True).first()


def _check_type(parcel: Parcel) -> list[Refusal]:
    """低效类型 is one of the document's own (CLS-10 to CLS-17), and the one found while a finding stands."""
    if parcel.kind != Kind.INEFFICIENT:
        return []
    standing = parcel.pk and parcel.findings.filter(kind=Kind.INEFFICIENT, ended_at=None).first()
    if standing and parcel.inefficient_type != standing.type_code:
        return [Refusal(f"低效类型已认定为{standing.type_label}（{standing.doc_no}），不能在这里改。认定有误的，先由考核验收组登记结果出清单。",
                        field="inefficient_type", code="type_found")]
    return check_type(document_of(parcel.region), parcel.kind, parcel.inefficient_type) if parcel.inefficient_type else []


def _check_cause(parcel: Parcel) -> list[Refusal]:
    """形成原因 is one of its document's own for its kind (CLS-21 to CLS-25)."""
    return check_cause(document_of(parcel.region), parcel.kind, parcel.cause) if parcel.cause else []


def _check_used_type(parcel: Parcel) -> list[Refusal]:
    """未供即用类型 is one that its document tells apart."""
    return check_used_type(document_of(parcel.region), parcel.used_type) if parcel.used_type else []


def _check_batch(region_id: int, batch_id: int | None) -> None:
    if batch_id and not ApprovalBatch.objects.filter(pk=batch_id, region_id=region_id).exists():
        raise Refusal("没有这个批次。请从本县区已登记的批次里选，或先登记批次。", field="batch", code="not_found")


def _check_kind_change(parcel: Parcel, span: KindSpan, kind: str, effective_on: date, doc_no: str) -> None:
    found = []
    today = clock.today()
    if kind == parcel.kind:
        found.append(Refusal(f"这宗地已经是{Kind(kind).label}。请选别的类别。", field="kind", code="same_kind"))
    if not doc_no:
        found.append(Refusal("变更类别要有文书。请写认定书、决定书或合同的编号。", field="doc_no", code="missing"))
    if effective_on > today:
        found.append(Refusal(f"变更日期 {effective_on} 晚于今天 {today}。请到那一天再办。", field="effective_on", code="day_future"))
    if effective_on < span.from_on:
        found.append(Refusal(f"变更日期 {effective_on} 早于现类别的起始日期 {span.from_on}。请核对日期。",
                             field="effective_on", code="day_order"))
    if standing := parcel.findings.filter(ended_at=None).first():
        found.append(Refusal(f"本宗已认定为{standing.type_label}（{standing.doc_no}），认定有效时不能变更类别。请先由考核验收组登记结果出清单。",
                             code="found"))
    if parcel.in_transit_area:
        found.append(Refusal(f"有在途处置 {parcel.in_transit_area} 亩，类别变了措施可能不再适用。请先撤回或等验收后再变更。",
                             code="in_transit"))
    refuse(found)


def next_no(parcel: Parcel) -> str:
    """系统编号: 区划代码-四位顺序号, the next free one of the county (the chain lock of the transaction is not needed:
    the unique constraint decides a race, the loser sees the refusal and submits again)."""
    prefix = f"{parcel.region.code}-"
    last = (Parcel.unscoped.filter(region_id=parcel.region_id, parcel_no__startswith=prefix, parcel_no__regex=rf"^{prefix}[0-9]+$")
            .order_by("-parcel_no").values_list("parcel_no", flat=True).first())
    number = int(last.rsplit("-", 1)[1]) + 1 if last else 1
    if number > 9999:  # as texts 9999 is the last of all: beyond it the numbers themselves are compared
        given = Parcel.unscoped.filter(region_id=parcel.region_id, parcel_no__regex=rf"^{prefix}[0-9]{{4,9}}$")
        number = max(int(one.rsplit("-", 1)[1]) for one in given.values_list("parcel_no", flat=True)) + 1
    return f"{prefix}{number:04d}"
