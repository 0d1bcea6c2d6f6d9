"""在途明细的条件."""

from django import forms

from landplan.lib.forms import Form
from parcels.choices import DisposalState
from tasks.choices import QuotaClass

STATES = [("", "全部"), (DisposalState.SUBMITTED.value, "待审核"), (DisposalState.VERIFIED.value, "待验收")]


class WayForm(Form):
    """哪一类、到了哪一步."""

    quota_class = forms.ChoiceField(label="任务口径", choices=[("", "三类"), *QuotaClass.choices], required=False)
    state = forms.ChoiceField(label="到了哪一步", choices=STATES, required=False)
    slow = forms.BooleanField(label="只看等得久的", required=False)
