"""分割、合并的表单."""

from __future__ import annotations

import re

from django import forms

from landplan.lib.text import clean_text

from ..choices import ReshapeWay
from ..models import Parcel
from ..rules.reshape import CARRIED, MOST, Part, default_share
from .common import AreaTextField, DayField, DocNoField, LandForm, WordsField

MOST_OTHERS = 19


class PapersForm(LandForm):
    """文书 and 原因 of both."""

    doc_no = DocNoField(label="文号", max_length=80)
    doc_on = DayField(label="文件日期")
    reason = WordsField(label="原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def papers(self) -> dict:
        """`papers` of propose_reshape."""
        return {name: self.cleaned_data[name] for name in ("doc_no", "doc_on", "reason")}


def split_form(count: int, whole: dict) -> type[PapersForm]:
    """分割成几宗的表单; what concerns all of the parcel or nothing of it is not asked (`whole`: what the parcel carries, 亩)."""
    asked = [key for key in CARRIED if key == "area" or 0 < whole[key] < whole["area"]]
    fields: dict = {}
    for n in range(1, count + 1):
        fields[f"no_{n}"] = WordsField(label=f"第{n}宗编号", max_length=40)
        fields[f"name_{n}"] = WordsField(label=f"第{n}宗名称", max_length=120)
        for key in asked:
            fields[f"{key}_{n}"] = AreaTextField(label=f"第{n}宗{CARRIED[key]}", required=key == "area")
    return type("SplitForm", (_SplitForm,), fields | {"count": count, "asked": asked, "whole": whole})


class _SplitForm(PapersForm):
    count: int
    asked: list[str]
    whole: dict

    @property
    def lines(self) -> list[list]:
        """每宗一行: its fields, bound."""
        return [[self[f"{name}_{n}"] for name in ("no", "name", *self.asked)] for n in range(1, self.count + 1)]

    @property
    def heads(self) -> list[str]:
        return ["编号", "名称", *(CARRIED[key] for key in self.asked)]

    def parts(self) -> list[Part]:
        """Parts of propose_reshape."""
        found = []
        for n in range(1, self.count + 1):
            area = self.areas[f"area_{n}"]
            shares = {key: self.areas.get(f"{key}_{n}") or default_share(self.whole[key], self.whole["area"], area)
                      for key in CARRIED if key != "area"}
            found.append(Part(self.cleaned_data[f"no_{n}"], self.cleaned_data[f"name_{n}"], area, **shares))
        return found


class MergeForm(PapersForm):
    """合并, and 合并归宗 where it may be offered."""

    others = WordsField(label="另几宗的地块编号", max_length=1000, required=True, widget=forms.Textarea(attrs={"rows": 2}))
    way = forms.ChoiceField(label="方式", choices=[(one.value, one.label) for one in (ReshapeWay.MERGE, ReshapeWay.JOIN)],
                            widget=forms.RadioSelect)
    no = WordsField(label="新宗地编号", max_length=40)
    name = WordsField(label="新宗地名称", max_length=120)
    application_no = DocNoField(label="申请文号", max_length=80)
    applied_on = DayField(label="申请日期")
    is_within = forms.BooleanField(label="各宗相邻，都在规划红线范围内", required=False)

    def __init__(self, *args, parcel: Parcel, may_join: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.parcel, self.may_join = parcel, may_join

    def clean_others(self) -> list[str]:
        """编号, each once, in the order typed."""
        found = [no for no in re.split(r"[\s,，、;；]+", clean_text(self.cleaned_data["others"])) if no]
        numbers = [no for no in dict.fromkeys(found) if no != self.parcel.parcel_no]
        if len(numbers) > MOST_OTHERS:
            raise forms.ValidationError(f"写了 {len(numbers)} 个编号，一次最多 {MOST_OTHERS} 个。请分次合并。")
        return numbers

    def papers(self) -> dict:
        return super().papers() | {name: self.cleaned_data[name] for name in ("application_no", "applied_on")}


def count_of(text: str) -> int:
    """几宗, from the address: 2 to MOST."""
    return min(max(int(text), 2), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else 2
