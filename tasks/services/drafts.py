"""拟定方案 and quotas of one's own: copied from an old plan, typed or brought in, issued by a second person of the office, then locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from audit.selectors import history_of
from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.services import save_measure
from parcels.services.common import check_version, permit, refuse
from units.models import Region
from units.selectors.regions import find_region

from ..choices import DraftKind, DraftState, RowKind, TableKey
from ..models import Document, Plan, PlanDraft
from ..policies import may_govern, may_govern_plans
from ..rules.columns import COLUMNS
from ..rules.drafts import CARRIED, Line, check_lines, grouped, kind_of, lacking, shifted
from ..selectors.plan_file import empty_table, file_of, labels_to_copy, measures_to_copy
from .load import load_plan, print_table
from .revise import cell_text

OFFICE = "方案由领导小组办公室拟定和印发。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@transaction.atomic
def copy_plan(source_id: int, *, actor: Actor, region_id: int, number: str, title: str, dated_on: date, carried: Sequence[str]) -> PlanDraft:
    """照旧方案拟定新方案: days moved by the whole years between the two documents; its words of the document are to be typed anew.

    Raises NotAllowed, Refusal."""
    permit(may_govern_plans(actor), OFFICE)
    if not actor.covers(region_id):
        raise NotAllowed("这个区划不在你的辖区，不能替它拟定方案。")
    if not number or not title:
        raise Refusal("文号和标题都要填，还没有定的先写暂定的，印发前可以改。", field="number" if not number else "title", code="missing")
    source, region = Plan.objects.select_related("document", "region").get(pk=source_id), Region.objects.get(pk=region_id)
    data, years = file_of(source), dated_on.year - source.document.dated_on.year
    day = dated_on.isoformat()
    data["document"] |= {"number": number, "title": title, "dated_on": day, "issued_on": day, "approved_by": "", "data_on": None, "data_note": "",
                         "base_on": None, "base_text": "", "valid_from": None, "valid_until": None, "validity_text": "",
                         "level": "市" if region.level == "city" else "县"}
    data |= {"region": region.code, "notes": [], "measures": measures_to_copy(source, region),
             **{part: [] for part in CARRIED if part not in carried}}
    _move(data, years)
    data["printed_tables"] = [_table(title, labels_to_copy(source, clock.now()) if region == source.region else [], region)]
    return _begin(actor, region, DraftKind.PLAN, data, source=source)


def _move(data: dict, years: int) -> None:
    """Days of settings, phases, targets, duties and milestones; what the old document said word for word is left to be typed."""
    for name in ("first_cutoff_on", "last_cutoff_on"):
        data["settings"][name] = shifted(data["settings"][name], years)
    stones = (stone for task in data["tasks"] for stone in task["milestones"])
    rows = [*data["phases"], *data["targets"], *data["duties"], *data["obligations"], *stones]
    for row in rows:
        row |= {name: shifted(row[name], years) for name in ("starts_on", "ends_on", "due_on", "window_from", "window_until") if name in row}
    for target in data["targets"]:
        target |= {"text": "", "note": "", "due_text": "", "window_basis": ""}


def _table(title: str, labels: list[str], region: Region) -> dict:
    """An empty table of quotas with these rows."""
    groups = grouped(labels)
    kinds = [(kind_of(label), groups[at], _code(label, region)) for at, label in enumerate(labels)]
    return empty_table(f"{title}任务分解表"[:100], labels, kinds)


def _code(label: str, region: Region) -> str | None:
    """区划代码 of a unit that is a county of the plan; other units have none."""
    found = find_region(label, region) if kind_of(label) == RowKind.COUNTY else None
    return found.code if found else None


@transaction.atomic
def begin_quotas(plan_id: int, *, actor: Actor) -> PlanDraft:
    """开始拟定任务分解 of a plan that prints none; a second one while the first is open is refused. Raises NotAllowed, Conflict."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "region").get(pk=plan_id)
    permit(may_govern(actor, plan.region_id), OFFICE)
    if plan.tables.exists():
        raise Conflict("这份方案已有任务分解表，数已锁定。要改的，请在任务量表里办任务调整，出新的一版。", code="locked")
    if PlanDraft.objects.filter(plan=plan, kind=DraftKind.QUOTAS, state=DraftState.DRAFT).exists():
        raise Conflict("这份方案的任务分解正在拟定。请打开已有的那一份接着填。", code="wrong_state")
    labels = [county.name for county in Region.objects.within(plan.region).counties()]
    table = _table(plan.name, labels if len(labels) > 1 else [], plan.region) | {"document_no": plan.number}
    return _begin(actor, plan.region, DraftKind.QUOTAS, {"printed_tables": [table]}, plan=plan)


