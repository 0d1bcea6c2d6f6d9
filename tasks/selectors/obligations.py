"""查应建应发 and 周期任务: whose it is, whether it is recorded, how it stands on a day. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.scope import everything
from parcels.models import Park
from units.choices import UnitKind
from units.models import Region, Unit

from ..choices import ObligedPer
from ..models import Obligation, ObligationRecord, PeriodDuty, Plan
from ..rules.obligations import Mark, Standing, falls_to_county, mark_of
from .plans import counties_in


@dataclass(frozen=True)
class Holder:
    """由谁办的一份."""

    region: Region
    unit: Unit | None = None
    park: Park | None = None

    @property
    def name(self) -> str:
        return str(self.unit or self.park or self.region)

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        """区划, 单位, 园区: by which its record is known again."""
        return self.region.id, self.unit.id if self.unit else None, self.park.id if self.park else None

    @property
    def query(self) -> str:
        """What the address of its page says beside the region."""
        return f"?unit={self.unit.id}" if self.unit else f"?park={self.park.id}" if self.park else ""


@dataclass(frozen=True)
class ObligationLine:
    """一个事项的一份, and how it stands."""

    obligation: Obligation
    holder: Holder
    record: ObligationRecord | None
    mark: Mark

    @property
    def key(self) -> str:
        """By which the line is known again on the next page."""
        return "-".join(str(part or 0) for part in (self.obligation.id, *self.holder.key))


def holders_of(obligation: Obligation) -> list[Holder]:
    """由谁办的各份, in the open territory where parks are asked."""
    plan = obligation.plan
    recorded = set(ObligationRecord.objects.filter(obligation=obligation, park=None, voided_at=None).values_list("region_id", flat=True))
    return _holders(obligation, list(Region.objects.within(plan.region).counties()), _units(plan), _parks(plan), recorded)


def _units(plan: Plan) -> list[Unit]:
    """各单位、各街道办事处; where the streets are listed, the printed word for all of them holds nothing of its own."""
    rows = Unit.objects.filter(region=plan.region, kind__in=[UnitKind.DEPARTMENT, UnitKind.STREET])
    return list(rows.exclude(children__kind=UnitKind.STREET).select_related("region"))


def _parks(plan: Plan) -> list[Park]:
    return list(Park.objects.filter(region__path__startswith=plan.region.path).select_related("region").order_by("region__sort", "name", "id"))


def _holders(obligation: Obligation, counties: Sequence[Region], units: Sequence[Unit], parks: Sequence[Park], recorded: set[int]) -> list[Holder]:
    """`recorded`: regions with a record of their own, which stays shown when a park is registered later."""
    if obligation.per == ObligedPer.COUNTY:
        return [Holder(region) for region in counties]
    if obligation.per == ObligedPer.UNIT:
        return [Holder(unit.region, unit) for unit in units]
    if obligation.per == ObligedPer.PARK:
        have = {park.region_id for park in parks}
        bare = counties if falls_to_county(obligation.obligated) else ()
        return [*(Holder(region) for region in bare if region.id not in have or region.id in recorded),
                *(Holder(park.region, park=park) for park in parks)]
    return [Holder(obligation.plan.region)]


def obligation_lines(plan: Plan, actor: Actor, day: date, *, kind: str = "", only_parks: bool = False) -> list[ObligationLine]:
    """应建应发 of a plan for the eyes of this actor: what the plan's own level owes, and the counties and parks of the territory;
    `only_parks`: what every park owes (一园一策)."""
    rows = list(plan.obligations.filter(**({"kind": kind} if kind else {}) | ({"per": ObligedPer.PARK} if only_parks else {})))
    records = {(one.obligation_id, one.region_id, one.unit_id, one.park_id): one for one in records_of(plan, actor)}
    counties, units, parks, found = counties_in(plan, actor), _units(plan), _parks(plan), []
    for obligation in rows:
        obligation.plan = plan
        recorded = {region for of, region, _, park in records if of == obligation.id and park is None}
        for holder in _holders(obligation, counties, units, parks, recorded):
            record = records.get((obligation.id, *holder.key))
            mark = mark_of(obligation.due_on, obligation.parts, record.issued_on if record else None, record.parts if record else (), day)
            found.append(ObligationLine(obligation, holder, record, mark))
    return found


def records_of(plan: Plan, actor: Actor) -> list[ObligationRecord]:
    """有效的登记: of the plan's own level, which is public to who reads plans, and of one's territory."""
    mine = Q() if actor.regions is None else Q(region_id__in=sorted(actor.regions))
    with everything("what the plan's own level issued is public to who reads plans"):
        return list(ObligationRecord.objects.filter(Q(region_id=plan.region_id) | mine, obligation__plan=plan, voided_at=None)
                    .select_related("file", "entered_by"))


STANDINGS = {Standing.OVERDUE: "逾期未登记", Standing.INCOMPLETE: "不完整", Standing.MISSING: "未登记（未规定时限）", Standing.OPEN: "未到期",
             Standing.DONE: "已登记"}


def period_rows(plan: Plan) -> QuerySet[PeriodDuty]:
    """周期任务 of a plan in the open territory, the latest period first."""
    return (PeriodDuty.objects.filter(cycle__plan=plan).select_related("cycle__plan", "region", "closed_by")
            .order_by("-first_on", "cycle__sort", "region__sort"))
