"""分割、合并的页面: proposing one, what waits, approving or sending back."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib.errors import Conflict, Refusal
from landplan.lib.pages import page_by_instant
from landplan.lib.text import clean_text

from ..choices import Kind, ReshapeState, ReshapeWay
from ..forms.disposal import new_key
from ..forms.reshape import MergeForm, PapersForm, count_of, split_form
from ..models import Parcel, Reshape
from ..policies import may_propose_reshape, may_read_ledger
from ..rules.reshape import COPIED, JOIN_BASIS, JOIN_DOCUMENT, LEFT, MOST, TWO_PERSONS, Part
from ..selectors.measures import document_of
from ..selectors.parcel import parcel_rows
from ..selectors.reshape import carried_by, parcels_numbered, reshapes_in, unfinished_of
from ..services import approve_reshape, propose_reshape, send_back_reshape
from ..services.common import permit
from .common import run_form
from .ledger import READERS
from .parcel import page_of

CLERKS = "分割、合并由县区填报员拟定。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
ANCHOR = "#lineage"


@require_http_methods(["GET", "HEAD", "POST"])
def parcel_split(request: HttpRequest, pk: int) -> HttpResponse:
    """拟定分割; the address says into how many (`?parts=3`)."""
    parcel = _open_parcel(request, pk)
    count, whole = count_of(request.GET.get("parts", "")), carried_by(parcel)
    made = split_form(count, whole)

    def page(form: PapersForm, status: int = 200) -> HttpResponse:
        return _page(request, "parcels/split_form.html", parcel, form, status, count=count, counts=range(2, MOST + 1), whole=whole)

    def work() -> HttpResponse:
        return _proposed(request, propose_reshape(pk, actor=request.actor, way=ReshapeWay.SPLIT, parts=form.parts(), papers=form.papers()))

    if request.method != "POST":
        return page(made(initial={"area_unit": "mu"}))
    form = made(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def parcel_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """拟定合并 with other parcels, named by their numbers."""
    parcel = _open_parcel(request, pk)
    given = {"parcel": parcel, "may_join": parcel.kind == Kind.INEFFICIENT and document_of(parcel.region) == JOIN_DOCUMENT}

    def page(form: MergeForm, status: int = 200) -> HttpResponse:
        return _page(request, "parcels/merge_form.html", parcel, form, status, join_basis=JOIN_BASIS)

    def work() -> HttpResponse:
        data = form.cleaned_data
        known = parcels_numbered(data["others"])
        if unknown := [no for no in data["others"] if no not in known]:
            raise Refusal(f"没有编号为 {'、'.join(unknown)} 的宗地，或者不在你的辖区、已分割合并。请核对编号。", field="others", code="not_found")
        part = Part(data["no"], data["name"], parcel.area, *3 * [Decimal(0)])  # the sums are the service's
        return _proposed(request, propose_reshape(
            pk, actor=request.actor, way=data["way"], parts=[part], papers=form.papers(), others=tuple(known[no] for no in data["others"]),
            is_within=data["is_within"]))

    if request.method != "POST":
        return page(MergeForm(initial={"area_unit": "mu", "way": ReshapeWay.MERGE}, **given))
    form = MergeForm(request.POST, **given)
    return run_form(request, form, work, page)


def _open_parcel(request: HttpRequest, pk: int) -> Parcel:
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_propose_reshape(request.actor), CLERKS)
    if not parcel.is_open and request.method != "POST":
        raise Conflict(f"{parcel.parcel_no} 是“{parcel.get_status_display()}”，不能分割或合并。", code="wrong_state")
    return parcel


def _page(request: HttpRequest, template: str, parcel: Parcel, form: PapersForm, status: int, **more) -> HttpResponse:
    return render(request, template, {"parcel": parcel, "form": form, "form_key": new_key(), "unfinished": unfinished_of(parcel),
                                      "copied": COPIED, "left": LEFT, "two_persons": TWO_PERSONS, **more}, status=status)


def _proposed(request: HttpRequest, reshape: Reshape) -> HttpResponse:
    messages.success(request, f"{reshape.get_way_display()}已拟定，等审核员批准；批准前宗地照旧。")
    return redirect(reverse("parcels:parcel", args=[reshape.parcel_id]) + ANCHOR)


@require_safe
def reshapes(request: HttpRequest) -> HttpResponse:
    """分割合并: 待批准, 已办成, 已退回 (`?state=`)."""
    permit(may_read_ledger(request.actor), READERS)
    asked = request.GET.get("state", "")
    state = ReshapeState(asked) if asked in ReshapeState.values else ReshapeState.PROPOSED
    rows = reshapes_in(state)
    return render(request, "parcels/reshapes.html", {
        "state": state, "states": list(ReshapeState), "count": rows.count(),
        "page": page_by_instant(rows, "drafted_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=50)})


@require_POST
def reshape_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """批准 or 退回 (`do`) one that waits."""
    reshape = get_object_or_404(Reshape.objects, pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    try:
        if request.POST.get("do") == "send_back":
            send_back_reshape(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:1000])
            messages.success(request, "已退回，填报员看得到原因。")
        else:
            done = approve_reshape(pk, actor=request.actor)
            messages.success(request, f"{done.get_way_display()}已批准，台账随即更新；已计入的面积不变。")
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return render(request, "parcels/parcel.html", page_of(request, parcel_rows().get(pk=reshape.parcel_id), refusal), status=refusal.status)
    return redirect(reverse("parcels:parcel", args=[reshape.parcel_id]) + ANCHOR)
