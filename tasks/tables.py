"""附表的内容: head and rows of an annex in the issued form, for the page and for the file alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import plain

from .choices import TableKey
from .rules.forms import HeadCell, head_of
from .selectors.annex_progress import ProgressCell, ProgressRow
from .selectors.annexes import Annex, AnnexRow


@dataclass(frozen=True)
class PaperCell:
    """一格 of the form: `kind` says how it is written - label, printed, percent, area, ratio, rank, text."""

    kind: str
    value: str | int | Decimal | Fraction | None

    @property
    def text(self) -> str:
        """照录的文字 of a printed cell."""
        if self.value is None or isinstance(self.value, str):
            return self.value or ""
        return plain(Decimal(self.value)) + ("%" if self.kind == "percent" else "") if not isinstance(self.value, Fraction) else ""


@dataclass(frozen=True)
class Paper:
    """一张表: title, the line under it, head with merged cells, rows."""

    key: str
    title: str
    above: list[tuple[str, str]]
    head: list[list[HeadCell]]
    rows: list[list[PaperCell]]
    sums: list[bool]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else sum(cell.cols for cell in self.head[0])


def paper_of(annex: Annex, progress: list[ProgressRow] | None = None) -> Paper:
    """附件 as issued, or with the progress filled in."""
    key = annex.table.key
    cells = [progress[i].cells if progress else None for i in range(len(annex.rows))]
    rows = [_ROWS[key](row, cells[i]) for i, row in enumerate(annex.rows)]
    title = f"{annex.table.title}（含进度）" if progress else annex.table.title
    return Paper(key, title, _above(annex), head_of(key, progress is not None), rows, [row.is_sum for row in annex.rows])


def _above(annex: Annex) -> list[tuple[str, str]]:
    """The lines between title and head, left and right."""
    dated = annex.table.dated_on
    lines = [("", f"{dated.year}. {dated.month}. {dated.day}")] if dated else []
    left = "报送时间：" if annex.table.key == TableKey.ANNEX4 else ""
    return [*lines, (left, f"单位：{annex.table.unit}")]


def _printed(row: AnnexRow) -> list[PaperCell]:
    return [PaperCell("percent" if cell.column.kind == "rate" else "printed", cell.value) for cell in row.cells]


def _annex2(row: AnnexRow, cells: list[ProgressCell] | None) -> list[PaperCell]:
    tail = [PaperCell(kind, None) for kind in ("area", "ratio", "rank", "text")]
    if cells:
        one = cells[0]
        tail = [PaperCell("area", one.done), _ratio(one), PaperCell("rank", _rank(one)), PaperCell("text", one.remark)]
    return [PaperCell("label", row.row.label), *_printed(row), *tail]


def _annex3(row: AnnexRow, cells: list[ProgressCell] | None) -> list[PaperCell]:
    found, printed = [PaperCell("printed", row.row.seq), PaperCell("label", row.row.label)], _printed(row)
    for i in range(3):
        found += printed[4 * i: 4 * i + 4]
        if cells:
            found += [PaperCell("area", cells[i].done), _ratio(cells[i])]
    return found


def _annex4(row: AnnexRow, cells: list[ProgressCell] | None) -> list[PaperCell]:
    done = [PaperCell("area", one.done) for one in cells] if cells else [PaperCell("area", None)] * 3
    return [PaperCell("label", row.row.label), *_printed(row), *done, PaperCell("text", None)]


def _own(row: AnnexRow, cells: list[ProgressCell] | None) -> list[PaperCell]:
    found, printed = [PaperCell("label", row.row.label), PaperCell("text", row.row.period)], _printed(row)
    for i in range(3):
        found += printed[3 * i: 3 * i + 3]
        if cells:
            found += [PaperCell("area", cells[i].done), _ratio(cells[i])]
    return found


def _ratio(cell: ProgressCell) -> PaperCell:
    """完成率; 「—」 where something was done, or could be, but there is no quota."""
    return PaperCell("text", "—") if cell.rate is None and cell.done is not None else PaperCell("ratio", cell.rate)


def _rank(cell: ProgressCell) -> str | int | None:
    if cell.rank is None:
        return "—" if cell.done is not None else None
    return f"并列{cell.rank}" if cell.is_shared else cell.rank


_ROWS = {TableKey.ANNEX2: _annex2, TableKey.ANNEX3: _annex3, TableKey.ANNEX4: _annex4, TableKey.OWN: _own}
