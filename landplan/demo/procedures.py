"""演示的闲置程序、停表、司法审核、低效告知: some of each in every county."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels import services
from parcels.choices import Cause
from parcels.choices.procedure import IdleAction
from parcels.models import Finding, IdleProcedure, LowNotice, Parcel

from .land import Plot
from .step import Step

Work = Callable[[Actor], object]


def procedure_steps(idle: list[Plot], low: list[Plot], clerk: Actor) -> Iterator[Step]:
    """The last idle parcel goes as far as its hearing (the finding is of 10 August), the one before it has only begun;
    one notice about low land is late to be answered, one was not delivered."""
    for pick, plot in enumerate(reversed(idle[-2:])):
        yield from _idle_steps(plot, clerk, is_far=pick == 0)
    for pick, plot in enumerate(low[:2]):
        yield from _notice_steps(plot, clerk, is_delivered=pick == 0)


def _at(month: int, day: int, minutes: int = 0) -> datetime:
    return clock.shanghai(2021, month, day, 10) + timedelta(minutes=minutes)


def _idle_steps(plot: Plot, clerk: Actor, *, is_far: bool) -> Iterator[Step]:
    def step(moment: datetime, key: str, work: Work) -> Step:
        return Step(moment, f"闲程{key}{plot.no}", clerk, work)

    if not is_far:
        yield step(_at(9, 1), "停", lambda actor: services.add_stop(_parcel(plot).id, actor=actor, values={
            "kind": "planning", "doc_no": f"演示规〔2021〕{plot.no[-4:]}号", "from_on": date(2021, 8, 30), "until_on": None, "note": "控规调整期间"}))
    opened = _at(7, 1) if is_far else _at(9, 2)
    yield step(opened, "立", lambda actor: services.open_procedure(_parcel(plot).id, actor=actor, found_on=opened.date(), lead="动态巡查"))
    yield step(opened + timedelta(days=4), "通", lambda actor: _take(plot, actor, IdleAction.NOTIFY, on=clock.today(),
                                                                   doc_no=f"演示闲调〔2021〕{plot.no[-4:]}号"))
    yield step(opened + timedelta(days=4, minutes=5), "文", lambda actor: services.make_step_paper(_last(plot).id, actor=actor, anyway=True))
    yield step(opened + timedelta(days=6), "达", lambda actor: _deliver(plot, actor))
    if is_far:
        yield step(_at(8, 2), "查", lambda actor: _take(plot, actor, IdleAction.INVESTIGATE, on=clock.today(), note="现场没有动工"))
        yield step(_at(8, 12), "认", lambda actor: _take(plot, actor, IdleAction.FIND))
        yield step(_at(8, 13), "认达", lambda actor: _deliver(plot, actor))
        yield step(_at(9, 22), "决", lambda actor: _go_on(plot, actor))


def _go_on(plot: Plot, actor: Actor) -> None:
    """听证告知 where the enterprise left the land idle for a year, else a proposal that waits for the reviewer."""
    procedure = _procedure(plot)
    start = plot.values.get("agreed_start_on")
    if procedure.finding.cause == Cause.ENTERPRISE and start and start < clock.today() - timedelta(days=400):
        _take(plot, actor, IdleAction.TELL, on=clock.today(), doc_no=f"演示听告〔2021〕{plot.no[-4:]}号", branch="fee")
    else:
        _take(plot, actor, IdleAction.CONSULT, on=clock.today(), doc_no=f"演示政〔2021〕{plot.no[-4:]}号", authority="县区政府", note="延长动工期限")


def _notice_steps(plot: Plot, clerk: Actor, *, is_delivered: bool) -> Iterator[Step]:
    yield Step(_at(8, 20), f"低告{plot.no}", clerk, lambda actor: services.add_notice(_finding(plot).id, actor=actor, values={
        "doc_no": f"演示低告〔2021〕{plot.no[-4:]}号", "noticed_on": clock.today(), "facts": "产值、税收低于约定，建设停顿。",
        "demand": "请在期限内书面答复，并提出再利用的办法。", "days": 30}))
    if is_delivered:
        yield Step(_at(8, 23), f"低达{plot.no}", clerk, lambda actor: services.deliver_notice(
            LowNotice.objects.get(finding=_finding(plot)).id, actor=actor, delivered_on=clock.today(), way="direct"))


def _parcel(plot: Plot) -> Parcel:
    return Parcel.objects.get(parcel_no=plot.no)


def _finding(plot: Plot) -> Finding:
    return Finding.objects.standing().get(parcel__parcel_no=plot.no)


def _procedure(plot: Plot) -> IdleProcedure:
    return IdleProcedure.objects.get(parcel__parcel_no=plot.no)


def _last(plot: Plot):
    return _procedure(plot).steps.order_by("-number").first()


def _take(plot: Plot, actor: Actor, action: IdleAction, **values) -> None:
    row = _procedure(plot)
    services.take_step(row.id, actor=actor, version=row.version, action=action, values=values)


def _deliver(plot: Plot, actor: Actor) -> None:
    services.deliver_step(_last(plot).id, actor=actor, delivered_on=clock.today(), way="direct", note="")
