"""表单共用: days and areas as clerks type them, refusals of a service beside their fields."""

from __future__ import annotations

from django import forms

from landplan.lib import clock
from landplan.lib.area import UNIT_CHOICES, UNITS, read_area
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import clean_text, parse_day

from ..rules.documents import tidy_doc_no


class DayField(forms.CharField):
    """日期: 2021-09-22, 9.22, 922, 今天; gives a date or None."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 30} | kwargs)
        self.widget.attrs |= {"class": "lp-w-sm", "data-date": True, "autocomplete": "off", "inputmode": "numeric"}

    def clean(self, value):
        text = clean_text(super().clean(value))
        if not text:
            return None
        try:
            return parse_day(text, name=str(self.label), today=clock.today())
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)


class WordsField(forms.CharField):
    """一行字, cleaned; optional unless said otherwise."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 120} | kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value):
        text = super().clean(value)
        return clean_text(text) if isinstance(self.widget, forms.Textarea) else clean_text(text).replace("\n", " ")


class DocNoField(WordsField):
    """文号: the year stands in 〔〕."""

    def clean(self, value):
        return tidy_doc_no(super().clean(value))


class AreaTextField(forms.CharField):
    """面积 as typed, in the unit that stands beside it; read by the form, which knows the unit."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30} | kwargs)
        self.widget.attrs |= {"class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off", "data-area": True,
                              "data-area-unit": "area_unit"}


class WanField(forms.CharField):
    """金额, typed in 万元; gives 元, None when it is left empty."""

    def __init__(self, *, name: str = "", signed: bool = False, **kwargs):
        super().__init__(**{"required": False, "max_length": 20} | kwargs)
        self.name, self.signed = name, signed
        self.widget.attrs |= {"class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value):
        text = clean_text(super().clean(value))
        try:
            return parse_decimal(text, name=self.name or str(self.label), places=6, signed=self.signed) * 10_000 if text else None
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)


class NumberField(forms.CharField):
    """数 as typed, exact up to six decimals; None when it is left empty."""

    def __init__(self, *, name: str = "", **kwargs):
        super().__init__(**{"required": False, "max_length": 20} | kwargs)
        self.name = name
        self.widget.attrs |= {"class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value):
        text = clean_text(super().clean(value))
        try:
            return parse_decimal(text, name=self.name or str(self.label), places=6, digits=9) if text else None
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)


class OfCounty(Form):
    """A form that begins with its county; who has only one does not choose."""

    region = forms.TypedChoiceField(label="县区", coerce=int)

    def __init__(self, *args, regions: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions
        if len(regions) < 2:
            self.fields["region"].widget = forms.HiddenInput()


class LandForm(Form):
    """A form with areas in one unit: `areas` holds them in 亩 after cleaning (None = left empty)."""

    area_unit = forms.ChoiceField(label="单位", choices=UNIT_CHOICES, initial="mu")
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas: dict = {}
        for name, field in self.fields.items():
            if isinstance(field, AreaTextField):
                field.widget.attrs["data-area-say"] = f"say_{name}"

    def clean(self):
        data = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, AreaTextField) and name in data and data.get("area_unit"):
                self._read_area(name, clean_text(data[name]), data["area_unit"])
        return data

    def _read_area(self, name: str, text: str, unit: str) -> None:
        try:
            self.areas[name] = read_area(text, unit, name=str(self.fields[name].label), field=name) if text else None
        except Refusal as refusal:
            self.refuse([refusal])


def typed_area(typed: str, unit: str, mu) -> tuple[str, str]:
    """面积 as a form shows a stored one: what was typed, else 亩."""
    return (typed, unit) if typed and unit in UNITS else (f"{mu:f}", "mu")


def opens(target: str, *also: str) -> dict[str, str]:
    """换选以后重开几处: the same form comes back with what was typed; only these parts of it are put in place, so that what is being
    typed elsewhere stays."""
    return {"hx-post": "", "hx-vals": '{"do": "open"}', "hx-trigger": "change",
            "hx-target": f"#{target}", "hx-select": f"#{target}",
            "hx-select-oob": ",".join(f"#{one}" for one in also), "hx-swap": "outerHTML"}
