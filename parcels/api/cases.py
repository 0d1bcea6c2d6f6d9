"""接口: records beside a parcel - findings, lawsuits, plans, milestones, hurdles, expropriations, supplies, entries of approvals - to be
read. One table says what each list holds; the same scope and policy as the pages."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema

from landplan.lib.filters import IdFilter

from ..choices import BatchUse, HurdleTopic, Kind, LawsuitKind, LawsuitStage, PlanState, SupplyMode
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
from ..policies import may_read_ledger
from . import case_serializers as out
from .common import ApiList


class RegionFilter(filters.FilterSet):
    """县区, by its code."""

    region = filters.CharFilter(label="县区代码", field_name="region__code")

    class Meta:
        fields: list[str] = []


class ParcelCaseFilter(RegionFilter):
    """宗地, by its id or its number."""

    parcel = IdFilter("parcel_id", "宗地的 id")
    parcel_no = filters.CharFilter(label="地块编号", field_name="parcel__parcel_no")


class FindingFilter(ParcelCaseFilter):
    kind = filters.MultipleChoiceFilter(label="类别", choices=Kind.choices)
    type_code = filters.CharFilter(label="认定类型的代码", field_name="type_code")
    standing = filters.BooleanFilter(label="有效的", field_name="ended_at", lookup_expr="isnull")
    found_from = filters.DateFilter(label="认定日期不早于", field_name="found_on", lookup_expr="gte")


class LawsuitFilter(ParcelCaseFilter):
    kind = filters.MultipleChoiceFilter(label="类型", choices=LawsuitKind.choices)
    stage = filters.MultipleChoiceFilter(label="阶段", choices=LawsuitStage.choices)
    updated_after = filters.IsoDateTimeFilter(label="在这一刻以后改过", field_name="updated_at", lookup_expr="gt")


class PlanFilter(ParcelCaseFilter):
    state = filters.MultipleChoiceFilter(label="状态", choices=PlanState.choices)


class MilestoneFilter(ParcelCaseFilter):
    code = filters.CharFilter(label="节点代码", field_name="code")
    is_next = filters.BooleanFilter(label="正在办", field_name="is_next")
    due_until = filters.DateFilter(label="应完成不晚于", field_name="due_on", lookup_expr="lte")
    open = filters.BooleanFilter(label="还没有完成", field_name="done_on", lookup_expr="isnull")


class HurdleFilter(ParcelCaseFilter):
    topic = filters.MultipleChoiceFilter(label="事项", choices=HurdleTopic.choices)
    open = filters.BooleanFilter(label="还没有办完", field_name="done_on", lookup_expr="isnull")
    due_until = filters.DateFilter(label="时限不晚于", field_name="due_on", lookup_expr="lte")


class ExpropriationFilter(ParcelCaseFilter):
    waiting = filters.BooleanFilter(label="还没有交地", field_name="handed_over_on", lookup_expr="isnull")


class SupplyFilter(ParcelCaseFilter):
    mode = filters.MultipleChoiceFilter(label="供应方式", choices=SupplyMode.choices)
    supplied_from = filters.DateFilter(label="供应日期不早于", field_name="supplied_on", lookup_expr="gte")
    valid = filters.BooleanFilter(label="没有作废", field_name="voided_at", lookup_expr="isnull")


class BatchEntryFilter(RegionFilter):
    batch = IdFilter("batch_id", "批次的 id")
    approval_no = filters.CharFilter(label="批准文号", field_name="batch__approval_no")
    parcel = IdFilter("supply__parcel_id", "供应所属宗地的 id")
    use = filters.MultipleChoiceFilter(label="用途", choices=BatchUse.choices)


class CaseList(ApiList):
    """A list to be read, in a fixed number of queries."""

    policy = {"GET": may_read_ledger}
    related: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet:
        return self.serializer_class.Meta.model.objects.select_related("region", *self.related).order_by("id")

    def get(self, request):
        return self.listed()


class LawsuitCases(CaseList):
    """涉法涉诉 with their valid claims."""

    def get_queryset(self) -> QuerySet:
        claims = Prefetch("claims", queryset=Claim.objects.filter(voided_at=None).order_by("side", "rank", "id"), to_attr="valid_claims")
        return super().get_queryset().prefetch_related(claims)


def case_list(name: str, words: str, model, serializer, filterset, *related: str, base: type[CaseList] = CaseList) -> type[CaseList]:
    view = type(name, (base,), {"serializer_class": serializer, "filterset_class": filterset, "related": related, "queryset": model.unscoped.none()})
    return extend_schema(methods=["GET"], description=words, responses=serializer(many=True))(view)


Findings = case_list("Findings", "认定：低效用地、未供即用、闲置；有效的和已结束的。", Finding, out.FindingOut, FindingFilter, "parcel", "found_by")
Lawsuits = case_list("Lawsuits", "涉法涉诉案件和债权债务。", Lawsuit, out.LawsuitOut, LawsuitFilter, "parcel", base=LawsuitCases)
ParcelPlans = case_list("ParcelPlans", "一宗一策的各版。", DisposalPlan, out.ParcelPlanOut, PlanFilter, "parcel", "drafted_by", "decided_by")
Milestones = case_list("Milestones", "倒排节点。", ParcelMilestone, out.MilestoneOut, MilestoneFilter, "parcel")
Hurdles = case_list("Hurdles", "供地条件与开工障碍。", Hurdle, out.HurdleOut, HurdleFilter, "parcel")
Expropriations = case_list("Expropriations", "征收进展。", Expropriation, out.ExpropriationOut, ExpropriationFilter, "parcel")
Supplies = case_list("Supplies", "供应。", Supply, out.SupplyOut, SupplyFilter, "parcel")
BatchEntries = case_list("BatchEntries", "批次账目。", BatchEntry, out.BatchEntryOut, BatchEntryFilter, "batch")
