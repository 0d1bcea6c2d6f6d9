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
    """一类: exact areas in 亩 as text; rate and rank as shown, 「—」 without a quota, 「无数据」 while the ledger is empty."""

    quota = serializers.CharField(allow_null=True)
    amount = serializers.CharField(help_text="本期处置；null 为无数据（台账里没有宗地），不是 0", allow_null=True)
    done = serializers.CharField(help_text="累计处置；有部系统数的用部系统数；null 为无数据", allow_null=True)
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


class UnitRowOut(serializers.Serializer):
    """一个单位; for a name that is no unit of the library `unit` is null and `why` says why not."""

    unit = serializers.IntegerField(allow_null=True, help_text="单位库里的编号")
    name = serializers.CharField()
    kind = serializers.CharField(help_text="部门、街道办事处等")
    why = serializers.CharField(help_text="认不出的原因；认得的为空")
    unsupplied = PeriodFigureOut()
    idle = PeriodFigureOut()
    inefficient = PeriodFigureOut()
    combined = PeriodFigureOut()


class UnitProposalOut(serializers.Serializer):
    """按一条规则的建议."""

    kind = serializers.CharField(help_text="support 用地政策支持，interview 约谈")
    rule = serializers.CharField()
    basis = serializers.CharField()
    units = serializers.ListField(child=serializers.CharField())


class UnitRankingOut(serializers.Serializer):
    """单位排名 of a quarter. Proposals are read by the city's posts alone; a person decides."""

    table = serializers.CharField(help_text="任务量的来源；空为没有录入")
    rows = UnitRowOut(many=True)
    strays = UnitRowOut(many=True, help_text="认不出的名称，计入合计，不排名")
    total = UnitRowOut()
    notes = serializers.ListField(child=serializers.CharField())
    proposals = UnitProposalOut(many=True)


class PeriodDetailOut(PeriodOut):
    """一期 with its rows; a county reads its own row of the last edition that was told, no total."""

    basis = serializers.ChoiceField(Basis.choices, allow_null=True)
    is_live = serializers.BooleanField(help_text="按现在的台账算出，未定稿")
    rows = PeriodRowOut(many=True)
    total = PeriodRowOut(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="未报的县区")
    corrections = PeriodCorrectionOut(many=True)
    editions = PeriodEditionOut(many=True)
    units = UnitRankingOut(allow_null=True, help_text="县区自己方案的季度：各单位、街道办事处的排名；其他为空")
