"""宗地的页面: what became of its area, what is missing, what was done, and the steps on the parcel itself."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.area import read_area
from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text, parse_day

from ..choices import DisposalState, PlanningResult
from ..forms.disposal import numbers_in
from ..models import Parcel
from ..policies import (
    may_accept,
    may_end_finding,
    may_find,
    may_read_ledger,
    may_record_facts,
    may_register_parcel,
)
from ..rules.documents import tidy_doc_no
from ..rules.steps import IN_TRANSIT
from ..selectors.checks import check_panel
from ..selectors.clocks import clock_panel
from ..selectors.controls import kept_sets
from ..selectors.covenants import covenant_panel
from ..selectors.enterprises import firm_panel
from ..selectors.findings import reasons_of
from ..selectors.flags import flags_of_parcel
from ..selectors.hurdles import expropriation_panel, hurdles_of
from ..selectors.lawsuits import lawsuit_panel
from ..selectors.measures import kind_words
from ..selectors.milestones import milestone_panel
from ..selectors.parcel import (
    chain_of,
    disposal_lines,
    elements_for,
    files_of,
    history,
    intake_of,
    offers_for,
    parcel_rows,
    reversible,
    rounds_of,
    supplies_of,
)
from ..selectors.parks import park_of
from ..selectors.plans import plan_panel
from ..selectors.procedures import procedure_panel
from ..selectors.reshape import lineage_panel
from ..selectors.samples import failed_check
from ..selectors.shapes import shape_panel
from ..selectors.supplies import supply_dues
from ..selectors.transfers import transfer_panel
from ..selectors.used import used_panel
from ..services import complete_filing, open_round, relist_parcel, write_off_parcel
from ..services.common import permit
from ..tables import done_on
from .ledger import READERS
from .way import way_of


@require_safe
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """宗地页; the address may carry the filter of the ledger that one came from."""
    row = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/parcel.html", page_of(request, row))


def page_of(request: HttpRequest, row: Parcel, refusal: Refusal | None = None) -> dict:
    """All that the page shows."""
    files, supplies, park = files_of(row), supplies_of(row), park_of(row)
    lines, gaps = disposal_lines(row, files), elements_for(row)
    only_area, words = request.GET.get("tale") == "area", kind_words(row.region)
    return {
        "parcel": row, "refusal": refusal, "elements": gaps, "gaps": [e for e in gaps if not e.is_whole],
        "chain": chain_of(row, supplies), "supplies": supplies, "supply_dues": supply_dues(row, [line.disposal for line in lines], supplies),
        "registers": may_register_parcel(request.actor), "lines": lines, "files": files,
        "held": row.accepted_area + row.in_transit_area, "rounds": rounds_of(row, lines),
        "has_lacking": any(line.lacking and line.disposal.state != DisposalState.VOIDED for line in lines),
        "counts": {"accepted": sum(1 for n in lines if n.disposal.disposes and n.disposal.state == DisposalState.ACCEPTED),
                   "way": sum(1 for n in lines if n.disposal.disposes and n.disposal.state in IN_TRANSIT)},
        "intake": intake_of(row), "spans": [(span, words[span.kind]) for span in row.kind_spans.all()],
        "kind_word": words[row.kind], "offers": offers_for(row, request.actor),
        "reversible": reversible(lines, request.actor, row.round_no), "sentences": history(row, only_area=only_area), "only_area": only_area,
        "today": clock.today(), "done_on": done_on(row), "reason": _reason(request, row), "way": way_of(request, row),
        **lineage_panel(row, request.actor), **plan_panel(row, request.actor), **milestone_panel(row, request.actor, clock.today()),
        **lawsuit_panel(row, request.actor), "typed": request.POST, **used_panel(row),
        "hurdles": hurdles_of(row), "planning_choices": PlanningResult.choices, **expropriation_panel(row, request.actor, clock.today()),
        **check_panel(row, request.actor, clock.today()), **clock_panel(row, supplies, request.actor, clock.today()),
        **procedure_panel(row), **_why(request, row), **firm_panel(row, request.actor, clock.today()),
        "park": park, "control_sets": kept_sets(row, park, supplies, clock.today()),
        "flags": flags_of_parcel(row), **transfer_panel(row, request.actor), **covenant_panel(row, request.actor),
        **shape_panel(row, request.actor)}


def _reason(request: HttpRequest, row: Parcel) -> str:
    """恢复在册的原因: what was typed, else what a 回头看 found."""
    check = failed_check(row) if not request.POST and may_accept(request.actor) else None
    return f"{check.checked_on} 回头看不属实：{check.finding}" if check else request.POST.get("reason", "")


def _why(request: HttpRequest, row: Parcel) -> dict:
    """为什么: what the rules say, and who may go on from there."""
    reasons, is_open = reasons_of(row, clock.today()), row.is_open
    return {"reasons": reasons, "readings": reasons.readings if reasons else [], "records_facts": may_record_facts(request.actor) and is_open,
            "finds": may_find(request.actor) and is_open, "ends": may_end_finding(request.actor)}


@require_POST
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """建档完成."""
    return _step(request, pk, "已建档完成", lambda version: complete_filing(pk, actor=request.actor, version=version))


@require_POST
def write_off(request: HttpRequest, pk: int) -> HttpResponse:
    """销号."""
    return _step(request, pk, "已销号", lambda version: write_off_parcel(pk, actor=request.actor, version=version))


@require_POST
def relist(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复在册: the write-off was wrong (with the disposals that do not stand), or the land fell idle again - a new round."""
    if request.POST.get("way") == "relapse":
        return _step(request, pk, "再次闲置，已开新一轮", lambda version: _open_round(request, pk, version))
    return _step(request, pk, "已恢复在册", lambda version: relist_parcel(
        pk, actor=request.actor, version=version, reason=clean_text(request.POST.get("reason", ""))[:1000],
        reverse=numbers_in(request.POST.getlist("reverse"))))


def _open_round(request: HttpRequest, pk: int, version: int | None) -> Parcel:
    typed = {name: clean_text(request.POST.get(name, "")) for name in ("relapsed_area", "from_on", "round_doc_no", "reason")}
    area = read_area(typed["relapsed_area"], "mu", name="再次闲置面积", field="relapsed_area") if typed["relapsed_area"] else None
    from_on = parse_day(typed["from_on"], name="再次闲置之日", today=clock.today(), field="from_on") if typed["from_on"] else None
    return open_round(pk, actor=request.actor, version=version, area=area, from_on=from_on, doc_no=tidy_doc_no(typed["round_doc_no"])[:80],
                      reason=typed["reason"][:1000])


def _step(request: HttpRequest, pk: int, done: str, work: Callable[[int | None], Parcel]) -> HttpResponse:
    """One step on the parcel: done, or its page with the sentence and what was typed."""
    get_object_or_404(Parcel.objects, pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    version = next(iter(numbers_in([request.POST.get("version", "")])), None)
    try:
        row = work(version)
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return render(request, "parcels/parcel.html", page_of(request, parcel_rows().get(pk=pk), refusal), status=refusal.status)
    messages.success(request, f"{row.parcel_no} {done}。")
    return redirect("parcels:parcel", pk)
