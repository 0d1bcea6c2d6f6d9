"""预警: the nightly look sees what the clocks, rules and dues say, opens and closes flags, and everybody sees his own county's."""

from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock, leases
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import jobs, services
from parcels.models import NightRun, Parcel, ParcelFlag
from parcels.rules.findings import rules_for
from parcels.rules.findings.base import Conclusion
from parcels.rules.flags import FLAGS, Around, Land, flags_of
from parcels.selectors.flag_facts import rules_by_county
from parcels.services.night import check_chunk
from tests.world import words_of_page as plain

from .land import client_for
from .low import LY, SL, SMX, ZMD, facts_of, find, standard, under
from .test_clocks import add
from .test_relapse import supplied
from .test_work_lists import strip

TODAY = date(2021, 9, 24)


def look(day: date = TODAY, **options) -> str:
    """A night's look at this day; what the command says."""
    out = StringIO()
    with clock.at(clock.shanghai(day.year, day.month, day.day, 2, 5)):
        call_command("check_parcels", stdout=out, **options)
    return out.getvalue().strip()


def standing(parcel) -> dict[str, ParcelFlag]:
    return {row.kind: row for row in ParcelFlag.unscoped.filter(parcel=parcel, until_at=None)}


@pytest.mark.django_db
def test_a_parcel_goes_from_soon_to_passed_to_one_and_two_years_and_each_flag_ends_with_the_next(land):
    parcel, clerk = land.parcel("60", agreed_start_on=date(2021, 10, 10)), client_for(land.clerk)
    assert look() == "核对 1 宗，新出现 1 项，解除 0 项，有变化 0 项"
    assert "应动工日 2021-10-10，在 30 天以内，还没有登记动工" in plain(clerk.get("/flags/"))
    assert "预警 夜间核对所见，1 项" in plain(clerk.get(f"/parcels/{parcel.id}/"))
    for day, kinds in ((date(2021, 10, 11), {"start_passed"}), (date(2022, 9, 20), {"start_passed", "year1_soon"}),
                       (date(2022, 10, 10), {"year1"}), (date(2023, 10, 10), {"year2"})):
        look(day)
        assert set(standing(parcel)) == kinds, day
    with clock.at(clock.shanghai(2023, 10, 10, 9)):
        page = plain(clerk.get("/flags/"))
        assert "到 2023-10-10 未动工满两年" in page and "最近一次核对 时间 2023-10-10 02:05" in page
        assert "2023-10-10 2023-10-10 解除" not in page
        gone = plain(clerk.get("/flags/?show=gone"))
        assert "未动工满一年" in gone and "2023-10-10 解除" in gone
        assert "未动工满两年" in plain(clerk.get("/flags/?show=new"))
    assert look(date(2023, 10, 11)) == "核对 1 宗，新出现 0 项，解除 0 项，有变化 0 项"


@pytest.mark.django_db
def test_a_stop_takes_the_flag_away_and_a_running_one_is_told_when_it_lasts(land):
    parcel = land.parcel("60", agreed_start_on=date(2020, 9, 20))
    look()
    assert set(standing(parcel)) == {"year1"}
    assert add(land, parcel, from_on="2021-03-01", until_on="").status_code == 302
    assert look() == "核对 1 宗，新出现 2 项，解除 1 项，有变化 0 项"
    assert set(standing(parcel)) == {"start_passed", "stop_long"}
    assert "自 2021-03-01 起停表已超过 180 天：司法查封" in standing(parcel)["stop_long"].said


@pytest.mark.django_db
def test_what_the_rules_say_is_proposed_until_a_person_finds_it_and_shaken_when_the_facts_turn(land):
    under(land, LY)
    standard(land)
    low = land.parcel("60", kind="inefficient")
    look()
    assert set(standing(low)) == {"facts_missing"}
    met = {"should_area": "60", "started_area": "21", "total_investment": "10000", "invested": "2501"}
    assert facts_of(land, low, **{key: value for key, value in met.items() if key != "invested"}).status_code == 302
    look()
    assert standing(low)["one_missing"].said == "停建缓建类只差一项：已投资额。补填后规则就有结论。"
    assert facts_of(land, low, **met).status_code == 302
    look()
    assert set(standing(low)) == {"proposed"} and "停建缓建类（洛政办〔2021〕16号 附件3 第二条（二））" in standing(low)["proposed"].said
    assert find(land, low, "ly_suspended").status_code == 302
    look()
    assert standing(low) == {}
    assert facts_of(land, low, **met | {"started_area": "20"}).status_code == 302
    look()
    assert "停建缓建类（甲低认〔2021〕1号）不再满足" in standing(low)["shaken"].said and "恰为三分之一" in standing(low)["shaken"].said


