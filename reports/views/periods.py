"""定期报告的页面: the periods of the plan, one of them for the city or for a county, its files."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.forms import Form
from landplan.lib.lists import XLSX
from landplan.lib.official import MIME
from landplan.lib.pdf import has_office, pdf_of
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from tasks.choices import CaseKind
from tasks.models import Plan
from tasks.policies import may_for_whole, may_in_case, may_see_nominations
from tasks.rules.interviews import IN_BULLETIN, said_of
from tasks.rules.periods import is_done_by_notice
from tasks.selectors.plans import counties_in, has_counties
from tasks.selectors.supervision import rules_told
from tasks.services.whole import part_words, permit_whole
from tasks.views.common import links_of

from ..choices import PeriodKind
from ..forms.weekly import StepForm
from ..models import PeriodNotice, PeriodSnapshot
from ..policies import (
    may_check_period,
    may_freeze_period,
    may_mend_finding,
    may_read_city_period,
    may_read_periods,
)
from ..rules.notice import notice_of
from ..rules.period import COMBINED, EXPLANATION, KEYS
from ..rules.period_steps import DUE_DEFAULTS, THREE_DATES
from ..rules.schemes import NO_RULE, no_points, no_weights
from ..selectors.assessments import findings_of
from ..selectors.notices import issue_words
from ..selectors.period_page import (
    county_period,
    lines_of,
    neighbours,
    page_of_period,
    part_period,
    shown_ranking,
)
from ..selectors.period_sheet import period_sheet
from ..selectors.period_units import duty_of
from ..selectors.periods import Period, cycles_for, kinds_of, period_of, periods_of
from ..services.notices import notice_template
from ..sheets.brief import brief_file, brief_name
from ..sheets.notice import Issue, notice_file, notice_name
from ..sheets.period import period_file, period_name
from ..sheets.stage import annexes_of
from ..tables.board import LABELS
from .asked import asked_plan, plans_here
from .files import asked_edition, bytes_response, sent
from .weekly import counties_of_part, own_region

READERS = "定期报告只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"
CITY = "全市一期的数和未通报的稿由领导小组办公室、考核验收组、市领导和市直部门看；县区看本县区的数和已通报的通报。"
PDF = "application/pdf"


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """各期, by kind."""
    permit(may_read_periods(request.actor), READERS)
    plan, now = asked_plan(request), clock.now()
    kinds = kinds_of(plan) if plan else []
    asked = request.GET.get("kind", "")
    kind = next((one for one in kinds if one == asked), kinds[0] if kinds else None)
    return render(request, "reports/periods.html", links_of(request, plan) | {
        "asked": plan, "plans": plans_here(request), "kinds": kinds, "kind": kind, "now": now,
        "lines": lines_of(periods_of(plan, kind), now) if kind else [],
        "cycles": cycles_for(plan, kind) if kind else [], "dates": DUE_DEFAULTS.get(kind, ""),
        "may_set": plan is not None and may_for_whole(may_freeze_period, request.actor, plan)})


@require_safe
def period(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """一期: all counties for the city, the own row for a county."""
    permit(may_read_periods(request.actor), READERS)
    return period_page(request, asked_period(request, kind, key))


def asked_period(request: HttpRequest, kind: str, key: str) -> Period:
    """The period of the plan that the address names, else of the one in force for the person's post; 404 when there is none."""
    plan = asked_plan(request)
    found = period_of(plan, kind, key) if plan else None
    if found is None:
        raise Http404
    return found


def whole_period(request: HttpRequest, kind: str, key: str, may: Callable[[Actor], bool] = may_read_city_period, words: str = CITY) -> Period:
    """The same, for what belongs to all of its counties. Raises NotAllowed, Http404."""
    permit(may(request.actor), words)
    found = asked_period(request, kind, key)
    permit_whole(request.actor, found.plan, may, words)
    return found


def county_pairs(request: HttpRequest, plan: Plan) -> list[tuple[int, str]]:
    """方案的县区, to be chosen from."""
    return [(region.id, region.name) for region in counties_in(plan, request.actor)]


