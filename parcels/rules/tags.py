"""标签: words of documents over several kinds, which are no kinds themselves (CLS-07)."""

from __future__ import annotations

from dataclasses import dataclass

from ..choices import Kind


@dataclass(frozen=True)
class Tag:
    """标签: its groups, each of one or several kinds, and the clause."""

    label: str
    document: str
    basis: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def kinds(self) -> list[str]:
        return [kind for _, kinds in self.groups for kind in kinds]


TAGS = {"three_nots": Tag(
    "三未土地", "洛政办〔2021〕16号", "洛政办〔2021〕16号 二（三）8“加快消化批而未供土地，盘活闲置、低效利用、未供即用土地”；原文没有定义，作为标签",
    (("批而未供", (Kind.UNEXPROPRIATED, Kind.UNSUPPLIED)), ("闲置", (Kind.IDLE,)), ("低效", (Kind.INEFFICIENT,)),
     ("未供即用", (Kind.USED_UNSUPPLIED,))))}
