"""一宗一策的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from landplan.lib.text import clean_text

from ..models import DisposalPlan, Parcel
from .common import DayField, WordsField

WORDS = ("cause", "cause_note", "approach", "lead_unit", "partner_units", "sponsor_post", "sponsor_unit")


class PlanForm(Form):
    """拟定一宗一策. `values()` are those of `draft_plan`; what they must be is said by the service."""

    cause = forms.ChoiceField(label="形成原因", required=False)
    cause_note = WordsField(label="原因说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    measures = forms.CharField(label="处置措施", required=False, widget=forms.MultipleHiddenInput)
    approach = WordsField(label="处置思路", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    deadline_on = DayField(label="完成时限")
    lead_unit = WordsField(label="责任单位", max_length=100)
    partner_units = WordsField(label="配合单位", max_length=200)
    sponsor_post = WordsField(label="包保领导岗位", max_length=100)
    sponsor_unit = WordsField(label="分包乡办或单位", max_length=100)
    reason = WordsField(label="为什么改", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(label="版本", required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args, causes: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "未填"), *causes]
        for name in ("lead_unit", "sponsor_unit"):
            self.fields[name].widget.attrs["list"] = "list_units"

    @property
    def chosen(self) -> list[str]:
        """选中的措施代码, as sent or as the form was opened."""
        found = self.data.getlist("measures") if self.is_bound else self.initial.get("measures") or []
        return list(dict.fromkeys(clean_text(code)[:40] for code in found))[:20]

    @property
    def chosen_cause(self) -> str:
        found = self["cause"].value() or ""
        return found if found in dict(self.fields["cause"].choices) else ""

    def values(self) -> dict:
        """Values of `draft_plan`."""
        data = self.cleaned_data
        return {name: data[name] for name in (*WORDS, "deadline_on", "reason")} | {"measures": self.chosen}


def initial_of_plan(parcel: Parcel, last: DisposalPlan | None) -> dict:
    """What the form shows: the latest edition, else what the ledger holds."""
    source = last or parcel
    found = {name: getattr(source, name, "") for name in WORDS} | {"deadline_on": source.deadline_on, "version": last.number if last else 0}
    return found | {"measures": [one["code"] for one in last.measures] if last else []}
