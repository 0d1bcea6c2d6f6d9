"""拟定方案的表单: copying a plan, the facts of its document, its phases and targets, and a table of quotas by unit."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import clean_text
from parcels.forms.common import DayField, DocNoField, WordsField

from ..rules.columns import COLUMNS
from ..rules.drafts import CARRIED, KEYS, Line

SPARE = 5


class VersionForm(Form):
    """带着看到的版本交."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)


class CopyForm(Form):
    """照旧方案拟定."""

    region = forms.TypedChoiceField(label="区划", coerce=int)
    number = DocNoField(label="文号", max_length=60, required=True)
    title = WordsField(label="标题", max_length=200, required=True)
    dated_on = DayField(label="成文日期", required=True, help_text="各阶段、目标和应办的日期按两份文件相差的整年数顺延，之后逐个核对")
    carried = forms.MultipleChoiceField(label="还带过来", choices=list(CARRIED.items()), required=False, widget=forms.CheckboxSelectMultiple,
                                        help_text="阶段、目标和设置总是带过来；印发原文的出入和印发数不带")

    def __init__(self, *args, regions: Sequence[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions


class FactsForm(VersionForm):
    """文件和设置."""

    number = DocNoField(label="文号", max_length=60, required=True)
    title = WordsField(label="标题", max_length=200, required=True)
    issuer = WordsField(label="印发机关", max_length=100)
    dated_on = DayField(label="成文日期")
    issued_on = DayField(label="印发日期")
    base_on = DayField(label="基准日", help_text="这一天以后的才计入累计；文件没有定的留空")
    base_text = WordsField(label="基准日原文", max_length=100)
    valid_from = DayField(label="有效期起")
    valid_until = DayField(label="有效期止")
    validity_text = WordsField(label="有效期原文", max_length=200)
    approved_from = DayField(label="纳入范围：批准日期起")
    approved_until = DayField(label="纳入范围：批准日期止")
    first_cutoff_on = DayField(label="首个周报截止日", help_text="没有周报的留空")
    last_cutoff_on = DayField(label="末个周报截止日")
    counts_used_unsupplied = forms.BooleanField(label="未供即用计入批而未供任务量", required=False)
    DOCUMENT = ("number", "title", "issuer", "dated_on", "issued_on", "base_on", "base_text", "valid_from", "valid_until", "validity_text")
    SETTINGS = ("approved_from", "approved_until", "first_cutoff_on", "last_cutoff_on", "counts_used_unsupplied")

    def part(self, names: Sequence[str]) -> dict:
        """Values as the draft keeps them."""
        return {name: _kept(self.cleaned_data[name]) for name in names}


def _kept(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


class RowsForm(VersionForm):
    """一张行列的表: `columns` are (name, field maker) of each row; a row whose `drop` is ticked is left out."""

    columns: tuple = ()
    spare = 0

    def __init__(self, *args, rows: Sequence[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = [*rows, *({} for _ in range(self.spare))]
        for at, row in enumerate(self.kept, 1):
            for name, make in self.columns:
                self.fields[f"r{at}_{name}"] = make(f"第{at}行", row.get(name))

    @property
    def grid(self) -> list[tuple[dict, list]]:
        """Rows of the page: what stands there, and its fields."""
        return [(row, [self[f"r{at}_{name}"] for name, _ in self.columns]) for at, row in enumerate(self.kept, 1)]

    def rows(self, needed: str) -> list[dict]:
        """Rows as they are to be kept; without `needed` a spare row is none."""
        found = []
        for at, row in enumerate(self.kept, 1):
            typed = {name: _kept(self.cleaned_data[f"r{at}_{name}"]) for name, _ in self.columns}
            if not typed.pop("drop", False) and (typed.get(needed) or row):
                found.append(row | typed)
        return found


def _words(label: str, size: int, *, css: str = ""):
    return lambda at, value: WordsField(label=f"{at}{label}", max_length=size, initial=value, widget=forms.TextInput(attrs={
        "class": css, "autocomplete": "off", "aria-label": f"{at}{label}"}))


def _day(label: str):
    def make(at, value):
        made = DayField(label=f"{at}{label}", initial=value)
        made.widget.attrs["aria-label"] = f"{at}{label}"
        return made
    return make


def _drop(at, value):
    return forms.BooleanField(label=f"{at}不要", required=False, widget=forms.CheckboxInput(attrs={"aria-label": f"{at}不要"}))


class PhasesForm(RowsForm):
    """阶段; days may overlap and stay open."""

    spare = 2
    columns = (("name", _words("名称", 40)), ("starts_on", _day("起")), ("ends_on", _day("止")),
               ("text", _words("原文", 100)), ("section", _words("章节", 60, css="lp-w-sm")), ("drop", _drop))


class TargetsForm(RowsForm):
    """目标: values, days, the document's own words."""

    columns = (("value", _words("目标值", 20, css="lp-w-xs n")), ("due_on", _day("时限")),
               ("text", _words("原文", 1000)), ("section", _words("章节", 60, css="lp-w-sm")), ("drop", _drop))


    def clean(self):
        for at in range(1, len(self.kept) + 1):
            name = f"r{at}_value"
            try:
                if self.cleaned_data.get(name):
                    parse_decimal(self.cleaned_data[name], name=f"第{at}行目标值", places=6, field=name)
            except Refusal as refusal:
                self.add_error(name, refusal.message)
        return self.cleaned_data

    def rows(self, needed: str) -> list[dict]:
        """As typed; a goal without a figure has none."""
        return [row | {"value": row["value"] or None} for row in super().rows(needed)]


class QuotasForm(VersionForm):
    """任务分解: one row a unit (and period), for each class stock, rate and quota; blank is blank, not 0."""

    title = WordsField(label="表的标题", max_length=100, required=True)
    document_no = DocNoField(label="下达文件文号", max_length=60)
    section = WordsField(label="章节或附件", max_length=60)
    dated_on = DayField(label="表上日期")
    valid_from = DayField(label="生效日期")
    HEAD = ("title", "document_no", "section", "dated_on", "valid_from")

    def __init__(self, *args, table: dict, count: int, **kwargs):
        super().__init__(*args, initial={name: table.get(name) for name in self.HEAD} | kwargs.pop("initial", {}), **kwargs)
        self.count = max(count, len(table["rows"]))
        for at in range(1, self.count + 1):
            row = table["rows"][at - 1] if at <= len(table["rows"]) else {"label": "", "period": "", "cells": {}}
            for key in KEYS:
                label = f"第{at}行{_LABELS[key]}"
                css = {"label": "lp-w-sm", "period": "lp-w-xs"}.get(key, "lp-w-xs n")
                widget = forms.TextInput(attrs={"class": css, "autocomplete": "off", "aria-label": label})
                self.fields[f"r{at}_{key}"] = forms.CharField(label=label, required=False, max_length=40 if key == "label" else 20, widget=widget,
                                                             initial=row["cells"].get(key, "") if key in _CELLS else row[key])

    @property
    def grid(self) -> list[list]:
        return [[self[f"r{at}_{key}"] for key in KEYS] for at in range(1, self.count + 1)]

    def head(self) -> dict:
        return {name: _kept(self.cleaned_data[name]) for name in self.HEAD}

    def lines(self) -> list[Line]:
        return [Line(at, {key: clean_text(self.cleaned_data[f"r{at}_{key}"]) for key in KEYS}) for at in range(1, self.count + 1)]


_CELLS = {column.key for column in COLUMNS["own"]}
_LABELS = {"label": "单位", "period": "期间"} | {column.key: column.name for column in COLUMNS["own"]}


class QuotaFileForm(VersionForm):
    """交一张任务分解的表格文件."""

    file = forms.FileField(label="表格文件", max_length=200, help_text="xlsx 或 csv；列名与样表一样，次序不限，上面可以有标题，表头可以分两层")
