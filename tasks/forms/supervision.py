"""督办奖惩的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.area import UNIT_CHOICES
from landplan.lib.forms import Form
from parcels.forms.common import (
    AreaTextField,
    DayField,
    DocNoField,
    LandForm,
    NumberField,
    OfCounty,
    WordsField,
    opens,
)

from ..choices import CaseKind, LinkWay, QuotaClass, RuleMetric
from ..rules.supervision import AMOUNT, DUE, KINDS, PARCEL, PARK, SPAN


class CaseForm(LandForm, OfCounty):
    """提出一件: the fields of its kind. What was typed for fields that this kind has not got is `aside`: it is told, and comes back with
    the kind that has them."""

    field_order = ("kind",)
    kind = forms.ChoiceField(label="哪一类", required=False)
    subject = WordsField(label="对象", max_length=120, required=False, help_text="县区政府、管委会，或主管部门、街道；写职务，不写姓名")
    parcel_no = WordsField(label="宗地编号", max_length=40, required=False)
    park = forms.TypedChoiceField(label="园区", required=False, coerce=int, empty_value=None)
    reason = WordsField(label="事由", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    body = WordsField(label="督办或办理机关", max_length=60, required=False)
    due_on = DayField(label="办结时限", required=False)
    from_on = DayField(label="起", required=False)
    until_on = DayField(label="止（恢复的那一天）", required=False)
    base = AreaTextField(label="下一年度计划指标", required=False)
    amount = AreaTextField(label="核减或奖励的面积", required=False)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100, help_text="计入哪一年的奖惩")

    _OF = {DUE: ("due_on",), PARCEL: ("parcel_no",), SPAN: ("from_on", "until_on"), AMOUNT: ("base", "amount", "area_unit"), PARK: ("park",)}
    _MAY_BE_DUE = (CaseKind.ACCOUNTABILITY, CaseKind.TOLERANCE)  # a day may be set, the rule asks for none

    def __init__(self, *args, kind: str, kinds: list[tuple[str, str]], parks: list[tuple[int, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        rule, self.kind_shown = KINDS[kind], kind
        self.fields["kind"].choices = kinds
        self.fields["kind"].widget.attrs |= opens("case-form", "case-kind", "case-side")
        if len(kinds) < 2:
            self.fields["kind"].widget = forms.HiddenInput()
        self.fields["body"].help_text = f"默认：{rule.body}"
        self.fields["park"].choices = [("", "没有选"), *parks]
        for need in rule.needs & self._OF.keys():
            self.fields[self._OF[need][0]].is_wanted = True  # not called 可空: the service asks for it
        asked = rule.needs | ({DUE} if kind in self._MAY_BE_DUE else set())
        for name in (name for need, names in self._OF.items() if need not in asked for name in names):
            del self.fields[name]
        if kind == CaseKind.ACCOUNTABILITY:
            self.fields["subject"].help_text = "问责的主管部门或街道办事处；写职务，不写姓名"
        self._parks = {str(pk): name for pk, name in parks}

    @property
    def aside(self) -> dict[str, str]:
        """另一类才填的 (name, value), of what was typed before this kind was chosen."""
        typed = self.data if self.is_bound else self.initial
        found = {name: str(typed[name]) for names in self._OF.values() for name in names if name not in self.fields and typed.get(name)}
        return found if found.keys() - {"area_unit"} else {}

    @property
    def aside_words(self) -> str:
        """The same as a person reads it: 办结时限 2021-10-31、宗地编号 411702-0001."""
        unit = dict(UNIT_CHOICES).get(self.aside.get("area_unit", ""), "")
        words = {"park": lambda value: self._parks.get(value, value), "base": lambda value: f"{value} {unit}",
                 "amount": lambda value: f"{value} {unit}"}
        return "、".join(f"{self.base_fields[name].label} {words.get(name, str)(value)}" for name, value in self.aside.items() if name != "area_unit")

    def values(self) -> dict:
        data = self.cleaned_data
        found = {name: data.get(name) for name in ("due_on", "from_on", "until_on") if name in self.fields}
        found |= {name: self.areas.get(name) for name in ("base", "amount") if name in self.fields}
        return found | {"subject": data["subject"], "reason": data["reason"], "body": data["body"], "year": data["year"]}


class DecideForm(Form):
    """决定一件."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decided_on = DayField(label="决定日期", required=False)
    decision_no = DocNoField(label="决定文号", max_length=80, required=False)
    opinion = WordsField(label="意见", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class StepForm(Form):
    """办理记录."""

    on = DayField(label="日期", required=True)
    who = WordsField(label="谈话人或办理人", max_length=100, required=False, help_text="写岗位，不写姓名")
    text = WordsField(label="记录", max_length=4000, required=True, widget=forms.Textarea(attrs={"rows": 3}))
    promise = WordsField(label="承诺或下一步", max_length=1000, required=False)
    follow_on = DayField(label="回头看日期", required=False)
    file = forms.FileField(label="附件", required=False)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("on", "who", "text", "promise", "follow_on")}


class CloseForm(Form):
    """办结."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    closed_on = DayField(label="办结日期", required=True)
    result = WordsField(label="结果", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    result_no = DocNoField(label="结果文号", max_length=80, required=False)


class RuleForm(Form):
    """定提名规则."""

    kind = forms.ChoiceField(label="提名为", choices=CaseKind.choices)
    metric = forms.ChoiceField(label="看什么", choices=RuleMetric.choices)
    quota_class = forms.ChoiceField(label="口径", required=False, choices=[("", "综合（三类合计）"), *QuotaClass.choices])
    value = NumberField(label="数值", required=False, help_text="完成率写百分数，如 70；新增写宗数")
    places = forms.IntegerField(label="名次（个）", required=False, min_value=1, max_value=200, help_text="排名后几名，或前几名")
    months = forms.IntegerField(label="连续（月）", required=False, min_value=2, max_value=12)
    as_of_on = DayField(label="截至", required=False, help_text="空着按当天")
    basis = WordsField(label="依据", max_length=300, required=False, help_text="文件没有印界限的，写明由哪次会议或哪份文件定的")

    def __init__(self, *args, of_units: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["basis"].is_wanted = True  # the service says why it asks for it
        if of_units:  # a county's own plan: the units of the quarterly bulletin
            self.fields["months"].label = "连续（季）"
            self.fields["metric"].choices = [(one, label.replace("几月", "几季")) for one, label in RuleMetric.choices]
            self.fields["as_of_on"].help_text = "空着按最近一个已结束的季度；写了按那天以前最近的一个季末"
            self.fields["places"].help_text = "各单位、街道办事处一起排，排名后几名，或前几名"


class FormulaForm(Form):
    """定增存挂钩算法."""

    way = forms.ChoiceField(label="算法", choices=LinkWay.choices)
    reward_percent = forms.IntegerField(label="奖励（%）", required=False, min_value=0, max_value=100,
                                        help_text="两项都完成的；按未完成比例核减的不填")
    cut_percent = forms.IntegerField(label="核减（%）", required=False, min_value=0, max_value=100, help_text="任一没有完成的")
    basis = WordsField(label="依据", max_length=300, required=False)
