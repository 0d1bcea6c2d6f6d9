"""登记和修改宗地、登记供应、变更类别的页面."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from landplan.lib.errors import Conflict
from units.models import Region, Unit

from ..choices import Cause
from ..forms.disposal import new_key
from ..forms.kind import KindForm
from ..forms.parcel import ParcelForm, RegisterForm, conflicts, copied_from, initial_of, merged_data
from ..models import Parcel
from ..policies import may_register_parcel
from ..rules.causes import causes_for
from ..rules.findings import types_of
from ..rules.used_types import used_types_for
from ..selectors.measures import catalogue, document_of, kind_words
from ..selectors.parcel import batches_of, last_registered, parcel_rows
from ..selectors.parks import park_names
from ..services import change_kind, register_parcel, update_parcel
from ..services.common import permit
from .common import county_choices, refused, run_form
from .ledger import words_for
from .way import way_of

CLERKS = "登记和修改宗地由县区填报员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
CLOSED = "这宗地已销号，不能再改。确有错误的，由考核验收组恢复在册后再改。"


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """登记宗地."""
    permit(may_register_parcel(request.actor), CLERKS)
    last = last_registered(request.actor)

    def page(form: RegisterForm, status: int = 200) -> HttpResponse:
        return _parcel_page(request, form, None, status=status, title="没有登记", last=last)

    def work() -> HttpResponse:
        data = form.cleaned_data
        parcel = register_parcel(actor=request.actor, region_id=data["region"], kind=data["kind"], values=form.values(),
                                 parcel_no=data["parcel_no"], kind_from=data["kind_from"], force=form.force(),
                                 apart=form.cleaned_data["apart"])
        messages.success(request, f"{parcel} 已登记，五要素 {parcel.elements}/5。")
        return redirect(f"{reverse('parcels:register')}?copy=1" if request.POST.get("do") == "again" else reverse("parcels:parcel", args=[parcel.id]))

    if request.method != "POST":
        initial = {"area_unit": "mu", "region": request.actor.region_id} | (copied_from(last) if last and "copy" in request.GET else {})
        return page(RegisterForm(initial=initial, **_offered(request, str(initial.get("kind", "")))))
    given = _offered(request, request.POST.get("kind", ""), request.POST.get("cause", ""))
    if request.POST.get("do") == "open":  # another kind or cause was chosen: the form for it, with what was typed
        return page(RegisterForm(initial=request.POST.dict(), **given))
    form = RegisterForm(request.POST, **given)
    return run_form(request, form, work, page)


def _offered(request: HttpRequest, kind: str, cause: str = "") -> dict:
    """What the form of a new parcel of a kind (by default the first) offers; a cause of another kind stays, until it is refused."""
    document, kinds = document_of(Region.objects.get(pk=request.actor.region_id)), words_for(request)
    kind = kind if kind in kinds else next(iter(kinds))
    causes = dict(causes_for(document, kind))
    if cause in Cause.values:
        causes.setdefault(cause, Cause(cause).label)
    return {"kind": kind, "regions": county_choices(request), "batches": batches_of(request.actor.region_id), "kinds": kinds,
            "types": types_of(document), "used_types": used_types_for(document), "causes": list(causes.items())}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改宗地. What another person changed meanwhile is shown beside what was typed."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)
    given = _given(parcel)

    def page(form: ParcelForm, status: int = 200) -> HttpResponse:
        return _parcel_page(request, form, parcel, status=status, title="没有保存")

    def work() -> HttpResponse:
        try:
            update_parcel(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.touched(),
                          reason=form.cleaned_data["reason"], force=form.force())
        except Conflict as conflict:
            if conflict.code != "stale":
                raise
            return _stale(request, form, pk, conflict)
        messages.success(request, f"{parcel.parcel_no} 已保存。")
        return redirect(_onward(request, parcel))

    if request.method != "POST":
        if not parcel.is_open:
            raise Conflict(CLOSED, code="wrong_state")
        return page(ParcelForm(initial=initial_of(parcel), **given))
    if request.POST.get("do") == "open":
        return page(ParcelForm(initial=request.POST.dict(), **given))
    form = ParcelForm(request.POST, **given)
    return run_form(request, form, work, page)


def _onward(request: HttpRequest, parcel: Parcel) -> str:
    """保存以后去哪里: the parcel, at its place in the list; or the form of the next one; or the list, when it was the last."""
    way = way_of(request, parcel)
    if way is None or request.POST.get("do") != "next":
        return _address("parcels:parcel", parcel.id, way.here if way else "")
    return _address("parcels:edit", way.next[0].id, way.next[1]) if way.next else way.back


def _address(name: str, pk: int, query: str) -> str:
    return reverse(name, args=[pk]) + (f"?{query}" if query else "")


def _given(parcel: Parcel) -> dict:
    """What its form offers: batches of its county, types and causes of its document and those that it has."""
    document = document_of(parcel.region)
    types = dict(types_of(document))
    own = {parcel.inefficient_type: parcel.get_inefficient_type_display()} if parcel.inefficient_type else {}
    return {"kind": parcel.kind, "batches": batches_of(parcel.region_id), "types": list((own | types).items()),
            "used_types": used_types_for(document, parcel.used_type), "causes": causes_for(document, parcel.kind, parcel.cause)}


def _stale(request: HttpRequest, form: ParcelForm, pk: int, conflict: Conflict) -> HttpResponse:
    """改前的内容已过时: both values, everything typed kept, the next save goes over the present version."""
    parcel = parcel_rows().get(pk=pk)
    changes = conflicts(form, parcel)
    again = ParcelForm(merged_data(form, parcel), **_given(parcel))
    again.is_valid()
    again.refuse([conflict])
    return refused(request, again, lambda shown, status: _parcel_page(
        request, shown, parcel, status=status, title="没有保存", changes=changes), conflict.status)


def _parcel_page(request: HttpRequest, form: ParcelForm, parcel: Parcel | None, *, status: int, title: str, changes=(),
                 last: Parcel | None = None) -> HttpResponse:
    region_id = parcel.region_id if parcel else request.actor.region_id
    kind = parcel.kind if parcel else None
    region = parcel.region if parcel else Unit.objects.select_related("region").get(pk=request.actor.unit_id).region
    labels = [m.label for m in catalogue(region) if kind is None or kind in m.kinds]
    return render(request, "parcels/parcel_form.html", {
        "form": form, "parcel": parcel, "title": title, "changes": changes, "last": last, "measures": labels, "parks": park_names(region),
        "form_key": new_key(),
        "way": way_of(request, parcel) if parcel else None,
        "units": list(Unit.objects.filter(region_id=region_id).values_list("name", flat=True)[:100])}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def kind_change(request: HttpRequest, pk: int) -> HttpResponse:
    """变更类别: from a day, by a document; the past keeps its kind."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)

    words = kind_words(parcel.region)
    given = {"kinds": words, "types": types_of(document_of(parcel.region))}

    def page(form: KindForm, status: int = 200) -> HttpResponse:
        spans = [(span, words[span.kind]) for span in parcel.kind_spans.all()]
        context = {"form": form, "parcel": parcel, "spans": spans, "kind_word": words[parcel.kind], "form_key": new_key()}
        return render(request, "parcels/kind_form.html", context, status=status)

    def work() -> HttpResponse:
        changed = change_kind(pk, actor=request.actor, **form.values())
        messages.success(request, f"{changed.parcel_no} 已变更为{words[changed.kind]}。")
        return redirect("parcels:parcel", pk)

    if request.method != "POST":
        return page(KindForm(initial={"version": parcel.version}, **given))
    form = KindForm(request.POST, **given)
    return run_form(request, form, work, page)
