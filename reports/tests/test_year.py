"""全年: every week, month, quarter, half-year, year and stage of the five plans beside an independent recomputation; and rebuilt at the end."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.models import AreaEntry, Disposal, Measure, Parcel
from parcels.services import post_entries
from reports.models import PeriodReport, ReportSnapshot
from reports.rules.sheet import sheet_from
from reports.selectors.period_sheet import period_sheet
from reports.selectors.periods import period_of
from reports.services.jobs import enqueue_freezes, run_job
from reports.services.periods import open_due_periods
from tasks.models import Plan
from tests.world import MORNING
from units.models import Region, User

from .year_ticks import (
    CLASSES,
    INSTANT,
    Fact,
    Tick,
    amount,
    by_days,
    facts_around,
    halves_and_year,
    midnight,
    monthly,
    quarters,
    ranks,
    weekly,
)

ACTOR = system_actor("定期报告")
WEEKS = weekly(date(2021, 5, 28), date(2021, 12, 17))
BASE = midnight(date(2021, 4, 1)) - INSTANT  # 驻马店: what was done by 2021-03-31 is the stock
STAGES = by_days("stage", [("2021-09-30", date(2021, 4, 1), date(2021, 9, 30)), ("2021-11-30", date(2021, 10, 1), date(2021, 11, 30))])
# document: (ticks, 未供即用 counts to 批而未供, the base instant)
YEARS = {
    "驻政办〔2021〕19号": ([*WEEKS, *monthly(WEEKS), *STAGES], True, BASE),
    "三政办〔2021〕5号": ([*quarters(2021, 1, 4), *halves_and_year(2021)], True, None),
    "洛政办〔2021〕16号": ([*quarters(2021, 2, 4), *halves_and_year(2021)], False, None),
    "平龙政办〔2022〕50号": (quarters(2022, 3, 4), True, None),
    "宝政办〔2021〕34号": ([*quarters(2021, 3, 4), *halves_and_year(2021, 2)], True, None),
}


@pytest.fixture(scope="module")
def posted(django_db_setup, django_db_blocker):
    """The five plans, and facts at every edge of every period of each of them, in three of its counties."""
    with django_db_blocker.unblock(), transaction.atomic(), everything("the test looks on"):
        with clock.at(MORNING):
            call_command("load_plans", verbosity=0, stdout=StringIO())
        yield {number: facts_in(plan_of(number), ticks) for number, (ticks, *_) in YEARS.items()}
        transaction.set_rollback(True)


@pytest.fixture
def ledger(posted, db):
    """The facts by document; a test leaves no trace in them."""
    with everything("the test looks on"):
        yield posted


def plan_of(number: str) -> Plan:
    return Plan.objects.select_related("document", "region").get(document__number=number)


def facts_in(plan: Plan, ticks: list) -> list[Fact]:
    """Posted to the ledger; the acceptances behind them are no matter here."""
    counties = list(Region.objects.within(plan.region).counties().order_by("sort", "id")[:3])
    behind = {county.id: disposal_in(county) for county in counties}
    facts = sorted(facts_around(ticks, list(behind), random.Random(plan.number)), key=lambda fact: (fact.recorded, fact.effective))
    post_entries([AreaEntry(
        region_id=fact.region, kind=fact.kind, idle_source="province_base" if fact.kind == "idle" else "", parcel=behind[fact.region].parcel,
        disposal=behind[fact.region], nature="accepted" if fact.recorded == fact.effective else "correction", area=fact.area,
        recorded_at=fact.recorded, effective_at=fact.effective, reason="" if fact.recorded == fact.effective else "面积核错") for fact in facts])
    return facts


def disposal_in(county: Region) -> Disposal:
    """What the entries of a county hang on."""
    user, _ = User.objects.get_or_create(username="year", defaults={"name": "全年"})
    parcel = Parcel.objects.create(region=county, parcel_no=f"{county.code}-全年", name="全年地块", location="路北", kind="unsupplied",
                                   area=Decimal(1000), registered_at=clock.shanghai(2021, 1, 1), updated_at=MORNING)
    return Disposal.objects.create(region=county, parcel=parcel, number=1, kind="unsupplied", measure=Measure.objects.first(), area=Decimal(1),
                                   created_at=MORNING, updated_at=MORNING, created_by=user)


def shown_at(plan: Plan, tick: Tick):
    """The report of a tick as the application has it two hours after the end: a week frozen by its job, a period made by its own."""
    open_due_periods(actor=ACTOR)
    if tick.kind == "weekly":
        for job_id in enqueue_freezes(actor=ACTOR):
            run_job(job_id, actor=ACTOR)
        return sheet_from(ReportSnapshot.objects.get(report__plan=plan, report__number=int(tick.key)).payload)
    period = period_of(plan, tick.kind, tick.key)
    assert period.report is not None and (period.after, period.until) == (tick.after, tick.until), period
    return period_sheet(period, clock.now())


def check(sheet, facts: list[Fact], tick: Tick, *, used: bool, base: datetime | None) -> None:
    """Every figure of every row, the sums, and the ranks of each class. Of a county without any parcel nothing is known."""
    known = {fact.region for fact in facts}
    here, whole = ("cells", "cumulative") if tick.kind == "weekly" else ("amounts", "done")
    after = max(tick.after, base) if base else tick.after
    for one in CLASSES:
        done = {row.region_id: amount(facts, row.region_id, one, base, tick.until, used=used) if row.region_id in known else None
                for row in sheet.rows}
        grown = {row.region_id: amount(facts, row.region_id, one, after, tick.until, used=used) for row in sheet.rows}
        moved = {row.region_id: amount(facts, row.region_id, one, after, tick.until, used=used, by="effective") for row in sheet.rows}
        places = ranks({row.region_id: (done[row.region_id], row.quotas.get(one)) for row in sheet.rows})
        for row in sheet.rows:
            key, other = row.region_id, row.other if tick.kind == "weekly" else row.other_amounts
            got = (getattr(row, here)[one] or 0, other[one] or 0, getattr(row, whole)[one], row.ranks[one])
            assert got == (grown[key], moved[key], done[key], places[key]), (tick, row.label, one)
        sums = sum(grown.values()), sum(filter(None, done.values()))
        assert (getattr(sheet.total, here)[one], getattr(sheet.total, whole)[one]) == sums, (tick, one)


def tick_through(number: str, facts: list[Fact]) -> list[Tick]:
    """The whole year, in the order of the ends; at each the report is compared."""
    ticks, used, base = YEARS[number]
    plan = plan_of(number)
    for tick in sorted(ticks, key=lambda one: one.until):
        with clock.at(tick.until + timedelta(hours=2)):
            check(shown_at(plan, tick), facts, tick, used=used, base=base)
    return ticks


@pytest.mark.parametrize("number", list(YEARS)[1:])
def test_every_period_of_a_plan_equals_the_independent_recomputation(ledger, number):
    assert len(tick_through(number, ledger[number])) >= 4
    opened = PeriodReport.objects.filter(plan=plan_of(number)).count()
    assert opened == AuditEntry.objects.filter(action="open_period", region_id=plan_of(number).region_id).count() >= len(YEARS[number][0])


def rebuilt(number: str) -> str:
    out = StringIO()
    with clock.at(clock.shanghai(2022, 1, 10, 9)):
        call_command("rebuild_year", plan=number, stdout=out)
    return out.getvalue()


def slip_in(beside: AreaEntry, kind: str) -> None:
    """7 亩 that nobody accepted, with the instant of another entry: what a hand in the ledger would do."""
    post_entries([AreaEntry(region_id=beside.region_id, kind=kind, idle_source="province_base" if kind == "idle" else "",
                            parcel_id=beside.parcel_id, disposal_id=beside.disposal_id, nature="accepted", area=Decimal(7),
                            recorded_at=beside.recorded_at, effective_at=beside.recorded_at)])


@pytest.mark.claim("C40")
def test_thirty_weeks_seven_months_and_two_stages_equal_it_are_frozen_in_order_and_are_rebuilt_the_same(ledger):
    number = next(iter(YEARS))
    assert len(tick_through(number, ledger[number])) == 39 == 30 + 7 + 2
    frozen = list(ReportSnapshot.objects.order_by("id").values_list("report__number", "sha256"))
    assert [week for week, _ in frozen] == list(range(1, 31))
    told = rebuilt(number)
    assert "重算 39 期" in told and "对照定稿 30 版，一致 30 版，定稿后又有更正 0 版，不同 0 版" in told
    some = AreaEntry.objects.filter(recorded_at=WEEKS[9].until, nature="accepted").select_related("region").first()
    slip_in(some, "unsupplied")
    with pytest.raises(CommandError, match="定稿没有改动"):
        rebuilt(number)
    assert list(ReportSnapshot.objects.order_by("id").values_list("report__number", "sha256")) == frozen


def test_a_fact_slipped_into_a_frozen_week_is_named_with_both_figures(ledger, capsys):
    number = next(iter(YEARS))
    with clock.at(WEEKS[0].until + timedelta(hours=2)):
        shown_at(plan_of(number), WEEKS[0])
    some = AreaEntry.objects.filter(recorded_at=WEEKS[0].until, nature="accepted").select_related("region").first()
    before = next(row for row in sheet_from(ReportSnapshot.objects.get().payload).rows if row.region_id == some.region_id)
    slip_in(some, "idle")
    with clock.at(WEEKS[0].until + timedelta(hours=3)), pytest.raises(CommandError):
        call_command("rebuild_year", plan=number)
    old = before.cells["idle"]
    figures = f"定稿 {'（空）' if old is None else old}，重算 {(old or Decimal(0)) + 7:.2f}"
    assert f"{before.label} 本周处置量（闲置）：{figures}\n" in capsys.readouterr().out


def test_the_command_names_the_plans_when_it_knows_none_like_it(ledger):
    with pytest.raises(CommandError, match="驻政办〔2021〕19号"):
        call_command("rebuild_year", plan="没有这个文号")
