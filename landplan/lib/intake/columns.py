"""栏: what a section of an import asks for, column by column, and what a cell was read as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from .cells import Cell

TOTAL_WORDS = ("合计", "小计", "总计", "共计", "累计", "总和", "中心城区合计")


class Value(NamedTuple):
    """读出的值: blank ≠ dash ("/" or "—": does not apply) ≠ 0. `wanted` says what a wrong cell should be, `hint` asks to confirm."""

    state: Literal["blank", "dash", "value", "wrong"]
    value: object = None
    raw: str = ""
    wanted: str = ""
    hint: str = ""


BLANK = Value("blank")
# (cell, column, unit) -> Value; the unit is the one the head states, else the column's own
Reader = Callable[[Cell, "Column", str], Value]


@dataclass(frozen=True)
class Column:
    """一栏: `key` for the program, `label` as our template prints it, `aliases` as others print it."""

    key: str
    label: str
    read: Reader
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    note: str = ""  # what to type: in the template and in errors
    basis: str = ""  # where the rule is written: document, section
    choices: Mapping[str, str] | None = None  # label or alias -> code; the first label of a code is offered in the drop-down
    unit: str = ""  # 亩 公顷 ㎡ 元 万元 %: the value is given in it, whatever the head or the cell states
    width: int = 14
    limit: int = 0  # characters of a text at most, 0 = as many as a cell holds
    places: int = 6  # decimals of a number at most; for 亩 the exact six of the ledger
    is_signed: bool = False
    most: Decimal | None = None  # the largest number there can be
    fills_down: bool = True  # a text merged over several rows holds for each of them


@dataclass(frozen=True)
class Section:
    """一类表: its columns in the order of our template; `version` counts up when they change."""

    key: str
    title: str
    columns: tuple[Column, ...]
    version: int = 1
    total_words: tuple[str, ...] = TOTAL_WORDS
    aside: tuple[str, ...] = ()  # heads of our own lists that a file does not set: nobody needs to be asked about them
    by_key: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {column.key: column for column in self.columns})


@dataclass(frozen=True)
class Fault:
    """一处问题: an error stops the import, a hint (提示) asks to confirm. `column` counts from 0, None concerns the whole row."""

    row: int
    column: int | None
    key: str
    severity: Literal["error", "hint"]
    value: str
    wanted: str
    basis: str = ""
    way: str = ""
    label: str = ""

    @property
    def place(self) -> str:
        """位置 as the clerk knows it: D19, or 第19行."""
        return f"{letter(self.column)}{self.row}" if self.column is not None else f"第{self.row}行"

    @property
    def sentence(self) -> str:
        """整句: where, the value found, what it should be, on what basis, how to mend it."""
        found = f"“{self.value}”" if self.value else "空白"
        subject = f"{self.place}{f' {self.label}' if self.label else ''}{found if self.column is not None or self.value else ''}"
        return "".join((f"{subject}：", self.wanted, f"（依据：{self.basis}）" if self.basis else "", "。" if self.wanted else "",
                        f"{self.way}。" if self.way else "")).replace("。。", "。")


def letter(index: int) -> str:
    """列号 of a column counted from 0: A, B, … AA."""
    text, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
