"""More records of the tests' world, each kind made by one function; tests/world.py names them in BUILDERS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib.scope import scope
from parcels import services as land
from parcels.rules.findings.facts import Year
from parcels.rules.reshape import Part
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


def build_needs(world: World) -> None:
    """In each county a project with an application and an acceptance, a meeting with an item, a register entry, a low plan."""
    for county in CANARY:
        clerk, word, region = world.actor("county_clerk", county), CANARY[county], world.counties[county].id
        with scope(clerk):
            project = land.register_need(actor=clerk, region_id=region, values={
                "name": f"{word}项目", "doc_no": f"{word}备1号", "level": "city_key", "kind": "industry", "need": Decimal(30), "units": f"{word}局"})
            application = land.apply_for_land(actor=clerk, project_id=project.id, values={
                "area": Decimal(30), "applicant": f"{word}街道", "applied_on": date(2021, 9, 1)})
            acceptance = land.open_acceptance(project.id, actor=clerk, finished_on=date(2021, 9, 1), part=f"{word}一期")
            land.add_opinion(acceptance.id, actor=clerk, department="city", stance="agree", given_on=date(2021, 9, 2), text=f"{word}同意")
            meeting = land.record_meeting(actor=clerk, region_id=region, values={
                "kind": "court", "held_on": date(2021, 9, 1), "attendees": f"{word}法院", "host": "", "summary_no": ""})
            item = land.add_meeting_item(meeting.id, actor=clerk, values={
                "matter": f"{word}解封", "lawsuit_id": world.records[county]["lawsuit"], "result": f"{word}结果"})
            entry = land.add_item("legacy", actor=clerk, region_id=region, values={
                "name": f"{word}旧厂", "content": f"{word}缺批文", "state": "open"})
            plan = land.begin_low_plan(actor=clerk, region_id=region, title=f"{word}低效方案")
            land.save_content(plan.id, "goals", actor=clerk, text=f"{word}目标", dated_on=date(2021, 9, 1))
        world.records[county] |= {"project": project.id, "application": application.id, "acceptance": acceptance.id, "meeting": meeting.id,
                                  "meeting_item": item.id, "register_item": entry.id, "low_plan": plan.id}


def build_reshapes(world: World) -> None:
    """In each county a split of the low-efficient parcel that waits for its second person."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            row = land.propose_reshape(world.records[county]["low"], actor=clerk, way="split", parts=[
                Part("", f"{word}东块", Decimal(12), Decimal(0), Decimal(0)), Part("", f"{word}西块", Decimal(8), Decimal(0), Decimal(0))],
                papers={"doc_no": "测分〔2021〕1号", "doc_on": date(2021, 9, 1), "reason": f"{word}分期开发"})
        world.records[county]["reshape"] = row.id


def build_procedures(world: World) -> None:
    """In each county an idle parcel whose procedure has its first step, with its paper, and a notice to the holder of low land."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            parcel = land.register_parcel(actor=clerk, region_id=world.counties[county].id, kind="idle", values={
                "name": f"{word}闲置地块", "location": f"{word}路南", "area": Decimal(15), "area_typed": "15", "area_unit": "mu",
                "agreed_start_on": date(2020, 3, 1), "land_user": f"{word}公司", "cause": "enterprise"})
            procedure = land.open_procedure(parcel.id, actor=clerk, found_on=date(2021, 9, 1), lead=f"{word}巡查")
            step = land.take_step(procedure.id, actor=clerk, version=1, action="notify", values={
                "on": date(2021, 9, 6), "doc_no": f"{word}调〔2021〕1号"})
            land.make_step_paper(step.id, actor=clerk, anyway=True)
            notice = land.add_notice(world.records[county]["finding"], actor=clerk, values={
                "doc_no": f"{word}告〔2021〕1号", "noticed_on": date(2021, 9, 1), "facts": f"{word}产值低", "demand": f"{word}限期", "days": 30})
        world.records[county] |= {"procedure": procedure.id, "idle_step": step.id, "notice": notice.id, "idle": parcel.id}


# as SAMPLES of tests/world.py, for the routes of these records
MORE_SAMPLES: dict[str, Callable[[World, str], dict]] = {
    "parcels:registers": lambda world, county: {"slug": "legacy" if county == "A" else "none"},
    "parcels:register_": lambda world, county: {"slug": "legacy" if county == "A" else "none", "pk": world.records[county]["register_item"]},
    "parcels:low_plan": lambda world, county: {"pk": world.records[county]["low_plan"], "code": "goals"},
    "parcels:need": lambda world, county: {"pk": world.records[county]["project"]},
    "parcels:application": lambda world, county: {"pk": world.records[county]["application"]},
    "parcels:acceptance": lambda world, county: {"pk": world.records[county]["acceptance"]},
    "parcels:meeting": lambda world, county: {"pk": world.records[county]["meeting"]},
    "parcels:meeting_item": lambda world, county: {"pk": world.records[county]["meeting_item"]},
    "parcels:meeting_item_new": lambda world, county: {"pk": world.records[county]["meeting"]},
    "parcels:attachment": lambda world, county: {"pk": world.records[county]["attachment"]},
    "tasks:package": lambda world, county: {"pk": world.plan.duties.get().id, "region_id": world.counties[county].id},
    "tasks:package_decide": lambda world, county: {"pk": world.records[county]["package"]},
    "tasks:package_edition": lambda world, county: {"pk": world.records[county]["package_edition"]},
    "tasks:package_file": lambda world, county: {"pk": world.records[county]["package_edition"]},
    "tasks:package_paper_void": lambda world, county: {"pk": world.records[county]["package_paper"]},
}
