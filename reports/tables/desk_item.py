"""工作台的一行."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.vocabulary import Word


@dataclass(frozen=True)
class Item:
    """一项待办. `by` sorts: the earliest day first."""

    group: str
    by: date
    mark: Word
    chip: Word
    title: str
    url: str
    note: str
    area: Decimal | None
    words: str
    verb: str
    verb_url: str
    is_primary: bool = False
