"""演示的专项登记、低效方案、会议、项目用地: a little of each in every county."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels import services
from parcels.choices import (
    Department,
    ItemState,
    Kind,
    LowContent,
    MeetingKind,
    ProjectKind,
    ProjectLevel,
    Register,
)
from parcels.models import JointAcceptance, LandApplication, Lawsuit, LowPlan, Meeting, Parcel, Project
from units.models import Region

from .land import Plot
from .step import Step

SCATTERED = (("河堤北侧插花地", "6.4", True), ("老粮库边角地", "3.25", True), ("二支渠夹心地", "8.1", False))
LEGACY = (("原农机厂用地", "22.5", "2003年建成，没有用地批文", True), ("老客运站用地", None, "划拨决定书遗失，不动产登记没有办", False))


def need_steps(region: Region, plots: list[Plot], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """全部步骤 of a county; `people` are clerk and reviewer."""
    clerk, reviewer = people
    yield Step(_at(6, 8), f"登{region.code}", clerk, lambda actor: _register(region, actor))
    yield Step(_at(6, 10), f"低{region.code}", clerk, lambda actor: _begin_plan(region, actor))
    yield Step(_at(6, 18), f"低批{region.code}", reviewer, lambda actor: _approve_plan(region, actor))
    yield Step(_at(6, 21), f"项{region.code}", clerk, lambda actor: _projects(region, actor))
    yield Step(_at(6, 23), f"项批{region.code}", reviewer, lambda actor: services.decide_application(
        LandApplication.objects.get(region=region).id, actor=actor, approve=True, result_no=f"演示报〔2021〕{region.code[-2:]}号"))
    plot = next((one for one in plots if one.kind == Kind.UNSUPPLIED), None)
    yield Step(_at(7, 6), f"会商{region.code}", clerk, lambda actor: _supply_meeting(region, plot, actor))
    yield Step(_at(7, 8), f"府院{region.code}", clerk, lambda actor: _court_meeting(region, actor))
    yield Step(_at(9, 2), f"竣{region.code}", clerk, lambda actor: _acceptance(region, actor))


def _at(month: int, day: int) -> datetime:
    return clock.shanghai(2021, month, day, 15)


def _register(region: Region, actor: Actor) -> None:
    for name, area, is_done in SCATTERED:
        services.add_item(Register.SCATTERED, actor=actor, region_id=region.id, values={
            "name": name, "area": Decimal(area), "area_typed": area, "lead_unit": f"{region.name}自然资源局", "content": "",
            "state": ItemState.DONE if is_done else ItemState.WORKING, "done_on": date(2021, 6, 1) if is_done else None})
    for name, area, content, is_done in LEGACY:
        services.add_item(Register.LEGACY, actor=actor, region_id=region.id, values={
            "name": name, "area": Decimal(area) if area else None, "content": content, "lead_unit": f"{region.name}自然资源局",
            "state": ItemState.DONE if is_done else ItemState.OPEN, "done_on": date(2021, 6, 3) if is_done else None,
            "result_no": f"演示供〔2021〕{region.code[-2:]}号" if is_done else ""})


def _begin_plan(region: Region, actor: Actor) -> None:
    plan = services.begin_low_plan(actor=actor, region_id=region.id, title=f"{region.name}低效工业用地盘活利用方案")
    for code, text in ((LowContent.GOALS, "年内完成低效工业用地任务量。"), (LowContent.SCHEDULE, "9月底前完成七成，11月底前全部完成。"),
                       (LowContent.SAFEGUARDS, "一宗一策，按月调度，资金由财政统筹。")):
        services.save_content(plan.id, code, actor=actor, text=text, dated_on=date(2021, 6, 9))
    services.step_low_plan(plan.id, actor=actor, version=plan.version, action="apply", values={})


def _approve_plan(region: Region, actor: Actor) -> None:
    plan = LowPlan.objects.get(region=region)
    services.step_low_plan(plan.id, actor=actor, version=plan.version, action="approve", values={
        "approval_no": f"演示低方〔2021〕{region.code[-2:]}号", "approved_on": date(2021, 6, 17), "approved_by_name": region.full_name})


def _projects(region: Region, actor: Actor) -> None:
    rows = (("智能装备产业园一期", ProjectLevel.CITY_KEY, ProjectKind.INDUSTRY, "装备制造", "120", f"{region.name}发改部门、{region.name}招商部门"),
            ("精密零部件项目", ProjectLevel.COUNTY, ProjectKind.INDUSTRY, "装备制造", "30", f"{region.name}招商部门"),
            ("东环路改造", ProjectLevel.COUNTY, ProjectKind.INFRASTRUCTURE, "", "46.5", f"{region.name}交通部门"),
            ("食品加工项目", ProjectLevel.CITY_INVEST, ProjectKind.INDUSTRY, "食品加工", None, f"{region.name}招商部门"))
    for number, (name, level, kind, industry, need, units) in enumerate(rows, 1):
        services.register_project(actor=actor, region_id=region.id, values={
            "name": name, "doc_no": f"演示备〔2021〕{region.code[-2:]}{number}号" if need else "", "level": level, "kind": kind, "industry": industry,
            "need": Decimal(need) if need else None, "units": units})
    services.apply_for_land(actor=actor, project_id=_project(region).id, knows_stock=True, values={
        "area": Decimal(120), "applicant": f"{region.name}招商部门", "applied_on": date(2021, 6, 21),
        "searched": "查了本县区批而未供土地，面积够的几宗都已有项目意向，或不在园区规划的产业用地内。"})
    services.add_credit_record(region.id, actor=actor, values={
        "holder": f"{region.name}示例置业有限公司", "breach": "合同约定的开工日期过了一年没有开工", "found_on": date(2021, 6, 10),
        "basis_no": f"演示违约认定〔2021〕{region.code[-2:]}号"})


def _project(region: Region) -> Project:
    return Project.objects.get(region=region, name="智能装备产业园一期")


def _supply_meeting(region: Region, plot: Plot | None, actor: Actor) -> None:
    meeting = _meeting(region, MeetingKind.SUPPLY, "招商、自然资源、发改部门，乡镇街道", actor)
    parcel = Parcel.objects.get(parcel_no=plot.no) if plot else None
    services.add_meeting_item(meeting.id, actor=actor, values={
        "matter": "智能装备产业园选址和实施评估", "project_id": _project(region).id, "parcel_id": parcel.id if parcel else None, "assessment": "fit",
        "result": "投资强度、亩均税收达到要求，按净地供应", "lead_unit": f"{region.name}招商部门", "done_on": clock.today()})


def _court_meeting(region: Region, actor: Actor) -> None:
    meeting = _meeting(region, MeetingKind.COURT, "政府办、法院、司法、自然资源部门", actor)
    for order, case in enumerate(Lawsuit.objects.filter(region=region).order_by("id")[:2]):
        services.add_meeting_item(meeting.id, actor=actor, values={
            "matter": f"{case.case_no} 查封地块的处置", "lawsuit_id": case.id, "lead_unit": "演示人民法院",
            "due_on": clock.today() + timedelta(days=90),
            "result": "" if order else "法院同意分割解封，先行盘活未建部分", "done_on": None if order else clock.today()})


def _meeting(region: Region, kind: str, attendees: str, actor: Actor) -> Meeting:
    return services.record_meeting(actor=actor, region_id=region.id, values={
        "kind": kind, "held_on": clock.today(), "host": "分管副县长（岗位）", "attendees": attendees,
        "summary_no": f"演示纪〔2021〕{region.code[-2:]}号"})


def _acceptance(region: Region, actor: Actor) -> None:
    row: JointAcceptance = services.open_acceptance(Project.objects.get(region=region, name="东环路改造").id, actor=actor,
                                                    finished_on=date(2021, 8, 20), part="一标段")
    for department in (Department.CONSTRUCTION, Department.CITY):
        services.add_opinion(row.id, actor=actor, department=department, stance="agree", given_on=date(2021, 9, 1))
