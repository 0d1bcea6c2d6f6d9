"""未供即用的历史遗留: which projects may be put right, by each document's own conditions (CLS-08, CLS-09, LED-08; K-07)."""

from __future__ import annotations

from datetime import date

from ...choices import UsedType
from .base import Check, Clause, Facts, Outcome, Rule, all_of, is_true
from .facts import FACTS

CUTOFF = date(2018, 12, 31)  # 「2018年年底前」
_PLAN = ("fits_plan", "fits_industry")
_WELL = ("runs_well", "yields_well", "performs_well")
_ZMD, _BF, _SMX, _LY, _SL = "驻政办〔2021〕19号", "宝政办〔2021〕34号", "三政办〔2021〕5号", "洛政办〔2021〕16号", "平龙政办〔2022〕50号"


def _begun(facts: Facts) -> Check:
    """开工不晚于截止日: a later project is new 未供即用 and goes another way."""
    day = facts.get("project_started_on")
    if day is None:
        return Check(None, missing=("project_started_on",))
    told = f"{FACTS['project_started_on'].label} {day}"
    if day > CUTOFF:
        return Check(False, f"{told}，晚于截止日 {CUTOFF}，不是“2018年年底前已批未供即用”的项目，不能列入整改台账，应依法查处",
                     f"开工日期不晚于 {CUTOFF}（有证明材料）")
    return Check(True, f"{told}，不晚于截止日 {CUTOFF}", f"查明开工晚于 {CUTOFF}")


def _industrial(document: str, section: str, quotation: str, *conditions: str) -> Rule:
    def judge(facts: Facts) -> Outcome:
        begun = [] if document == _LY else [_begun(facts)]
        return all_of(*begun, *(is_true(facts, key) for key in conditions))

    needs = conditions if document == _LY else ("project_started_on", *conditions)
    return Rule(UsedType.INDUSTRIAL, UsedType.INDUSTRIAL.label, Clause(document, section, quotation), needs, judge,
                f"{document}未供即用规则 第1版")


def _public(document: str, section: str, quotation: str) -> Rule:
    def judge(facts: Facts) -> Outcome:
        fact, value = FACTS["public_work"], facts.get("public_work")
        if value is None:
            return all_of(Check(None, missing=("public_work",)))
        return all_of(Check(True, f"{fact.label}：{fact.shown(value)}", "用途不是基础设施、公共设施"))

    return Rule(UsedType.PUBLIC, UsedType.PUBLIC.label, Clause(document, section, quotation), ("public_work",), judge,
                f"{document}未供即用规则 第1版")


RULES = {
    _ZMD: (
        _industrial(_ZMD, "三（四）", "对2018年年底前已批未供即用的招商引资工业项目用地，经县级以上政府组织摸排、认定、验收，项目符合国土空间"
                    "规划和产业准入政策，且运营良好、亩均产出效益较高、履约情况较好的，可以项目开工时间为出让起始时间，合理确定出让底价，"
                    "于2021年年底前完善用地手续。",
                    "is_invited", *_PLAN, *_WELL),
        _public(_ZMD, "三（三）", "对政府投资的城市公共道路、公共绿地、雨水污水排放管线、公共休憩广场等城市基础设施、公共设施用地，可将《国有"
                "建设用地划拨决定书》核发给建设单位。")),
    _BF: (
        _industrial(_BF, "二（三）2（1）", "对2018年12月底前，已批未供即用的招商引资工业项目用地报省自然资源厅备案，符合国土空间规划和产业准入"
                    "政策，且运营良好、亩均产出效益较高、履约情况较好的，经县政府认定验收、列入整改台账。", "is_invited", *_PLAN, *_WELL),
        _public(_BF, "二（三）2（1）", "对已批未供即用的城市公共服务和基础设施项目用地，可将划拨决定书直接核发给相关权利主体，办理不动产登记。")),
    _SMX: (
        _industrial(_SMX, "二（三）3", "对2018年年底前已批未供即用的招商引资工业项目用地，要组织有关部门摸排、认定、验收，符合国土空间规划和产"
                    "业准入政策及完善用地手续条件的，列入整改台账，并报省自然资源厅备案，于2021年年底前完善用地手续。",
                    "is_invited", *_PLAN, "fits_procedure"),
        _public(_SMX, "二（三）3", "对已批未供即用的城市公共服务和基础设施项目用地，可将划拨决定书直接核发相关权利主体。")),
    _LY: (
        _industrial(_LY, "二（三）8", "2021年底前完成未供即用土地等历史遗留问题的处置，对符合《河南省人民政府关于推进产业集聚区用地提质增效促"
                    "进县域经济高质量发展的意见》（豫政〔2020〕32号）文件要求的，于2021年底前完善用地手续，办理不动产登记，具体实施细则由各县"
                    "区政府（管委会）结合实际研究制定。",
                    "meets_32"),),
    _SL: (
        _industrial(_SL, "二（一）3", "对2018年年底前未供即用的招商引资工业项目用地，项目符合国土空间规划和产业准入政策且运营良好的，可以项目"
                    "开工时间为出让起始时间，合理确定出让底价，以协议出让方式完善用地手续。", "is_invited", *_PLAN, "runs_well"),
        _public(_SL, "二（一）3", "对政府投资的城市公共道路、公共绿地、雨水污水排放管线、公共休憩广场等城市基础设施、公共设施用地，以及道路绿"
                "化带、安全间距等代征土地，无法按宗地单独供地的，可直接向承担建设任务的有关部门核发《国有建设用地划拨决定书》。")),
}
