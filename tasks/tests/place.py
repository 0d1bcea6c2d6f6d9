"""A county under one of the five plans: land that is entered and accepted at will, the office that reads the targets."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import scope
from parcels import services as land
from parcels.choices import Kind
from parcels.models import Parcel
from tests.world import MORNING, signed_in, words_of_page
from units.models import Region

from .five import CITY, _person, plan_of
from .pages import text_of

_numbers = itertools.count(1)


class Place:
    """`code` is that of the county, `number` that of the plan that it is under."""

    def __init__(self, code: str, number: str):
        self.plan = plan_of(number)
        self.region, self.city = Region.objects.get(code=code), self.plan.region
        system = system_actor("测试")
        self.clerk, self.reviewer = (_person(system, f"{role}.p{code}", code, "", role) for role in ("county_clerk", "county_reviewer"))
        seat = self.region.parent.code  # posts above the county sit in the city, also under a county's own plan
        # 驻马店 alone has working groups; elsewhere the office accepts (units.rules)
        self.acceptor = _person(system, f"acceptor.p{code}", seat, "", "acceptance_group" if seat == CITY else "office")
        self.office, self.office2, self.office3 = (_person(system, f"{name}.p{code}", seat, "", "office")
                                                   for name in ("office", "office2", "office3"))
        self.measure = land.save_measure(actor=system, region=self.city, code="test_any", label="测试措施", kinds=list(Kind.values), causes=[],
                                         effect="disposes", evidence=[], document_no=number, section="三")
        self.browser = signed_in(self.office)

    def parcel(self, area: str, kind: str = Kind.UNSUPPLIED, *, since: date | None = None, at: datetime = MORNING, **facts) -> Parcel:
        """A parcel that was of its kind since a day."""
        facts = ({"cause": "both", "idle_source": "province_base"} if kind == Kind.IDLE else
                 {"inefficient_type": "ly_stopped"} if kind == Kind.INEFFICIENT else {}) | facts
        with clock.at(at), scope(self.clerk):
            return land.register_parcel(actor=self.clerk, region_id=self.region.id, kind=kind, kind_from=since, values={
                "name": f"测试地块{next(_numbers)}", "location": "路北", "area": Decimal(area), "area_typed": area, "area_unit": "mu", **facts})

    def accept(self, parcel: Parcel, area: str, *, at: datetime = MORNING) -> None:
        """So many 亩 of it, accepted at that moment."""
        with clock.at(at):
            with scope(self.clerk):
                row = land.draft_disposal(parcel.id, actor=self.clerk, values={
                    "measure_id": self.measure.id, "area": Decimal(area), "area_typed": area, "area_unit": "mu", "disposed_on": clock.today(),
                    "doc_no": f"测〔2021〕{next(_numbers)}号"})
            for actor, step in ((self.clerk, "submit"), (self.reviewer, "verify"), (self.acceptor, "accept")):
                with scope(actor):
                    row = land.step_disposal(row.id, actor=actor, action=step, version=row.version)

    def told(self, code: str, *, as_of: str = "", by=None) -> str:
        """The page of one target, in words."""
        target = self.plan.targets.get(code=code)
        browser = signed_in(by) if by else self.browser
        return words_of_page(browser.get(f"/plans/{self.plan.id}/targets/{target.id}/", {"as_of": as_of} if as_of else {}))

    def row(self, code: str, *, as_of: str = "") -> str:
        """The row of a target on the plan's page, in words."""
        target = self.plan.targets.get(code=code)
        html = self.browser.get(f"/plans/{self.plan.id}/targets/", {"as_of": as_of} if as_of else {}).content.decode()
        part = html.split(f"/targets/{target.id}/?")[1].split("</tr>")[0]
        return text_of("<" + part)
