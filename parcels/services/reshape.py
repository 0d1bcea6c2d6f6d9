"""分割、合并: proposed by the county's clerk, approved by its reviewer; the land goes into new parcels, nothing is counted twice.

No AreaEntry is written: what was accepted stays credited where and when it was, the new parcels only hold it as accepted already.
So every plan, week and "as of" figure is the same before and after.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from audit.services import record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.errors import Conflict, NotAllowed, Refusal

from ..choices import FindingEnd, ParcelStatus, ReshapeState, ReshapeWay
from ..models import (
    ClockStop,
    Expropriation,
    Finding,
    Hurdle,
    KindSpan,
    Parcel,
    ParcelLineage,
    Reshape,
    StartAgreement,
)
from ..policies import may_approve_reshape, may_propose_reshape
from ..rules.elements import FACTS, completeness
from ..rules.reshape import CARRIED, Part, check_papers, check_parts, check_same
from ..selectors.measures import document_of
from ..selectors.reshape import carried_by, facts_to_match, unfinished_of
from .common import lock_parcel, permit, refuse
from .kept_clocks import keep_clock
from .parcels import FIELDS, next_no

_CLERKS = "分割、合并由县区填报员拟定。"
_APPROVERS = "分割、合并由县区审核员批准或退回。"
PAPERS = ("doc_no", "doc_on", "application_no", "applied_on", "reason")
# facts that the new parcels take over; a new parcel has its own name, area and 宗地代码
_COPIED = (*(name for name in FIELDS if name not in ("name", "area", "area_typed", "area_unit", "cadastral_code")),
           "kind", "planning_result", "planning_on", "planning_code", "cleared_on", "allocate_first", "is_demo")


@transaction.atomic
def propose_reshape(parcel_id: int, *, actor: Actor, way: str, parts: list[Part], papers: dict, others: tuple[int, ...] = (),
                    is_within: bool = False) -> Reshape:
    """拟定分割 (parts of one parcel) or 合并 (with `others`; one part, whose shares are the sums). `papers` by PAPERS.

    Raises NotAllowed, Conflict, Refusal or Refusals.
    """
    permit(may_propose_reshape(actor), _CLERKS)
    sources = _locked([parcel_id, *others])
    parcel = sources[0]
    for one in sources:
        if one.reshape_id:
            raise Conflict(f"{one.parcel_no} 已有一件待批准的分割或合并（{one.reshape}）。请等审核员批准或退回后再拟。", code="open_already")
    if way != ReshapeWay.SPLIT:
        parts = [_sum_of(sources, parts[0])]
    refuse(check_papers(way=way, today=clock.today(), kind=parcel.kind, document=document_of(parcel.region), is_within=is_within,
                        **{name: papers.get(name) for name in ("doc_no", "doc_on", "reason")},
                        application_no=papers.get("application_no") or "", applied_on=papers.get("applied_on"))
           + _check(sources, parts, way))
    given = {name: papers[name] for name in PAPERS if papers.get(name)}
    reshape = Reshape.objects.create(
        region_id=parcel.region_id, parcel=parcel, way=way, sources=[one.id for one in sources], parts=[part.stored() for part in parts],
        drafted_at=clock.now(), drafted_by_id=actor.user_id, **given)
    Parcel.objects.filter(pk__in=[one.id for one in sources]).update(reshape=reshape)
    for one in sources:
        record(actor=actor, action="propose_reshape", obj=reshape, subject=f"parcel:{one.id}", reason=reshape.reason,
               after={"way": way, **given, "new_parcels": [_told(part) for part in parts]})
    return reshape


@transaction.atomic
def approve_reshape(reshape_id: int, *, actor: Actor) -> Reshape:
    """批准: everything is looked at again; the old parcels close, the new ones stand in the ledger. Raises NotAllowed, Conflict,
    Refusal or Refusals."""
    reshape, sources = _waiting(reshape_id, actor)
    parts = [Part.read(one) for one in reshape.parts]
    if reshape.way != ReshapeWay.SPLIT:
        parts = [_sum_of(sources, parts[0])]
    refuse(_check(sources, parts, reshape.way))
    targets = [_made(reshape, sources, part, n) for n, part in enumerate(parts, 1)]
    _keep_lines(reshape, sources, targets, parts, actor)
    for target in targets:
        _copy_records(reshape, sources, target)
        keep_clock(target.id)
    _carry_findings(reshape, sources, targets, actor)
    _close(reshape, sources)
    _decide(reshape, ReshapeState.APPROVED, actor)
    told = {"way": reshape.way, "doc_no": reshape.doc_no, "old_parcels": [str(one) for one in sources],
            "new_parcels": [_told(part, target.parcel_no) for part, target in zip(parts, targets, strict=True)]}
    for one in (*sources, *targets):
        record(actor=actor, action="approve_reshape", obj=reshape, subject=f"parcel:{one.id}", after=told, reason=reshape.reason)
    return reshape


@transaction.atomic
def send_back_reshape(reshape_id: int, *, actor: Actor, reason: str) -> Reshape:
    """退回 with the reason that the clerk will read; the parcels are as before. Raises NotAllowed, Conflict, Refusal."""
    reshape, sources = _waiting(reshape_id, actor)
    if not reason:
        raise Refusal("退回要写原因。请写明哪一项、现在是什么、应改成什么；填报员会看到原话。", field="reason", code="reason_missing")
    reshape.returned_reason = reason
    Parcel.objects.filter(pk__in=reshape.sources).update(reshape=None)
    _decide(reshape, ReshapeState.RETURNED, actor)
    for one in sources:
        record(actor=actor, action="send_back_reshape", obj=reshape, subject=f"parcel:{one.id}", reason=reason)
    return reshape


def _locked(ids: list[int]) -> list[Parcel]:
    """锁各宗 in the order of their ids; given back in the order asked, each once."""
    found = {pk: lock_parcel(pk) for pk in sorted(set(ids))}
    return [found[pk] for pk in dict.fromkeys(ids)]


def _waiting(reshape_id: int, actor: Actor) -> tuple[Reshape, list[Parcel]]:
    """One that waits, its parcels locked first, looked at by another person than its drafter."""
    permit(may_approve_reshape(actor), _APPROVERS)
    state, ids = Reshape.objects.values_list("state", "sources").get(pk=reshape_id)
    if state == ReshapeState.PROPOSED:
        sources = [lock_parcel(pk, succeeded=True) for pk in sorted(ids)]
    reshape = Reshape.objects.select_for_update(of=("self",)).select_related("parcel").get(pk=reshape_id)
    if reshape.state != ReshapeState.PROPOSED:
        raise Conflict(f"这件{reshape.get_way_display()}现在是“{reshape.get_state_display()}”，不能再批准或退回。请刷新页面看最新状态。",
                       code="wrong_state")
    if reshape.drafted_by_id == actor.user_id:
        raise NotAllowed("这件分割或合并是你拟定的，不能由你批准或退回。请交本单位另一位审核员。", code="own_work")
    return reshape, sorted(sources, key=lambda one: ids.index(one.id))


def _sum_of(sources: list[Parcel], part: Part) -> Part:
    """合并后的一宗: everything of all."""
    sums = [carried_by(one) for one in sources]
    return Part(part.no, part.name, *(sum((one[key] for one in sums), Decimal(0)) for key in CARRIED))


def _check(sources: list[Parcel], parts: list[Part], way: str) -> list[Refusal]:
    """能否分割、合并 as things stand now."""
    found = []
    for one in sources:
        if not one.is_open:
            found.append(Refusal(f"{one.parcel_no} 是“{one.get_status_display()}”，不能分割或合并。确有错误的，由考核验收组恢复在册后再办。",
                                 field="others", code="wrong_state"))
        if left := unfinished_of(one):
            told = "、".join(f"第{row.number}笔（{row.get_state_display()}）" for row in left)
            found.append(Refusal(f"{one.parcel_no} 有没有办完的处置：{told}。请先验收、退回后作废，或撤回后作废，再分割或合并。", code="in_transit"))
    if way == ReshapeWay.SPLIT:
        if len(parts) < 2:
            found.append(Refusal("分割至少要分成两宗。请再填一宗。", code="too_few"))
        found += check_parts(parts, carried_by(sources[0]))
    else:
        found += _check_merge(sources, parts[0])
    taken = list(Parcel.unscoped.filter(parcel_no__in=[part.no for part in parts if part.no]).values_list("parcel_no", flat=True))
    return found + [Refusal(f"编号 {no} 已有。请换一个，或留空由系统编号。", field=f"no_{n}" if way == ReshapeWay.SPLIT else "no", code="duplicate")
                    for n, no in enumerate((part.no for part in parts), 1) if no in taken]


def _check_merge(sources: list[Parcel], part: Part) -> list[Refusal]:
    found = check_same([facts_to_match(one) for one in sources], [one.parcel_no for one in sources])
    if len(sources) < 2:
        found.append(Refusal("合并至少要两宗。请写另一宗的地块编号。", field="others", code="too_few"))
    if not part.name:
        found.append(Refusal("新宗地的名称没有填。请写人们认得的名字。", field="name", code="missing"))
    types = {one.parcel_no: [row.type_code for row in one.findings.filter(ended_at=None)] for one in sources}
    if len({tuple(sorted(codes)) for codes in types.values()}) > 1:
        told = "、".join(f"{no} {'有认定' if codes else '没有认定'}" for no, codes in types.items())
        found.append(Refusal(f"各宗的有效认定不同（{told}），合并后无从延续。请先认定，或由考核验收组登记结果出清单。",
                             field="others", code="other_finding"))
    return found


def _made(reshape: Reshape, sources: list[Parcel], part: Part, n: int) -> Parcel:
    """新宗地 with the facts of the (first) old one."""
    main, now = sources[0], clock.now()
    status = main.status if main.status == ParcelStatus.RELISTED else ParcelStatus.PARTIAL if part.accepted else ParcelStatus.REGISTERED
    new = Parcel(region_id=main.region_id, name=part.name, area=part.area, accepted_area=part.accepted,
                 relapsed_area=part.relapsed, round_no=max(one.round_no for one in sources), status=status, registered_at=now,
                 updated_at=now, registered_by_id=reshape.drafted_by_id, **{name: getattr(main, name) for name in _COPIED})
    new.parcel_no = part.no or (_split_no(main, n) if reshape.way == ReshapeWay.SPLIT else next_no(main))
    new.elements = completeness(snapshot(new, FACTS))
    new.save(force_insert=True)
    return new


def _split_no(parcel: Parcel, n: int) -> str:
    """分割的编号: the old one's with -1, -2 …, the next that is free."""
    while Parcel.unscoped.filter(parcel_no=(no := f"{parcel.parcel_no}-{n}"[-40:])).exists():
        n += 1
    return no


