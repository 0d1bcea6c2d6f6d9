"""盘而不活: land that was supplied or disposed of and is again not begun in time (LED-16)."""

from __future__ import annotations

from datetime import date

YEARS = 1
BASIS = ("驻政办〔2021〕19号 一（二）3“严防盘而不活，形成新的闲置浪费”；满一年的尺度取《闲置土地处置办法》第二条"
         "“超过约定的动工开发日期满一年未动工开发”，只作提醒，是否闲置依法认定")


def last_start(today: date) -> date:
    """约定动工早于这一天的，已满一年: the year is full when its last day is over."""
    try:
        return today.replace(year=today.year - YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year - YEARS, day=28)
