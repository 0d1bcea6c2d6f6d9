"""演示的督办奖惩: the office's rules, an order that was not obeyed and its criticism, one listed case, and after 30 September an interview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels.choices import Kind
from tasks import services
from tasks.choices import CaseKind, RuleMetric
from tasks.models import Plan, SupervisionCase
from tasks.services.supervision import parcel_of
from units.models import Region

from .land import Plot
from .step import Step

_SLOW = "确山县"  # the county that falls furthest behind in the script
_BASIS = "演示：领导小组 2021 年 8 月调度会议纪要"


def supervision_steps(plan: Plan, counties: list[tuple[Region, list[Plot]]], people: dict[str, Actor]) -> Iterator[Step]:
    """提名规则, then for the slowest county the chain of an order, and for the first one a listed case."""
    if not counties:
        return
    office, other = people["office"], people["office2"]
    yield Step(_at(8, 9), "督规则", office, lambda actor: _rules(plan, actor))
    slow = next((region for region, _ in counties if region.name == _SLOW), counties[-1][0])
    yield Step(_at(8, 10), "督整改1提", office, lambda actor: _propose(
        plan, slow, actor, CaseKind.ORDER, "批而未供处置连续几周没有进展", date(2021, 8, 31)))
    yield Step(_at(8, 11), "督整改2定", other, lambda actor: _decide(slow, CaseKind.ORDER, actor, "演示督〔2021〕1号"))
    yield Step(_at(8, 20), "督整改3记", office, lambda actor: services.add_case_step(_case(slow, CaseKind.ORDER).id, actor=actor, values={
        "on": clock.today(), "who": "督办落实组", "text": "现场督办，县里排出了 3 宗本月签约的宗地。", "promise": "8 月底前签约 3 宗"}))
    yield Step(_at(9, 2), "督通报1提", office, lambda actor: _propose(
        plan, slow, actor, CaseKind.CRITICISM, "限期已过，承诺的 3 宗只签约 1 宗", date(2021, 9, 30), before=_case(slow, CaseKind.ORDER)))
    yield Step(_at(9, 3), "督通报2定", other, lambda actor: _decide(slow, CaseKind.CRITICISM, actor, "演示督〔2021〕2号"))
    region, plots = counties[0]
    plot = next((plot for plot in plots if plot.kind == Kind.IDLE), None)
    if plot:
        yield Step(_at(9, 10), "督挂牌1提", office, lambda actor: _propose(
            plan, region, actor, CaseKind.LISTED, "久拖不决的闲置土地，群众反映强烈", date(2021, 10, 31),
            parcel=parcel_of(plot.no, region.id)))
        yield Step(_at(9, 11), "督挂牌2定", other, lambda actor: _decide(region, CaseKind.LISTED, actor, "演示督〔2021〕3号"))


def _at(month: int, day: int) -> datetime:
    return clock.shanghai(2021, month, day, 15)


def _rules(plan: Plan, actor: Actor) -> None:
    shared = {"quota_class": "", "value": None, "places": None, "months": None, "as_of_on": None, "basis": _BASIS}
    services.save_rule(plan, actor=actor, values=shared | {
        "kind": CaseKind.INTERVIEW, "metric": RuleMetric.RATE_BELOW, "value": Decimal(70), "as_of_on": date(2021, 9, 30)})
    services.save_rule(plan, actor=actor, values=shared | {"kind": CaseKind.ORDER, "metric": RuleMetric.LAST_RUNNING, "places": 3, "months": 2})


def _propose(plan: Plan, region: Region, actor: Actor, kind: str, reason: str, due_on: date, **more: object) -> None:
    services.propose_case(plan, region.id, actor=actor, kind=kind, values={
        "reason": reason, "due_on": due_on, "subject": f"{region.name}政府", "year": due_on.year, **more})


def _case(region: Region, kind: str) -> SupervisionCase:
    return SupervisionCase.objects.get(region=region, kind=kind)


def _decide(region: Region, kind: str, actor: Actor, number: str) -> None:
    case = _case(region, kind)
    services.decide_case(case.id, actor=actor, version=case.version, adopt=True, decision_no=number)
