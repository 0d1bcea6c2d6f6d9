"""评估考核的表单: the scheme, the marks of a county, a finding and its result."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import clean_text
from parcels.forms.common import DayField, DocNoField, WordsField

from ..choices import DECIDED, LookKind
from ..rules.schemes import Heading
from .weekly import _VERSIONS

_SMALL = {"min_value": 1, "max_value": 200, "required": False}


class SchemeForm(Form):
    """一种周期的设置. Headings one a line, 「名称 权重」; points one a line, from the first place on."""

    version = forms.IntegerField(**_VERSIONS)
    items = forms.CharField(label="评估内容与权重", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
                            help_text="每行一项，如：组织领导 20。权重都不写的，只列得分，不算总分、不排名。全部清空用文件印的项")
    method_no = DocNoField(label="考核办法文号", max_length=80)
    below_goal = forms.BooleanField(label="未达阶段目标的，列入约谈建议", required=False)
    last_n = forms.IntegerField(label="三类合并排名后几位，列入约谈建议", help_text="空白：不按排名提", **_SMALL)
    times = forms.IntegerField(label="要连续几期", help_text="空白：本期即列", **_SMALL)
    points = forms.CharField(label="督查积分", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
                             help_text="每行一个数，第一行是第 1 名的积分；并列的用同一名次的。文件没有印积分，录入前空白")
    points_no = DocNoField(label="积分办法文号", max_length=80)

    def clean_items(self) -> list[Heading]:
        return [_heading(line) for line in _lines(self.cleaned_data["items"])]

    def clean_points(self) -> list[str]:
        return [str(_number(line, f"第 {n} 名的积分")) for n, line in enumerate(_lines(self.cleaned_data["points"]), 1)]


class AssessForm(Form):
    """一个县区的得分、评语、奖惩."""

    seen = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args, headings: list[Heading], **kwargs):
        super().__init__(*args, **kwargs)
        self.headings = headings
        for n, one in enumerate(headings):
            weight = f"（权重 {one.weight}）" if one.weight is not None else ""
            self.fields[f"mark_{n}"] = forms.CharField(label=f"{one.name}{weight}", required=False, max_length=10, help_text="0 到 100，可空",
                                                       widget=forms.TextInput(attrs={"class": "lp-w-sm n", "inputmode": "decimal"}))
        self.fields["note"] = WordsField(label="评语", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
        self.fields["action"] = forms.ChoiceField(label="奖惩", required=False, choices=[("", "没有"), *((one.value, one.label) for one in DECIDED)])
        self.fields["doc_no"] = DocNoField(label="依据文号", max_length=80)

    def clean(self):
        data = super().clean()
        self.marks: dict[str, Decimal] = {}
        for n, one in enumerate(self.headings):
            text = clean_text(data.get(f"mark_{n}", ""))
            if text:
                try:
                    self.marks[one.name] = _number(text, f"“{one.name}”的得分")
                except forms.ValidationError as wrong:
                    self.add_error(f"mark_{n}", wrong)
        return data


class FindingForm(Form):
    """检查、观摩发现的问题."""

    region = forms.TypedChoiceField(label="县区", coerce=int)
    kind = forms.ChoiceField(label="方式", choices=LookKind.choices)
    looked_on = DayField(label="检查日期", required=True)
    place = WordsField(label="地点", max_length=120, required=True)
    finding = WordsField(label="发现的问题", max_length=1000, required=True, widget=forms.Textarea(attrs={"rows": 4}))
    unit = WordsField(label="责任单位", max_length=100, required=True)
    due_on = DayField(label="整改期限", required=True)

    def __init__(self, *args, counties: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = counties


class ResultForm(Form):
    """整改结果."""

    version = forms.IntegerField(**_VERSIONS)
    result = WordsField(label="整改结果", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    result_on = DayField(label="整改完成日期")


def _lines(text: str) -> list[str]:
    return [line for line in (clean_text(one) for one in text.splitlines()) if line]


def _heading(line: str) -> Heading:
    """「组织领导 20」 or 「组织领导」."""
    name, _, weight = line.rpartition(" ")
    if not name:
        return Heading(line)
    return Heading(name.strip(), _number(weight, f"“{name.strip()}”的权重"))


def _number(text: str, name: str) -> Decimal:
    try:
        return parse_decimal(text, name=name, places=2)
    except Refusal as refusal:
        raise forms.ValidationError(refusal.message.replace("，单位在右边选", "")) from refusal
