"""批次账目的表单: 失效、撤回、核销, 停止征地公告, 指标使用, 调整使用."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from landplan.lib.forms import Form

from ..choices import AllotFirst, BatchUse
from ..rules.batch_account import GONE, Amounts
from .batch import BatchForm
from .common import AreaTextField, DayField, DocNoField, LandForm, WanField, WordsField


class AmountsForm(LandForm):
    """指标和规费: 计划指标, 占补平衡 and 规模指标 in the unit chosen, 规费 in 万元."""

    area = AreaTextField(label="面积", required=False)
    arable = AreaTextField(label="其中耕地", required=False)
    scale = AreaTextField(label="规模指标", required=False)
    fee = WanField(label="已缴规费（万元）")

    def amounts(self) -> Amounts:
        """In 亩 and 元; empty is nothing."""
        return Amounts(fee=self.cleaned_data["fee"] or Decimal(0),
                       **{name: self.areas[name] or Decimal(0) for name in ("area", "arable", "scale")})


class GoneForm(AmountsForm):
    """记失效、撤回、核销."""

    use = forms.ChoiceField(label="用途", choices=[(one.value, BatchUse(one).label) for one in GONE], widget=forms.RadioSelect)
    area = AreaTextField(label="面积", error_messages={"required": "面积没有填。请写文件上的面积。"})
    document_no = DocNoField(label="文号", max_length=80, required=True)
    decided_on = DayField(label="文件日期", required=True)
    reason = WordsField(label="原因", max_length=500)

    def values(self) -> dict:
        """Values of `enter_gone`."""
        return {"amounts": self.amounts(), **{name: self.cleaned_data[name] for name in ("use", "document_no", "decided_on", "reason")}}


class NoticeForm(Form):
    """停止征地公告."""

    notice_no = DocNoField(label="公告文号", max_length=80, required=True)
    published_on = DayField(label="公告日期", required=True)
    place = WordsField(label="公告范围", max_length=200, required=True)


class IndicatorForm(AmountsForm):
    """使用指标."""

    region = forms.TypedChoiceField(label="县区", coerce=int)
    area = AreaTextField(label="计划指标", required=False)
    arable = AreaTextField(label="占补平衡", required=False)
    fee = WanField(label="规费（万元）")
    document_no = DocNoField(label="用地批准文号或申请文号", max_length=80, required=True)
    used_on = DayField(label="使用日期", required=True)
    purpose = WordsField(label="用于", max_length=200, required=True)

    def __init__(self, *args, regions: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions

    def values(self) -> dict:
        """Values of `use_indicators`."""
        data = self.cleaned_data
        return {"region_id": data["region"], "amounts": self.amounts(), **{name: data[name] for name in ("document_no", "used_on", "purpose")}}


class AdjustForm(BatchForm):
    """调整使用: the old batches, and the new one with its three areas."""

    batches = forms.TypedMultipleChoiceField(label="原批次", coerce=int, widget=forms.CheckboxSelectMultiple)
    allot_first = forms.ChoiceField(label="优先调配", choices=[("", "无"), *AllotFirst.choices], required=False)

    def __init__(self, *args, batches: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["batches"].choices = batches
        for name in ("area_new_construction", "area_agricultural", "area_arable"):
            self.fields[name].required = True
        del self.fields["area_supplied"]

    def values(self) -> dict:
        """Values of `adjust_batches`."""
        self.areas["area_supplied"] = None
        return super().values() | {"allot_first": self.cleaned_data["allot_first"]}
