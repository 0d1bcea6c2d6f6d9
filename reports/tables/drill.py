"""进度明细的字: what the figure is in one sentence, and each entry as a line - for page and file alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.http import urlencode

from landplan.lib.area import to_micro
from landplan.lib.clock import local
from parcels.choices import Nature
from parcels.models import AreaEntry
from tasks.rules.ranking import NO_DATA

from ..choices import Basis
from ..selectors.drill import TOTAL, WEEK, Figure
from ..selectors.progress import COMBINED
from .board import LABELS, moment_words, mu_text, printed_text, rate_text, signed_mu

# who records an entry of which nature (parcels.policies; corrections are two persons of the office)
RECORDERS = {Nature.ACCEPTED: "考核验收组", Nature.REVERSAL: "考核验收组", Nature.CORRECTION: "领导小组办公室"}


@dataclass(frozen=True)
class DrillAsked:
    """明细的地址."""

    as_of: str
    basis: str
    quota_class: str
    span: str
    region: str
    group: str
    plan: str = ""  # another than that of the post
    unit: str = ""  # the city or province whose counties make it

    def query(self, **changes: str) -> str:
        """The address with some of it changed; what is usual is left out."""
        usual = {"basis": Basis.RECORDED.value, "quota_class": COMBINED, "span": TOTAL}
        given = {name: getattr(self, name) for name in ("unit", "region", "group", "quota_class", "span", "as_of", "basis", "plan")} | changes
        return urlencode({name: value for name, value in given.items() if value and value != usual.get(name)})

    @property
    def here(self) -> str:
        return self.query()

    @property
    def board(self) -> str:
        """The board at the same moment, basis and class."""
        return self.query(region="", group="", span="")

    @property
    def spans(self) -> list[tuple[str, str, str]]:
        return [(one, label, self.query(span=one)) for one, label in ((TOTAL, "累计"), (WEEK, "本周"))]

    @property
    def classes(self) -> list[tuple[str, str, str]]:
        return [(one, label, self.query(quota_class=one)) for one, label in LABELS.items()]

    @property
    def bases(self) -> list[tuple[str, str, str]]:
        return [(one, label, self.query(basis=one)) for one, label in Basis.choices]

    def sums(self, micro: int, board: int, is_known: bool = True) -> dict:
        """合计 of the rows, and how far the board's figure is from it (they are equal unless totals were tampered with)."""
        is_known = is_known or bool(micro)
        return {"sum": mu_text(micro if is_known else None, NO_DATA), "is_known": is_known,
                "is_equal": micro == board, "board_sum": mu_text(board), "gap": signed_mu(board - micro)}


class Title(NamedTuple):
    """这个数是什么."""

    name: str
    label: str
    span: str
    quota: str
    rate: str

    @property
    def text(self) -> str:
        return f"{self.name} {self.label} {self.span}"


class EntryLine(NamedTuple):
    """一笔入账."""

    parcel_id: int
    disposal_id: int
    parcel_no: str
    number: int
    name: str
    county: str
    kind: str
    kind_label: str
    measure: str
    doc_no: str
    nature: str
    area: str
    micro: int
    at: datetime
    effective_at: datetime
    by: str
    reason: str


def title_of(figure: Figure, asked: DrillAsked) -> Title:
    """县区、类别、时段 and, of a cumulative figure of one row, quota and rate."""
    board, rows = figure.board, figure.rows
    shown = rows[0] if asked.region or len(board.rows) == 1 else next((g for g in board.groups if g.group == asked.group), None) \
        if asked.group else board.total
    one = shown.figures[asked.quota_class] if shown else None
    start = figure.after
    span = f"{moment_words(start)}之后，截至 {moment_words(board.moment)}" if start else f"截至 {moment_words(board.moment)}"
    has_rate = bool(one) and asked.span == TOTAL
    return Title(shown.name if shown else "", LABELS[asked.quota_class], span, printed_text(one.quota) if has_rate else "",
                 rate_text(one.done, one.quota) if has_rate else "")


def words_of(entry: AreaEntry) -> EntryLine:
    """一笔 in words."""
    disposal, parcel, micro = entry.disposal, entry.parcel, to_micro(entry.area)
    who = entry.recorded_by.name if entry.recorded_by else ""
    return EntryLine(
        parcel.id, disposal.id, parcel.parcel_no, disposal.number, parcel.name, entry.region.name, entry.kind, entry.get_kind_display(),
        disposal.measure.label, disposal.doc_no, entry.get_nature_display(), mu_text(micro), micro, local(entry.recorded_at),
        local(entry.effective_at), f"{RECORDERS[Nature(entry.nature)]} {who}".strip(), entry.reason)
