"""监管协议、激励、惩戒的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.area import show
from landplan.lib.forms import Form

from ..choices import CovenantKind, CovenantState, IncentiveState, SanctionKind, Signer
from ..models import Covenant, Parcel, Supply
from .common import DayField, DocNoField, NumberField, WanField, WordsField


class CovenantForm(Form):
    """登记协议: the signer is the one that the parcel's place gives."""

    kind = forms.ChoiceField(label="协议", choices=CovenantKind.choices, widget=forms.RadioSelect)
    supply = forms.TypedChoiceField(label="供地合同（自然资源局签）", required=False, coerce=int, empty_value=None)
    party = WordsField(label="企业", required=True)
    signer = forms.ChoiceField(label="签订方", widget=forms.RadioSelect)
    signer_name = WordsField(label="签订单位", max_length=100, required=True)
    covenant_no = DocNoField(label="协议编号", max_length=80, required=True)
    signed_on = DayField(label="签订日期", required=True)
    due_on = DayField(label="约定期限", required=True, help_text="约定的达标日期；过了才能考核为未达到")
    intensity = NumberField(label="投资强度（万元/亩）", name="投资强度")
    tax_per_mu = NumberField(label="亩均税收（万元/亩）", name="亩均税收")
    start_on = DayField(label="约定开工")
    finish_on = DayField(label="约定竣工")
    reward = WordsField(label="奖励措施", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="达到约定后给什么")
    exit = WordsField(label="退出机制", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="达不到约定怎样退出")
    terms = WordsField(label="其他约定", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), help_text="其他监管目标")

    def __init__(self, *args, signer: Signer, supplies: list[Supply], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signer"].choices = [(signer.value, signer.label)]
        self.fields["supply"].choices = [("", "不是供地时签的"), *((s.id, f"{s}，{s.supplied_on}，{show(s.area)} 亩") for s in supplies)]

    def values(self) -> dict:
        """Values of `add_covenant`."""
        data = {**self.cleaned_data}
        return {"supply_id": data.pop("supply"), "values": data}


class JudgeForm(Form):
    """考核协议."""

    state = forms.ChoiceField(label="结论", choices=[(one.value, one.label) for one in (CovenantState.MET, CovenantState.UNMET)],
                              widget=forms.RadioSelect)
    judged_on = DayField(label="考核日期", required=True)
    judged_no = DocNoField(label="考核文号", max_length=80, required=True)
    judged_note = WordsField(label="考核说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReturnForm(Form):
    """退回低效, with the disposals that do not stand."""

    returned_on = DayField(label="退回日期", required=True)
    returned_no = DocNoField(label="退回文号", max_length=80, required=True)
    reverse = forms.TypedMultipleChoiceField(label="不成立、要冲回的处置", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                                             help_text="宗地已销号的才用；冲回的面积从完成量里扣回，可重新登记处置")

    def __init__(self, *args, disposals: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reverse"].choices = disposals
        if not disposals:
            del self.fields["reverse"]

    def values(self) -> dict:
        """Values of `return_to_low`."""
        return {"reverse": [], **self.cleaned_data}


class IncentiveForm(Form):
    """登记激励申请."""

    parcel = forms.TypedChoiceField(label="宗地", coerce=int)
    covenant = forms.TypedChoiceField(label="再开发监管协议", required=False, coerce=int, empty_value=None,
                                       help_text="约定期限内没有达到的，按这份协议取消和追缴")
    project = WordsField(label="新引进项目", required=True)
    is_qualifying = forms.BooleanField(label="项目符合招商引资项目相关要求", required=False)
    qualifying_no = DocNoField(label="认定符合的文号", max_length=80, help_text="招商部门的意见")
    content = WordsField(label="申请的政策", max_length=300, required=True, help_text="申请享受的支持鼓励政策")
    amount = WanField(label="申请金额（万元）", name="申请金额", help_text="不涉及资金的留空")
    applied_on = DayField(label="申请日期", required=True)

    def __init__(self, *args, parcels: list[Parcel], covenants: list[Covenant], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parcel"].choices = [("", "未选"), *((one.id, str(one)) for one in parcels)]
        self.fields["covenant"].choices = [("", "没有"), *((one.id, f"{one.covenant_no}，{one.due_on} 前") for one in covenants)]

    def values(self) -> dict:
        """Values of `apply_incentive`."""
        data = {**self.cleaned_data}
        return {"parcel_id": data.pop("parcel"), "covenant_id": data.pop("covenant"), **data}


class DecideForm(Form):
    """审批激励申请."""

    state = forms.ChoiceField(label="审批", choices=[(one.value, one.label) for one in (IncentiveState.GRANTED, IncentiveState.REFUSED)],
                              widget=forms.RadioSelect)
    granted = WanField(label="同意金额（万元）", name="同意金额", help_text="不涉及资金的写 0")
    decided_no = DocNoField(label="审批文号", max_length=80, required=True)
    decided_on = DayField(label="审批日期", required=True)


class RecoveryForm(Form):
    """登记追缴."""

    amount = WanField(label="追缴金额（万元）", name="追缴金额", required=True)
    paid_on = DayField(label="缴回日期", required=True)
    doc_no = DocNoField(label="缴款凭证", max_length=80, required=True)


class SanctionForm(Form):
    """登记惩戒."""

    kind = forms.ChoiceField(label="惩戒", choices=SanctionKind.choices, widget=forms.RadioSelect)
    is_uncooperative = forms.BooleanField(label="不主动配合整改", required=False, help_text="财政、水价、电价三种只用于不主动配合整改的企业")
    situation = WordsField(label="情形", max_length=300, required=True, help_text="这家企业属于上面哪种情形、有什么材料证明")
    basis_no = DocNoField(label="依据文号", max_length=80, required=True)
    term_until = DayField(label="原优惠到期", help_text="只用于“不再享受财政扶持和奖励”：原有优惠还没有到期的，写到期日")
    from_on = DayField(label="起", required=True)


class EndSanctionForm(Form):
    """解除惩戒."""

    until_on = DayField(label="解除日期", required=True, help_text="这一天起不再执行")
    end_no = DocNoField(label="解除文号", max_length=80, required=True)
