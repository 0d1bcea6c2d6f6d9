"""The periods of the tests' world: the running month is made, which is of the city, and in it each county has a finding of an inspection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from landplan.lib.scope import scope
from reports.selectors.periods import period_of
from reports.services.assessments import enter_finding
from reports.services.periods import open_period
from reports.services.publishing import approve_publication, draft_publication
from tests.canary import CANARY

if TYPE_CHECKING:
    from tests.world import World

MONTH = "2021-09"
WEEK = 18  # the week that closes on the evening of that morning


def build_periods(world: World) -> None:
    """The month that runs on the morning of the world."""
    office = world.actor("office")
    with scope(office):
        open_period(period_of(world.plan, "monthly", MONTH), actor=office)
    for county in CANARY:
        word = CANARY[county]
        with scope(office):
            found = enter_finding(period_of(world.plan, "monthly", MONTH), world.counties[county].id, actor=office, values={
                "kind": "inspect", "looked_on": date(2021, 9, 20), "place": f"{word}园区", "finding": f"{word}围而未建", "unit": f"{word}局",
                "due_on": date(2021, 10, 20)})
        world.records[county]["look_finding"] = found.id


def build_publications(world: World) -> None:
    """A case that is public, drafted by one person of the office and approved by another."""
    office = world.actor("office")
    other = replace(office, user_id=world.actor("leader").user_id)
    with scope(office):
        row = draft_publication(world.plan, actor=office, kind="case", values={"title": "测试案例", "body": "测试做法"})
        approve_publication(row.id, actor=other, version=row.version)
    world.records["A"]["publication"] = row.id


# a publication is the city's: of another county there is none to ask for
# a period belongs to its plan: of another county there is none to ask for (its rows: reports/tests/test_periods.py)
PERIOD_SAMPLES: dict[str, Callable[[World, str], dict]] = {
    # a week belongs to its plan: of another county there is none to ask for (its rows: reports/tests/test_weekly_scope.py)
    "reports:week": lambda world, county: {"number": WEEK if county == "A" else 10**9, "region_id": world.counties["B"].id},
    "api_reports:week": lambda world, county: {"pk": world.records["A"]["week"] if county == "A" else 10**9},
    "reports:finding_result": lambda world, county: {"pk": world.records[county]["look_finding"]},
    "reports:scheme": lambda world, county: {"kind": "monthly" if county == "A" else "none"},
    "reports:period_assess": lambda world, county: {"kind": "monthly", "key": MONTH if county == "A" else "none",
                                                    "region_id": world.counties[county].id},
    "reports:publication": lambda world, county: {"pk": world.records["A"]["publication"] if county == "A" else 10**9},
    "api_reports:publication": lambda world, county: {"pk": world.records["A"]["publication"] if county == "A" else 10**9},
    "api_reports:period": lambda world, county: {"kind": "monthly", "key": MONTH if county == "A" else "none"},
    "reports:public_": lambda world, county: {"pk": world.records["A"]["publication"] if county == "A" else 10**9,
                                              "quarter": "2021Q3" if county == "A" else "none"},
    "reports:period_unit": lambda world, county: {"kind": "monthly", "key": MONTH if county == "A" else "none", "unit_id": world.units[county].id},
    "reports:period": lambda world, county: {"kind": "monthly", "key": MONTH if county == "A" else "none"},
}
