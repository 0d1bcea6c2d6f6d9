"""期限的预警: start, full years, stops, days out of order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..clocks import LAW
from ..relapse import BASIS as RELAPSE
from .base import LONG_STOP, SOON, Around, Flag, Land, Seen

_TWO = f"{LAW}第二条"
_OWN = "本系统的约定，文件没有写"
FLAGS = (
    Flag("year2", "未动工满两年", "到 {on} 未动工满两年，没有登记动工。可依法收回；先核实有没有政府原因。", f"{LAW}第十四条（二）", "bad"),
    Flag("year1", "未动工满一年", "到 {on} 未动工满一年，没有登记动工。应调查是否构成闲置。", _TWO, "bad"),
    Flag("start_passed", "过应动工日未动工", "应动工日 {on} 已过，没有登记动工。已动工的请登记实际动工日期。", _TWO),
    Flag("year1_soon", "快满一年", f"到 {{on}} 未动工满一年，在 {SOON} 天以内。督促动工，或者登记停表、补充协议。", f"{_TWO}；天数是{_OWN}"),
    Flag("start_soon", "快到应动工日", f"应动工日 {{on}}，在 {SOON} 天以内，还没有登记动工。", f"{_TWO}；天数是{_OWN}"),
    Flag("relapse", "再次闲置风险", "供应或处置过的地，到 {on} 未动工满一年。防止盘而不活。", RELAPSE, "bad"),
    Flag("finish_passed", "过约定竣工日未竣工", "约定竣工 {on} 已过，没有登记竣工。已竣工的请登记实际竣工日期。", "有偿使用合同或划拨决定书的约定"),
    Flag("stop_long", "停表久未结束", f"自 {{on}} 起停表已超过 {LONG_STOP} 天：{{detail}}。请核实是否已解除。", f"{LAW}第八条；天数是{_OWN}"),
    Flag("days_order", "日期前后矛盾", "{detail}。请核对并修改。", "批、征、供、用的先后"),
)


def see(land: Land, around: Around, is_open: bool) -> Iterator[Seen]:
    """期限上看见的."""
    today = around.today
    if land.id in around.relapsing:
        yield Seen("relapse", land.clock_year1_on)
    if is_open and land.started_on is None:
        if land.clock_start_on is not None:
            yield from _unstarted(land, around)
    elif is_open and land.finished_on is None and land.agreed_finish_on is not None and land.agreed_finish_on < today:
        yield Seen("finish_passed", land.agreed_finish_on)
    stop = around.stops.get(land.id)
    if stop and stop.from_on + timedelta(days=LONG_STOP) < today:
        yield Seen("stop_long", stop.from_on, stop.told)
    if told := _disorder(land, around):
        yield Seen("days_order", None, told)


def _unstarted(land: Land, around: Around) -> Iterator[Seen]:
    """未动工: the gravest that is reached, and what comes within the days of 「快到」."""
    today, soon = around.today, around.soon
    start, year1, year2 = land.clock_start_on, land.clock_year1_on, land.clock_year2_on
    if year2 and year2 <= today:
        yield Seen("year2", year2)
    elif year1 and year1 <= today:
        yield Seen("year1", year1)
    elif start < today:
        yield Seen("start_passed", start)
        if year1 and year1 <= soon:
            yield Seen("year1_soon", year1)
    elif start <= soon:
        yield Seen("start_soon", start)


def _disorder(land: Land, around: Around) -> str:
    """前后矛盾的第一处."""
    if land.started_on and land.finished_on and land.finished_on < land.started_on:
        return f"实际竣工 {land.finished_on} 早于实际动工 {land.started_on}"
    if land.agreed_start_on and land.agreed_finish_on and land.agreed_finish_on < land.agreed_start_on:
        return f"约定竣工 {land.agreed_finish_on} 早于约定动工 {land.agreed_start_on}"
    supplied = around.supplied.get(land.id)
    if supplied and land.started_on and land.started_on < supplied and land.kind != "used_unsupplied":
        return f"实际动工 {land.started_on} 早于供应 {supplied}，却没有列为未供即用"
    if supplied and land.agreed_start_on and land.agreed_start_on < supplied:
        return f"约定动工 {land.agreed_start_on} 早于供应 {supplied}"
    return ""
