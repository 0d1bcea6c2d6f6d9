"""补充协议与临时使用 (DSP-33, 34): within one or two years and with a willing holder; beyond that people decide."""

from __future__ import annotations

from decimal import Decimal

from landplan.lib.errors import Refusal

from ..findings.base import Clause
from .base import Due, Land, Term, TermSet, Values, bad, choice, day, lacks, paper, words
from .documents import SHILONG_3, shilong, zhumadian
from .idle_use import check_span, due_of

ONE_YEAR, TWO_YEARS = Decimal(12), Decimal(24)  # 个月
_ONE = shilong(SHILONG_3, "对政府原因造成闲置的，如一年内能处置到位且土地使用权人愿意继续开发的，可签订补充协议重新约定开竣工时间")
_TWO = shilong(SHILONG_3, "两年内能处置到位且土地使用权人愿意继续开发的，采取安排临时使用、签订补充协议重新约定开竣工时间等方式处置")
_ZMD = zhumadian("待项目具备开工建设条件后由土地使用权人重新开工建设")
_APART = Clause(_TWO.document, SHILONG_3, "")
_ASKS = ("months_to_clear", "is_willing")


def _agreement(**more) -> tuple[Term, ...]:
    return (paper("agreement_no", "补充协议编号", **more), day("signed_on", "签订日期", **more), day("new_start_on", "新约定的动工日", **more),
            day("new_finish_on", "新约定的竣工日", **more))


def _within(limit: Decimal, clause: Clause, land: Land) -> list[str]:
    """几个月内能处置到位，且愿意继续开发."""
    missing = [key for key in _ASKS if land.sheet.get(key) is None]
    if missing:
        return lacks(*missing)
    months = land.sheet["months_to_clear"]
    if months > limit:
        return [f"只用于预计 {limit:f} 个月内能处置到位的（{clause}），本宗预计 {months:f} 个月"]
    return [] if land.sheet["is_willing"] else [f"只用于土地使用权人愿意继续开发的（{clause}），本宗核实为不愿意"]


def _check(values: Values, land: Land) -> list[Refusal]:
    """不能约定签订以前的动工日."""
    signed, start = values.get("signed_on"), values.get("new_start_on")
    found = []
    if signed and start and start < signed:
        found.append(bad("new_start_on", f"新约定的动工日 {start} 早于签订日期 {signed}：签协议时就已违约，约定无从履行。请核对协议。",
                         "before_signing"))
    return found + check_span(values)


def _dues(values: Values) -> list[Due]:
    found = due_of(values)
    if "new_start_on" in values:
        found.append(Due("new_start", "补充协议约定动工", values["new_start_on"], "没有动工的，从这一天起重新算满一年、满两年；督促并按原因办下一步"))
    return found


def _set(code: str, label: str, clause: Clause, terms: tuple[Term, ...], **more) -> TermSet:
    return TermSet(code, label, clause, terms, past=("signed_on",), check=_check, dues=_dues, moves_start=True,
                   **{"orders": (("new_start_on", "new_finish_on"),)} | more)


def _two_years() -> TermSet:
    use, agree = {"only": ("way", ("use", "both"))}, {"only": ("way", ("agree", "both"))}
    terms = (choice("way", "方式", (("use", "安排临时使用"), ("agree", "签订补充协议"), ("both", "临时使用并签订补充协议"))),
             paper("approval_no", "安排临时使用的批准文号", **use), words("user", "临时使用人", **use), words("use", "临时用途", **use),
             day("starts_on", "临时使用起", **use), day("ends_on", "临时使用止", "从起算日起最长两年；到期前提醒", **use), *_agreement(**agree))
    return _set("supplement_sl_2", "两年内处置", _TWO, terms, asks=_ASKS, conditions=lambda land: _within(TWO_YEARS, _TWO, land),
                orders=(("starts_on", "ends_on"), ("new_start_on", "new_finish_on")))


def _apart(land: Land) -> list[str]:
    """由人决定 only where no printed measure fits."""
    missing = [key for key in _ASKS if land.sheet.get(key) is None]
    if missing:
        return lacks(*missing)
    if land.sheet["is_willing"] and land.sheet["months_to_clear"] > TWO_YEARS:
        return []
    return [f"只用于{_APART}没有写到的情形（愿意继续开发、{TWO_YEARS:f} 个月内处置不到位），本宗有列明的措施可用"]


SETS = (
    _set("supplement_sl_1", "一年内签订补充协议", _ONE, _agreement(), asks=_ASKS, conditions=lambda land: _within(ONE_YEAR, _ONE, land)),
    _two_years(), _set("supplement_zmd", "签订补充协议", _ZMD, _agreement()),
    TermSet("apart_sl", "集体研究另行处置", _APART, (paper("meeting_no", "会议纪要文号"), day("decided_on", "研究日期"),
                                                       words("decision", "怎样处置"), words("why", "为什么没有可用的措施"),
                                                       day("review_on", "复查日期")),
            asks=_ASKS, past=("decided_on",), orders=(("decided_on", "review_on"),), conditions=_apart,
            dues=lambda values: [Due("review", "复查", values["review_on"], "看障碍是否消除，按新的情形选措施")] if "review_on" in values else []),
)
