"""导入供应: 供地结果 in the columns and order of the land market's own list; each one is entered with its parcel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.intake.values import area, choice, day, identifier, money, number, text
from parcels.models import Supply
from parcels.rules.documents import tidy_doc_no
from parcels.services import add_supply

from ..choices import RowAction
from .base import Place, Planned, text_of, value_of
from .by_row import RowImporter, section_of
from .finding import Land

_MODES = {"出让": "granted", "划拨": "allocated", "租赁": "leased", "协议出让": "granted", "招标": "granted", "拍卖": "granted", "挂牌": "granted",
          "招标出让": "granted", "拍卖出让": "granted", "挂牌出让": "granted", "公开出让": "granted"}
_KEPT_OUT = "本系统不存这一项，可以留着"
_ASIDE = (("source", "土地来源"), ("purpose", "土地用途"), ("years", "土地使用年限"), ("trade", "行业分类"), ("grade", "土地级别"))
_DAYS = (("handed", "约定交地时间"), ("start", "约定开工时间"), ("finish", "约定竣工时间"), ("started", "实际开工时间"),
         ("finished", "实际竣工时间"))


class Supplies(RowImporter):
    """供应."""

    key, title, noun, sentence = "supplies", "供应", "次供应", "供应由县区填报员导入。"
    told = "列名和次序照土地市场网的供地结果，按地块编号、电子监管号或名称对上宗地。已登记的只核对，不用文件改。"

    def may(self, actor: Actor) -> bool:
        return actor.role == "county_clerk"

    def section(self, place: Place) -> Section:
        aside = [Column(key, label, text, note=_KEPT_OUT) for key, label in _ASIDE]
        days = [Column(key, label, day, note=_KEPT_OUT) for key, label in _DAYS]
        return section_of(
            self,
            Column("region", "行政区", text, ("县区", "行政区域")),
            Column("supervision_no", "电子监管号", identifier, ("监管号",), width=22, note="设成文本格式"),
            Column("name", "项目名称", text, ("地块名称", "宗地名称"), width=28),
            Column("location", "项目位置", text, ("坐落", "位置"), width=28, note=_KEPT_OUT),
            Column("area", "面积", area, ("供应面积", "供地面积", "土地面积", "面积(公顷)"), is_required=True, unit="公顷"),
            aside[0], aside[1],
            Column("mode", "供地方式", choice, ("供应方式", "供应方式类型"), choices=_MODES, is_required=True),
            *aside[2:],
            Column("price", "成交价格", money, ("成交价", "价款", "出让价款", "成交价格(万元)"), unit="万元"),
            Column("paid", "分期支付约定", text, note=_KEPT_OUT),
            Column("holder", "土地使用权人", text, ("受让人", "用地单位"), width=24, note=_KEPT_OUT),
            Column("ratio_most", "约定容积率上限", number, note=_KEPT_OUT), Column("ratio_least", "约定容积率下限", number, note=_KEPT_OUT),
            *days,
            Column("authority", "批准单位", text, ("批准机关",), note=_KEPT_OUT),
            Column("supplied_on", "合同签订日期", day, ("供应日期", "签订日期", "合同日期", "划拨日期"), is_required=True),
            Column("parcel_no", "地块编号", identifier, ("宗地编号",), width=18, note="台账里的编号；空白的按电子监管号或名称找"),
            Column("doc_no", "合同编号或划拨决定书", text, ("合同编号", "合同号", "划拨决定书号"), limit=80, width=22, note="空白的用电子监管号"),
        )

    def look(self, rows: Sequence[ReadRow], place: Place) -> tuple[Land, dict]:
        known = defaultdict(list)
        for one in Supply.objects.filter(region_id=place.actor.region_id, voided_at=None):
            known[one.parcel_id, tidy_doc_no(one.doc_no)].append(one)
        return Land(place.actor.region_id, rows), known

    def one(self, planned: Planned, row: ReadRow, look: tuple, place: Place) -> None:
        land, known = look
        planned.label = f"{value_of(row, 'name', '')} {value_of(row, 'doc_no', '')}".strip()
        parcel = land.of(row)
        price = value_of(row, "price")
        data = {"mode": value_of(row, "mode"), "doc_no": tidy_doc_no(value_of(row, "doc_no") or value_of(row, "supervision_no", "")),
                "supplied_on": value_of(row, "supplied_on"), "area": value_of(row, "area", Decimal(0)) * 15,
                "price": None if price is None else price * 10_000}
        planned.label = f"{parcel.parcel_no} {parcel.name} {data['doc_no']}"
        if not data["doc_no"]:
            raise Refusal("合同编号和电子监管号都没有填。请填其中一个，供应才认得出来。", field="doc_no", code="missing")
        for one in known[parcel.id, data["doc_no"]]:
            self._compare(planned, one, data)
            return
        known[parcel.id, data["doc_no"]].append(Supply(**data))
        planned.action, planned.data = RowAction.CREATE, {"parcel_id": parcel.id, **data}

    def _compare(self, planned: Planned, one: Supply, data: dict) -> None:
        planned.object_id = one.pk
        if wrong := [name for name, value in data.items() if value is not None and getattr(one, name) != value]:
            told = "；".join(f"已有的是{text_of(getattr(one, name))}，这一行是{text_of(data[name])}" for name in wrong)
            raise Conflict(f"这宗地已有 {one.doc_no} 的供应，不可用文件改（{told}）。同一合同只登记一次；是另一次供应的，核对合同编号。",
                           field=wrong[0], code="registered")
        if one.pk is None:
            raise Refusal("与前面的一行相同。请删去一行。", code="twice")

    def do(self, planned: Planned, place: Place, told: str) -> None:
        add_supply(actor=place.actor, **planned.data)
