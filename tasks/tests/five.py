"""The world of the tests of this floor: the five plans as printed, people of three places, land that is accepted at will."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from django.core.management import call_command

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.choices import Kind
from parcels.models import ApprovalBatch, Parcel
from tasks.models import Plan
from tests.replay import remembered
from tests.world import MORNING, PASSWORD, signed_in
from units.models import Region, Unit
from units.selectors import actor_of
from units.services import create_person, save_unit

ZMD, LY, BF = "驻政办〔2021〕19号", "洛政办〔2021〕16号", "宝政办〔2021〕34号"
CITY, COUNTY, OTHER = "411700", "411702", "411724"  # 驻马店市, 驿城区, 正阳县
_numbers = itertools.count(1)


@dataclass
class Five:
    """五份方案; `people` by name: office, acceptor, leader of 驻马店市; clerk, reviewer of 驿城区; clerk2, reviewer2 of
    正阳县; clerk_bf of 宝丰县, office_ly of 洛阳市."""

    people: dict[str, Actor] = field(default_factory=dict)

    def client(self, name: str, **options):
        return signed_in(self.people[name], **options)

    def accept(self, area: str, kind: str = Kind.UNSUPPLIED, *, at: datetime = MORNING, county: str = "", **facts) -> Parcel:
        """A parcel of the county (驿城区) with one disposal of so many 亩, accepted at that moment."""
        clerk, reviewer = (self.people[f"{name}{'2' if county == OTHER else ''}"] for name in ("clerk", "reviewer"))
        parcel = self.parcel(area, kind, at=at, by=clerk, **facts)
        measure = land_measure()
        with clock.at(at):
            with scope(clerk):
                row = land.draft_disposal(parcel.id, actor=clerk, values={
                    "measure_id": measure.id, "area": Decimal(area), "area_typed": area, "area_unit": "mu",
                    "disposed_on": clock.today(), "doc_no": f"测〔2021〕{next(_numbers)}号"})
            for actor, step in ((clerk, "submit"), (reviewer, "verify"), (self.people["acceptor"], "accept")):
                with scope(actor):
                    row = land.step_disposal(row.id, actor=actor, action=step, version=row.version)
        return parcel

    def batch(self, approved_on: str) -> ApprovalBatch:
        """A batch of 驿城区, approved by the province on that day."""
        clerk = self.people["clerk"]
        with scope(clerk):
            return land.register_batch(actor=clerk, region_id=clerk.region_id, values={
                "approval_no": f"豫政土〔{approved_on[:4]}〕{approved_on[5:7]}号", "approved_on": date.fromisoformat(approved_on),
                "authority": "province", "area": Decimal(100), "name": "测试批次"})

    def parcel(self, area: str, kind: str = Kind.UNSUPPLIED, *, at: datetime = MORNING, by: Actor | None = None, **facts) -> Parcel:
        """A registered parcel."""
        clerk = by or self.people["clerk"]
        if kind == Kind.IDLE:
            facts = {"cause": "both", "idle_source": "province_base"} | facts
        elif kind == Kind.INEFFICIENT:
            facts = {"inefficient_type": "extensive"} | facts
        with clock.at(at), scope(clerk):
            return land.register_parcel(actor=clerk, region_id=clerk.region_id, kind=kind, values={
                "name": "测试地块", "location": "测试路北", "area": Decimal(area), "area_typed": area, "area_unit": "mu", **facts})


def land_measure():
    """A measure of the city without papers, for any kind."""
    return Region.objects.get(code=CITY).measures.get(code="test_any")


@remembered
def build_five() -> Five:
    """Make it (inside a database test)."""
    with clock.at(MORNING), everything("the five plans of the tests"):
        call_command("load_plans", verbosity=0, stdout=StringIO())
        system = system_actor("测试")
        city = Region.objects.get(code=CITY)
        land.save_measure(actor=system, region=city, code="test_any", label="测试措施", kinds=list(Kind.values), causes=[],
                          effect="disposes", evidence=[], document_no=ZMD, section="三")
        seats = {"office": (CITY, "领导小组办公室", "office"), "acceptor": (CITY, "考核验收组", "acceptance_group"),
                 "leader": (CITY, "领导小组", "leader"),
                 "clerk": (COUNTY, "", "county_clerk"), "reviewer": (COUNTY, "", "county_reviewer"),
                 "clerk2": (OTHER, "", "county_clerk"), "reviewer2": (OTHER, "", "county_reviewer"),
                 "clerk_bf": ("410421", "", "county_clerk"), "office_ly": ("410300", "", "office")}
        return Five({name: _person(system, name, *seat) for name, seat in seats.items()})


def _person(system: Actor, name: str, code: str, unit_name: str, role: str) -> Actor:
    region = Region.objects.get(code=code)
    unit = Unit.objects.filter(region=region, name=unit_name).first() or save_unit(actor=system, region=region, name="测试自然资源局")
    user, _ = create_person(actor=system, username=name, name=f"测试{name}", unit=unit, role=role, password=PASSWORD, is_demo=True)
    return actor_of(user.posts.select_related("user", "unit__region").get())


def plan_of(number: str) -> Plan:
    return Plan.objects.select_related("document", "region").get(document__number=number)
