"""到期提醒的筛选."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..rules.terms.spans import REMIND_DAYS


class DuesForm(Form):
    """到期提醒的筛选."""

    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    days = forms.IntegerField(label="多少天内到期", required=False, min_value=1, max_value=3650)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]

    def asked(self) -> tuple[int | None, int]:
        """(县区, 天数) as far as they can be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("region"), data.get("days") or REMIND_DAYS
