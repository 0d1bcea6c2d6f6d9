"""装入方案: documents, phases, targets, printed tables, tasks, groups and measures, as printed; idempotent, audited.

A second run with the same data changes nothing. Printed tables are append-only: a file that prints another figure than
the one already loaded is refused whole, because a new figure is a new version with its own document (QTA-09, SYS-02).
"""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from decimal import Decimal

from django.db import models, transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from parcels.services import keep_totals_at, save_cohort, save_measure, save_register_due
from units.models import Region
from units.selectors.functions import seat_of
from units.selectors.regions import find_unit
from units.services import settle_functions

from ..models import (
    Cycle,
    DepartmentDuty,
    Document,
    Duty,
    GroupPost,
    LeadingGroup,
    Milestone,
    Obligation,
    Phase,
    Plan,
    PlanNote,
    PlanWord,
    PrintedCell,
    PrintedRow,
    PrintedTable,
    Target,
    Threshold,
    WorkTask,
    WorkTaskUnit,
)
from ..rules.quota import read_printed
from .kept_quotas import keep_quotas

_DATES = ("dated_on", "issued_on", "data_on", "base_on", "valid_from", "valid_until", "starts_on", "ends_on", "due_on",
          "window_from", "window_until", "approved_from", "approved_until", "first_cutoff_on", "last_cutoff_on", "finish_by_on")
_TIMES = ("cutoff_time", "auto_freeze_time")
# a measure that a file says nothing about
_MEASURE = {"used_types": [], "terms": "", "finish_by_on": None, "is_active": True}
# what of a plan's file goes row by row into which table, and by which field a row is known again
_PLAIN = (("notes", PlanNote, "ref"), ("words", PlanWord, "word"), ("phases", Phase, "order"), ("targets", Target, "code"),
          ("duties", Duty, "code"), ("cycles", Cycle, "sort"), ("department_duties", DepartmentDuty, "sort"),
          ("thresholds", Threshold, "code"), ("obligations", Obligation, "code"))


@transaction.atomic
def load_plan(data: dict, *, actor: Actor) -> tuple[Plan, Counter]:
    """装入一份方案. Returns it and how many rows of each kind are new or changed.

    Raises Refusal when a printed figure differs from the one already loaded, or a region is not known.
    """
    told: Counter = Counter()
    region = _region(data["region"])
    code = data["document"]["code"]
    document = _sync(told, Document, {"code": code}, data["document"] | {"region": region}, Document.objects.filter(code=code).first())
    known = Plan.objects.filter(document=document).first()  # the office may have changed a setting since: it stays
    plan = _sync(told, Plan, {"document": document, "region": region}, {} if known else data["settings"], known)
    for name, model, key in _PLAIN:
        rows = _rows(model, key, plan=plan)
        for sort, row in enumerate(data.get(name, []), 1):
            numbered = row if model is Phase else {**row, "sort": sort}
            _sync(told, model, {"plan": plan, key: numbered[key]}, numbered, rows.get((numbered[key],)))
    _groups(told, plan, data["groups"])
    _functions(told, plan, data.get("functions", []), actor)
    _tasks(told, plan, data["tasks"])
    for table in data["printed_tables"]:
        print_table(told, plan, table)
    _measures(told, plan, data["measures"], data.get("retired_measures", []), actor)
    _cohorts(told, plan, data.get("cohorts", []), actor)
    _register_dues(told, plan, data.get("register_dues", []), actor)
    if plan.counts_after:
        keep_totals_at(plan.counts_after)
    if told:
        record(actor=actor, action="load_plan", obj=plan, region_id=region.id, after=dict(told))
    return plan, told


