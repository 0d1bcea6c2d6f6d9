"""演示的应办: once a week the day's run makes duties and reminders; the counties record their plans, one of them incomplete, and most
report their month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from tasks import services
from tasks.models import Obligation, PeriodDuty, Plan
from units.models import Region

from .people import PINYIN
from .step import Step

HOUR, MONDAY = 2, 0
LATE, LACKING = "确山县", "上蔡县"
WITHOUT_BODY = {"新蔡县", "高新区"}


def work_steps(plan: Plan, regions: list[Region], people: dict[str, Actor], first: datetime, last: datetime) -> Iterator[Step]:
    """每周一凌晨的应办, from `first` to `last`; the counties' plans and organisations in May; the month's ranking by the acceptance group."""
    day = clock.local(first).date()
    day += timedelta(days=(MONDAY - day.weekday()) % 7)
    while (at := clock.shanghai(day.year, day.month, day.day, HOUR, 20)) <= last:
        yield Step(at, "应办", system_actor("每日应办"), _run)
        day += timedelta(days=7)
    for number, region in enumerate(regions):
        clerk, at = people[f"{PINYIN[region.name]}.clerk"], first + timedelta(hours=1, minutes=7 * number)
        issued = date(2021, 5, 18 if region.name == LATE else 12)
        yield Step(at, f"方案{region.code}", clerk, lambda actor, region=region, issued=issued: _plan(plan, region, issued, actor))
        if region.name not in WITHOUT_BODY:
            yield Step(at + timedelta(minutes=2), f"机构{region.code}", clerk, lambda actor, region=region: _body(plan, region, actor))
    for month in (6, 7, 8):
        for by, post in (("考核验收组", "acceptance"), ("督办落实组", "office")):
            at = clock.shanghai(2021, month, 29, 15)
            yield Step(at, f"{by}{month}", people[post], lambda actor, by=by, month=month: _month(plan, by, month, actor))


def _run(actor: Actor) -> None:
    for run_id in services.enqueue_work(actor=actor):
        services.run_work(run_id, actor=actor)


def _plan(plan: Plan, region: Region, issued: date, actor: Actor) -> None:
    found = Obligation.objects.get(plan=plan, kind="county_plan")
    parts = found.parts[:-1] if region.name == LACKING else found.parts
    services.record_obligation(found.id, region.id, actor=actor, values={
        "doc_no": f"演示政办〔2021〕{region.sort}号", "title": f"{region.name}专项行动实施方案", "issued_on": issued, "parts": parts})


def _body(plan: Plan, region: Region, actor: Actor) -> None:
    found = Obligation.objects.get(plan=plan, kind="body")
    services.record_obligation(found.id, region.id, actor=actor, values={
        "doc_no": f"演示政办〔2021〕{region.sort + 100}号", "issued_on": date(2021, 5, 13), "leader_post": f"{region.name}政府主要负责人",
        "members": "自然资源、发改、财政、住建、工信、法院"})


def _month(plan: Plan, by: str, month: int, actor: Actor) -> None:
    rows = PeriodDuty.objects.filter(cycle__plan=plan, period=f"2021-{month:02d}", cycle__by=by, done_on=None)
    for row in rows:
        services.finish_period(row.id, actor=actor, version=row.version, done_on=clock.today(), note="已通报排名",
                               doc_no=f"演示通报〔2021〕{month}号")
