"""时钟: the one place where the time is read. Tests and the demo installation set it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("landplan_clock", default=None)
_offset_source: Callable[[], timedelta] | None = None


def now() -> datetime:
    """此刻 (aware, UTC): a fixed instant inside `at(...)`, else the machine's clock plus the demo's offset."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    real = datetime.now(UTC)
    return real + _offset_source() if _offset_source else real


def real_now() -> datetime:
    """机器时间 (aware, UTC): for leases and heartbeats of jobs, which the demo clock must not move."""
    return datetime.now(UTC)


def today() -> date:
    """今天 in Asia/Shanghai."""
    return local(now()).date()


def day_words(day: date) -> str:
    """日期 for sentences: 9月24日; of another year than this one with it, 2022年9月24日."""
    return f"{'' if day.year == today().year else f'{day.year}年'}{day.month}月{day.day}日"


def local(moment: datetime) -> datetime:
    """北京时间 of an aware instant."""
    return moment.astimezone(SHANGHAI)


def shanghai(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An aware instant given in Beijing time."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (tests, and the demo's script)."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def use_offset(source: Callable[[], timedelta] | None) -> None:
    """Only a demo installation sets this: the offset between the machine's clock and the demo clock."""
    global _offset_source
    _offset_source = source
