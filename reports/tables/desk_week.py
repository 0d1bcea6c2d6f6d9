"""工作台的周报: weeks to return or to freeze as lines, and the card of the running week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.clock import local
from landplan.lib.vocabulary import Word, deadline_word

from ..policies import may_return_week
from ..selectors.desk import Desk
from ..selectors.desk_week import DeskWeek, Standing
from ..selectors.progress import COMBINED
from .desk_item import Item

WEEKLY = Word("周报", "week", "go")


def return_items(desk: Desk, now: datetime) -> list[Item]:
    """要报的各期: the running one with its figures, earlier ones as late."""
    found = []
    for one in desk.week.to_return(now) if desk.week else []:
        week, (_, state, row) = one.week, one.own
        is_running = week.number == desk.week.running.week.number and now <= week.until
        words = _figures(desk) if is_running else "已过截止，还没有报送。现在报送记“迟报”；办公室定稿后不能再报。"
        if state == "again" and row:
            words = f"办公室退回：“{row.sent_back_reason}”改好后重报。"
        found.append(Item("week", local(week.until).date(), _due(week.until, now), WEEKLY, str(week), _week(week.number), "本县区的报送",
                          _sum(desk) if is_running else None, words, "核对并上报", _week(week.number), is_primary=not found))
    return found


def freeze_items(desk: Desk, now: datetime) -> list[Item]:
    """要定稿的各期, with who has not returned."""
    found = []
    for one in desk.week.waiting if desk.week else []:
        late = f"，{len(one.missing)} 个未报：{'、'.join(one.missing[:6])}{'等' if len(one.missing) > 6 else ''}" if one.missing else ""
        held = "已挂起，不会自动定稿。" if one.week.is_held else ""
        found.append(Item("freeze", local(one.week.until).date(), _due(one.week.until, now), Word("待定稿", "lock", "go"), str(one.week),
                          _week(one.week.number), f"{local(one.week.until):%m-%d %H:%M} 截止", None,
                          f"{one.returned} 个县区已报{late}。{held}核对后定稿。", "核对定稿", _week(one.week.number), is_primary=not found))
    return found


@dataclass(frozen=True)
class WeekCard:
    """本周周报: how the running week stands, its figures of now, and what may be done."""

    desk: DeskWeek
    standing: Standing
    cells: list[tuple[str, str, Decimal | None]]
    state: str
    left: str
    url: str
    verb: str
    is_county: bool
    frozen_url: str = ""


def week_card(desk: Desk, actor: Actor, now: datetime) -> WeekCard | None:
    """本周周报 for a county its own return, for the city how many returned."""
    if desk.week is None or not desk.courses:
        return None
    one, frozen = desk.week.running, desk.week.last_frozen
    state = one.own[1] if desk.is_county else one.week.state
    cells = [(course.key, course.label, course.week) for course in desk.courses if course.key != COMBINED]
    verb = "核对并上报" if desk.is_county and may_return_week(actor) and state in ("awaited", "missing", "again") else "打开周报"
    return WeekCard(desk.week, one, cells, state, _left(one.week.until, now), _week(one.week.number), verb, desk.is_county,
                    _week(frozen.number) if frozen else "")


def _figures(desk: Desk) -> str:
    if any(course.week is None for course in desk.courses):
        return "系统测算：无数据，台账里还没有宗地，不是 0。先登记宗地，再核对上报。"
    parts = "、".join(f"{course.label} {show(course.week)}" for course in desk.courses if course.key != COMBINED)
    return f"系统测算：{parts}。核对后上报。"


def _sum(desk: Desk) -> Decimal | None:
    return next((course.week for course in desk.courses if course.key == COMBINED), Decimal(0))


def _due(until: datetime, now: datetime) -> Word:
    """今日18:00 before the cut-off of the day, late from the instant after it."""
    if now > until:
        late = deadline_word(local(until).date(), local(now).date())
        return late if late.tone == "bad" else Word("今日已截止", "alert", "bad")
    return Word(f"今日{local(until):%H:%M}", "clock", "warn") if local(until).date() == local(now).date() else Word(f"{local(until):%m-%d %H:%M}", "")


def _left(until: datetime, now: datetime) -> str:
    """离截止还有多久, in words."""
    if now > until:
        return "已截止"
    minutes = int((until - now).total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    return f"还有 {days}天{hours}小时" if days else f"还有 {hours}小时{minutes % 60:02d}分"


def _week(number: int) -> str:
    return reverse("reports:week", args=[number])
