"""台账报送和审核的页面: what each county sent, one county's package, one sending with its rows."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.lists import as_download, made_by
from landplan.lib.pages import most
from landplan.lib.text import clean_text
from parcels.choices import Kind
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import run_form
from units.models import Region

from ..forms.packages import DecideForm, PaperForm, RemarkForm, SendForm
from ..models import Duty, Package, PackageEdition, PackagePaper
from ..policies import may_for_whole, may_review_package, may_send_package
from ..rules.packages import CONVENTION, FIRST_COUNTS, REVIEW, days_late, papers_needed
from ..selectors.packages import (
    changes_since,
    edition_before,
    edition_rows,
    editions_of,
    package_duties,
    package_lines,
    package_of,
    sums_of_edition,
    total_of_lines,
)
from ..selectors.plans import counties_in
from ..services import accept_package, attach_paper, remark_row, return_package, send_package, void_paper
from ..services.whole import permit_whole
from ..sheets.packages import analysis_file
from .common import check_reader, number_in, wanted_plan

CLERKS = "台账和方案由县区填报员报送。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SHOWN = 200
TABS = (("", "全部"), ("gaps", "缺要素"), ("remarked", "有意见"), ("changes", "与上次不同"))


@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    """台账报送 by duty: the counties, what they sent, the analysis of it."""
    check_reader(request)
    plan = wanted_plan(request)
    duties = package_duties(plan) if plan else []
    duty = _duty_asked(request, duties)
    lines = package_lines(duty, request.actor, clock.today()) if duty else []
    return render(request, "tasks/packages.html", {
        "shown_plan": plan, "duties": duties, "duty": duty, "lines": lines, "total": total_of_lines(lines), "kinds": Kind.choices,
        "sent": sum(line.is_sent for line in lines), "missing": sum(line.is_missing for line in lines), "today": clock.today(),
        "review": REVIEW, "convention": CONVENTION, "first_counts": FIRST_COUNTS})


def _duty_asked(request: HttpRequest, duties: list[Duty]) -> Duty | None:
    """应办事项 of the address, else the first whose day has not passed, else the last."""
    asked = number_in(request.GET.get("duty", ""))
    found = next((one for one in duties if one.id == asked), None)
    return found or next((one for one in duties if one.due_on >= clock.today()), duties[-1] if duties else None)


@require_safe
def packages_export(request: HttpRequest) -> FileResponse:
    """导出分析表. Raises Refusal when the plan asks for no package."""
    check_reader(request)
    plan = wanted_plan(request)
    duty = _duty_asked(request, package_duties(plan) if plan else [])
    if duty is None:
        raise Refusal("本区划的方案没有要报送的台账，没有可导出的。", code="no_plan")
    file = analysis_file(package_lines(duty, request.actor, clock.today()), title="分析表", notes=[
        f"{duty.title}（{plan.number} {duty.section}，时限 {duty.due_on}）", f"依据：{REVIEW}", FIRST_COUNTS, f"导出：{made_by(request.actor)}"])
    return as_download(file, f"台账报送分析表_{duty.due_on:%m%d}_{clock.today():%Y%m%d}.xlsx")


def _place(request: HttpRequest, pk: int, region_id: int) -> tuple[Duty, Region]:
    """应办事项 and county of an address, inside the territory and the plan. Raises NotAllowed, Http404."""
    check_reader(request)
    duty = get_object_or_404(Duty.objects.select_related("plan__document", "plan__region").exclude(reported_to=""), pk=pk)
    region = next((one for one in counties_in(duty.plan, request.actor) if one.id == region_id), None)
    if region is None:
        raise Http404
    return duty, region


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, pk: int, region_id: int) -> HttpResponse:
    """一个县区的报送; POST sends it."""
    duty, region = _place(request, pk, region_id)
    if request.method != "POST":
        return _page(request, duty, region)
    permit(may_send_package(request.actor), CLERKS)

    def work() -> HttpResponse:
        sent = send_package(pk, region_id, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{sent} 已报送（第{sent.number}次），当时的台账已定格。")
        return redirect("tasks:package", pk, region_id)

    form = SendForm(request.POST)
    return run_form(request, form, work, lambda shown, status: _page(request, duty, region, status=status, form=shown))


@require_POST
def package_paper(request: HttpRequest, pk: int, region_id: int) -> HttpResponse:
    """上传一份材料."""
    duty, region = _place(request, pk, region_id)
    permit(may_send_package(request.actor), CLERKS)

    def work() -> HttpResponse:
        data = form.cleaned_data
        paper = attach_paper(pk, region_id, actor=request.actor, kind=data["kind"], title=data["title"], upload=data["file"])
        messages.success(request, f"{paper} 已上传。")
        return redirect("tasks:package", pk, region_id)

    form = PaperForm(request.POST, request.FILES)
    return run_form(request, form, work, lambda shown, status: _page(request, duty, region, status=status, paper_form=shown))


@require_POST
def package_paper_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一份材料."""
    paper = get_object_or_404(PackagePaper.objects.select_related("package"), pk=pk)
    permit(may_send_package(request.actor), CLERKS)
    return _done(request, paper.package, lambda: void_paper(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500]),
                 f"{paper} 已作废，文件仍留存。")


