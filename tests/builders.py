"""More records of the tests' world, each kind made by one function; tests/world.py names them in BUILDERS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.services import comment_reconciliation, make_reconciliation, upload_import
from landplan.lib.scope import scope
from parcels import services as land
from parcels.rules.findings.facts import Year
from parcels.rules.reshape import Part
from tasks.services import (
    Brought,
    add_case_step,
    attach_paper,
    confirm_target,
    copy_plan,
    decide_case,
    enter_figures,
    enter_parcels,
    propose_case,
    remark_row,
    save_rule,
    send_package,
)
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


def build_goals(world: World) -> None:
    """A goal of the city's plan that a document confirmed, which every county reads; and a plan being drawn up, which only the office sees."""
    office, goal = world.actor("office"), world.plan.targets.get(code="T-TEST-7")
    with scope(office):
        row = confirm_target(goal.id, actor=office, done_on=date(2021, 9, 1), document_no="测试办〔2021〕7号",
                             upload=SimpleUploadedFile("a.pdf", PDF))
        draft = copy_plan(world.plan.id, actor=office, region_id=world.city.id, number="测试办〔2022〕1号", title="测试市2022年方案",
                          dated_on=date(2022, 5, 7), carried=["duties"])
    for county in CANARY:
        world.records[county] |= {"goal": goal.id, "confirmation": row.id, "plan_draft": draft.id}


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
            project = land.register_project(actor=clerk, region_id=region, values={
                "name": f"{word}项目", "doc_no": f"{word}备1号", "level": "city_key", "kind": "industry", "need": Decimal(30), "units": f"{word}局"})
            application = land.apply_for_land(actor=clerk, project_id=project.id, knows_stock=True, values={
                "area": Decimal(30), "applicant": f"{word}街道", "applied_on": date(2021, 9, 1), "searched": f"{word}没有合用的"})
            credit = land.add_credit_record(region, actor=clerk, values={
                "holder": f"{word}公司", "breach": f"{word}逾期未开工", "found_on": date(2021, 9, 1), "basis_no": f"{word}认1号"})
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
        world.records[county] |= {"credit": credit.id, "project": project.id,
                                  "application": application.id, "acceptance": acceptance.id, "meeting": meeting.id,
                                  "meeting_item": item.id, "register_item": entry.id, "low_plan": plan.id}


def build_supervision(world: World) -> None:
    """About each county an order in force with a step, and one that waits for a decision; a rule of the plan."""
    office, leader = world.actor("office"), world.actor("leader")
    for county in CANARY:
        word, region = CANARY[county], world.counties[county].id
        with scope(office):
            rule = save_rule(world.plan, actor=office, values={
                "kind": "interview", "metric": "rate_below", "quota_class": "", "value": Decimal(70), "places": None, "months": None,
                "as_of_on": None, "basis": "测试会议"}) if county == "A" else None
            cases = [propose_case(world.plan, region, actor=office, kind="order", values={
                "reason": f"{word}进展缓慢", "due_on": date(2021, 10, 8), "subject": f"{word}政府"}) for _ in range(2)]
        with scope(leader):
            decide_case(cases[0].id, actor=leader, version=1, adopt=True, decided_on=date(2021, 9, 24), decision_no=f"{word}督1号")
        with scope(office):
            add_case_step(cases[0].id, actor=office, values={"on": date(2021, 9, 24), "text": f"{word}已发函"})
        # the rule is the city's
        world.records[county] |= {"case": cases[0].id, "proposed_case": cases[1].id, "case_rule": rule.id if rule else 10**9}


