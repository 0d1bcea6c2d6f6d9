"""改低效类型对照的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import InefficientType
from ..rules.crosswalk import own_types
from ..selectors.crosswalk import Pair
from .common import WordsField


class CrosswalkForm(Form):
    """每一类算作哪一类."""

    seen = forms.IntegerField(label="版本", min_value=0, max_value=2**31, widget=forms.HiddenInput)
    reason = WordsField(label="原因和依据", max_length=500)

    def __init__(self, *args, pairs: list[Pair], taxonomy: str, **kwargs):
        choices = [("", "不对应"), *((code, str(InefficientType(code).label)) for code in own_types(taxonomy))]
        self.pairs = pairs
        self.base_fields = self.base_fields | {pair.code: forms.ChoiceField(label=pair.label, choices=choices, required=False,
                                                                            initial=pair.target) for pair in pairs}
        super().__init__(*args, **kwargs)

    @property
    def lines(self) -> list[tuple[Pair, object]]:
        """每一类 with its field."""
        return [(pair, self[pair.code]) for pair in self.pairs]

    def targets(self) -> dict[str, str]:
        """`targets` of change_crosswalk."""
        return {pair.code: self.cleaned_data[pair.code] for pair in self.pairs}
