"""拟定方案的页面: a plan copied from an old one, its parts, its table of quotas typed or brought in as a file, and its issue."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.table_files import csv_file, read_rows
from landplan.lib.text import clean_text
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import run_form
from units.models import Region

from ..choices import DraftKind, DraftState, QuotaClass, RowKind, TableKey
from ..forms.drafts import SPARE, CopyForm, FactsForm, PhasesForm, QuotaFileForm, QuotasForm, TargetsForm
from ..models import Plan, PlanDraft
from ..policies import may_govern, may_govern_plans
from ..rules.columns import COLUMNS
from ..rules.drafts import CARRIED, HEADS, KEYS, Line, lacking
from ..rules.quota_files import WIDTH, lines_of
from ..selectors.plan_file import sums_of
from ..selectors.unit_standings import unknown_names
from ..services import begin_quotas, copy_plan, drop_draft, issue_draft, save_draft, save_quotas
from ..services.drafts import OFFICE
from .common import plan_for

PARTS = {"document": "文件和设置", "phases": "阶段", "targets": "目标", "quotas": "任务分解"}


def _draft(request: HttpRequest, pk: int) -> PlanDraft:
    permit(may_govern_plans(request.actor), OFFICE)
    rows = PlanDraft.objects.select_related("region", "plan__document", "source__document", "begun_by", "edited_by", "issued_by")
    draft = get_object_or_404(rows, pk=pk)
    permit(may_govern(request.actor, draft.region_id), OFFICE)
    return draft


@require_http_methods(["GET", "HEAD", "POST"])
def plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """照一份方案拟定新方案."""
    permit(may_govern_plans(request.actor), OFFICE)
    source = plan_for(request, pk)
    regions = [(one.id, one.name) for one in Region.objects.filter(id__in=request.actor.regions or ()).order_by("level", "sort")]
    regions.sort(key=lambda pair: pair[0] != source.region_id)
    initial = {"carried": list(CARRIED), "region": source.region_id}
    form = CopyForm(_sent(request), regions=regions, initial=initial)

    def page(form: Form, status: int = 200) -> HttpResponse:
        return render(request, "tasks/draft_copy.html", {"form": form, "form_key": new_key(), "shown_plan": source}, status=status)

    def work() -> HttpResponse:
        data = form.cleaned_data
        draft = copy_plan(source.id, actor=request.actor, region_id=data["region"], number=data["number"], title=data["title"],
                          dated_on=data["dated_on"], carried=data["carried"])
        messages.success(request, f"已照 {source.number} 拟定 {data['number']}。请逐项核对，再由办公室另一位印发。")
        return redirect("tasks:draft", draft.id)

    return run_form(request, form, work, page) if request.method == "POST" else page(form)


@require_POST
def quotas_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """开始填一份方案的任务分解; one that is open already is opened."""
    permit(may_govern_plans(request.actor), OFFICE)
    plan = plan_for(request, pk)
    open_one = PlanDraft.objects.filter(plan=plan, kind=DraftKind.QUOTAS, state=DraftState.DRAFT).first()
    draft = open_one or begin_quotas(plan.id, actor=request.actor)
    return redirect("tasks:draft_part", draft.id, "quotas")


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """一份拟定中的: its parts, what is lacking, its issue."""
    return _page(request, _draft(request, pk))


def _page(request: HttpRequest, found: PlanDraft, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    is_plan, data = found.kind == DraftKind.PLAN, found.data
    counts = {"document": "", "phases": len(data.get("phases", [])), "targets": len(data.get("targets", [])), "quotas": len(found.table["rows"])}
    carried = [(label, len(data[part])) for part, label in CARRIED.items() if data.get(part)]
    is_open = found.state == DraftState.DRAFT
    return render(request, "tasks/draft.html", {
        "draft": found, "document": data.get("document"), "carried": carried, "sums": _sums(found), "is_open": is_open,
        "parts": [(key, label, counts[key]) for key, label in PARTS.items() if is_plan or key == "quotas"],
        "lacking": lacking(data, clock.today()) if is_plan and is_open else [],
        "is_own": request.actor.user_id in (found.begun_by_id, found.edited_by_id),
        "unknown": unknown_names(found.region, [row["label"] for row in found.table["rows"] if row["kind"] == RowKind.COUNTY and not row["region"]]),
        "measures": len(data.get("measures", [])), "refusal": refusal}, status=status)


def _sums(found: PlanDraft) -> list[dict]:
    """各类: 各单位之和, 印发合计, 差数."""
    names = {column.key: column.name for column in COLUMNS[TableKey.OWN]}
    return [{"name": names[key], "sum": total, "printed": printed, "difference": None if printed is None else printed - total}
            for key, total, printed in sums_of(found.table)]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """改一部分."""
    found = _draft(request, pk)
    if part not in PARTS or (found.kind == DraftKind.QUOTAS and part != "quotas"):
        raise Http404
    make, save = _FORMS[part]
    form = make(request, found)

    def page(form: Form, status: int = 200) -> HttpResponse:
        return render(request, f"tasks/draft_{part}.html", {
            "draft": found, "form": form, "form_key": new_key(), "part_label": PARTS[part], "sums": _sums(found), "groups": QuotaClass.labels,
            "file_form": QuotaFileForm(initial={"version": found.version}), "is_open": found.state == DraftState.DRAFT}, status=status)

    def work() -> HttpResponse:
        save(request, found, form)
        messages.success(request, f"{PARTS[part]}已存。")
        return redirect("tasks:draft", found.id)

    return run_form(request, form, work, page) if request.method == "POST" else page(form)


def _sent(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _facts_form(request: HttpRequest, found: PlanDraft) -> FactsForm:
    initial = found.data["document"] | found.data["settings"] | {"version": found.version}
    return FactsForm(_sent(request), initial=initial)


def _save_facts(request: HttpRequest, found: PlanDraft, form: FactsForm) -> None:
    save_draft(found.id, actor=request.actor, version=form.cleaned_data["version"],
               parts={"document": form.part(form.DOCUMENT), "settings": form.part(form.SETTINGS)})


def _rows_form(make: type, part: str) -> Callable:
    return lambda request, found: make(_sent(request), rows=found.data[part], initial={"version": found.version})


def _rows_save(part: str, needed: str) -> Callable:
    return lambda request, found, form: save_draft(found.id, actor=request.actor, version=form.cleaned_data["version"],
                                                   parts={part: _whole(part, form.rows(needed))})


def _whole(part: str, rows: list[dict]) -> list[dict]:
    """A phase that was added has every key of one."""
    return [{"name": "", "starts_on": None, "ends_on": None, "text": "", "section": ""} | row for row in rows] if part == "phases" else rows


def _quotas_form(request: HttpRequest, found: PlanDraft) -> QuotasForm:
    asked = request.POST.get("count") or request.GET.get("count", "")
    count = min(int(asked), 400) if asked.isascii() and asked.isdigit() and len(asked) < 5 else len(found.table["rows"]) + SPARE
    return QuotasForm(_sent(request), table=found.table, count=count, initial={"version": found.version})


def _save_quotas(request: HttpRequest, found: PlanDraft, form: QuotasForm) -> None:
    save_quotas(found.id, actor=request.actor, version=form.cleaned_data["version"], head=form.head(), lines=form.lines())


_FORMS = {"document": (_facts_form, _save_facts), "phases": (_rows_form(PhasesForm, "phases"), _rows_save("phases", "name")),
          "targets": (_rows_form(TargetsForm, "targets"), _rows_save("targets", "value")), "quotas": (_quotas_form, _save_quotas)}


@require_POST
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    """交表格文件: all rows of it or none; they take the place of what was typed."""
    found, form = _draft(request, pk), QuotaFileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence, field="file", code="missing")
        save_quotas(found.id, actor=request.actor, version=form.cleaned_data["version"], head={}, lines=_read(form.cleaned_data["file"]))
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, found, refusal=refusal, status=refusal.status if refusal.status in (403, 409) else 422)
    messages.success(request, "文件里的任务分解已读入，替换了原来的各行。请核对后再印发。")
    return redirect("tasks:draft_part", found.id, "quotas")


def _read(upload) -> list[Line]:
    """各行 of a file. Raises Refusal."""
    return lines_of(read_rows(upload, columns=WIDTH))


@require_safe
def draft_template(request: HttpRequest, pk: int) -> HttpResponse:
    """样表: the rows as they stand, to be filled in."""
    found = _draft(request, pk)
    rows = [[row["label"], row["period"], *(row["cells"].get(key, "") for key in KEYS[2:])] for row in found.table["rows"]]
    answer = HttpResponse(csv_file([HEADS, *rows]), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('任务分解样表.csv')}"
    return answer


@require_POST
def draft_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """印发 by a second person."""
    def work(found: PlanDraft) -> str:
        plan: Plan = issue_draft(found.id, actor=request.actor, version=_version(request))
        messages.success(request, f"{plan.number} 已印发，任务量从此锁定；要改的办任务调整，出新的一版。")
        return f"{reverse('tasks:quotas')}?plan={plan.id}&table=own" if plan.tables.exists() else reverse("tasks:plan", args=[plan.id])
    return _decide(request, pk, work)


@require_POST
def draft_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃拟定."""
    def work(found: PlanDraft) -> str:
        drop_draft(found.id, actor=request.actor, version=_version(request), reason=clean_text(request.POST.get("reason", ""))[:500])
        messages.success(request, "已放弃，留痕里查得到。")
        return reverse("tasks:plans")
    return _decide(request, pk, work)


def _decide(request: HttpRequest, pk: int, work: Callable[[PlanDraft], str]) -> HttpResponse:
    found = _draft(request, pk)
    try:
        return redirect(work(found))
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, found, refusal=refusal, status=refusal.status)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
