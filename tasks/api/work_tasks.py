"""接口: 工作任务 - how every task of a plan stands, one with its progress and closings, reporting, closing and confirming. The same
selectors and services as the pages; files are added on the pages."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from landplan.lib import clock
from landplan.lib.errors import NotAllowed
from landplan.lib.filters import BIGGEST
from parcels.api.common import KEY, VERSION, read
from parcels.api.record_serializers import out_of
from parcels.api.serializers import DayField, TextField
from units.api.base import ApiView, StrictSerializer, versioned, wanted_version
from units.policies import may_work

from ..choices import MilestoneKind, ProgressState, TaskGroup
from ..models import Plan, TaskClosing, TaskProgress, WorkTask
from ..policies import may_confirm_closing
from ..rules.work_tasks import MarkState
from ..selectors.work_tasks import TaskLine, own_plans, progress_of, seats_in, task_lines
from ..services import decide_closing, propose_closing, report_progress

_SHOWN = 200
ProgressOut = out_of(TaskProgress, "任务进展.", "unit", "unit_name", "state", "percent", "text", "entered_at", "entered_by")
ClosingOut = out_of(TaskClosing, "任务办结.", "task", "milestone", "unit_name", "done_on", "text", "state", "proposed_at", "proposed_by",
                    "decided_at", "decided_by", "opinion", "version")


class UnitOut(serializers.Serializer):
    """责任单位 in printed order."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="printed")
    is_lead = serializers.BooleanField()


class TaskMilestoneOut(serializers.Serializer):
    """一个时限的情形."""

    id = serializers.IntegerField(source="milestone.id")
    kind = serializers.ChoiceField(MilestoneKind.choices, source="milestone.kind")
    due_on = serializers.DateField(source="milestone.due_on")
    text = serializers.CharField(source="milestone.text")
    state = serializers.ChoiceField([(one.value, one.value) for one in MarkState], source="mark.state")
    days = serializers.IntegerField(source="mark.days", help_text="逾期或还有几天")
    met_on = serializers.DateField(allow_null=True)
    done = serializers.IntegerField(help_text="已办结的有几个")
    of = serializers.IntegerField(help_text="应办结的有几个")


class TaskOut(serializers.Serializer):
    """一项任务 today; no milestone is 未规定, which is never late."""

    id = serializers.IntegerField(source="task.id")
    plan = serializers.IntegerField(source="task.plan_id")
    number = serializers.CharField(source="task.number")
    title = serializers.CharField(source="task.title")
    section = serializers.CharField(source="task.section")
    group = serializers.ChoiceField(TaskGroup.choices)
    late = serializers.IntegerField(help_text="最久的逾期天数")
    is_lead_inferred = serializers.BooleanField(source="task.is_lead_inferred", help_text="牵头为推定")
    units = UnitOut(many=True)
    milestones = TaskMilestoneOut(many=True, source="lines")
    closings = ClosingOut(many=True)


class TaskDetailOut(TaskOut):
    """一项任务 with the progress that was reported, the latest first (200 at most)."""

    progress = ProgressOut(many=True)


class ProgressIn(StrictSerializer):
    """报进展."""

    unit = serializers.IntegerField(min_value=1, max_value=BIGGEST, help_text="责任单位的 id，见 units")
    state = serializers.ChoiceField(ProgressState.choices)
    percent = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=100)
    text = TextField(label="进展情况", required=True, max_length=2000)


class ClosingIn(StrictSerializer):
    """提出办结."""

    milestone = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=BIGGEST,
                                         help_text="时限的 id；没有时限的任务不写")
    done_on = DayField(label="完成日期")
    text = TextField(label="完成情况", required=True, max_length=2000)


class DecideClosingIn(StrictSerializer):
    """确认或退回; sending back needs its reason."""

    accept = serializers.BooleanField(help_text="true 确认，false 退回")
    opinion = TextField(label="意见", required=False, default="", max_length=2000)


