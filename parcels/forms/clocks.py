"""停表、补充协议的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import StopKind
from .common import DayField, DocNoField, WordsField


class StopForm(Form):
    """登记停表."""

    kind = forms.ChoiceField(label="情形", choices=StopKind.choices)
    doc_no = WordsField(label="文书", max_length=80)  # a case number keeps its （）
    from_on = DayField(label="停表起", required=True)
    until_on = DayField(label="停表止")
    note = WordsField(label="说明", max_length=300)


class StopEndForm(Form):
    """停表结束."""

    until_on = DayField(label="停表止", required=True)
    until_no = WordsField(label="恢复文书", max_length=80)


class AgreementForm(Form):
    """登记补充协议."""

    doc_no = DocNoField(label="协议编号", max_length=80, required=True)
    signed_on = DayField(label="签订日期", required=True)
    start_on = DayField(label="新约定的动工日", required=True)
