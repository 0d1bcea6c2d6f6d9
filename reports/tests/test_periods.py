"""月通报: made once by the job, checked by one person and frozen by another, told to the counties; what is frozen never changes."""

import hashlib
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.numbers import half_up
from landplan.lib.periods import months
from parcels.choices import Nature
from parcels.models import AreaEntry
from reports import jobs
from reports.models import PeriodNotice, PeriodReport, PeriodSnapshot
from reports.rules.notice import notice_of
from reports.rules.period import move_words, period_sheet_from
from reports.selectors.periods import period_of
from reports.sheets.period import period_file
from tests.world import words_of_page as plain

from .period_help import AUGUST, CLOSED, KEY, do, freeze, publish, table_of
from .weekly_help import accept, correct

CUTOFF = clock.shanghai(2021, 9, 24, 18)
LATER = clock.shanghai(2021, 10, 8, 10)


@pytest.fixture
def months_of_facts(world):
    """Acceptances of June to September, the last one at the very cut-off, one after it."""
    moments = [("A", "20", clock.shanghai(2021, 6, 25, 18)), ("B", "6.5", clock.shanghai(2021, 6, 25, 18, 1)), ("A", "9", AUGUST),
               ("B", "12.25", clock.shanghai(2021, 9, 3, 10)), ("A", "30", CUTOFF), ("B", "40", CUTOFF + timedelta(microseconds=1))]
    return [accept(world, county, area, at) for county, area, at in moments]


@pytest.mark.req("CYC-05")
def test_the_job_makes_each_month_once_and_june_ends_with_the_week_of_06_25(world, months_of_facts):
    with clock.at(CLOSED):
        before = PeriodReport.objects.count()
        assert jobs.open_periods() == PeriodReport.objects.count() - before > 0
        assert jobs.open_periods() == 0
    june = PeriodReport.objects.get(kind="monthly", key="2021-06")
    assert (june.after, june.until) == (clock.shanghai(2021, 5, 28, 18), clock.shanghai(2021, 6, 25, 18))
    assert list(PeriodReport.objects.filter(kind="monthly").order_by("key").values_list("key", flat=True)) == [
        "2021-06", "2021-07", "2021-08", "2021-09", "2021-10"]  # October runs already, November has not begun
    assert [span.key for span in months(world.plan.weekly_cutoffs())][-1] == "2021-12"
    assert months(world.plan.weekly_cutoffs())[-1].until == clock.shanghai(2021, 12, 17, 18)
    assert AuditEntry.objects.filter(action="open_period").count() == PeriodReport.objects.count()
    with clock.at(CLOSED):
        page = plain(world.client("office").get(reverse("reports:periods")))
    assert "2021年6月" in page and "五（二）" in page


def by_hand(world, key, basis):
    """累计, 完成率 and rank of each county, computed anew from the entries alone."""
    span = next(one for one in months(world.plan.weekly_cutoffs()) if one.key == key)
    at = "recorded_at" if basis == "recorded" else "effective_at"
    quotas = {"甲县": (180, 90, 12), "乙县": (60, 30, 0)}
    found = {}
    for name, (supply, idle, low) in quotas.items():
        kinds = {"unsupplied": (("unexpropriated", "unsupplied", "used_unsupplied"), supply), "idle": (("idle",), idle),
                 "inefficient": (("inefficient",), low)}
        done, amount = {}, {}
        for one, (inside, _) in kinds.items():
            entries = [e for e in AreaEntry.unscoped.filter(region__name=name, kind__in=inside) if getattr(e, at) > clock.shanghai(2021, 4, 1)]
            done[one] = sum((e.area for e in entries if getattr(e, at) <= span.until), Decimal(0))
            amount[one] = sum((e.area for e in entries if span.after < getattr(e, at) <= span.until), Decimal(0))
        rates = {one: Fraction(done[one]) / quota if quota else None for one, (_, quota) in kinds.items()}
        rates["combined"] = Fraction(sum(done.values())) / (supply + idle + low)
        found[name] = (done, amount, rates)
    return found


