"""开工 (DSP-25, 26, 29): obstacles removed, a deadline ordered, papers completed - it counts when building lawfully began."""

from __future__ import annotations

from functools import partial

from landplan.lib.errors import Refusal

from ...choices import Cause
from ..findings.base import Clause
from .base import Due, Land, Term, TermSet, Values, bad, choice, day, paper, words
from .documents import BAOFENG, SANMENXIA, SHILONG_1, SHILONG_3, shilong, zhumadian

CLEAR, ORDER, PERMIT = "clear", "order", "permit"
_WAYS = {CLEAR: "消除开工障碍", ORDER: "督促限期开工", PERMIT: "完善建设施工手续"}
_GOVERNMENT = (Cause.GOVERNMENT, Cause.PETITION, Cause.PLANNING, Cause.FORCE_MAJEURE)
_BEGUN = (("pit", "需挖深基坑的，基坑开挖完毕"), ("piles", "使用桩基的，打入所有基础桩"), ("third", "其他项目，地基施工完成三分之一"))
NEXT = "仍未动工的，办下一步：满一年征缴土地闲置费，满两年依法收回；政府原因的另行协商处置"


def _terms(*ways: str, by_cause: dict[str, tuple[str, ...]] | None = None) -> tuple[Term, ...]:
    """要件 of a start by these ways; with one way there is nothing to choose."""
    def only(*wanted: str) -> dict:
        return {"only": ("way", wanted)} if len(ways) > 1 else {}

    found: list[Term] = []
    if len(ways) > 1:
        found.append(choice("way", "方式", tuple((way, _WAYS[way]) for way in ways), open_to=tuple((by_cause or {}).items())))
    if CLEAR in ways:
        found.append(words("obstacle", "消除了什么障碍", "与宗地的开工障碍清单一致", **only(CLEAR)))
    if ORDER in ways:
        found += [paper("order_no", "限期开工文书", **only(ORDER)), day("ordered_on", "下达日期", **only(ORDER)),
                  day("start_by", "限期动工日", "到期提醒；到期没有动工的列出来办下一步", **only(ORDER))]
    if PERMIT in ways:
        found += [words("handled", "怎样处置的", "相关部门按规定处置的结果", **only(PERMIT)), paper("handled_no", "处置文书", **only(PERMIT))]
    found += [paper("permit_no", "建筑工程施工许可证号"), day("permit_on", "施工许可证日期")]
    if PERMIT in ways:
        found += [paper("report_no", "开工报告编号", **only(PERMIT)), day("report_on", "开工报告日期", **only(PERMIT))]
    return (*found, day("started_on", "实际动工日期", "达到动工标准之日；还没有动工的先空着"), choice("begun", "动工标准", _BEGUN))


def _check(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    """先有许可，后动工; who built without papers is put right by its own way."""
    permit, started = values.get("permit_on"), values.get("started_on")
    if permit and started and started < permit and values.get("way", PERMIT if "report_on" in values else "") != PERMIT:
        return [bad("started_on", f"实际动工日期 {started} 早于施工许可证日期 {permit}（依法取得施工许可后才算动工开发）。"
                                  f"日期有误的请改正；确是无证开工的，按完善建设施工手续办（{clause}）。")]
    return []


def _dues(values: Values) -> list[Due]:
    if "start_by" not in values:
        return []
    return [Due("start_by", "限期动工", values["start_by"], NEXT, values.get("started_on"))]


def start_set(code: str, label: str, clause: Clause, *ways: str, by_cause: dict[str, tuple[str, ...]] | None = None) -> TermSet:
    orders = (("ordered_on", "start_by"),) if ORDER in ways else ()
    past = tuple(key for key, way in (("ordered_on", ORDER), ("report_on", PERMIT)) if way in ways)
    return TermSet(code, label, clause, _terms(*ways, by_cause=by_cause), orders=orders, past=(*past, "permit_on", "started_on"),
                   check=partial(_check, clause), dues=_dues)


_PERMIT_CAUSES = (Cause.UNPERMITTED,)
SETS = (
    start_set("start_bf", "限期开发", BAOFENG, CLEAR, ORDER, by_cause={CLEAR: (*_GOVERNMENT, Cause.BOTH), ORDER: (Cause.ENTERPRISE, Cause.BOTH)}),
    start_set("start_smx", "限期开发", SANMENXIA, CLEAR, ORDER, PERMIT,
         by_cause={CLEAR: (*_GOVERNMENT, Cause.BOTH), ORDER: (Cause.ENTERPRISE, Cause.BOTH, Cause.SEIZED), PERMIT: _PERMIT_CAUSES}),
    start_set("start_zmd_clear", "消除障碍开工", zhumadian("要消除开工障碍，促进项目早日开工建设"), CLEAR),
    start_set("start_zmd", "限期开发", zhumadian("要综合运用行政、经济、法律等措施，督促企业限期开工建设"), ORDER),
    start_set("permit_zmd", "完善施工手续", zhumadian(
        "企业已开工建设但未办理建筑工程施工许可证或者开工报告的，相关部门按照规定及时妥善处置后，完善建设施工手续"), PERMIT),
    start_set("start_sl_clear", "消除障碍开工", shilong(SHILONG_1, "限期消除无法进场施工因素，推进项目尽快开工"), CLEAR),
    start_set("start_sl_platform", "平台公司限期开工", shilong(SHILONG_3, "对政府平台公司土地，要限期开工建设"), ORDER),
)
