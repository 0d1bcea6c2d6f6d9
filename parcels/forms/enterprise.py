"""企业、年度指标、用地的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from landplan.lib.text import clean_text

from ..models import Enterprise, EnterpriseYear, Parcel
from ..rules.enterprises import FIGURES
from .common import AreaTextField, DayField, LandForm, NumberField, OfCounty, WanField, WordsField


class EnterpriseForm(OfCounty):
    """登记或修改企业."""

    name = WordsField(label="企业名称", required=True)
    credit_code = WordsField(label="统一社会信用代码", max_length=18, help_text="18 位，照营业执照；不知道的留空")
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def clean_credit_code(self) -> str:
        return clean_text(self.cleaned_data["credit_code"]).upper()


class YearForm(Form):
    """登记或更正一年的指标; money in 万元, energy in 吨标准煤."""

    year = forms.IntegerField(label="年度", min_value=1990, max_value=2099)
    output = WanField(label="产值（万元）", name="产值", help_text="统计部门核定的工业产值")
    tax = WanField(label="税收（万元）", name="税收", help_text="当年实际入库")
    relief = WanField(label="退税和减免（万元）", name="退税和减免", help_text="退税或政策性减免的部分，没有的写 0")
    profit = WanField(label="利润（万元）", name="利润", signed=True, help_text="亏损的写负数")
    investment = WanField(label="固定资产投资（万元）", name="固定资产投资")
    energy = NumberField(label="能耗（吨标准煤）", name="能耗")
    source = WordsField(label="数据来源", max_length=200, help_text="如统计部门核定、税务部门数据〔2021〕3号")
    reason = WordsField(label="更正原因", max_length=500, help_text="原来的数错在哪里；原来的数会留着")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    def __init__(self, *args, row: EnterpriseYear | None, **kwargs):
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["reason"]
        else:
            self.fields["year"].widget = forms.HiddenInput()

    def values(self) -> dict:
        """Values of `record_year`."""
        data = self.cleaned_data
        return {"year": data["year"], "seen": data["seen"], "source": data["source"], "reason": data.get("reason", ""),
                "values": {name: data[name] for name in FIGURES}}


def initial_of_year(row: EnterpriseYear | None, year: int) -> dict:
    if row is None:
        return {"seen": 0, "year": year}
    shown = {name: "" if (value := getattr(row, name)) is None else f"{(value if name == 'energy' else value / 10_000).normalize():f}"
             for name in FIGURES}
    return {"seen": row.number, "year": row.year, "source": row.source, **shown}


class UseForm(LandForm):
    """登记企业用地."""

    parcel_no = WordsField(label="地块编号", max_length=40, required=True)
    area = AreaTextField(label="实际用地面积", help_text="各企业用地之和不超过宗地面积",
                         error_messages={"required": "实际用地面积没有填。请写这家企业在这宗地上实际使用的面积。"})
    lessor = forms.TypedChoiceField(label="出租方", required=False, coerce=int, empty_value=None,
                                    help_text="承租的选向谁租；税收、产值并入出租方")
    from_on = DayField(label="起用日期", required=True)
    until_on = DayField(label="停用日期", help_text="还在用的留空")
    source = WordsField(label="依据", max_length=200, required=True, help_text="如不动产权证、租赁合同、现场核查记录")

    def __init__(self, *args, lessors: list[Enterprise], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lessor"].choices = [("", "自用，不是承租"), *((row.id, row.name) for row in lessors)]
        self.parcel_id: int | None = None

    def clean_parcel_no(self) -> str:
        text = self.cleaned_data["parcel_no"]
        self.parcel_id = Parcel.objects.filter(parcel_no=text).values_list("id", flat=True).first()
        if self.parcel_id is None:
            raise forms.ValidationError(f"没有地块编号“{text}”。请照台账里的编号填。")
        return text

    def values(self) -> dict:
        """Values of `add_land_use`."""
        data = self.cleaned_data
        return {"parcel_id": self.parcel_id, "area": self.areas["area"], "lessor_id": data["lessor"],
                **{name: data[name] for name in ("from_on", "until_on", "source")}}


class EndUseForm(Form):
    """停用用地."""

    until_on = DayField(label="停用日期")


class FirmListForm(Form):
    """企业、园区等清单的筛选."""

    q = WordsField(label="名称或代码", max_length=60)
    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]

    def asked(self) -> tuple[str, int | None]:
        """(words, 县区) as far as they can be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("q", ""), data.get("region")
