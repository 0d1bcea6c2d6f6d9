"""临时使用 (DSP-25): while the obstacles stand; it ends on a day, and then the holder starts."""

from __future__ import annotations

from landplan.lib.errors import Refusal

from ..findings.base import Clause
from .base import Derived, Due, Land, TermSet, Values, bad, day, paper, words
from .documents import ARTICLE_12, BAOFENG, SANMENXIA, zhumadian
from .spans import months_after

YEARS = 2

_TERMS = (
    paper("approval_no", "安排临时使用的批准文号", "当地政府的批复"),
    day("approved_on", "批准日期"),
    words("user", "临时使用人", "谁来用"),
    words("use", "临时用途", "如停车场、材料堆场、绿化"),
    day("starts_on", "临时使用起"),
    day("ends_on", "临时使用止", "从起算日起最长两年"),
)


def check_span(values: Values, starts: str = "starts_on", ends: str = "ends_on") -> list[Refusal]:
    """临时使用最长两年."""
    if starts not in values or ends not in values:
        return []
    latest = months_after(values[starts], 12 * YEARS)
    if values[ends] > latest:
        return [bad(ends, f"临时使用止 {values[ends]}，从 {values[starts]} 起最长两年，应不晚于 {latest}（{ARTICLE_12}）。请改正。")]
    return []


def due_of(values: Values, ends: str = "ends_on") -> list[Due]:
    """临时使用到期."""
    if ends not in values:
        return []
    return [Due("temporary", "临时使用到期", values[ends], "到期前由土地使用权人重新开工建设；仍不能开工的，按形成原因办下一步")]


def _derived(values: Values, land: Land) -> list[Derived]:
    if "starts_on" not in values:
        return []
    return [Derived("最迟到期", str(months_after(values["starts_on"], 12 * YEARS)), f"起算日 {values['starts_on']} 加两年", str(ARTICLE_12))]


def _set(code: str, clause: Clause) -> TermSet:
    return TermSet(code, "临时使用", clause, _TERMS, orders=(("starts_on", "ends_on"),), past=("approved_on",),
                   check=lambda values, land: check_span(values), derived=_derived, dues=due_of)


SETS = (_set("temporary_bf", BAOFENG), _set("temporary_smx", SANMENXIA), _set("temporary_zmd", zhumadian(
    "短期内无法开工建设的，可由当地政府安排临时使用，待项目具备开工建设条件后由土地使用权人重新开工建设")))
