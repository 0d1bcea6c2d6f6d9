"""接口: 方案与任务量. Read only: printed figures are never changed by any door; a 任务调整 is made on the page."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from landplan.lib import clock
from units.api.base import ApiMixin, versioned

from ..choices import TableKey
from ..models import Plan
from ..policies import may_read_plans
from ..selectors.annexes import annex
from ..selectors.plans import standing_of
from ..selectors.targets import outcomes_of
from .serializers import AsOfIn, PlanDetailOut, PlanOut, QuotasIn, QuotasOut, moment_from


class PlanMixin(ApiMixin):
    policy = {"GET": may_read_plans}
    queryset = Plan.objects.select_related("document", "region")
    serializer_class = PlanOut
    pagination_class = None
    filter_backends = []

    def asked(self, form) -> dict:
        """What the address asks for, checked."""
        given = form(data=self.request.query_params)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)


class PlanList(PlanMixin, GenericAPIView):
    """方案: all of them; they are issued documents."""

    @extend_schema(responses=PlanOut(many=True))
    def get(self, request):
        return Response(PlanOut(self.get_queryset(), many=True).data)


class PlanDetail(PlanMixin, GenericAPIView):
    """一份方案: its phases today and its targets with their outcome as of a day."""

    @extend_schema(parameters=[AsOfIn], responses=PlanDetailOut)
    def get(self, request, pk: int):
        plan = self.get_object()
        standing = standing_of(plan, clock.now())
        moment = moment_from(self.asked(AsOfIn), standing.moment)
        shown = PlanDetailOut({"plan": plan, "as_of": moment, "is_over": standing.is_over, "phases": standing.phases,
                               "targets": outcomes_of(plan, moment, actor=self.actor)})
        return versioned(Response(shown.data), plan.version)


class PlanQuotas(PlanMixin, GenericAPIView):
    """任务量: the printed tables as valid on a day, the derived figure beside each printed one."""

    @extend_schema(parameters=[QuotasIn], responses=QuotasOut)
    def get(self, request, pk: int):
        plan, asked = self.get_object(), self.asked(QuotasIn)
        moment = moment_from(asked, standing_of(plan, clock.now()).moment)
        found = [annex(plan, key, moment) for key in ([asked["table"]] if "table" in asked else TableKey.values)]
        return Response(QuotasOut({"plan": plan.number, "as_of": moment, "tables": [one for one in found if one]}).data)
