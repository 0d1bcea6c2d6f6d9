"""整治淘汰名单的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import FirmLimit, FirmTreatment
from .common import DayField, DocNoField, OfCounty, WordsField


class ListFirmForm(OfCounty):
    """列入名单."""

    must_fill = ("firm", "limits", "situation", "document_no")
    firm = WordsField(label="企业名称", max_length=120, help_text="写营业执照上的全称；用地申请的建设单位、申请单位按名称比对")
    treatment = forms.ChoiceField(label="办法", choices=FirmTreatment.choices)
    limits = forms.MultipleChoiceField(label="限制", choices=FirmLimit.choices, required=False, widget=forms.CheckboxSelectMultiple,
                                       initial=list(FirmLimit.values), help_text="勾“不安排新增建设用地”的，再申请用地会被拒绝")
    situation = WordsField(label="情形", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text="照文件写为什么列入")
    document_no = DocNoField(label="列入文号", max_length=80)
    from_on = DayField(label="列入日期", required=True)
    due_on = DayField(label="整治时限", help_text="文件没有写时限的留空，显示“未规定”")


class DelistForm(Form):
    """移出名单."""

    must_fill = ("end_no",)
    ended_on = DayField(label="移出日期", required=True)
    end_no = DocNoField(label="移出文号", max_length=80)
