"""底数的页面: what was frozen against what stands now, by county and kind, opened down to the parcels that differ."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib.errors import Refusal
from parcels.choices import Kind
from parcels.services.common import permit
from tasks.models import Plan
from tasks.policies import may_for_whole
from tasks.selectors.plans import plan_of
from tasks.services.whole import permit_whole
from units.models import Region

from ..forms.baseline import DiffForm, FreezeForm
from ..models import Baseline
from ..policies import may_freeze_baseline, may_read_corrections
from ..selectors.baseline import PAGE, baselines_of, changes_of, differing, lines_of, page_of
from ..services.baseline import freeze_baseline

OFFICE = "定底数由领导小组办公室办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
READERS = "底数只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"


@require_safe
def baseline(request: HttpRequest) -> HttpResponse:
    """底数 of the plan in force; `?edition=` shows an earlier one."""
    permit(may_read_corrections(request.actor), READERS)
    return _page(request, _plan(request))


@require_POST
def baseline_freeze(request: HttpRequest) -> HttpResponse:
    """定底数."""
    permit(may_freeze_baseline(request.actor), OFFICE)
    plan, form = _plan(request), FreezeForm(request.POST)
    permit_whole(request.actor, plan, may_freeze_baseline, OFFICE)
    if not form.is_valid():
        return _page(request, plan, refusal=Refusal("内容读不出来。请用下面的按钮办。"), status=400)
    try:
        frozen = freeze_baseline(plan.id, actor=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, plan, refusal=refusal, reason=form.cleaned_data["reason"], status=refusal.status)
    messages.success(request, f"{frozen}已定。之后宗地怎么改，这一版都不变。")
    return redirect("reports:baseline")


@require_safe
def baseline_parcels(request: HttpRequest) -> HttpResponse:
    """不同的宗地 behind a difference; they add up to it."""
    permit(may_read_corrections(request.actor), READERS)
    plan, form = _plan(request), DiffForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    chosen = _chosen(baselines_of(plan), given.get("edition"))
    region = Region.objects.filter(code=given["region"]).first() if given.get("region") else None
    if chosen is None or (given.get("region") and (region is None or not request.actor.covers(region.id))):
        raise Http404
    kind = given.get("kind", "")
    rows = differing(chosen, region_id=region.id if region else None, kind=kind)
    page, following = page_of(rows, given.get("after", ""))
    changes = changes_of(page, kind)
    is_all = following is None and not given.get("after")
    return render(request, "reports/baseline_parcels.html", {
        "baseline": chosen, "region": region, "kind": kind, "kind_label": Kind(kind).label if kind else "", "changes": changes,
        "following": following, "is_all": is_all, "shown": PAGE, "has_counties": region is None and _has_counties(request),
        "total": sum((one.difference for one in changes), start=Decimal(0))})


def _plan(request: HttpRequest) -> Plan:
    plan = plan_of(request.actor)
    if plan is None:
        raise Http404
    return plan


def _chosen(editions: list[Baseline], number: int | None) -> Baseline | None:
    return next((one for one in editions if number in (None, one.edition)), None)


def _has_counties(request: HttpRequest) -> bool:
    return request.actor.regions is None or len(request.actor.regions) > 1


def _page(request: HttpRequest, plan: Plan, *, refusal: Refusal | None = None, reason: str = "", status: int = 200) -> HttpResponse:
    request.refusal_message = refusal.message if refusal else ""
    form, editions = DiffForm(request.GET), baselines_of(plan)
    chosen = _chosen(editions, form.cleaned_data.get("edition") if form.is_valid() else None)
    lines, total = lines_of(chosen) if chosen else ([], None)
    return render(request, "reports/baseline.html", {
        "plan": plan, "editions": editions, "baseline": chosen, "lines": lines, "total": total, "kinds": Kind.choices,
        "may_freeze": may_for_whole(may_freeze_baseline, request.actor, plan), "next_edition": editions[0].edition + 1 if editions else 1,
        "refusal": refusal, "reason": reason, "has_counties": _has_counties(request)}, status=status)
