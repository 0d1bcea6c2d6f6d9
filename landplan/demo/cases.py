"""演示的一宗一策、挂图、认定、涉法涉诉、批次账目: some of each in every county, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels import services
from parcels.choices import BatchUse, ClaimSide, Kind, LawsuitKind, UsedType
from parcels.models import (
    ApprovalBatch,
    BatchEntry,
    Finding,
    Lawsuit,
    Measure,
    Parcel,
    ParcelMilestone,
    SampleItem,
)
from parcels.rules.batch_account import Amounts
from parcels.rules.findings.facts import Year
from parcels.rules.milestones import DONE
from parcels.selectors.measures import catalogue
from units.models import Region

from .land import Batch, Plot
from .papers import demo_pdf
from .procedures import procedure_steps
from .step import Step
from .terms import demo_terms, term_steps

EVERY = 5  # one parcel of so many has its plan
APPROACH = "先核清权属和规划条件，由牵头单位对接用地单位，按时限办结。"


def case_steps(region: Region, batches: list[Batch], plots: list[Plot], done: set[str], offers: dict[str, list[Measure]],
               people: tuple[Actor, Actor]) -> Iterator[Step]:
    """全部步骤 of a county. `done` names the parcels that are written off in the course of the play; `people` are clerk and reviewer."""
    open_plots = [plot for plot in plots if plot.no not in done]
    whole = [plot for plot in open_plots if _is_whole(plot) and offers[plot.no]]
    for pick, plot in enumerate(whole[::EVERY]):
        yield from _plan_steps(pick, plot, offers[plot.no], people)
    low = [plot for plot in open_plots if plot.kind == Kind.INEFFICIENT]
    yield from _finding_steps(region, low[:3], people)
    idle = [plot for plot in open_plots if plot.kind == Kind.IDLE]
    for pick, plot in enumerate(idle[:3]):
        yield from _lawsuit_steps(pick, plot, people[0])
    used = [plot for plot in open_plots if plot.kind == Kind.USED_UNSUPPLIED]
    yield from _legacy_steps([plot for plot in used if plot.values["purpose"] == "工业用地"][:2], people)
    yield from _public_steps([plot for plot in used if plot.values["purpose"] == "道路用地"][:1], people)
    unsupplied = [plot for plot in open_plots if plot.kind == Kind.UNSUPPLIED]
    yield from _ready_steps(unsupplied[-7:-2], people[0])
    yield from _reserve_steps(unsupplied[-3:], people[0])
    for plot in idle[-2:]:
        yield Step(_at(8, 11, 0), f"闲{plot.no}", people[1], lambda actor, plot=plot: _find_idle(plot, actor))
    yield from term_steps(idle[3:], people[0])
    yield from _batch_steps(batches, people[0])
    yield from procedure_steps(idle, low[:2], people[0])


def _is_whole(plot: Plot) -> bool:
    deadline = plot.values.get("deadline_on")
    return bool(deadline and deadline > date(2021, 9, 1) and plot.values.get("cause") and plot.values.get("lead_unit"))


def _at(month: int, day: int, minutes: int) -> datetime:
    return clock.shanghai(2021, month, day, 9) + timedelta(minutes=minutes)


def _parcel(no: str) -> Parcel:
    return Parcel.objects.get(parcel_no=no)


def _plan_steps(pick: int, plot: Plot, offered: list[Measure], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """拟定, 批准 by another person, then the milestones one after the other."""
    clerk, reviewer = people
    at = _at(6, 1 + pick % 25, 7 * pick % 400)
    yield Step(at, f"策{plot.no}", clerk, lambda actor: _draft(plot, offered[pick % len(offered)], actor))
    if pick % 6 == 1:  # still waits
        return
    yield Step(at + timedelta(days=2), f"批{plot.no}", reviewer, lambda actor: _approve(plot, actor))
    for move in range(1 + pick % 4):
        yield Step(_at(7, 5, pick) + timedelta(days=14 * move + pick % 9), f"移{plot.no}", clerk, lambda actor: _move(plot, actor))


def _draft(plot: Plot, measure: Measure, actor: Actor) -> None:
    parcel = _parcel(plot.no)
    services.draft_plan(parcel.id, actor=actor, version=0, values={
        "cause": parcel.cause, "cause_note": parcel.cause_note, "measures": [measure.code], "approach": APPROACH,
        "deadline_on": parcel.deadline_on, "lead_unit": parcel.lead_unit, "partner_units": parcel.partner_units,
        "sponsor_post": parcel.sponsor_post, "sponsor_unit": parcel.sponsor_unit})


def _approve(plot: Plot, actor: Actor) -> None:
    services.approve_plan(_parcel(plot.no).plans.get(number=1).id, actor=actor)


def _move(plot: Plot, actor: Actor) -> None:
    rows = list(ParcelMilestone.objects.filter(parcel__parcel_no=plot.no).order_by("order"))
    here = next(n for n, row in enumerate(rows) if row.is_next)
    to = rows[here + 1].code if here + 1 < len(rows) else DONE
    services.step_parcel(rows[here].parcel_id, actor=actor, seen=rows[here].code, to=to)


def _finding_steps(region: Region, low: list[Plot], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """认定标准, then 核实 and 认定 of low-efficiency land."""
    clerk, reviewer = people
    yield Step(_at(6, 25, 30), f"标准{region.code}", reviewer, lambda actor: services.record_standard(
        actor=actor, region_id=region.id, doc_no=f"演示低标〔2021〕{region.code[-2:]}号", title=f"{region.name}低效工业用地认定标准",
        issued_on=date(2021, 6, 24)))
    for number, plot in enumerate(low, 1):
        yield Step(_at(7, 12 + number, 0), f"核{plot.no}", clerk, lambda actor, plot=plot, number=number: services.record_facts(
            _parcel(plot.no).id, actor=actor, seen=0, values={}, source="现场核查记录、税务部门数据", years=[
                Year(2020, Decimal(180 * number), Decimal(6 * number), Decimal(2400), Decimal(60), source="税务部门数据")]))
        if number < 3:
            yield Step(_at(8, 16 + number, 0), f"认{plot.no}", reviewer, lambda actor, plot=plot, number=number: _find(plot, number, actor))


def _find(plot: Plot, number: int, actor: Actor) -> Finding:
    return services.make_finding(_parcel(plot.no).id, actor=actor, seen=1, type_code=("stopped", "extensive")[number % 2],
                                 values=_words(plot, "低认", "经核查，属低效工业用地，限期完成再利用。"))


def _legacy_steps(used: list[Plot], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """未供即用: every condition of the plan answered, found, and one of them filed with the province."""
    clerk, reviewer = people
    answers = dict.fromkeys(("is_invited", "fits_plan", "fits_industry", "runs_well", "yields_well", "performs_well"), True)
    for plot in used:
        yield Step(_at(7, 20, 0), f"核{plot.no}", clerk, lambda actor, plot=plot: services.record_facts(
            _parcel(plot.no).id, actor=actor, seen=0, values=answers | {"project_started_on": plot.values["started_on"]}, years=[],
            source="现场核查记录、项目备案材料"))
        yield Step(_at(8, 11, 30), f"认{plot.no}", reviewer, lambda actor, plot=plot: services.make_finding(
            _parcel(plot.no).id, actor=actor, seen=1, type_code=UsedType.INDUSTRIAL,
            values=_words(plot, "供认", "符合完善用地手续的条件，列入整改台账。")))
    for plot in used[:1]:
        yield Step(_at(9, 8, 0), f"备{plot.no}", reviewer, lambda actor, plot=plot: services.supplement_finding(
            Finding.objects.get(parcel__parcel_no=plot.no).id, actor=actor, values={
                "filing_no": f"演示备〔2021〕{plot.no[-4:]}号", "filed_on": date(2021, 9, 6)}))


def _public_steps(roads: list[Plot], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """基础设施: found, but its decision of allocation is still not issued - overdue from 1 July."""
    clerk, reviewer = people
    for plot in roads:
        yield Step(_at(5, 20, 0), f"核{plot.no}", clerk, lambda actor, plot=plot: services.record_facts(
            _parcel(plot.no).id, actor=actor, seen=0, values={"public_work": "road"}, years=[], source="现场核查记录"))
        yield Step(_at(5, 24, 30), f"认{plot.no}", reviewer, lambda actor, plot=plot: services.make_finding(
            _parcel(plot.no).id, actor=actor, seen=1, type_code=UsedType.PUBLIC, values=_words(plot, "供认", "政府投资的城市公共道路。")))


def _ready_steps(plots: list[Plot], clerk: Actor) -> Iterator[Step]:
    """供地条件办结: land that is ready for projects; the last of it is taken into reserve later."""
    for pick, plot in enumerate(plots):
        yield Step(_at(6, 28, pick), f"供条{plot.no}", clerk, lambda actor, plot=plot: services.clear_parcel(_parcel(plot.no).id, actor=actor))


def _reserve_steps(plots: list[Plot], clerk: Actor) -> Iterator[Step]:
    """列入土地储备: the first two are sent, the last is a draft."""
    for pick, plot in enumerate(plots, 1):
        yield Step(_at(7, 26, pick), f"储{plot.no}", clerk, lambda actor, plot=plot, pick=pick: _reserve(plot, pick, actor))


def _reserve(plot: Plot, pick: int, actor: Actor) -> None:
    parcel, number = _parcel(plot.no), f"演示储〔2021〕{plot.no[-4:]}号"
    measure = next(m for m in catalogue(parcel.region) if m.code == "reserved")
    terms = demo_terms(measure, parcel, date(2021, 10, 31), number) | {
        "agency": "县土地储备中心", "fiscal": str(300 * pick), "bonds": str(200 * (pick - 1)), "site_work": "土地平整、清表",
        "facility_work": "通路、通水、通电", "facility_by_on": "2021-12-15"}
    row = services.draft_disposal(parcel.id, actor=actor, is_demo=True, values={
        "measure_id": measure.id, "area": parcel.area, "area_typed": str(parcel.area), "area_unit": "mu", "disposed_on": date(2021, 7, 23),
        "doc_no": number, "terms": terms})
    for paper in row.papers_needed:
        services.add_evidence(row.id, actor=actor, kind=paper["code"], title=paper["label"], doc_no=number, is_demo=True,
                              upload=demo_pdf(f"演示数据 {paper['label']} {number}", f"{paper['label']}.pdf"))
    if pick < 3:
        services.submit_disposal(row.id, actor=actor, version=row.version)


def _find_idle(plot: Plot, actor: Actor) -> Finding:
    values = _words(plot, "闲认", "约定动工日期满一年未动工，依法认定为闲置土地。") | {"cause": plot.values["cause"] or "enterprise"}
    return services.make_finding(_parcel(plot.no).id, actor=actor, seen=0, type_code="idle", values=values)


def _words(plot: Plot, word: str, opinion: str) -> dict:
    """认定的文字: opinion, number, day, units, notice."""
    day, number = clock.today() - timedelta(days=1), f"〔2021〕{plot.no[-4:]}号"
    return {"opinion": opinion, "doc_no": f"演示{word}{number}", "found_on": day, "units": "自然资源、发改、税务部门",
            "notice_no": f"演示告知{number}", "notified_on": day}


def _lawsuit_steps(pick: int, plot: Plot, clerk: Actor) -> Iterator[Step]:
    kind = (LawsuitKind.SEIZURE, LawsuitKind.MORTGAGE, LawsuitKind.BANKRUPTCY)[pick]
    yield Step(_at(6, 16, pick), f"案{plot.no}", clerk, lambda actor: services.open_lawsuit(_parcel(plot.no).id, actor=actor, values={
        "kind": kind, "case_no": f"（2021）演示{plot.no[-4:]}号", "court": "演示人民法院",
        "parties": f"{plot.values.get('land_user', '用地单位')}、演示银行",
        "stage": "execution", "measure": "与法院会商，处置后依法收回", "force_lead": "" if pick == 2 else "分管副县长（岗位）",
        "force_members": "" if pick == 2 else "自然资源、司法、法院"}))
    yield Step(_at(6, 16, pick + 5), f"审{plot.no}", clerk, lambda actor: services.add_review(
        Lawsuit.objects.get(parcel__parcel_no=plot.no).id, actor=actor, values={
            "doc_no": f"演示司审〔2021〕{plot.no[-4:]}号", "reviewed_on": date(2021, 6, 16), "unit": "县区司法局", "result": "agree", "note": ""}))
    for rank, (name, amount, is_mortgagee) in enumerate((("演示银行", Decimal(12_000_000), True), ("演示建筑公司", Decimal(3_500_000), False)), 1):
        yield Step(_at(6, 17, pick), f"债{plot.no}{rank}", clerk, lambda actor, name=name, amount=amount, is_mortgagee=is_mortgagee, rank=rank:
                   services.add_claim(Lawsuit.objects.get(parcel__parcel_no=plot.no).id, actor=actor, side=ClaimSide.CREDITOR, name=name,
                                      amount=amount, is_mortgagee=is_mortgagee, rank=rank))


def _batch_steps(batches: list[Batch], clerk: Actor) -> Iterator[Step]:
    """一笔核销 with its notice, one lapse that still lacks it."""
    for use, batch, day in ((BatchUse.CANCELLED, batches[0], 8), (BatchUse.LAPSED, batches[-1], 20)):
        yield Step(_at(7, day, 0), f"账{batch.approval_no}", clerk, lambda actor, use=use, batch=batch, day=day: services.enter_gone(
            ApprovalBatch.objects.get(approval_no=batch.approval_no).id, actor=actor, use=use,
            amounts=Amounts(area=Decimal(12), arable=Decimal(4), scale=Decimal(10), fee=Decimal(60_000)),
            document_no=f"演示核〔2021〕{day}号", decided_on=date(2021, 7, day - 2), reason="规划调整，不再具备供地条件"))
    yield Step(_at(7, 12, 0), f"公告{batches[0].approval_no}", clerk, lambda actor: services.publish_notice(
        BatchEntry.objects.get(batch__approval_no=batches[0].approval_no).id, actor=actor, notice_no="演示公〔2021〕12号",
        published_on=date(2021, 7, 12), place="批次范围内未征收的村组"))


def sample_steps(acceptor: Actor) -> Iterator[Step]:
    """回头看: one draw of what was written off by the end of August, two of three looked at, one of them does not stand."""
    yield Step(_at(8, 30, 0), "抽样", acceptor, lambda actor: services.draw_sample(actor=actor, share=10, note="三季度回头看", seed="演示2021"))
    yield Step(_at(9, 6, 0), "回看", acceptor, _look_again)


def _look_again(actor: Actor) -> None:
    for pick, item in enumerate(SampleItem.objects.select_related("parcel").order_by("id")):
        if pick % 3 < 2:
            fails = pick == 0
            services.check_sample_item(item.id, actor=actor, checked_on=date(2021, 9, 3), result="fails" if fails else "stands",
                                       finding="现场仍有未清表的地上附着物，与交地单不符" if fails else "现场与佐证一致")