class TaskMixin:
    def line(self, pk: int) -> tuple[Plan, TaskLine]:
        """任务 of a plan that concerns this post. Raises Http404."""
        task = get_object_or_404(WorkTask, pk=pk)
        plan = next((one for one in own_plans(self.actor) if one.id == task.plan_id), None)
        if plan is None:
            raise Http404
        return plan, task_lines(plan, self.actor, clock.now(), WorkTask.objects.filter(pk=pk))[0]

    def answer(self, pk: int, status: int = 200) -> Response:
        _, line = self.line(pk)
        return Response(TaskOut(line).data | {"progress": ProgressOut(progress_of(line.task)[:_SHOWN], many=True).data}, status=status)


class TaskList(ApiView):
    """工作任务."""

    policy = {"GET": may_work}

    @extend_schema(responses=TaskOut(many=True), parameters=[
        OpenApiParameter("plan", OpenApiTypes.INT, description="方案的 id；不写为本岗位最近的、有任务的方案")], operation_id="tasks_list")
    def get(self, request):
        """全部任务 of a plan as they stand now."""
        plans, asked = own_plans(self.actor), request.query_params.get("plan", "")
        if asked:
            plan = next((one for one in plans if str(one.id) == asked), None)
        else:
            plan = next((one for one in plans if one.tasks.exists()), None)
        if plan is None and (asked or not plans):
            raise Http404
        return Response(TaskOut(task_lines(plan, self.actor, clock.now()) if plan else [], many=True).data)


class TaskDetail(TaskMixin, ApiView):
    """一项任务."""

    policy = {"GET": may_work}

    @extend_schema(responses=TaskDetailOut, operation_id="tasks_retrieve")
    def get(self, request, pk: int):
        return self.answer(pk)


class TaskReport(TaskMixin, ApiView):
    """报进展."""

    policy = {"POST": may_work}

    @extend_schema(request=ProgressIn, responses={201: TaskDetailOut}, parameters=[KEY])
    def post(self, request, pk: int):
        """报进展 as one of the units for which this post speaks."""
        plan, line = self.line(pk)
        seats = {one.id for one in seats_in(line, plan, self.actor)}
        if not seats:
            raise NotAllowed("进展由任务的责任单位报。你现在的岗位不在其中。", code="not_yours")
        sent = read(ProgressIn(data=request.data))
        unit = sent.pop("unit")
        if unit not in seats:
            raise NotAllowed(f"id 为 {unit} 的责任单位不由你现在的岗位报。请用 units 里本单位的 id。", code="not_yours")
        report_progress(unit, actor=self.actor, **sent)
        return self.answer(pk, 201)


class TaskClose(TaskMixin, ApiView):
    """提出办结."""

    policy = {"POST": may_work}

    @extend_schema(request=ClosingIn, responses={201: TaskDetailOut}, parameters=[KEY])
    def post(self, request, pk: int):
        """提出办结, as the lead."""
        plan, line = self.line(pk)
        seat = next((one for one in seats_in(line, plan, self.actor) if one.is_lead), None)
        if seat is None:
            raise NotAllowed(f"办结由牵头单位（{line.lead.printed}）提出。你现在的岗位不能办。", code="not_yours")
        sent = read(ClosingIn(data=request.data))
        propose_closing(seat.id, actor=self.actor, milestone_id=sent["milestone"], done_on=sent["done_on"], text=sent["text"])
        return self.answer(pk, 201)


class ClosingDecide(TaskMixin, ApiView):
    """确认或退回办结."""

    policy = {"POST": may_work}

    @extend_schema(request=DecideClosingIn, responses=ClosingOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        """确认或退回, by another person than who proposed it."""
        row, version = get_object_or_404(TaskClosing.objects.select_related("task__plan"), pk=pk), wanted_version(request)
        if not may_confirm_closing(self.actor, row.task.plan.region_id):
            raise NotAllowed("办结由本方案的领导小组办公室确认。你现在的岗位不能办。", code="not_yours")
        decide_closing(pk, actor=self.actor, version=version, **read(DecideClosingIn(data=request.data)))
        row = TaskClosing.objects.select_related("region", "proposed_by", "decided_by").get(pk=pk)
        return versioned(Response(ClosingOut(row).data), row.version)
