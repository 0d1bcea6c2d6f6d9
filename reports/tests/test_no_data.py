"""无数据: of a county with a quota and an empty ledger nothing is known, which is not 0 - on board, file, wall, interface, workbench,
in the week's and the period's report alike; once a parcel stands in its ledger, what it has not done is 0 and is ranked."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from audit.chain import canonical
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from reports.rules.sheet import as_data, sheet_from, tells_empty
from reports.selectors.period_sheet import period_sheet
from reports.selectors.periods import periods_of
from reports.selectors.progress import CLASSES, board
from reports.selectors.week_sheet import sheet_of
from reports.selectors.weeks import weeks_of
from tasks.models import Plan
from tests.world import MORNING, signed_in
from units.models import Region
from units.selectors import actor_of
from units.services import create_person, save_unit

from .ground import build_ground, entry, fill_ledgers, post
from .test_dashboard import LAST_WEEK, read, rows_of

pytestmark = pytest.mark.django_db
EMPTY = "西平县"


@pytest.fixture
def ground(db):
    found = build_ground()
    with everything("the test looks on"):
        fill_ledgers(found, "遂平县", "泌阳县")
    with clock.at(MORNING):
        yield found


@pytest.fixture
def office(ground):
    return signed_in(ground.people["office"])


def test_an_empty_ledger_is_told_as_such_and_a_filled_one_that_has_done_nothing_is_a_ranked_zero(ground, office):
    page = read(office, "?quota_class=unsupplied")
    rows = rows_of(page)
    assert rows[EMPTY][0] == "—" and rows[EMPTY][4:6] == ["无数据", "无数据"] and rows[EMPTY][7:10] == ["无数据", "无数据", "—"]
    assert (rows["遂平县"][0], rows["遂平县"][4:6]) == ("并列2", ["0.00", "0.00%"])
    assert "西平县" in page[page.index("（10 个）") - 200:] and "空白不是 0" in page and "不算完成率，不排名" in page
    assert re.search(r"0 个县区已达 70%.*3 个县区未达 70%.*10 个县区无数据", page)
    assert list(rows)[:3] == ["驿城区", "泌阳县", "遂平县"] and list(rows_of(read(office, "?quota_class=unsupplied&sort=week")))[:1] == ["驿城区"]
    low = rows_of(read(office, "?quota_class=inefficient"))
    assert low["开发区"][4:6] == ["无数据", "—"]  # a quota of 0: no rate is asked for, but what was done is not known either
    assert rows["全市"][4] == "3150.00"


def test_page_file_interface_wall_and_period_report_say_the_same(ground, office):
    rows = rows_of(read(office, "?quota_class=unsupplied&sort=printed"))
    data = office.get(f"/api/v1/plans/{ground.plan.id}/progress/", {"quota_class": "unsupplied"}).json()["rows"]
    of = {row["name"]: row for row in data}
    assert {name for name, row in of.items() if row["done"] is None} == {name for name, cells in rows.items() if cells[4] == "无数据"}
    assert all(row[key] is None for row in data if row["done"] is None for key in ("rate", "rank", "week", "rate_change", "short_by", "per_week"))
    sheet = load_workbook(BytesIO(b"".join(office.get("/dashboard/export/?quota_class=unsupplied").streaming_content))).active
    told = {cells[2].value: [cell.value for cell in cells] for cells in sheet.iter_rows(min_row=4) if cells[2].value}
    assert [told[EMPTY][n] for n in (0, 4, 5, 7)] == ["—", "无数据", "无数据", "无数据"] and told["遂平县"][4] == 0
    assert any("无数据：" in str(cells[0].value) and EMPTY in cells[0].value for cells in sheet.iter_rows(min_row=4))
    wall = read(office, "?quota_class=unsupplied", "/dashboard/wall/")
    assert "无数据" in wall and "0.00%" in wall and "台账里一宗也没有，不是 0" in wall
    with scope(ground.people["office"]):
        frozen = period_sheet(next(one for one in periods_of(ground.plan) if one.until >= MORNING), MORNING)
    assert {row.label for row in frozen.rows if row.done["unsupplied"] is None} == {name for name, row in of.items() if row["done"] is None}


def test_a_figure_that_is_not_known_opens_to_the_reason(ground, office):
    page = read(office, "?region=411721&quota_class=unsupplied", "/progress/")
    assert "西平县 批而未供：无数据</h1>" in page and "台账里一宗也没有" in page and "这个数是 0.00" not in page
    assert "遂平县 批而未供：0.00 亩</h1>" in read(office, "?region=411728&quota_class=unsupplied", "/progress/")


def test_a_county_with_an_empty_ledger_reads_it_on_its_own_board_and_workbench(ground):
    bureau = save_unit(actor=system_actor("测试"), region=Region.objects.get(code="411721"), name="西平县自然资源局测试")
    user, _ = create_person(actor=system_actor("测试"), username="ground.xiping", name="测试西平", unit=bureau, role="county_clerk",
                            password="Test-9x-Morning", is_demo=True)
    client = signed_in(actor_of(user.posts.select_related("user", "unit__region").get()))
    page = read(client)
    assert "无数据 <small>" in page and "0.00%" not in page
    desk = read(client, path="/workbench/")
    assert "无数据" in desk and "空白不是 0" in desk and "系统测算：无数据" in desk
    card = desk[desk.index('id="prog"'):]
    assert "0.00%" not in card[:card.index("</section>")]


def test_the_first_parcel_turns_what_is_not_known_into_a_zero_and_the_week_before_stays_unknown(ground):
    actor = ground.people["office"]
    with scope(actor):
        row = next(row for row in board(ground.plan, MORNING, actor=actor).rows if row.name == "遂平县")
        assert {(row.figures[one].done, row.figures[one].before, row.figures[one].week) for one in CLASSES} == {(0, None, 0)}
        assert row.figures["unsupplied"].place.rank == 2 and row.figures["unsupplied"].rank_change is None
        assert row.figures["unsupplied"].quota == 660 * 10**6


def test_where_everybody_has_done_something_nothing_more_is_asked(ground, django_assert_num_queries):
    actor = ground.people["office"]
    with everything("entries of every county, last week already"):
        post(*[entry(region, "unsupplied", 10**6, LAST_WEEK, ground.disposal) for region in Region.objects.within(ground.plan.region).counties()])
    with scope(actor), django_assert_num_queries(7):
        board(Plan.objects.get(), MORNING, actor=actor)


def test_the_weekly_report_does_not_rank_an_empty_ledger_and_what_was_frozen_before_is_rebuilt_as_it_was(ground):
    with everything("the week before the ledgers"), clock.at(MORNING):
        week = next(week for week in weeks_of(ground.plan) if week.until >= MORNING)
        fresh, old = sheet_of(week, MORNING), sheet_of(week, MORNING, tells_empty=False)
    rows = {row.label: row for row in fresh.rows}
    assert (rows[EMPTY].cumulative["unsupplied"], rows[EMPTY].rates["unsupplied"], rows[EMPTY].ranks["combined"]) == (None, "无数据", "—")
    assert (rows["遂平县"].cumulative["unsupplied"], rows["遂平县"].ranks["unsupplied"]) == (0, "并列2")
    assert fresh.total.cumulative == old.total.cumulative and fresh.total.rates == old.total.rates
    before = {row.label: row for row in old.rows}
    assert (before[EMPTY].cumulative["unsupplied"], before[EMPTY].rates["unsupplied"], before[EMPTY].ranks["unsupplied"]) == (0, "0.00%", "并列2")
    text = canonical(as_data(fresh))
    assert tells_empty(text) and sheet_from(text).rows[4].cumulative["unsupplied"] is None
    assert not tells_empty(text.replace('"format":2', '"format":1')) and sheet_from(text.replace('"format":2', '"format":1')).rows
