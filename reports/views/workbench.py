"""工作台: what waits for me first, then how far we are, what is on the way, what is due, and what was done lately."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.policies import may_read_audit
from audit.sentences import sentences_of
from landplan.lib import clock
from parcels.policies import may_draft_disposal, may_read_ledger, may_register_parcel, may_verify
from parcels.selectors.queues import page_of
from parcels.selectors.work_lists import work_lists
from parcels.services.common import permit
from tasks.rules.quota import kinds_of
from units.models import Region
from units.policies import may_work

from ..forms.workbench import WayForm
from ..selectors.agenda import dues_of, latest_entries
from ..selectors.desk import Desk, desk_of
from ..selectors.news import LOOKED, news_of
from ..selectors.todo import in_transit_rows, in_transit_sum
from ..tables.board import all_of, whole_name
from ..tables.desk import GROUPS, items_for, lists_of, oversight_of, steps_of
from ..tables.desk_week import week_card
from .frame import frame_of

WORKERS = "工作台给业务岗位用。你现在的岗位不办业务；兼有岗位的，先在右上角切换。"


@dataclass(frozen=True)
class Tab:
    """等我处理的一组: its word, its number, its address on the page."""

    group: str
    label: str
    count: int
    unit: str = ""


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """工作台 of the person's post; `?show=` opens one group of what waits."""
    actor, now = request.actor, clock.now()
    permit(may_work(actor), WORKERS)
    today = clock.today()
    frame = frame_of(request)
    desk, tally = desk_of(frame, now), frame.tally
    shown = request.GET.get("show", "")
    shown = shown if tally.counts.get(shown) else ""
    items = items_for(actor, desk, tally, now, shown)
    return render(request, "reports/workbench.html", {
        "desk": desk, **_names(desk), "today": today, "home": Region.objects.get(pk=actor.region_id), "tally": tally, "show": shown,
        "tabs": [Tab(g, GROUPS[g][0], n, GROUPS[g][1]) for g, n in tally.counts.items() if n],
        "items": items, "things": (things := tally.things(shown)), "hidden": things - len(items),
        "week": week_card(desk, actor, now), "whole": lists_of(today).get(shown, ""), "steps": steps_of(now), "asks": oversight_of(actor, now),
        "lists": work_lists(today) if may_read_ledger(actor) else [],
        "dues": dues_of(desk.plan, desk.period, today) if desk.plan else [], "news": _news(actor), **_mine(actor),
        "drafts": may_draft_disposal(actor), "registers": may_register_parcel(actor), "audits": may_read_audit(actor)})


def _names(desk: Desk) -> dict:
    """What the figures are of, and all of the plan, are called."""
    return {"ours": whole_name(desk.board), "everybody": all_of(desk.plan)} if desk.board else {}


def _mine(actor) -> dict:
    """与我有关的变动, for those who enter records of a county."""
    if not (may_draft_disposal(actor) or may_verify(actor)):
        return {}
    mine, unread = news_of(actor)
    return {"mine": mine, "unread": f"{unread}+" if unread >= LOOKED else unread}


def _news(actor) -> list[tuple]:
    entries = latest_entries(actor)
    return [(sentence, entry.subject.partition(":")[2]) for sentence, entry in zip(sentences_of(entries), entries, strict=True)]


@require_safe
def workbench_way(request: HttpRequest) -> HttpResponse:
    """在途明细: the disposals behind a figure of the work table, and their sum."""
    actor = request.actor
    permit(may_work(actor), WORKERS)
    form = WayForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    quota_class, plan = given.get("quota_class", ""), frame_of(request).in_force
    kinds = tuple(kinds_of(quota_class, plan.counts_used_unsupplied if plan else True)) if quota_class else ()
    rows = in_transit_rows(kinds=kinds, state=given.get("state", ""), slow_at=clock.now() if given.get("slow") else None)
    return render(request, "reports/workbench_way.html", {
        "form": form, "given": given, "sum": in_transit_sum(rows), "has_counties": actor.regions is None or len(actor.regions) > 1,
        "page": page_of(rows, after=request.GET.get("after", ""), before=request.GET.get("before", "")), "now": clock.now()})