@require_POST
def package_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """收下或退回."""
    found = get_object_or_404(Package.objects.select_related("duty__plan__document", "duty__plan__region"), pk=pk)
    check_reader(request)
    permit_whole(request.actor, found.duty.plan, lambda actor: may_review_package(actor, found.duty.reported_to),
                 f"报送的台账由审核的岗位收下或退回：{CONVENTION}。")
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, Refusal(form.sentence), 422, decide=form)
    data = form.cleaned_data
    work = {"accept": lambda: accept_package(pk, actor=request.actor, version=data["version"], opinion=data["opinion"]),
            "return": lambda: return_package(pk, actor=request.actor, version=data["version"], reason=data["opinion"])}[data["do"]]
    return _done(request, found, work, "已收下。" if data["do"] == "accept" else "已退回，县区会看到原因。", decide=form)


def _reviews(request: HttpRequest, duty: Duty) -> bool:
    """审核这一件, for all counties of the plan."""
    return may_for_whole(lambda actor: may_review_package(actor, duty.reported_to), request.actor, duty.plan)


def _done(request: HttpRequest, found: Package, work: Callable[[], object], told: str, **shown: Form) -> HttpResponse:
    try:
        work()
    except Refusal as refusal:
        return _refused(request, found, refusal, refusal.status, **shown)
    messages.success(request, told)
    return redirect("tasks:package", found.duty_id, found.region_id)


def _refused(request: HttpRequest, found: Package, refusal: Refusal, status: int, **shown: Form) -> HttpResponse:
    request.refusal_message = refusal.message
    duty, region = _place(request, found.duty_id, found.region_id)
    return _page(request, duty, region, status=status, refusal=refusal, **shown)


def _page(request: HttpRequest, duty: Duty, region: Region, *, status: int = 200, refusal: Refusal | None = None, form: Form | None = None,
          paper_form: Form | None = None, decide: Form | None = None) -> HttpResponse:
    found = package_of(duty, region.id)
    seen = {"version": found.version if found else 0}
    first = clock.local(found.first_sent_at).date() if found and found.first_sent_at else None
    is_with_county = found is None or found.state in ("draft", "returned")
    return render(request, "tasks/package.html", {
        "duty": duty, "region": region, "package": found, "editions": editions_of(found), "late": days_late(first, duty.due_on), "first": first,
        "papers": found.papers.filter(voided_at=None).select_related("file__uploaded_by") if found else [], "refusal": refusal,
        "needed": [kind.label for kind in papers_needed(duty.title)], "today": clock.today(), "form": form or SendForm(initial=seen),
        "paper_form": paper_form or PaperForm(), "decide": decide or DecideForm(initial=seen), "form_key": new_key(),
        "may_send": may_send_package(request.actor) and is_with_county, "convention": CONVENTION, "first_counts": FIRST_COUNTS, "review": REVIEW,
        "may_review": _reviews(request, duty) and found is not None and found.state == "submitted"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def package_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """一次报送: its rows, what differs from the time before; POST writes a remark on one row."""
    check_reader(request)
    edition = _edition(pk)
    to = edition.package.duty.reported_to
    if request.method != "POST":
        return _edition_page(request, edition)
    permit_whole(request.actor, edition.package.duty.plan, lambda actor: may_review_package(actor, to), f"逐宗意见由审核的岗位写：{CONVENTION}。")
    form = RemarkForm(request.POST)

    def work() -> HttpResponse:
        row = get_object_or_404(edition.rows, pk=form.cleaned_data["row"])
        remark_row(row.id, actor=request.actor, text=form.cleaned_data["text"])
        messages.success(request, f"{row.parcel_no} 的意见已记下。")
        return redirect(request.get_full_path())

    return run_form(request, form, work, lambda shown, status: _edition_page(request, edition, shown, status))


def _edition(pk: int) -> PackageEdition:
    rows = PackageEdition.objects.defer("file").select_related("package__duty__plan__document", "package__duty__plan__region", "package__region",
                                                               "sent_by")
    return get_object_or_404(rows, pk=pk)


def _edition_page(request: HttpRequest, edition: PackageEdition, form: Form | None = None, status: int = 200) -> HttpResponse:
    package, show = edition.package, request.GET.get("show", "")
    q, before = clean_text(request.GET.get("q", ""))[:60], edition_before(edition)
    rows = edition_rows(edition, show, q)
    return render(request, "tasks/package_edition.html", {
        "edition": edition, "package": package, "duty": package.duty, "sums": sums_of_edition(edition), "before": before,
        "changes": changes_since(edition, before), "rows": rows[:most(SHOWN)], "found": rows.count(), "most": SHOWN, "shown": show, "tabs": TABS,
        "q": q,
        "form": form, "form_key": new_key(), "may_remark": _reviews(request, package.duty)
        and package.state == "submitted" and package.number == edition.number}, status=status)


@require_safe
def package_file(request: HttpRequest, pk: int) -> FileResponse:
    """下载报送的台账: the bytes as they were frozen."""
    check_reader(request)
    edition = get_object_or_404(PackageEdition.objects, pk=pk)
    answer = as_download(BytesIO(bytes(edition.file)), edition.file_name)
    answer["ETag"] = f'"{edition.sha256}"'
    return answer
