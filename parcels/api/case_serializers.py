"""接口的格式: records beside a parcel, to be read. Areas are texts in 亩, sums of money texts in 元, nothing entered is null."""

from __future__ import annotations

from django.db.models import Field
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from landplan.lib.area import AreaField
from landplan.lib.money import MoneyField
from units.api.base import OutSerializer

from ..models import (
    BatchEntry,
    Claim,
    DisposalPlan,
    Expropriation,
    Finding,
    Hurdle,
    Lawsuit,
    ParcelMilestone,
    Supply,
)
from .serializers import AreaOut


@extend_schema_field(OpenApiTypes.STR)
class MoneyOut(serializers.Field):
    """金额 in 元 as text, never a float: "35000000.00"."""

    def to_representation(self, value) -> str:
        return f"{value:.2f}"


class CaseOut(OutSerializer):
    """Columns of a model with their Chinese names; areas and money as texts."""

    def build_standard_field(self, field_name: str, model_field: Field):
        exact = AreaOut if isinstance(model_field, AreaField) else MoneyOut if isinstance(model_field, MoneyField) else None
        if exact is None:
            return super().build_standard_field(field_name, model_field)
        return exact, {"read_only": True, "label": model_field.verbose_name, "allow_null": model_field.null}


class OfParcel(CaseOut):
    """What hangs on a parcel: its id, its number, its county's code."""

    parcel_no = serializers.CharField(source="parcel.parcel_no", label="地块编号")
    region = serializers.CharField(source="region.code", label="县区代码")


def fields_of(*names: str) -> list[str]:
    """The columns of a record of a parcel, the common ones first."""
    return ["id", "parcel", "parcel_no", "region", *names]


class FindingOut(OfParcel):
    """认定: what was found, by which document; `reading` is the rule's reasoning as it was on that day."""

    kind_label = serializers.CharField(source="get_kind_display", label="类别")
    found_by = serializers.CharField(source="found_by.name", label="认定人")
    result_label = serializers.CharField(source="get_result_display", label="结果")

    class Meta:
        model = Finding
        fields = fields_of("kind", "kind_label", "type_code", "type_label", "opinion", "doc_no", "found_on", "units", "notice_no", "notified_on",
                           "cause", "filing_no", "filed_on", "rule_version", "reading", "found_at", "found_by", "result", "result_label", "result_no",
                           "ended_on", "ended_at")
        read_only_fields = fields


class ClaimOut(CaseOut):
    """债权债务 of a case; what was voided is left out."""

    side_label = serializers.CharField(source="get_side_display", label="一方")

    class Meta:
        model = Claim
        fields = ["id", "side", "side_label", "name", "amount", "is_mortgagee", "rank", "basis"]
        read_only_fields = fields


class LawsuitOut(OfParcel):
    """涉法涉诉案件 with its claims."""

    kind_label = serializers.CharField(source="get_kind_display", label="类型")
    stage_label = serializers.CharField(source="get_stage_display", label="阶段")
    claims = ClaimOut(source="valid_claims", many=True, label="债权债务")

    class Meta:
        model = Lawsuit
        fields = fields_of("kind", "kind_label", "case_no", "court", "parties", "stage", "stage_label", "measure", "force_lead", "force_members",
                           "opened_at", "updated_at", "version", "claims")
        read_only_fields = fields


class ParcelPlanOut(OfParcel):
    """一宗一策: one edition; the approved one is in force."""

    state_label = serializers.CharField(source="get_state_display", label="状态")
    drafted_by = serializers.CharField(source="drafted_by.name", label="拟定人")
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True, label="批准或退回人")

    class Meta:
        model = DisposalPlan
        fields = fields_of("number", "cause", "cause_note", "measures", "approach", "deadline_on", "lead_unit", "partner_units", "sponsor_post",
                           "sponsor_unit", "reason", "state", "state_label", "drafted_at", "drafted_by", "decided_at", "decided_by",
                           "returned_reason")
        read_only_fields = fields


class MilestoneOut(OfParcel):
    """倒排节点."""

    class Meta:
        model = ParcelMilestone
        fields = fields_of("code", "label", "order", "days_before", "due_on", "done_on", "is_next")
        read_only_fields = fields


class HurdleOut(OfParcel):
    """供地条件或开工障碍 with its unit and day."""

    topic_label = serializers.CharField(source="get_topic_display", label="事项")

    class Meta:
        model = Hurdle
        fields = fields_of("topic", "topic_label", "content", "lead_unit", "due_on", "done_on", "done_note", "entered_at", "voided_at")
        read_only_fields = fields


class ExpropriationOut(OfParcel):
    """征收进展."""

    class Meta:
        model = Expropriation
        fields = fields_of("plan_no", "plan_on", "compensated_on", "handover_due_on", "handed_over_on", "is_forest", "forest_no", "forest_on",
                           "version")
        read_only_fields = fields


class SupplyOut(OfParcel):
    """供应: one supply of the parcel's land."""

    mode_label = serializers.CharField(source="get_mode_display", label="供应方式")

    class Meta:
        model = Supply
        fields = fields_of("mode", "mode_label", "doc_no", "supplied_on", "area", "price", "project", "voided_at")
        read_only_fields = fields


class BatchEntryOut(CaseOut):
    """批次账目: what was taken from an approval; a reversal is negative and names its entry."""

    region = serializers.CharField(source="region.code", label="县区代码")
    approval_no = serializers.CharField(source="batch.approval_no", label="批准文号")
    use_label = serializers.CharField(source="get_use_display", label="用途")

    class Meta:
        model = BatchEntry
        fields = ["id", "batch", "approval_no", "region", "use", "use_label", "area", "arable", "scale", "fee", "document_no", "decided_on",
                  "reason", "supply", "into", "reverses", "recorded_at"]
        read_only_fields = fields
