"""园区的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..rules.park_plans import DONE, STATES
from ..rules.parks import ITEM_CHOICES
from .common import DayField, DocNoField, OfCounty, WordsField


class ParkForm(OfCounty):
    """登记园区."""

    name = WordsField(label="园区名称", max_length=80, required=True, help_text="现在的正式名称；以后改名另行登记")
    from_on = DayField(label="启用日期", help_text="这个名称从哪天起用；不知道的留空")
    doc_no = DocNoField(label="依据文号", max_length=80)


class RenameForm(Form):
    """园区改名."""

    name = WordsField(label="新名称", max_length=80, required=True)
    from_on = DayField(label="启用日期", required=True)
    doc_no = DocNoField(label="更名文号", max_length=80, required=True)
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)


class ParkFactForm(Form):
    """登记园区的一项."""

    item = forms.ChoiceField(label="项目", choices=ITEM_CHOICES)
    value = WordsField(label="数或文字", max_length=500, required=True, help_text="有单位的只写数，单位在项目里；原来的数会留着")
    as_of = DayField(label="截至日期", required=True)
    source = WordsField(label="来源", max_length=200, required=True, help_text="文号、统计报表或出具的单位")


class ParkPlanForm(Form):
    """登记园区规划的进展; `done` is what the end of this plan is called."""

    state = forms.ChoiceField(label="进展")
    on = DayField(label="日期", required=True, help_text="启动、报批或批准的日期")
    doc_no = DocNoField(label="文号", max_length=80)
    note = WordsField(label="说明", max_length=200)

    def __init__(self, *args, done: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(code, done if code == DONE else word) for code, word in STATES.items()]
