"""导入任务分解表 into a draft of the office: the whole table of a file takes the place of the rows that stand there (QTA-08).

Figures are those of the file: blank is not 0, a rate belongs to its row, the printed total is kept and the difference said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms

from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.errors import Refusal
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.intake.values import area, ratio, text
from tasks.choices import DraftState, RowKind, TableKey
from tasks.models import PlanDraft
from tasks.policies import may_govern, may_govern_plans
from tasks.rules.columns import COLUMNS
from tasks.rules.drafts import KEYS, Line
from tasks.rules.quota_files import percent_of
from tasks.selectors.plan_file import drafts_open, sums_of
from tasks.services import save_quotas
from tasks.services.drafts import quota_rows

from ..choices import RowAction
from .base import HINT, Importer, Place, Planned, fault_of, names_of, value_of

_OWN = COLUMNS[TableKey.OWN]
_RATES = {column.key for column in _OWN if column.kind == "rate"}


class Quotas(Importer):
    """任务分解表, of a draft that is not issued yet."""

    key, title, noun, sentence = "quotas", "任务分解表", "行", "任务分解表由领导小组办公室导入。"
    told = "导入到一份拟定里：文件是整张表，替换那里原来的各行。空白不是 0，任务率按行，合计照印发的写、差数说明。已印发的办任务调整。"

    def may(self, actor: Actor) -> bool:
        return may_govern_plans(actor)

    def fields(self, actor: Actor) -> dict[str, forms.Field]:
        choices = [(str(one.pk), str(one)) for one in drafts_open()]
        return {"draft": forms.ChoiceField(
            label="拟定", choices=choices or [("", "没有拟定中的方案")], error_messages={"required": "没有选拟定。请先在方案里开始拟定任务分解。"},
            help_text="导入到哪一份；没有的先在方案里“填任务分解”或“照此拟定新方案”")}

    def section(self, place: Place) -> Section:
        columns = [Column(one.key, one.name, *((ratio, (), False, "如 60%，按行填") if one.key in _RATES else (area,)),
                          unit="%" if one.key in _RATES else "亩", places=2) for one in _OWN]
        return Section(key=self.key, title=self.title, total_words=(), columns=(
            Column("label", "单位", text, ("单位名称", "县区", "县（区）", "责任单位"), is_required=True, limit=40, width=20,
                   note="“小计”“合计”行也写上，照印发的数"),
            Column("period", "期间", text, ("年度", "年份"), limit=20, note="如 2023年；不分期间的不写"), *columns))

    def check_options(self, place: Place) -> None:
        super().check_options(place)
        _draft(place)

    def plan(self, rows: Sequence[ReadRow], place: Place, *, tick: Callable[[int], None]) -> list[Planned]:
        draft = _draft(place)
        lines = [Line(row.number, _texts(row)) for row in rows]
        faults, made = quota_rows(lines, draft.region)
        planned = [_compared(line, row, draft) for line, row in zip(lines, made, strict=True)]
        _put(planned, rows, faults, names_of(self.section(place).columns))
        if planned:
            _tell_gone(planned[0], made, draft)
            _tell_differences(planned, rows, made, names_of(self.section(place).columns))
        for one in planned:
            one.data = {"draft_id": draft.pk, "version": draft.version, "lines": lines}
        return planned

    def apply(self, plan: Sequence[Planned], place: Place, *, told: str) -> None:
        """The table is one thing: it is saved whole, by one call."""
        if plan:
            save_quotas(plan[0].data["draft_id"], actor=place.actor, version=plan[0].data["version"], head={}, lines=plan[0].data["lines"],
                        reason=told)


def _draft(place: Place) -> PlanDraft:
    """拟定中的一份 of the sender's territory. Raises Refusal."""
    text = str(place.options.get("draft", ""))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    found = PlanDraft.objects.filter(pk=number).select_related("region", "plan__document").first()
    if found is None or not may_govern(place.actor, found.region_id):
        raise Refusal("没有选拟定，或这一份不在你的辖区。请先在方案里开始拟定任务分解，再选它。", field="draft", code="not_found")
    if found.state != DraftState.DRAFT:
        raise Refusal(f"这一份{found.get_state_display()}，任务量已锁定，不能用文件改。要改的，请办任务调整，出新的一版。", field="draft",
                      code="locked")
    return found


def _texts(row: ReadRow) -> dict[str, str]:
    """各格的文字; what is no figure is blank."""
    found = {key: value_of(row, key, "") for key in ("label", "period")}
    for key in KEYS[2:]:
        value = value_of(row, key)
        if value is not None and key in _RATES:
            value = percent_of(value, has_sign=row.values[key].raw.endswith(("%", "％")))
        found[key] = "" if value is None else f"{plain(value)}%" if key in _RATES else plain(value)
    return found


def _compared(line: Line, row: dict, draft: PlanDraft) -> Planned:
    planned = Planned(line.number, label=" ".join(filter(None, (row["label"], row["period"]))))
    before = next((one["cells"] for one in draft.table["rows"] if _name(one) == _name(row)), None)
    planned.action = RowAction.CREATE if before is None else RowAction.SAME
    for column in _OWN:
        old, new = (before or {}).get(column.key, ""), row["cells"].get(column.key, "")
        if old != new:
            planned.changes.append((column.name, "" if before is None else old or "空", new or "空"))
    if before is not None and planned.changes:
        planned.action = RowAction.CHANGE
    return planned


def _name(row: dict) -> tuple[str, str]:
    return row["label"], row["period"]


def _put(planned: list[Planned], rows: Sequence[ReadRow], faults: list[Refusal], columns: dict[str, Column]) -> None:
    """Each refusal on its cell; what is wrong with the whole table stands on its first row."""
    at = {row.number: n for n, row in enumerate(rows)}
    for fault in faults:
        number, _, key = (fault.field or "").removeprefix("r").partition("_")
        n = at.get(int(number), 0) if number.isdigit() else 0
        if planned:
            planned[n].refuse(rows[n], [Refusal(fault.message, field=key, code=fault.code)], columns)


def _tell_gone(first: Planned, made: list[dict], draft: PlanDraft) -> None:
    """不再有的行: what stands in the draft and not in the file, told with the first row, since the file is the whole table."""
    there = {_name(row) for row in made}
    names = {column.key: column.name for column in _OWN}
    for row in draft.table["rows"]:
        if _name(row) not in there:
            held = "；".join(f"{names[key]} {cell}" for key, cell in row["cells"].items() if cell) or "没有数"
            first.changes.append((f"去掉“{' '.join(filter(None, _name(row)))}”", held, "文件里没有这一行"))
            if first.action == RowAction.SAME:
                first.action = RowAction.CHANGE


def _tell_differences(planned: list[Planned], rows: Sequence[ReadRow], made: list[dict], columns: dict[str, Column]) -> None:
    """合计照印发: where the units add up to another figure than the printed total, the row of the total says so."""
    for n, row in enumerate(made):
        for key, total, printed in sums_of({"rows": made}) if row["kind"] == RowKind.TOTAL else ():
            if printed is not None and printed != total:
                said = f"各单位之和 {plain(total)}，印发合计 {plain(printed)}，差 {printed - total:+f}；合计照印发的写"
                planned[n].faults.append(fault_of(rows[n], Refusal(said, field=key), columns, severity=HINT))