@pytest.mark.parametrize("key", ["2021-06", "2021-07", "2021-08", "2021-09"])
def test_every_figure_of_every_month_is_the_sum_of_its_dated_entries_in_both_bases(world, months_of_facts, key):
    rows = months_of_facts
    correct(world, rows[2], "8", clock.shanghai(2021, 9, 10, 9))  # concerns August, recorded in September
    with clock.at(LATER):
        jobs.open_periods()
        freeze(world, "monthly", key)
        page = world.client("office").get(reverse("reports:period", args=["monthly", key]), {"basis": "effective", "quota_class": "unsupplied"})
    frozen = period_sheet_from(PeriodSnapshot.objects.get().payload)
    for basis, take in (("recorded", lambda row: (row.done, row.amounts)), ("effective", lambda row: (row.other_done, row.other_amounts))):
        expected = by_hand(world, key, basis)
        for row in frozen.rows:
            done, amount, rates = expected[row.label]
            assert take(row) == (done, amount), (basis, row.label)
            if basis == "recorded":
                assert row.rates == {one: "—" if rate is None else f"{half_up(rate * 100, 2)}%" for one, rate in rates.items()}
    expected = by_hand(world, key, "recorded")
    for one in ("unsupplied", "combined"):
        better = max(expected, key=lambda name: expected[name][2][one])
        tie = len({value[2][one] for value in expected.values()}) == 1
        assert {row.label: row.ranks[one] for row in frozen.rows} == {name: "并列1" if tie else "1" if name == better else "2" for name in expected}
    effective = by_hand(world, key, "effective")
    assert all(f"{half_up(effective[name][0]['unsupplied'], 2)}" in plain(page) for name in effective)


@pytest.mark.req("RNK-06")
def test_a_change_of_places_is_told_in_words_and_with_an_arrow(world, months_of_facts):
    with clock.at(LATER):
        jobs.open_periods()
        page = world.client("office").get(reverse("reports:period", args=["monthly", KEY]), {"quota_class": "unsupplied"}).content.decode()
    # September: 甲 59+10 of 180, 乙 18.75+10 of 60: 乙 stays first; August: 甲 29/180 was first against 6.5/60
    rows = dict(re.findall(r'<th scope="row">([甲乙]县).*?</tr>', page, re.S) and
                [(name, head) for head, name in re.findall(r'<tr id="r\d+">(.*?)<th scope="row">([甲乙]县)', page, re.S)])
    assert "i-up" in rows["乙县"] and "升1" in rows["乙县"] and "i-down" in rows["甲县"] and "降1" in rows["甲县"]
    assert [move_words(move) for move in (2, -3, 0, None)] == ["升2", "降3", "持平", ""]


@pytest.mark.req("RNK-02")
def test_check_and_freeze_are_two_persons_and_every_lock_says_which_one_it_is(world, months_of_facts):
    with clock.at(CUTOFF):
        jobs.open_periods()
        assert "才截止" in plain(do(world, "check", role="acceptance_group"))
    with clock.at(CLOSED):
        early = do(world, "freeze")
        assert early.status_code == 409 and "还没有核对" in plain(early)
        assert "已核对" in plain(do(world, "check"))  # by the office itself
        refused = do(world, "freeze", reason="按时限")
        assert refused.status_code == 403 and "核对和定稿要由两个人办" in plain(refused)
        assert "锁住的是核对" in plain(do(world, "dates", due_on="2021-09-25", publish_on="2021-09-30", reason="推迟"))
        assert "已退回核对" in plain(do(world, "uncheck", reason="再看甲县"))
        assert "已核对" in plain(do(world, "check", role="acceptance_group"))
        missing = do(world, "freeze")
        assert missing.status_code == 400 and "没有报送" in plain(missing)
        assert "已定稿第1版" in plain(do(world, "freeze", reason="已催报"))
        assert "锁住的是定稿" in plain(do(world, "check", role="acceptance_group"))
    snapshot = PeriodSnapshot.objects.get()
    told = AuditEntry.objects.get(action="freeze_period")
    assert snapshot.sha256 in told.after and hashlib.sha256(bytes(snapshot.file)).hexdigest() == snapshot.sha256
    assert AuditEntry.objects.get(seq=snapshot.audit_seq).hash == snapshot.audit_head


