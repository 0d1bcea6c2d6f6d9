"""成批登记、修改宗地: the rules of the single services, the rows written together (SYS-03). All of them or none.

The checks read, so that a preview can ask them; the services check again under the lock and then write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from operator import itemgetter
from types import MappingProxyType

from django.db import transaction

from audit.services import Told, Written, changes, record_many, record_written, snapshot, written
from landplan.lib import clock, one_of  # noqa: F401 - the lookup
from landplan.lib.actors import Actor
from landplan.lib.bulk import chunks, insert_values, new_ids, row_like
from landplan.lib.errors import Conflict, Refusal, Refusals

from ..choices import SUCCEEDED, ParcelStatus, PlanState
from ..models import ApprovalBatch, DisposalPlan, KindSpan, Parcel
from ..policies import may_register_parcel
from ..rules.elements import FACTS, completeness
from ..rules.lawsuits import check_force, needs_force
from ..rules.parcel import check_facts, check_happened, check_kind_from, check_words
from ..rules.plans import changed_by_hand
from ..rules.violations import EARLIEST
from ..selectors.measures import document_of
from .common import check_version, permit
from .kept_clocks import first_clock, keep_clocks
from .parcels import CLERK_ONLY, FIELDS, next_no, update_parcel
from .violations import open_by_use

# what moves further records, or is checked against them: such a change goes the way of a single one
_FAR = frozenset({"area", "idle_source", "inefficient_type", "used_type", "cause", "deadline_on", "started_on", "batch_id"})
_NO_FORCE = "请在台账里逐宗登记，那里可以写专班。"
_SET = frozenset(FIELDS)
_CLOCK = ("clock_start_on", "clock_year1_on", "clock_year2_on")
_COLUMNS = ("id", "parcel_no", "kind", "elements", *FIELDS, *_CLOCK)
_typed, _clock = itemgetter(*FIELDS), itemgetter(*_CLOCK)


@dataclass(slots=True)
class NewParcel:
    """要登记的一宗 (area in 亩); `told` goes into the trail as its reason."""

    kind: str
    values: dict
    parcel_no: str = ""
    kind_from: date | None = None
    told: str = ""


@dataclass(frozen=True)
class Edit:
    """要改的一宗, on the version that was seen. `values` may hold any of FIELDS; `reason` is asked for when its area changes."""

    parcel_id: int
    version: int
    values: dict
    reason: str = ""
    told: str = ""

    @property
    def why(self) -> str:
        """原因 as the trail has it: the person's own, and from which import it comes."""
        return "；".join(part for part in (self.reason, self.told) if part)


@dataclass
class Ground:
    """核对所需 of one county, read once for all rows."""

    document: str
    batches: frozenset[int]
    taken: frozenset[str] = frozenset()
    plans: dict[int, int] = field(default_factory=dict)
    today: date = field(default_factory=clock.today)


def ground_of(region, *, numbers: Sequence[str] = (), parcel_ids: Sequence[int] = ()) -> Ground:
    """核对所需, in a fixed number of queries for each thousand rows."""
    taken, plans = set(), {}
    for some in chunks(sorted({number for number in numbers if number})):
        taken |= set(Parcel.unscoped.filter(parcel_no__one_of=some).values_list("parcel_no", flat=True))
    for some in chunks(sorted(parcel_ids)):
        plans |= dict(DisposalPlan.objects.filter(parcel_id__in=some, state=PlanState.APPROVED).values_list("parcel_id", "number"))
    return Ground(document_of(region), frozenset(ApprovalBatch.objects.filter(region=region).values_list("id", flat=True)),
                  frozenset(taken), plans)


def new_faults(one: NewParcel, ground: Ground) -> list[Refusal]:
    """登记一宗的核对: what `register_parcel` would refuse."""
    facts = {**one.values, "kind": one.kind}
    found = (check_facts(facts) + check_happened(facts, ground.today) + check_kind_from(one.kind_from, ground.today)
             + check_words(ground.document, facts) + _check_batch(one.values.get("batch_id"), ground))
    if one.parcel_no and one.parcel_no in ground.taken:
        found.append(Refusal(f"地块编号 {one.parcel_no} 已有，不在本县区的台账里。请换一个编号，或留空由系统编号。",
                             field="parcel_no", code="duplicate"))
    if needs_force(one.values.get("cause") or ""):
        found.append(Refusal(f"{check_force({})[1].message}{_NO_FORCE}", field="cause", code="force_missing"))
    return found


