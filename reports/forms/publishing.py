"""公布的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import DayField, DocNoField, WordsField

from ..choices import PublicKind


class PublicationForm(Form):
    """起草或改一件: the fields of its kind."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = WordsField(label="标题", max_length=120)
    low_plan = forms.TypedChoiceField(label="低效方案", required=False, coerce=int, empty_value=None)
    as_of_on = DayField(label="数据截至", required=False)
    from_on = DayField(label="公示起", required=False)
    until_on = DayField(label="公示止", required=False)
    body = WordsField(label="正文", max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))

    _OF = {"low_plan": PublicKind.LOW_PLAN, "as_of_on": PublicKind.FIGURES, "from_on": PublicKind.NOTICE, "until_on": PublicKind.NOTICE}

    def __init__(self, *args, kind: str, low_plans: list[tuple[int, str]] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["low_plan"].choices = [("", "请选"), *(low_plans or [])]
        for name, wanted in self._OF.items():
            if kind != wanted or (name == "low_plan" and low_plans is None):
                del self.fields[name]
        wanted = {"title", *self._OF} | ({"body"} if kind in (PublicKind.CASE, PublicKind.NOTICE) else set())
        for name in wanted & set(self.fields):
            self.fields[name].required = True
        if kind == PublicKind.FIGURES:
            self.fields["body"].help_text = "表下的说明，可空；各县区的数按截至日自动带出"
        if kind == PublicKind.LOW_PLAN:
            self.fields["body"].help_text = "空着就用方案各项内容的文字"

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "as_of_on", "from_on", "until_on", "body") if name in self.fields}


class StepForm(Form):
    """审批、撤下、批准."""

    version = forms.IntegerField(required=False)
    reason = WordsField(label="撤下原因", max_length=200)
    result_on = DayField(label="批准日期", required=False)
    result_no = DocNoField(label="批准文号", max_length=80)


class ObjectionForm(Form):
    """公示异议."""

    received_on = DayField(label="收到日期", required=True)
    source = forms.ChoiceField(label="来自", choices=[("个人", "个人"), ("单位", "单位")])
    text = WordsField(label="异议内容", max_length=2000, required=True, widget=forms.Textarea(attrs={"rows": 2}))
    answer = WordsField(label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