@pytest.mark.django_db
def test_idle_land_is_to_be_looked_into_until_a_procedure_is_open(land):
    idle, clerk = land.parcel("60", kind="idle", agreed_start_on=date(2020, 9, 1)), client_for(land.clerk)
    look()
    assert {"year1", "idle_unfound"} <= set(standing(idle))
    assert clerk.post(f"/parcels/{idle.id}/idle/new/", {"found_on": "2021-09-01", "lead": "巡查"}).status_code == 302
    look()
    assert "idle_unfound" not in standing(idle)
    look(date(2021, 12, 1))
    assert "procedure_late" in standing(idle)


@pytest.mark.django_db
def test_deadlines_papers_cases_and_days_out_of_order_are_flagged(land):
    late, soon = land.parcel("10", deadline_on=date(2021, 9, 23)), land.parcel("10", deadline_on=date(2021, 10, 24))
    beyond = land.parcel("10", deadline_on=date(2021, 10, 25))
    idle = land.parcel("10", kind="idle", cause="both")
    land.draft(idle, "1", measure="recover")
    case = land.parcel("10", cause="litigation")
    sold = supplied(land, agreed_start_on=date(2020, 2, 1))
    look()
    assert set(standing(late)) == {"deadline_passed"} and set(standing(soon)) == {"deadline_soon"} and not standing(beyond)
    assert standing(idle)["papers_missing"].said == "1 笔处置缺措施要有的佐证材料。"
    assert "no_force" in standing(case)
    assert standing(sold)["days_order"].said == "约定动工 2020-02-01 早于供应 2020-03-01。请核对并修改。" and "relapse" in standing(sold)


@pytest.mark.django_db
def test_the_page_filters_turns_pages_and_the_file_holds_the_same_rows(land):
    for n in range(60):
        land.parcel("10", deadline_on=TODAY - timedelta(days=n + 1))
    low, other = land.parcel("60", kind="inefficient"), land.parcel("5", by="clerk_b", region=land.other, deadline_on=date(2021, 9, 1))
    look()
    clerk, office = client_for(land.clerk), client_for(land.office)
    first = plain(clerk.get("/flags/"))
    assert "本页 50 项，共 61 项" in first and "处置时限已过 新 60 60" in first and other.parcel_no not in first
    assert "共 60 项" in plain(clerk.get("/flags/?flag=deadline_passed")) and low.parcel_no in plain(clerk.get("/flags/?land=inefficient"))
    theirs = plain(office.get(f"/flags/?region={land.other.id}"))
    assert other.parcel_no in theirs and "共 1 项" in theirs
    assert "本页 50 项，共 61 项" in plain(clerk.get("/flags/?flag=nonsense"))
    sheet = load_workbook(BytesIO(b"".join(clerk.get("/flags/export/?flag=deadline_passed").streaming_content)))["预警清单"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=61)]
    assert len({row[0] for row in rows}) == 60 and all("宗地没有销号" in row[5] and "时限" in row[8] for row in rows)
    assert sheet.cell(62, 1).value == "合计 60 项"
    assert strip(clerk)["预警"] == ("61", "/flags/")


