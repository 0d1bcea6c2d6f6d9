"""记留痕: the one way to write an audit entry, in the transaction of the change it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection, models

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.bulk import insert_values

from ..chain import GENESIS, HASHED, canonical, entry_hash, hasher, jsonable
from ..models import AuditEntry

# one chain, one lock: taken last in every transaction, held until its end
_LOCK = 4_117_002_021


def record(*, actor: Actor, action: str, obj: models.Model | None = None, subject: str = "", label: str = "",
           region_id: int | None = None, before: dict | None = None, after: dict | None = None, reason: str = "",
           is_success: bool = True) -> AuditEntry:
    """留痕: append one entry to the chain (方案一（二）3 不虚报瞒报; GB/T 22239-2019 8.1.4.3).

    Must run inside the transaction of the change: if this fails, the change is rolled back with it.
    Raises RuntimeError outside of a transaction.
    """
    last = _end_of_chain()
    entry = AuditEntry(
        seq=last[0] + 1, prev_hash=last[1], at=clock.now(),
        actor_id=actor.user_id, actor_name=actor.title, actor_role=actor.role, ip=actor.ip, request_id=actor.request_id,
        region_id=region_id if region_id is not None else getattr(obj, "region_id", None),
        action=action, subject=subject or _name_of(obj), object_type=obj._meta.label if obj else "",
        object_id=str(obj.pk) if obj else "", object_label=(label or (str(obj) if obj else ""))[:300],
        before=canonical(before or {}), after=canonical(after or {}), reason=reason, is_success=is_success,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True)
class Told:
    """一条 of many: what is told of one object. See `record`."""

    action: str
    obj: models.Model
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    reason: str = ""


class Written(NamedTuple):
    """一条写好的 of many: an entry but for who made it, when, and its place in the chain, which may be made before that is known."""

    region_id: int | None
    action: str
    subject: str
    object_type: str
    object_id: str
    object_label: str
    before: str
    after: str
    reason: str


_OWN = ("seq", "prev_hash", *Written._fields)  # what each of many entries has for itself


def written(action: str, model: type[models.Model], pk: int, label: str, *, region_id: int | None, before: dict | None = None,
            after: dict | None = None, reason: str = "") -> Written:
    """写好一条 about a row of which nobody needs the object; it asks the database nothing."""
    about = model._meta
    return Written(region_id, action, f"{about.model_name}:{pk}", about.label, str(pk), label[:300],
                   canonical(before) if before else "{}", canonical(after) if after else "{}", reason)


def record_many(told: Iterable[Told], *, actor: Actor) -> None:
    """成批留痕 of objects, see `record_written`."""
    record_written([written(one.action, type(one.obj), one.obj.pk, str(one.obj), region_id=getattr(one.obj, "region_id", None),
                            before=one.before, after=one.after, reason=one.reason) for one in told], actor=actor)


def record_written(entries: Sequence[Written], *, actor: Actor) -> None:
    """成批留痕: one entry for each object, linked one to the next, under one lock, in few statements.

    Each reads as if `record` had written it. Call it last in the transaction: until its end nobody else can write an entry.
    Raises RuntimeError outside of a transaction.
    """
    if not entries:
        return
    seq, prev_hash = _end_of_chain()
    first = AuditEntry(at=clock.now(), actor_id=actor.user_id, actor_name=actor.title, actor_role=actor.role, ip=actor.ip,
                       request_id=actor.request_id)
    insert_values(first, (*_OWN, "hash"), _linked(entries, seq, prev_hash, first))


def _linked(entries: Iterable[Written], seq: int, prev_hash: str, first: AuditEntry) -> Iterator[tuple]:
    """Entry after entry, each with the hash of the one before it; made while the database writes those that are made already."""
    hash_one = hasher({name: getattr(first, name) for name in HASHED if name not in _OWN}, _OWN)
    for one in entries:
        seq += 1
        *place, label, before, after, reason = start = (seq, prev_hash, *one)
        prev_hash = hash_one((*place, jsonable(label), before, after, jsonable(reason)))
        yield *start, prev_hash


def _end_of_chain() -> tuple[int, str]:
    """Number and hash of the last entry, held until the end of the transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("留痕要与所记的改动在同一事务里。")
    _take_chain_lock()
    return AuditEntry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)


def _name_of(obj: models.Model | None) -> str:
    return f"{obj._meta.model_name}:{obj.pk}" if obj else ""


def _take_chain_lock() -> None:
    # SQLite transactions are IMMEDIATE: writers are serial already
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def snapshot(obj: models.Model, fields: tuple[str, ...] | list[str]) -> dict:
    """Values of the named fields, for `before` and `after`."""
    return {name: getattr(obj, name) for name in fields}


def changes(before: dict, after: dict) -> tuple[dict, dict]:
    """Only what differs, as (before, after)."""
    differing = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in differing}, {name: after[name] for name in differing}
