"""期限: agreed start, a full year, two full years, with the days that did not count (53号令 第二、八、二十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from landplan.lib.errors import Refusal

from ..choices import StopKind

LAW = "《闲置土地处置办法》（国土资源部令第53号）"
TWO = f"{LAW}第二条；《城市房地产管理法》第二十六条"
NO_AGREED = f"{LAW}第二十二条：没有约定动工日的，以实际交付土地之日起一年为动工日，交付以交地确认书为准"
STOP_BASIS = {
    StopKind.SEIZURE: "本系统的约定（53号令没有写司法查封停表，是否扣除由认定书写明）",
    StopKind.PLANNING: f"{LAW}第八条（二）（三）", StopKind.FORCE_MAJEURE: f"{LAW}第八条", StopKind.GOVERNMENT: f"{LAW}第八条"}
_DAY = timedelta(days=1)
_LATE = date(2200, 1, 1)  # after every day that can be entered
Span = tuple[date, date]  # half-open


@dataclass(frozen=True)
class Stop:
    """一段停表: both days included; no end = still running."""

    kind: str
    doc_no: str
    from_on: date
    until_on: date | None

    def __str__(self) -> str:
        return f"{StopKind(self.kind).label}（{self.doc_no}）{self.from_on} 至 {self.until_on or '今'}"


@dataclass(frozen=True)
class Agreement:
    """补充协议: the start that it agrees anew."""

    doc_no: str
    signed_on: date
    start_on: date


@dataclass(frozen=True)
class StartFacts:
    """期限所依的事实. `agreements` in the order of signing."""

    agreed_on: date | None = None
    delivered_on: date | None = None
    supplied_on: date | None = None
    started_on: date | None = None
    stopped_on: date | None = None
    agreements: tuple[Agreement, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Clock:
    """一个期限: the day and how it was reached; without a day, what is missing."""

    code: str
    label: str
    on: date | None
    how: str
    basis: str
    is_running: bool = True  # still counts down; a start that was made has ended it

    def distance(self, today: date) -> str:
        """离今天多远."""
        if self.on is None:
            return "算不出"
        days = (self.on - today).days
        return "今天到" if days == 0 else f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


def years_after(day: date, years: int) -> date:
    """满几年之日; of 29 February the 28th where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def merged(stops: tuple[Stop, ...], today: date) -> list[Span]:
    """停表的时段 without overlaps; a running one counts to the end of today."""
    found: list[Span] = []
    for first, end in sorted((stop.from_on, max((stop.until_on or today), stop.from_on) + _DAY) for stop in stops):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((first, end))
    return found


def advance(start: date, nominal: date, spans: list[Span]) -> date:
    """顺延: `nominal` moved by the stopped days from `start` on, those too that fall into the delay itself."""
    day = nominal
    for first, end in spans:
        first = max(first, start)
        if first >= day:
            break
        day += max(end - first, timedelta(0))
    return day


def stopped_days(spans: list[Span], start: date, end: date) -> int:
    """[start, end) 里停表几天."""
    return sum(max((min(last, end) - max(first, start)).days, 0) for first, last in spans)


def start_of(facts: StartFacts, today: date) -> tuple[date | None, str, str]:
    """应动工日, how it was reached, its basis."""
    if facts.agreements:
        last = facts.agreements[-1]
        nominal, since, how, basis = last.start_on, last.signed_on, f"按补充协议 {last.doc_no}（{last.signed_on} 签订）约定 {last.start_on}", TWO
    elif facts.agreed_on:
        nominal, since = facts.agreed_on, facts.supplied_on or date.min
        how, basis = f"按有偿使用合同或划拨决定书约定 {facts.agreed_on}", TWO
    elif facts.delivered_on:
        nominal, since = years_after(facts.delivered_on, 1), facts.delivered_on
        how, basis = f"没有约定动工日，{facts.delivered_on} 交地，满一年为 {nominal}", NO_AGREED
    else:
        return None, "约定动工日期和实际交地日期都没有填。约定的在“修改宗地”里填，交地日期在“核实事实”里填", TWO
    day = advance(since, nominal, merged(facts.stops, today))
    return day, how + _delay(facts.stops, nominal, day, since, today), basis


def _delay(stops: tuple[Stop, ...], nominal: date, day: date, since: date, today: date) -> str:
    """顺延几天，因什么."""
    counted = [stop for stop in stops if stop.from_on < day and (stop.until_on or today) >= since]
    if day == nominal:
        return ""
    open_end = "；停表还没有结束，按明天恢复计算" if any(stop.until_on is None for stop in counted) else ""
    return f"，顺延 {(day - nominal).days} 天：{'；'.join(map(str, counted))}{open_end}"