def edit_faults(parcel: Parcel, one: Edit, ground: Ground) -> list[Refusal]:
    """修改一宗的核对: what `update_parcel` would refuse of these values (all but what lies with other records of the parcel)."""
    if parcel.status in SUCCEEDED or parcel.status == ParcelStatus.WRITTEN_OFF:
        return [Refusal(f"宗地 {parcel.parcel_no} {parcel.get_status_display()}，不可改。请从文件里删去这一行；"
                        "确有错误的，由考核验收组恢复在册后再改。", code="wrong_state")]
    facts = {**snapshot(parcel, FIELDS), "kind": parcel.kind, **one.values}
    words = {**dict.fromkeys(("inefficient_type", "cause", "used_type"), ""), "kind": parcel.kind, **one.values}
    found = check_facts(facts, held=parcel.accepted_area + parcel.in_transit_area) + check_words(ground.document, words)
    found += check_happened(one.values, ground.today) + changed_by_hand(one.values, ground.plans.get(parcel.id))
    found += _check_batch(one.values.get("batch_id"), ground)
    if "area" in one.values and not one.reason:
        found.append(Refusal("改面积要写原因，“修改原因”是空的。请写明原面积错在哪里、新面积的依据；留痕会记下原话。",
                             field="reason", code="reason_missing"))
    if needs_force(one.values.get("cause") or ""):
        found.append(Refusal(f"{check_force({})[1].message}{_NO_FORCE}", field="cause", code="force_missing"))
    return found


@transaction.atomic
def register_parcels(rows: Sequence[NewParcel], *, actor: Actor, region) -> int:
    """成批登记宗地 of one county (area in 亩), all or none: how many; each gets its entry in the trail.

    Raises NotAllowed, or Refusals with what is wrong, each naming its row by `told`.
    """
    permit(may_register_parcel(actor) and actor.covers(region.id), CLERK_ONLY)
    ground = ground_of(region, numbers=[one.parcel_no for one in rows])
    _refuse_all((one.told, new_faults(one, ground)) for one in rows)
    made = _Registration(rows, actor, region)
    insert_values(made.first, _COLUMNS, made.parcels())
    insert_values(KindSpan(region_id=region.id, from_on=made.today), ("parcel_id", "kind", "idle_source", "from_on"), made.spans())
    made.open_cases()
    record_written(made.entries, actor=actor)
    return len(rows)


class _Registration:
    """一批登记 on its way: the rows as they are written, each with its entry in the trail, which is made with it while the database writes."""

    def __init__(self, rows: Sequence[NewParcel], actor: Actor, region):
        now = clock.now()
        self.rows, self.actor, self.today = rows, actor, clock.local(now).date()
        self.first = Parcel(region=region, registered_at=now, registered_by_id=actor.user_id, updated_at=now)
        self.numbers, self.ids = _numbers(rows, self.first), new_ids(Parcel, len(rows))
        self.entries: list[Written] = []

    def parcels(self) -> Iterator[tuple]:
        blank = snapshot(self.first, FIELDS)
        for one, number, pk in zip(self.rows, self.numbers, self.ids, strict=True):
            facts = {**blank, **one.values, "kind": one.kind}
            self.entries.append(self._entry(one, number, pk))
            yield pk, number, one.kind, completeness(facts), *_typed(facts), *_clock(first_clock(facts["agreed_start_on"]))

    def spans(self) -> Iterator[tuple]:
        for one, pk in zip(self.rows, self.ids, strict=True):
            yield pk, one.kind, one.values.get("idle_source", ""), one.kind_from or self.today

    def open_cases(self) -> None:
        """立案: what the days of a parcel open is told in its entry."""
        for place, one in enumerate(self.rows):
            if (started_on := one.values.get("started_on")) and started_on > EARLIEST:
                number, pk = self.numbers[place], self.ids[place]
                parcel = row_like(self.first, {**_typed_of(one), "kind": one.kind, "parcel_no": number, "id": pk})
                self.entries[place] = self._entry(one, number, pk, open_by_use(parcel, actor=self.actor))

    def _entry(self, one: NewParcel, number: str, pk: int, also: Mapping[str, str] = MappingProxyType({})) -> Written:
        return written("register_parcel", Parcel, pk, f"{number} {one.values['name']}", region_id=self.first.region_id, reason=one.told,
                       after={"parcel_no": number, "kind": one.kind, **_filled(one.values), **also})


