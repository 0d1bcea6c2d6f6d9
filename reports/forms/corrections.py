"""更正的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import AreaTextField, DocNoField, LandForm, WordsField
from tasks.choices import QuotaClass

from ..choices import CorrectionState


class CorrectionForm(LandForm):
    """发起更正: the right area, why, and by which paper."""

    new_area = AreaTextField(label="更正后的面积")
    doc_no = DocNoField(label="依据文号", max_length=80)
    reason = WordsField(label="原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def values(self) -> dict:
        """Values of `propose_correction`."""
        return {"version": self.cleaned_data["version"], "new_area": self.areas["new_area"], "reason": self.cleaned_data["reason"],
                "doc_no": self.cleaned_data["doc_no"]}


class DecisionForm(Form):
    """审核更正: 同意 or 不同意, with the words for the proposer."""

    do = forms.ChoiceField(label="审核", choices=[("approve", "同意"), ("refuse", "不同意")])
    decision = WordsField(label="审核意见", max_length=1000)
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31)


class CorrectionFilter(Form):
    """更正清单的筛选."""

    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *CorrectionState.choices], required=False)
    concerns = forms.IntegerField(label="所属期", min_value=1, max_value=999, required=False)
    recorded = forms.IntegerField(label="入账期", min_value=1, max_value=999, required=False)
    after = forms.IntegerField(label="页", min_value=1, max_value=2**62, required=False)


class SpanForm(Form):
    """两种口径的对照: of which class; `week` opens the corrections of one window."""

    week = forms.IntegerField(label="期", min_value=1, max_value=999, required=False)

    quota_class = forms.ChoiceField(label="任务口径", choices=[("", "三类合并"), *QuotaClass.choices], required=False)
