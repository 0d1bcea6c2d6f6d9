"""纳入土地储备计划 (DSP-05): expropriated land that cannot be supplied yet - plan year, money, what is still to be prepared."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from landplan.lib.errors import Refusal

from ..findings.base import Clause
from .base import Derived, Due, Land, TermSet, Values, bad, day, money, paper, wan_text, whole, words

ZHUMADIAN = Clause("驻政办〔2021〕19号", "三（二）", "对土地完成征收后，暂不具备供地条件的，由土地储备机构列入土地储备计划，对可收储的土地，"
                                           "在结构、布局、"
                   "时序等方面做出统筹安排，加快基础设施配套建设和前期开发，尽快形成供地条件，加快土地供应")
SANMENXIA = Clause("三政办〔2021〕5号", "二（三）2", "要统筹运用财政资金、土地储备债券资金等实施土地储备，加快征地拆迁、补偿安置、"
                                           "前期开发和基础设施配套"
                   "建设，积极创造条件加快土地供应")
SHILONG = Clause("平龙政办〔2022〕50号", "四（二）", "暂时不开发建设的，由区土地收储机构予以收储，用于保障拿地即开工项目用地需求")
FIRST, LAST = 2009, 2035  # years of a plan that can be meant
NEXT = "办完的，在“供地条件”里办结，尽快供应；没有办完的，由储备机构说明原因、改定时限"

_TERMS = (
    whole("plan_year", "储备计划年度", "四位数的年份，如 2021"),
    paper("plan_no", "储备计划文号", "批准土地储备计划的文件"),
    words("agency", "储备机构", "列入计划并组织前期开发的机构"),
    money("fiscal", "财政资金", "没有的写 0"),
    money("bonds", "土地储备债券", "没有的写 0"),
    words("site_work", "前期开发内容", "如土地平整、清表、管线迁改"),
    day("site_by_on", "前期开发时限"),
    day("site_done_on", "前期开发完成日期", is_needed=False),
    words("facility_work", "基础设施配套内容", "如通路、通水、通电；不需要的写“不需要”"),
    day("facility_by_on", "基础设施配套时限"),
    day("facility_done_on", "基础设施配套完成日期", is_needed=False),
)


def funds(values: Values) -> Decimal | None:
    """资金合计 (万元); None while neither is filled in."""
    given = [values[key] for key in ("fiscal", "bonds") if values.get(key) is not None]
    return sum(given, Decimal(0)) if given else None


def _check(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    year = values.get("plan_year")
    if year is not None and not FIRST <= year <= LAST:
        return [bad("plan_year", f"储备计划年度 {year} 不在 {FIRST} 到 {LAST} 之间（{clause}）。请写四位数的年份。")]
    return []


def _derived(values: Values, land: Land) -> list[Derived]:
    total = funds(values)
    return [] if total is None else [Derived("资金合计", wan_text(total), "财政资金 + 土地储备债券")]


def _dues(values: Values) -> list[Due]:
    return [Due(key, f"{label}时限", values[f"{key}_by_on"], NEXT, values.get(f"{key}_done_on"))
            for key, label in (("site", "前期开发"), ("facility", "基础设施配套")) if f"{key}_by_on" in values]


def _set(code: str, clause: Clause) -> TermSet:
    return TermSet(code, "纳入土地储备计划", clause, _TERMS, past=("site_done_on", "facility_done_on"), check=partial(_check, clause),
                   derived=_derived, dues=_dues)


SETS = (_set("reserve_zmd", ZHUMADIAN), _set("reserve_smx", SANMENXIA), _set("reserve_sl", SHILONG))
CODES = tuple(one.code for one in SETS)
