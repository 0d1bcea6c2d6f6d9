"""周报的表单: a county's return, and a step of the office with its reason."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from landplan.lib.area import read_area
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.text import clean_text
from parcels.forms.common import WordsField
from tasks.choices import QuotaClass

from ..rules.sheet import CLASSES

_VERSIONS = {"min_value": 0, "max_value": 2**31, "widget": forms.HiddenInput}


class StepForm(Form):
    """One step with a reason, on the version that was seen."""

    reason = WordsField(label="原因", max_length=500)
    version = forms.IntegerField(label="版本", **_VERSIONS)


class ReturnForm(StepForm):
    """县区报送: per class another figure than the accepted facts, with its reason; empty = confirmed."""

    reason = None
    remark = WordsField(label="备注", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stated: dict[str, tuple[Decimal | None, str]] = {}
        for one in CLASSES:
            word = QuotaClass(one).label
            self.fields[f"stated_{one}"] = forms.CharField(label=f"{word}另报", required=False, max_length=30, widget=forms.TextInput(
                attrs={"class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off", "aria-label": f"{word}另报（亩）"}))
            self.fields[f"reason_{one}"] = WordsField(label=f"{word}另报的原因", max_length=300)
            self.fields[f"reason_{one}"].widget.attrs |= {"aria-label": f"{word}另报的原因"}
            self.fields[f"seen_{one}"] = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        for one in CLASSES:
            text = clean_text(data.get(f"stated_{one}", ""))
            try:
                value = read_area(text, name=f"{QuotaClass(one).label}另报", field=f"stated_{one}") if text else None
            except Refusal as refusal:
                words = refusal.message.replace("，单位在右边选", "，单位是亩")
                self.refuse([Refusal(words, field=refusal.field, code=refusal.code)])
            else:
                self.stated[one] = (value, data.get(f"reason_{one}", ""))
        return data

    @property
    def seen(self) -> dict[str, Decimal]:
        """测算数 that the form was shown with."""
        found = {one: self.cleaned_data.get(f"seen_{one}", "") for one in CLASSES}
        return {one: Decimal(text) for one, text in found.items() if text.lstrip("-").replace(".", "", 1).isdecimal() and text.isascii()}
