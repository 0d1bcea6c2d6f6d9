"""外部系统文件: the columns of the files that come in and go out, and how a row of them is read. Pure; areas in 亩.

The columns are stable: a change of their names or order is a new version, and a file says which version it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.errors import Refusal
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import name_key, parse_day
from parcels.rules.planning import Fault
from tasks.choices import IdlePart, QuotaClass

FIGURE_HEADS = ("县区", "批而未供（亩）", "闲置（亩）", "其中省厅基数（亩）", "其中内网新增（亩）", "低效工业用地（亩）")
FIGURE_KEYS = ((QuotaClass.UNSUPPLIED, ""), (QuotaClass.IDLE, ""), (QuotaClass.IDLE, IdlePart.BASE), (QuotaClass.IDLE, IdlePart.NEW),
               (QuotaClass.INEFFICIENT, ""))
PARCEL_HEADS = ("县区", "电子监管号", "宗地代码", "地块名称", "宗地面积（亩）", "处置面积（亩）", "任务口径", "部系统日期")
PLATFORM_VERSION = "landplan-platform-1"
PLATFORM_HEADS = (*PARCEL_HEADS, "地块编号", "坐落", "所在园区", "用地单位", "类别", "状态", "供应方式", "约定动工日期", "实际动工日期",
                  "完成时限", "更新日期", "格式版本")
_ALSO = {"低效": QuotaClass.INEFFICIENT, "低效用地": QuotaClass.INEFFICIENT, "供后闲置": QuotaClass.IDLE, "闲置土地": QuotaClass.IDLE,
         "批而未征": QuotaClass.UNSUPPLIED, "征而未供": QuotaClass.UNSUPPLIED, "未供即用": QuotaClass.UNSUPPLIED}
_CLASSES = {name_key(label): str(code) for label, code in ({label: code for code, label in QuotaClass.choices} | _ALSO).items()}
_LENGTHS = {"supervision_no": 40, "cadastral_code": 19, "name": 120}
NOT_COUNTED = "不计任务"  # such as 未供即用 where a plan counts it apart
Rows = list[list[str]]


@dataclass(frozen=True)
class Read:
    """读出来的: rows as they are entered, and every wrong cell."""

    rows: list
    faults: list[Fault]


def check_heads(rows: Rows, *allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The heads that the file has. Raises Refusal (field `file`) when it has none of those allowed."""
    found = tuple(rows[0]) if rows else ()
    for heads in allowed:
        if found[:len(heads)] == heads and not any(found[len(heads):]):
            return heads
    raise Refusal(f"第1行的表头是“{'、'.join(one for one in found if one)}”，应是“{'、'.join(allowed[0])}”。请下载本页的样表，填好再交。",
                  field="file", code="heads")


def read_figures(rows: Rows, counties: Mapping[str, int]) -> tuple[dict[tuple[int, str, str], Decimal], list[Fault]]:
    """合计数的文件 -> (region id, class, part) -> 亩. A blank cell is not stated, which is not 0; a 合计 row is passed over."""
    check_heads(rows, FIGURE_HEADS)
    figures, faults, seen = {}, [], {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row) or name_key(row[0]) in ("合计", "总计", "小计", "中心城区合计"):
            continue
        region_id = counties.get(name_key(row[0]))
        if region_id is None:
            faults.append(Fault(f"A{number}", row[0] or "空", "本方案里、你的辖区内的县区名称"))
            continue
        if region_id in seen:
            faults.append(Fault(f"A{number}", row[0], f"每个县区一行；第 {seen[region_id]} 行已有"))
        seen.setdefault(region_id, number)
        for column, (quota_class, part) in enumerate(FIGURE_KEYS, 1):
            try:
                area = _area(row[column], FIGURE_HEADS[column])
            except Refusal as refusal:
                faults.append(Fault(f"{'ABCDEF'[column]}{number}", row[column], refusal.message))
                continue
            if area is not None:
                figures[region_id, str(quota_class), str(part)] = area
    return figures, faults


def read_parcels(rows: Rows, counties: Mapping[str, int], *, today: date) -> Read:
    """宗地清单 -> the columns of SystemParcel. A row is named by 电子监管号, 宗地代码, or name with area."""
    check_heads(rows, PARCEL_HEADS, PLATFORM_HEADS)
    found, faults = [], []
    for number, row in enumerate(rows[1:], 2):
        if any(row) and name_key(row[0]) not in ("合计", "总计") and row[6] != NOT_COUNTED:
            taken, wrong = _parcel(number, row, counties, today)
            faults += wrong
            if not wrong:
                found.append(taken)
    return Read(found, faults)


def _parcel(number: int, row: list[str], counties: Mapping[str, int], today: date) -> tuple[dict, list[Fault]]:
    county, supervision_no, code, name, area, done, quota_class, on = row[:8]
    wrong, values = [], {"row": number, "supervision_no": supervision_no, "cadastral_code": code, "name": name}
    for column, key in (("B", "supervision_no"), ("C", "cadastral_code"), ("D", "name")):
        if len(values[key]) > _LENGTHS[key]:
            wrong.append(Fault(f"{column}{number}", values[key][:40], f"最多 {_LENGTHS[key]} 字，现在 {len(values[key])} 字"))
    values["region_id"] = counties.get(name_key(county))
    if values["region_id"] is None:
        wrong.append(Fault(f"A{number}", county or "空", "本方案里、你的辖区内的县区名称"))
    for column, text, key in (("E", area, "area"), ("F", done, "done")):
        try:
            values[key] = _area(text, PARCEL_HEADS["ABCDEF".index(column)])
        except Refusal as refusal:
            wrong.append(Fault(f"{column}{number}", text, refusal.message))
    if not done:
        wrong.append(Fault(f"F{number}", "空", "写处置面积，亩；没有处置的写 0"))
    values["quota_class"] = _CLASSES.get(name_key(quota_class))
    if values["quota_class"] is None:
        wrong.append(Fault(f"G{number}", quota_class or "空", "写批而未供、闲置、低效工业用地之一"))
    try:
        values["system_on"] = parse_day(on, name="部系统日期", today=today) if on and not on.startswith("1900-01-0") else None
    except Refusal as refusal:
        wrong.append(Fault(f"H{number}", on, refusal.message))
    if not (supervision_no or code or (name and area)):
        wrong.append(Fault(f"B{number}", "空", "写电子监管号或宗地代码；都没有的写地块名称和宗地面积"))
    return values, wrong


def _area(text: str, name: str) -> Decimal | None:
    """亩; blank and dashes are not stated."""
    return None if text in ("", "/", "—", "-", "——") else parse_decimal(text, name=name, places=6, digits=9)
