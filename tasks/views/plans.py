"""方案的页面: the list of plans, and one plan by its parts, everything with its source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from parcels.selectors.as_of import RECORDED

from ..choices import Compares
from ..models import Plan
from ..policies import may_govern, may_govern_plans
from ..rules.settings import DECISIONS
from ..selectors.parts import groups_of, settings_of, tasks_of, words_of
from ..selectors.plan_file import drafts_open
from ..selectors.plans import Standing, plan_rows, standing_of
from ..selectors.target_kinds import Kinds
from ..selectors.target_rows import tax_word
from ..selectors.targets import outcomes_of
from ..selectors.unit_page import departments_of
from .common import check_reader, moment_of_day, plan_for

# address word -> (label, relation whose rows are counted on the tab)
PARTS = {
    "targets": ("目标", "targets"), "tasks": ("工作任务", "tasks"), "duties": ("应办与报告", "duties"), "groups": ("领导小组", "groups"),
    "departments": ("部门职责", "department_duties"), "parks": ("园区目标", ""), "words": ("用语与界限", ""), "notes": ("原文出入", "notes"),
    "settings": ("设置", ""),
}


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """方案 as issued, with how far each has come."""
    check_reader(request)
    rows = [(plan, standing_of(plan, clock.now())) for plan in plan_rows()]
    drafts = list(drafts_open()) if may_govern_plans(request.actor) else []
    return render(request, "tasks/plans.html", {"rows": rows, "drafts": drafts, "counts": [
        sum(row.phases.count() for row, _ in rows), *(sum(getattr(row, f"{name}_count") for row, _ in rows) for name in ("target", "task", "duty"))]})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """方案概况: its four dates, validity and phases."""
    return _page(request, pk, "", {})


@require_safe
def plan_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """方案的一部分."""
    if part not in PARTS:
        raise Http404
    return _page(request, pk, part, {"part_template": f"tasks/_plan_{part}.html"})


def _page(request: HttpRequest, pk: int, part: str, shown: dict) -> HttpResponse:
    found = plan_for(request, pk)
    standing = standing_of(found, clock.now())
    tabs = [("", "概况与阶段", ""), *((key, label, getattr(found, name).count() if name else "") for key, (label, name) in PARTS.items())]
    shown |= _CONTENT.get(part, lambda *_: {})(request, found, standing)
    return render(request, "tasks/plan.html", {
        "shown_plan": found, "document": found.document, "standing": standing, "tabs": tabs, "part": part,
        "part_label": PARTS[part][0] if part else "", "may_copy": may_govern_plans(request.actor),
        "may_govern": may_govern(request.actor, found.region_id), **shown})


def _targets(request: HttpRequest, found: Plan, standing: Standing) -> dict:
    moment = moment_of_day(request.GET.get("as_of", ""), standing.moment)
    return {"outcomes": outcomes_of(found, moment, actor=request.actor), "moment": moment}


def _parks(request: HttpRequest, found: Plan, standing: Standing) -> dict:
    moment = moment_of_day(request.GET.get("as_of", ""), standing.moment)
    kinds = Kinds(found, moment, RECORDED)
    rows, ratio, how = kinds.parks.taxes
    city = next((one for one in found.targets.all() if one.compares == Compares.TAX), None)
    return {"park_rows": [(one, tax_word(one)) for one in rows], "moment": moment, "city_target": city, "city_ratio": ratio, "city_how": how,
            "is_whole": request.actor.covers(found.region_id)}


_CONTENT = {
    "targets": _targets,
    "parks": _parks,
    "tasks": lambda request, found, standing: {"tasks": tasks_of(found)},
    "groups": lambda request, found, standing: {"groups": groups_of(found)},
    "departments": lambda request, found, standing: {"departments": departments_of(found)},
    "words": lambda request, found, standing: {"words": words_of(found)},
    "settings": lambda request, found, standing: {"settings": settings_of(found), "decisions": DECISIONS, "cohorts": found.region.cohorts.all()},
}
