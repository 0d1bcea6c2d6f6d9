"""多规合一核对的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import PlanningResult
from .common import DayField, DocNoField


class PlanningForm(Form):
    """一宗的核对."""

    result = forms.ChoiceField(label="核对结论", choices=PlanningResult.choices)
    on = DayField(label="核对日期")
    code = DocNoField(label="规划编号", max_length=80)


class PlanningFileForm(Form):
    """交回的文件."""

    file = forms.FileField(label="文件", max_length=255, error_messages={"required": "没有选文件。请选改好的 xlsx 或 csv。"})
