"""接口的读写格式: what goes out, and what may come in. Nothing here saves."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from landplan.lib import clock
from landplan.lib.area import UNIT_CHOICES, read_area
from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text, parse_day
from units.api.base import OutSerializer, StrictSerializer

from ..choices import Cause, IdleSource, InefficientType, Kind, UsedType
from ..models import Disposal, Evidence, Measure, Parcel
from ..rules.documents import tidy_doc_no
from ..rules.findings.facts import CHOICE, FLAG
from ..rules.lawsuits import OPENS
from ..rules.terms import SETS
from ..rules.terms.base import TEXT_MAX
from ..selectors.disposal import actions_of

# lists that can be narrowed to one parcel, by the name of their route
OF_PARCEL = ("disposals", "evidence", "findings", "lawsuits", "parcel_plans", "milestones", "hurdles", "expropriations", "supplies", "batch_entries")


@extend_schema_field(OpenApiTypes.STR)
class AreaOut(serializers.Field):
    """面积 in 亩 as text, never a float: "26.40"."""

    def to_representation(self, value: Decimal) -> str:
        return f"{value:f}"


@extend_schema_field(OpenApiTypes.DATE)
class DayField(serializers.Field):
    """日期 as text, 2021-09-22; also 9.22 and 今天, as the pages read it. An empty text is no date."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            raise serializers.ValidationError(f"{self.label or '日期'}要写成文字，如 \"2021-09-22\"。")
        if not data.strip():
            if self.required:
                raise serializers.ValidationError(f"{self.label}没有填。请写日期，如 \"2021-09-22\"。")
            return None
        try:
            return parse_day(data[:40], name=str(self.label or "日期"), today=clock.today(), field=self.field_name)
        except Refusal as refusal:
            raise serializers.ValidationError(refusal.message)


class TextField(serializers.CharField):
    """文本, cleaned (NFC, no invisible characters)."""

    def __init__(self, **kwargs):
        super().__init__(**{"allow_blank": True, "required": False, **kwargs})

    def to_internal_value(self, data):
        if not isinstance(data, str):
            raise serializers.ValidationError(f"“{self.label}”要写成文字。")
        if any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in data):
            raise serializers.ValidationError(f"“{self.label}”里有看不见的空字符或坏字符。请重新填写。")
        return clean_text(super().to_internal_value(data))


class AreaTyped(TextField):
    """面积 as typed, a text in the unit of `area_unit`."""


class MuField(TextField):
    """面积 in 亩 as text: "26.40"; an empty text is none."""

    def to_internal_value(self, data):
        text = super().to_internal_value(data)
        if not text:
            return None
        try:
            return read_area(text, "mu")
        except Refusal as refusal:
            raise serializers.ValidationError(refusal.message)


class TypedArea(StrictSerializer):
    """Reads `area` and `area_unit` together into 亩, and keeps what was typed."""

    def validate(self, attrs):
        if "area_unit" in attrs and "area" not in attrs:
            raise serializers.ValidationError({"area": ["改单位要连同面积一起写。"]})
        if "area" in attrs:
            unit = attrs.setdefault("area_unit", "mu")
            try:
                attrs["area_typed"], attrs["area"] = attrs["area"], read_area(attrs["area"], unit)
            except Refusal as refusal:
                raise serializers.ValidationError({refusal.field or "area": [refusal.message]})
        return attrs


class DisposalIn(TypedArea):
    """处置: what a clerk may send."""

    measure = TextField(label="措施代码", required=True, allow_blank=False, max_length=40)
    area = AreaTyped(label="处置面积", required=True, max_length=30)
    area_unit = serializers.ChoiceField(label="单位", choices=UNIT_CHOICES, required=False)
    disposed_on = DayField(label="处置日期", required=False, allow_null=True)
    doc_no = TextField(label="文书号", max_length=80)
    system_on = DayField(label="部系统日期", required=False, allow_null=True)
    is_backfill = serializers.BooleanField(label="补录", required=False)
    remark = TextField(label="备注", max_length=500)
    terms = serializers.DictField(label="要件", child=TextField(max_length=TEXT_MAX), required=False, help_text="键见措施目录的 terms；值是文字")

    def validate_doc_no(self, value: str) -> str:
        return tidy_doc_no(value)


class DisposalNew(DisposalIn):
    """登记处置 on a parcel of one's territory."""

    parcel = serializers.IntegerField(label="宗地", min_value=1, max_value=2**62)


