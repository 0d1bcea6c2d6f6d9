"""五要素: 地块基本信息, 形成原因, 处置措施, 完成时限, 责任单位 (宝政办〔2021〕34号 二（三）1; 洛政办〔2021〕16号 附件3第六条)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

ELEMENTS = ("地块基本信息", "形成原因", "处置措施", "完成时限", "责任单位")
_SINGLES = (("cause", "形成原因"), ("planned_measure", "处置措施"), ("deadline_on", "完成时限"), ("lead_unit", "责任单位"))
BASIS = "五要素：洛政办〔2021〕16号 附件3第六条；驻政办〔2021〕19号 四（二）逐宗建档"


@dataclass(frozen=True)
class Element:
    """一个要素: is it there, and if not, which fields are missing."""

    number: int
    name: str
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.missing


def elements_of(facts: dict) -> list[Element]:
    """五要素的齐缺. `facts`: area, name, location, kind, idle_source, inefficient_type, cause, planned_measure,
    deadline_on, lead_unit of the parcel."""
    return [Element(n, name, gaps) for n, (name, gaps) in enumerate(zip(ELEMENTS, _gaps_of(facts), strict=True), 1)]


def _gaps_of(facts: dict) -> tuple[tuple[str, ...], ...]:
    return _gaps(facts.get("kind"), tuple([bool(facts.get(key)) for key in FACTS]))


@lru_cache(maxsize=8192)
def _gaps(kind: str | None, there: tuple[bool, ...]) -> tuple[tuple[str, ...], ...]:
    """What each element lacks. All depends on the kind and on which of FACTS are there, which has few forms: a file asks of thousands."""
    facts = dict(zip(FACTS, there, strict=True)) | {"kind": kind}
    basics = [label for key, label in (("name", "地块名称"), ("location", "坐落"), ("area", "面积")) if not facts.get(key)]
    if facts.get("kind") == "idle" and not facts.get("idle_source"):
        basics.append("闲置来源")
    if facts.get("kind") == "inefficient" and not facts.get("inefficient_type"):
        basics.append("低效类型")
    return tuple(basics), *(() if facts.get(key) else (label,) for key, label in _SINGLES)


FACTS = ("name", "location", "area", "kind", "idle_source", "inefficient_type", "cause", "planned_measure",
         "deadline_on", "lead_unit")


def completeness(facts: dict) -> int:
    """完整度 n of n/5."""
    return _gaps_of(facts).count(())
