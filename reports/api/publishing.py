"""接口: 信息公布 - the office's list, drafting, changing, approving and taking down. What the public reads is a page and a CSV of its own."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from landplan.lib.errors import Refusal
from parcels.api.common import KEY, VERSION, ApiList, read
from parcels.api.serializers import DayField, TextField
from parcels.models import LowPlan
from tasks.models import Plan
from tasks.selectors.plans import plan_of
from tasks.services.whole import permit_whole
from units.api.base import ApiMixin, OutSerializer, StrictSerializer, versioned, wanted_version

from ..choices import PublicKind
from ..models import Publication
from ..policies import may_publish
from ..selectors.publishing import publications
from ..services.publishing import (
    OFFICE,
    approve_publication,
    draft_publication,
    edit_publication,
    remove_publication,
)

_NAMES = ["id", "plan", "kind", "state", "title", "body", "as_of_on", "from_on", "until_on", "low_plan", "number", "drafted_at", "drafted_by",
          "first_listed_at", "listed_at", "removed_at", "remove_reason", "result_no", "result_on", "version"]


class PublicationOut(OutSerializer):
    """公布的一件; `number` is the edition that the public reads, 0 for none yet."""

    drafted_by = serializers.CharField(source="drafted_by.name", default=None, allow_null=True)

    class Meta:
        model = Publication
        fields = _NAMES
        read_only_fields = _NAMES


class PublicationIn(StrictSerializer):
    """起草或修改; only what is sent changes."""

    title = TextField(label="标题", max_length=120)
    body = TextField(label="正文", max_length=20_000)
    as_of_on = DayField(label="数据截至", required=False, allow_null=True)
    from_on = DayField(label="公示起", required=False, allow_null=True)
    until_on = DayField(label="公示止", required=False, allow_null=True)


class PublicationNew(PublicationIn):
    """起草一件."""

    kind = serializers.ChoiceField(PublicKind.choices)
    low_plan = serializers.IntegerField(required=False, allow_null=True, max_value=2**62, help_text="低效方案的 id")


class RemoveIn(StrictSerializer):
    """撤下: its reason."""

    reason = TextField(label="撤下原因", required=True, max_length=200)


class PublicationMixin(ApiMixin):
    queryset = Publication.objects.none()
    serializer_class = PublicationOut

    def plan(self) -> Plan:
        found = plan_of(self.actor)
        if found is None:
            raise Http404
        permit_whole(self.actor, found, may_publish, OFFICE)
        return found

    def get_queryset(self):
        return publications(self.plan()).order_by("id")

    def answer(self, pk: int, status: int = 200) -> Response:
        row = self.get_queryset().get(pk=pk)
        return versioned(Response(PublicationOut(row).data, status=status), row.version)


class PublicationList(PublicationMixin, ApiList):
    """公布清单."""

    policy = {"GET": may_publish, "POST": may_publish}
    filterset_fields = ()

    @extend_schema(responses=PublicationOut(many=True), operation_id="publications_list")
    def get(self, request):
        return self.listed()

    @extend_schema(request=PublicationNew, responses={201: PublicationOut}, parameters=[KEY], operation_id="publications_create")
    def post(self, request):
        """起草一件, for another person of the office to approve."""
        plan, sent = self.plan(), read(PublicationNew(data=request.data))
        kind, low = sent.pop("kind"), sent.pop("low_plan", None)
        if low:
            sent["low_plan"] = LowPlan.objects.filter(pk=low).first()
            if sent["low_plan"] is None:
                raise Refusal(f"没有 id 为 {low} 的低效方案，或者不在你的辖区。", field="low_plan", code="not_found")
        return self.answer(draft_publication(plan, actor=self.actor, kind=kind, values=sent).id, 201)


class PublicationDetail(PublicationMixin, GenericAPIView):
    """一件公布."""

    policy = {"GET": may_publish, "PATCH": may_publish}

    @extend_schema(responses=PublicationOut, operation_id="publications_retrieve")
    def get(self, request, pk: int):
        return self.answer(self.get_object().id)

    @extend_schema(request=PublicationIn, responses=PublicationOut, parameters=[VERSION])
    def patch(self, request, pk: int):
        """改草稿; what the public reads stays until the new draft is approved."""
        row, version = self.get_object(), wanted_version(request)
        kept = {name: getattr(row, name) for name in PublicationIn().fields}
        edit_publication(row.id, actor=self.actor, version=version, values=kept | read(PublicationIn(data=request.data, partial=True)))
        return self.answer(row.id)


class PublicationApprove(PublicationMixin, GenericAPIView):
    """审批公布, by another person than who wrote it."""

    policy = {"POST": may_publish}

    @extend_schema(request=None, responses=PublicationOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        row, version = self.get_object(), wanted_version(request)
        approve_publication(row.id, actor=self.actor, version=version)
        return self.answer(row.id)


class PublicationRemove(PublicationMixin, GenericAPIView):
    """撤下."""

    policy = {"POST": may_publish}

    @extend_schema(request=RemoveIn, responses=PublicationOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        row, version = self.get_object(), wanted_version(request)
        remove_publication(row.id, actor=self.actor, version=version, **read(RemoveIn(data=request.data)))
        return self.answer(row.id)
