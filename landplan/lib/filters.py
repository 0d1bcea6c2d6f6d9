"""筛选的共用: sets of filters whose form is made once, and whole numbers that a program may ask with, bounded by what a database can hold."""

from __future__ import annotations

from copy import copy

import django_filters as filters
from django import forms

from .forms import Shared, shares_fields

BIGGEST = 2**62


class WholeNumberFilter(filters.NumberFilter):
    """整数 between the bounds; anything else is refused in a sentence before a statement is written."""

    field_class = forms.IntegerField

    def __init__(self, *args, min_value: int = 0, max_value: int = BIGGEST, **kwargs):
        super().__init__(*args, min_value=min_value, max_value=max_value, **kwargs)


class IdFilter(WholeNumberFilter):
    """某一条的 id, of the column `field_name`."""

    def __init__(self, field_name: str, label: str):
        super().__init__(field_name=field_name, label=label, min_value=1)


def _own_filter(shared: filters.Filter) -> filters.Filter:
    """A filter that may belong to one set; its method is looked for in that set."""
    own = copy(shared)
    own.method = shared.method
    return own


class FilterSet(filters.FilterSet):
    """筛选 of a fixed choice: its form and its fields are made once for the class, since to copy two dozen fields takes longer than to read
    a page of rows. For filters whose choices are the same for everybody."""

    @classmethod
    def get_filters(cls) -> dict:
        return Shared(super().get_filters(), _own_filter)

    def get_form_class(self) -> type[forms.Form]:
        kind = type(self)
        if "made_form" not in vars(kind):
            kind.made_form = shares_fields(super().get_form_class())
        return kind.made_form
