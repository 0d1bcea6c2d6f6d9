"""逐行办的导入: what goes row by row through the service of a single entry. The check tries each row with that very service
and takes it back, so that nothing is said twice and nothing is missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from landplan.lib.bulk import chunks
from landplan.lib.errors import Refusal
from landplan.lib.intake.columns import Section
from landplan.lib.intake.rows import ReadRow

from ..choices import RowAction
from .base import Importer, Place, Planned, names_of

MOST = 2_000  # rows of one file: while they are written others wait for the chain of the trail
_TRIED = 50  # rows tried in one transaction that is taken back


class RowImporter(Importer):
    """一行一办. Subclasses say what the rows are compared with (`look`), what a row means (`one`) and how it is done (`do`)."""

    def look(self, rows: Sequence[ReadRow], place: Place) -> Any:
        """What stands there already, in a fixed number of queries."""
        raise NotImplementedError

    def one(self, planned: Planned, row: ReadRow, look: Any, place: Place) -> None:
        """Fill in what the row means: action, label, changes, data. Raises Refusal for what cannot be."""
        raise NotImplementedError

    def do(self, planned: Planned, place: Place, told: str) -> None:
        """Call the service."""
        raise NotImplementedError

    def plan(self, rows: Sequence[ReadRow], place: Place, *, tick: Callable[[int], None]) -> list[Planned]:
        if len(rows) > MOST:
            raise Refusal(f"文件里有 {len(rows)} 行，{self.title}一次最多导入 {MOST} 行。"
                          "请按年份或乡镇分成几个文件。", field="file", code="too_many_rows")
        columns, look, found = names_of(self.section(place).columns), self.look(rows, place), []
        for part in chunks(rows, _TRIED):
            some = [(Planned(row.number), row) for row in part]
            for planned, row in some:
                try:
                    self.one(planned, row, look, place)
                except Refusal as refusal:
                    planned.refuse(row, [refusal], columns)
            self._try([pair for pair in some if pair[0].action in (RowAction.CREATE, RowAction.CHANGE)], place, columns)
            found += [planned for planned, _ in some]
            tick(len(found))
        return found

    def apply(self, plan: Sequence[Planned], place: Place, *, told: str) -> None:
        for one in plan:
            try:
                self.do(one, place, f"{told} 第{one.number}行")
            except Refusal as refusal:
                raise Refusal(f"第{one.number}行：{refusal.message}", code=refusal.code)

    def _try(self, pairs: list[tuple[Planned, ReadRow]], place: Place, columns: dict) -> None:
        """试办 and take back: each row in a savepoint, all of them in a transaction that is never kept."""
        with transaction.atomic():
            for planned, row in pairs:
                try:
                    with transaction.atomic():
                        self.do(planned, place, "试办")
                except Refusal as refusal:
                    planned.refuse(row, [refusal], columns)
            transaction.set_rollback(True)


def section_of(importer: Importer, *columns) -> Section:
    """列 of a section."""
    return Section(key=importer.key, title=importer.title, columns=columns)
