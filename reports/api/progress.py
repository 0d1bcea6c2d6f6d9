"""接口: 方案的进度 - the dashboard's figures, with the same policies and scope. Whole numbers become text, once."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from landplan.lib import clock
from tasks.models import Plan
from tasks.selectors.plans import has_counties, plan_by_id
from units.api.base import ApiView
from units.policies import may_work

from ..choices import Basis
from ..forms.progress import CLASSES, LEVELS, ProgressForm
from ..selectors.progress import COUNTY, board, opening_moment
from ..selectors.rollup import check_level
from ..tables.progress import progress_data
from ..views.stored import stored

NAMES = ("as_of", "quota_class", "basis", "level")


class FigureOut(serializers.Serializer):
    """一格: areas in 亩 as text, exact; rates in % with two decimals; null = not applicable (no quota, no rank), or not known
    (`done` null: 无数据, the ledger is empty, which is not 0)."""

    region = serializers.CharField(help_text="县区代码，汇总时为市或省的代码；小计和合计为空")
    name = serializers.CharField()
    group = serializers.CharField()
    quota_class = serializers.ChoiceField(CLASSES)
    quota = serializers.CharField(allow_null=True)
    done = serializers.CharField(allow_null=True, help_text="null 为无数据：台账里一宗也没有，不是 0，不算完成率，不排名")
    rate = serializers.CharField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    is_shared = serializers.BooleanField(help_text="并列")
    week = serializers.CharField(allow_null=True, help_text="本周完成；null 为无数据")
    rate_change = serializers.CharField(allow_null=True, help_text="完成率较上周，百分点")
    rank_change = serializers.IntegerField(allow_null=True, help_text="名次较上周，正为升；null 为没有名次，或上周各县区没有先后")
    short_by = serializers.CharField(allow_null=True, help_text="距下一个阶段目标，0.00 为已达")
    per_week = serializers.CharField(allow_null=True, help_text="每周需")


class TotalOut(FigureOut):
    """合计: the document's own quota, the sum of the rows' quotas and their difference."""

    quota_computed = serializers.CharField(allow_null=True)
    difference = serializers.CharField(allow_null=True)


class GoalOut(serializers.Serializer):
    """下一个阶段目标."""

    quota_class = serializers.CharField()
    percent = serializers.CharField()
    due_on = serializers.DateField()


class ProgressOut(serializers.Serializer):
    """进度. For who sees a part of the plan only `subtotals` are empty, `totals` those of his city or province (empty where he sees one
    county), and ranks come from the last frozen weekly report (`ranks_as_of`). Rolled up to a `level` above the counties the rows are
    added up from theirs."""

    plan = serializers.IntegerField()
    number = serializers.CharField()
    as_of = serializers.DateTimeField()
    basis = serializers.ChoiceField(Basis.choices)
    level = serializers.ChoiceField(LEVELS)
    week_after = serializers.DateTimeField()
    ranks_as_of = serializers.DateTimeField(allow_null=True)
    goals = GoalOut(many=True)
    rows = FigureOut(many=True)
    subtotals = FigureOut(many=True)
    totals = TotalOut(many=True)


class PlanProgress(ApiView):
    """方案进度."""

    policy = {"GET": may_work}

    @extend_schema(responses=ProgressOut, parameters=[
        OpenApiParameter("as_of", OpenApiTypes.STR, description="截至：2021-09-17（日终）或 2021-09-17T18:00（北京时间）；默认现在"),
        OpenApiParameter("quota_class", OpenApiTypes.STR, enum=[value for value, _ in CLASSES], description="任务口径；默认全部"),
        OpenApiParameter("basis", OpenApiTypes.STR, enum=Basis.values, description="口径：按原报（默认）、按更正后"),
        OpenApiParameter("level", OpenApiTypes.STR, enum=[value for value, _ in LEVELS], description=(
            "汇总层级：县区（默认）、市、省。各市（省）的数由所辖县区相加；任务量以对该市（省）的印发数为准，没有印的也相加，都没有印的为空。"
            "只给看得到方案全部县区的岗位，县区要分属一个以上的市（省）"))])
    def get(self, request, pk: int):
        plan = plan_by_id(pk)
        if plan is None or not has_counties(plan, self.actor):
            raise Http404
        form = ProgressForm({name: request.query_params.get(name, "") for name in NAMES}, now=clock.now())
        if not form.is_valid():
            raise form.refusal
        response = stored(request._request, lambda: _answer(plan, form, self.actor), None if form.moment else form.now)
        response["Cache-Control"] = "private, no-cache"
        return response


def _answer(plan: Plan, form: ProgressForm, actor) -> HttpResponse:
    moment, level = form.moment or opening_moment(plan, form.now)[0], form.cleaned_data["level"] or COUNTY
    found = board(plan, moment, form.cleaned_data["basis"], actor=actor, level=level)
    check_level(found, level)
    return HttpResponse(orjson.dumps(progress_data(found, form.cleaned_data["quota_class"])), content_type="application/json")
