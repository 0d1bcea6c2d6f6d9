"""导入处置, as drafts: each still runs its way - evidence, 上报, 审核, 验收. What was reported is not touched by a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.intake.values import area, day, identifier, integer, text, yes_no
from landplan.lib.text import name_key
from parcels.choices import DisposalState
from parcels.models import Disposal, Parcel
from parcels.rules.documents import tidy_doc_no
from parcels.rules.steps import EDITABLE
from parcels.selectors.measures import measures_for
from parcels.services import draft_disposal, edit_disposal

from ..choices import RowAction
from .base import Place, Planned, given, text_of, value_of
from .by_row import RowImporter, section_of
from .finding import Land

_LABELS = {"measure_id": "处置措施", "area": "处置面积", "disposed_on": "处置日期", "doc_no": "文书号", "system_on": "部系统录入日期",
           "is_backfill": "属于补录", "remark": "备注"}
_EMPTY = {"disposed_on": None, "system_on": None, "is_backfill": False}


class Disposals(RowImporter):
    """处置草稿."""

    key, title, noun, sentence = "disposals", "处置", "笔草稿", "处置由县区填报员导入。"
    told = "登记为草稿，佐证、上报、审核、验收照常办。已上报的不可用文件改。"

    def may(self, actor: Actor) -> bool:
        return actor.role == "county_clerk"

    def section(self, place: Place) -> Section:
        return section_of(
            self,
            Column("parcel_no", "地块编号", identifier, ("宗地编号", "编号"), width=18, note="台账里的编号"),
            Column("name", "地块名称", text, ("宗地名称", "项目名称"), width=28, note="没有编号时按名称找"),
            Column("number", "第几笔", integer, ("笔次",), width=8, note="改已有的草稿才填；新的留空"),
            Column("measure", "处置措施", text, ("措施", "处置方式"), is_required=True, width=22, note="措施目录里适用于这宗地的一种"),
            Column("area", "处置面积", area, ("面积", "本次处置面积"), is_required=True, unit="亩"),
            Column("disposed_on", "处置日期", day, ("日期", "处置时间"), note="如 2021-09-22"),
            Column("doc_no", "文书号", text, ("文号", "合同编号", "依据文书"), limit=80, width=24),
            Column("system_on", "部系统录入日期", day, ("系统录入日期",)),
            Column("is_backfill", "属于补录", yes_no, ("补录",), note="是 或 否"),
            Column("remark", "备注", text, limit=500, width=24),
        )

    def look(self, rows: Sequence[ReadRow], place: Place) -> tuple[Land, dict, dict]:
        known = defaultdict(list)
        for one in (Disposal.objects.filter(region_id=place.actor.region_id).exclude(state=DisposalState.VOIDED).select_related("measure", "parcel")
                    .order_by("number")):
            known[one.parcel_id].append(one)
        return Land(place.actor.region_id, rows), known, {}

    def one(self, planned: Planned, row: ReadRow, look: tuple, place: Place) -> None:
        land, known, seen = look
        planned.label = value_of(row, "name", "") or value_of(row, "parcel_no", "")
        parcel = land.of(row)
        values = self._values(row, parcel)
        planned.label = f"{parcel.parcel_no} {parcel.name} {value_of(row, 'measure', '')} {plain(values.get('area'))} 亩"
        self._once(row, parcel, values, seen)
        match = self._match(row, parcel, values, known[parcel.id])
        if match is None:
            planned.action, planned.data = RowAction.CREATE, {"parcel_id": parcel.id, "values": _new(values)}
            return
        planned.object_id, planned.label = match.id, f"{parcel.parcel_no} 第{match.number}笔"
        new = {name: value for name, value in values.items() if value != getattr(match, name)}
        if not new or set(new) <= {"area_typed", "area_unit"}:
            return
        if match.state not in EDITABLE:
            raise Conflict(f"{parcel.parcel_no} 第{match.number}笔{match.get_state_display()}，不可改。请从文件里删去这一行；"
                           "要改的，先撤回或等退回。", code="wrong_state")
        planned.action, planned.data = RowAction.CHANGE, {"disposal_id": match.id, "version": match.version, "values": new}
        planned.changes = [(_LABELS[name], str(match.measure.label) if name == "measure_id" else text_of(getattr(match, name)),
                            value_of(row, "measure", "") if name == "measure_id" else text_of(value))
                           for name, value in new.items() if name in _LABELS]

    def _values(self, row: ReadRow, parcel: Parcel) -> dict:
        names = ("disposed_on", "system_on", "is_backfill", "remark")
        values = {name: value_of(row, name, _EMPTY.get(name, "")) for name in names if given(row, name)}
        if given(row, "doc_no"):
            values["doc_no"] = tidy_doc_no(value_of(row, "doc_no", ""))
        if given(row, "area"):
            values |= {"area": value_of(row, "area"), "area_typed": plain(value_of(row, "area")), "area_unit": "mu"}
        offered = {name_key(one.label): one for one in measures_for(parcel.region, parcel.kind, parcel.cause, parcel.used_type)}
        wanted = value_of(row, "measure", "")
        if name_key(wanted) not in offered:
            labels = "、".join(str(one.label) for one in offered.values())
            raise Refusal(f"处置措施“{wanted}”不是这宗地（{parcel.get_kind_display()}）可选的。请从{labels}里选。",
                          field="measure", code="measure_unknown")
        return values | {"measure_id": offered[name_key(wanted)].id}

    def _match(self, row: ReadRow, parcel: Parcel, values: dict, known: list[Disposal]) -> Disposal | None:
        if number := value_of(row, "number"):
            match = next((one for one in known if one.number == number), None)
            if match is None:
                raise Refusal(f"{parcel.parcel_no} 的第 {number} 笔不存在。新的一笔，“第几笔”留空。", field="number", code="not_found")
            return match
        same = [one for one in known if one.measure_id == values["measure_id"]]
        facts = (values.get("area"), values.get("disposed_on"))
        alike = [one for one in same if (one.doc_no == values["doc_no"] if values.get("doc_no") else (one.area, one.disposed_on) == facts)]
        if len(alike) > 1:
            told = "；".join(f"第{one.number}笔 {plain(one.area)} 亩 {one.get_state_display()}" for one in alike[:5])
            raise Refusal(f"对得上的有 {len(alike)} 笔：{told}。系统不代为选择，请在“第几笔”列填上是哪一笔。", field="number", code="ambiguous")
        return alike[0] if alike else None

    def _once(self, row: ReadRow, parcel: Parcel, values: dict, seen: dict) -> None:
        key = (parcel.id, value_of(row, "number"), values["measure_id"], values.get("doc_no"), values.get("area"), values.get("disposed_on"))
        if key in seen:
            raise Refusal(f"与第 {seen[key]} 行是同一笔。请删去一行。", code="twice")
        seen[key] = row.number

    def do(self, planned: Planned, place: Place, told: str) -> None:
        if planned.action == RowAction.CREATE:
            draft_disposal(actor=place.actor, **planned.data)
        else:
            edit_disposal(actor=place.actor, **planned.data)


def _new(values: dict) -> dict:
    return {"disposed_on": None, "system_on": None, "is_backfill": False, "doc_no": "", "remark": ""} | values
