"""形成原因 that each document offers (CLS-21 to CLS-25), with its own words and section. Others stay readable, not offered."""

from __future__ import annotations

from functools import lru_cache

from landplan.lib.errors import Refusal

from ..choices import TO_SUPPLY, Cause, Kind

# 批而未供成因, for every document
SUPPLY_BASIS = "三政办〔2021〕5号 二（三）2；驻政办〔2021〕19号 三（一）（二）；平龙政办〔2022〕50号 二（一）"
SUPPLY_CAUSES = (Cause.EXPROPRIATION, Cause.INFRASTRUCTURE, Cause.NO_PROJECT, Cause.PAPERS, Cause.UNFIT, Cause.PLANNING, Cause.LITIGATION,
                 Cause.SINGLE_SITE, Cause.CORNER, Cause.UNRECORDED)
IDLE_CAUSES: dict[str, tuple[str, tuple[tuple[Cause, str], ...]]] = {
    "宝政办〔2021〕34号": ("二（三）2（2）", (
        (Cause.GOVERNMENT, "政府原因"), (Cause.PETITION, "信访稳定"), (Cause.ENTERPRISE, "企业原因"), (Cause.BOTH, "政府与企业互有瑕疵"))),
    "三政办〔2021〕5号": ("二（三）3", (
        (Cause.GOVERNMENT, "政府原因"), (Cause.ENTERPRISE, "企业原因"), (Cause.UNPERMITTED, "已开工未办施工许可证或开工报告"),
        (Cause.SEIZED, "司法查封或抵押"))),
    "驻政办〔2021〕19号": ("三（五）", (
        (Cause.GOVERNMENT, "政府原因或信访稳定原因"), (Cause.ENTERPRISE, "企业原因"), (Cause.PLANNING, "规划调整"), (Cause.POWER_LINE, "高压走廊"),
        (Cause.MILITARY, "军事管制"), (Cause.RELICS, "文物保护"), (Cause.FORCE_MAJEURE, "不可抗力"), (Cause.BOTH, "政府与企业互有瑕疵"),
        (Cause.UNPERMITTED, "已开工未办施工许可证或开工报告"))),
    "平龙政办〔2022〕50号": ("二（二）", (
        (Cause.UNREADY, "配套不完善或前期工作迟缓"), (Cause.USE_MISMATCH, "用途或规划条件不符"), (Cause.GOVERNMENT, "政府原因"),
        (Cause.FORCE_MAJEURE, "不可抗力"), (Cause.PLATFORM, "政府平台公司用地"), (Cause.BOTH, "政府与企业互有责任"),
        (Cause.ENTERPRISE, "企业自身原因"), (Cause.LITIGATION, "涉法涉诉"))),
}


# what no document lists by kind: 低效, and 闲置 in 洛阳's
COMMON = (Cause.GOVERNMENT, Cause.ENTERPRISE, Cause.BOTH, Cause.PLANNING, Cause.FORCE_MAJEURE, Cause.LITIGATION, Cause.SEIZED, Cause.OTHER)
_KNOWN = {*IDLE_CAUSES, "洛政办〔2021〕16号"}


def causes_for(document: str, kind: str, current: str = "") -> list[tuple[str, str]]:
    """可选的形成原因 of land of this kind under a document; the one that the parcel has stays among them."""
    found = dict(_labels(document, kind))
    if current and current not in found:
        found[current] = f"{Cause(current).label}（已登记）"
    return list(found.items())


@lru_cache(maxsize=100)
def _labels(document: str, kind: str) -> dict[str, str]:
    return {str(cause.value): str(label) for cause, label in _offered(document, kind)}


def _offered(document: str, kind: str) -> tuple[tuple[Cause, str], ...]:
    if document not in _KNOWN:
        return tuple((cause, str(cause.label)) for cause in Cause)
    if kind == Kind.IDLE and document in IDLE_CAUSES:
        return IDLE_CAUSES[document][1]
    return tuple((cause, str(cause.label)) for cause in (SUPPLY_CAUSES if kind in TO_SUPPLY else COMMON))


def check_cause(document: str, kind: str, cause: str, *, kept: str = "") -> list[Refusal]:
    """形成原因 is one that the document offers for this kind. `kept` is the one that the parcel has already."""
    offered = _labels(document, kind)
    if not cause or cause == kept or cause in offered:
        return []
    section = IDLE_CAUSES[document][0] if kind == Kind.IDLE and document in IDLE_CAUSES else SUPPLY_BASIS if kind in TO_SUPPLY else "通用"
    return [Refusal(f"形成原因“{Cause(cause).label}”不是{document}里{Kind(kind).label}的原因（{section}）。请从{'、'.join(offered.values())}里选。",
                    field="cause", code="cause_unknown")]


def cause_words(causes: list[str] | tuple[str, ...]) -> str:
    """几个成因 as one text, each word once: an old cause joins three that are kept apart now."""
    return "、".join(dict.fromkeys("、".join(Cause(cause).label for cause in causes).split("、")))
