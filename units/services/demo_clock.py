"""演示时钟: moved by the office of a demo installation, and only there."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed

from ..models import DemoClock
from ..selectors.demo_clock import forget_offset


def permit_clock(actor: Actor) -> None:
    """Raises NotAllowed outside of a demo or for another role."""
    if not settings.DEMO or actor.role not in ("office", "system"):
        raise NotAllowed("演示时钟只在演示环境里、由领导小组办公室拨动。")


@transaction.atomic
def move_demo_clock(moment: datetime, *, actor: Actor, before: datetime | None = None) -> DemoClock:
    """拨演示时钟 to `moment`; it goes on from there. `before` is where it stood, when it went along with the script since.

    Raises NotAllowed.
    """
    permit_clock(actor)
    before = before or clock.now()
    state = DemoClock.objects.select_for_update().first() or DemoClock()
    state.offset_seconds = int((moment - clock.real_now()).total_seconds())
    state.save()
    record(actor=actor, action="move_demo_clock", subject="demo_clock", label="演示时钟", before={"at": before}, after={"at": moment})
    forget_offset()
    return state


def keep_demo_clock(state: DemoClock) -> None:
    """Keep how far the script was played, and the clock that went along (no change of anybody's data: not audited)."""
    state.save(update_fields=["played_until", "offset_seconds"])
    forget_offset()
