"""回头看的页面: draw a sample of what was written off, look at each again, and see what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.errors import Conflict
from landplan.lib.lists import as_download, made_by

from ..forms.disposal import new_key, numbers_in
from ..forms.sample import SampleCheckForm, SampleForm
from ..models import SampleItem
from ..policies import may_accept, may_draw_sample, may_export, may_read_ledger
from ..rules.sampling import BASIS, LOT
from ..selectors.list_settings import list_setting_here
from ..selectors.samples import Draw, draw_of, draws, items_of, items_page
from ..services import check_sample_item, draw_sample
from ..services.common import permit
from ..sheets.samples import sample_file
from .common import county_choices, refuse_long, run_form
from .ledger import READERS

DRAWERS = "回头看由考核验收组和领导小组办公室办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
TABS = (("", "全部"), ("todo", "待查"), ("fails", "不属实"), ("open", "待恢复在册"))


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """各次抽样 with their progress."""
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/samples.html", {"draws": draws(), "may_draw": may_draw_sample(request.actor), "basis": BASIS, "lot": LOT})


@require_http_methods(["GET", "HEAD", "POST"])
def sample_new(request: HttpRequest) -> HttpResponse:
    """抽一次."""
    permit(may_draw_sample(request.actor), DRAWERS)
    counties, setting = county_choices(request), list_setting_here()

    def page(form: SampleForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "form_key": new_key(), "share": setting.sample_share, "basis": BASIS, "lot": LOT}
        return render(request, "parcels/sample_form.html", context, status=status)

    def work() -> HttpResponse:
        made = draw_sample(actor=request.actor, **form.cleaned_data)
        messages.success(request, f"从 {made.population} 宗已销号的里抽出 {made.items.count()} 宗，种子 {made.seed} 已记下。")
        return redirect("parcels:sample", made.id)

    if request.method != "POST":
        return page(SampleForm(counties=counties, initial={"share": setting.sample_share}))
    form = SampleForm(request.POST, counties=counties)
    return run_form(request, form, work, page)


@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """一次抽样的清单 (`show`: 待查, 不属实, 待恢复在册)."""
    found, show = _draw(request, pk), request.GET.get("show", "")
    items, after = items_page(items_of(pk, show), next(iter(numbers_in([request.GET.get("after", "")])), None))
    return render(request, "parcels/sample.html", {
        "draw": found, "items": items, "after": after, "tabs": TABS, "show": show, "may_draw": may_draw_sample(request.actor), "lot": LOT,
        "may_relist": may_accept(request.actor), "has_counties": len(request.actor.regions or ()) > 1})


@require_safe
def sample_export(request: HttpRequest, pk: int) -> FileResponse:
    """导出抽查清单. Raises Refusal beyond the most rows of one file."""
    found = _draw(request, pk)
    permit(may_export(request.actor), READERS)
    refuse_long(found.drawn)
    file = sample_file(found, items_of(pk), notes=[f"依据：{BASIS}", f"导出：{made_by(request.actor)}"])
    return as_download(file, f"回头看抽查清单_{pk}_{clock.today():%Y%m%d}.xlsx")


def _draw(request: HttpRequest, pk: int) -> Draw:
    found = draw_of(pk)
    if found is None:
        raise Http404
    permit(may_read_ledger(request.actor), READERS)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def sample_check(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一宗的结果."""
    item = get_object_or_404(SampleItem.objects.select_related("parcel__region", "seen"), pk=pk)
    permit(may_draw_sample(request.actor), DRAWERS)

    def page(form: SampleCheckForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/sample_check.html", {"form": form, "item": item, "parcel": item.parcel, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        made = check_sample_item(pk, actor=request.actor, **form.cleaned_data)
        again = "请到这宗地恢复在册，原因已替你写好" if made.result == "fails" else "可以看下一宗"
        messages.success(request, f"{item.parcel.parcel_no} 回头看{made.get_result_display()}，已登记。{again}。")
        return redirect("parcels:sample", item.sample_id)

    if request.method != "POST":
        if item.seen:
            raise Conflict(f"这一宗的回头看已登记（{item.seen}）。要再查的，在宗地页登记抽查。", code="wrong_state")
        return page(SampleCheckForm(initial={"checked_on": clock.today()}))
    form = SampleCheckForm(request.POST)
    return run_form(request, form, work, page)