def _begin(actor: Actor, region: Region, kind: str, data: dict, **of) -> PlanDraft:
    now = clock.now()
    draft = PlanDraft.objects.create(region=region, kind=kind, data=data, begun_at=now, begun_by_id=actor.user_id, edited_at=now,
                                     edited_by_id=actor.user_id, **of)
    record(actor=actor, action="begin_draft", obj=draft, region_id=region.id, after={
        "kind": kind, "number": data.get("document", {}).get("number", ""), "source": str(of.get("source") or ""), "plan": str(of.get("plan") or "")})
    return draft


@transaction.atomic
def save_draft(draft_id: int, *, actor: Actor, version: int | None, parts: dict[str, dict | list]) -> PlanDraft:
    """改拟定中的几部分 together (`document` and `settings` are merged, lists replaced). Raises NotAllowed, VersionMissing, Conflict."""
    draft = _open(draft_id, actor)
    check_version(draft, version)
    before = {part: draft.data[part] for part in parts}
    after = {part: before[part] | values if isinstance(before[part], dict) else values for part, values in parts.items()}
    draft.data |= after
    return _saved(draft, actor, before, after)


def quota_rows(lines: Sequence[Line], region: Region) -> tuple[list[Refusal], list[dict]]:
    """各行 as a draft keeps them, and all that is wrong with them (field `r<number>_<key>`); a blank cell is blank, not 0."""
    found, rows = check_lines(lines), []
    groups = grouped([line.texts["label"] for line in lines])
    for at, line in enumerate(lines):
        cells = {}
        for one in COLUMNS[TableKey.OWN]:
            try:
                cells[one.key] = cell_text(one, line.texts.get(one.key, ""), field=f"r{line.number}_{one.key}")
            except Refusal as refusal:
                refusal.message = f"第 {line.number} 行 {one.name}：{refusal.message}"
                found.append(refusal)
        label = line.texts["label"]
        rows.append({"label": label, "period": line.texts["period"], "seq": None, "kind": kind_of(label), "group": groups[at],
                     "region": _code(label, region), "cells": cells})
    return found, rows


@transaction.atomic
def save_quotas(draft_id: int, *, actor: Actor, version: int | None, head: dict, lines: Sequence[Line], reason: str = "") -> PlanDraft:
    """填任务分解: rows as typed or as a file brought them (`reason` names it). Raises NotAllowed, Conflict, Refusals."""
    draft = _open(draft_id, actor)
    check_version(draft, version)
    found, rows = quota_rows([line for line in lines if not line.is_empty], draft.region)
    refuse(found)
    before = draft.table
    draft.data["printed_tables"] = [before | head | {"rows": rows}]
    return _saved(draft, actor, {"quotas": {"rows": len(before["rows"])}}, {"quotas": {"rows": len(rows), **head}}, reason)


def _saved(draft: PlanDraft, actor: Actor, before: dict, after: dict, reason: str = "") -> PlanDraft:
    draft.edited_at, draft.edited_by_id = clock.now(), actor.user_id
    draft.version += 1
    draft.save()
    record(actor=actor, action="edit_draft", obj=draft, region_id=draft.region_id, before=before, after=after, reason=reason)
    return draft