def _region(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise Refusal(f"区划代码 {code} 没有登记。请先装入 fixtures/regions.json。", field="region", code="not_found")
    return region


def _value(name: str, value):
    if value is not None and name in _DATES:
        return date.fromisoformat(value)
    if name in _TIMES and isinstance(value, str):
        return time.fromisoformat(value)
    return Decimal(value) if name == "value" and isinstance(value, str) else value


def _rows(model: type[models.Model], *key: str, **of) -> dict[tuple, models.Model]:
    """What is there already of one plan, by its key."""
    return {tuple(getattr(row, name) for name in key): row for row in model._default_manager.filter(**of)}


def _sync(told: Counter, model: type[models.Model], key: dict, values: dict, row: models.Model | None):
    """The row of that key with these values: made, changed, or left alone."""
    is_new, row = row is None, row or model(**key)
    changed = []
    for name, value in values.items():
        value = value if model is Threshold else _value(name, value)
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    if is_new or changed:
        row.save()
        told[model._meta.verbose_name] += 1
    return row


def _groups(told: Counter, plan: Plan, groups: list[dict]) -> None:
    known, posts = _rows(LeadingGroup, "name", plan=plan), _rows(GroupPost, "group_id", "sort", group__plan=plan)
    for sort, data in enumerate(groups, 1):
        group = _sync(told, LeadingGroup, {"plan": plan, "name": data["name"]},
                      {**{k: v for k, v in data.items() if k != "posts"}, "sort": sort}, known.get((data["name"],)))
        for order, post in enumerate(data["posts"], 1):
            _sync(told, GroupPost, {"group": group, "sort": order}, post, posts.get((group.id, order)))


def _functions(told: Counter, plan: Plan, functions: list[dict], actor: Actor) -> None:
    """职能 that the document gives to its groups, where the city has decided nothing yet."""
    rows = [{"role": row["role"], "function": row["function"], "basis": f"{plan.number} {row['section']}"} for row in functions]
    if made := settle_functions(seat_of(plan.region), actor=actor, rows=rows):
        told["职能归属"] += made


def _tasks(told: Counter, plan: Plan, tasks: list[dict]) -> None:
    """工作任务 with units in printed order; the first leads (牵头规则), a collective has no unit of its own."""
    known, units = _rows(WorkTask, "number", plan=plan), _rows(WorkTaskUnit, "task_id", "order", task__plan=plan)
    milestones = _rows(Milestone, "task_id", "order", task__plan=plan)
    library = {name: find_unit(name, plan.region) for name in {u["name"] for t in tasks for u in t["units"] if not u["is_collective"]}}
    for sort, data in enumerate(tasks, 1):
        plain = {k: v for k, v in data.items() if k not in ("units", "milestones")}
        task = _sync(told, WorkTask, {"plan": plan, "number": data["number"]}, {**plain, "sort": sort}, known.get((data["number"],)))
        for order, unit in enumerate(data["units"], 1):
            values = {**unit, "unit_id": getattr(library.get(unit["name"]), "id", None), "is_lead": order == 1}
            _sync(told, WorkTaskUnit, {"task": task, "order": order}, values, units.get((task.id, order)))
        for order, milestone in enumerate(data["milestones"], 1):
            _sync(told, Milestone, {"task": task, "order": order}, milestone, milestones.get((task.id, order)))


def _measures(told: Counter, plan: Plan, measures: list[dict], retired: list[str], actor: Actor) -> None:
    """措施目录: what the office has edited stays as it is; `retired` are codes of earlier files, which are offered no more."""
    known = {measure.code: measure for measure in plan.region.measures.all()}
    for sort, data in enumerate(measures, 1):
        row = known.get(data["code"])
        if row is None or not row.is_edited:
            values = _MEASURE | {k: _value(k, v) for k, v in data.items() if k != "code"}
            saved = save_measure(actor=actor, region=plan.region, code=data["code"], sort=sort, document_no=plan.number, **values)
            told[saved._meta.verbose_name] += row is None or saved.version != row.version
    for code in retired:
        if code in known and known[code].is_active and not known[code].is_edited:
            save_measure(actor=actor, region=plan.region, code=code, is_active=False)
            told[known[code]._meta.verbose_name] += 1
    if not told["处置措施"]:
        del told["处置措施"]


def _cohorts(told: Counter, plan: Plan, cohorts: list[dict], actor: Actor) -> None:
    for sort, data in enumerate(cohorts, 1):
        known = plan.region.cohorts.filter(code=data["code"]).first()
        if known and known.version > 1:  # the office has changed its bounds since: they stay
            continue
        values = {k: _value(k, v) for k, v in data.items() if k != "code"}
        saved = save_cohort(actor=actor, region=plan.region, code=data["code"], sort=sort, document_no=plan.number, **values)
        if known is None or saved.version != known.version:
            told[saved._meta.verbose_name] += 1


def _register_dues(told: Counter, plan: Plan, dues: list[dict], actor: Actor) -> None:
    known = {due.register: due for due in plan.region.register_dues.all()}
    for data in dues:
        values = {k: _value(k, v) for k, v in data.items()} | {"document_no": plan.number}
        before = known.get(data["register"])
        if before is None or any(getattr(before, name) != value for name, value in values.items()):
            save_register_due(actor=actor, region=plan.region, **values)
            told["登记簿完成日期"] += 1


def print_table(told: Counter, plan: Plan, data: dict) -> None:
    """印发的表, version 1. Loaded once; afterwards only compared."""
    loaded = PrintedTable.objects.filter(plan=plan, key=data["key"], version=1).first()
    if loaded:
        _compare(loaded, data)
        return
    dated_on = _value("dated_on", data["dated_on"])
    table = PrintedTable.objects.create(
        plan=plan, key=data["key"], version=1, title=data["title"], unit=data["unit"], dated_on=dated_on,
        document_no=data.get("document_no") or plan.number, section=data["section"],
        valid_from=_value("valid_from", data.get("valid_from")) or plan.document.dated_on, entered_at=clock.now())
    regions = {r.code: r for r in Region.objects.all()}
    for sort, row in enumerate(data["rows"], 1):
        printed = PrintedRow.objects.create(table=table, sort=sort, seq=row["seq"], label=row["label"], kind=row["kind"], group=row["group"],
                                            period=row.get("period", ""), region=regions[row["region"]] if row["region"] else None)
        PrintedCell.objects.bulk_create(
            PrintedCell(row=printed, column=column, text=text, value=read_printed(text)) for column, text in row["cells"].items())
    keep_quotas(table)
    told[table._meta.verbose_name] += 1


def _compare(table: PrintedTable, data: dict) -> None:
    printed = {(cell.row.sort, cell.column): cell.text for cell in PrintedCell.objects.filter(row__table=table).select_related("row")}
    given = {(sort, column): text for sort, row in enumerate(data["rows"], 1) for column, text in row["cells"].items()}
    for place in printed.keys() | given.keys():
        if printed.get(place) != given.get(place):
            raise Refusal(f"{table} 第 {place[0]} 行“{place[1]}”印发数是“{printed.get(place)}”，文件里是“{given.get(place)}”。"
                          "印发数不改；任务调整请在任务量表里出新版本。", code="printed_differs")