def test_an_exception_makes_a_county_not_missing_and_dates_keep_their_order(world, months_of_facts):
    with clock.at(CLOSED):
        jobs.open_periods()
        bad = do(world, "dates", due_on="2021-09-20", publish_on="2021-09-19", reason="急")
        assert bad.status_code == 400 and "早于数据截止日" in plain(bad) and "早于报送期限" in plain(bad)
        assert "没有报送期限" not in plain(do(world, "dates", due_on="2021-09-27", publish_on="2021-09-30", reason="按通知推迟"))
        row = PeriodReport.objects.get(kind="monthly", key=KEY)
        assert f"{row.due_on} {row.publish_on}" == "2021-09-27 2021-09-30"
        for county in ("A", "B"):
            assert "已准予" in plain(do(world, "leave", region=world.counties[county].id, until_on="", reason="机构调整，领导小组同意"))
        do(world, "check", role="acceptance_group")
        assert "已定稿第1版" in plain(do(world, "freeze"))
    assert {one["state"] for one in period_sheet_from(PeriodSnapshot.objects.get().payload).collected} == {"excused"}


def test_frozen_bytes_are_made_of_the_content_alone_and_nothing_later_changes_them(world, months_of_facts, refuses_change):
    rows = months_of_facts
    with clock.at(LATER):
        jobs.open_periods()
        freeze(world)
        first = PeriodSnapshot.objects.get()
        assert period_file(period_sheet_from(first.payload)) == bytes(first.file)

        def page(**more):
            return plain(world.client("office").get(reverse("reports:period", args=["monthly", KEY]), more))

        assert "本期各数两种口径相同" in page()
        correct(world, rows[4], "28.8", LATER)
        accept(world, "B", "1", LATER - timedelta(hours=1))
        shown = page()
        assert "累计处置 69.00 67.80 −1.20" in shown and "按更正后与第1版不同" in shown
        got = world.client("office").get(reverse("reports:period_excel", args=["monthly", KEY]))
        assert got.content == bytes(first.file) and got["X-Content-SHA256"] == first.sha256
        refused = do(world, "edition")
        assert "出新版要写原因" in plain(refused)
        assert "已出第2版" in plain(do(world, "edition", reason="甲县一笔按勘测更正"))
        again = do(world, "edition", reason="再出")
        assert "没有新的更正" in plain(again)
    second = PeriodSnapshot.objects.get(edition=2)
    assert second.replaces_id == first.id and second.basis == "effective"
    words = [str(cell.value) for row in load_workbook(BytesIO(bytes(second.file)))["口径与说明"].iter_rows() for cell in row if cell.value]
    assert any(first.sha256 in text for text in words) and PeriodSnapshot.objects.get(edition=1).sha256 == first.sha256
    for model, column, value in ((PeriodSnapshot, "payload", "{}"),):
        refuses_change(model, column, value)


def test_the_notice_is_an_official_paper_of_frozen_figures_alone_each_sentence_with_its_sources(world, months_of_facts):
    office = world.client("office")
    with clock.at(LATER):
        jobs.open_periods()
        freeze(world)
        draft = office.get(reverse("reports:period_draft", args=["monthly", KEY])).content
        assert Document(BytesIO(draft)).paragraphs[0].text == "送审稿"
        assert "没有填成文日期" in plain(do(world, "publish", doc_no="", dated_on="", printed_on=""))
        assert "早于定稿日" in plain(do(world, "publish", doc_no="", dated_on="2021-10-07", printed_on="2021-10-07"))
        publish(world)
        assert "锁住的是通报" in plain(do(world, "publish", doc_no="", dated_on="2021-10-08", printed_on="2021-10-08"))
        same = office.get(reverse("reports:period_draft", args=["monthly", KEY])).content
    assert same == draft  # the same content, the same bytes
    notice = PeriodNotice.objects.get()
    paper = Document(BytesIO(bytes(notice.file)))
    text = [one.text for one in paper.paragraphs]
    assert "送审稿" not in text and "测办〔2021〕9号" in text and "2021年10月8日" in text
    section = paper.sections[0]
    assert [round(one.mm) for one in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)] == [37, 35, 28, 26]
    body = next(one for one in paper.paragraphs if one.text.startswith("按照"))
    assert body.runs[0].font.size.pt == 16 and 'w:eastAsia="仿宋_GB2312"' in body._p.xml and 'w:linePitch="579"' in section._sectPr.xml
    assert [one.page_width > one.page_height for one in paper.sections] == [False, True, False]
    colophon = paper.tables[-1]
    assert "主办：考核验收组　督办：督办落实组" in colophon.rows[0].cells[0].text and "2021年10月8日印发" in colophon.rows[1].cells[-1].text
    sheet = period_sheet_from(PeriodSnapshot.objects.get().payload)
    for sentence in notice_of(sheet).sentences:
        rates = re.findall(r"\d+\.\d+%", sentence.text)
        areas = [Decimal(one) for one in re.findall(r"(\d+\.\d\d)亩", sentence.text)]
        held = [one.value for one in sentence.sources]
        assert set(rates) <= set(held) and set(areas) <= {half_up(abs(Decimal(one)), 2) for one in held if re.fullmatch(r"-?[\d.]+", one)}
    row = table_of(paper, "甲县")
    assert row[:4] == ["甲县", "180", "69.00", "38.33%"] and row[-1] == "降1"


