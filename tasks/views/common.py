"""页面共用: who may read, which plan is meant, as of when."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from landplan.lib import clock
from landplan.lib.text import parse_day
from landplan.lib.weeks import last_instant
from parcels.services.common import permit

from ..models import Plan
from ..policies import may_govern, may_read_plans
from ..selectors.plans import plan_of

READERS = "方案和任务量表由业务岗位查看。你现在的岗位不能看；兼有业务岗位的，先在右上角切换。"
OFFICE = "方案设置和任务调整由本方案的领导小组办公室办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


def check_reader(request: HttpRequest) -> None:
    permit(may_read_plans(request.actor), READERS)


def check_office(request: HttpRequest, plan: Plan) -> None:
    permit(may_govern(request.actor, plan.region_id), OFFICE)


def plan_for(request: HttpRequest, pk: int) -> Plan:
    """方案 of an address, for whoever may read plans. Raises NotAllowed, Http404."""
    check_reader(request)
    return get_object_or_404(Plan.objects.select_related("document", "region"), pk=pk)


def wanted_plan(request: HttpRequest) -> Plan | None:
    """方案 named by `?plan=`, else the one of this post's region; None when the region has none. Raises Http404."""
    given = request.GET.get("plan", "")
    if not given:
        return plan_of(request.actor)
    plan = Plan.objects.select_related("document", "region").filter(pk=number_in(given)).first()
    if plan is None:
        raise Http404
    return plan


def query_of(request: HttpRequest, plan: Plan | None) -> str:
    """What an address says on of the plan: nothing while it is the post's own."""
    return f"plan={plan.id}" if plan and request.GET.get("plan", "") else ""


def address_of(request: HttpRequest, plan: Plan | None, name: str, *args: object) -> str:
    """The address of another page about the same plan."""
    query = query_of(request, plan)
    return reverse(name, args=args) + (f"?{query}" if query else "")


def links_of(request: HttpRequest, plan: Plan | None) -> dict[str, str]:
    """For templates: `of` follows an address without a query, `and_of` one that has a query."""
    query = query_of(request, plan)
    return {"of": f"?{query}", "and_of": f"&{query}"} if query else {"of": "", "and_of": ""}


def number_in(text: str) -> int | None:
    """A number of an address; anything else is nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def moment_of_day(text: str, default: datetime) -> datetime:
    """截至: the end of the day given, not later than now; without one the default. Raises Refusal when it reads as no day."""
    if not text.strip():
        return default
    day = parse_day(text[:30], name="截至", today=clock.today(), field="as_of")
    return min(last_instant(day), clock.now())