def _keep_lines(reshape: Reshape, sources: list[Parcel], targets: list[Parcel], parts: list[Part], actor: Actor) -> None:
    """沿革: one line from each old parcel to each new one (one side is a single parcel)."""
    given = {"region_id": reshape.region_id, "reshape": reshape, "doc_no": reshape.doc_no, "doc_on": reshape.doc_on,
             "reason": reshape.reason, "recorded_at": clock.now(), "recorded_by_id": actor.user_id}
    shares = [carried_by(one) for one in sources] if len(targets) == 1 else [{key: getattr(part, key) for key in CARRIED} for part in parts]
    pairs = [(one, targets[0]) for one in sources] if len(targets) == 1 else [(sources[0], one) for one in targets]
    ParcelLineage.objects.bulk_create([ParcelLineage(source=source, target=target, **share, **given)
                                       for (source, target), share in zip(pairs, shares, strict=True)])


def _copy_records(reshape: Reshape, sources: list[Parcel], target: Parcel) -> None:
    """照抄 what goes with the land: kinds over time, conditions and obstacles that are open, the course of the
    expropriation, and what moves its clocks (of several parcels, those of the first)."""
    spans = list(KindSpan.objects.filter(parcel=sources[0]).order_by("from_on", "id"))
    if len(sources) > 1:
        since = max(KindSpan.objects.filter(parcel__in=sources, until_on=None).values_list("from_on", flat=True))
        spans = [KindSpan(kind=target.kind, idle_source=target.idle_source, from_on=since, doc_no=reshape.doc_no)]
    hurdles = Hurdle.objects.filter(parcel__in=sources, done_on=None, voided_at=None)
    own = (model.objects.filter(parcel=sources[0]) for model in (Expropriation, ClockStop, StartAgreement))
    for row in (*spans, *hurdles, *(row for rows in own for row in rows)):
        _copy(row, parcel=target, region_id=target.region_id)