def test_a_county_reads_the_notice_once_it_is_told_and_only_its_own_row_before_and_after(world, months_of_facts):
    clerk, address = world.client("county_clerk"), reverse("reports:period", args=["monthly", KEY])
    with clock.at(LATER):
        jobs.open_periods()
        freeze(world)
        before = clerk.get(address).content.decode()
        assert "本期还没有通报" in before and "乙县" not in before
        for name in ("excel", "trial", "draft", "brief"):
            assert clerk.get(reverse(f"reports:period_{name}", args=["monthly", KEY])).status_code == 403
        assert clerk.get(reverse("reports:period_notice", args=["monthly", KEY])).status_code == 404
        publish(world)
        after = clerk.get(address).content.decode()
        assert "69.00" in after and "38.33%" in after and "乙县" not in after
        got = clerk.get(reverse("reports:period_notice", args=["monthly", KEY]))
    assert got.status_code == 200 and got.content == bytes(PeriodNotice.objects.get().file)


def test_a_new_edition_is_told_again_and_names_the_old_one(world, months_of_facts):
    rows = months_of_facts
    with clock.at(LATER):
        jobs.open_periods()
        freeze(world)
        publish(world)
        correct(world, rows[4], "28.8", LATER)
        do(world, "edition", reason="甲县一笔按勘测更正")
        publish(world, doc_no="测办〔2021〕10号")
        old = world.client("county_clerk").get(reverse("reports:period_notice", args=["monthly", KEY]), {"edition": 1})
    first, second = PeriodNotice.objects.order_by("id")
    assert old.content == bytes(first.file)
    text = "".join(one.text for one in Document(BytesIO(bytes(second.file))).paragraphs)
    assert "替换第1版" in text and first.snapshot.sha256[:12] in text and "甲县一笔按勘测更正" in text


def test_a_correction_stands_in_the_month_that_recorded_it_and_both_bases_add_up_to_the_same(world, months_of_facts):
    rows = months_of_facts
    correct(world, rows[2], "5", clock.shanghai(2021, 9, 10, 9))
    assert AreaEntry.unscoped.exclude(nature=Nature.ACCEPTED).count() == 1
    sums = {"amounts": Decimal(0), "other_amounts": Decimal(0)}
    with clock.at(LATER):
        jobs.open_periods()
        for key in ("2021-06", "2021-07", "2021-08", "2021-09"):
            freeze(world, "monthly", key)
    for one in PeriodSnapshot.objects.all():
        row = period_sheet_from(one.payload).rows[0]
        for name in sums:
            sums[name] += getattr(row, name)["unsupplied"]
        if one.report.key == "2021-08":
            assert (row.amounts["unsupplied"], row.other_amounts["unsupplied"]) == (9, 5)
    assert sums["amounts"] == sums["other_amounts"]


def test_every_period_is_asked_for_by_its_own_address_only(world):
    assert period_of(world.plan, "monthly", "2021-05") is None and period_of(world.plan, "weekly", "2021-06") is None
    assert world.client("office").get(reverse("reports:period", args=["monthly", "2021-05"])).status_code == 404
