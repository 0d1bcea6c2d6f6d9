"""预警的筛选."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import Kind
from ..rules.flags import FLAGS, GROUPS
from ..selectors.flags import Asked

SHOWS = (("", "现有"), ("new", "7天内新出现"), ("gone", "30天内解除"))


class FlagsForm(Form):
    """预警清单的筛选."""

    show = forms.ChoiceField(choices=SHOWS, required=False)
    flag = forms.ChoiceField(label="预警", required=False, choices=[
        ("", "全部"), *((name, [(flag.code, flag.label) for flag in flags]) for name, flags in GROUPS)])
    region = forms.IntegerField(label="县区", required=False, min_value=1, max_value=2**31)
    land = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Kind.choices])

    def asked(self) -> Asked:
        """What is asked for; everything that is there when it cannot be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return Asked(data.get("show", ""), data.get("flag", ""), data.get("region"), data.get("land", ""))

    def told(self) -> str:
        """条件 in words, for the file."""
        asked = self.asked()
        parts = [dict(SHOWS)[asked.show], FLAGS[asked.flag].label if asked.flag else "", Kind(asked.land).label if asked.land else ""]
        return "、".join(part for part in parts if part)