def _copy(row, **changes):
    """The same row once more, with the changes."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    values.pop("parcel_id")
    return type(row).objects.create(**values | changes)


def _carry_findings(reshape: Reshape, sources: list[Parcel], targets: list[Parcel], actor: Actor) -> None:
    """有效的认定 go on with the new parcels; the old ones end with the document of the change."""
    standing = list(Finding.objects.select_for_update(of=("self",)).filter(parcel__in=sources, ended_at=None).order_by("-found_at", "-id"))
    latest = {row.kind: row for row in reversed(standing)}
    Finding.objects.filter(pk__in=[row.pk for row in standing]).update(
        result=FindingEnd.CARRIED, result_no=reshape.doc_no, ended_on=max(reshape.doc_on, *(row.found_on for row in standing)),
        ended_at=clock.now(), ended_by_id=actor.user_id) if standing else None
    for row in latest.values():
        for target in targets:
            _copy(row, parcel=target)


def _close(reshape: Reshape, sources: list[Parcel]) -> None:
    """原宗地 stay readable, and are counted nowhere any more."""
    for one in sources:
        one.status = ParcelStatus.SPLIT if reshape.way == ReshapeWay.SPLIT else ParcelStatus.MERGED
        one.version, one.updated_at = one.version + 1, clock.now()
        one.save(update_fields=["status", "version", "updated_at"])


def _decide(reshape: Reshape, state: ReshapeState, actor: Actor) -> None:
    reshape.state, reshape.decided_at, reshape.decided_by_id = state, clock.now(), actor.user_id
    reshape.save(update_fields=["state", "decided_at", "decided_by", "returned_reason"])


def _told(part: Part, no: str = "") -> str:
    """一宗 in words, for the trail."""
    more = f"，其中已验收 {plain(part.accepted)} 亩" if part.accepted else ""
    return f"{no or part.no or '（系统编号）'} {part.name} {plain(part.area)} 亩{more}"
