"""成批办理: parcels picked in a list are handed to one unit, get a sponsor or a deadline at once; every row has its answer (LED-07, LED-17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from units.models import Unit

from ..forms.assign import DeadlineForm, SponsorForm, UnitForm
from ..forms.disposal import numbers_in, picked_in
from ..models import Parcel
from ..policies import may_register_parcel
from ..services import hand_out_parcels, name_sponsors, set_deadlines
from ..services.common import permit
from .disposal import safe_next
from .parcel_form import CLERKS

MOST = 200


@dataclass(frozen=True)
class Batch:
    """一种成批办理: its name, its form, the service behind it, the field whose present value the rows show, its basis."""

    title: str
    form: type[Form]
    work: Callable
    shows: str
    basis: str


UNIT = Batch("分给责任单位", UnitForm, hand_out_parcels, "lead_unit",
             "一次分给一个单位，问题清单按责任单位列出（平龙政办〔2022〕50号 三（一）2）")
SPONSOR = Batch("定包保", SponsorForm, name_sponsors, "sponsor_post",
                "实行领导干部分包、乡办分包（驻政办〔2021〕19号 四（一））；写岗位，不写姓名")
DEADLINE = Batch("改时限", DeadlineForm, set_deadlines, "deadline_on",
                 "现行的一宗一策定了时限的，这里不改，逐宗说明；没有完成的倒排节点随着移动")


@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: HttpRequest) -> HttpResponse:
    """分给责任单位."""
    return _batch(request, UNIT)


@require_http_methods(["GET", "HEAD", "POST"])
def assign_sponsor(request: HttpRequest) -> HttpResponse:
    """定包保."""
    return _batch(request, SPONSOR)


@require_http_methods(["GET", "HEAD", "POST"])
def assign_deadline(request: HttpRequest) -> HttpResponse:
    """定时限、顺延时限."""
    return _batch(request, DEADLINE)


def _batch(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Those picked on GET (`pick=id`), done on POST (`pick=id:version`); what was refused stays picked, with the reason."""
    permit(may_register_parcel(request.actor), CLERKS)
    if request.method != "POST":
        return _page(request, batch, batch.form(), numbers_in(request.GET.getlist("pick")))
    form, picked = batch.form(request.POST), picked_in(request.POST.getlist("pick"), MOST)
    if not form.is_valid() or not picked:
        request.refusal_message = form.sentence
        return _page(request, batch, form, [pk for pk, _ in picked], status=422 if picked else 400)
    outcomes = batch.work(picked, actor=request.actor, **form.cleaned_data)
    refused = [(pk, outcome) for (pk, _), outcome in zip(picked, outcomes, strict=True) if outcome.refusal]
    if not refused:
        messages.success(request, f"{len(outcomes)} 宗已{batch.title}。")
        return redirect(safe_next(request, reverse("parcels:ledger")))
    request.refusal_message = "；".join(outcome.refusal.message for _, outcome in refused)
    return _page(request, batch, form, [pk for pk, _ in refused], outcomes=outcomes, status=409 if len(refused) == len(outcomes) else 200)


def _page(request: HttpRequest, batch: Batch, form: Form, ids: list[int], *, outcomes=(), status: int = 200) -> HttpResponse:
    rows = list(Parcel.objects.open().filter(id__in=ids[:MOST]).select_related("region"))
    if not rows and not outcomes:
        raise Refusal("没有选宗地。请回到台账，在左边勾选要办的宗地（按 X），再点要办的。", code="missing")
    units = Unit.objects.filter(region_id__in={row.region_id for row in rows}).values_list("name", flat=True)[:100]
    back = safe_next(request, "") or request.GET.get("back", "")
    return render(request, "parcels/hand_out.html", {
        "batch": batch, "form": form, "rows": rows, "left": sum(row.unfinished for row in rows), "units": list(units), "outcomes": outcomes,
        "verb": batch.title, "today": clock.today(), "back": back if back.startswith("/ledger/") else reverse("parcels:ledger")}, status=status)