@transaction.atomic
def update_parcels(rows: Sequence[Edit], *, actor: Actor, region) -> int:
    """成批修改宗地 of one county, all or none: how many changed. What moves further records goes through `update_parcel`.

    Raises NotAllowed, Conflict when one is another version than the one seen, or Refusals.
    """
    permit(may_register_parcel(actor) and actor.covers(region.id), CLERK_ONLY)
    ordered = sorted(rows, key=lambda one: one.parcel_id)  # everybody locks in the order of the ids
    held = {}
    for some in chunks([one.parcel_id for one in ordered]):
        held |= {row.id: row for row in Parcel.objects.select_for_update(of=("self",)).select_related("region").filter(pk__in=some).order_by("id")}
    ground = ground_of(region, parcel_ids=list(held))
    for one in ordered:
        check_version(_held(held, one), one.version)
    _refuse_all((one.told, edit_faults(held[one.parcel_id], one, ground)) for one in ordered)
    near = [one for one in ordered if not _FAR & one.values.keys()]
    told = _write_near([(held[one.parcel_id], one) for one in near])
    keep_clocks(one.parcel_id for one in near if "agreed_start_on" in one.values)
    for one in ordered:
        if _FAR & one.values.keys():
            update_parcel(one.parcel_id, actor=actor, version=one.version, values=one.values, reason=one.why)
    record_many(told, actor=actor)
    return len(ordered)


def _write_near(pairs: list[tuple[Parcel, Edit]]) -> list[Told]:
    """Columns of the parcel alone; the entries that tell of it."""
    told, now, names = [], clock.now(), set()
    for parcel, one in pairs:
        before = snapshot(parcel, FIELDS)
        for name, value in one.values.items():
            setattr(parcel, name, value)
        old, new = changes(before, snapshot(parcel, FIELDS))
        parcel.elements = completeness(snapshot(parcel, FACTS))
        parcel.version, parcel.updated_at = parcel.version + 1, now
        names |= new.keys()
        told.append(Told("update_parcel", parcel, old, new, one.why))
    if names:
        Parcel.objects.bulk_update([parcel for parcel, _ in pairs], [*sorted(names), "elements", "version", "updated_at"], batch_size=500)
    return told


def _held(held: dict[int, Parcel], one: Edit) -> Parcel:
    if one.parcel_id not in held:
        raise Conflict(f"{one.told}：这宗地已不在本县区的台账里。请重新检查文件。", code="gone")
    return held[one.parcel_id]


def _typed_of(one: NewParcel) -> dict:
    return {name: value for name, value in one.values.items() if name in _SET}


def _numbers(rows: Sequence[NewParcel], first: Parcel) -> list[str]:
    """编号: the system's for those without, one after another; a race is decided by the unique constraint."""
    if all(one.parcel_no for one in rows):
        return [one.parcel_no for one in rows]
    taken = {one.parcel_no for one in rows}
    prefix, _, last = next_no(first).rpartition("-")
    free = (text for number in count(int(last)) if (text := f"{prefix}-{number:04d}") not in taken)
    return [one.parcel_no or next(free) for one in rows]


def _filled(values: dict) -> dict:
    return values if all(values.values()) else {name: value for name, value in values.items() if value or (value is not None and value != "")}


def _check_batch(batch_id: int | None, ground: Ground) -> list[Refusal]:
    if not batch_id or batch_id in ground.batches:
        return []
    return [Refusal("没有这个批次。请从本县区已登记的批次里选，或先登记批次。", field="batch", code="not_found")]


def _refuse_all(found) -> None:
    said = [Refusal(f"{told}：{fault.message}" if told else fault.message, field=fault.field, code=fault.code)
            for told, faults in found for fault in faults]
    if said:
        raise Refusals(said)
