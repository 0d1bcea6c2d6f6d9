"""More records of the tests' world, each kind made by one function; tests/world.py names them in BUILDERS."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib.scope import scope
from parcels import services as land
from parcels.rules.findings.facts import Year
from tasks.services import attach_paper, remark_row, send_package
from tests.canary import CANARY, PDF

if TYPE_CHECKING:
    from tests.world import World


def build_findings(world: World) -> None:
    """In each county a standard, a low-efficient parcel whose facts were recorded, and the finding on it."""
    for county in CANARY:
        clerk, reviewer, word = world.actor("county_clerk", county), world.actor("county_reviewer", county), CANARY[county]
        with scope(clerk):
            parcel = land.register_parcel(actor=clerk, region_id=world.counties[county].id, kind="inefficient", values={
                "name": f"{word}地块", "location": f"{word}路北", "area": Decimal(20), "area_typed": "20", "area_unit": "mu"})
            sheet = land.record_facts(parcel.id, actor=clerk, seen=0, values={}, source=f"{word}材料", years=[
                Year(2020, Decimal(100), Decimal(5), Decimal(300), Decimal(60), source=f"{word}税务")])
        with scope(reviewer):
            land.record_standard(actor=reviewer, region_id=parcel.region_id, doc_no=f"测{word}〔2021〕2号", title=f"{word}认定标准",
                                 issued_on=date(2021, 6, 20))
            finding = land.make_finding(parcel.id, actor=reviewer, seen=sheet.number, type_code="stopped", values={
                "opinion": f"{word}意见", "doc_no": "测低认〔2021〕1号", "found_on": date(2021, 8, 20), "units": f"{word}税务局",
                "notice_no": "", "notified_on": None})
        world.records[county] |= {"low": parcel.id, "finding": finding.id}


def build_packages(world: World) -> None:
    """In each county a package that was sent with its plan and waits, with a remark on a parcel."""
    duty, office = world.plan.duties.get(), world.actor("office")
    for county in CANARY:
        clerk, word, region = world.actor("county_clerk", county), CANARY[county], world.counties[county].id
        with scope(clerk):
            paper = attach_paper(duty.id, region, actor=clerk, kind="plan", title=f"{word}方案", upload=SimpleUploadedFile("a.pdf", PDF))
            package = send_package(duty.id, region, actor=clerk, version=1, remark=f"{word}说明")
            edition = package.editions.get()
        with scope(office):
            remark_row(edition.rows.first().id, actor=office, text=f"{word}意见")
        world.records[county] |= {"package": package.id, "package_edition": edition.id, "package_paper": paper.id, "attachment": paper.file_id}
