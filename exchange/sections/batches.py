"""导入批次: approvals of conversion and expropriation, known by their number in the county."""

from __future__ import annotations

from collections.abc import Sequence

from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.intake.values import area, choice, day, text, yes_no
from parcels.choices import Authority
from parcels.models import ApprovalBatch
from parcels.rules.documents import tidy_doc_no
from parcels.services import register_batch

from ..choices import RowAction
from .base import Place, Planned, given, text_of, value_of
from .by_row import RowImporter, section_of

_AREAS = ("area", "area_new_construction", "area_agricultural", "area_arable", "area_supplied")
_NAMES = ("approval_no", "name", "approved_on", "authority", "is_single_site", *_AREAS)


class Batches(RowImporter):
    """批次、单独选址项目."""

    key, title, noun, sentence = "batches", "批次", "个批次", "批次由县区填报员导入。"
    told = "用地批文：先有批次，宗地才能填批准文号。已登记的批次只核对，不用文件改。"

    def may(self, actor: Actor) -> bool:
        return actor.role == "county_clerk"

    def section(self, place: Place) -> Section:
        authorities = {str(label): code for code, label in Authority.choices}
        authorities |= dict.fromkeys(("省", "省人民政府", "河南省人民政府"), str(Authority.PROVINCE.value))
        return section_of(
            self,
            Column("approval_no", "批准文号", text, ("省批文号", "批文号", "文号"), is_required=True, limit=80, width=26,
                   note="如 豫政土〔2019〕123号；方括号会改成〔〕"),
            Column("name", "批次或项目名称", text, ("批次名称", "项目名称", "批次"), is_required=True, limit=120, width=34),
            Column("approved_on", "批准日期", day, ("批准时间", "批复日期"), note="如 2019-06-30"),
            Column("authority", "批准机关", choice, ("批准单位",), choices=authorities, width=12),
            Column("is_single_site", "单独选址", yes_no, ("是否单独选址", "类型"), note="是 或 否"),
            Column("area", "批准面积", area, ("总面积", "面积", "批准总面积"), is_required=True, unit="亩"),
            Column("area_new_construction", "新增建设用地", area, ("其中新增建设用地", "新增建设用地面积"), unit="亩"),
            Column("area_agricultural", "农用地", area, ("其中农用地", "农用地面积"), unit="亩"),
            Column("area_arable", "耕地", area, ("其中耕地", "耕地面积"), unit="亩"),
            Column("area_supplied", "基准日前已供面积", area, ("已供面积", "供应面积"), unit="亩"),
        )

    def look(self, rows: Sequence[ReadRow], place: Place) -> dict[str, ApprovalBatch]:
        return {tidy_doc_no(one.approval_no): one for one in ApprovalBatch.objects.filter(region_id=place.actor.region_id)}

    def one(self, planned: Planned, row: ReadRow, look: dict, place: Place) -> None:
        values = {name: value_of(row, name, "" if name in ("approval_no", "name", "authority") else None) for name in _NAMES}
        values["approval_no"], values["is_single_site"] = tidy_doc_no(values["approval_no"]), bool(values["is_single_site"])
        planned.label = f"{values['approval_no']} {values['name']}"
        known = look.get(values["approval_no"])
        if isinstance(known, int):
            raise Refusal(f"与第 {known} 行是同一个批准文号。请删去一行。", field="approval_no", code="twice")
        if known is None:
            look[values["approval_no"]] = row.number
            planned.action, planned.data = RowAction.CREATE, values
            return
        planned.object_id = known.id
        if wrong := [name for name in _NAMES[1:] if given(row, name) and values[name] != getattr(known, name)]:
            told = "；".join(f"登记的是{text_of(getattr(known, name))}，文件里是{text_of(values[name])}" for name in wrong)
            raise Conflict(f"批准文号 {known.approval_no} 已登记，不可用文件改（{told}）。文件有误的请改回；登记有误的，请在批次页办。",
                           field=wrong[0], code="registered")

    def do(self, planned: Planned, place: Place, told: str) -> None:
        register_batch(actor=place.actor, region_id=place.actor.region_id, values=planned.data)
