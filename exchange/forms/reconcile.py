"""对账的表单: entering figures by hand, handing in a file, words and signature."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django import forms

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import clean_text
from parcels.forms.common import DayField, WordsField
from tasks.choices import SystemKind, SystemSource
from tasks.services import Brought

from ..rules.system_files import FIGURE_HEADS, FIGURE_KEYS

WHAT_HINT = "哪个页面、谁、什么时候导出的，如“部系统供后监管统计表，9月30日 17:00 导出”"


class BroughtForm(Form):
    """从哪里来的."""

    source = forms.ChoiceField(label="系统", choices=SystemSource.choices, initial=SystemSource.MINISTRY)
    as_of_on = DayField(label="数据截至", required=True)
    origin = WordsField(label="来源说明", required=True, max_length=200)

    def brought(self, **more) -> Brought:
        given = self.cleaned_data
        return Brought(given["source"], given["as_of_on"], given["origin"], **more)


class FiguresForm(BroughtForm):
    """手工录入: one field for each county and figure, blank = not stated."""

    def __init__(self, *args, counties=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.counties = list(counties)
        for county in self.counties:
            for n, _ in enumerate(FIGURE_KEYS):
                field = forms.CharField(required=False, max_length=20, label=f"{county.name} {FIGURE_HEADS[n + 1]}")
                field.widget.attrs |= {"class": "n lp-w-sm", "inputmode": "decimal", "autocomplete": "off",
                                       "aria-label": f"{county.name} {FIGURE_HEADS[n + 1]}"}
                self.fields[f"f{county.id}_{n}"] = field

    def grid(self) -> list[tuple]:
        """(county, its bound fields)."""
        return [(county, [self[f"f{county.id}_{n}"] for n, _ in enumerate(FIGURE_KEYS)]) for county in self.counties]

    def clean(self):
        given, self.figures = super().clean(), {}
        for county in self.counties:
            for n, (quota_class, part) in enumerate(FIGURE_KEYS):
                self._read(f"f{county.id}_{n}", (county.id, str(quota_class), str(part)), given)
        return given

    def _read(self, name: str, key: tuple[int, str, str], given: dict) -> None:
        text = clean_text(given.get(name, ""))
        if not text:
            return
        try:
            area: Decimal = parse_decimal(text, name=self.fields[name].label, places=6, digits=9, field=name)
            self.figures[key] = area
        except Refusal as refusal:
            self.add_error(name, refusal.message)


class SystemFileForm(BroughtForm):
    """交文件: figures or parcels."""

    kind = forms.ChoiceField(label="文件内容", choices=SystemKind.choices, initial=SystemKind.PARCELS)
    file = forms.FileField(label="文件", max_length=255, error_messages={"required": "没有选文件。请选 xlsx 或 csv。"})

    def brought_file(self) -> Brought:
        """With the name and the hash of the file, which is left at its beginning."""
        upload = self.cleaned_data["file"]
        digest = hashlib.sha256()
        for piece in upload.chunks():
            digest.update(piece)
        upload.seek(0)
        return self.brought(file_name=clean_text(upload.name), sha256=digest.hexdigest())


class SayForm(Form):
    """一句说明, of a row or of the whole."""

    row = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_text(self):
        return clean_text(self.cleaned_data["text"])


class SignForm(Form):
    """签认或退回."""

    do = forms.ChoiceField(label="签认", choices=[("sign", "签认"), ("return", "退回")])
    opinion = forms.CharField(label="意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_opinion(self):
        return clean_text(self.cleaned_data["opinion"])
