"""期限: months and years from a day, and since when land lies unstarted."""

from __future__ import annotations

import calendar
from datetime import date

from ..clocks import LAW, clocks_of, start_of
from ..purposes import INDUSTRIAL_LAND
from .base import Land

REMIND_DAYS = 30  # 到期前多少天提醒; no document says it


def months_after(start: date, months: int) -> date:
    """几个月后的同一日; the last day of a shorter month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def full_months(start: date, today: date) -> int:
    """满几个月."""
    found = (today.year - start.year) * 12 + today.month - start.month
    return found - 1 if months_after(start, found) > today else found


def unstarted_for(land: Land, years: int, basis: str) -> list[str]:
    """未动工开发满几年 as a condition: not begun, and the years are full today (rules.clocks)."""
    if land.started_on:
        return [f"只用于未动工开发满{years}年的（{basis}），本宗 {land.started_on} 已动工；已动工而未达比例的，按{LAW}第十二条协商处置"]
    start, how, _ = start_of(land.start, land.today)
    if start is None:
        return [f"要从应动工日算满{years}年（{basis}），本宗{how}"]
    clock = next(one for one in clocks_of(land.start, land.today) if one.code == f"year{years}")
    if land.today >= clock.on:
        return []
    months = max(0, full_months(start, land.today))
    return [f"只用于未动工开发满{years}年的（{basis}），本宗应动工日 {start}，满{years}年之日 {clock.on}，到今天满 {months} 个月"]


def industrial(land: Land, basis: str) -> list[str]:
    """工业用地 as a condition."""
    if INDUSTRIAL_LAND.covers(land.purpose):
        return []
    found = f"本宗土地用途是{land.purpose}，{INDUSTRIAL_LAND.told}" if land.purpose else "本宗没有填土地用途。请在宗地里补填"
    return [f"只用于工业用地（{basis}），{found}"]
