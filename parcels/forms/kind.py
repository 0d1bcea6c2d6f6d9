"""变更类别、销号与恢复在册的表单."""

from __future__ import annotations

from django import forms

from ..choices import IdleSource, Kind
from .common import DayField, DocNoField, LandForm, WordsField


class KindForm(LandForm):
    """变更类别: to which kind, from which day, by which document, why."""

    kind = forms.ChoiceField(label="改为", choices=Kind.choices)
    effective_on = DayField(label="从哪天起", required=True)
    doc_no = DocNoField(label="依据文号", max_length=80, required=True)
    idle_source = forms.ChoiceField(label="闲置来源", choices=[("", "未填"), *IdleSource.choices], required=False)
    inefficient_type = forms.ChoiceField(label="低效类型", required=False)
    reason = WordsField(label="原因", max_length=1000, required=True, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, kinds: dict[str, str], types: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds.items())
        self.fields["inefficient_type"].choices = [("", "未填"), *types]
        del self.fields["area_unit"]

    def values(self) -> dict:
        """Values of `change_kind`."""
        return {name: self.cleaned_data[name] for name in
                ("kind", "effective_on", "doc_no", "reason", "idle_source", "inefficient_type", "version")}
