"""失信记录的页面 (批后监管和诚信, SUP-14)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.pages import most

from ..forms.credit import ClearForm, CreditForm
from ..models import CreditRecord
from ..policies import may_clear_credit, may_keep_credit, may_read_ledger
from ..rules.restrictions import CREDIT
from ..selectors.restrictions import credit_rows
from ..services import add_credit_record, clear_credit_record
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

SHOWN = 200


@require_safe
def credit(request: HttpRequest) -> HttpResponse:
    """失信记录清单."""
    permit(may_read_ledger(request.actor), READERS)
    rows = credit_rows()
    if query := request.GET.get("q", "").strip()[:60]:
        rows = rows.filter(holder__contains=query)
    return render(request, "parcels/credit.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "most": SHOWN, "basis": CREDIT, "tab": "credit", "q": query,
        "may_keep": may_keep_credit(request.actor), "may_clear": may_clear_credit(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def credit_new(request: HttpRequest) -> HttpResponse:
    """登记失信记录."""
    permit(may_keep_credit(request.actor), "失信记录由县区填报员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    regions = county_choices(request)

    def work(form: CreditForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        row = add_credit_record(data.pop("region"), actor=request.actor, values=data)
        messages.success(request, f"{row.holder}的失信记录已登记；再申请用地时会提示。")
        return redirect("parcels:credit")

    return plain_form(request, lambda sent: CreditForm(sent, regions=regions, initial={"found_on": clock.today()}), work, {
        "title": "登记失信记录", "basis": CREDIT, **_way()})


@require_http_methods(["GET", "HEAD", "POST"])
def credit_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """登记信用修复."""
    row = get_object_or_404(CreditRecord.objects, pk=pk)
    permit(may_clear_credit(request.actor), "信用修复由县区审核员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")

    def work(form: ClearForm) -> HttpResponse:
        clear_credit_record(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row.holder}的信用修复已登记，不再提示。")
        return redirect("parcels:credit")

    return plain_form(request, lambda sent: ClearForm(sent, initial={"cleared_on": clock.today()}), work, {
        "title": "登记信用修复", "sub": f"{row.holder}：{row.breach}（{row.basis_no}）", "basis": CREDIT, **_way()})


def _way() -> dict:
    back = reverse("parcels:credit")
    return {"back": back, "crumbs": [(back, "失信记录")]}
