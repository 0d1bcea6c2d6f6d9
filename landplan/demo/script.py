"""演示剧本: which part of which parcel is disposed of at what moment, by whom; half a year from May to November 2021.

Pure functions of the generated parcels, the quotas and a fixed seed. `play` performs it through the services.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from landplan.lib.clock import SHANGHAI
from landplan.lib.numbers import half_up
from parcels.choices import Kind

from .land import Plot

FIRST, LAST = date(2021, 5, 24), date(2021, 11, 29)
SCENE = datetime(2021, 9, 24, 9, 30, tzinfo=SHANGHAI)
LAUNCH = datetime(2021, 5, 20, 9, 0, tzinfo=SHANGHAI)
CLASSES = {Kind.UNEXPROPRIATED: "unsupplied", Kind.UNSUPPLIED: "unsupplied", Kind.USED_UNSUPPLIED: "unsupplied",
           Kind.IDLE: "idle", Kind.INEFFICIENT: "inefficient"}
# how far a county comes by 30 November, as a share of its quota; some fall short, some pass 100 %
PACE = {"遂平县": 1.42, "泌阳县": 1.24, "西平县": 1.12, "示范区": 1.09, "上蔡县": 1.08, "平舆县": 1.04, "汝南县": 1.03,
        "驿城区": 1.00, "正阳县": 0.98, "新蔡县": 0.96, "开发区": 0.90, "高新区": 0.88, "确山县": 0.84}


@dataclass(frozen=True)
class Deal:
    """一笔演示处置: `doc_no` is its key; the moments are those of draft, submission, verification and acceptance (or None:
    it stays where it is). `first_day` is the day as first written; a returned one is mended to `disposed_on`."""

    plot_no: str
    county: str
    doc_no: str
    area: Decimal
    disposed_on: date
    first_day: date
    draft_at: datetime | None
    submit_at: datetime
    return_at: datetime | None
    verify_at: datetime | None
    accept_at: datetime | None
    is_whole: bool
    pick: int
    mend_at: datetime | None = None


def deals_of(county: str, plots: list[Plot], quotas: dict[str, Decimal | None], seed: int) -> list[Deal]:
    """一个县区的处置: per quota class, parcels in a shuffled order until the county's share of its quota is reached."""
    rng = random.Random(f"{seed}-deals-{county}")
    found: list[Deal] = []
    for quota_class in ("unsupplied", "idle", "inefficient"):
        mine = [p for p in plots if CLASSES[p.kind] == quota_class and p.values["cause"]]
        rng.shuffle(mine)
        aim = (quotas.get(quota_class) or Decimal(0)) * Decimal(str(PACE[county] * rng.uniform(0.95, 1.04)))
        for plot in mine:
            if aim <= 0:
                break
            parts = _parts(plot.values["area"], aim, rng)
            days = sorted(_day(rng) for _ in parts)
            whole = sum(parts) == plot.values["area"]
            for i, (area, day) in enumerate(zip(parts, days, strict=True)):
                found.append(_deal(county, plot, i + 1, area, day, whole, rng))
            aim -= sum(parts)
    return _set_scene(found)


def _set_scene(found: list[Deal]) -> list[Deal]:
    """开场 on the morning of 24 September: two wait for the county's reviewer, one was sent back to its clerk."""
    near = sorted((d for d in found if d.accept_at and SCENE - timedelta(days=12) < d.submit_at < SCENE), key=lambda d: d.submit_at)[-3:]
    later = [SCENE + timedelta(days=days, hours=hours) for days, hours in ((0, 2), (0, 3), (4, 1))]
    chosen = {}
    for deal, verify in zip(near, later, strict=False):
        day = SCENE.date() - timedelta(days=3)
        chosen[deal.doc_no] = replace(
            deal, disposed_on=day, first_day=day, draft_at=None, return_at=None, verify_at=verify, accept_at=verify + timedelta(days=3, hours=3),
            submit_at=SCENE - timedelta(hours=18, minutes=deal.pick % 50))
    if len(near) == 3:
        last = chosen[near[2].doc_no]
        chosen[last.doc_no] = replace(last, first_day=last.disposed_on - timedelta(days=1), submit_at=SCENE - timedelta(hours=41),
                                      return_at=SCENE - timedelta(hours=16), mend_at=SCENE + timedelta(hours=5))
    return [chosen.get(deal.doc_no, deal) for deal in found]


def _parts(area: Decimal, aim: Decimal, rng: random.Random) -> list[Decimal]:
    """Mostly the whole parcel at once, sometimes in two, the last one cut where the aim is reached."""
    if area > aim * Decimal("1.5") and aim >= 1:
        return [half_up(aim, 2)]
    if area > 20 and rng.random() < 0.2:
        first = half_up(area * Decimal(str(rng.uniform(0.3, 0.7))), 2)
        return [first, area - first]
    return [area]


def _day(rng: random.Random) -> date:
    """A working day between FIRST and LAST; slow at first, fastest in August and September."""
    span = (LAST - FIRST).days
    day = FIRST + timedelta(days=int(span * rng.betavariate(1.7, 1.55)))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _at(day: date, rng: random.Random) -> datetime:
    return datetime.combine(day, time(8 + rng.randrange(1, 9), rng.randrange(60)), tzinfo=SHANGHAI)


def _deal(county: str, plot: Plot, number: int, area: Decimal, day: date, is_whole: bool, rng: random.Random) -> Deal:
    submit = _at(day, rng)
    verify = _at(_working(day, rng.randrange(1, 3)), rng)
    back = None
    if rng.random() < 0.06:  # sent back once, mended, and the whole way again
        back, verify = verify, _at(_working(verify.date(), rng.randrange(2, 4)), rng)
    accept = _at(_working(verify.date(), rng.randrange(1, 4)), rng)
    if rng.random() < 0.008:  # some lie with the reviewer to the end
        verify = accept = None
    disposed_on = day - timedelta(days=rng.randrange(0, 6))
    draft = _at(before, rng) if rng.random() < 0.4 and (before := _working(day, -1)) >= disposed_on else None
    return Deal(plot.no, county, f"演示〔2021〕{plot.no[-9:]}-{number}号", area, disposed_on,
                disposed_on - timedelta(days=3) if back else disposed_on, draft,
                submit, back, verify, accept, is_whole, rng.randrange(1000))


def _working(day: date, ahead: int) -> date:
    day += timedelta(days=ahead)
    weekend = {5: 2, 6: 1} if ahead > 0 else {5: -1, 6: -2}
    return day + timedelta(days=weekend.get(day.weekday(), 0))