def build_imports(world: World) -> None:
    """In each county a file that its clerk uploaded and that waits for a worker."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            table = SimpleUploadedFile(f"{word}台账.csv", f"地块名称,面积\n{word}地块,1".encode())
            file = upload_import(actor=clerk, section="parcels", upload=table)
        world.records[county]["import"] = file.id


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


def build_reconciliations(world: World) -> None:
    """In each county a list of the ministry's system with one parcel, and a 对账单 on it; the city's figures are of another day."""
    office, day = world.actor("office"), date(2021, 9, 20)
    with scope(office):
        figures = {(world.counties[county].id, "unsupplied", ""): Decimal(12) for county in CANARY}
        intake = enter_figures(world.plan.id, actor=office, brought=Brought("ministry", date(2021, 9, 17), "测试导出"), figures=figures)
    for county in CANARY:
        clerk, word, region = world.actor("county_clerk", county), CANARY[county], world.counties[county].id
        with scope(clerk):
            listed = enter_parcels(world.plan.id, actor=clerk, brought=Brought("ministry", day, f"{word}导出"), rows=[
                {"region_id": region, "row": 2, "supervision_no": f"{word}监1", "cadastral_code": "", "name": f"{word}清单", "area": None,
                 "done": Decimal(3), "quota_class": "unsupplied", "system_on": None}])
            made = make_reconciliation(world.plan.id, region, actor=clerk, day=day, source="ministry")
            comment_reconciliation(made.pk, actor=clerk, text=f"{word}说明")
        world.records[county] |= {"reconciliation": made.pk, "system_list": listed.id, "system_figures": intake.id}


# as SAMPLES of tests/world.py, for the routes of these records
MORE_SAMPLES: dict[str, Callable[[World, str], dict]] = {
    "exchange:import": lambda world, county: {"pk": world.records[county]["import"]},
    "exchange:import_template": lambda world, county: {"section": "parcels" if county == "A" else "none"},
    "api_exchange:import": lambda world, county: {"pk": world.records[county]["import"]},
    "exchange:background_again": lambda world, county: {"kind": "work", "pk": 10**9},  # with rows: exchange/tests/test_background.py
    "exchange:export_file": lambda world, county: {"pk": 10**9},
    "exchange:reconcile_county": lambda world, county: {"region_id": world.counties[county].id},
    "exchange:reconcile_intake_void": lambda world, county: {"pk": world.records[county]["system_list"]},
    "exchange:reconcile_sheet": lambda world, county: {"pk": world.records[county]["reconciliation"]},
    "exchange:reconcile_sign": lambda world, county: {"pk": world.records[county]["reconciliation"]},
    "exchange:reconcile_template": lambda world, county: {"what": "parcels" if county == "A" else "none"},
    "parcels:registers": lambda world, county: {"slug": "legacy" if county == "A" else "none"},
    "parcels:register_": lambda world, county: {"slug": "legacy" if county == "A" else "none", "pk": world.records[county]["register_item"]},
    "parcels:low_plan": lambda world, county: {"pk": world.records[county]["low_plan"], "code": "goals"},
    "parcels:batch_indicator_account": lambda world, county: {"region_id": world.counties[county].id},
    "parcels:project": lambda world, county: {"pk": world.records[county]["project"]},
    "parcels:credit_clear": lambda world, county: {"pk": world.records[county]["credit"]},
    "api_tasks:case": lambda world, county: {"pk": world.records[county]["case"]},
    "api_tasks:case_decide": lambda world, county: {"pk": world.records[county]["proposed_case"]},
    "tasks:supervision_case": lambda world, county: {"pk": world.records[county]["case"]},
    "tasks:supervision_decide": lambda world, county: {"pk": world.records[county]["proposed_case"]},
    "tasks:supervision_step": lambda world, county: {"pk": world.records[county]["case"]},
    "tasks:supervision_close": lambda world, county: {"pk": world.records[county]["case"]},
    "tasks:supervision_rule_end": lambda world, county: {"pk": world.records[county]["case_rule"]},
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
    "tasks:confirmation_void": lambda world, county: {"pk": world.records[county]["confirmation"]},
    "tasks:draft": lambda world, county: {"pk": world.records[county]["plan_draft"], "part": "quotas"},
    "tasks:target": lambda world, county: {"pk": world.plan.id, "target_id": world.records[county]["goal"]},
    "tasks:package_paper_void": lambda world, county: {"pk": world.records[county]["package_paper"]},
}
