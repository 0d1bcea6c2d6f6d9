"""What the tests of the board stand on: 驻马店's real plan with its office and one county's people, and quick entries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.area import to_mu
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.choices import Nature
from parcels.models import AreaEntry, Disposal, Measure, Parcel
from parcels.services.totals import post_entries
from tasks.management.commands.load_plans import load_places
from tasks.models import Plan
from tasks.services import load_plan
from tests.replay import remembered
from tests.world import MORNING, PDF
from units.models import Region, Unit
from units.selectors import actor_of
from units.services import create_person, save_unit

OPEN = re.compile(r'<a class="lp-open" href="([^"]+)"[^>]*>([^<]+)</a>')


@dataclass
class Ground:
    """驻马店: people by name, a disposal of 驿城区 that other entries may lean on."""

    plan: Plan
    people: dict[str, Actor]
    disposal: Disposal


@remembered
def build_ground() -> Ground:
    """Make it (inside a database test)."""
    system = system_actor("测试")
    with clock.at(MORNING), everything("the ground of the tests"):
        load_places(system)
        data = json.loads((settings.BASE_DIR / "fixtures" / "plans" / "zhumadian.json").read_text(encoding="utf-8"))
        plan, _ = load_plan(data, actor=system)
        bureau = save_unit(actor=system, region=Region.objects.get(code="411702"), name="驿城区自然资源局测试")
        city = Unit.objects.filter(region=plan.region).first()
        seats = {"clerk": (bureau, "county_clerk"), "reviewer": (bureau, "county_reviewer"), "acceptor": (city, "acceptance_group"),
                 "office": (city, "office")}
        people = {name: _person(name, unit, role) for name, (unit, role) in seats.items()}
    return Ground(plan, people, accept(people, "unsupplied", "3150"))


def _person(name: str, unit: Unit, role: str) -> Actor:
    user, _ = create_person(actor=system_actor("测试"), username=f"ground.{name}", name=f"测试{name}", unit=unit, role=role,
                            password="Test-9x-Morning", is_demo=True)
    return actor_of(user.posts.select_related("user", "unit__region").get())


def accept(people: dict[str, Actor], kind: str, area: str) -> Disposal:
    """A new parcel of 驿城区, wholly disposed of and accepted, through the services."""
    clerk = people["clerk"]
    with clock.at(MORNING), scope(clerk):
        parcel = land.register_parcel(actor=clerk, region_id=clerk.region_id, kind=kind, values={
            "name": "测试地块", "location": "路北", "area": Decimal(area), "area_typed": area, "area_unit": "mu"})
        disposal = land.draft_disposal(parcel.id, actor=clerk, values={
            "measure_id": Measure.objects.get(code="approval_lapsed").id, "area": Decimal(area), "area_typed": area, "area_unit": "mu",
            "disposed_on": date(2021, 9, 22), "doc_no": "驻自然资交〔2021〕18号"})
        land.add_evidence(disposal.id, actor=clerk, kind="lapse_notice", title="批文失效通知",
                          upload=SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf"))
        disposal.refresh_from_db()
    for step, who in (("submit", "clerk"), ("verify", "reviewer"), ("accept", "acceptor")):
        with clock.at(MORNING), scope(people[who]):
            disposal = land.step_disposal(disposal.id, actor=people[who], action=step, version=disposal.version)
    return disposal


def fill_ledgers(ground: Ground, *names: str, at: datetime = MORNING) -> None:
    """A parcel in the ledger of these counties (all, if none is named), registered in the morning: what they have not done is 0 then."""
    for n, region in enumerate(Region.objects.within(ground.plan.region).counties()):
        if not names or region.name in names:
            parcel = Parcel.unscoped.get(pk=ground.disposal.parcel_id)
            parcel.pk, parcel.region, parcel.parcel_no, parcel.accepted_area, parcel.status = None, region, f"{region.code}-{9000 + n}", 0, "open"
            parcel.registered_at, parcel._state.adding = at, True
            parcel.save()


def entry(region: Region, kind: str, micro: int, at: datetime, disposal: Disposal, *, source: str = "", nature: str = Nature.ACCEPTED,
          effective: datetime | None = None) -> AreaEntry:
    """One amount (10⁻⁶ 亩), not yet written."""
    return AreaEntry(region=region, kind=kind, idle_source=source, parcel_id=disposal.parcel_id, disposal=disposal, nature=nature,
                     area=to_mu(micro), recorded_at=at, effective_at=effective or at)


def post(*entries: AreaEntry) -> None:
    """入账 with the totals."""
    post_entries(list(entries))


def plain(page: bytes) -> str:
    """A page without what differs at every request (the mask of the CSRF token)."""
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", page.decode())
