"""评估考核的页面: the scheme of a rhythm, the marks of a county, findings of an inspection, the points of the ranks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.lists import XLSX
from parcels.services.common import permit
from parcels.views.common import plain_form
from tasks.rules.interviews import IN_BULLETIN, said_of
from tasks.selectors.plans import counties_in
from tasks.services.whole import permit_case, permit_whole
from tasks.views.common import address_of, links_of

from ..choices import PeriodKind
from ..forms.schemes import AssessForm, FindingForm, ResultForm, SchemeForm
from ..models import LookFinding
from ..policies import may_freeze_period, may_mend_finding
from ..rules.period import COMBINED
from ..rules.schemes import NO_RULE, no_points, no_weights
from ..selectors.assessments import last_assessments, scheme_of
from ..selectors.period_page import page_of_period
from ..selectors.periods import kinds_of
from ..services.assessments import MENDERS, assess_county, close_finding, enter_finding, save_scheme
from ..services.periods import OFFICE
from ..sheets.points import points_file, points_name
from .asked import asked_plan
from .files import sent
from .periods import county_pairs, whole_period

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
def scheme(request: HttpRequest, kind: str) -> HttpResponse:
    """评估考核设置 of a rhythm."""
    permit(may_freeze_period(request.actor), OFFICE)
    plan = asked_plan(request)
    if plan is None or kind not in kinds_of(plan):
        raise Http404
    permit_whole(request.actor, plan, may_freeze_period, OFFICE)
    kept = scheme_of(plan, kind)
    initial = {"version": kept.version, "method_no": kept.method_no, "below_goal": kept.rule.below_goal, "last_n": kept.rule.last_n,
               "times": kept.rule.times, "points": "\n".join(kept.points), "points_no": kept.points_no,
               "items": "\n".join(one.name if one.weight is None else f"{one.name} {one.weight}" for one in kept.headings)}
    back = f"{reverse('reports:periods')}?kind={kind}{links_of(request, plan)['and_of']}"

    def work(form: SchemeForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        save_scheme(plan, kind, actor=request.actor, version=values.pop("version"), headings=values.pop("items"), values=values)
        messages.success(request, f"{PeriodKind(kind).label}的评估考核设置已保存，用于还没有定稿的各期。")
        return redirect(back)

    talks = f"约谈建议的依据：{said_of(plan.number, kind)}。{IN_BULLETIN}"
    printed = f"文件印的评估内容见 {plan.number} {kept.section}。" if kept.section else ""
    return plain_form(request, lambda data: SchemeForm(data) if data else SchemeForm(initial=initial), work, {
        "title": f"{PeriodKind(kind).label}的评估考核设置", "back": back, "crumbs": [(back, "定期报告")], "button": "保存", "failed": "没有保存",
        "note": f"{printed}\n{no_weights(plan.number, kind)}。\n{NO_RULE}。\n{talks}。\n{no_points(plan.number, kind)}。".strip()})


@require_http_methods(_METHODS)
def period_assess(request: HttpRequest, kind: str, key: str, region_id: int) -> HttpResponse:
    """评估一个县区."""
    one = whole_period(request, kind, key, may_freeze_period, OFFICE)
    region = next((region for region in counties_in(one.plan, request.actor) if region.id == region_id), None)
    if region is None:
        raise Http404
    kept, last, back = scheme_of(one.plan, kind), last_assessments(one).get(region_id), address_of(request, one.plan, "reports:period", kind, key)
    initial = {"seen": last.number if last else 0}
    if last:
        initial |= {f"mark_{n}": last.marks.get(heading.name, "") for n, heading in enumerate(kept.headings)}
        initial |= {"note": last.note, "action": last.action, "doc_no": last.doc_no}

    def work(form: AssessForm) -> HttpResponse:
        data = form.cleaned_data
        assess_county(one, region_id, actor=request.actor, seen=data["seen"], marks=form.marks, note=data["note"], action=data["action"],
                      doc_no=data["doc_no"])
        messages.success(request, f"{region.name}的评估已保存。")
        return redirect(back)

    return plain_form(request, lambda data: AssessForm(data, headings=kept.headings) if data else AssessForm(initial=initial, headings=kept.headings),
                      work, {"title": f"评估 {region.name}", "back": back, "crumbs": [(back, str(one))], "button": "保存评估", "failed": "没有保存",
                             "sub": f"{one}：{'、'.join(heading.name for heading in kept.headings) or '没有设评估内容，只写评语和奖惩'}",
                             "basis": f"{one.plan.number} {kept.section}" if kept.section else ""})


@require_http_methods(_METHODS)
def finding_new(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """登记检查、观摩发现的问题."""
    one = whole_period(request, kind, key, may_freeze_period, OFFICE)
    counties, back = county_pairs(request, one.plan), address_of(request, one.plan, "reports:period", kind, key)

    def work(form: FindingForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        made = enter_finding(one, values.pop("region"), actor=request.actor, values=values)
        messages.success(request, f"{made.region.name}的问题已登记，整改期限 {made.due_on}；登记结果以前一直列为未办结。")
        return redirect(back)

    return plain_form(request, lambda data: FindingForm(data, counties=counties) if data else FindingForm(counties=counties), work, {
        "title": "登记检查发现的问题", "back": back, "crumbs": [(back, str(one))], "button": "登记", "failed": "没有登记",
        "sub": "联合督导检查、观摩各处各记一条"})


@require_http_methods(_METHODS)
def finding_result(request: HttpRequest, pk: int) -> HttpResponse:
    """登记整改结果, by the county itself or the office."""
    permit(may_mend_finding(request.actor), MENDERS)
    row = get_object_or_404(LookFinding.objects.select_related("report__plan", "region"), pk=pk)
    permit_case(request.actor, row.report.plan, may_mend_finding, MENDERS)
    back = address_of(request, row.report.plan, "reports:period", row.report.kind, row.report.key)

    def work(form: ResultForm) -> HttpResponse:
        close_finding(row.id, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row.region.name} {row.place}的整改结果已登记。")
        return redirect(back)

    return plain_form(request, lambda data: ResultForm(data) if data else ResultForm(initial={"version": row.version}), work, {
        "title": "登记整改结果", "back": back, "crumbs": [(back, str(row.report))], "button": "登记结果", "failed": "没有登记",
        "sub": f"{row.region.name} {row.place}，{row.looked_on} 发现，{row.unit}负责，期限 {row.due_on}", "note": row.finding})


@require_safe
def period_points(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """督查积分表 of the ranks that the page shows."""
    sheet = page_of_period(whole_period(request, kind, key), clock.now(), key=COMBINED).sheet
    return sent(points_file(sheet), points_name(sheet), XLSX)
