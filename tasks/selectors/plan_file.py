"""方案导成文件: a plan as `load_plan` reads it, to be copied into the draft of a new one; and its drafts."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from django.db import models
from django.db.models import QuerySet

from landplan.lib.area import plain

from ..choices import DraftState, RowKind, TableKey
from ..models import Plan, PlanDraft
from ..rules.columns import COLUMNS
from ..rules.quota import read_printed
from .quotas import class_table, lines_of

_OF_PLAN = ("id", "plan", "sort")
_TASK = ("number", "title", "section", "units_text", "open_ended", "is_lead_inferred", "text_says_lead", "note")
_DOCUMENT = ("issuer", "level", "lead_rule")
_SETTINGS = ("cutoff_time", "has_auto_freeze", "auto_freeze_time", "counts_used_unsupplied", "has_combined_rank", "goal_base", "year_base",
             "supply_formula", "last_day", "month_rule", "snapshot_lead", "first_cutoff_on", "last_cutoff_on", "approved_from", "approved_until")
_MEASURE = ("code", "label", "kinds", "causes", "used_types", "effect", "brings_into_use", "evidence", "section", "quotation", "note", "terms")


def row_of(obj: models.Model, leave: tuple[str, ...] = _OF_PLAN, only: tuple[str, ...] | None = None) -> dict:
    """一行 as a file holds it: texts, days as ISO, decimals without trailing zeros."""
    names = only or tuple(field.name for field in obj._meta.concrete_fields if field.name not in leave)
    return {name: _plain(getattr(obj, name)) for name in names}


def _plain(value):
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else value


def file_of(plan: Plan) -> dict:
    """方案 as a file, without its contradictions and its printed figures: those are the old document's own."""
    return {
        "document": row_of(plan.document, only=_DOCUMENT), "settings": row_of(plan, only=_SETTINGS),
        "words": [row_of(one) for one in plan.words.all()], "phases": [row_of(one) for one in plan.phases.all()],
        "targets": [row_of(one) for one in plan.targets.all()], "duties": [row_of(one) for one in plan.duties.all()],
        "obligations": [row_of(one) for one in plan.obligations.all()], "thresholds": [row_of(one) for one in plan.thresholds.all()],
        "cycles": [row_of(one) for one in plan.cycles.all()], "department_duties": [row_of(one) for one in plan.department_duties.all()],
        "groups": [row_of(one) | {"posts": [row_of(post, only=("kind", "title")) for post in one.posts.all()]}
                   for one in plan.groups.prefetch_related("posts")],
        "tasks": [row_of(one, only=_TASK) | {
            "units": [row_of(unit, only=("name", "printed", "is_collective")) for unit in one.units.all()],
            "milestones": [row_of(stone, only=("kind", "due_on", "text", "scope")) for stone in one.milestones.all()]}
                  for one in plan.tasks.prefetch_related("units", "milestones")]}


def measures_to_copy(source: Plan, region) -> list[dict]:
    """措施目录 of the source, where the region has none above or of its own."""
    if type(source.region).objects.filter(code__in=region.path.strip("/").split("/"), measures__isnull=False).exists():
        return []
    return [row_of(one, only=_MEASURE) for one in source.region.measures.filter(is_active=True).order_by("sort", "id")]


def labels_to_copy(source: Plan, moment) -> list[str]:
    """行名 of the source's table of quotas, without its figures."""
    return [line.label for line in lines_of(class_table(source, moment))]


def drafts_open() -> QuerySet[PlanDraft]:
    """拟定中的 of the open territory."""
    return PlanDraft.objects.filter(state=DraftState.DRAFT).select_related("region", "plan__document", "source__document", "edited_by", "begun_by")


def empty_table(title: str, labels: list[str], kinds: list[tuple[str, str, str | None]]) -> dict:
    """任务分解 without figures: `kinds` are (kind, group, region code) of each label."""
    return {"key": TableKey.OWN.value, "title": title, "unit": "亩", "dated_on": None, "section": "", "document_no": "", "valid_from": None,
            "rows": [{"label": label, "period": "", "seq": None, "kind": kind, "group": group, "region": region, "cells": {}}
                     for label, (kind, group, region) in zip(labels, kinds, strict=True)]}


def sums_of(table: dict) -> list[tuple[str, Decimal, Decimal | None]]:
    """各列 but the rates: (key, sum of the units, the printed total - None: not typed)."""
    def total(kind: str, key: str) -> list[Decimal]:
        found = (read_printed(row["cells"].get(key, "")) for row in table["rows"] if row["kind"] == kind)
        return [value for value in found if value is not None]

    keys = [column.key for column in COLUMNS[TableKey.OWN] if column.kind != "rate"]
    return [(key, sum(total(RowKind.COUNTY, key), Decimal(0)), next(iter(total(RowKind.TOTAL, key)), None)) for key in keys]
