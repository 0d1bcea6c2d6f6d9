"""问题清单和形成年代的页面: what is to be dealt with by kind, time and unit; the spans that documents speak of."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from units.models import Region

from ..forms.cohort import CohortForm
from ..forms.disposal import new_key
from ..policies import may_edit_measures, may_read_ledger
from ..rules.tags import TAGS
from ..selectors.measures import document_of, kind_words
from ..selectors.problems import (
    by_cohort,
    by_deadline,
    by_kind,
    by_tag,
    by_unit,
    cohorts_in,
    cohorts_of,
)
from ..services import save_cohort
from ..services.common import permit
from .common import run_form
from .ledger import READERS


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """问题清单: parcels not written off, in the orders of the plans."""
    permit(may_read_ledger(request.actor), READERS)
    region = Region.objects.get(pk=request.actor.region_id)
    cohorts, document = cohorts_of(region), document_of(region)
    sections = [("土地类别", "", by_kind(kind_words(region)))]
    sections += [(tag.label, tag.basis, by_tag(tag.label, tag.groups)) for tag in TAGS.values() if tag.document == document]
    sections += [("形成时间", "按批准日期；一宗可以落在几个年代，每个年代各计一次", by_cohort(cohorts)),
                 ("处置时限", "", by_deadline(clock.today())), ("责任单位", "没有分到单位的在前", by_unit())]
    return render(request, "parcels/problems.html", {
        "sections": sections, "cohorts": cohorts_in(region), "region": region, "may_edit": may_edit_measures(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改形成年代的起止: by the office, with its reason."""
    permit(may_edit_measures(request.actor), "形成年代由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    cohort = next((one for one in cohorts_in(Region.objects.get(pk=request.actor.region_id)) if one.pk == pk), None)
    if cohort is None:
        raise Http404

    def page(form: CohortForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/cohort_form.html", {"form": form, "cohort": cohort, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        saved = save_cohort(actor=request.actor, region=cohort.region, code=cohort.code, **form.values())
        messages.success(request, f"形成年代“{saved.label}”已保存，留痕里有改前改后和原因。")
        return redirect("parcels:problems")

    if request.method != "POST":
        return page(CohortForm(initial={name: getattr(cohort, name) for name in ("label", "approved_from", "approved_until", "version")}))
    form = CohortForm(request.POST)
    return run_form(request, form, work, page)
