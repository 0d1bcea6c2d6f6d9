"""模板和告知的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices.procedure import DeliveryWay
from .common import DayField, DocNoField, WordsField

_TEXT = forms.Textarea(attrs={"rows": 3})


class TemplateForm(Form):
    """传一版模板."""

    file = forms.FileField(label="Word 文件", widget=forms.ClearableFileInput(attrs={"accept": ".docx"}))
    note = WordsField(label="改了什么", max_length=300)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)


class NoticeForm(Form):
    """登记低效用地告知."""

    doc_no = DocNoField(label="告知文号", max_length=80)
    noticed_on = DayField(label="告知日期", required=True)
    facts = WordsField(label="告知的情况", max_length=2000, widget=_TEXT)
    demand = WordsField(label="限期要求", max_length=2000, widget=_TEXT)
    days = forms.IntegerField(label="期限（天）", min_value=0, max_value=99999)


class NoticeDeliveryForm(Form):
    """告知书送达."""

    delivered_on = DayField(label="送达日期", required=True)
    way = forms.ChoiceField(label="送达方式", choices=DeliveryWay.choices)


class AnswerForm(Form):
    """使用权人答复."""

    answered_on = DayField(label="答复日期", required=True)
    answer = WordsField(label="答复", max_length=2000, widget=_TEXT)
