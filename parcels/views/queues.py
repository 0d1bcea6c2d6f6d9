"""处置清单与审核验收: lists by state, what waits for me beside its record, and steps on many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from landplan.lib.errors import Refusal
from landplan.lib.pages import most
from units.models import Region

from ..choices import Action
from ..forms.disposal import STATES, USES, BatchForm, ListForm, numbers_in, picked_in
from ..policies import may_accept, may_read_ledger, may_verify
from ..selectors.disposal import disposal_rows
from ..selectors.queues import (
    accepted_sum,
    filter_disposals,
    own_waiting,
    page_of,
    ready_to_write_off,
    waiting_for,
    waiting_sum,
)
from ..services import batch_step, batch_write_off
from ..services.common import permit
from .disposal import READERS, card_of

SHOWN = 200
VERBS = {"verify": "审核通过", "accept": "验收", "send_back": "退回"}
REVIEWERS = "审核验收由县区审核员和考核验收组办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def disposals(request: HttpRequest) -> HttpResponse:
    """处置清单 of the territory; a clerk sees his county's, his own when he asks for them."""
    actor = request.actor
    permit(may_read_ledger(actor), READERS)
    form = ListForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = filter_disposals(state=given.get("state", ""), q=given.get("q", ""), region_id=given.get("region"),
                            author_id=actor.user_id if given.get("mine") else None, use=given.get("use", ""))
    regions = Region.objects.filter(id__in=actor.regions).counties() if actor.regions and len(actor.regions) > 1 else []
    return render(request, "parcels/disposals.html", {
        "page": page_of(rows, after=request.GET.get("after", ""), before=request.GET.get("before", "")),
        "form": form, "given": given, "states": STATES, "uses": USES, "regions": regions,
        "sum": accepted_sum(rows) if given.get("use") else None})


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """审核验收: the rows that wait for me; `?open=` shows one beside them."""
    _permit_review(request)
    return _review_page(request)


@require_POST
def review_batch(request: HttpRequest) -> HttpResponse:
    """批量审核、验收、退回: each record by itself; a refused one does not undo the others."""
    _permit_review(request)
    form, picked = BatchForm(request.POST), picked_in(request.POST.getlist("pick"))
    if not form.is_valid() or not picked:
        return _review_page(request, refusal=Refusal("没有选中要办的处置。请在表里勾选（按 X），再按要办的按钮。"), status=400)
    action, reason = form.cleaned_data["action"], form.cleaned_data["reason"]
    if action == Action.SEND_BACK and not reason:
        sentence = "退回要写原因。请写明哪一项、现在是什么、应改成什么；填报员会看到原话。"
        return _review_page(request, refusal=Refusal(sentence), picked=picked, status=400)
    return _told(request, batch_step(picked, actor=request.actor, action=action, reason=reason), VERBS[action])


@require_POST
def review_write_off(request: HttpRequest) -> HttpResponse:
    """批量销号 of parcels on which nothing remains."""
    permit(may_accept(request.actor), "销号由考核验收组办。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    picked = picked_in(request.POST.getlist("parcel"))
    if not picked:
        return _review_page(request, refusal=Refusal("没有选中要销号的宗地。请在“可销号”表里勾选后再办。"), status=400)
    return _told(request, batch_write_off(picked, actor=request.actor), "销号")


def _told(request: HttpRequest, outcomes: list, verb: str) -> HttpResponse:
    """All done: back to the queue. Something refused: a line for each row, and 409 when nothing at all was done."""
    refused = [outcome for outcome in outcomes if outcome.refusal]
    if not refused:
        messages.success(request, f"{len(outcomes)} 项已{verb}：{'、'.join(o.name for o in outcomes[:5])}{' 等' if len(outcomes) > 5 else ''}。")
        return redirect("parcels:review")
    return _review_page(request, outcomes=outcomes, verb=verb, status=409 if len(refused) == len(outcomes) else 200)


def _permit_review(request: HttpRequest) -> None:
    permit(may_verify(request.actor) or may_accept(request.actor), REVIEWERS)


def _review_page(request: HttpRequest, *, refusal: Refusal | None = None, outcomes=(), verb: str = "", picked=(),
                 status: int = 200) -> HttpResponse:
    actor = request.actor
    request.refusal_message = refusal.message if refusal else "；".join(o.refusal.message for o in outcomes if o.refusal)
    waiting = list(waiting_for(actor)[:most(SHOWN)])
    wanted = numbers_in([request.GET.get("open", "")])
    opened = next((row for row in waiting if wanted and row.id == wanted[0]), None)
    if wanted and opened is None:
        opened = disposal_rows().filter(pk=wanted[0]).first()
    opened = opened or (waiting[0] if waiting else None)
    ready = list(ready_to_write_off()[:most(SHOWN)]) if may_accept(actor) else []
    return render(request, "parcels/review.html", {
        "waiting": waiting, "sum": waiting_sum(actor), "own": own_waiting(actor), "ready": ready, "refusal": refusal,
        "outcomes": outcomes, "verb": verb, "opened": opened, "picked_ids": {pk for pk, _ in picked},
        "reason": request.POST.get("reason", ""), "accepts": may_accept(actor), "shown": SHOWN,
        "next": reverse("parcels:review"), **(card_of(opened, actor) if opened else {}),
    }, status=status)
