"""供地条件、开工障碍、市场推介的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import HurdleTopic
from ..rules.hurdles import STALE_DAYS
from .common import DayField, WordsField


class HurdleForm(Form):
    """登记一项."""

    topic = forms.ChoiceField(label="事项", choices=HurdleTopic.choices)
    content = WordsField(label="内容", max_length=200, required=True)
    lead_unit = WordsField(label="责任单位", max_length=100, required=True)
    due_on = DayField(label="时限", required=True)


class FinishForm(Form):
    """办完一项."""

    done_on = DayField(label="办完日期")
    note = WordsField(label="办理结果", max_length=200)


class PromotionForm(Form):
    """登记推介."""

    promoted_on = DayField(label="推介日期", required=True)
    way = WordsField(label="推介方式", max_length=200, required=True)


class ToSupplyForm(Form):
    """供地清单的筛选."""

    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    days = forms.IntegerField(label="多少天未推介", required=False, min_value=1, max_value=3650)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]

    def asked(self) -> tuple[int | None, int]:
        """(县区, 天数) as far as they can be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("region"), data.get("days") or STALE_DAYS