@transaction.atomic
def issue_draft(draft_id: int, *, actor: Actor, version: int | None) -> Plan:
    """印发 by a person of the office who had no hand in it, as the trail tells; from then on its quotas are locked.

    Raises NotAllowed, VersionMissing, Conflict, Refusals with everything that is lacking."""
    draft = _open(draft_id, actor)
    check_version(draft, version)
    if history_of(f"plandraft:{draft.id}").filter(actor_id=actor.user_id).exists():
        raise NotAllowed("拟定、修改的人不能自己印发。请办公室另一位核对后印发。")
    plan = _issue_quotas(draft) if draft.kind == DraftKind.QUOTAS else _issue_plan(draft, actor)
    draft.plan, draft.state, draft.issued_at, draft.issued_by_id = plan, DraftState.ISSUED, clock.now(), actor.user_id
    draft.version += 1
    draft.save()
    record(actor=actor, action="issue_draft", obj=draft, region_id=draft.region_id, before={"state": DraftState.DRAFT},
           after={"state": DraftState.ISSUED, "plan": str(plan)})
    return plan


def _issue_plan(draft: PlanDraft, actor: Actor) -> Plan:
    data, found = draft.data, [Refusal(f"{one}。", code="lacking") for one in lacking(draft.data, clock.today())]
    if Document.objects.filter(number=data["document"].get("number")).exists():
        found.append(Refusal(f"已有文号 {data['document']['number']} 的方案。请核对文号。", code="duplicate"))
    refuse(found)
    plan, _ = load_plan(_named(draft), actor=actor)
    for sort, row in enumerate(data["measures"], 1):
        values = {name: value for name, value in row.items() if name != "code"}
        save_measure(actor=actor, region=draft.region, code=row["code"], sort=sort, document_no=plan.number, **values,
                     reason=f"随方案照{draft.source}抄来")
    return plan


def _named(draft: PlanDraft) -> dict:
    """The file of the draft with codes of its own, and without a table where nothing was typed."""
    data, mark = draft.data | {"measures": []}, f"own{draft.id}"
    data["document"] = data["document"] | {"code": mark}
    data["targets"] = [row | {"code": f"T-{mark}-{at}"} for at, row in enumerate(data["targets"], 1)]
    for part, letter in (("duties", "O"), ("obligations", "P"), ("thresholds", "H")):  # a draft begun before these were carried has none
        data[part] = [row | {"code": f"{letter}-{mark}-{at}"} for at, row in enumerate(data.get(part, []), 1)]
    data["tasks"] = [row | {"number": f"{draft.id}-{at:02d}"} for at, row in enumerate(data["tasks"], 1)]
    data["phases"] = [row | {"order": at} for at, row in enumerate(data["phases"], 1)]
    data["printed_tables"] = [table for table in data["printed_tables"] if any(any(row["cells"].values()) for row in table["rows"])]
    return data


def _issue_quotas(draft: PlanDraft) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "region").get(pk=draft.plan_id)
    table, found = draft.table, []
    found += [Refusal(f"{label}没有填。", code="lacking") for key, label in (("document_no", "下达文件文号"), ("valid_from", "生效日期"))
              if not table.get(key)]
    if not any(any(row["cells"].values()) for row in table["rows"]):
        found.append(Refusal("任务分解一个数也没有填。", code="lacking"))
    if plan.tables.exists():
        found.append(Conflict("这份方案已有任务分解表。要改的，请办任务调整。", code="locked"))
    refuse(found)
    print_table(Counter(), plan, table)
    return plan


@transaction.atomic
def drop_draft(draft_id: int, *, actor: Actor, version: int | None, reason: str) -> PlanDraft:
    """放弃拟定 with its reason. Raises NotAllowed, Conflict, Refusal."""
    draft = _open(draft_id, actor)
    check_version(draft, version)
    if not reason:
        raise Refusal("放弃要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    draft.state = DraftState.DROPPED
    draft.version += 1
    draft.save()
    record(actor=actor, action="drop_draft", obj=draft, region_id=draft.region_id, before={"state": DraftState.DRAFT},
           after={"state": DraftState.DROPPED}, reason=reason)
    return draft


def _open(draft_id: int, actor: Actor) -> PlanDraft:
    """拟定中的, locked."""
    permit(may_govern_plans(actor), OFFICE)
    draft = PlanDraft.objects.select_for_update(of=("self",)).select_related("region").get(pk=draft_id)
    permit(may_govern(actor, draft.region_id), OFFICE)
    if draft.state != DraftState.DRAFT:
        raise Conflict(f"这一份{draft.get_state_display()}，不能再改。已印发的任务量，请办任务调整。", code="wrong_state")
    return draft
