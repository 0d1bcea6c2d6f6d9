"""一宗一卡的页面: one parcel, or those chosen in the ledger; each is one sheet of A4 in print."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.pdf import pdf_of_page
from landplan.lib.qr import qr_drawing

from ..forms.disposal import numbers_in
from ..models import Parcel
from ..policies import may_read_ledger
from ..selectors.card import cards_of
from ..services.common import permit
from ..tables import done_on
from .ledger import READERS

MOST = 200
MOST_PDF = 20  # about a second each


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """一宗一卡 of one parcel."""
    return _page(request, [get_object_or_404(Parcel.objects, pk=pk).id])


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """一宗一卡 of the parcels picked (`?pick=1&pick=2`), in that order, each once."""
    permit(may_read_ledger(request.actor), READERS)
    sent = request.GET.getlist("pick")
    ids = list(dict.fromkeys(numbers_in(sent)))
    if not sent:
        raise Refusal("没有选宗地。请回到台账，在左边勾选要打印的宗地，再点“打印一宗一卡”。", code="missing")
    if len(set(sent)) != len(ids):
        raise Http404
    if len(ids) > MOST:
        raise Refusal(f"选了 {len(ids)} 宗，一次最多打印 {MOST} 宗。请分几次打印。", code="too_many")
    return _page(request, ids)


def _page(request: HttpRequest, ids: list[int]) -> HttpResponse:
    try:
        found = cards_of(ids)
    except Parcel.DoesNotExist:
        raise Http404
    permit(may_read_ledger(request.actor), READERS)
    sheets = [{"card": one, "address": (address := _address(request, one.parcel)), "qr": qr_drawing(address), "done_on": done_on(one.parcel)}
              for one in found]
    shown = {"sheets": sheets, "today": clock.today(), "has_pdf": len(sheets) <= MOST_PDF}
    return _pdf(request, shown) if request.GET.get("as") == "pdf" else render(request, "parcels/card.html", shown)


def _pdf(request: HttpRequest, shown: dict) -> FileResponse:
    """The same sheets as a file."""
    sheets = shown["sheets"]
    if not shown["has_pdf"]:
        raise Refusal(f"选了 {len(sheets)} 宗，PDF 一次最多 {MOST_PDF} 宗。请分几次下载，或用浏览器打印，目标选“另存为 PDF”。", code="too_many")
    content = pdf_of_page(render_to_string("parcels/card_pdf.html", shown, request), rules=_rules("landplan.css") + _rules("paper.css"),
                          ink=_rules("paper-ink.css"))
    name = f"一宗一卡_{sheets[0]['card'].parcel.parcel_no}.pdf" if len(sheets) == 1 else f"一宗一卡_{len(sheets)}宗.pdf"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf")


def _rules(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")


def _address(request: HttpRequest, parcel: Parcel) -> str:
    """The full address of the parcel's page, as this person reaches it."""
    return request.build_absolute_uri(reverse("parcels:parcel", args=[parcel.id]))
