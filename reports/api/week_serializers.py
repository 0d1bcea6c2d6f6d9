"""接口的周报: what is sent and what is answered."""

from __future__ import annotations

from rest_framework import serializers

from units.api.base import StrictSerializer

from ..choices import Basis


class FreezeIn(StrictSerializer):
    """原因 of a step; needed where the refusal says so."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class WeekNew(StrictSerializer):
    """建一期: by the day of its cut-off."""

    cutoff = serializers.DateField(help_text="截止日，如 2021-06-04")
    plan = serializers.CharField(required=False, allow_blank=True, max_length=60, help_text="文号；不写为本岗位所在区划的方案")
    freeze = serializers.BooleanField(required=False, default=False, help_text="同时定稿")
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class WeekOut(serializers.Serializer):
    """一期. `id` is null for a week that nobody has touched; `own_state` is a county's own."""

    id = serializers.IntegerField(allow_null=True)
    plan = serializers.CharField()
    number = serializers.IntegerField(help_text="期号")
    after = serializers.DateTimeField(help_text="起（不含）")
    until = serializers.DateTimeField(help_text="截止（含）")
    state = serializers.CharField(help_text="open 汇总中、frozen 已定稿、corrected 已更正")
    edition = serializers.IntegerField(help_text="已定稿的最新版本，0 为还没有")
    version = serializers.IntegerField(help_text="If-Match 用的版本号")
    is_held = serializers.BooleanField(help_text="自动定稿已挂起")
    frozen_at = serializers.DateTimeField(allow_null=True)
    returned = serializers.IntegerField(allow_null=True, help_text="已报的县区数")
    own_state = serializers.CharField(allow_null=True)


class ByClassOut(serializers.Serializer):
    """三类: exact areas in 亩 as text; null = empty, which is not 0."""

    unsupplied = serializers.CharField(allow_null=True)
    idle = serializers.CharField(allow_null=True)
    inefficient = serializers.CharField(allow_null=True)


class WeekRowOut(serializers.Serializer):
    """一行 of annex 4, with what the county stated instead."""

    region = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    returned_at = serializers.CharField(allow_null=True)
    number = serializers.IntegerField(help_text="第几次报送，0 为没有")
    quotas = ByClassOut(allow_null=True)
    cells = ByClassOut(help_text="本周处置量")
    stated = ByClassOut(help_text="县区另报")
    remark = serializers.CharField()


class EditionOut(serializers.Serializer):
    """一版定稿."""

    edition = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    frozen_at = serializers.DateTimeField()
    reason = serializers.CharField()
    sha256 = serializers.CharField()
    replaces = serializers.IntegerField(allow_null=True)
    file_name = serializers.CharField()


class CorrectionOut(serializers.Serializer):
    """一笔更正 in the week, or concerning it."""

    entry = serializers.IntegerField()
    disposal = serializers.IntegerField()
    label = serializers.CharField()
    region = serializers.CharField()
    quota_class = serializers.CharField()
    area = serializers.CharField()
    recorded_at = serializers.CharField()
    effective_at = serializers.CharField()
    reason = serializers.CharField()
    is_recorded_here = serializers.BooleanField()


class WeekDetailOut(WeekOut):
    """一期 with its rows; `total` is null for a county, which reads its own row only."""

    rows = WeekRowOut(many=True)
    total = WeekRowOut(allow_null=True)
    corrections = CorrectionOut(many=True)
    editions = EditionOut(many=True)