class ReasonIn(StrictSerializer):
    """一步的原因."""

    reason = TextField(label="原因", max_length=1000, default="")


class NothingIn(StrictSerializer):
    """一步 that takes nothing."""


class DisposalOut(OutSerializer):
    """处置. `actions` are the steps that the asking person may take now; areas are texts in 亩."""

    parcel_no = serializers.CharField(source="parcel.parcel_no")
    region = serializers.CharField(source="region.code")
    measure = serializers.CharField(source="measure.code")
    measure_label = serializers.CharField(source="measure.label")
    area, accepted_area = AreaOut(), AreaOut(allow_null=True)
    terms = serializers.DictField(child=serializers.CharField())
    state_label = serializers.CharField(source="get_state_display")
    created_by = serializers.CharField(source="created_by.name")
    verified_by = serializers.CharField(source="verified_by.name", default=None, allow_null=True)
    accepted_by = serializers.CharField(source="accepted_by.name", default=None, allow_null=True)
    actions = serializers.SerializerMethodField()

    class Meta:
        model = Disposal
        fields = ["id", "parcel", "parcel_no", "region", "number", "kind", "idle_source", "measure", "measure_label",
                  "disposes", "area", "area_typed", "area_unit", "disposed_on", "doc_no", "system_on", "is_backfill",
                  "remark", "term_set", "terms", "state", "state_label", "accepted_area", "created_at", "created_by", "submitted_at",
                  "verified_at", "verified_by", "accepted_at", "accepted_by", "returned_reason", "updated_at",
                  "version", "is_demo", "actions"]
        read_only_fields = fields

    def get_actions(self, row: Disposal) -> list[str]:
        return actions_of(row, self.context["request"]._request.actor)


class ParcelIn(TypedArea):
    """宗地: what a clerk may change. `reason` is needed when the area changes."""

    name = TextField(label="地块名称", max_length=120)
    location = TextField(label="坐落", max_length=200)
    park = TextField(label="所在园区", max_length=80)
    cadastral_code = TextField(label="宗地代码", max_length=19)
    supervision_no = TextField(label="电子监管号", max_length=40)
    land_user = TextField(label="用地单位", max_length=120)
    purpose = TextField(label="土地用途", max_length=60)
    idle_source = serializers.ChoiceField(label="闲置来源", choices=IdleSource.choices, required=False, allow_blank=True)
    inefficient_type = serializers.ChoiceField(label="低效类型", choices=InefficientType.choices, required=False, allow_blank=True)
    used_type = serializers.ChoiceField(label="未供即用类型", choices=UsedType.choices, required=False, allow_blank=True)
    area = AreaTyped(label="面积", required=False, max_length=30)
    area_unit = serializers.ChoiceField(label="单位", choices=UNIT_CHOICES, required=False)
    cause = serializers.ChoiceField(label="形成原因", choices=Cause.choices, required=False, allow_blank=True)
    cause_note = TextField(label="原因说明", max_length=2000)
    planned_measure = TextField(label="拟采取措施", max_length=40)
    deadline_on = DayField(label="完成时限", required=False, allow_null=True)
    lead_unit = TextField(label="责任单位", max_length=100)
    partner_units = TextField(label="配合单位", max_length=200)
    sponsor_post = TextField(label="包保领导岗位", max_length=100)
    sponsor_unit = TextField(label="分包乡办或单位", max_length=100)
    batch = serializers.IntegerField(label="批次", required=False, allow_null=True, min_value=1, max_value=2**62)
    expropriation_no = TextField(label="征收文书", max_length=80)
    expropriated_on = DayField(label="征收完成日期", required=False, allow_null=True)
    agreed_start_on = DayField(label="约定动工日期", required=False, allow_null=True)
    started_on = DayField(label="实际动工日期", required=False, allow_null=True)
    agreed_finish_on = DayField(label="约定竣工日期", required=False, allow_null=True)
    finished_on = DayField(label="实际竣工日期", required=False, allow_null=True)
    remark = TextField(label="备注", max_length=2000)
    reason = TextField(label="原因", max_length=1000)
    case_kind = serializers.ChoiceField(label="案件类型", choices=[(k.value, k.label) for k in OPENS], required=False, allow_blank=True)
    force_lead = TextField(label="专班牵头", max_length=100)
    force_members = TextField(label="专班成员", max_length=300)


