"""接口的定期报告: what is sent and what is answered."""

from __future__ import annotations

from rest_framework import serializers

from parcels.api.serializers import DayField, TextField
from units.api.base import StrictSerializer

from ..choices import Basis, PeriodKind, PeriodState
from .week_serializers import EditionOut


class IssueIn(StrictSerializer):
    """通报: its number and its days."""

    doc_no = TextField(label="文号", required=False, default="", max_length=80)
    dated_on = DayField(label="成文日期")
    printed_on = DayField(label="印发日期")


class PeriodOut(serializers.Serializer):
    """一期. `is_open` is false for one that has begun and has no record yet."""

    kind = serializers.ChoiceField(PeriodKind.choices)
    key = serializers.CharField(help_text="2021-09、2021-Q3、2021-09-30 等")
    label = serializers.CharField()
    plan = serializers.CharField()
    after = serializers.DateTimeField(help_text="起（不含）")
    until = serializers.DateTimeField(help_text="数据截止（含）")
    due_on = serializers.DateField(help_text="报送期限")
    publish_on = serializers.DateField(help_text="通报日期")
    state = serializers.ChoiceField(PeriodState.choices)
    is_open = serializers.BooleanField()
    checked_at = serializers.DateTimeField(allow_null=True)
    edition = serializers.IntegerField(help_text="已定稿的最新版本，0 为还没有")
    published_edition = serializers.IntegerField()
    version = serializers.IntegerField(help_text="If-Match 用的版本号")


class PeriodFigureOut(serializers.Serializer):
    """一类: exact areas in 亩 as text; rate and rank as shown, 「—」 without a quota."""

    quota = serializers.CharField(allow_null=True)
    amount = serializers.CharField(help_text="本期处置")
    done = serializers.CharField(help_text="累计处置；有部系统数的用部系统数")
    rate = serializers.CharField()
    rank = serializers.CharField()
    move = serializers.IntegerField(allow_null=True, help_text="较上期升几位，负为降")


class PeriodRowOut(serializers.Serializer):
    """一行."""

    region = serializers.CharField(help_text="县区代码；合计为空")
    name = serializers.CharField()
    is_corrected = serializers.BooleanField()
    unsupplied = PeriodFigureOut()
    idle = PeriodFigureOut()
    inefficient = PeriodFigureOut()
    combined = PeriodFigureOut()


class PeriodCorrectionOut(serializers.Serializer):
    """本期涉及的一笔更正."""

    entry = serializers.IntegerField()
    region = serializers.CharField()
    quota_class = serializers.CharField()
    area = serializers.CharField()
    reason = serializers.CharField()


class PeriodEditionOut(EditionOut):
    """一版定稿 and the notice that it was told by."""

    notice_no = serializers.CharField(allow_null=True)
    notice_on = serializers.DateField(allow_null=True)
    notice_sha256 = serializers.CharField(allow_null=True)


class PeriodDetailOut(PeriodOut):
    """一期 with its rows; a county reads its own row of the last edition that was told, no total."""

    basis = serializers.ChoiceField(Basis.choices, allow_null=True)
    is_live = serializers.BooleanField(help_text="按现在的台账算出，未定稿")
    rows = PeriodRowOut(many=True)
    total = PeriodRowOut(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="未报的县区")
    corrections = PeriodCorrectionOut(many=True)
    editions = PeriodEditionOut(many=True)
