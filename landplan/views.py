"""屋顶的页面: the first page of each role, the demo clock, and the description of the interface."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from audit.policies import may_read_audit
from landplan.demo.stage import turn_clock
from landplan.jobs import play_demo
from landplan.lib.addresses import address
from landplan.lib.clock import SHANGHAI, local
from landplan.lib.errors import Refusal
from units.api.permissions import DeclaredPolicy, anyone
from units.policies import may_manage_people, may_read_security, may_work

FIRST_PAGES = ((may_work, "reports:workbench"), (may_work, "parcels:disposals"), (may_manage_people, "units:people"),
               (may_read_security, "units:security"), (may_read_audit, "audit:trail"))

PATIENCE = 8  # seconds that a page waits for the demo's script


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """首页: the work table, or the one page that an administrator works with."""
    pages = (address(name) for may, name in FIRST_PAGES if may(request.actor))
    return redirect(next((page for page in pages if page), "units:password_change"))


@require_POST
def demo_clock_set(request: HttpRequest) -> HttpResponse:
    """拨演示时钟, in a demo installation only; what the script has not reached in a few seconds goes on in the worker."""
    if not settings.DEMO:
        raise Http404
    moment = _moment(request.POST.get("now", ""))
    reached = turn_clock(moment, actor=request.actor, seconds=PATIENCE)
    if reached < moment:
        play_demo.delay(moment.isoformat())
        messages.info(request, f"演示时钟已走到 {local(reached):%Y-%m-%d %H:%M}，后台接着演到 {local(moment):%Y-%m-%d %H:%M}。刷新页面看走到哪里。")
    else:
        messages.success(request, f"演示时钟已拨到 {local(moment):%Y-%m-%d %H:%M}。")
    back = request.META.get("HTTP_REFERER", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) else "home")


def _moment(typed: str) -> datetime:
    """北京时间 as a browser's datetime-local sends it. Raises Refusal."""
    try:
        moment = parse_datetime(typed)
    except ValueError:
        moment = None
    if moment is None:
        raise Refusal(f"时刻“{typed}”读不出来。请写年月日和时分，如 2021-09-24 09:40。", field="now", code="unreadable")
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment


class SchemaView(SpectacularAPIView):
    """接口说明 (OpenAPI), for whoever is signed in."""

    policy = {"GET": anyone}
    permission_classes = [DeclaredPolicy]


class DocsView(SpectacularSwaggerSplitView):
    """接口文档页; its script comes by a second request of the same address, as the CSP wants."""

    policy = {"GET": anyone}
    permission_classes = [DeclaredPolicy]
    http_method_names = ["get", "head"]
    template_name = "api_docs.html"  # the library's own page carries an inline style
    url_name = "schema"
