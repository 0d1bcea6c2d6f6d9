"""亩均与标准地指标发布: what a set of control indicators holds, how its versions follow each other, which one a supply keeps (POL-05)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from landplan.lib.errors import Refusal

from .parks import ENTRY, MAIN, TARGET

BASIS = ("宝政办〔2021〕34号 二（二）1（1）“研究确定我县产业集聚区亩均工业税收目标。研究制定工业用地‘标准地’亩均投资强度、"
         "亩均税收、容积率3项主要控制性指标。结合实际，适时进行调整和发布”；三政办〔2021〕5号 二（二）1（1）")
CONVENTION = ("县区和园区的由本县区填报员登记，市的由领导小组办公室登记。调整就是发布新的一版，前一版到新版施行的前一日为止；"
              "宗地按供应日期用当时的版本，以后再调整也不变。同一天园区的先于县区的，县区的先于市的。按它供过地的版本不能作废（本系统的约定，文件没有写）")
ITEMS = {item.key: item for item in (*ENTRY, *TARGET)}


class Version(Protocol):
    """一版: `rank` says how near it is to the parcel (park, county, city)."""

    number: int
    from_on: date
    until_on: date | None


def read_values(typed: dict[str, str]) -> tuple[dict[str, str], list[Refusal]]:
    """各项指标 as they are kept: exact texts; what is left empty is not fixed. The three main ones must be there."""
    values, found = {}, []
    for key, item in ITEMS.items():
        if not typed.get(key):
            if key in MAIN:
                found.append(Refusal(f"{item.label}没有填。亩均投资强度、亩均税收、容积率三项必有（{BASIS}）。", field=key, code="missing"))
            continue
        try:
            values[key] = item.read(typed[key])
        except Refusal as refusal:
            refusal.field = key
            found.append(refusal)
    return values, found


def check_set(values: dict, *, before: Version | None, today: date) -> list[Refusal]:
    """一版的文号和日期: it begins after the one before it, so that no supply changes its version afterwards."""
    found = []
    if not values.get("document_no"):
        found.append(Refusal("文号没有填。请写发布指标的文件文号。", field="document_no", code="missing"))
    if values["published_on"] > today:
        found.append(Refusal(f"发布日期 {values['published_on']} 晚于今天 {today}。发布后再登记。", field="published_on", code="day_future"))
    if values["from_on"] < values["published_on"]:
        found.append(Refusal(f"施行日期 {values['from_on']} 早于发布日期 {values['published_on']}，已经供应的地会改用新指标。请核对文件。",
                             field="from_on", code="day_order"))
    if before and values["from_on"] <= before.from_on:
        found.append(Refusal(f"施行日期 {values['from_on']} 不晚于第{before.number}版的施行日期 {before.from_on}。新的一版要从后面的日期起。",
                             field="from_on", code="day_order"))
    if values.get("until_on") and values["until_on"] <= values["from_on"]:
        found.append(Refusal("有效期止早于施行日期。请核对文件；没有写的留空。", field="until_on", code="day_order"))
    return found


def in_force(versions: Iterable[Version], day: date) -> Version | None:
    """当日有效的一版, of one place; the highest number."""
    held = [one for one in versions if one.from_on <= day and (one.until_on is None or one.until_on > day)]
    return max(held, key=lambda one: one.number, default=None)


def shown_values(values: dict[str, str]) -> list[tuple[str, str, str]]:
    """(键, 指标, 数和单位) in the order of the document."""
    return [(key, item.label, item.shown(values[key])) for key, item in ITEMS.items() if key in values]
