"""What the tests of the weekly report share: disposals accepted at a moment, returns by the page, cells of a file."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services as land
from reports.selectors.weeks import week_of
from reports.services import submit_return
from tests.world import World

CUTOFF = clock.shanghai(2021, 9, 24, 18)
EVENING = clock.shanghai(2021, 9, 24, 20)
NUMBER = 18


def accept(world: World, county: str, area: str, at, *, kind: str = "unsupplied", measure: str = "grant"):
    """A disposal accepted at a moment, the whole way by three persons."""
    clerk, steps = world.actor("county_clerk", county), (("verify", "county_reviewer"), ("accept", "acceptance_group"))
    with clock.at(at - timedelta(minutes=3)), scope(clerk):
        more = {"cause": "both", "idle_source": "system_new"} if kind == "idle" else {}
        parcel = land.register_parcel(actor=clerk, region_id=world.counties[county].id, kind=kind, values={
            "name": "试验地块", "location": "纬七路北", "area": Decimal(area) * 2, "area_typed": str(Decimal(area) * 2), "area_unit": "mu", **more})
        row = land.draft_disposal(parcel.id, actor=clerk, values={
            "measure_id": world.measures[measure].id, "area": Decimal(area), "area_typed": area, "area_unit": "mu",
            "disposed_on": clock.local(at - timedelta(days=2)).date(), "doc_no": "测自然资交〔2021〕18号"})
        row = land.step_disposal(row.id, actor=clerk, action="submit", version=row.version)
    for step, role in steps:
        actor = world.actor(role, county)
        with clock.at(at), scope(actor):
            row = land.step_disposal(row.id, actor=actor, action=step, version=row.version)
    return row


def correct(world: World, row, new_area: str, at, reason: str = "合同面积核错"):
    """The signed entry of a correction (its two persons are tested where they decide)."""
    with clock.at(at), scope(world.actor("office")):
        return land.correct_disposal(row.id, actor=world.actor("office"), new_area=Decimal(new_area), reason=reason)


def back(world: World, county: str, at, *, number: int = NUMBER, version: int = 0, stated: dict | None = None, remark: str = ""):
    """A county's return by its clerk."""
    clerk = world.actor("county_clerk", county)
    with clock.at(at), scope(clerk):
        return submit_return(week_of(world.plan, number), world.counties[county].id, actor=clerk, version=version,
                             stated={key: (Decimal(value), why) for key, (value, why) in (stated or {}).items()}, remark=remark)


def book_of(content: bytes):
    """The workbook in stored bytes."""
    return load_workbook(io.BytesIO(bytes(content)))


def line_of(content: bytes, label: str) -> list:
    """Values of a row of sheet 1 by its label."""
    return next([cell.value for cell in row] for row in book_of(content)["附件4"].iter_rows() if row[0].value == label)


def text_of(content: bytes) -> str:
    """All texts of sheet 2."""
    return "\n".join(str(cell.value) for row in book_of(content)["累计与说明"].iter_rows() for cell in row if cell.value is not None)
