"""拍卖提示与受让审核 (LAW-04, LAW-05; 洛政办〔2021〕16号 二（三）8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from landplan.lib.errors import Refusal

from .parks import MAIN

NOTICE_BASIS = "洛政办〔2021〕16号 二（三）8“将所在产业集聚区出具的主导产业及工业用地控制性指标文件在土地等资产拍卖公告中提示性列明”"
CHECK_BASIS = "洛政办〔2021〕16号 二（三）8“企业自主办理土地、股权转让，所在产业集聚区要对受让企业的主导产业及工业用地控制性指标进行审核认定”"


@dataclass(frozen=True)
class Sale:
    """拟处置的土地, as the notice names it, and the day on which it is written."""

    court: str
    case_no: str
    land: str
    park: str
    written_on: date
    document: str = ""


def notice_gaps(park: str, known: dict[str, str], labels: dict[str, str]) -> list[Refusal]:
    """出具提示还缺什么: the park, its industry, the three main indicators."""
    if not park:
        return [Refusal("这宗地没有写所在园区，或园区还没有登记，没有主导产业和指标可以提示。请先在宗地里选所在园区。", code="no_park")]
    lacking = [labels[key] for key in ("industry", *MAIN) if key not in known]
    return [Refusal(f"{park}的{'、'.join(lacking)}未填，拍卖公告里要列明（{NOTICE_BASIS}）。请先在园区页登记。", code="missing")] if lacking else []


def notice_text(sale: Sale, industry: str, indicators: list[tuple[str, str]]) -> str:
    """提示文字: the park's leading industry and its indicators, for the court's notice of auction."""
    by = f"根据{sale.document}，" if sale.document else ""
    listed = "；".join(f"{label} {value}" for label, value in indicators)
    day = f"{sale.written_on.year}年{sale.written_on.month}月{sale.written_on.day}日"
    return "\n".join((
        "关于拟处置土地产业准入要求的提示", "", f"{sale.court or '承办法院'}：",
        f"　　{f'{sale.case_no}一案' if sale.case_no else '贵院承办案件'}拟处置的土地（{sale.land}）位于{sale.park}。"
        f"{by}请在土地等资产拍卖公告中提示性列明：",
        f"　　一、主导产业：{industry}。",
        f"　　二、工业用地控制性指标：{listed}。",
        "　　竞买人取得土地后的项目，要符合上述主导产业和控制性指标。", "", f"{sale.park}管理机构", day))


def check_transfer_entry(seller: str, buyer: str, transferred_on: date, today: date) -> list[Refusal]:
    """一次转让."""
    found = []
    if seller == buyer:
        found.append(Refusal(f"转让方和受让方都是“{buyer}”。请核对。", field="buyer", code="same_party"))
    if transferred_on > today:
        found.append(Refusal(f"转让日期 {transferred_on} 晚于今天 {today}。请写实际日期。", field="transferred_on", code="day_future"))
    return found


def check_transfer_result(*, check_no: str, checked_on: date, note: str, is_fit: bool, today: date) -> list[Refusal]:
    """审核结论: number and day, and why when the buyer does not fit. A check before the transfer is as good as one after it."""
    found = []
    if not check_no:
        found.append(Refusal(f"审核文号没有填。请写园区出具的审核意见（{CHECK_BASIS}）。", field="check_no", code="missing"))
    if checked_on > today:
        found.append(Refusal(f"审核日期 {checked_on} 晚于今天 {today}。请写实际日期。", field="checked_on", code="day_future"))
    if not is_fit and not note:
        found.append(Refusal("审核不通过的，要写哪里不符合。", field="check_note", code="missing"))
    return found
