"""接口的读写格式: plans and their printed tables as they go out. Nothing here saves; no printed figure comes in."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from landplan.lib import clock
from landplan.lib.area import plain
from landplan.lib.numbers import half_up
from landplan.lib.weeks import last_instant

from ..choices import TableKey
from ..models import Plan
from ..rules.settings import SETTINGS


@extend_schema_field(OpenApiTypes.STR)
class FigureOut(serializers.Field):
    """一个数 as text without trailing zeros: "39812", "262.6"; null = printed blank or not known."""

    def to_representation(self, value) -> str:
        return plain(value)


@extend_schema_field(OpenApiTypes.STR)
class RateOut(serializers.Field):
    """完成率 in percent, two decimals, never capped: "66.83"."""

    def to_representation(self, value: Fraction) -> str:
        return str(half_up(value * 100, 2))


class PhaseOut(serializers.Serializer):
    """阶段 on the day of the clock."""

    order = serializers.IntegerField(source="phase.order")
    name = serializers.CharField(source="phase.name")
    starts_on = serializers.DateField(source="phase.starts_on", allow_null=True)
    from_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(source="phase.ends_on", allow_null=True)
    is_current = serializers.BooleanField()
    is_over = serializers.BooleanField()
    days_left = serializers.IntegerField(allow_null=True)
    section = serializers.CharField(source="phase.section")
    text = serializers.CharField(source="phase.text")


class OutcomeOut(serializers.Serializer):
    """结果: state is reached, short, no_data, no_quota (not computable), waiting (no document yet) or allowed (no goal); amounts in `unit`."""

    state = serializers.CharField()
    done = FigureOut(allow_null=True)
    needed = FigureOut(allow_null=True)
    short_by = FigureOut(allow_null=True)
    rate = RateOut(allow_null=True)
    sums = serializers.CharField()
    unit = serializers.CharField()


class CountyLineOut(serializers.Serializer):
    region = serializers.CharField(source="region.code")
    region_name = serializers.CharField(source="region.name")
    outcome = OutcomeOut()
    is_made_up = serializers.BooleanField(help_text="时限后达到：已达，但时限当日没有达到")


class TargetOut(serializers.Serializer):
    """目标 with its source and its outcome; outcome null = the whole plan lies beyond the territory."""

    code = serializers.CharField(source="target.code")
    category = serializers.CharField(source="target.category")
    metric = serializers.CharField(source="target.metric")
    operator = serializers.CharField(source="target.operator")
    value = FigureOut(source="target.value", allow_null=True)
    unit = serializers.CharField(source="target.unit")
    due_on = serializers.DateField(source="target.due_on", allow_null=True)
    quota_class = serializers.CharField(source="target.quota_class")
    section = serializers.CharField(source="target.section")
    text = serializers.CharField(source="target.text")
    outcome = OutcomeOut(allow_null=True)
    by_system = serializers.IntegerField(help_text="阶段结果按部监测监管系统的县区数；0 = 按验收数")
    accepted = OutcomeOut(allow_null=True, help_text="by_system > 0 时，旁列的验收数的结果")
    is_late = serializers.BooleanField(help_text="时限已过，没有达到")
    on_its_day = OutcomeOut(allow_null=True, help_text="时限后才达到的，时限当日的结果；null = 没有这回事")
    reached_count = serializers.IntegerField(help_text="lines 里已达的县区数")
    made_up_count = serializers.IntegerField(help_text="其中时限后才达到的县区数")
    lines = CountyLineOut(many=True)


class PlanOut(serializers.ModelSerializer):
    """方案: its document with the four dates, and its settings."""

    number = serializers.CharField()
    title = serializers.CharField(source="name")
    issuer = serializers.CharField(source="document.issuer")
    region = serializers.CharField(source="region.code")
    region_name = serializers.CharField(source="region.name")
    dated_on = serializers.DateField(source="document.dated_on")
    issued_on = serializers.DateField(source="document.issued_on")
    data_on = serializers.DateField(source="document.data_on", allow_null=True)
    base_on = serializers.DateField(source="document.base_on", allow_null=True)
    valid_from = serializers.DateField(source="document.valid_from", allow_null=True)
    valid_until = serializers.DateField(read_only=True, allow_null=True)
    settings = serializers.SerializerMethodField()

    class Meta:
        model = Plan
        fields = ["id", "number", "title", "issuer", "region", "region_name", "dated_on", "issued_on", "data_on", "base_on", "valid_from",
                  "valid_until", "settings", "version"]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_settings(self, plan: Plan) -> dict:
        return {one.name: getattr(plan, one.name) for one in SETTINGS}


class PlanDetailOut(serializers.Serializer):
    """一份方案: phases today, targets as of an instant."""

    plan = PlanOut()
    as_of = serializers.DateTimeField()
    is_over = serializers.BooleanField()
    phases = PhaseOut(many=True)
    targets = TargetOut(many=True)


class ColumnOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    group = serializers.CharField()
    kind = serializers.CharField()


class CellOut(serializers.Serializer):
    """一格: printed text and value (null = printed blank), the derived figure, and printed − derived."""

    column = serializers.CharField(source="column.key")
    printed = serializers.CharField(source="text")
    value = FigureOut(allow_null=True)
    raw = FigureOut(allow_null=True)
    derived = serializers.SerializerMethodField()
    difference = serializers.SerializerMethodField()
    rule = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.STR)
    def get_derived(self, cell) -> str | None:
        return plain(cell.check.derived) if cell.check else None

    @extend_schema_field(OpenApiTypes.STR)
    def get_difference(self, cell) -> str | None:
        return plain(cell.check.difference) if cell.check else None

    @extend_schema_field(OpenApiTypes.STR)
    def get_rule(self, cell) -> str:
        return cell.check.rule if cell.check and cell.check.difference else ""


class RowOut(serializers.Serializer):
    label = serializers.CharField(source="row.label")
    seq = serializers.IntegerField(source="row.seq", allow_null=True)
    kind = serializers.CharField(source="row.kind")
    group = serializers.CharField(source="row.group")
    region = serializers.SerializerMethodField()
    cells = CellOut(many=True)

    @extend_schema_field(OpenApiTypes.INT)
    def get_region(self, row) -> int | None:
        return row.row.region_id


class TableOut(serializers.Serializer):
    """任务分解表 as one version prints it; `region` of a row is the id of regions/."""

    table = serializers.CharField(source="table.key")
    title = serializers.CharField(source="table.title")
    version = serializers.IntegerField(source="table.version")
    versions = serializers.SerializerMethodField()
    document_no = serializers.CharField(source="table.document_no")
    section = serializers.CharField(source="table.section")
    valid_from = serializers.DateField(source="table.valid_from")
    reason = serializers.CharField(source="table.reason")
    unit = serializers.CharField(source="table.unit")
    columns = ColumnOut(many=True)
    rows = RowOut(many=True)

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_versions(self, annex) -> list[int]:
        return [one.version for one in annex.versions]


class QuotasOut(serializers.Serializer):
    """任务量 of a plan, as valid at an instant."""

    plan = serializers.CharField()
    as_of = serializers.DateTimeField()
    tables = TableOut(many=True)


class AsOfField(serializers.DateField):
    """截至: a day; its end, and not later than now."""

    def to_internal_value(self, value) -> date:
        found = super().to_internal_value(value)
        if isinstance(found, datetime) or not 1949 <= found.year <= 2099:
            raise serializers.ValidationError("“截至”的年份要在 1949 至 2099 之间。请写成 2021-09-30。")
        return found


class AsOfIn(serializers.Serializer):
    """What may be asked."""

    as_of = AsOfField(required=False, error_messages={"invalid": "“截至”读不出来。请写成 2021-09-30。"})


class QuotasIn(AsOfIn):
    table = serializers.ChoiceField(choices=TableKey.choices, required=False,
                                    error_messages={"invalid_choice": "没有“{input}”这张表。请用 annex2、annex3 或 annex4。"})


def moment_from(asked: dict, default: datetime) -> datetime:
    """The instant meant by what was asked."""
    day = asked.get("as_of")
    return default if day is None else min(last_instant(day), clock.now())
