"""文书的页面: what a paper will hold and lacks before it is made, and the templates with their versions."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib.errors import Refusal
from units.models import Region

from ..documents.defaults import LABEL, default_template
from ..documents.word import names_in
from ..forms.disposal import new_key
from ..forms.papers import TemplateForm
from ..models import IdleStep, LowNotice, Paper
from ..policies import may_edit_measures, may_keep_cases, may_read_ledger
from ..rules.paper_kinds import FIELDS, KINDS, WORD, PaperKind, missing
from ..selectors.paper_values import (
    kind_of_step,
    notice_values,
    papers_of,
    step_values,
    template_of,
    templates_of,
)
from ..services import make_notice_paper, make_step_paper, upload_template
from ..services.common import permit
from ..store import stored_bytes
from .common import run_form
from .ledger import READERS

CLERKS = "文书由县区填报员生成。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
OFFICE = "文书模板由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_http_methods(["GET", "HEAD", "POST"])
def idle_step_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """一步的文书."""
    step = get_object_or_404(IdleStep.objects.select_related("procedure__parcel__region", "procedure__finding"), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)
    kind = kind_of_step(step)
    if kind is None:
        raise Http404
    back = reverse("parcels:idle", args=[step.procedure_id])
    return _paper_page(request, kind, step.procedure.parcel, step_values(step, request.actor), back, papers_of(step=step),
                       lambda anyway: make_step_paper(pk, actor=request.actor, anyway=anyway))


@require_http_methods(["GET", "HEAD", "POST"])
def notice_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """低效用地告知书."""
    notice = get_object_or_404(LowNotice.objects.select_related("finding__parcel__region"), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)
    back = reverse("parcels:finding_notices", args=[notice.finding_id])
    return _paper_page(request, KINDS["low_notice"], notice.finding.parcel, notice_values(notice, request.actor), back, papers_of(notice=notice),
                       lambda anyway: make_notice_paper(pk, actor=request.actor, anyway=anyway))


def _paper_page(request: HttpRequest, kind: PaperKind, parcel, values: dict[str, str], back: str, papers: list[Paper],
                make: Callable[[bool], Paper]) -> HttpResponse:
    refusal = None
    if request.method == "POST":
        try:
            paper = make(request.POST.get("anyway") == "1")
        except Refusal as found:
            request.refusal_message, refusal = found.message, found
        else:
            messages.success(request, f"《{kind.title}》已生成，存在佐证材料里。")
            return redirect(f"{request.path}#paper-{paper.id}")
    template, needed = template_of(parcel.region, kind.code), set(kind.required)
    used = names_in(stored_bytes(template) if template else default_template(kind.code))
    return render(request, "parcels/paper_form.html", {
        "kind": kind, "parcel": parcel, "lacking": missing(kind, values), "back": back, "papers": papers, "refusal": refusal,
        "values": [(name, FIELDS[name], values.get(name, ""), name in needed) for name in FIELDS if name in used],
        "template": f"第{template.number}版（{template.at:%Y-%m-%d}）" if template else LABEL}, status=refusal.status if refusal else 200)


@require_safe
def paper_templates(request: HttpRequest) -> HttpResponse:
    """文书模板."""
    permit(may_read_ledger(request.actor), READERS)
    region = Region.objects.get(pk=request.actor.region_id)
    return render(request, "parcels/paper_templates.html", {
        "rows": [(kind, template_of(region, kind.code)) for kind in KINDS.values()], "label": LABEL})


@require_http_methods(["GET", "HEAD", "POST"])
def paper_template(request: HttpRequest, kind: str) -> HttpResponse:
    """一种文书的模板: its placeholders and versions; the office uploads the next."""
    permit(may_read_ledger(request.actor), READERS)
    found = _kind(kind)
    region = Region.objects.get(pk=request.actor.region_id)
    versions, may_edit = templates_of(region, kind), may_edit_measures(request.actor)

    def page(form: TemplateForm | None, status: int = 200) -> HttpResponse:
        return render(request, "parcels/paper_template.html", {
            "kind": found, "versions": versions, "form": form, "form_key": new_key(), "label": LABEL,
            "fields": [(name, meaning, name in found.required) for name, meaning in found.fields.items()]}, status=status)

    def work() -> HttpResponse:
        row = upload_template(kind, actor=request.actor, region=region, seen=form.cleaned_data["seen"], upload=form.cleaned_data["file"],
                              note=form.cleaned_data["note"])
        messages.success(request, f"《{found.title}》模板第 {row.number} 版已启用，以前的各版仍可下载。")
        return redirect("parcels:paper_template", kind)

    if request.method != "POST":
        last = max((row.number for row in versions if row.region_id == region.id), default=0)
        return page(TemplateForm(initial={"seen": last}) if may_edit else None)
    permit(may_edit, OFFICE)
    form = TemplateForm(request.POST, request.FILES)
    return run_form(request, form, work, page)


@require_safe
def paper_template_file(request: HttpRequest, kind: str, number: int) -> FileResponse:
    """下载一版模板 (0 = the one that comes with the system)."""
    permit(may_read_ledger(request.actor), READERS)
    found = _kind(kind)
    if number == 0:
        content = default_template(kind)
    else:
        row = next((one for one in templates_of(Region.objects.get(pk=request.actor.region_id), kind) if one.number == number), None)
        if row is None:
            raise Http404
        content = stored_bytes(row)
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"{found.title}_模板第{number}版.docx", content_type=WORD)


def _kind(code: str) -> PaperKind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]
