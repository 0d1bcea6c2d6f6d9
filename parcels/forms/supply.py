"""登记供应的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.errors import Refusal

from ..choices import SupplyMode
from ..rules.supplies import SupplyDue
from .common import AreaTextField, DayField, DocNoField, LandForm, WanField


class SupplyForm(LandForm):
    """登记供应: mode, contract or decision, day, area, price (typed in 万元)."""

    mode = forms.ChoiceField(label="供应方式", choices=[("", "没有选"), *SupplyMode.choices])
    doc_no = DocNoField(label="合同或划拨决定书", max_length=80, required=True)
    supplied_on = DayField(label="供应日期", required=True)
    area = AreaTextField(label="供应面积", error_messages={"required": "供应面积没有填。请写合同或决定书上的面积。"})
    price = WanField(label="价款（万元）", name="价款")

    draw_batch = forms.TypedChoiceField(label="另从批次支出", required=False, coerce=int, empty_value=None)
    draw_area = AreaTextField(label="支出面积", required=False)

    project = forms.TypedChoiceField(label="供给的项目", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, batches: list[tuple[int, str]] = (), projects: list[tuple[int, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "没有选"), *projects]
        self.fields["draw_batch"].choices = [("", "不另支出"), *batches]

    def clean(self):
        data = super().clean()
        if bool(data.get("draw_batch")) != bool(data.get("draw_area")):
            self.refuse([Refusal("另从批次支出的，批次和面积要一起填；不另支出的，都留空。", field="draw_area", code="missing")])
        return data

    @staticmethod
    def initial_of(due: SupplyDue | None) -> dict:
        """What the form begins with: the accepted disposal that it comes from, if any."""
        if due is None:
            return {"area_unit": "mu"}
        return {"mode": due.mode, "doc_no": due.doc_no, "supplied_on": due.day, "area": f"{due.area:f}", "area_unit": "mu"}

    def values(self) -> dict:
        """Values of `add_supply` (area in 亩, price in 元)."""
        data = self.cleaned_data
        return {"mode": data["mode"], "doc_no": data["doc_no"], "supplied_on": data["supplied_on"],
                "area": self.areas["area"], "price": data["price"], "project_id": data["project"],
                "draws": {data["draw_batch"]: self.areas["draw_area"]} if data["draw_batch"] else {}}
