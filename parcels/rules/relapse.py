"""盘而不活: land that was supplied or disposed of and is again not begun in time (LED-16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from landplan.lib.area import plain
from landplan.lib.errors import Refusal

BASIS = ("驻政办〔2021〕19号 一（二）3“严防盘而不活，形成新的闲置浪费”；满一年的尺度取《闲置土地处置办法》第二条"
         "“超过约定的动工开发日期满一年未动工开发”，只作提醒，是否闲置依法认定")


def check_round(*, area: Decimal, whole: Decimal, from_on: date | None, closed_on: date, doc_no: str, reason: str, today: date) -> list[Refusal]:
    """能否开新一轮: how much fell idle again, since when, by which document and why."""
    found = [Refusal(f"没有填{label}。再次闲置是新的一轮，单独记录，要写明{label}。", field=field, code="missing") for field, label, value in (
        ("from_on", "再次闲置之日", from_on), ("doc_no", "依据文书", doc_no), ("reason", "原因", reason)) if not value]
    if not 0 < area <= whole:
        found.append(Refusal(f"再次闲置面积 {plain(area)} 亩不在 0 与宗地面积 {plain(whole)} 亩之间。请写实际再次闲置的面积。",
                             field="relapsed_area", code="area_over"))
    if from_on and from_on > today:
        found.append(Refusal(f"再次闲置之日 {from_on} 晚于今天 {today}。请写实际日期。", field="from_on", code="day_future"))
    if from_on and from_on < closed_on:
        found.append(Refusal(f"再次闲置之日 {from_on} 早于上一轮销号的 {closed_on}。那时还在上一轮：销号有误的，请选“销号有误”。",
                             field="from_on", code="day_order"))
    return found
