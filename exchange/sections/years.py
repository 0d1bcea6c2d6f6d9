"""导入企业年度指标: one row a year of an enterprise; a new enterprise is registered with it, a known year is corrected with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.errors import Refusal
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.intake.values import identifier, integer, money, number, text
from landplan.lib.text import name_key
from parcels.models import Enterprise, EnterpriseYear
from parcels.rules.enterprises import FIGURES
from parcels.services import record_year, register_enterprise

from ..choices import RowAction
from .base import Place, Planned, given, value_of
from .by_row import RowImporter, section_of

_MONEY = (("output", "产值", ("工业产值", "总产值", "年产值")), ("tax", "税收", ("年税收", "实缴税收", "纳税额")),
          ("relief", "退税和减免", ("减免税", "退税")), ("profit", "利润", ("利润总额",)),
          ("investment", "固定资产投资", ("固投", "累计固定资产投资")))
_WAN = 10_000


class Years(RowImporter):
    """企业年度指标."""

    key, title, noun, sentence = "years", "企业年度指标", "条指标", "企业年度指标由县区填报员导入。"
    told = "一家企业一年一行，金额按万元。没有登记的企业一并登记；改已登记的一年要写更正原因。"

    def may(self, actor: Actor) -> bool:
        return actor.role == "county_clerk"

    def section(self, place: Place) -> Section:
        return section_of(
            self,
            Column("name", "企业名称", text, ("单位名称", "企业"), is_required=True, limit=120, width=30),
            Column("credit_code", "统一社会信用代码", identifier, ("信用代码", "社会信用代码"), limit=18, width=22, note="18 位，设成文本格式"),
            Column("year", "年度", integer, ("年份", "统计年度"), is_required=True, note="如 2020"),
            *(Column(key, label, money, aliases, unit="万元", is_signed=key == "profit", note="空白是没有报，不是 0")
              for key, label, aliases in _MONEY),
            Column("energy", "能耗", number, ("综合能耗",), unit="吨标准煤"),
            Column("source", "数据来源", text, ("来源",), limit=200, width=24, is_required=True, note="哪个部门的哪份材料"),
            Column("reason", "更正原因", text, limit=500, width=24, note="改已登记的一年必填"),
        )

    def look(self, rows: Sequence[ReadRow], place: Place) -> tuple[dict, dict, dict, set]:
        firms = list(Enterprise.objects.filter(region_id=place.actor.region_id))
        years: dict[tuple[int, int], EnterpriseYear] = {}
        for one in EnterpriseYear.objects.filter(region_id=place.actor.region_id).order_by("number"):
            years[one.enterprise_id, one.year] = one
        return {name_key(one.name): one for one in firms}, {one.credit_code: one for one in firms if one.credit_code}, years, set()

    def one(self, planned: Planned, row: ReadRow, look: tuple, place: Place) -> None:
        names, codes, years, seen = look
        name, code, year = value_of(row, "name", ""), value_of(row, "credit_code", ""), value_of(row, "year")
        planned.label = f"{name} {year}年"
        if (name_key(name), year) in seen:
            raise Refusal("文件里这家企业的这一年有两行。请删去一行。", field="year", code="twice")
        seen.add((name_key(name), year))
        firm = codes.get(code) if code else names.get(name_key(name))
        if code and firm is None and (other := names.get(name_key(name))) is not None and other.credit_code not in ("", code):
            raise Refusal(f"“{name}”登记的信用代码是 {other.credit_code}，文件里是 {code}。请核对。", field="credit_code", code="other_code")
        firm = firm or names.get(name_key(name))
        values = {key: value_of(row, key) for key in FIGURES if given(row, key)}
        values |= {key: value * _WAN for key, value in values.items() if key != "energy" and value is not None}
        last = years.get((firm.id, year)) if firm else None
        planned.data = {"enterprise_id": firm.id if firm else None, "name": name, "credit_code": code, "year": year,
                        "seen": last.number if last else 0, "values": {**({key: getattr(last, key) for key in FIGURES} if last else {}), **values},
                        "source": value_of(row, "source", ""), "reason": value_of(row, "reason", "")}
        planned.action = RowAction.CREATE if last is None else RowAction.CHANGE
        if last is not None:
            planned.object_id = last.id
            planned.changes = [(label, _told(getattr(last, key), key), _told(values[key], key))
                               for key, label in _LABELS.items() if key in values and values[key] != getattr(last, key)]
            if not planned.changes:
                planned.action, planned.data = RowAction.SAME, None

    def do(self, planned: Planned, place: Place, told: str) -> None:
        data = dict(planned.data)
        firm = {"name": data.pop("name"), "credit_code": data.pop("credit_code")}
        if data["enterprise_id"] is None:
            known = Enterprise.objects.filter(region_id=place.actor.region_id, name=firm["name"]).first()  # an earlier row of the file
            data["enterprise_id"] = (known or register_enterprise(actor=place.actor, region_id=place.actor.region_id, **firm)).id
        record_year(actor=place.actor, **data)


_LABELS = {key: f"{label}（万元）" for key, label, _ in _MONEY} | {"energy": "能耗（吨标准煤）"}


def _told(value, key: str) -> str:
    return "空" if value is None else plain(value if key == "energy" else value / _WAN)
