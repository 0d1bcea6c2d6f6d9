"""登记表按类别和原因打开哪些字段. What a kind does not need stays at hand, folded; what belongs to another kind is not there."""

from __future__ import annotations

from ..choices import Kind

TYPES = {Kind.IDLE: "idle_source", Kind.INEFFICIENT: "inefficient_type", Kind.USED_UNSUPPLIED: "used_type"}
CHAIN = ("batch", "expropriation_no", "expropriated_on", "agreed_start_on", "started_on", "agreed_finish_on", "finished_on")
# 批、征、供、用: what is known of land of this kind by its definition (驻政办〔2021〕19号 二, 三（一）至（六）)
NEEDED: dict[str, tuple[str, ...]] = {
    Kind.UNEXPROPRIATED: ("batch",),
    Kind.UNSUPPLIED: ("batch", "expropriation_no", "expropriated_on"),
    Kind.USED_UNSUPPLIED: ("batch", "started_on", "finished_on"),
    Kind.IDLE: ("agreed_start_on", "started_on", "agreed_finish_on", "finished_on"),
    Kind.INEFFICIENT: ("started_on", "finished_on"),
}


def closed_types(kind: str) -> list[str]:
    """类型、来源 of other kinds."""
    return [name for of, name in TYPES.items() if of != kind]


def needed(kind: str) -> tuple[str, ...]:
    """批、征、用 that this kind needs; all of an unknown kind."""
    return NEEDED.get(kind, CHAIN)
