"""宗地的列: heads, aliases and what each cell means, in the words of the county's own document."""

from __future__ import annotations

from landplan.lib.intake.columns import Column
from landplan.lib.intake.values import area, choice, day, identifier, text
from parcels.choices import Cause, IdleSource, InefficientType, Kind, UsedType
from parcels.rules.causes import causes_for
from parcels.rules.elements import BASIS
from parcels.rules.findings import types_of
from parcels.rules.used_types import used_types_for
from parcels.rules.words import words_of
from parcels.selectors.measures import document_of

# columns of a parcel that a cell sets as it stands
PLAIN = ("name", "location", "park", "cadastral_code", "supervision_no", "land_user", "purpose", "idle_source", "inefficient_type", "used_type",
         "area", "cause", "cause_note", "planned_measure", "deadline_on", "lead_unit", "partner_units", "sponsor_post", "sponsor_unit",
         "expropriation_no", "expropriated_on", "agreed_start_on", "started_on", "agreed_finish_on", "finished_on", "remark")
_DAY = "如 2021-09-22，也可写 2021.9.22"
_BLANK = "空白不改原来的；填“/”清空"


def columns_of(region) -> tuple[Column, ...]:
    """宗地的列 for a county."""
    document = document_of(region)
    kinds = _both(Kind, words_of(document))
    causes = _both(Cause, {code: label for kind in Kind for code, label in causes_for(document, kind)})
    types = _both(InefficientType, dict(types_of(document)))
    used = _both(UsedType, dict(used_types_for(document)))
    return (*_elements(document, kinds, causes), *_types(types, used), *_CHAIN)


def _elements(document: str, kinds: dict, causes: dict) -> tuple[Column, ...]:
    """编号、县区 and the five elements."""
    return (
        Column("parcel_no", "地块编号", identifier, ("宗地编号", "编号", "地块号"), width=18,
               note="已登记的宗地填它的编号；新登记的留空，由系统编号"),
        Column("name", "地块名称", text, ("宗地名称", "项目名称", "地块", "名称"), width=28, note="人们认得的名字"),
        Column("region", "县区", text, ("行政区", "行政区域", "所属县区", "县（区）"), width=12, note="一个文件只导入本县区的"),
        Column("kind", "类别", choice, ("土地类别", "用地类别", "批而未用类别", "地块类型"), choices=kinds, width=12, note="新登记的必填",
               basis=f"{document} 存量土地分类" if document else ""),
        Column("kind_from", "何日起是这一类", day, ("类别起始日期",), note=f"{_DAY}；空白为登记当天"),
        Column("area", "面积", area, ("宗地面积", "土地面积", "用地面积", "地块面积"), unit="亩", width=12, note="表头或格里可写 亩、公顷、㎡"),
        Column("location", "坐落", text, ("土地坐落", "位置", "地块位置", "项目位置"), width=30, note=_BLANK),
        Column("park", "所在园区", text, ("园区", "开发区", "产业集聚区"), width=20),
        Column("cause", "形成原因", choice, ("原因", "闲置原因", "批而未供原因", "成因"), choices=causes, width=20, basis=BASIS),
        Column("cause_note", "原因说明", text, ("具体原因",), width=24),
        Column("planned_measure", "处置措施", text, ("拟采取措施", "处置方式", "拟处置措施"), width=20, basis=BASIS),
        Column("deadline_on", "完成时限", day, ("处置时限", "完成日期", "时限"), note=_DAY, basis=BASIS),
        Column("lead_unit", "责任单位", text, ("牵头单位",), width=24, basis=BASIS),
        Column("partner_units", "配合单位", text, width=20),
    )


def _types(types: dict, used: dict) -> tuple[Column, ...]:
    """来源、类型 that belong to one kind."""
    return (
        Column("idle_source", "闲置来源", choice, ("闲置土地来源",), choices=_both(IdleSource, {}), width=22, note="只有供后闲置的填"),
        Column("inefficient_type", "低效类型", choice, ("低效用地类型",), choices=types, width=16, note="只有低效用地填"),
        Column("used_type", "未供即用类型", choice, choices=used, width=18, note="只有未供即用的填"),
    )


# 批、征、供、用, and who answers for it
_CHAIN = (
    Column("batch", "批准文号", text, ("批次", "用地批准文号", "批文号", "省批文号"), width=26, note="本县区已登记的批次的文号"),
    Column("cadastral_code", "宗地代码", identifier, ("不动产单元号",), width=22, note="19 位，设成文本格式"),
    Column("supervision_no", "电子监管号", identifier, ("监管号",), width=22, note="设成文本格式"),
    Column("land_user", "用地单位", text, ("土地使用权人", "受让人", "使用权人", "企业名称"), width=24),
    Column("purpose", "土地用途", text, ("用途", "规划用途"), width=14),
    Column("expropriation_no", "征收文书", text, ("征收文号",), width=20),
    Column("expropriated_on", "征收完成日期", day, note=_DAY),
    Column("agreed_start_on", "约定动工日期", day, ("约定动工", "约定开工时间", "约定开工日期"), note=_DAY),
    Column("started_on", "实际动工日期", day, ("实际动工", "实际开工时间", "实际开工日期"), note=_DAY),
    Column("agreed_finish_on", "约定竣工日期", day, ("约定竣工", "约定竣工时间"), note=_DAY),
    Column("finished_on", "实际竣工日期", day, ("实际竣工", "实际竣工时间"), note=_DAY),
    Column("sponsor_post", "包保领导岗位", text, ("包保领导", "分包领导"), width=22, note="写岗位，不写姓名"),
    Column("sponsor_unit", "分包乡办或单位", text, ("分包单位", "分包乡办"), width=22),
    Column("remark", "备注", text, width=24),
    Column("reason", "修改原因", text, ("改面积原因",), width=24, note="改面积的必填，留痕会记下原话"),
)


def _both(enum, words: dict[str, str]) -> dict[str, str]:
    """标签 -> 代码: the document's own words first, then ours."""
    found = {label: str(code) for code, label in words.items()}
    for one in enum:
        found.setdefault(str(one.label), str(one.value))
    return found
