"""项目、用地申请、竣工联合验收的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import Department, ProjectKind, ProjectLevel, Stance
from ..models import Project
from .common import AreaTextField, DayField, DocNoField, LandForm, WordsField, typed_area


class ProjectForm(LandForm):
    """登记或修改项目."""

    region = forms.TypedChoiceField(label="县区", coerce=int)
    name = WordsField(label="项目名称", required=True)
    doc_no = DocNoField(label="项目文件", max_length=80, help_text="立项、核准或备案的文号；没有的，不能申请用地")
    level = forms.ChoiceField(label="层级", choices=ProjectLevel.choices, initial=ProjectLevel.PLAIN)
    kind = forms.ChoiceField(label="用地类型", choices=ProjectKind.choices)
    industry = WordsField(label="产业", max_length=80)
    area = AreaTextField(label="用地需求", required=False, help_text="不清楚的留空")
    units = WordsField(label="责任单位", max_length=200, help_text="几个的用顿号分开，排首位的牵头")

    def __init__(self, *args, regions: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions
        if len(regions) < 2:
            self.fields["region"].widget = forms.HiddenInput()

    def values(self) -> dict:
        """Values of `register_need` (need in 亩)."""
        data = self.cleaned_data
        names = ("name", "doc_no", "level", "kind", "industry", "area_unit", "units")
        return {name: data[name] for name in names} | {"need": self.areas["area"], "need_typed": data["area"]}


def initial_of_project(row: Project) -> dict:
    typed, unit = typed_area(row.need_typed, row.area_unit, row.need) if row.need is not None else ("", row.area_unit)
    return {name: getattr(row, name) for name in ("name", "doc_no", "level", "kind", "industry", "units", "version")} | {
        "region": row.region_id, "area": typed, "area_unit": unit}


class ProjectListForm(Form):
    """项目的筛选."""

    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部"), ("key", "市级重点"), *ProjectLevel.choices])
    q = WordsField(label="名称或文号", max_length=60)

    def asked(self) -> tuple[str, str]:
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("level", ""), data.get("q", "")


class ApplicationForm(LandForm):
    """申请用地."""

    project = forms.TypedChoiceField(label="项目", required=False, coerce=int, empty_value=None)
    area = AreaTextField(label="申请面积")
    applicant = WordsField(label="申请单位", max_length=100, required=True, help_text="街道、乡镇或部门")
    applied_on = DayField(label="申请日期", required=True)

    def __init__(self, *args, projects: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "没有选"), *projects]

    def values(self) -> dict:
        data = self.cleaned_data
        return {"area": self.areas["area"], "area_typed": data["area"], "area_unit": data["area_unit"], "applicant": data["applicant"],
                "applied_on": data["applied_on"]}


class ApplicationDecideForm(Form):
    """审核用地申请."""

    do = forms.ChoiceField(label="审核结果", choices=[("approve", "准予报批"), ("refuse", "不予报批")])
    result_no = DocNoField(label="报批文号", max_length=80)
    reason = WordsField(label="原因", max_length=500)


class AcceptanceForm(Form):
    """发起竣工联合验收."""

    project = forms.TypedChoiceField(label="项目", coerce=int)
    part = WordsField(label="验收范围", help_text="分期的写哪一期")
    finished_on = DayField(label="竣工日期", required=True)

    def __init__(self, *args, projects: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [("", "请选"), *projects]


class OpinionForm(Form):
    """登记部门意见."""

    department = forms.ChoiceField(label="部门", choices=Department.choices)
    stance = forms.ChoiceField(label="意见", choices=Stance.choices)
    given_on = DayField(label="日期", required=True)
    text = WordsField(label="说明", max_length=300)