class ParcelNew(ParcelIn):
    """登记宗地. `region` is the code of a county of one's territory, by default one's own."""

    region = TextField(label="县区代码", max_length=12)
    kind = serializers.ChoiceField(label="类别", choices=Kind.choices)
    parcel_no = TextField(label="地块编号", max_length=40)
    name = TextField(label="地块名称", max_length=120, required=True)
    area = AreaTyped(label="面积", required=True, max_length=30)
    apart = serializers.BooleanField(label="确是另一宗", default=False, help_text=(
        "台账里已有相同的（电子监管号或宗地代码相同，或名称和面积都相同）时答 400，code 为 twin，message 写明是哪几宗；确是另一宗的写 true 再登记"))


class ParcelOut(OutSerializer):
    """宗地. Areas are texts in 亩; `available` = area − accepted − in transit."""

    region = serializers.CharField(source="region.code")
    region_name = serializers.CharField(source="region.name")
    kind_label = serializers.CharField(source="get_kind_display")
    status_label = serializers.CharField(source="get_status_display")
    area, accepted_area, in_transit_area, available = AreaOut(), AreaOut(), AreaOut(), AreaOut()

    class Meta:
        model = Parcel
        fields = ["id", "parcel_no", "name", "location", "park", "cadastral_code", "supervision_no", "land_user", "purpose",
                  "region", "region_name", "kind", "kind_label", "idle_source", "inefficient_type", "used_type", "area", "area_typed",
                  "area_unit", "accepted_area", "in_transit_area", "available", "cause", "cause_note", "planned_measure",
                  "deadline_on", "lead_unit", "partner_units", "sponsor_post", "sponsor_unit", "batch", "expropriation_no",
                  "expropriated_on", "agreed_start_on", "started_on", "agreed_finish_on", "finished_on", "remark",
                  "status", "status_label", "elements", "is_filed", "written_off_at", "registered_at", "updated_at",
                  "version", "is_demo"]
        read_only_fields = fields


class ParcelWhole(ParcelOut):
    """宗地 alone: with `links` to the lists of what hangs on it, each narrowed to it."""

    links = serializers.SerializerMethodField()

    class Meta(ParcelOut.Meta):
        fields = [*ParcelOut.Meta.fields, "links"]
        read_only_fields = fields

    def get_links(self, row: Parcel) -> dict[str, str]:
        return {name: f"{reverse(f'api_parcels:{name}')}?parcel={row.id}" for name in OF_PARCEL}


class EvidenceIn(StrictSerializer):
    """上传佐证 (multipart)."""

    disposal = serializers.IntegerField(label="处置", min_value=1, max_value=2**62)
    kind = serializers.RegexField(r"^[a-z0-9_]{1,40}$", label="材料代码", error_messages={
        "invalid": "材料代码不认识。请用措施目录里 evidence 的 code，或 other。"})
    title = TextField(label="名称", max_length=120)
    doc_no = TextField(label="文号", max_length=80)
    file = serializers.FileField(label="文件", allow_empty_file=True)


class EvidenceOut(serializers.ModelSerializer):
    """佐证材料; its bytes are under `file/`."""

    uploaded_by = serializers.CharField(source="uploaded_by.name")

    class Meta:
        model = Evidence
        fields = ["id", "parcel", "disposal", "kind", "title", "doc_no", "original_name", "media_type", "size", "sha256",
                  "uploaded_at", "uploaded_by", "voided_at", "is_demo"]
        read_only_fields = fields


class MeasureOut(serializers.ModelSerializer):
    """处置措施 of the catalogue that one's territory falls under, with the terms that its record must hold."""

    terms = serializers.SerializerMethodField()
    evidence_by_choice = serializers.SerializerMethodField()

    class Meta:
        model = Measure
        fields = ["code", "label", "kinds", "causes", "used_types", "effect", "brings_into_use", "evidence", "evidence_by_choice", "terms",
                  "finish_by_on", "document_no", "section", "quotation", "note", "version"]
        read_only_fields = fields

    def get_evidence_by_choice(self, row: Measure) -> list[dict]:
        """按所选另须有的佐证: needed when the term `key` holds one of `values`."""
        return [paper.told | {"key": paper.only[0], "values": list(paper.only[1])} for paper in (SETS[row.terms].papers if row.terms in SETS else ())]

    def get_terms(self, row: Measure) -> list[dict]:
        term_set = SETS.get(row.terms)
        return [{"key": term.key, "label": term.label, "kind": term.kind, "unit": term.unit, "is_needed": term.is_needed,
                 "options": dict(term.options) if term.kind in (CHOICE, FLAG) else {}} for term in (term_set.terms if term_set else ())]
