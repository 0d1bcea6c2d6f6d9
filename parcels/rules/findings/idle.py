"""闲置预警: the system never decides that land is idle, it warns from the agreed day of start (CLS-20; 国土资源部令第53号 第二条)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from ..clocks import StartFacts, clocks_of, years_after
from .base import Check, Clause, Conclusion, Facts, Outcome, Rule
from .facts import FACTS

VERSION = "国土资源部令第53号第二条预警 第1版"
LAW = Clause("《闲置土地处置办法》（国土资源部令第53号）", "第二条", "本办法所称闲置土地，是指国有建设用地使用权人超过国有建设用地使用权有偿使用合同"
             "或者划拨决定书约定、规定的动工开发日期满一年未动工开发的国有建设用地。已动工开发但开发建设用地面积占应动工开发建设用地总面积不足三分之一"
             "或者已投资额占总投资额不足百分之二十五，中止开发建设满一年的国有建设用地，也可以认定为闲置土地。")
_DAY = timedelta(days=1)
THIRD, QUARTER = Fraction(1, 3), Fraction(1, 4)
_SHORT = "面积不足三分之一或投资不足 25%"


def year_after(day: date) -> date:
    """满一年之日; of 29 February the 28th."""
    return years_after(day, 1)


def year_before(day: date) -> date:
    """满一年 by this day: the last day whose year is full then."""
    earlier = day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return earlier + _DAY if year_after(earlier + _DAY) <= day else earlier


def _idle(facts: Facts) -> Outcome:
    return _stopped(facts) if facts.get("started_on") else _unstarted(facts)


def _unstarted(facts: Facts) -> Outcome:
    """未动工: a year from the agreed day, or from one year after the land was handed over."""
    agreed, delivered, today = facts.get("agreed_start_on"), facts.get("delivered_on"), facts["today"]
    if agreed is None and delivered is None and not facts.get("agreements"):
        return Outcome(Conclusion.OPEN, missing=("约定动工日期", "delivered_on"), flips=("补填约定动工日期或交地日期后，系统算满一年之日",))
    agreements, stops = facts.get("agreements", ()), facts.get("stops", ())
    start, full = clocks_of(StartFacts(agreed, delivered, agreements=agreements, stops=stops), today)[:2]
    if agreements or stops:
        told = f"应动工日 {start.on}（{start.how}），{full.how}"
    else:
        told = f"约定动工 {agreed}" if agreed else f"没有约定动工日，{delivered} 交地，一年后动工"
    full = full.on
    if today >= full:
        return Outcome(Conclusion.WARNS, used=(f"{told}，满一年之日 {full}，没有登记动工，已过 {(today - full).days} 天",),
                       flips=("登记实际动工日期", f"补充协议把动工日改到 {year_before(today)} 以后",
                              "延误属于政府原因或不可抗力的，按第八条另行认定"))
    return Outcome(Conclusion.OPEN, used=(f"{told}，满一年之日 {full}，还有 {(full - today).days} 天",), flips=(f"到 {full} 仍未动工",))


def _stopped(facts: Facts) -> Outcome:
    """已动工: less than a third or a quarter, and stopped for a year."""
    shares = (_under(facts, "started_area", "should_area", THIRD, "三分之一"), _under(facts, "invested", "total_investment", QUARTER, "25%"))
    stopped, today = facts.get("stopped_on"), facts["today"]
    used = (f"实际动工 {facts['started_on']}", *(share.said for share in shares if share.said))
    missing = tuple(key for share in shares for key in share.missing)
    if stopped is None:
        return Outcome(Conclusion.OPEN, used=used, missing=missing, flips=(f"中止开发建设满一年，且{_SHORT}",))
    full = year_after(stopped)
    used = (*used, f"{stopped} 起中止开发建设，满一年之日 {full}")
    if today >= full and any(share.is_met for share in shares):
        return Outcome(Conclusion.WARNS, used=used, missing=missing, flips=("恢复开发建设",))
    return Outcome(Conclusion.OPEN, used=used, missing=missing, flips=(f"到 {full} 仍中止，且{_SHORT}",))


def _under(facts: Facts, part: str, whole: str, limit: Fraction, words: str) -> Check:
    some, every = facts.get(part), facts.get(whole)
    if some is None or not every:
        return Check(None, missing=tuple(key for key in (whole, part) if not facts.get(key)))
    share = Fraction(some) / Fraction(every)
    word = f"不足{words}" if share < limit else f"恰为{words}，规则不判，由人认定" if share == limit else f"超过{words}"
    return Check(share < limit, f"{FACTS[part].label} {FACTS[part].shown(some)} ÷ {FACTS[whole].label} {FACTS[whole].shown(every)}，{word}")


_NEEDS = ("delivered_on", "should_area", "started_area", "total_investment", "invested", "stopped_on")
RULES = (Rule("idle", "闲置土地", LAW, _NEEDS, _idle, VERSION),)
