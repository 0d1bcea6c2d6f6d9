"""用地申请、竣工联合验收的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import Department, Exemption, Stance
from .common import AreaTextField, DayField, DocNoField, LandForm, WordsField


class ApplicationForm(LandForm):
    """申请用地."""

    project = forms.TypedChoiceField(label="项目", required=False, coerce=int, empty_value=None)
    area = AreaTextField(label="申请面积")
    applicant = WordsField(label="申请单位", max_length=100, required=True, help_text="街道、乡镇或部门")
    applied_on = DayField(label="申请日期", required=True)
    searched = WordsField(label="先行选址情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
                          help_text="查过哪些批而未供土地，为什么不能用")
    exemption = forms.ChoiceField(label="豁免情形", required=False, choices=[("", "不是豁免项目"), *Exemption.choices],
                                  help_text="暂停用地申请期间，只有这两种可以申请")
    exemption_no = DocNoField(label="豁免文号", max_length=80)
    knows_stock = forms.BooleanField(label="已知晓本县区的存量和处置率", required=False)

    def __init__(self, *args, projects: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "没有选"), *projects]
        self.fields["searched"].required = False  # the rule says what is wanted, and on what basis

    def values(self) -> dict:
        data = self.cleaned_data
        return {"area": self.areas["area"], "area_typed": data["area"], "area_unit": data["area_unit"], "applicant": data["applicant"],
                **{name: data[name] for name in ("applied_on", "searched", "exemption", "exemption_no")}}


class ApplicationDecideForm(Form):
    """审核用地申请."""

    do = forms.ChoiceField(label="审核结果", choices=[("approve", "准予报批"), ("refuse", "不予报批")])
    result_no = DocNoField(label="报批文号", max_length=80)
    reason = WordsField(label="原因", max_length=500)


class AcceptanceForm(Form):
    """发起竣工联合验收."""

    project = forms.TypedChoiceField(label="项目", coerce=int)
    part = WordsField(label="验收范围", help_text="分期的写哪一期")
    finished_on = DayField(label="竣工日期", required=True)

    def __init__(self, *args, projects: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "请选"), *projects]


class OpinionForm(Form):
    """登记部门意见."""

    department = forms.ChoiceField(label="部门", choices=Department.choices)
    stance = forms.ChoiceField(label="意见", choices=Stance.choices)
    given_on = DayField(label="日期", required=True)
    text = WordsField(label="说明", max_length=300)
