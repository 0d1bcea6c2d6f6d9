"""夜间核对: the rules, clocks and dues over every current parcel, chunk by chunk; flags open and close as they are seen.

A chunk is one transaction with the place it has reached: killed half-way nothing is lost or done twice, and the next worker
goes on from there. A run leaves one entry in the trail, when it is done (`asked` by a person leaves another).
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from audit.services import record
from landplan.lib import clock, leases
from landplan.lib.actors import Actor
from landplan.lib.leases import JobState

from ..choices import SUCCEEDED
from ..models import NightRun, ParcelFlag
from ..policies import may_run_night
from ..rules.flags import Around, Land, flags_of
from ..selectors.flag_facts import Rules, around_of, next_lands, open_flags, rules_by_county
from .common import permit

CHUNK = 2000
_TROUBLE = "核对停在半路，已核对的都在，会接着办。请系统管理员查看日志。"


@transaction.atomic
def enqueue_nights(*, actor: Actor) -> list[int]:
    """把到点的夜间核对列入办理: one a day from the hour of the settings (NIGHT_HOUR) on; and what lies about.

    Returns the ids of runs that a worker should look at. A day on which nothing ran is not made up for: the next run sees all.
    """
    now = clock.local(clock.now())
    if now.hour >= settings.NIGHT_HOUR:
        _ask(f"night:{now.date():%Y-%m-%d}", now.date())
    return leases.waiting(NightRun)


@transaction.atomic
def ask_night(*, actor: Actor, region_id: int | None = None) -> NightRun:
    """要求现在核对 all parcels, or those of a county. A run that has not ended is not doubled: it is the answer. Raises NotAllowed."""
    permit(may_run_night(actor), "立即核对由领导小组办公室办。每天夜里会自动核对一次。")
    waiting = NightRun.objects.filter(region_id=region_id, state__in=(JobState.QUEUED, JobState.RUNNING)).order_by("id").first()
    if waiting:
        return waiting
    day = clock.today()
    number = NightRun.objects.filter(day=day).count() + 1
    run = _ask(f"asked:{day:%Y-%m-%d}:{number}", day, region_id=region_id, asked_by_id=actor.user_id)
    record(actor=actor, action="ask_night", obj=run, label=_called(run), after={"day": day, "region": region_id})
    return run


def run_night(run_id: int, *, actor: Actor, chunk: int = CHUNK) -> NightRun | None:
    """办一次核对 from where it stands to its end; None when another has it or nothing is left to do."""
    return leases.run(NightRun, run_id, lambda job: _work(job, actor, chunk), trouble=_TROUBLE)


def _ask(key: str, day: date, **who) -> NightRun:
    run, _ = NightRun.objects.get_or_create(key=key, defaults={
        "day": day, "due_at": clock.now(), "created_at": clock.real_now(), **who})
    return run


def _called(run: NightRun) -> str:
    """What a run is called in the trail: its day and its land."""
    return f"{run.day} {run.region.name if run.region_id else '全部宗地'}"


def _work(job: NightRun, actor: Actor, size: int) -> NightRun | None:
    rules = rules_by_county()
    while (row := check_chunk(job, rules, size, actor=actor)) is not None and not row.is_over:
        pass
    return row


@transaction.atomic
def check_chunk(job: NightRun, rules: Rules, size: int, *, actor: Actor) -> NightRun | None:
    """核对一段, or the end of the run when no parcel is left; None when the lease was taken over. No entry for a chunk."""
    row = leases.still_ours(job)
    if row is None:
        return None
    NightRun.objects.select_for_update(of=("self",)).order_by("id").first()  # one chunk at a time, whichever run it is of
    lands = next_lands(row.last_id, size, row.region_id)
    if not lands:
        return _end(row, actor)
    _keep(row, lands, around_of(lands, row.day, rules))
    row.last_id, row.checked = lands[-1].id, row.checked + len(lands)
    return leases.prolong(row, "last_id", "checked", "opened", "closed", "changed")


def _keep(run: NightRun, lands: list[Land], around: Around) -> None:
    """预警跟上: open what is newly seen, close what is seen no more, and tell what changed of the rest."""
    now = clock.now()
    kept = {(pk, kind): (id_, on, detail) for id_, pk, kind, on, detail in open_flags(lands).values_list("id", "parcel_id", "kind", "on", "detail")}
    new, moved = [], []
    for land in lands:
        for kind, on, detail in flags_of(land, around):
            old = kept.pop((land.id, kind), None)
            if old is None:
                new.append(ParcelFlag(region_id=land.region_id, parcel_id=land.id, kind=kind, on=on, detail=detail, since_at=now, since_run=run))
            elif old[1:] != (on, detail):
                moved.append(ParcelFlag(id=old[0], on=on, detail=detail))
    if new:
        ParcelFlag.objects.bulk_create(new)
    if moved:
        ParcelFlag.objects.bulk_update(moved, ["on", "detail"])
    gone = [old[0] for (pk, _), old in kept.items()]
    run.opened, run.changed = run.opened + len(new), run.changed + len(moved)
    run.closed += _close(run, now, pk__in=gone) if gone else 0


def _close(run: NightRun, now: datetime, **which) -> int:
    return ParcelFlag.objects.open().filter(**which).update(until_at=now, until_run=run)


def _end(row: NightRun, actor: Actor) -> NightRun:
    """核对完: flags of land that went into other parcels end with it."""
    here = {"region_id": row.region_id} if row.region_id else {}
    row.closed += _close(row, clock.now(), parcel__status__in=SUCCEEDED, **here)
    row.save(update_fields=["closed"])
    told = {"day": row.day, "checked": row.checked, "opened": row.opened, "closed": row.closed, "changed": row.changed}
    record(actor=actor, action="check_parcels", obj=row, label=_called(row), after=told)
    return leases.finish(row, JobState.DONE, f"核对 {row.checked} 宗，新出现 {row.opened} 项，解除 {row.closed} 项，有变化 {row.changed} 项")
