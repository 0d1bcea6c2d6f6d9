"""专项登记的页面: scattered land and legacy problems, their sums and days, entering and voiding."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download, made_by
from landplan.lib.pages import most
from landplan.lib.text import clean_text
from units.models import Region

from ..choices import Register
from ..forms.register import RegisterForm, RegisterListForm, initial_of_item
from ..models import RegisterItem
from ..policies import may_export, may_keep_registers, may_read_ledger
from ..rules.registers import BASIS, STATE_WORDS
from ..selectors.registers import SHOWN, dues_of, regions_of_register, register_items, sum_of_register
from ..services import add_item, edit_item, void_item
from ..services.common import permit
from ..sheets.registers import register_file
from .common import county_choices, plain_form
from .ledger import READERS

CLERKS = "零散土地和历史遗留问题由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
LIMIT = 20_000


def _register(slug: str) -> Register:
    """登记簿 of an address. Raises Http404."""
    if slug not in BASIS:
        raise Http404
    return Register(slug)


@require_safe
def registers(request: HttpRequest, slug: str = Register.SCATTERED.value) -> HttpResponse:
    """一本登记簿."""
    register = _register(slug)
    permit(may_read_ledger(request.actor), READERS)
    return _page(request, register)


def _page(request: HttpRequest, register: Register, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    regions, today = regions_of_register(register), clock.today()
    form = RegisterListForm(request.GET or None, register=register, regions=regions)
    region_id, state = form.asked() if request.GET else (None, "")
    dues = dues_of(register, regions or Region.objects.filter(pk=request.actor.region_id))
    rows = register_items(register, region_id, state)
    words = STATE_WORDS[register]
    return render(request, "parcels/registers.html", {
        "register": register, "rows": [(row, words[row.state], dues.get(row.region_id)) for row in rows[:most(SHOWN)]], "found": rows.count(),
        "most": SHOWN, "sum": sum_of_register(register_items(register, region_id), dues, today), "form": form, "has_regions": len(regions) > 1,
        "dues": list({due.id: due for due in dues.values()}.values()), "basis": BASIS[register], "today": today, "refusal": refusal,
        "done_word": words["done"], "may_keep": may_keep_registers(request.actor), "tab": register.value}, status=status)


@require_safe
def register_export(request: HttpRequest, slug: str) -> FileResponse:
    """导出登记簿. Raises Refusal beyond the most rows of one file."""
    register, today = _register(slug), clock.today()
    permit(may_export(request.actor), READERS)
    regions = regions_of_register(register)
    form = RegisterListForm(request.GET or None, register=register, regions=regions)
    region_id, state = form.asked() if request.GET else (None, "")
    rows, dues = register_items(register, region_id, state), dues_of(register, regions)
    if rows.count() > LIMIT:
        raise Refusal(f"符合条件的超过一个文件的上限 {LIMIT} 项。请先筛选，再分次导出。", code="too_many")
    notes = [f"依据：{BASIS[register]}", f"导出：{made_by(request.actor)}"]
    file = register_file(register, rows, sum_of_register(rows, dues, today), dues, today, notes)
    return as_download(file, f"{register.label}_{today:%Y%m%d}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def register_new(request: HttpRequest, slug: str) -> HttpResponse:
    """登记一项."""
    register = _register(slug)
    permit(may_keep_registers(request.actor), CLERKS)
    regions, back = county_choices(request), reverse("parcels:registers", args=[slug])

    def work(form: RegisterForm) -> HttpResponse:
        row = add_item(register, actor=request.actor, region_id=form.cleaned_data["region"], values=form.values())
        messages.success(request, f"{row.name} 已登记。")
        return redirect(back)

    return plain_form(request, lambda sent: RegisterForm(sent, register=register, regions=regions, initial={
        "region": request.actor.region_id, "area_unit": "mu"}), work, {
        "title": f"登记{register.label}", "back": back, "crumbs": [(back, register.label)], "basis": BASIS[register]})


@require_http_methods(["GET", "HEAD", "POST"])
def register_item(request: HttpRequest, pk: int) -> HttpResponse:
    """修改一项."""
    row = get_object_or_404(RegisterItem.objects.select_related("region"), pk=pk)
    permit(may_keep_registers(request.actor), CLERKS)
    register, back = Register(row.register), reverse("parcels:registers", args=[row.register])

    def work(form: RegisterForm) -> HttpResponse:
        edit_item(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, f"{row.name} 已保存。")
        return redirect(back)

    return plain_form(request, lambda sent: RegisterForm(sent, register=register, regions=[(row.region_id, row.region.name)],
                                                         initial=initial_of_item(row)), work, {
        "title": f"修改{register.label}", "sub": row.name, "button": "保存", "failed": "没有保存", "back": back, "crumbs": [(back, register.label)],
        "basis": BASIS[register]})


@require_POST
def register_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一项."""
    row = get_object_or_404(RegisterItem.objects, pk=pk)
    permit(may_keep_registers(request.actor), CLERKS)
    try:
        void_item(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, Register(row.register), refusal, refusal.status)
    messages.success(request, f"{row.name} 已作废，留痕里查得到。")
    return redirect("parcels:registers", row.register)
