"""页面共用: a form that is done once, and comes back whole when it is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.services.once import run_once
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.forms import Form
from units.models import Region

from ..forms.disposal import new_key, sent_key
from ..sheets.ledger import LIMIT

Page = Callable[[Form, int], HttpResponse]
DONE_BEFORE = "这张表刚才已经交过一次，内容与现在的不同。要改那一条，请打开它再改；确要另记一条，再按一次。"


def run_form(request: HttpRequest, form: Form, work: Callable[[], HttpResponse], page: Page) -> HttpResponse:
    """交一张表: `work` once per form key, its refusals beside the fields; `page` shows the form again with a status."""

    def tried() -> HttpResponse:
        if not form.is_valid():
            return refused(request, form, page, 422)
        try:
            return work()
        except Refusal as refusal:
            form.refuse([refusal])
            return refused(request, form, page, refusal.status)

    try:
        return run_once(request, user_id=request.actor.user_id, key=sent_key(request.POST.get("form_key", "")), work=tried)
    except Conflict as conflict:
        form.is_valid()
        form.refuse([Conflict(DONE_BEFORE if conflict.code == "key_reused" else conflict.message)])
        return refused(request, form, page, 409)


def plain_form(request: HttpRequest, make: Callable[[object], Form], work: Callable[[Form], HttpResponse], shown: dict) -> HttpResponse:
    """一张简单的表 on a page of its own: `make` gives the form for what was sent (None: empty), `shown` its title, way back and words."""

    def page(form: Form, status: int = 200) -> HttpResponse:
        return render(request, "parcels/plain_form.html", {"form": form, "form_key": new_key(), **shown}, status=status)

    if request.method != "POST":
        return page(make(None))
    form = make(request.POST)
    return run_form(request, form, lambda: work(form), page)


def refused(request: HttpRequest, form: Form, page: Page, status: int) -> HttpResponse:
    """The form again, with what it was refused for told to the audit trail."""
    request.refusal_message = form.sentence
    return page(form, status)


def refuse_long(count: int) -> None:
    """一个文件的上限. Raises Refusal beyond it."""
    if count > LIMIT:
        raise Refusal(f"有 {count} 行，超过一个文件的上限 {LIMIT} 行。请由各县区分别导出，或先筛选。", code="too_many")


def county_choices(request: HttpRequest) -> list[tuple[int, str]]:
    """县区 in which this person may register, one's own first."""
    actor = request.actor
    rows = Region.objects.filter(id__in=actor.regions or ()).counties()
    return sorted(((region.id, region.name) for region in rows), key=lambda pair: pair[0] != actor.region_id)
