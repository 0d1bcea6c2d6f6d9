"""周报的内容: the figures of one week as they are shown, printed and frozen. Exact numbers; canonical text and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from landplan.lib.numbers import half_up
from tasks.choices import QuotaClass

CLASSES = tuple(one.value for one in QuotaClass)
FORMAT = 2  # 1: of a county with an empty ledger 累计 was 0.00, with a rank; since 2 it is None (无数据)
ByClass = dict[str, Decimal | None]
_NUMBERS = ("quotas", "cells", "other", "cumulative", "proposed", "stated", "gaps", "later")


@dataclass(frozen=True)
class Row:
    """一行: a county, or 合计. `cells` is 本周处置量 (None = empty), `other` the same on the other basis (按更正后 or 按原报), `cumulative` what was
    done since the base date (None = the ledger was empty: 无数据)."""

    label: str
    region_id: int | None = None
    code: str = ""
    quotas: ByClass = field(default_factory=dict)
    cells: ByClass = field(default_factory=dict)
    other: ByClass = field(default_factory=dict)
    cumulative: ByClass = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    ranks: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    state: str = ""
    returned_at: str = ""
    number: int = 0
    proposed: ByClass = field(default_factory=dict)
    stated: ByClass = field(default_factory=dict)
    gaps: ByClass = field(default_factory=dict)
    later: ByClass = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    own_remark: str = ""
    is_corrected: bool = False


@dataclass(frozen=True)
class Sheet:
    """周报表: head words, rows in printed order, 合计, corrections, editions, footnotes, sources."""

    head: dict
    rows: list[Row]
    total: Row
    corrections: list[dict] = field(default_factory=list)
    editions: list[dict] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    sources: dict = field(default_factory=dict)


def as_data(sheet: Sheet) -> dict:
    """For canonical JSON (`audit.chain.canonical` writes the numbers as text)."""
    return {"format": FORMAT} | asdict(sheet)


def tells_empty(text: str) -> bool:
    """Was it frozen since an empty ledger is told as such? What was frozen before stays as it was."""
    return json.loads(text)["format"] > 1


def sheet_from(text: str) -> Sheet:
    """The sheet as it was frozen."""
    data = json.loads(text)
    if data.pop("format") not in (1, FORMAT):
        raise ValueError("定稿内容的格式不认识")
    data["rows"] = [_row(one) for one in data["rows"]]
    data["total"] = _row(data["total"])
    data["corrections"] = [one | {"area": Decimal(one["area"])} for one in data["corrections"]]
    return Sheet(**data)


def _row(data: dict) -> Row:
    for name in _NUMBERS:
        data[name] = {key: None if value is None else Decimal(value) for key, value in data[name].items()}
    return Row(**data)


def tail_notes(rows: Iterable[Row], total: Row) -> list[str]:
    """尾差: where the rounded total differs from the sum of the rounded rows (mission: rounding)."""
    notes, rows = [], list(rows)
    for one in CLASSES:
        shown = sum((half_up(row.cells[one], 2) for row in rows if row.cells.get(one) is not None), Decimal(0))
        whole = half_up(total.cells[one] or Decimal(0), 2)
        if shown != whole:
            word, gap = QuotaClass(one).label, abs(whole - shown)
            notes.append(f"尾差：{word}合计 {whole} 由未舍入的各行相加后四舍五入，与各行所列之和 {shown} 相差 {gap}。")
    return notes
