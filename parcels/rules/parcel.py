"""宗地本身的规则: areas, dates in order, source and type that belong to the kind, write-off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..choices import InefficientType, Kind
from .causes import check_cause
from .findings import types_of
from .used_types import check_used_type


def left_of(area: Decimal, accepted: Decimal) -> Decimal:
    """未处置面积 (亩) = 面积 − 已验收."""
    return area - accepted


def check_facts(facts: dict, *, held: Decimal = Decimal(0)) -> list[Refusal]:
    """登记内容可否保存. `held` = 已验收 + 在途 area (亩) that the parcel must still hold."""
    found = []
    if not facts.get("name"):
        found.append(Refusal("地块名称没有填。请写人们认得的名字，如“纬七路北侧工业地块”。", field="name", code="missing"))
    area = facts.get("area")
    if area is None:
        found.append(Refusal("面积没有填。请写宗地面积。", field="area", code="missing"))
    elif not Decimal(area).is_finite() or area <= 0:
        found.append(Refusal("面积要大于 0。请写宗地面积，并核对单位。", field="area", code="area_zero"))
    elif area < held:
        found.append(Refusal(f"面积 {show(area)} 亩少于已验收与在途之和 {show(held)} 亩。请改为 {show(held)} 亩以上，"
                             "或先撤回在途的处置。", field="area", code="area_held"))
    if facts.get("idle_source") and facts.get("kind") != Kind.IDLE:
        found.append(Refusal("闲置来源只用于供后闲置的宗地。请清空它，或先变更类别。", field="idle_source", code="source_kind"))
    if facts.get("inefficient_type") and facts.get("kind") != Kind.INEFFICIENT:
        found.append(Refusal("低效类型只用于低效用地。请清空它，或先变更类别。", field="inefficient_type", code="type_kind"))
    if facts.get("used_type") and facts.get("kind") != Kind.USED_UNSUPPLIED:
        found.append(Refusal("未供即用类型只用于未供即用的宗地。请清空它，或先变更类别。", field="used_type", code="used_type_kind"))
    return found + _check_order(facts)


def check_type(document: str, kind: str, code: str) -> list[Refusal]:
    """低效类型 is one of the document's own (CLS-10 to CLS-17)."""
    if kind != Kind.INEFFICIENT or not document or not code:
        return []
    types = dict(types_of(document))
    if code in types:
        return []
    return [Refusal(f"低效类型“{InefficientType(code).label}”不是{document}的类型。请从{'、'.join(types.values())}里选。",
                    field="inefficient_type", code="type_unknown")]


def check_words(document: str, facts: dict) -> list[Refusal]:
    """低效类型, 形成原因, 未供即用类型 are those that the document offers."""
    words = (facts["kind"], facts.get("inefficient_type") or "", facts.get("cause") or "", facts.get("used_type") or "")
    return [] if _offers(document, *words) else _unknown(document, *words)


@lru_cache(maxsize=4096)
def _offers(document: str, *words: str) -> bool:
    """Of the thousands of rows of a file most say the same few words."""
    return not _unknown(document, *words)


def _unknown(document: str, kind: str, inefficient_type: str, cause: str, used_type: str) -> list[Refusal]:
    return (check_type(document, kind, inefficient_type) + (check_cause(document, kind, cause) if cause else [])
            + (check_used_type(document, used_type) if used_type else []))


HAPPENED = {"expropriated_on": "征收完成日期", "started_on": "实际动工日期", "finished_on": "实际竣工日期"}


def check_happened(facts: dict, today: date) -> list[Refusal]:
    """已发生的事不在将来: a start that is still ahead would stop the clocks of idle land today."""
    return [Refusal(f"{label} {facts[name]} 晚于今天 {today}。请改为实际日期；还没发生的，先空着。", field=name, code="day_future")
            for name, label in HAPPENED.items() if facts.get(name) and facts[name] > today]


def check_kind_from(kind_from: date | None, today: date) -> list[Refusal]:
    """何日起是这一类: from a day that has come; else the parcel is of no kind today and stands in no sum by date."""
    if kind_from is None or kind_from <= today:
        return []
    return [Refusal(f"何日起是这一类 {kind_from} 晚于今天 {today}。请写已经是这一类的日期；空着就是今天。", field="kind_from", code="day_future")]


def check_twins(twins: list[str]) -> list[Refusal]:
    """疑似重复登记: land that stands in the ledger twice would be disposed of twice. `twins` as a person reads them."""
    if not twins:
        return []
    return [Refusal(f"台账里已有相同的 {len(twins)} 宗：{'；'.join(twins)}。是同一宗的，请打开它修改；确是另一宗的，请标明“确是另一宗”再登记。",
                    field="apart", code="twin")]


def _check_order(facts: dict) -> list[Refusal]:
    """批、征、供、用 的日期有先后."""
    pairs = (("started_on", "实际动工日期", "finished_on", "实际竣工日期"),
             ("agreed_start_on", "约定动工日期", "agreed_finish_on", "约定竣工日期"))
    return [Refusal(f"{late_name} {facts[late]} 早于{early_name} {facts[early]}。请核对这两个日期。", field=late, code="day_order")
            for early, early_name, late, late_name in pairs
            if facts.get(early) and facts.get(late) and facts[late] < facts[early]]


def check_write_off(*, area: Decimal, accepted: Decimal, in_transit: Decimal) -> list[Refusal]:
    """销号: nothing remains, nothing is under way (驻政办〔2021〕19号 二; 平龙政办〔2022〕50号 三（二）处置一宗、销号一宗)."""
    rest = area - accepted
    if rest == 0 and in_transit == 0:
        return []
    way = f"（其中在途 {show(in_transit)} 亩）" if in_transit else ""
    return [Refusal(f"还有 {show(rest)} 亩未处置{way}，不能销号。处置一宗、销号一宗：全部验收后再办。", code="not_finished")]