def clocks_of(facts: StartFacts, today: date) -> list[Clock]:
    """应动工日、满一年、满两年; of land that was begun and stopped, the full year of the stop."""
    start, how, basis = start_of(facts, today)
    spans, is_open = merged(facts.stops, today), facts.started_on is None
    if not is_open:
        how += f"；{facts.started_on} 已动工"
    found = [Clock("start", "应动工日", start, how, basis, is_open)]
    if is_open:
        found += [_full_year(code, label, start, years, facts, spans, today) for code, label, years in
                  (("year1", "未动工满一年", 1), ("year2", "未动工满两年", 2))]
    elif facts.stopped_on:
        full = advance(facts.stopped_on, years_after(facts.stopped_on, 1), spans)
        nominal = years_after(facts.stopped_on, 1)
        found.append(Clock("stopped", "中止开发满一年", full, f"{facts.stopped_on} 起中止开发建设" + _delay(
            facts.stops, nominal, full, facts.stopped_on, today), f"{LAW}第二条第二款"))
    return found


def _full_year(code: str, label: str, start: date | None, years: int, facts: StartFacts, spans: list[Span], today: date) -> Clock:
    if start is None:
        return Clock(code, label, None, "先要有应动工日", TWO)
    nominal = years_after(start, years)
    day = advance(start, nominal, spans)
    return Clock(code, label, day, f"应动工日 {start} 起满{'一两'[years - 1]}年" + _delay(facts.stops, nominal, day, start, today), TWO)


@dataclass(frozen=True)
class KeptDays:
    """所存的期限: as the ledger keeps them beside a parcel. They hold whatever day it is; a day that a running stop keeps
    away is empty, for it is not reached as long as the stop runs. Whether the start was made is asked beside them."""

    clock_start_on: date | None = None
    clock_year1_on: date | None = None
    clock_year2_on: date | None = None


def kept_days(facts: StartFacts) -> KeptDays:
    """应动工日、满一年、满两年 to keep. A day that a running stop keeps away would move on with the day one looks, however late
    that is, and is left out."""
    days = _days(facts, _LATE)
    if all(stop.until_on for stop in facts.stops):
        return KeptDays(*days)
    return KeptDays(*(day if day == moved else None for day, moved in zip(days, _days(facts, _LATE + _DAY), strict=True)))


def _days(facts: StartFacts, today: date) -> list[date | None]:
    start, spans = start_of(facts, today)[0], merged(facts.stops, today)
    return [start, *(start and advance(start, years_after(start, years), spans) for years in (1, 2))]


def idle_days(facts: StartFacts, today: date) -> int | None:
    """闲置天数: from the day the start was due to today, stopped days aside; None when it cannot be said or the land was begun."""
    start, _, _ = start_of(facts, today)
    if start is None or facts.started_on:
        return None
    return max((today - start).days - stopped_days(merged(facts.stops, today), start, today), 0)


def check_stop(values: dict, today: date) -> list[Refusal]:
    """一段停表可否登记."""
    found = []
    if not values.get("doc_no"):
        found.append(Refusal("文书没有填。停表要有文书，如查封裁定、规划调整批复、不可抗力的证明。请写文号。", field="doc_no", code="missing"))
    if values["from_on"] > today:
        found.append(Refusal(f"停表起 {values['from_on']} 晚于今天 {today}。请写实际日期。", field="from_on", code="day_future"))
    return found + (check_stop_end(values["from_on"], values["until_on"], today) if values.get("until_on") else [])


def check_stop_end(from_on: date, until_on: date, today: date) -> list[Refusal]:
    """停表止."""
    if until_on < from_on or until_on > today:
        return [Refusal(f"停表止 {until_on} 不在停表起 {from_on} 与今天 {today} 之间。没有结束的空着；请核对日期。",
                        field="until_on", code="day_order")]
    return []


def check_agreement(values: dict, today: date) -> list[Refusal]:
    """补充协议: it cannot agree a start before its own day."""
    found = []
    if values["signed_on"] > today:
        found.append(Refusal(f"签订日期 {values['signed_on']} 晚于今天 {today}。请写实际日期。", field="signed_on", code="day_future"))
    if values["start_on"] < values["signed_on"]:
        found.append(Refusal(f"新约定的动工日 {values['start_on']} 早于签订日期 {values['signed_on']}：签协议时就已违约，约定无从履行。"
                             "请核对协议。", field="start_on", code="before_signing"))
    return found
