"""导出的页面: a list asked for, one's own exports with their progress, the file of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import leases
from landplan.lib.errors import Refusal
from landplan.lib.lists import XLSX
from parcels.services.common import permit

from ..jobs import start_export
from ..models import ExportJob
from ..policies import may_take_out
from ..rules.lists import AT_ONCE, IN_ALL, KEPT_DAYS, PER_PERSON, SCREEN_LIMIT
from ..services import defer_export, open_export, path_of_export, write_export
from .export_source import lists_of, match_of

WHO = "导出由有岗位的人办。请先选岗位。"
SHOWN = 50


@require_POST
def export_new(request: HttpRequest) -> HttpResponse:
    """导出一页的清单: the file at once, or a job when the list is long. Raises Refusal, NotAllowed, TooMany, Http404."""
    permit(may_take_out(request.actor), WHO)
    address, form = request.POST.get("of", "")[:4000], "csv" if request.POST.get("as") == "csv" else "xlsx"
    match_of(address)
    job = open_export(actor=request.actor, address=address, title="清单", form=form)
    try:
        lists, count = lists_of(address, actor=request.actor, user=request.user, limit=AT_ONCE)
        if count <= AT_ONCE:
            job = write_export(job, lists, actor=request.actor) or job
            return _file(job)
    except (Refusal, Http404) as error:
        leases.fail(job, getattr(error, "message", "页面不存在。"), for_good=True)
        raise
    except Exception:
        leases.fail(job, "程序出错，没有导出。请系统管理员查看日志。", for_good=True)
        raise
    start_export(defer_export(job, actor=request.actor, title=lists[0].title))
    messages.success(request, f"“{lists[0].title}”超过 {AT_ONCE} 行，在后台导出；关掉页面也会接着办，好了在这里下载。")
    return redirect("exchange:exports")


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """我的导出任务."""
    permit(may_take_out(request.actor), WHO)
    return render(request, "exchange/exports.html", _shown(request))


@require_safe
def export_rows(request: HttpRequest) -> HttpResponse:
    """The rows alone, while something is under way."""
    permit(may_take_out(request.actor), WHO)
    return render(request, "exchange/_export_rows.html", _shown(request))


def _shown(request: HttpRequest) -> dict:
    rows = list(ExportJob.objects.filter(by_id=request.actor.user_id).select_related("post__unit").order_by("-id")[:SHOWN])
    return {"rows": rows, "is_working": any(not row.is_over for row in rows), "days": KEPT_DAYS, "at_once": AT_ONCE, "limit": SCREEN_LIMIT,
            "per_person": PER_PERSON, "in_all": IN_ALL}


@require_safe
def export_file(request: HttpRequest, pk: int) -> FileResponse:
    """下载 one's own, in the post in which it was made, while it is kept."""
    job = get_object_or_404(ExportJob, pk=pk, by_id=request.actor.user_id, post_id=request.actor.post_id, state="done", removed_at=None)
    return _file(job)


def _file(job: ExportJob) -> FileResponse:
    path = path_of_export(job)
    if not path.is_file():
        raise Http404
    kind = XLSX if job.form == "xlsx" else "text/csv; charset=utf-8"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=job.file_name, content_type=kind)
    answer.headers["X-Content-Type-Options"], answer.headers["ETag"] = "nosniff", f'"{job.sha256}"'
    return answer
