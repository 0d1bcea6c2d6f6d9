"""挂图、节点和倒排设置的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from landplan.lib.text import clean_text

from ..filters import CLASSES
from ..rules.milestones import Step
from .common import DayField, WordsField


class BoardForm(Form):
    """挂图的筛选, and the page of one column."""

    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    quota = forms.ChoiceField(label="任务口径", required=False, choices=[("", "全部"), *((k, v[0]) for k, v in CLASSES.items())])
    late = forms.BooleanField(label="只看逾期的节点", required=False)
    col = forms.CharField(label="列", required=False, max_length=12)
    after = forms.CharField(label="页", required=False, max_length=40)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]


class MoveForm(Form):
    """移到一个节点: where it was seen, where to, done on which day (空为今天)."""

    seen = forms.CharField(label="现在的节点", max_length=12)
    to = forms.CharField(label="移到", max_length=12)
    done_on = DayField(label="完成日期")


class StepsForm(Form):
    """倒排设置: label and share of each step."""

    reason = WordsField(label="修改原因和依据", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    def __init__(self, *args, steps: list[Step], **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = steps
        for number, step in enumerate(steps, 1):
            self.fields[f"label_{step.code}"] = WordsField(label=f"节点{number}", max_length=40, required=True)
            self.fields[f"share_{step.code}"] = forms.IntegerField(label=f"节点{number}的份额（%）", min_value=1, max_value=100)
            self.fields[f"share_{step.code}"].widget.attrs |= {"class": "lp-w-sm n"}

    @property
    def pairs(self) -> list:
        """名称和份额, step by step."""
        return [(self[f"label_{step.code}"], self[f"share_{step.code}"]) for step in self.steps]

    def values(self) -> dict:
        """Values of `change_steps`."""
        data = self.cleaned_data
        return {"version": data["version"], "reason": data["reason"],
                "steps": [Step(step.code, clean_text(data[f"label_{step.code}"]), data[f"share_{step.code}"]) for step in self.steps]}


def initial_of_steps(steps: list[Step]) -> dict:
    """What the form shows."""
    return {f"{name}_{step.code}": getattr(step, name) for step in steps for name in ("label", "share")}
