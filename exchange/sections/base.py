"""一类导入: its columns, how a row is matched to what stands there, what becomes of it, which service of a lower floor takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import Field

from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.errors import Refusal, Refusals
from landplan.lib.intake.columns import Column, Fault, Section, Value
from landplan.lib.intake.rows import ReadRow

from ..choices import RowAction

ERROR, HINT = "error", "hint"
_SAYING = ("value", "dash")
NOT_FILLED = ("未填", "无")  # what our own exports write into empty cells


@dataclass
class Planned:
    """一行会怎样. `changes` are (label, old, new) as a person reads them; `data` is what `apply` needs; `key` names the object
    in plain text, so that two plans of the same file can be compared."""

    number: int
    action: RowAction = RowAction.SAME
    label: str = ""
    object_id: int | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    data: Any = None

    @property
    def is_wrong(self) -> bool:
        """Whether this row keeps the whole file out."""
        return self.action in (RowAction.REFUSED, RowAction.AMBIGUOUS)

    def refuse(self, row: ReadRow, found: Iterable[Refusal], columns: dict[str, Column]) -> None:
        """Put refusals of rules on their cells; the row is refused."""
        for one in found:
            for refusal in one.items if isinstance(one, Refusals) else [one]:
                self.faults.append(fault_of(row, refusal, columns))
            self.action = RowAction.REFUSED


def fault_of(row: ReadRow, refusal: Refusal, columns: dict[str, Column], *, severity: str = ERROR) -> Fault:
    """错处 of a cell (or of the row) in the words of a rule's refusal."""
    key = refusal.field if refusal.field in columns else ""
    value = row.values[key].raw if key and key in row.values else ""
    return Fault(row=row.number, column=None, key=key, severity=severity, value=value, wanted=refusal.message, basis="", way="",
                 label=columns[key].label if key else "")


@dataclass(frozen=True)
class Place:
    """去处: who imports, into which county, plan or table; `options` as the person chose them."""

    actor: Actor
    options: dict


class Importer:
    """一类导入. Subclasses say the rest; `plan` reads, `apply` writes through services, in the caller's transaction."""

    key: str = ""
    title: str = ""
    noun: str = "行"
    sentence: str = ""  # who may
    told: str = ""  # what it does, in a sentence

    def may(self, actor: Actor) -> bool:
        raise NotImplementedError

    def fields(self, actor: Actor) -> dict[str, Field]:
        """去处: what a person chooses besides the file (form fields by name)."""
        return {}

    def section(self, place: Place) -> Section:
        """列 as this sender's document names them."""
        raise NotImplementedError

    def check_options(self, place: Place) -> None:
        """去处选得对不对. Raises Refusal."""
        unknown = sorted(set(place.options) - set(self.fields(place.actor)))
        if unknown:
            raise Refusal(f"“{'、'.join(unknown)}”不是导入{self.title}要填的。请去掉它。", field=unknown[0], code="unknown")

    def plan(self, rows: Sequence[ReadRow], place: Place, *, tick: Callable[[int], None]) -> list[Planned]:
        """逐行算出会怎样; `tick` is told how many rows are done."""
        raise NotImplementedError

    def apply(self, plan: Sequence[Planned], place: Place, *, told: str) -> None:
        """办. `told` names the import in the trail. Raises Refusal: then nothing of the file is kept."""
        raise NotImplementedError


def text_of(value: object, choices: dict[str, str] | None = None) -> str:
    """一个值 as a person reads it in a preview."""
    if value.__class__ is str and value:  # nearly all
        return choices.get(value, value) if choices else value
    if value is None or value == "":
        return "空"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    return (choices or {}).get(str(value), str(value))


def given(row: ReadRow, key: str) -> bool:
    """Whether the cell says something: a blank one says nothing and leaves alone what stands there."""
    value = row.values.get(key)
    return value is not None and says(value)


def says(value: Value) -> bool:
    """Whether a cell says something: a value, or that there is none (“/”)."""
    return value[0] in _SAYING and value[2].strip() not in NOT_FILLED


def value_of(row: ReadRow, key: str, empty: object = None) -> Any:
    """The value of a cell; “/” and “—” are said to be empty."""
    value = row.values.get(key)
    return value[1] if value is not None and value[0] == "value" and value[2].strip() not in NOT_FILLED else empty


def names_of(columns: Iterable[Column]) -> dict[str, Column]:
    """列 by key."""
    return {column.key: column for column in columns}
