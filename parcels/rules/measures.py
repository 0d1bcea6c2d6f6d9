"""措施与登记内容: what a disposal must hold before it may be saved or submitted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..choices import Cause, Kind, UsedType
from .causes import cause_words


def check_measure(*, label: str, kinds: list[str], causes: list[str], basis: str, kind: str, cause: str,
                  offered: list[str], used_types: list[str] = (), used_type: str = "") -> list[Refusal]:
    """措施可否用于这类宗地 (DSP-01). `offered` are the labels that may be chosen instead."""
    others = "、".join(offered) or "（本宗没有可选的措施，请与领导小组办公室联系）"
    if kind not in kinds:
        named = "、".join(Kind(k).label for k in kinds)
        return [Refusal(f"“{label}”只用于{named}用地（{basis}），本宗是{Kind(kind).label}。"
                        f"可选：{others}；类别不对的，先变更类别。", field="measure", code="measure_kind")]
    if causes and cause not in causes:
        named = cause_words(causes)
        found = Cause(cause).label if cause else "未填"
        return [Refusal(f"“{label}”只用于{named}造成的（{basis}），本宗形成原因是{found}。"
                        f"可选：{others}；原因不对的，先改宗地的形成原因。", field="measure", code="measure_cause")]
    if used_types and used_type not in used_types:
        named = "、".join(UsedType(t).label for t in used_types)
        found = UsedType(used_type).label if used_type else "未填"
        return [Refusal(f"“{label}”只用于未供即用里的{named}（{basis}），本宗的未供即用类型是{found}。"
                        f"可选：{others}；类型不对的，先改宗地的未供即用类型。", field="measure", code="measure_used_type")]
    return []


def check_conditions(label: str, reasons: list[str], offered: list[str]) -> list[Refusal]:
    """措施的条件: `reasons` say why it is not open to this land (rules.terms)."""
    others = "、".join(name for name in offered if name != label) or "没有，由领导小组研究决定"
    return [Refusal(f"“{label}”{reason}。其他可选：{others}；事实有误的，先改核实表或宗地。", field="measure", code="measure_condition")
            for reason in reasons[:1]]


def check_area(area: Decimal, *, available: Decimal, whole: Decimal, accepted: Decimal, in_transit: Decimal) -> list[Refusal]:
    """处置面积不超过可登记面积 (亩)."""
    if area <= 0:
        return [Refusal(f"处置面积 {show(area)} 亩不大于 0。请写本笔实际处置的面积。", field="area", code="area_zero")]
    if area > available:
        way = "或先撤回在途的。" if in_transit else "面积有误的先改宗地。"
        return [Refusal(
            f"处置面积 {_exact(area)} 亩超过可登记的 {_exact(available)} 亩，多 {_exact(area - available)} 亩。"
            f"可登记 = 宗地面积 {_exact(whole)} − 已验收 {_exact(accepted)} − 在途 {_exact(in_transit)}。"
            f"请改为 {_exact(available)} 亩以内，{way}", field="area", code="area_over")]
    return []


def _exact(mu: Decimal) -> str:
    """As many decimals as needed, at least two: a limit must never look met when it is not."""
    return show(mu) if Decimal(show(mu)) == mu else f"{mu:f}"


def check_day(disposed_on: date | None, *, today: date, registered: date | None = None) -> list[Refusal]:
    """处置日期不晚于今天."""
    if disposed_on and disposed_on > today:
        return [Refusal(f"处置日期 {disposed_on} 晚于今天 {today}。请改为实际日期；还没发生的，先存草稿。",
                        field="disposed_on", code="day_future")]
    return []


def missing_evidence(required: list[dict], present: set[str]) -> list[dict]:
    """还缺的佐证: the required papers ({code, label}) of which no valid file is there."""
    return [paper for paper in required if paper["code"] not in present]


def check_complete(*, disposed_on: date | None, doc_no: str, label: str, basis: str, lacking: list[dict]) -> list[Refusal]:
    """上报须齐: date, document number and every paper that the measure needs."""
    found = []
    if not disposed_on:
        found.append(Refusal("处置日期没有填。上报要有实际处置的日期；还没发生的，先存草稿。", field="disposed_on", code="missing"))
    if not doc_no:
        found.append(Refusal("文书号没有填。请写合同、决定书、批复或证书的编号。", field="doc_no", code="missing"))
    found += [Refusal(f"缺“{paper['label']}”。{label}要有它才能上报（{basis}）。请上传；现在没有的，先存草稿。",
                      field="evidence", code="evidence_missing") for paper in lacking]
    return found
