"""核实宗地的表单: the facts that the rules of the parcel's document ask for, and the figures of the last years."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form

from ..models import FactSheet
from ..rules.findings.base import Rule
from ..rules.findings.facts import (
    CHOICE,
    DAY,
    FACTS,
    FLAG,
    GRADES,
    INDICATORS,
    NUMBER,
    YEAR_FACTS,
    Fact,
    Year,
    read_year,
)
from ..rules.terms import TermSet
from .common import WordsField

LAST_YEARS = 4
Asks = Rule | TermSet  # what asks for facts: a rule of a finding, or the terms of a measure


def asked_facts(rules: tuple[Asks, ...]) -> list[Fact]:
    """要核实的事实, each once, in the order of the rules."""
    return [FACTS[key] for key in dict.fromkeys(key for rule in rules for key in rule.needs)]


class FactsForm(Form):
    """核实宗地. After cleaning, `facts` and `years` hold what can be read; what cannot is refused beside its field."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    source = WordsField(label="核实依据", max_length=200)

    def __init__(self, data=None, *, rules: tuple[Asks, ...], sheet: FactSheet | None):
        self.rules, self.sheet = rules, sheet
        self.facts: dict[str, object] = {}
        self.years: list[Year] = []
        super().__init__(data, initial=_initial(sheet))
        for fact in asked_facts(rules):
            self.fields[fact.key] = _field(fact)
        for year in self.shown_years():
            self.fields |= _year_fields(year)

    def shown_years(self) -> list[int]:
        """The last years, and older ones that are recorded."""
        this = clock.today().year
        recorded = {row["year"] for row in (self.sheet.years if self.sheet else [])}
        return sorted({*range(this - LAST_YEARS + 1, this + 1), *recorded})

    def clean(self):
        data, today = super().clean(), clock.today()
        for fact in asked_facts(self.rules):
            self._try(lambda fact=fact: self.facts.update({fact.key: fact.read(data.get(fact.key, ""), today=today)}))
        for year in self.shown_years():
            typed = {name.removeprefix(f"y{year}_"): text for name, text in data.items() if name.startswith(f"y{year}_")}
            self._try(lambda year=year, typed=typed: self.years.extend(filter(None, [read_year(year, typed)])))
        return data

    def _try(self, read) -> None:
        try:
            read()
        except Refusal as refusal:
            self.refuse([refusal])

    @property
    def groups(self) -> list[FactGroup]:
        """事实 under the type that asks for them; the contract's indicators stand in a table of their own."""
        indicators = {f"{code}_{side}" for code, *_ in INDICATORS for side in ("agreed", "actual")}
        found, shown = [], set()
        for rule in self.rules:
            keys = [key for key in rule.needs if key not in shown and key not in indicators]
            shown.update(keys)
            pairs = [(f"{name}（{unit}）" if unit else name, self[f"{code}_agreed"], self[f"{code}_actual"])
                     for code, name, unit, _ in INDICATORS if f"{code}_agreed" in rule.needs]
            if keys or pairs:
                found.append(FactGroup(rule, [(self[key], FACTS[key].hint) for key in keys], pairs))
        return found

    @property
    def year_rows(self) -> list[tuple[int, list]]:
        return [(year, [self[f"y{year}_{name}"] for name in _YEAR_NAMES]) for year in self.shown_years()]


@dataclass(frozen=True)
class FactGroup:
    """一组事实: fields with their hints, and pairs agreed and actual of the indicators."""

    rule: Asks
    fields: list
    pairs: list


_YEAR_NAMES = (*(name for name, _, _ in YEAR_FACTS), "grade", "source")


def _field(fact: Fact) -> forms.Field:
    if fact.kind in (FLAG, CHOICE):
        return forms.ChoiceField(label=fact.label, choices=[("", "未填"), *fact.options], required=False)
    label = f"{fact.label}（{fact.unit}）" if fact.unit else fact.label
    more = {"data-date": True, "inputmode": "numeric"} if fact.kind == DAY else {"inputmode": "decimal"}
    more |= {"aria-label": label} if fact.kind == NUMBER else {}  # the indicators stand in a table, without labels of their own
    return forms.CharField(label=label, required=False, max_length=30,
                           widget=forms.TextInput(attrs={"class": "lp-w-sm", "autocomplete": "off", **more}))


def _year_fields(year: int) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for name, label, unit in YEAR_FACTS:
        found[f"y{year}_{name}"] = forms.CharField(label=f"{year}年{label}（{unit}）", required=False, max_length=20, widget=forms.TextInput(
            attrs={"class": "n", "inputmode": "decimal", "autocomplete": "off", "aria-label": f"{year}年{label}（{unit}）"}))
    grades = [("", "未填"), *((grade, f"{grade} 类") for grade in GRADES)]
    found[f"y{year}_grade"] = forms.ChoiceField(label=f"{year}年评价", choices=grades, required=False,
                                                widget=forms.Select(attrs={"aria-label": f"{year}年企业分类综合评价"}))
    found[f"y{year}_source"] = WordsField(label=f"{year}年数据来源", max_length=60,
                                          widget=forms.TextInput(attrs={"aria-label": f"{year}年数据来源"}))
    return found


def _initial(sheet: FactSheet | None) -> dict:
    if sheet is None:
        return {"seen": 0}
    years = {f"y{row['year']}_{name}": row.get(name, "") for row in sheet.years for name in _YEAR_NAMES}
    return {"seen": sheet.number, "source": sheet.source, **sheet.values, **years}
