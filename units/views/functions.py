"""职能的页面: which post of a city holds which function; changed by its office or the security administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit.once import new_key, once
from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.text import clean_text

from ..choices import HOLDERS, Function
from ..models import Region
from ..policies import may_assign_functions, may_read_functions, may_read_security
from ..rules import CONVENTION
from ..selectors.functions import cities, decided_in, function_rows
from ..services import assign_functions
from ..services.functions import fingerprint, table_of

PAIRS = {f"{role.value}.{function.value}": (role.value, function.value) for role in HOLDERS for function in Function}


@require_http_methods(["GET", "HEAD", "POST"])
@once
def functions(request: HttpRequest) -> HttpResponse:
    """职能表 of one city; `?region=` for the security administrator, who sits in none."""
    if not may_read_functions(request.actor):
        raise NotAllowed("职能由业务岗位和安全管理员看。你现在的岗位不能看。")
    known = cities()
    region = _region(request, known)
    if request.method != "POST":
        return _page(request, region, known)
    typed = {PAIRS[one] for one in request.POST.getlist("functions") if one in PAIRS}
    try:
        assign_functions(region.id, actor=request.actor, wanted=typed, seen=request.POST.get("seen", "")[:1000],
                         reason=clean_text(request.POST.get("reason", ""))[:500])
    except NotAllowed:
        raise
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, region, known, refusal, typed)
    messages.success(request, f"{region.name}的职能已定，下一次打开页面就生效。留痕里有改前改后和原因。")
    return redirect(f"{reverse('units:functions')}?region={region.id}")


def _region(request: HttpRequest, known: list[Region]) -> Region:
    """The city asked for, inside one's territory; else one's own, or the one above one's county."""
    asked = request.GET.get("region", "")
    if not may_read_security(request.actor):  # a business post: its own city alone
        own = Region.objects.filter(pk=request.actor.region_id).first()
        known[:] = [one for one in known if own and own.path.startswith(one.path)]
    found = next((one for one in known if str(one.id) == asked), None) if asked else next(iter(known), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, region: Region, known: list[Region], refusal: Refusal | None = None,
          typed: set[tuple[str, str]] | None = None) -> HttpResponse:
    return render(request, "units/functions.html", {
        "region": region, "cities": known, "rows": function_rows(region), "holders": HOLDERS, "convention": CONVENTION,
        "may_assign": may_assign_functions(request.actor, region.id), "refusal": refusal,
        "typed": None if typed is None else {f"{role}.{function}" for role, function in typed},
        "form_key": new_key(), "reason": request.POST.get("reason", ""), "seen": fingerprint(table_of(decided_in(region.id)))},
        status=refusal.status if refusal else 200)
