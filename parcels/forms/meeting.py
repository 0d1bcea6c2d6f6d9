"""会议和议题的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import Assessment, MeetingKind
from ..models import MeetingItem
from .common import DayField, DocNoField, OfCounty, WordsField


class MeetingForm(OfCounty):
    """登记会议."""

    kind = forms.ChoiceField(label="会议", choices=MeetingKind.choices)
    held_on = DayField(label="开会日期", required=True)
    host = WordsField(label="主持岗位", max_length=100, help_text="写岗位，不写姓名")
    attendees = WordsField(label="参加单位", max_length=300, required=True, help_text="如政府办、法院、自然资源、招商、街道")
    summary_no = DocNoField(label="会议纪要", max_length=80)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("kind", "held_on", "host", "attendees", "summary_no")}


class ItemForm(Form):
    """登记或修改议题; which of the three it may be about is the meeting's."""

    matter = WordsField(label="议题", max_length=300, required=True)
    region = forms.TypedChoiceField(label="交办县区", required=False, coerce=int, help_text="由哪个县区办；议题会出现在该县区的应办里")
    lawsuit = forms.TypedChoiceField(label="案件", required=False, coerce=int, empty_value=None)
    parcel_no = WordsField(label="地块编号", max_length=40)
    project = forms.TypedChoiceField(label="项目", required=False, coerce=int, empty_value=None)
    assessment = forms.ChoiceField(label="项目实施评估", required=False, choices=[("", "没有评估"), *Assessment.choices])
    result = WordsField(label="结果", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="议定什么、办成什么")
    lead_unit = WordsField(label="责任单位", max_length=100)
    due_on = DayField(label="时限")
    done_on = DayField(label="办结日期", help_text="办结了才填")
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args, kind: str, cases: list[tuple[int, str]], projects: list[tuple[int, str]], regions: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions
        if len(regions) < 2:
            del self.fields["region"]
        self.fields["lawsuit"].choices = [("", "不涉及"), *cases]
        self.fields["project"].choices = [("", "不涉及"), *projects]
        for name in ("parcel_no", "project", "assessment") if kind == MeetingKind.COURT else ("lawsuit",):
            del self.fields[name]

    def values(self, parcel_id: int | None) -> dict:
        """Values of `add_meeting_item`."""
        data = self.cleaned_data
        return {name: data[name] for name in ("matter", "result", "lead_unit", "due_on", "done_on")} | {
            "lawsuit_id": data.get("lawsuit"), "project_id": data.get("project"), "parcel_id": parcel_id,
            "assessment": data.get("assessment", "")}


def initial_of_item(row: MeetingItem) -> dict:
    names = ("matter", "result", "lead_unit", "due_on", "done_on", "assessment", "version")
    return {name: getattr(row, name) for name in names} | {"lawsuit": row.lawsuit_id, "project": row.project_id,
                                                           "parcel_no": row.parcel.parcel_no if row.parcel else ""}
