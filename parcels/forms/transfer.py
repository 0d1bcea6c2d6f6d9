"""自主转让和受让审核的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import TransferKind
from .common import DayField, DocNoField, WordsField

_ANSWERS = [("", "未选"), ("yes", "符合"), ("no", "不符合")]


class TransferForm(Form):
    """登记转让."""

    kind = forms.ChoiceField(label="转让", choices=TransferKind.choices, widget=forms.RadioSelect)
    seller = WordsField(label="转让方", required=True)
    buyer = WordsField(label="受让方", required=True)
    transferred_on = DayField(label="转让日期", required=True)
    content = WordsField(label="转让内容", max_length=300, help_text="多少亩，或多少股权")


class CheckForm(Form):
    """登记园区的审核."""

    fits_industry = forms.TypedChoiceField(label="受让企业符合主导产业", choices=_ANSWERS, coerce=lambda text: text == "yes")
    meets_indicators = forms.TypedChoiceField(label="受让企业符合控制性指标", choices=_ANSWERS, coerce=lambda text: text == "yes")
    check_no = DocNoField(label="审核文号", max_length=80, required=True)
    checked_on = DayField(label="审核日期", required=True)
    check_note = WordsField(label="审核说明", max_length=500, help_text="不符合的，写哪里不符合")
