"""供需信息共享 and 收储保障 (平龙政办〔2022〕50号 四（二）) through the pages, under 石龙's plan as printed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib import clock
from parcels.models import Project

from .pages import row_of, rows_of
from .terms import at

pytestmark = pytest.mark.django_db
ADDRESS = "/projects/land/"
RESERVE = {"plan_year": "2022", "plan_no": "石储[2022]1号", "agency": "区土地储备中心", "fiscal": "300", "bonds": "0", "site_work": "清表",
           "site_by_on": "2022-12-31", "facility_work": "不需要", "facility_by_on": "2022-12-31"}


@pytest.fixture
def desk(desks):
    with at(2022, 10, 10):
        yield desks["sl"]


def project(desk, need="50", **values):
    answer = desk.client().post("/projects/new/", {
        "form_key": f"project-key-{need}-{len(Project.objects.all())}",
        "region": desk.people["clerk"].region_id, "name": "陶瓷新材料项目", "level": "plain",
        "kind": "industry", "area": need, "area_unit": "mu", **values})
    assert answer.status_code == 302
    return Project.objects.latest("id")


def settle(desk, parcel):
    """供地条件办结."""
    return desk.client().post(f"/parcels/{parcel.id}/hurdles/clear/")


def ready(desk, area, **facts):
    parcel = desk.parcel(area, "unsupplied", **{"purpose": "工业用地"} | facts)
    assert settle(desk, parcel).status_code == 302
    return parcel


def listed(desk, query="", who="clerk"):
    """Numbers of the parcels of a list, and its sum."""
    html = desk.client(who).get(f"{ADDRESS}{query}").content.decode()
    rows = rows_of(html)
    total = next((row[1] for row in rows if row and row[0].startswith("合计")), None)
    return [row[0] for row in rows[1:] if row and not row[0].startswith("合计")], total


def no(*parcels):
    return [parcel.parcel_no for parcel in parcels]


@pytest.mark.req("INV-01")
def test_a_project_of_50_mu_lists_the_parcels_of_50_mu_and_more_that_fit_its_use_and_park(desk):
    park = {"park": "石龙产业集聚区"}
    fit, exact, small = ready(desk, "80.5", **park), ready(desk, "50", **park), ready(desk, "49.99", **park)
    elsewhere, homes = ready(desk, "60"), ready(desk, "70", purpose="城镇住宅用地", **park)
    unknown, revive = ready(desk, "55", purpose="", **park), desk.parcel("90", "idle", purpose="工业用地", **park)
    row = project(desk, **park)
    assert f'href="{ADDRESS}?project={row.id}"' in desk.client().get(f"/projects/{row.id}/").content.decode()
    assert listed(desk, f"?project={row.id}") == (no(exact, unknown, fit), "185.50")  # the smallest that is large enough first
    assert listed(desk, f"?project={row.id}&show=revive") == (no(revive), "90.00")
    assert listed(desk, f"?project={row.id}&park=") == (no(exact, unknown, elsewhere, fit), "245.50")
    assert homes.parcel_no in listed(desk, f"?project={row.id}&use=")[0] and small.parcel_no not in listed(desk, f"?project={row.id}&use=")[0]
    assert small.parcel_no in listed(desk, f"?project={row.id}&area=40")[0]
    page = desk.words(f"{ADDRESS}?project={row.id}")
    assert "用地需求 50.00 亩，未满足 50.00 亩 · 产业 · 意向园区 石龙产业集聚区" in page and "四（二）“将待盘活、已盘活可供招商的土地资源信息" in page
    assert "用途未填的也列出，请先核实" in page


def test_what_is_supplied_or_under_way_is_not_offered_and_a_project_wants_only_what_it_lacks(desk):
    whole, half, done = ready(desk, "60"), ready(desk, "60", purpose="道路用地"), ready(desk, "60", purpose="道路用地")
    row = project(desk, "100", kind="infra")
    supplied = desk.client().post(f"/parcels/{half.id}/supplies/new/", {
        "form_key": "supply-key-half", "mode": "allocated", "doc_no": "石划〔2022〕1号", "supplied_on": "2022-10-09", "area": "20", "area_unit": "mu",
        "project": row.id})
    assert supplied.status_code == 302
    desk.done(done, "supply_allocated", area="55")  # reported, not accepted
    assert "用地需求 100.00 亩，未满足 80.00 亩" in desk.words(f"{ADDRESS}?project={row.id}")
    assert listed(desk, f"?project={row.id}&area=") == (no(half, done), "45.00")
    blank = project(desk, "", name="没有需求的项目")
    assert "用地需求 未填，不按面积找" in desk.words(f"{ADDRESS}?project={blank.id}")
    assert listed(desk, f"?project={blank.id}") == (no(whole), "60.00")


@pytest.mark.req("INV-02")
def test_a_parcel_put_in_reserve_leaves_the_ready_list_and_adds_its_area_to_the_reserve_sum(desk):
    first, second = ready(desk, "40"), ready(desk, "30.5")
    supply = "/ledger/to-supply/"
    assert listed(desk) == (no(first, second), "70.50") and listed(desk, "?show=reserved") == ([], None)
    desk.done(second, "reserved", "draft", **RESERVE)
    assert listed(desk)[1] == "70.50"  # a draft reserves nothing
    row = desk.done(first, "reserved", **RESERVE)
    assert listed(desk) == (no(second), "30.50") and listed(desk, "?show=reserved") == (no(first), "40.00")
    assert first.parcel_no not in desk.words(supply) and second.parcel_no in desk.words(supply)
    html = desk.client().get("/ledger/reserves/?year=2022").content.decode()
    assert row_of(html, "2022年合计1宗")[1] == "40.00"
    assert "在收储" in desk.words(f"/parcels/{first.id}/hurdles/")
    need = project(desk, "35")
    assert listed(desk, f"?project={need.id}&show=reserved") == (no(first), "40.00")  # 用于保障拿地即开工项目用地需求
    answer = desk.client().post(f"/disposals/{row.id}/step/", {"action": "withdraw", "version": row.version})
    assert answer.status_code == 302
    assert listed(desk) == (no(second, first)[::-1], "70.50") and listed(desk, "?show=reserved") == ([], None)


def test_land_in_reserve_is_made_ready_again_on_a_later_day_and_part_of_a_parcel_leaves_the_rest_ready(desk):
    whole, part = ready(desk, "40"), ready(desk, "30")
    desk.done(whole, "reserved", **RESERVE)
    desk.done(part, "reserved", area="10", **RESERVE)
    assert listed(desk) == (no(part), "20.00") and listed(desk, "?show=reserved") == (no(whole, part), "50.00")
    refused = settle(desk, whole)
    assert refused.status_code == 409 and "今天（2022-10-10）刚列入储备" in refused.content.decode()
    with at(2022, 10, 11):
        assert settle(desk, whole).status_code == 302
        assert listed(desk) == (no(whole, part), "60.00") and listed(desk, "?show=reserved") == (no(part), "10.00")
        refused = settle(desk, whole)
        assert refused.status_code == 409 and "已办结为“可供”" in refused.content.decode()


def test_another_county_sees_none_of_it(desk, desks):
    parcel, row = ready(desk, "60"), project(desk)
    other = desks["zmd"]
    assert parcel.parcel_no not in listed(other)[0] and other.client().get(f"{ADDRESS}?project={row.id}").status_code == 404
    assert row.name not in other.words(f"{ADDRESS}?show=projects") and row.name in desk.words(f"{ADDRESS}?show=projects")


def test_what_cannot_be_read_is_told_and_stays_typed(desk):
    answer = desk.client().get(f"{ADDRESS}?area=五十")
    assert answer.status_code == 422 and "面积" in answer.content.decode() and 'value="五十"' in answer.content.decode()
    assert desk.client().get(f"{ADDRESS}?project=99999999999999999999999&show=none").status_code == 404


def test_the_page_takes_the_same_number_of_statements_however_long(desk):
    asked = []
    for count in (1, 4):
        for _ in range(count):
            desk.done(ready(desk, "60"), "reserved", **RESERVE)
            ready(desk, "60")
            project(desk, name=f"项目{clock.now()}{len(asked)}{_}")
        for query in ("?show=projects", "", "?show=reserved"):
            client = desk.client()
            client.get(ADDRESS)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(f"{ADDRESS}{query}").status_code == 200
            asked.append(len(seen))
    assert asked[:3] == asked[3:]
