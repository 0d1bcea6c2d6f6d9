"""演示的夜间核对: one a week in the script (the worker adds one each night that the demo's clock lives through)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from parcels import services

from .step import Step

HOUR = 2
FIRST_DAY = 4  # Friday


def night_steps(first: datetime, last: datetime) -> Iterator[Step]:
    """每周五凌晨 from `first` to `last`."""
    day = clock.local(first).date()
    day += timedelta(days=(FIRST_DAY - day.weekday()) % 7)
    while (at := clock.shanghai(day.year, day.month, day.day, HOUR, 5)) <= last:
        yield Step(at, "夜间核对", system_actor("夜间核对"), _look)
        day += timedelta(days=7)


def _look(actor: Actor) -> None:
    for run_id in services.enqueue_nights(actor=actor):
        services.run_night(run_id, actor=actor)
