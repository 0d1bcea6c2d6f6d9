"""供地的几条路: 边角地、插花地、夹心地 (DSP-09), 划拨决定书直接核发 (DSP-10)."""

from __future__ import annotations

from ..findings.base import Clause
from .base import Term, TermSet, choice, day, paper, words

CORNER = Clause("平龙政办〔2022〕50号", "二（一）2", "对边角地、插花地、夹心地等难以单独使用的土地，按照城市控制性详细规划，"
                                          "可以依规采取协议出让或划拨方式供应给"
                "相邻土地使用权人，也可以规划为街心公园、口袋公园、微游园等公共空间，划拨给相关部门")
_NEXT, _OPEN = ("route", ("neighbour",)), ("route", ("open_space",))

_CORNER = TermSet(
    "corner_land", "边角地、插花地、夹心地", CORNER,
    (choice("shape", "地块情形", (("corner", "边角地"), ("scattered", "插花地"), ("enclosed", "夹心地"))),
     paper("detail_plan", "控制性详细规划", "规划名称或批准文号"),
     choice("route", "去向", (("neighbour", "供应给相邻土地使用权人"), ("open_space", "规划为公共空间，划拨给部门"))),
     words("neighbour", "相邻土地使用权人", "单位全称；个人写姓氏和“某”", only=_NEXT),
     words("neighbour_right", "相邻宗地的权证号", "不动产权证号或宗地代码，证明相邻", only=_NEXT),
     choice("mode", "供应方式", (("grant", "协议出让"), ("allocate", "划拨")), only=_NEXT),
     choice("space", "公共空间", (("street", "街心公园"), ("pocket", "口袋公园"), ("micro", "微游园")), only=_OPEN),
     words("department", "划拨给的部门", only=_OPEN)))

ZHUMADIAN = Clause("驻政办〔2021〕19号", "三（三）", "可将《国有建设用地划拨决定书》核发给建设单位；对于确实无法按宗地单独供地的，"
                                           "可将《国有建设用地划拨决定书》"
                   "核发给政府有关部门；6月30日前要全部完善供地手续")
SHILONG = Clause("平龙政办〔2022〕50号", "二（一）3", "以及道路绿化带、安全间距等代征土地，无法按宗地单独供地的，可直接向承担建设任务的有关部门核发"
                 "《国有建设用地划拨决定书》")
BAOFENG = Clause("宝政办〔2021〕34号", "二（三）2（1）", "对已批未供即用的城市公共服务和基础设施项目用地，"
                                             "可将划拨决定书直接核发给相关权利主体，办理不动产登记")
SANMENXIA = Clause("三政办〔2021〕5号", "二（三）3", "对已批未供即用的城市公共服务和基础设施项目用地，可将划拨决定书直接核发相关权利主体")
_DEPARTMENT = ("to", ("department",))
_WHY = "确实无法按宗地单独供地的原因"


def _register(*, is_needed: bool) -> tuple[Term, Term]:
    """不动产登记."""
    hint = "" if is_needed else "办理了的填"
    return (words("register_no", "不动产登记编号", hint or "不动产权证号", is_needed=is_needed),
            day("registered_on", "登记日期", hint, is_needed=is_needed))


def _decision(code: str, clause: Clause, *receiver: Term, has_register: bool = False) -> TermSet:
    return TermSet(code, "核发划拨决定书", clause, (*receiver, day("decided_on", "核发日期"), *_register(is_needed=has_register)),
                   orders=(("decided_on", "registered_on"),), past=("decided_on", "registered_on"))


SETS = (
    _CORNER,
    _decision("decision_zmd", ZHUMADIAN,
              choice("to", "核发给", (("builder", "建设单位"), ("department", "政府有关部门（无法按宗地单独供地的）"))),
              words("receiver", "接收单位"), words("why_not_alone", _WHY, only=_DEPARTMENT)),
    _decision("decision_sl", SHILONG, words("receiver", "承担建设任务的部门"), words("why_not_alone", _WHY)),
    _decision("decision_bf", BAOFENG, words("receiver", "权利主体"), has_register=True),
    _decision("decision_smx", SANMENXIA, words("receiver", "权利主体")),
)
