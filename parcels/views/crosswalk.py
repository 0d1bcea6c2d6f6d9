"""低效类型对照统计的页面, and the change of the crosswalk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib.errors import Conflict
from units.models import Region

from ..forms.crosswalk import CrosswalkForm
from ..forms.disposal import new_key
from ..policies import may_edit_measures, may_read_ledger
from ..rules.crosswalk import NOTE, TAXONOMIES
from ..selectors.crosswalk import changes_in, pairs_of, type_lines
from ..selectors.measures import document_of
from ..services import change_crosswalk
from ..services.common import permit
from .common import refused, run_form
from .ledger import READERS

OFFICE = "低效类型对照由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


def _asked(request: HttpRequest) -> tuple[Region, str]:
    """The person's region and the taxonomy asked for: by default that of the region's document."""
    region = Region.objects.get(pk=request.actor.region_id)
    asked = request.GET.get("by") or document_of(region)
    return region, asked if asked in TAXONOMIES else TAXONOMIES[1]


@require_safe
def crosswalk(request: HttpRequest) -> HttpResponse:
    """低效类型对照统计 by the types of a document."""
    permit(may_read_ledger(request.actor), READERS)
    region, taxonomy = _asked(request)
    lines, total = type_lines(region, taxonomy)
    return render(request, "parcels/crosswalk.html", {
        "taxonomy": taxonomy, "taxonomies": TAXONOMIES, "lines": lines, "total": total, "pairs": pairs_of(region, taxonomy), "note": NOTE,
        "history": list(changes_in(region, taxonomy))[::-1], "may_edit": may_edit_measures(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_edit(request: HttpRequest) -> HttpResponse:
    """改对照 of a taxonomy."""
    permit(may_edit_measures(request.actor), OFFICE)
    region, taxonomy = _asked(request)
    given = {"pairs": pairs_of(region, taxonomy), "taxonomy": taxonomy}

    def page(form: CrosswalkForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/crosswalk_form.html", {"form": form, "taxonomy": taxonomy, "note": NOTE, "form_key": new_key()},
                      status=status)

    def work() -> HttpResponse:
        try:
            made = change_crosswalk(actor=request.actor, region_id=region.id, taxonomy=taxonomy, targets=form.targets(),
                                    seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"])
        except Conflict as conflict:  # what was chosen stays; the next save goes over what stands now
            again = CrosswalkForm(form.data.dict() | {"seen": changes_in(region, taxonomy).count()}, **given)
            again.is_valid()
            again.refuse([conflict])
            return refused(request, again, page, conflict.status)
        messages.success(request, f"改了 {len(made)} 类的对照，统计随即按它算；宗地的类型没有变。")
        return redirect(f"{reverse('parcels:crosswalk')}?{urlencode({'by': taxonomy})}")

    if request.method != "POST":
        return page(CrosswalkForm(initial={"seen": changes_in(region, taxonomy).count()}, **given))
    form = CrosswalkForm(request.POST, **given)
    return run_form(request, form, work, page)