def period_page(request: HttpRequest, one: Period, form=None, *, step: str = "", status: int = 200) -> HttpResponse:
    """The page of a period; `form` is a refused one of `step`."""
    now = clock.now()
    before, after = neighbours(one, now)
    shown = {"period": one, "now": now, "before": before, "after": after, "three_dates": THREE_DATES, "cycles": cycles_for(one.plan, one.kind),
             "dates": DUE_DEFAULTS[PeriodKind(one.kind)], "form_key": new_key(), "step": step, "labels": list(LABELS.items()),
             **links_of(request, one.plan), "findings": findings_of(one), "day_now": clock.today(),
             "may_mend": may_in_case(may_mend_finding, request.actor, one.plan)}
    if not may_for_whole(may_read_city_period, request.actor, one.plan):
        if may_read_city_period(request.actor):
            return _part_page(request, one, form, shown, status)
        mine = county_period(one, own_region(one, request.actor), now)
        more = {"mine": mine, "form": form, "ranking": mine.ranking, "key": COMBINED}
        return render(request, "reports/period_county.html", shown | more, status=status)
    asked = request.GET.get("quota_class", "")
    key = asked if asked in KEYS else COMBINED
    page = page_of_period(one, now, basis=request.GET.get("basis", ""), key=key)
    return render(request, "reports/period.html", shown | {
        "page": page, "sheet": page.sheet, "key": key, "label": LABELS[key], "form": form or StepForm(initial={"version": one.version}),
        "notice": notice_of(page.sheet), "ranking": shown_ranking(page.sheet, key),
        "papers": annexes_of(page.sheet), "no_rule": NO_RULE, "no_weights": no_weights(one.plan.number, one.kind),
        "no_points": no_points(one.plan.number, one.kind), "interview": (said_of(one.plan.number, one.kind), IN_BULLETIN),
        "case_rules": rules_told(one.plan, CaseKind.INTERVIEW, now), "may_propose": may_see_nominations(request.actor, one.plan.region_id),
        "duty": duty_of(one), "explanation": EXPLANATION, "may_check": may_check_period(request.actor), "may_do": may_freeze_period(request.actor),
        "counties": county_pairs(request, one.plan), "has_pdf": has_office(),
        "is_mine": bool(one.report and one.report.checked_by_id == request.actor.user_id), "today": f"{local(now):%Y-%m-%d}",
        "closes": [cycle.what for cycle in shown["cycles"] if is_done_by_notice(cycle.what)],
        "moment": f"{local(min(now, one.until)):%Y-%m-%dT%H:%M}", "issue": issue_words(one.plan)}, status=status)


def _part_page(request: HttpRequest, one: Period, form: Form | None, shown: dict, status: int) -> HttpResponse:
    """一部分县区 of a plan that reaches further: their rows of what was told, as each of them reads its own."""
    part = part_period(one, counties_of_part(one.plan, request.actor), shown["now"])
    return render(request, "reports/period_part.html", shown | {
        "part": part, "notices": part[0].notices, "state": part[0].state, "why": part_words(one.plan), "form": form}, status=status)


# --- files ------------------------------------------------------------------------------------------


def wanted_snapshot(request: HttpRequest, one: Period) -> PeriodSnapshot:
    """定稿: the last frozen edition, or that of `?edition=`; 404 when there is none."""
    asked = asked_edition(request.GET.get("edition", ""))
    edition = one.edition if asked is None else asked
    return get_object_or_404(PeriodSnapshot.objects.select_related("notice"), report=one.report, edition=edition)


@require_safe
def period_excel(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Excel as it was frozen: the stored bytes."""
    return bytes_response(wanted_snapshot(request, whole_period(request, kind, key)), XLSX)


@require_safe
def period_trial(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """试算表: the same form as it stands now, marked as not frozen."""
    sheet = period_sheet(whole_period(request, kind, key), clock.now())
    return sent(period_file(sheet), period_name(sheet), XLSX)


@require_safe
def period_draft(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """送审稿: the notice of the frozen figures, else of those as they stand, before it is issued."""
    one = whole_period(request, kind, key)
    sheet, issue = page_of_period(one, clock.now(), key=COMBINED).sheet, Issue(**issue_words(one.plan))
    template, _ = notice_template(one.plan)
    return sent(notice_file(sheet, issue, template), notice_name(sheet, issue), MIME)


@require_safe
def period_brief(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """领导小组一页简报 of the figures that the page shows; `?as=pdf` as PDF, where LibreOffice is installed. Raises Refusal."""
    one = whole_period(request, kind, key)
    sheet = page_of_period(one, clock.now(), key=COMBINED).sheet
    paper, name = brief_file(sheet, issue_words(one.plan)["issuer"]), brief_name(sheet)
    return sent(pdf_of(paper), name.removesuffix(".docx") + ".pdf", PDF) if request.GET.get("as") == "pdf" else sent(paper, name, MIME)


@require_safe
def period_notice(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """通报 as it was issued: the stored bytes, also for the counties that it was issued to."""
    permit(may_read_periods(request.actor), READERS)
    return bytes_response(told_notice(request, asked_period(request, kind, key)), MIME)


@require_safe
def period_pdf(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """通报的 PDF, made of the stored Word file where LibreOffice is present."""
    permit(may_read_periods(request.actor), READERS)
    notice = told_notice(request, asked_period(request, kind, key))
    return sent(pdf_of(bytes(notice.file)), notice.file_name.removesuffix(".docx") + ".pdf", PDF)


def told_notice(request: HttpRequest, one: Period) -> PeriodNotice:
    """通报: the last notice that was issued, or that of `?edition=`. It was issued to every county of the plan, so whoever has one of them
    reads it. Raises NotAllowed for whoever has none."""
    permit(has_counties(one.plan, request.actor), CITY)
    notices = PeriodNotice.objects.filter(snapshot__report=one.report).order_by("-snapshot__edition")
    asked = asked_edition(request.GET.get("edition", ""))
    if asked is not None:
        notices = notices.filter(snapshot__edition=asked)
    found = notices.first()
    if found is None:
        raise Http404
    return found
