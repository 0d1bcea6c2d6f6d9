"""放假安排的登记: reading the days off and the worked weekends of a year as the office types them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text, parse_day

BASIS = "《全国年节及纪念日放假办法》（国务院令第795号修订）；各年以国务院办公厅关于节假日安排的通知为准"
_SPLIT = re.compile(r"[\n,，、;；]+")
_SPAN = re.compile(r"\s*(?:至|到|~|～|—+)\s*")
LONGEST = timedelta(days=31)


def read_days(text: str, *, year: int, name: str, field: str) -> frozenset[date]:
    """一年里的几天: 2027-01-01 至 2027-01-03, one span or day a line. Raises Refusal."""
    found: set[date] = set()
    for part in filter(None, (clean_text(one) for one in _SPLIT.split(text))):
        ends = [parse_day(one, name=name, today=date(year, 1, 1), field=field) for one in _SPAN.split(part)]
        if len(ends) > 2 or any(day.year != year for day in ends):
            raise Refusal(f"{name}“{part}”不在 {year} 年里，或读不出来。请一行写一天或一段，如 {year}-01-01 至 {year}-01-03。",
                          field=field, code="not_a_span")
        first, last = ends[0], ends[-1]
        if not timedelta(0) <= last - first <= LONGEST:
            raise Refusal(f"{name}“{part}”的止早于起，或长过 31 天。请核对这一段。", field=field, code="span_order")
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return frozenset(found)


def check_days(off: frozenset[date], works: frozenset[date]) -> list[Refusal]:
    """放假与上班互不相混; a worked day is a weekend, as such tables have it."""
    found = []
    if not off:
        found.append(Refusal("放假日期没有填。全年没有一天放假的安排不会有；请照通知填写。", field="off", code="missing"))
    if both := sorted(off & works):
        found.append(Refusal(f"{both[0]} 又放假又上班。请核对通知，只留一处。", field="works", code="both"))
    if odd := sorted(day for day in works if day.weekday() < 5):
        found.append(Refusal(f"调休上班 {odd[0]} 不是周六周日，本来就上班。请核对日期。", field="works", code="not_weekend"))
    return found


def spans_of(days: frozenset[date] | set[date]) -> list[str]:
    """几天成段, as a person writes them."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return [f"{run[0]}" if len(run) == 1 else f"{run[0]} 至 {run[-1]}" for run in found]
