"""接口: 督办奖惩 - the cases of one's territory, proposing, deciding, following and closing one. What may be seen is `visible_cases`, as on
the pages; attachments and nominations are left to the pages."""

from __future__ import annotations

from collections.abc import Callable

import django_filters as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.filters import BIGGEST, IdFilter, WholeNumberFilter
from parcels.api.cases import RegionFilter
from parcels.api.common import KEY, VERSION, ApiList, read
from parcels.api.record_serializers import out_of
from parcels.api.serializers import DayField, MuField, TextField
from parcels.models import Park
from units.api.base import ApiMixin, StrictSerializer, versioned, wanted_version
from units.models import Region

from ..choices import CaseKind, CaseState
from ..models import CaseStep, Plan, SupervisionCase
from ..policies import may_add_step, may_decide_case, may_propose_case, may_read_cases
from ..rules.supervision import light
from ..selectors.supervision import county_figures, visible_cases
from ..services import add_case_step, close_case, decide_case, propose_case
from ..services.supervision import STEPS_BY, parcel_of
from ..services.whole import permit_case

_Columns = out_of(SupervisionCase, "督办奖惩事项.", "plan", "kind", "state", "parcel", "park", "before", "year", "subject", "reason", "figures",
                  "body", "due_on", "from_on", "until_on", "base", "amount", "proposed_at", "proposed_by", "decided_at", "decided_by", "decided_on",
                  "decision_no", "opinion", "closed_on", "result", "result_no", "version")
StepOut = out_of(CaseStep, "办理记录.", "on", "who", "text", "promise", "follow_on", "at", "by")


class CaseOut(_Columns):
    """督办奖惩事项; `light` is that of today: red 逾期, yellow 逾期后补办, green 按期, 空 没有时限或没有执行."""

    light = serializers.SerializerMethodField(label="三色预警")

    class Meta(_Columns.Meta):
        fields = [*_Columns.Meta.fields, "light"]
        read_only_fields = fields

    def get_light(self, row: SupervisionCase) -> str:
        return light(row.state, row.due_on, row.closed_on, clock.today())


class CaseDetailOut(CaseOut):
    """一件 with its steps."""

    steps = StepOut(many=True, label="办理记录")

    class Meta(CaseOut.Meta):
        fields = [*CaseOut.Meta.fields, "steps"]
        read_only_fields = fields


class CaseNew(StrictSerializer):
    """提出一件; what a kind asks for beyond the reason is refused by name when it is missing."""

    plan = serializers.IntegerField(min_value=1, max_value=BIGGEST, help_text="方案的 id")
    region = serializers.CharField(max_length=20, help_text="县区代码")
    kind = serializers.ChoiceField(CaseKind.choices)
    subject = TextField(label="对象", required=False, default="", max_length=120, help_text="写职务，不写姓名")
    reason = TextField(label="事由", required=True, max_length=2000)
    body = TextField(label="督办或办理机关", required=False, default="", max_length=60, help_text="督办或办理机关；不写为文件写的")
    year = serializers.IntegerField(required=False, min_value=2000, max_value=2100, help_text="不写为今年")
    due_on = DayField(label="办结时限", required=False, allow_null=True)
    from_on = DayField(label="起", required=False, allow_null=True)
    until_on = DayField(label="止（恢复的那一天）", required=False, allow_null=True)
    base = MuField(required=False, allow_null=True, label="下一年度计划指标")
    amount = MuField(required=False, allow_null=True, label="核减或奖励的面积")
    parcel_no = TextField(label="宗地编号", required=False, max_length=40)
    park = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=BIGGEST)
    before = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=BIGGEST, help_text="前一事项的 id")


class DecideIn(StrictSerializer):
    """决定: 采纳的要文号，不采纳的要意见."""

    adopt = serializers.BooleanField(help_text="true 采纳，false 不予采纳")
    decided_on = DayField(label="决定日期", required=False, allow_null=True, default=None, help_text="不写为今天")
    decision_no = TextField(label="决定文号", required=False, default="", max_length=80)
    opinion = TextField(label="意见", required=False, default="", max_length=1000)


class StepIn(StrictSerializer):
    """登记办理记录."""

    on = DayField(label="日期")
    who = TextField(label="谈话人或办理人", required=False, default="", max_length=100)
    text = TextField(label="记录", required=True, allow_blank=False, max_length=4000)
    promise = TextField(label="承诺或下一步", required=False, default="", max_length=1000)
    follow_on = DayField(label="回头看日期", required=False, allow_null=True, default=None)


class CloseIn(StrictSerializer):
    """办结."""

    closed_on = DayField(label="办结日期")
    result = TextField(label="结果", required=True, max_length=2000)
    result_no = TextField(label="结果文号", required=False, default="", max_length=80)


