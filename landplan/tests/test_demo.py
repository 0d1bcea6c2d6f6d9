"""演示数据: it adds up to the printed bases, is made by the services, goes on where it was killed, and follows the demo clock."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import AuditEntry
from landplan import views
from landplan.demo import play, stage
from landplan.demo.lineage import lineage_steps, planning_steps, round_steps
from landplan.demo.people import seat_people
from landplan.demo.work_tasks import task_steps
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.choices import DisposalState, Kind, ParcelStatus
from parcels.models import (
    AreaEntry,
    BatchEntry,
    ControlSet,
    Disposal,
    DisposalPlan,
    Evidence,
    Finding,
    FindingStandard,
    FirmListing,
    Lawsuit,
    Parcel,
    ParcelMilestone,
    StopNotice,
)
from parcels.selectors.totals import differing_buckets
from parcels.store import path_of
from reports.models import ReportSnapshot, WeeklyReport, WeekReturn
from tasks.management.commands.load_plans import load_places
from tasks.models import GeneralAnswer, Inquiry, Plan, TaskClosing, TaskProgress
from tasks.services import load_plan
from tests.world import signed_in
from units.models import DemoClock
from units.selectors.demo_clock import demo_offset, forget_offset
from units.services import move_demo_clock

SMALL = frozenset({"泌阳县", "遂平县"})
AUGUST = clock.shanghai(2021, 8, 16, 9, 0)
PRINTED = json.loads((Path(project.BASE_DIR) / "fixtures/plans/zhumadian.json").read_text(encoding="utf-8"))


@pytest.fixture
def demo(db, settings, monkeypatch):
    """A demo installation with the plan; its clock starts in August, so that little is played."""
    settings.DEMO = True
    monkeypatch.setenv("DEMO_PASSWORD", "Demo-2021-Land")
    monkeypatch.setattr(stage, "START", AUGUST)
    forget_offset()
    clock.use_offset(demo_offset)
    with clock.at(None), everything("the test looks on"):  # the machine's clock with the demo's offset
        load_places(system_actor("测试"))
        plan, _ = load_plan(PRINTED, actor=system_actor("测试"))
        yield plan
    clock.use_offset(None)
    forget_offset()


def seed_small():
    stage.seed(lambda words: None, only=SMALL)


def people_of(plan):
    """The accounts and the clock of a demo, without its land."""
    move_demo_clock(AUGUST, actor=system_actor("测试"))
    return seat_people(plan.region)


def printed(key, region):
    table = next(table for table in PRINTED["printed_tables"] if table["key"] == key)
    return next(row["cells"] for row in table["rows"] if row["region"] == region)


def number(text):
    return Decimal(text) if text else Decimal(0)


def test_the_parcels_of_each_county_sum_to_the_printed_bases(demo):
    counties = stage.counties_in(demo)
    assert len(counties) == 13
    for county in counties:
        annex2, annex3 = printed("annex2", county.region.code), printed("annex3", county.region.code)
        sums, counts = Counter(), Counter()
        for plot in county.plots:
            group = {Kind.IDLE: plot.values["idle_source"], Kind.INEFFICIENT: "low"}.get(plot.kind, "unsupplied")
            sums[group] += plot.values["area"]
            counts[group] += 1
        assert sums["unsupplied"] == Decimal(annex2["unsupplied"]), county.region.name
        for group, part in (("province_base", "base"), ("system_new", "new"), ("low", "low")):
            assert sums[group] == number(annex3[f"{part}_area"]), (county.region.name, part)
            assert counts[group] == number(annex3[f"{part}_count"]), (county.region.name, part)
        assert sum(batch.area for batch in county.batches) == Decimal(annex2["approved"])
        assert sum(batch.supplied for batch in county.batches) == Decimal(annex2["supplied"])
    assert sum(len(county.plots) for county in counties) == 1611


def test_the_demo_is_made_by_the_services_and_marked(demo):
    seed_small()
    parcels = Parcel.objects.filter(region__name="泌阳县")
    assert sum(parcels.filter(kind__in=["unexpropriated", "unsupplied", "used_unsupplied"]).values_list("area", flat=True)) == 1334
    assert not Parcel.objects.filter(is_demo=False).exists() and not Disposal.objects.filter(is_demo=False).exists()
    accepted = Disposal.objects.filter(state=DisposalState.ACCEPTED)
    assert accepted.count() == AreaEntry.objects.filter(nature="accepted").count() > 3
    assert Parcel.objects.filter(status=ParcelStatus.WRITTEN_OFF).exists()
    assert differing_buckets() == []
    told = Counter(AuditEntry.objects.values_list("action", flat=True))
    assert told["register_parcel"] == Parcel.objects.count()
    assert told["accept_disposal"] == accepted.count()
    assert told["freeze_baseline"] == 1
    paper = Evidence.objects.first()
    assert path_of(paper.storage_id).read_bytes().startswith(b"%PDF-1.4")
    frozen = WeeklyReport.objects.filter(edition__gt=0).order_by("number")
    assert [week.number for week in frozen] == list(range(1, 13))  # cut-offs from 28 May to 13 August
    assert WeekReturn.objects.exists() and ReportSnapshot.objects.count() == 12


def test_every_page_of_cases_has_something_to_show_and_no_step_was_passed_over(demo, caplog):
    seed_small()
    assert "演示步骤略过" not in caplog.text
    plans = Counter(DisposalPlan.objects.values_list("state", flat=True))
    assert plans["approved"] and plans["proposed"]
    assert ParcelMilestone.objects.filter(done_on__isnull=False).exists() and ParcelMilestone.objects.filter(is_next=True).count() > 1
    assert Lawsuit.objects.filter(claims__is_mortgagee=True).exists() and FindingStandard.objects.count() == 2
    assert set(Finding.objects.values_list("kind", flat=True)) >= {Kind.USED_UNSUPPLIED, Kind.IDLE}
    assert BatchEntry.objects.filter(notice=None).count() == StopNotice.objects.count() == 2


def test_killed_half_way_it_goes_on_and_a_second_run_changes_nothing(demo, monkeypatch):
    perform, calls = play._perform, []

    def dies(step):
        calls.append(step)
        if len(calls) == 60:
            raise KeyboardInterrupt
        return perform(step)

    monkeypatch.setattr(play, "_perform", dies)
    with pytest.raises(KeyboardInterrupt):
        seed_small()
    monkeypatch.setattr(play, "_perform", perform)
    seed_small()
    entries = AuditEntry.objects.count()
    numbers = list(Disposal.objects.values_list("parcel__parcel_no", "doc_no"))
    assert len(numbers) == len(set(numbers)) > 10
    seed_small()
    assert AuditEntry.objects.count() == entries


def test_moving_the_clock_forward_plays_on_and_backward_only_shows(demo, monkeypatch):
    monkeypatch.setattr(views, "PATIENCE", 600)
    seed_small()
    office = stage.demo_people(demo.region)["office"]
    browser = signed_in(office)
    before = Disposal.objects.count()
    answer = browser.post("/demo/clock/", {"now": "2021-09-06T09:00"}, follow=True)
    assert "演示时钟已拨到 2021-09-06 09:00" in answer.content.decode()
    assert Disposal.objects.count() > before
    assert list(WeeklyReport.objects.filter(edition__gt=0).values_list("number", flat=True)) == list(range(1, 16))
    entry = AuditEntry.objects.filter(action="move_demo_clock").order_by("-seq").first()
    assert entry.actor_id == office.user_id and "2021-09-06T01:00" in entry.after
    assert clock.local(clock.now()).strftime("%Y-%m-%d %H:%M") == "2021-09-06 09:00"
    count = Disposal.objects.count()
    browser.post("/demo/clock/", {"now": "2021-06-01T09:00"})
    assert clock.today().isoformat() == "2021-06-01"
    browser.post("/demo/clock/", {"now": "2021-09-01T09:00"})
    assert Disposal.objects.count() == count


def test_what_a_page_cannot_wait_for_goes_on_in_the_worker(demo, monkeypatch):
    sent = []
    monkeypatch.setattr(views, "PATIENCE", 0)
    monkeypatch.setattr(views.play_demo, "delay", sent.append)
    office = people_of(demo)["office"]
    answer = signed_in(office).post("/demo/clock/", {"now": "2021-09-06T09:00"}, follow=True)
    assert "后台接着演到 2021-09-06 09:00" in answer.content.decode()
    assert sent == ["2021-09-06T09:00:00+08:00"]
    monkeypatch.setattr(stage, "seeded", lambda plan: [])
    views.play_demo(sent[0])
    assert clock.local(clock.now()).strftime("%Y-%m-%d %H:%M") == "2021-09-06 09:00"


def test_the_clock_refuses_in_chinese_and_is_the_offices(demo):
    people = people_of(demo)
    office = signed_in(people["office"])
    for typed, said in (("明天", "读不出来"), ("", "读不出来"), ("2020-01-01T09:00", "演示从 2021-05-20"), ("2031-01-01T09:00", "没有内容")):
        answer = office.post("/demo/clock/", {"now": typed})
        assert answer.status_code == 400 and said in answer.content.decode()
    answer = signed_in(people["biyang.clerk"]).post("/demo/clock/", {"now": "2021-09-06T09:00"})
    assert answer.status_code == 403 and "由领导小组办公室拨动" in answer.content.decode()
    assert Client().post("/demo/clock/", {"now": "2021-09-06T09:00"}).status_code == 302
    assert DemoClock.objects.get().played_until is None


def test_outside_of_a_demo_installation_there_is_neither_data_nor_clock(demo, settings):
    office = signed_in(people_of(demo)["office"])
    settings.DEMO = False
    assert office.post("/demo/clock/", {"now": "2021-09-06T09:00"}).status_code == 404
    with pytest.raises(CommandError, match="不是演示环境"):
        call_command("seed_demo")


def test_without_the_plan_the_command_says_what_to_do(db, settings):
    settings.DEMO = True
    assert not Plan.objects.exists()
    with pytest.raises(CommandError, match="load_plans"):
        call_command("seed_demo")


def test_nearly_every_county_has_a_split_a_merge_checks_against_the_plans_and_land_without_a_sponsor(demo):
    keys = []
    for county in stage.counties_in(demo):
        dealt = {deal.plot_no for deal in county.deals}
        steps = [*lineage_steps(county.plots, dealt, (None, None)), *planning_steps(county.plots, None),
                 *round_steps(county.region.code, county.deals, None)]
        keys.append(Counter(step.key[0] for step in steps))
        assert any(not plot.values["sponsor_post"] for plot in county.plots) or len(county.plots) < 17
    assert sum(one["分"] == one["批"] == 1 for one in keys) >= 10 and sum(one["合"] for one in keys) >= 8
    assert sum(one["轮"] for one in keys) >= 12 and all(one["规"] for one in keys)


def test_people_of_another_city_work_on_the_tasks_that_its_plan_prints(demo):
    load_plan(json.loads((Path(project.BASE_DIR) / "fixtures/plans/luoyang.json").read_text(encoding="utf-8")), actor=system_actor("测试"))
    steps = sorted(task_steps(people_of(demo)), key=lambda step: (step.at, step.key))
    assert len(steps) == 14 and all(play._perform(step) for step in steps)
    assert TaskProgress.objects.count() == 6 and TaskProgress.objects.exclude(file=None).count() == 2
    assert Counter(TaskClosing.objects.values_list("state", flat=True)) == {"confirmed": 2, "returned": 1, "proposed": 2}
    assert not TaskProgress.objects.filter(task__number="LY-05").exists()  # one that lies on its lead's table


def test_the_pages_of_the_policies_have_something_to_show(demo):
    seed_small()
    assert FirmListing.objects.filter(ended_on=None).exists() and ControlSet.objects.filter(park=None).exists()
    assert Inquiry.objects.filter(answered_at=None).exists() is False and Inquiry.objects.exists()  # by mid-August every one has its answer
    assert GeneralAnswer.objects.count() == 1