@pytest.mark.django_db
def test_the_office_asks_for_a_look_now_and_nobody_else(land, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr("celery.canvas.Signature.delay", lambda self, *args: sent.append((self.task, *args)))
    land.parcel("10", deadline_on=date(2021, 9, 1))
    assert client_for(land.clerk).post("/flags/run/").status_code == 403 and not NightRun.objects.exists()
    office = client_for(land.office)
    for _ in range(2):  # one that waits is not doubled
        with django_capture_on_commit_callbacks(execute=True):
            assert office.post("/flags/run/").status_code == 302
    run = NightRun.objects.get()
    assert sent == [("parcels.jobs.run_night", run.id)] * 2
    assert "已要求核对，等着办" in plain(office.get("/flags/")) and "还没有核对过" in plain(client_for(land.clerk).get("/flags/"))
    assert jobs.run_night(run.id) == "done" and jobs.run_night(run.id) == "taken"
    page = plain(office.get("/flags/"))
    assert "核对 1 宗 新出现 1 项" in page and "已要求核对，等着办" not in page
    assert "核对 1 宗" not in plain(client_for(land.clerk_b).get("/flags/"))  # how many there are in all is the office's
    told = list(AuditEntry.objects.filter(action__in=("ask_night", "check_parcels")).order_by("seq").values_list("action", "actor_role"))
    assert told == [("ask_night", "office"), ("check_parcels", "system")]


@pytest.mark.django_db
def test_a_day_gives_one_run_from_two_in_the_night_on_and_a_lost_message_is_sent_again(land, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs.run_night, "delay", sent.append)
    with clock.at(clock.shanghai(2021, 9, 24, 1, 59)):
        assert jobs.enqueue_due() == 0 and not NightRun.objects.exists()
    with clock.at(clock.shanghai(2021, 9, 24, 2)):
        assert jobs.enqueue_due() == jobs.enqueue_due() == 1
        assert NightRun.objects.get().key == "night:2021-09-24" and sent == [NightRun.objects.get().id] * 2
        assert jobs.run_night(sent[0]) == "done" and jobs.run_night(sent[1]) == "taken"
        assert jobs.enqueue_due() == 0
    with clock.at(clock.shanghai(2021, 9, 25, 3)):
        assert jobs.enqueue_due() == 1


@pytest.mark.django_db
def test_a_run_killed_between_chunks_goes_on_where_it_was_and_doubles_nothing(land, monkeypatch):
    parcels = [land.parcel("10", deadline_on=date(2021, 9, 1)) for _ in range(5)]
    actor = system_actor("夜间核对")
    with everything("test"):
        run = services.ask_night(actor=actor)
        job = leases.take(NightRun, run.id)
        assert check_chunk(job, rules_by_county(), 2, actor=actor).checked == 2
        assert ParcelFlag.objects.count() == 2  # and the worker is no more
        assert services.run_night(run.id, actor=actor) is None
        with pytest.raises(CommandError, match="另一个进程正在核对"):
            call_command("check_parcels")
        later = clock.real_now() + leases.LEASE + timedelta(seconds=1)
        monkeypatch.setattr(clock, "real_now", lambda: later)
        done = services.run_night(run.id, actor=actor, chunk=2)
        assert check_chunk(job, {}, 2, actor=actor) is None  # the first one comes back: it does nothing
    assert (done.state, done.checked, done.opened) == ("done", 5, 5)
    assert sorted(ParcelFlag.unscoped.values_list("parcel_id", flat=True)) == sorted(one.id for one in parcels)
    assert AuditEntry.objects.filter(action="check_parcels").count() == 1


@pytest.mark.django_db
def test_a_chunk_asks_the_same_number_of_queries_however_many_parcels_it_holds(land):
    def asked(count: int) -> int:
        for n in range(count):
            low = land.parcel("10", kind="inefficient", deadline_on=date(2021, 9, 1), agreed_start_on=date(2020, 1, n % 27 + 1))
            assert facts_of(land, low, should_area="60").status_code == 302
        with everything("test"):
            run = services.ask_night(actor=system_actor("夜间核对"))
            job, rules = leases.take(NightRun, run.id), rules_by_county()
            with CaptureQueriesContext(connection) as found:
                row = check_chunk(job, rules, 500, actor=system_actor("夜间核对"))
            assert row.opened == 2 * count
            services.run_night(run.id, actor=system_actor("夜间核对"))
            leases.finish(row, leases.JobState.DONE, "")
        return len(found.captured_queries)

    assert asked(2) == asked(12) == asked(4)


@pytest.mark.django_db
def test_only_one_county_is_looked_at_when_it_is_named_and_split_land_keeps_no_flag(land):
    mine, theirs = land.parcel("10", deadline_on=date(2021, 9, 1)), land.parcel("5", by="clerk_b", region=land.other, deadline_on=date(2021, 9, 1))
    assert look(county="甲县") == "核对 1 宗，新出现 1 项，解除 0 项，有变化 0 项"
    assert standing(mine) and not standing(theirs)
    with pytest.raises(CommandError, match="没有县区“丙县”"):
        look(county="丙县")
    look()
    assert standing(theirs)
    Parcel.unscoped.filter(pk=mine.pk).update(status="split")
    assert "解除 1 项" in look() and not standing(mine)
    with scope(land.clerk_b):
        assert {row.parcel_id for row in ParcelFlag.objects.all()} == {theirs.id}


@pytest.mark.parametrize("document", [LY, ZMD, SMX, SL, ""])
@pytest.mark.parametrize("kind", ["inefficient", "used_unsupplied", "idle"])
def test_no_rule_holds_or_fails_on_land_of_which_nothing_is_recorded(document, kind):
    for rule in rules_for(document, kind):
        found = rule.judge({"today": TODAY, "years": [], "has_idle_finding": False})
        assert found.conclusion in (Conclusion.LACKS, Conclusion.OPEN), rule.code


def test_every_kind_of_flag_says_a_sentence_with_its_basis_and_quiet_land_has_none():
    quiet = Land(1, 1, "unsupplied", "registered", "", None, None, None, None, None, None, None, None)
    assert list(flags_of(quiet, Around(TODAY))) == [] and len(FLAGS) >= 15
    for flag in FLAGS.values():
        said = flag.said(TODAY, "某事")
        assert said.endswith("。") and "{" not in said and flag.basis and flag.label and flag.tone in ("bad", "warn")
