"""定稿: by the office on the page; frozen figures and bytes never follow their sources; a new edition names the old one."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from landplan.lib import clock
from parcels.models import Disposal
from reports.models import ReportSnapshot, WeeklyReport
from reports.rules.sheet import sheet_from
from reports.selectors.week_sheet import sheet_of
from reports.selectors.weeks import week_of
from reports.sheets.annex4 import annex4_file
from tests.world import MORNING
from tests.world import words_of_page as plain

from .weekly_help import CUTOFF, EVENING, NUMBER, accept, back, book_of, correct, line_of, text_of

PAGE, FILE = reverse("reports:week", args=[NUMBER]), reverse("reports:week_file", args=[NUMBER])
NEXT = clock.shanghai(2021, 9, 30, 10)
WEEK = timedelta(days=7)


def step(world, name, at=EVENING, number=NUMBER, **values):
    report = WeeklyReport.objects.filter(number=number).first()
    with clock.at(at):
        return world.client("office").post(reverse(f"reports:week_{name}", args=[number]),
                                           {"version": report.version if report else 0, **values}, follow=True)


def freeze(world, at=EVENING, number=NUMBER, reason="已催报，按时限定稿"):
    response = step(world, "freeze", at, number, reason=reason)
    assert f"第{number}期已定稿" in plain(response), plain(response)
    return ReportSnapshot.objects.get(report__number=number, edition=1)


def download(world, number=NUMBER, edition=""):
    return world.client("office").get(reverse("reports:week_file", args=[number]), {"edition": edition} if edition else {})


def test_the_office_freezes_once_the_week_is_closed_and_says_why_when_a_county_has_not_returned(world):
    early = step(world, "freeze", CUTOFF, reason="急")
    assert early.status_code == 409 and "才截止" in plain(early)
    with clock.at(EVENING):
        page = plain(world.client("office").get(PAGE))
    assert "甲县未报或待重报" in page and "定稿第18期" in page
    refused = step(world, "freeze")
    assert refused.status_code == 400 and "甲县没有报送" in plain(refused)
    frozen = freeze(world)
    again = step(world, "freeze", reason="再来")
    assert "第18期已定稿第1版" in plain(again) and ReportSnapshot.objects.count() == 1
    assert frozen.frozen_by_id == world.actor("office").user_id and frozen.reason == "已催报，按时限定稿"
    told = AuditEntry.objects.get(action="freeze_week")
    assert told.is_success and frozen.sha256 in told.after
    head = AuditEntry.objects.get(seq=frozen.audit_seq)
    assert head.hash == frozen.audit_head and text_of(frozen.file).splitlines()[-1].endswith(frozen.audit_head)


@pytest.mark.req("CYC-03")
def test_the_cells_are_the_facts_and_the_remark_says_what_the_county_said_instead(world):
    accept(world, "B", "7.5", MORNING + timedelta(hours=2))  # after its return, before the cut-off
    frozen = freeze(world)
    assert line_of(frozen.file, "甲县") == ["甲县", 180, 90, 12, 10, None, None, "未报"]  # 未报: facts show, nothing is empty, never 0
    row = line_of(frozen.file, "乙县")
    assert row[:7] == ["乙县", 60, 30, 0, Decimal("17.5"), 0, 0]  # returned: a true zero
    assert "批而未供县区另报12.34，差−5.16" in row[7] and "批而未供含报后验收7.50" in row[7]
    assert line_of(frozen.file, "合 计")[:7] == ["合 计", 240, 120, 12, Decimal("27.5"), 0, 0]
    assert {"B3:D3", "E3:G3"} <= {str(merged) for merged in book_of(frozen.file)["附件4"].merged_cells.ranges}
    page = plain(world.client("office").get(PAGE))
    assert "报后 +7.50" in page and "−5.16" in page


@pytest.mark.claim("C15")
@pytest.mark.claim("C16")
def test_frozen_bytes_and_figures_do_not_follow_a_correction_a_new_name_a_new_fact_or_a_new_return(world):
    frozen = freeze(world)
    first = download(world)
    assert hashlib.sha256(first.content).hexdigest() == frozen.sha256 == first["X-Content-SHA256"]
    row = Disposal.objects.get(pk=world.records["A"]["accepted"])
    correct(world, row, "4", NEXT)
    world.counties["A"].name = "改名县"
    world.counties["A"].save()
    accept(world, "B", "3", NEXT)
    with clock.at(NEXT):
        for _ in range(3):
            assert download(world).content == first.content
        page = plain(world.client("office").get(PAGE))
        assert "改名县" not in line_of(download(world).content, "甲县")
    assert "10.00" in page and "定稿以后的更正" in page and "4.00" in page
    assert ReportSnapshot.objects.values_list("payload", flat=True).get() == frozen.payload
    assert annex4_file(sheet_from(frozen.payload)) == bytes(frozen.file)  # the same content, the same bytes


@pytest.mark.claim("C13")
def test_the_database_refuses_every_change_of_a_snapshot(world, refuses_change):
    freeze(world)
    refuses_change(ReportSnapshot, "reason", "改过")


@pytest.mark.claim("C16")
def test_a_new_edition_shows_the_corrected_figures_names_the_old_one_and_adds_nothing_to_later_weeks(world):
    frozen = freeze(world)
    refused = step(world, "edition", NEXT, reason="想改")
    assert refused.status_code == 400 and "没有新的更正" in plain(refused)
    correct(world, Disposal.objects.get(pk=world.records["A"]["accepted"]), "4", NEXT, "合同面积核错")
    assert "出新版要写原因" in plain(step(world, "edition", NEXT))
    assert "已出第2版" in plain(step(world, "edition", NEXT, reason="更正甲县一笔"))
    second = ReportSnapshot.objects.get(edition=2)
    assert (second.replaces_id, second.kind, second.basis) == (frozen.id, "corrected", "effective")
    row = line_of(second.file, "甲县")
    assert row[4] == 4 and "更正：批而未供原报10.00，更正后4.00" in row[7]
    assert frozen.sha256 in text_of(second.file)
    assert download(world, edition=1).content == bytes(frozen.file) and download(world).content == bytes(second.file)
    later = freeze(world, CUTOFF + WEEK + timedelta(hours=2), NUMBER + 1)
    row = line_of(later.file, "甲县")
    assert row[4] == -6 and "批而未供含更正−6.00（合同面积核错）" in row[7]  # 按原报: the signed amount, once, where it was recorded
    assert ReportSnapshot.objects.filter(report__number=NUMBER).count() == 2


def test_over_all_weeks_both_bases_add_up_to_the_same(world):
    freeze(world)
    correct(world, Disposal.objects.get(pk=world.records["A"]["accepted"]), "4", NEXT)
    moment = CUTOFF + WEEK + timedelta(hours=2)
    sums = {}
    for basis in ("recorded", "effective"):
        weeks = [sheet_of(week_of(world.plan, number), moment, basis=basis) for number in (NUMBER, NUMBER + 1)]
        sums[basis] = [sheet.total.cells["unsupplied"] for sheet in weeks]
    assert sums == {"recorded": [20, -6], "effective": [14, 0]}


def test_weeks_are_frozen_in_order_or_with_the_reason_why_not(world):
    evening = CUTOFF + WEEK + timedelta(hours=2)
    for county in "AB":
        back(world, county, NEXT, number=NUMBER + 1)
    refused = step(world, "freeze", evening, NUMBER + 1)
    assert refused.status_code == 400 and "第18期还没有定稿" in plain(refused)
    freeze(world, evening, NUMBER + 1, reason="第18期等复核，先定本期")
    assert WeeklyReport.objects.get(number=NUMBER).edition == 0


def test_a_week_on_hold_says_why_and_the_office_may_release_it(world):
    assert "挂起自动定稿要写原因" in plain(step(world, "hold"))
    assert "已挂起" in plain(step(world, "hold", reason="等甲县补报"))
    page = plain(world.client("office").get(PAGE))
    assert "等甲县补报" in page and "解除挂起" in page
    assert "已解除挂起" in plain(step(world, "release"))
    freeze(world)
    assert step(world, "hold", reason="晚了").status_code == 409


@pytest.mark.parametrize("role", ["leader", "acceptance_group", "department"])
def test_who_reads_the_city_reads_the_week_and_its_file_and_freezes_nothing(world, role):
    freeze(world)
    client = world.client(role)
    page = client.get(PAGE)
    assert page.status_code == 200 and "出新版" not in plain(page)
    assert client.get(FILE).content == bytes(ReportSnapshot.objects.get().file)
    assert client.post(reverse("reports:week_freeze", args=[NUMBER]), {"version": 1}).status_code == 403


def test_the_page_asks_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    client = world.client("office")
    client.get(PAGE)
    with django_assert_max_num_queries(46):
        client.get(PAGE)
