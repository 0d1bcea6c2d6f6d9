"""任务量: round half up (rate × printed area), and which kinds of land count to which class."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from landplan.lib.numbers import half_up
from parcels.choices import Kind

from ..choices import QuotaClass

CLASS_OF = {
    Kind.UNEXPROPRIATED: QuotaClass.UNSUPPLIED,
    Kind.UNSUPPLIED: QuotaClass.UNSUPPLIED,
    Kind.USED_UNSUPPLIED: QuotaClass.UNSUPPLIED,
    Kind.IDLE: QuotaClass.IDLE,
    Kind.INEFFICIENT: QuotaClass.INEFFICIENT,
}


def class_of(kind: str, counts_used_unsupplied: bool = True) -> QuotaClass | None:
    """任务口径 of a kind (CLS-03; 驻政办〔2021〕19号 附件2至4). None: it counts to no class.

    `counts_used_unsupplied` is the plan's setting (C-05): 未供即用 lies inside 未供面积 in 驻马店 and apart in 洛阳.
    """
    if kind == Kind.USED_UNSUPPLIED and not counts_used_unsupplied:
        return None
    return CLASS_OF[Kind(kind)]


@cache
def class_by_kind(counts_used_unsupplied: bool = True) -> Mapping[str, str | None]:
    """任务口径 of every kind: see `class_of`."""
    found = {kind.value: class_of(kind, counts_used_unsupplied) for kind in Kind}
    return MappingProxyType({kind: one.value if one else None for kind, one in found.items()})


def kinds_of(quota_class: str, counts_used_unsupplied: bool = True) -> list[str]:
    """类别 that count to a class."""
    return [kind.value for kind in Kind if class_of(kind, counts_used_unsupplied) == quota_class]


def raw_quota(rate: Decimal | None, area: Decimal | None) -> Decimal | None:
    """未取整的任务量 (亩) = 任务率 (%) × 面积; None when either is printed blank."""
    return None if rate is None or area is None else (rate * area).scaleb(-2).normalize()


def quota_of(rate: Decimal | None, area: Decimal | None) -> Decimal | None:
    """任务量 (亩): half up to whole 亩 of rate × *printed* area (驻政办〔2021〕19号 附件2、3; D-02, D-03)."""
    raw = raw_quota(rate, area)
    return None if raw is None else half_up(raw)


def read_printed(text: str) -> Decimal | None:
    """印发文字 -> 值 (亩, 宗, %): a blank cell has no value, NULL is not 0."""
    return Decimal(text.removesuffix("%")) if text else None