class CaseFilter(RegionFilter):
    plan = IdFilter("plan_id", "方案的 id")
    kind = filters.MultipleChoiceFilter(label="事项", choices=CaseKind.choices)
    state = filters.MultipleChoiceFilter(label="状态", choices=CaseState.choices)
    year = WholeNumberFilter(label="年度", field_name="year", max_value=9999)
    due_until = filters.DateFilter(label="时限不晚于", field_name="due_on", lookup_expr="lte")


class CaseMixin(ApiMixin):
    queryset = SupervisionCase.unscoped.none()
    serializer_class = CaseOut
    filterset_class = CaseFilter

    def get_queryset(self):
        return visible_cases(self.actor).order_by("id")

    def case(self, may: Callable[..., bool], *more: str) -> SupervisionCase:
        """一件 for a step of it. Raises NotAllowed for who covers a part of its plan."""
        row = self.get_object()
        permit_case(self.actor, row.plan, lambda actor: may(actor, *more), STEPS_BY)
        return row

    def answer(self, pk: int, status: int = 200) -> Response:
        row = self.get_queryset().prefetch_related("steps__region", "steps__by").get(pk=pk)
        return versioned(Response(CaseDetailOut(row).data, status=status), row.version)


class CaseList(CaseMixin, ApiList):
    """督办奖惩 that this post may see."""

    policy = {"GET": may_read_cases, "POST": lambda actor: may_propose_case(actor, CaseKind.TOLERANCE)}

    @extend_schema(responses=CaseOut(many=True), operation_id="supervision_list")
    def get(self, request):
        return self.listed()

    @extend_schema(request=CaseNew, responses={201: CaseDetailOut}, parameters=[KEY], operation_id="supervision_create")
    def post(self, request):
        """提出一件, with the county's figures of this moment; a county's clerk may apply for 容错纠错 only."""
        sent = read(CaseNew(data=request.data))
        plan, region = Plan.objects.filter(pk=sent.pop("plan")).first(), Region.objects.filter(code=sent.pop("region")).first()
        if plan is None or region is None or not self.actor.covers(region.id):
            raise Refusal("没有这份方案，或者县区不在你的辖区。请用 plans/ 里的 id 和县区代码。", field="region", code="not_found")
        permit_case(self.actor, plan, lambda actor: may_propose_case(actor, sent["kind"]), STEPS_BY)
        kind, number, park, before = sent.pop("kind"), sent.pop("parcel_no", ""), sent.pop("park", None), sent.pop("before", None)
        values = sent | {"parcel": parcel_of(number, region.id), "park": _found(Park.objects.all(), park, "park"),
                         "before": _found(visible_cases(self.actor), before, "before")}
        figures = county_figures(plan, region.id, self.actor, clock.now())
        row = propose_case(plan, region.id, actor=self.actor, kind=kind, values=values, figures=figures)
        return self.answer(row.id, 201)


def _found(rows, pk: int | None, field: str):
    """The record of an id; None for none. Raises Refusal for one that is not there."""
    found = rows.filter(pk=pk).first() if pk else None
    if pk and found is None:
        raise Refusal(f"没有 id 为 {pk} 的记录，或者不在你的辖区。", field=field, code="not_found")
    return found


class CaseDetail(CaseMixin, GenericAPIView):
    """一件督办奖惩."""

    policy = {"GET": may_read_cases}

    @extend_schema(responses=CaseDetailOut, operation_id="supervision_retrieve")
    def get(self, request, pk: int):
        return self.answer(self.get_object().id)


class CaseDecide(CaseMixin, GenericAPIView):
    """决定, by another person than who proposed it."""

    policy = {"POST": may_decide_case}

    @extend_schema(request=DecideIn, responses=CaseDetailOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        row, version = self.case(may_decide_case), wanted_version(request)
        decide_case(row.id, actor=self.actor, version=version, **read(DecideIn(data=request.data)))
        return self.answer(row.id)


class CaseSteps(CaseMixin, GenericAPIView):
    """登记办理记录."""

    policy = {"POST": lambda actor: may_add_step(actor, CaseKind.ORDER)}

    @extend_schema(request=StepIn, responses={201: CaseDetailOut}, parameters=[KEY])
    def post(self, request, pk: int):
        row = self.case(may_add_step, CaseKind.ORDER)
        add_case_step(row.id, actor=self.actor, values=read(StepIn(data=request.data)))
        return self.answer(row.id, 201)


class CaseClose(CaseMixin, GenericAPIView):
    """办结."""

    policy = {"POST": may_decide_case}

    @extend_schema(request=CloseIn, responses=CaseDetailOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        row, version = self.case(may_decide_case), wanted_version(request)
        close_case(row.id, actor=self.actor, version=version, **read(CloseIn(data=request.data)))
        return self.answer(row.id)
