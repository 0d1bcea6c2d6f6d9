"""闲置程序、送达、司法审核的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices.procedure import DeliveryWay, IdleAction, IdleBranch, ReviewResult, StepOutcome
from ..rules.procedure.checks import TOP_RATE
from ..rules.procedure.table import KINDS
from ..selectors.procedures import STATES
from .common import DayField, DocNoField, WanField, WordsField

_LABELS = {IdleAction.HEAR: "听证日期", IdleAction.APPLY: "申请日期", IdleAction.RULE: "裁定日期", IdleAction.EXECUTE: "执行日期",
           IdleAction.PAY: "缴清日期", IdleAction.APPROVE: "批准日期", IdleAction.CONSULT: "批准日期"}
_AUTHORITY = {IdleAction.APPLY: "法院"}
_DOC = {IdleAction.PAY: "缴款凭证号", IdleAction.DEREGISTER: "注销登记编号", IdleAction.RULE: "裁定书案号", IdleAction.APPLY: "申请书文号",
        IdleAction.EXECUTE: "执行文书案号"}
_COURT = (IdleAction.RULE, IdleAction.EXECUTE)


class ProcedureForm(Form):
    """立一轮闲置程序."""

    found_on = DayField(label="发现日期", required=True)
    lead = WordsField(label="线索", max_length=200, required=True)


class StepForm(Form):
    """办一步: the fields of its kind."""

    on = DayField(label="日期")
    doc_no = DocNoField(label="文号", max_length=80)
    branch = forms.ChoiceField(label="拟作的决定", choices=[("", "未选"), *IdleBranch.choices], required=False)
    authority = WordsField(label="批准机关", max_length=100)
    applied_on = DayField(label="申请听证日期")
    notice_on = DayField(label="听证通知送达日期")
    rate = forms.IntegerField(label="费率（%）", required=False, min_value=0, max_value=100, initial=TOP_RATE)
    amount = WanField(label="缴纳金额（万元）", name="缴纳金额")
    outcome = forms.ChoiceField(label="结果", required=False)
    note = WordsField(label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def __init__(self, *args, action: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.action, kind = IdleAction(action), KINDS[IdleAction(action)]
        for name in ("doc_no", "branch", "authority", "applied_on", "notice_on", "rate", "amount", "outcome"):
            if name not in kind.fields:
                del self.fields[name]
        if action == IdleAction.FIND:
            del self.fields["on"]
        else:
            self.fields["on"].required, self.fields["on"].label = True, _LABELS.get(self.action, "日期")
        if "outcome" in self.fields:
            self.fields["outcome"].choices = [("", "未选"), *((code, StepOutcome(code).label) for code in kind.outcomes)]
        if "authority" in self.fields:
            self.fields["authority"].label = _AUTHORITY.get(self.action, "批准机关")
        if "doc_no" in self.fields:
            if self.action in _COURT:
                self.fields["doc_no"] = WordsField(max_length=80)  # a case number keeps its （）
            self.fields["doc_no"].label = _DOC.get(self.action, "文号")

    def values(self) -> dict:
        """Values of `take_step`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DeliveryForm(Form):
    """登记送达."""

    delivered_on = DayField(label="送达日期", required=True)
    way = forms.ChoiceField(label="送达方式", choices=DeliveryWay.choices)
    note = WordsField(label="送达回证", max_length=120)


class ReviewForm(Form):
    """登记司法审核意见."""

    doc_no = DocNoField(label="意见书文号", max_length=80)
    reviewed_on = DayField(label="审核日期", required=True)
    unit = WordsField(label="审核单位", max_length=100)
    result = forms.ChoiceField(label="结果", choices=[("", "未选"), *ReviewResult.choices], required=False)
    note = WordsField(label="意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ProcedureListForm(Form):
    """程序清单的筛选."""

    state = forms.ChoiceField(label="办到", choices=[("", "全部"), *((s.value, s.label) for s in STATES)], required=False)
    region = forms.IntegerField(label="县区", required=False, min_value=1, max_value=2**31)
    who = forms.IntegerField(label="经办人", required=False, min_value=1, max_value=2**31)

    def given(self) -> dict:
        """Values of `filter_procedures`; nothing when they cannot be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return {"state": data.get("state", ""), "region_id": data.get("region"), "opened_by": data.get("who")}
