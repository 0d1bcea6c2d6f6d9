"""演示: performs the script through the services, each step at its own moment and by its own person.

What was played is kept in `DemoClock.played_until` in the same transaction as the steps: killed half-way or started
twice, every step is done once. A step that a visitor's own changes made impossible is passed over and counted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from time import monotonic

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from landplan.lib.scope import scope
from parcels import services
from parcels.choices import ParcelStatus
from parcels.models import Disposal, Measure, Parcel
from units.models import DemoClock
from units.services import keep_demo_clock

from .papers import demo_pdf
from .script import Deal
from .step import Step
from .terms import demo_terms

log = logging.getLogger(__name__)
CHUNK = 40


@dataclass(frozen=True)
class Played:
    """演到哪里: the moment reached, steps done, steps passed over."""

    reached: datetime
    done: int
    passed: int


def steps_of(deal: Deal, people: dict[str, Actor], word: str, offered: list[Measure]) -> Iterator[Step]:
    """一笔处置的各步: perhaps a draft first, submit, perhaps sent back and mended, verify, accept, write off."""
    clerk, reviewer = people[f"{word}.clerk"], people[f"{word}.reviewer"]
    acceptor = people["acceptance" if deal.pick % 3 else "acceptance2"]
    if not offered:
        return
    measure = offered[deal.pick % len(offered)]
    if deal.draft_at:
        yield Step(deal.draft_at, deal.doc_no, clerk, lambda actor: _draft(deal, measure, actor))
        yield Step(deal.submit_at, deal.doc_no, clerk, lambda actor: _step(deal, services.submit_disposal, actor))
    else:
        yield Step(deal.submit_at, deal.doc_no, clerk, lambda actor: _enter(deal, measure, actor))
    if deal.return_at:
        yield Step(deal.return_at, deal.doc_no, reviewer, lambda actor: _step(
            deal, services.send_back_disposal, actor,
            reason=f"处置日期写的是 {deal.first_day}，文书上是 {deal.disposed_on}。请改为文书上的日期后重报。"))
        yield Step(deal.mend_at or deal.return_at + timedelta(hours=3), deal.doc_no, clerk, lambda actor: _mend(deal, actor))
    if deal.verify_at:
        yield Step(deal.verify_at, deal.doc_no, reviewer, lambda actor: _step(deal, services.verify_disposal, actor))
    if deal.accept_at:
        yield Step(deal.accept_at, deal.doc_no, acceptor, lambda actor: _step(deal, services.accept_disposal, actor))
        if deal.is_whole:
            yield Step(deal.accept_at + timedelta(hours=1 if deal.pick % 2 else 70), deal.doc_no, acceptor,
                       lambda actor: _write_off(deal, actor))


def play(steps: list[Step], until: datetime, *, tell: Callable[[int], None] | None = None, seconds: float = inf,
         carry: bool = False) -> Played:
    """演到 `until`, or as far as `seconds` allow.

    With `carry` the demo clock goes along, step by step: nobody sees a week close before its deeds are done.
    """
    done, passed, end = 0, 0, monotonic() + seconds
    while True:
        with transaction.atomic():
            state = DemoClock.objects.select_for_update().get()
            since = state.played_until
            due = [s for s in steps if s.at <= until and (since is None or s.at > since)][:CHUNK]
            if not due or monotonic() > end:
                reached = until if not due else max(since or clock.now(), clock.now())
                _mark(state, until if not due else None, carry)
                return Played(reached, done, passed)
            last = due[-1].at
            due += [s for s in steps if s.at == last and s not in due]  # never half of one moment
            for step in due:
                done, passed = (done + 1, passed) if _perform(step) else (done, passed + 1)
            _mark(state, last, carry)
        if tell:
            tell(done + passed)


def _mark(state: DemoClock, moment: datetime | None, carry: bool) -> None:
    """Keep how far the script is; the clock never goes back by this."""
    if moment is None:
        return
    if state.played_until is None or moment > state.played_until:
        state.played_until = moment
    ahead = int((moment - clock.real_now()).total_seconds())
    if carry and ahead > state.offset_seconds:
        state.offset_seconds = ahead
    keep_demo_clock(state)


def _perform(step: Step) -> bool:
    with clock.at(step.at), scope(step.actor):
        try:
            with transaction.atomic():
                step.work(step.actor)
        except (Refusal, ObjectDoesNotExist) as refused:
            log.warning("演示步骤略过 %s %s：%s", step.key, step.at, refused)
            return False
    return True


def _step(deal: Deal, service: Callable, actor: Actor, **more) -> None:
    pk, version = Disposal.objects.values_list("id", "version").get(parcel__parcel_no=deal.plot_no, doc_no=deal.doc_no)
    service(pk, actor=actor, version=version, **more)


def _draft(deal: Deal, measure: Measure, actor: Actor) -> Disposal:
    """登记草稿 with the papers that its measure needs."""
    parcel = Parcel.objects.get(parcel_no=deal.plot_no)
    disposal = services.draft_disposal(parcel.id, actor=actor, is_demo=True, values={
        "measure_id": measure.id, "area": deal.area, "area_typed": str(deal.area), "area_unit": "mu",
        "disposed_on": deal.first_day, "doc_no": deal.doc_no, "terms": demo_terms(measure, parcel, deal.disposed_on, deal.doc_no)})
    for paper in disposal.papers_needed:
        services.add_evidence(disposal.id, actor=actor, kind=paper["code"], title=paper["label"], doc_no=deal.doc_no,
                              upload=demo_pdf(f"演示数据 {paper['label']} {deal.doc_no}", f"{paper['label']}.pdf"), is_demo=True)
    return disposal


def _enter(deal: Deal, measure: Measure, actor: Actor) -> None:
    disposal = _draft(deal, measure, actor)
    services.submit_disposal(disposal.id, actor=actor, version=disposal.version)


def _mend(deal: Deal, actor: Actor) -> None:
    _step(deal, services.edit_disposal, actor, values={"disposed_on": deal.disposed_on})
    _step(deal, services.submit_disposal, actor)


def _write_off(deal: Deal, actor: Actor) -> None:
    parcel = Parcel.objects.get(parcel_no=deal.plot_no)
    if parcel.unfinished == 0 and parcel.in_transit_area == 0 and parcel.status != ParcelStatus.WRITTEN_OFF:
        services.write_off_parcel(parcel.id, actor=actor, version=parcel.version)
