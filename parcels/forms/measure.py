"""措施目录的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from landplan.lib.text import clean_text

from ..choices import Cause, Effect, Kind, UsedType
from ..models import Measure
from ..rules.terms import set_choices
from .common import DayField


class MeasureForm(Form):
    """改一条措施. `values()` are those of `save_measure`."""

    label = forms.CharField(label="措施", max_length=60)
    kinds = forms.MultipleChoiceField(label="适用类别", choices=Kind.choices, widget=forms.CheckboxSelectMultiple)
    causes = forms.MultipleChoiceField(label="适用形成原因", choices=Cause.choices, required=False, widget=forms.CheckboxSelectMultiple)
    used_types = forms.MultipleChoiceField(label="适用未供即用类型", choices=UsedType.choices, required=False,
                                           widget=forms.CheckboxSelectMultiple)
    effect = forms.ChoiceField(label="效果", choices=Effect.choices, widget=forms.RadioSelect)
    brings_into_use = forms.BooleanField(label="形成实际使用", required=False)
    terms = forms.ChoiceField(label="要件", choices=set_choices, required=False)
    evidence = forms.CharField(label="须有佐证", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    finish_by_on = DayField(label="完成期限")
    document_no = forms.CharField(label="文号", max_length=60)
    section = forms.CharField(label="章节", max_length=60)
    quotation = forms.CharField(label="原文", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    is_active = forms.BooleanField(label="可用（停用后不再能选，已登记的不变）", required=False)
    reason = forms.CharField(label="修改原因和依据", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31, required=False)

    def values(self, measure: Measure | None = None) -> dict:
        """Papers that keep their name keep their code, so that the files already uploaded go on counting."""
        data = self.cleaned_data
        texts = {name: clean_text(data[name]) for name in ("label", "document_no", "section", "quotation", "note")}
        return texts | {"kinds": data["kinds"], "causes": data["causes"], "used_types": data["used_types"], "effect": data["effect"],
                        "brings_into_use": data["brings_into_use"] and data["effect"] == Effect.DISPOSES,
                        "is_active": data["is_active"], "terms": data["terms"], "finish_by_on": data["finish_by_on"],
                        "evidence": _papers(data["evidence"], measure)}


def initial_of_measure(measure: Measure) -> dict:
    """What the form of a measure shows."""
    names = ("label", "kinds", "causes", "used_types", "effect", "brings_into_use", "document_no", "section", "quotation", "note", "is_active",
             "version", "terms", "finish_by_on")
    return {name: getattr(measure, name) for name in names} | {"evidence": "\n".join(paper["label"] for paper in measure.evidence)}


def _papers(text: str, measure: Measure | None) -> list[dict]:
    codes = {paper["label"]: paper["code"] for paper in (measure.evidence if measure else [])}
    labels = list(dict.fromkeys(line for line in map(clean_text, text.splitlines()) if line))
    fresh = (f"{measure.code[:30] if measure else 'paper'}_{n}" for n in range(1, 1000))
    taken = set(codes.values())
    return [{"code": codes.get(label) or next(code for code in fresh if code not in taken), "label": label} for label in labels]
