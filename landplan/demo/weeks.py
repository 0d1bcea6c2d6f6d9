"""演示周报: counties return (some late, some not, some with another figure), the office freezes, corrects and fixes the baseline."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.clock import SHANGHAI
from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up
from parcels.models import Disposal
from reports.models import Correction
from reports.rules.returns import has_returned
from reports.selectors.week_facts import recorded_in
from reports.selectors.weeks import Week, week_of
from reports.services.baseline import freeze_baseline
from reports.services.corrections import decide_correction, propose_correction
from reports.services.freezing import freeze_due_weeks, freeze_week, issue_edition
from reports.services.returns import send_back_return, submit_return
from tasks.models import Plan
from units.models import Region

from .people import PINYIN
from .script import LAUNCH, Deal
from .step import Step

LEFT_TO_ITSELF = (9, 20)  # weeks that nobody freezes: at 20:00 they freeze by themselves
SENT_BACK = {6: "上蔡县", 15: "确山县"}
URGED = "已电话催报，按时限定稿。"
ADD_ON = ("{area} 亩已签合同，扫描件下周到，下周补录。", "{area} 亩当日已核发划拨决定书，验收在下周。")
REMARKS = ("", "", "", "本周集中办理供应手续。", "与法院对接 1 宗涉诉地块。")


def baseline_steps(plan: Plan, office: Actor) -> Iterator[Step]:
    """定底数 once, when the parcels are registered."""
    yield Step(LAUNCH + timedelta(hours=7), "底数", office, lambda actor: freeze_baseline(plan.id, actor=actor, edition=1))


def week_steps(plan: Plan, regions: list[Region], people: dict[str, Actor], seed: int) -> Iterator[Step]:
    """每期: returns on Friday afternoon, perhaps one sent back, then the freeze."""
    for number, until in enumerate(plan.weekly_cutoffs(), 1):
        rng = random.Random(f"{seed}-week-{number}")
        for region in regions:
            yield from _county_steps(plan, number, until, region, people[f"{PINYIN[region.name]}.clerk"], rng)
        for region in (one for one in regions if one.name == SENT_BACK.get(number)):
            yield from _again_steps(plan, number, until, region, people)
        if number in LEFT_TO_ITSELF:
            yield Step(datetime.combine(until.astimezone(SHANGHAI).date(), plan.auto_freeze_time, SHANGHAI), f"第{number}期", system_actor(),
                       lambda actor: freeze_due_weeks(actor=actor))
        else:
            yield Step(until + timedelta(minutes=rng.randrange(32, 70)), f"第{number}期", people["office"],
                       lambda actor, number=number: _freeze(plan, number, actor))


def correction_steps(plan: Plan, deals: list[Deal], people: dict[str, Actor]) -> Iterator[Step]:
    """更正: one agreed (and a second edition for its week), one refused, one that waits for its second person."""
    office, second = people["office"], people["office2"]
    chosen = sorted((d for d in deals if d.accept_at and not d.is_whole and _between(d.accept_at, 7, 9) and d.area > 8),
                    key=lambda d: (d.accept_at, d.doc_no))[:3]
    if len(chosen) < 3:
        return
    agreed, refused, waiting = chosen
    yield Step(_at(9, 14, 10), "更正一", office, lambda actor: _propose(agreed, Decimal("0.92"), actor))
    yield Step(_at(9, 15, 9), "更正一", second, lambda actor: _decide(agreed, actor, approve=True))
    yield Step(_at(9, 15, 15), "更正一", office, lambda actor: _second_edition(plan, agreed, actor))
    yield Step(_at(9, 16, 10), "更正二", second, lambda actor: _propose(refused, Decimal("0.50"), actor))
    yield Step(_at(9, 17, 9), "更正二", office, lambda actor: _decide(
        refused, actor, approve=False, decision="勘测报告只量了一期用地，不能据此减少。请附全宗勘测成果后再发起。"))
    yield Step(_at(9, 23, 16), "更正三", second, lambda actor: _propose(waiting, Decimal("0.95"), actor))


def _between(moment: datetime, first: int, last: int) -> bool:
    return first <= moment.astimezone(SHANGHAI).month < last


def _at(month: int, day: int, hour: int) -> datetime:
    return datetime.combine(LAUNCH.date().replace(month=month, day=day), time(hour), tzinfo=SHANGHAI)


def _county_steps(plan: Plan, number: int, until: datetime, region: Region, clerk: Actor, rng: random.Random) -> Iterator[Step]:
    luck, minutes, remark = rng.random(), rng.randrange(5, 170), rng.choice(REMARKS)
    more = half_up(Decimal(str(rng.uniform(3, 28))), 2) if rng.random() < 0.04 else None
    words = rng.choice(ADD_ON)
    if number in SENT_BACK and SENT_BACK[number] == region.name:
        luck, minutes, more = 0.5, 120, Decimal("6.60")
    if luck < 0.05:  # 未报
        return
    at = until + timedelta(minutes=minutes % 25 + 4) if luck < 0.11 else until - timedelta(minutes=minutes)
    yield Step(at, f"第{number}期{region.name}", clerk, lambda actor: _return(plan, number, region, actor, remark, more, words))


def _again_steps(plan: Plan, number: int, until: datetime, region: Region, people: dict[str, Actor]) -> Iterator[Step]:
    yield Step(until - timedelta(minutes=80), f"第{number}期退回", people["office"], lambda actor: _send_back(plan, number, region, actor))
    yield Step(until - timedelta(minutes=20), f"第{number}期重报", people[f"{PINYIN[region.name]}.clerk"],
               lambda actor: _return(plan, number, region, actor, "已核对，按验收数报。", None, ""))


def _return(plan: Plan, number: int, region: Region, actor: Actor, remark: str, more: Decimal | None, words: str) -> None:
    week = week_of(plan, number)
    row = week.report.returns.filter(region=region).first() if week.report else None
    if row and has_returned(row.state):  # by a visitor of the demo: what he returned stands
        return
    stated = None
    if more:
        facts = recorded_in(plan, week.after, min(clock.now(), week.until))
        stated = {"unsupplied": (facts.get((region.id, "unsupplied"), Decimal(0)) + more, words.format(area=more))}
    submit_return(week, region.id, actor=actor, version=row.version if row else 0, stated=stated, remark=remark)


def _send_back(plan: Plan, number: int, region: Region, actor: Actor) -> None:
    week = week_of(plan, number)
    row = week.report.returns.get(region=region)
    send_back_return(week, region.id, actor=actor, version=row.version, reason="另报的 6.60 亩没有验收记录，请核对后按验收数报。")


def _freeze(plan: Plan, number: int, actor: Actor) -> None:
    week = week_of(plan, number)
    if week.is_frozen or week.is_held:
        return
    try:
        freeze_week(week, actor=actor)
    except Refusal:  # counties are missing: the office says why it does not wait
        freeze_week(week, actor=actor, reason=URGED)


def _propose(deal: Deal, share: Decimal, actor: Actor) -> None:
    disposal = _disposal(deal)
    propose_correction(disposal.id, actor=actor, version=disposal.version, new_area=half_up(disposal.accepted_area * share, 2),
                       reason="按勘测定界成果复核，登记时多算了代征道路。", doc_no=f"演示勘测〔2021〕{deal.plot_no[-4:]}号")


def _decide(deal: Deal, actor: Actor, **said) -> None:
    correction = Correction.objects.get(disposal=_disposal(deal), state="proposed")
    decide_correction(correction.id, actor=actor, version=correction.version, **said)


def _second_edition(plan: Plan, deal: Deal, actor: Actor) -> None:
    correction = Correction.objects.get(disposal=_disposal(deal), state="approved")
    week: Week = week_of(plan, correction.concerns_number)
    issue_edition(week, actor=actor, version=week.version, reason=f"更正 {deal.doc_no} 一笔，按勘测成果。")


def _disposal(deal: Deal) -> Disposal:
    return Disposal.objects.get(parcel__parcel_no=deal.plot_no, doc_no=deal.doc_no)
