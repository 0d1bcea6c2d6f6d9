"""周报的页面: the periods, one week for the city or for a county, its files."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.forms import Form
from landplan.lib.lists import XLSX
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from tasks.choices import QuotaClass
from tasks.models import Plan
from tasks.policies import may_for_whole
from tasks.selectors.plans import counties_in, plan_of
from tasks.services.whole import part_words, permit_whole
from units.models import Region

from ..forms.weekly import ReturnForm, StepForm
from ..models import ReportSnapshot
from ..policies import may_freeze_week, may_read_city_week, may_read_weekly, may_return_week
from ..rules.sheet import CLASSES
from ..selectors.week_page import CountyWeek, county_week, moment_of, page_of_week, part_week, periods_of
from ..selectors.week_sheet import sheet_of
from ..selectors.weeks import Week, week_of
from ..sheets.annex4 import annex4_file, day_words, file_name, notes_of
from .files import asked_edition, bytes_response, sent

READERS = "周报只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"
CITY = "全市一期的附件4由领导小组办公室、考核验收组、市领导和市直部门看；县区看本县区的一行。"
SHORT = {"unsupplied": "批而未供", "idle": "闲置", "inefficient": "低效"}


@require_safe
def weekly(request: HttpRequest) -> HttpResponse:
    """各期."""
    permit(may_read_weekly(request.actor), READERS)
    plan = plan_of(request.actor)
    reads = plan is not None and may_read_city_week(request.actor)
    is_whole = reads and may_for_whole(may_read_city_week, request.actor, plan)
    return render(request, "reports/weekly.html", {
        "periods": periods_of(plan, request.actor, clock.now()) if plan else [], "reads_city": reads, "is_whole": is_whole, "now": clock.now(),
        "why": part_words(plan) if reads and not is_whole else "",
        "county_count": len(counties_in(plan, request.actor)) if plan else 0})


@require_safe
def week(request: HttpRequest, number: int) -> HttpResponse:
    """一期: all counties for the city, the own row for a county."""
    permit(may_read_weekly(request.actor), READERS)
    return week_page(request, asked_week(request, number))


def asked_week(request: HttpRequest, number: int) -> Week:
    """The week of the plan that is in force for the person's post; 404 when there is none."""
    plan = plan_of(request.actor)
    found = week_of(plan, number) if plan else None
    if found is None:
        raise Http404
    return found


def whole_week(request: HttpRequest, number: int, may: Callable[[Actor], bool], words: str) -> Week:
    """The same, for what belongs to all of its counties. Raises NotAllowed, Http404."""
    permit(may(request.actor), words)
    found = asked_week(request, number)
    permit_whole(request.actor, found.plan, may, words)
    return found


def week_page(request: HttpRequest, one: Week, form=None, *, step: str = "", status: int = 200) -> HttpResponse:
    """The page of a week; `form` is a refused one of `step`."""
    shown = {"week": one, "now": clock.now(), "step": step, "form_key": new_key(), "bare": StepForm(initial={"version": one.version}),
             "moment": moment_of(one), **_neighbours(one)}
    if not may_for_whole(may_read_city_week, request.actor, one.plan):
        part = _part_page if may_read_city_week(request.actor) else _county_page
        return part(request, one, form, shown, status)
    page = page_of_week(one, clock.now())
    if page is None:
        raise Http404
    return render(request, "reports/week.html", shown | {
        "page": page, "sheet": page.sheet, "form": form or StepForm(initial={"version": one.version}),
        "may_freeze": may_freeze_week(request.actor), "classes": list(SHORT.items()),
        "day_words": day_words(page.sheet), "notes": notes_of(page.sheet)}, status=status)


def own_week(request: HttpRequest, one: Week) -> CountyWeek:
    """The week of the person's own county; 404 when it is not in the plan."""
    return county_week(one, own_region(one, request.actor), clock.now())


def own_region(one: Week, actor: Actor) -> Region:
    """本县区 in the plan; 404 when it is not."""
    found = next((region for region in counties_in(one.plan, actor) if region.id == actor.region_id), None)
    if found is None:
        raise Http404
    return found


def _county_page(request: HttpRequest, one: Week, form: ReturnForm | None, shown: dict, status: int) -> HttpResponse:
    mine = own_week(request, one)
    form = form or ReturnForm(initial=_initial(mine))
    lines = [{"key": key, "label": QuotaClass(key).label, "fact": mine.facts[key], "stated": form[f"stated_{key}"],
              "reason": form[f"reason_{key}"], "seen": mine.facts[key]} for key in CLASSES]
    is_open = not one.is_frozen and one.after < clock.now()
    return render(request, "reports/week_county.html", shown | {
        "mine": mine, "form": form, "lines": lines, "may_return": may_return_week(request.actor) and is_open,
        "classes": [(key, QuotaClass(key).label) for key in CLASSES]}, status=status)


def _part_page(request: HttpRequest, one: Week, form: Form | None, shown: dict, status: int) -> HttpResponse:
    """一部分县区 of a plan that reaches further: their rows, as each of them reads its own."""
    return render(request, "reports/week_part.html", shown | {
        "part": part_week(one, counties_of_part(one.plan, request.actor), clock.now()), "why": part_words(one.plan),
        "classes": list(SHORT.items()), "form": form}, status=status)


def counties_of_part(plan: Plan, actor: Actor) -> list[Region]:
    """辖区里的县区 of the plan; 404 when there is none."""
    found = counties_in(plan, actor)
    if not found:
        raise Http404
    return found


def _initial(mine: CountyWeek) -> dict:
    """What the county returned last stands in the form again."""
    found = {"version": mine.version, "remark": mine.returned.edition.remark if mine.returned.edition else ""}
    for key, figure in mine.returned.figures.items():
        if figure.stated is not None:
            found |= {f"stated_{key}": f"{figure.stated:f}", f"reason_{key}": figure.reason}
    return found


def _neighbours(one: Week) -> dict:
    """The weeks before and after that have begun."""
    has_next = one.until < clock.now() and one.number < len(one.plan.weekly_cutoffs())
    return {"before": one.number - 1, "after": one.number + 1 if has_next else None}


@require_safe
def week_file(request: HttpRequest, number: int) -> HttpResponse:
    """附件4 as it was frozen: the stored bytes, of the last edition or of `?edition=`."""
    one = whole_week(request, number, may_read_city_week, CITY)
    asked = asked_edition(request.GET.get("edition", ""))
    edition = one.edition if asked is None else asked
    return bytes_response(get_object_or_404(ReportSnapshot, report=one.report, edition=edition), XLSX)


@require_safe
def week_trial(request: HttpRequest, number: int) -> HttpResponse:
    """试算表: the same form as it stands now, marked as not frozen."""
    sheet = sheet_of(whole_week(request, number, may_read_city_week, CITY), clock.now())
    if sheet is None:
        raise Http404
    return sent(annex4_file(sheet), file_name(sheet), XLSX)
