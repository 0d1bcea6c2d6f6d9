"""屋顶的页面: the first page of each role, and the description of the interface."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from audit.policies import may_read_audit
from landplan.context import address
from units.api.permissions import DeclaredPolicy, anyone
from units.policies import may_manage_people, may_read_security, may_work

FIRST_PAGES = ((may_work, "reports:workbench"), (may_work, "parcels:disposals"), (may_manage_people, "units:people"),
               (may_read_security, "units:security"), (may_read_audit, "audit:trail"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """首页: the work table, or the one page that an administrator works with."""
    pages = (address(name) for may, name in FIRST_PAGES if may(request.actor))
    return redirect(next((page for page in pages if page), "units:password_change"))


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
