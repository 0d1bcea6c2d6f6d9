"""要件的字段: made of the terms that the chosen measure asks for; they are read by the service."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from landplan.lib.forms import Form

from ..rules.findings.facts import CHOICE, DAY, FLAG
from ..rules.terms.base import DOC, TEXT, TEXT_MAX, Land, Term, TermSet, field_of
from .common import WordsField

PREFIX = field_of("")


def add_term_fields(form: Form, term_set: TermSet | None, land: Land | None) -> list[Term]:
    """要件 as fields of a form, those that the choices typed or kept ask for; what is blank and new proposes the parcel's own value."""
    if term_set is None:
        return []
    if not form.is_bound and land:
        proposed = {term.key: term.default(land) for term in term_set.terms if term.default}
        form.initial = term_initial(term_set.texts({key: value for key, value in proposed.items() if value is not None})) | form.initial
    source = form.data if form.is_bound else form.initial
    asked = term_set.asked({term.key: source.get(field_of(term.key), "") for term in term_set.terms})
    for term in asked:
        form.fields[field_of(term.key)] = _field(term, land.cause if land else "")
    return asked


def term_initial(texts: Mapping[str, str]) -> dict[str, str]:
    """要件 as they are kept, by the names of their fields."""
    return {field_of(key): text for key, text in texts.items()}


def typed_terms(data: Mapping[str, str]) -> dict[str, str]:
    """要件 among what was sent, by the names of their fields."""
    return {name: data[name][: TEXT_MAX + 1] for name in data if name.startswith(PREFIX)}


class OfferedField(forms.ChoiceField):
    """选一项: what is not offered is refused by the service, with the clause that says why."""

    def valid_value(self, value):
        return True


def _field(term: Term, cause: str) -> forms.Field:
    label = f"{term.label}（{term.unit}）" if term.unit else term.label
    if term.kind in (FLAG, CHOICE):
        return OfferedField(label=label, choices=[("", "未选"), *term.offered(cause)], required=False)
    if term.kind in (TEXT, DOC):
        return WordsField(label=label, max_length=TEXT_MAX)
    more = {"data-date": True, "inputmode": "numeric"} if term.kind == DAY else {"inputmode": "decimal"}
    css = "lp-w-sm" if term.kind == DAY else "lp-w-sm n"
    return forms.CharField(label=label, required=False, max_length=30, widget=forms.TextInput(attrs={"class": css, "autocomplete": "off", **more}))
