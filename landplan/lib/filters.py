"""筛选的共用: whole numbers that a program may ask with, bounded by what a database can hold."""

from __future__ import annotations

import django_filters as filters
from django import forms

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
