"""预警的页面: what the nightly look saw, what is new, what is over; the office may have it looked at now."""

from __future__ import annotations

from celery import signature
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.lists import as_download, made_by
from landplan.lib.queue import wake
from units.models import Region

from ..forms.flags import SHOWS, FlagsForm
from ..policies import may_export, may_read_ledger, may_run_night
from ..selectors.flags import flag_counts, flag_page, flag_rows, last_runs
from ..services import ask_night
from ..services.common import permit
from ..sheets.flags import flags_file
from .common import refuse_long
from .ledger import READERS


@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """预警清单: what stands, what appeared or ended lately, by kind, county and kind of land."""
    permit(may_read_ledger(request.actor), READERS)
    form, now = FlagsForm(request.GET), clock.now()
    asked = form.asked()
    rows = flag_rows(asked, now)
    page = flag_page(rows, asked, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    regions = list(Region.objects.filter(id__in=request.actor.regions or ()).counties())
    return render(request, "parcels/flags.html", {
        "form": form, "asked": asked, "tabs": SHOWS, "page": page, "count": rows.order_by().count(), "today": clock.today(),
        "groups": flag_counts(asked.region_id, now), "runs": last_runs(request.actor), "may_run": may_run_night(request.actor),
        "regions": regions if len(regions) > 1 else [], "has_filter": bool(asked.flag or asked.region_id or asked.land)})


@require_safe
def flags_export(request: HttpRequest) -> FileResponse:
    """导出: what the screen shows, all pages. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    form, now = FlagsForm(request.GET), clock.now()
    asked = form.asked()
    rows = flag_rows(asked, now)
    count = rows.order_by().count()
    refuse_long(count)
    last = last_runs(request.actor).done
    notes = [f"导出 {made_by(request.actor)}；{form.told()}", f"最近一次核对 {clock.local(last.due_at):%Y-%m-%d %H:%M}" if last else "还没有核对过"]
    file = flags_file(rows.order_by(f"-{asked.column}", "-id").iterator(chunk_size=2000), count, is_gone=asked.show == "gone", notes=notes)
    return as_download(file, f"预警清单_{clock.today():%Y%m%d}.xlsx")


@require_POST
def flags_run(request: HttpRequest) -> HttpResponse:
    """立即核对: the office has every parcel looked at now."""
    run = ask_night(actor=request.actor)
    transaction.on_commit(lambda: wake(signature("parcels.jobs.run_night"), run.id))
    messages.success(request, "已要求核对，办完后本页自动更新。")
    return redirect("parcels:flags")
