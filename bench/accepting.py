"""P6: accepting with the running totals against the same write without them. The totals are repaired and proven afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from landplan.lib import clock
from landplan.lib.actors import system_actor
from parcels.models import AreaEntry, Disposal
from parcels.services import disposals as service
from parcels.services import post_entries, rebuild_totals

from .data import NOW, Bench, prove_equal
from .measure import Line, in_turns

MANY = 10_000
Post = Callable[[list[AreaEntry]], list[AreaEntry]]
_BALANCE = ("UPDATE parcels_parcel SET accepted_area = accepted_area + d.area, in_transit_area = in_transit_area - d.area "
            "FROM (SELECT parcel_id, SUM(area) AS area FROM parcels_disposal WHERE id BETWEEN %s AND %s AND state = 'verified' "
            "GROUP BY parcel_id) d WHERE parcels_parcel.id = d.parcel_id")


def without_totals(entries: list[AreaEntry]) -> list[AreaEntry]:
    """The entries alone."""
    return AreaEntry.objects.bulk_create(entries, batch_size=500)


@contextmanager
def posting(post: Post) -> Iterator[None]:
    """The service writes its entries by `post`."""
    kept, service.post_entries = service.post_entries, post
    try:
        yield
    finally:
        service.post_entries = kept


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set; afterwards its totals equal the ledger again."""
    waiting = list(Disposal.objects.filter(state="verified").order_by("id"))
    lines = [_one(bench, waiting, rounds * 3), _many(bench, waiting, rounds)]
    rebuild_totals(actor=system_actor("测速"))
    prove_equal()
    return lines


def _one(bench: Bench, waiting: list[Disposal], rounds: int) -> Line:
    rounds = min(rounds, len(waiting) // 4 - 2)  # the other half is left to `_many`
    group = bench.people["acceptance_group"]
    ids = iter([one.id for one in reversed(waiting)])

    def accept(post: Post) -> None:
        with posting(post):
            service.accept_disposal(next(ids), actor=group, version=1)

    with clock.at(NOW):
        found = in_turns({"with": lambda: accept(post_entries), "without": lambda: accept(without_totals)}, rounds=rounds)
    return Line("P6", "accept one disposal", found["with"], "without running totals", found["without"], 1.3)


def _many(bench: Bench, waiting: list[Disposal], rounds: int) -> Line:
    """As one transaction that is rolled back: states, balances, entries."""
    some = waiting[:min(MANY, len(waiting) // 2)]
    group, first, last = bench.people["acceptance_group"].user_id, some[0].id, some[-1].id

    def accept(post: Post) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_BALANCE, [first, last])
                cursor.execute("UPDATE parcels_disposal SET state = 'accepted', accepted_area = area, accepted_at = %s, accepted_by_id = %s "
                               "WHERE id BETWEEN %s AND %s AND state = 'verified'", [NOW, group, first, last])
            post([_entry(one, group) for one in some])
            transaction.set_rollback(True)

    found = in_turns({"with": lambda: accept(post_entries), "without": lambda: accept(without_totals)}, rounds=rounds, warm=1)
    return Line("P6", f"accept {len(some)} in one transaction", found["with"], "without running totals", found["without"], 1.25)


def _entry(one: Disposal, group: int) -> AreaEntry:
    return AreaEntry(region_id=one.region_id, kind=one.kind, idle_source=one.idle_source, parcel_id=one.parcel_id, disposal_id=one.id,
                     nature="accepted", area=one.area, recorded_at=NOW, effective_at=NOW, recorded_by_id=group)
