"""项目、建设规模审核、供地批次的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import ProjectKind, ProjectLevel
from ..models import Project
from .common import AreaTextField, DayField, DocNoField, LandForm, OfCounty, WordsField, typed_area

_TYPED = ("name", "doc_no", "level", "kind", "industry", "park", "units", "company", "note")


class ProjectForm(OfCounty, LandForm):
    """登记或修改项目."""

    name = WordsField(label="项目名称", required=True)
    doc_no = DocNoField(label="项目文件", max_length=80, help_text="立项、核准或备案的文号；没有的，不能申请用地")
    company = WordsField(label="建设单位")
    level = forms.ChoiceField(label="层级", choices=ProjectLevel.choices, initial=ProjectLevel.PLAIN)
    kind = forms.ChoiceField(label="用地类型", choices=ProjectKind.choices)
    industry = WordsField(label="产业", max_length=80)
    park = WordsField(label="意向园区", max_length=80, help_text="想落在哪个园区，写园区的名称（现在的或以前的）；不限的留空")
    area = AreaTextField(label="用地需求", required=False, help_text="拟占地面积，不清楚的留空；产业项目 100 亩以上（含）的要审核建设规模、分批供地")
    units = WordsField(label="责任单位", max_length=200, help_text="几个的用顿号分开，排首位的牵头")
    note = WordsField(label="说明", max_length=500)

    def values(self) -> dict:
        """Values of `register_project` (need in 亩)."""
        data = self.cleaned_data
        return {name: data[name] for name in (*_TYPED, "area_unit")} | {"need": self.areas["area"], "need_typed": data["area"]}


def initial_of_project(row: Project) -> dict:
    typed, unit = typed_area(row.need_typed, row.area_unit, row.need) if row.need is not None else ("", row.area_unit)
    return {name: getattr(row, name) for name in (*_TYPED, "version")} | {"region": row.region_id, "area": typed, "area_unit": unit}


class ProjectListForm(Form):
    """项目的筛选."""

    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部"), ("key", "市级重点"), *ProjectLevel.choices])
    batches = forms.BooleanField(label="只看分批供地的", required=False)
    q = WordsField(label="名称、建设单位或文号", max_length=60)

    def asked(self) -> dict:
        """What `project_rows` is asked."""
        data = self.cleaned_data if self.is_valid() else {}
        return {"level": data.get("level", ""), "q": data.get("q", ""), "is_large": data.get("batches", False)}


class ReviewForm(LandForm):
    """审核建设规模."""

    area = AreaTextField(label="审核的规模", help_text="同意的用地规模，不超过用地需求",
                         error_messages={"required": "审核的规模没有填。请写同意的面积。"})
    review_no = DocNoField(label="审核文号", max_length=80, required=True)
    reviewed_on = DayField(label="审核日期", required=True)
    review_note = WordsField(label="审核意见", max_length=500)


class PartForm(LandForm):
    """再排一批."""

    area = AreaTextField(label="计划供地面积", help_text="各批之和不超过审核的规模",
                         error_messages={"required": "计划供地面积没有填。请写这一批的面积。"})
    from_on = DayField(label="计划供地日期", required=True)
