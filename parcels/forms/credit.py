"""失信记录的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from .common import DayField, DocNoField, OfCounty, WordsField


class CreditForm(OfCounty):
    """登记失信记录."""

    holder = WordsField(label="土地使用权人", max_length=120, required=True, help_text="写营业执照上的全称；申请用地时按名称比对")
    breach = WordsField(label="违约或失信情形", max_length=300, required=True, widget=forms.Textarea(attrs={"rows": 2}))
    found_on = DayField(label="认定日期", required=True)
    basis_no = DocNoField(label="依据文号", max_length=80, required=True, help_text="认定违约的文书、合同或决定")


class ClearForm(Form):
    """信用修复."""

    cleared_on = DayField(label="修复日期", required=True)
    clear_no = DocNoField(label="修复文号", max_length=80)
