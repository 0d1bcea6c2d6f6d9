"""涉法涉诉和债权债务的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import ClaimSide, LawsuitKind, LawsuitStage
from ..models import Lawsuit
from ..rules.documents import tidy_case_no
from ..services.lawsuits import FIELDS
from .common import WanField, WordsField

_EMPTY = [("", "未填")]


class LawsuitForm(Form):
    """登记或修改一件案件."""

    kind = forms.ChoiceField(label="类型", choices=_EMPTY + LawsuitKind.choices, required=False)
    stage = forms.ChoiceField(label="阶段", choices=LawsuitStage.choices, initial=LawsuitStage.FOUND)
    case_no = WordsField(label="案号", max_length=80)
    court = WordsField(label="法院", max_length=100)
    parties = WordsField(label="当事人", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    measure = WordsField(label="举措", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    force_lead = WordsField(label="专班牵头", max_length=100)
    force_members = WordsField(label="专班成员", max_length=300)
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def clean_case_no(self) -> str:
        return tidy_case_no(self.cleaned_data["case_no"])

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}


def initial_of_lawsuit(row: Lawsuit) -> dict:
    return {name: getattr(row, name) for name in FIELDS} | {"version": row.version}


def typed_and_now(form: LawsuitForm, row: Lawsuit) -> list[tuple[str, str, str]]:
    """你填的与现在的不同 (label, typed, now)."""
    found = []
    for name in FIELDS:
        words = dict(getattr(form.fields[name], "choices", ()))
        typed, now = form.cleaned_data.get(name, ""), getattr(row, name)
        if typed != now:
            found.append((form.fields[name].label, str(words.get(typed, typed)) or "未填", str(words.get(now, now)) or "未填"))
    return found


class ClaimForm(Form):
    """一笔债权债务; the amount is typed in 万元."""

    side = forms.ChoiceField(label="一方", choices=ClaimSide.choices)
    name = WordsField(label="名称")
    amount = WanField(label="金额（万元）", name="金额")
    is_mortgagee = forms.BooleanField(label="抵押权人", required=False)
    rank = forms.IntegerField(label="顺位", min_value=1, max_value=99, initial=1)
    basis = WordsField(label="依据", max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rank"].widget.attrs |= {"class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off"}


class CaseListForm(Form):
    """涉法涉诉清单的筛选."""

    kind = forms.ChoiceField(label="类型", choices=[("", "全部"), *LawsuitKind.choices], required=False)
    stage = forms.ChoiceField(label="阶段", choices=[("", "全部"), *LawsuitStage.choices], required=False)
    force = forms.ChoiceField(label="专班", choices=[("", "全部"), ("none", "没有专班")], required=False)
    region = forms.IntegerField(label="县区", required=False, min_value=1, max_value=2**31)
    q = WordsField(label="案号、当事人、法院或宗地", max_length=60)

    def given(self) -> dict:
        """Values of `filter_lawsuits`; nothing when they cannot be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return {"kind": data.get("kind", ""), "stage": data.get("stage", ""), "force": data.get("force", ""),
                "region_id": data.get("region"), "q": data.get("q", "")}
