"""看板的页面 in the browser's eyes: rates, ranks, goals, as of a past moment, and every figure opened to its rows."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.core.cache import cache
from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.scope import everything
from parcels.models import AreaRunning, Disposal
from reports.selectors.weeks import week_of
from reports.services import freeze_week
from tests.world import MORNING, signed_in
from units.models import Region

from .ground import OPEN, accept, build_ground, entry, fill_ledgers, plain, post

pytestmark = pytest.mark.django_db
LAST_WEEK = MORNING - timedelta(days=10)


@pytest.fixture
def ground():
    with everything("the test looks on"):
        yield build_ground()


@pytest.fixture
def office(ground):
    return signed_in(ground.people["office"])


def read(client, query="", path="/dashboard/"):
    answer = client.get(f"{path}{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def whole(client, query=""):
    """The page as it stands once its parts have come, as the browser asks for them."""
    page = read(client, query)
    for part in re.findall(r'hx-get="(/dashboard/[^"]+)" hx-trigger="load"', page):
        answer = client.get(unescape(part), headers={"HX-Request": "true"})
        assert answer.status_code == 200 and b"<html" not in answer.content, part
        before, _, rest = page.partition(re.search(rf'<section [^>]*hx-get="{re.escape(part)}".*?</section>', page, re.S)[0])
        page = before + answer.content.decode() + rest
    assert "is-coming" not in page
    return page


def rows_of(page):
    """县区 -> the words of its row in the ranking."""
    body = page[page.index('id="ranking"'):page.index("</section>", page.index('id="ranking"'))]
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S):
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        if len(cells) > 12 and cells[2] != "县区":
            found[cells[2]] = cells
    return found


def put(ground, *items):
    """(county, kind, 亩) accepted in the morning."""
    regions = {region.name: region for region in Region.objects.filter(parent=ground.plan.region)}
    post(*[entry(regions[name], kind, int(Decimal(mu) * 10**6), MORNING, ground.disposal) for name, kind, mu in items])


@pytest.mark.req("RNK-01")
@pytest.mark.req("RNK-03")
@pytest.mark.req("TGT-05")
def test_rates_are_exact_and_shown_with_two_decimals_uncapped_and_without_a_quota_there_is_neither_rate_nor_rank(ground, office):
    fill_ledgers(ground)
    put(ground, ("泌阳县", "idle", "33"), ("开发区", "inefficient", "5"), ("遂平县", "unsupplied", "330.05"))
    unsupplied = rows_of(read(office, "?quota_class=unsupplied"))
    assert (unsupplied["驿城区"][0], *unsupplied["驿城区"][3:6]) == ("1", "6299", "3150.00", "50.01%")
    assert (unsupplied["遂平县"][0], *unsupplied["遂平县"][3:6]) == ("2", "660", "330.05", "50.01%")  # 0.0004 % less is no tie
    idle = rows_of(read(office, "?quota_class=idle"))["泌阳县"]
    assert (idle[5], idle[7]) == ("150.00%", "已达")  # 33 ÷ 22
    low = rows_of(read(office, "?quota_class=inefficient"))
    assert (low["开发区"][0], low["开发区"][3:6]) == ("—", ["0", "5.00", "—"])
    ranked = [name for name, cells in low.items() if cells[0].removeprefix("并列").isdigit()]
    assert len(ranked) == 10 and {"开发区", "示范区", "泌阳县"}.isdisjoint(ranked)
    assert low["全市"][4] == "5.00"  # it counts in the total


@pytest.mark.req("RNK-02")
def test_two_equal_seconds_make_the_next_the_fourth_and_subtotals_have_no_rank(ground, office):
    fill_ledgers(ground)
    put(ground, ("遂平县", "unsupplied", "690"), ("泌阳县", "unsupplied", "500"), ("西平县", "unsupplied", "1000"))
    put(ground, ("示范区", "unsupplied", "546.75"), ("正阳县", "unsupplied", "0.01"))
    rows = rows_of(read(office, "?quota_class=unsupplied"))
    quota = {name: Decimal(cells[3]) for name, cells in rows.items() if name not in ("中心城区合计", "全市")}
    put(ground, ("上蔡县", "unsupplied", quota["上蔡县"] * 8 / 10), ("汝南县", "unsupplied", quota["汝南县"] * 8 / 10))
    rows = rows_of(read(office, "?quota_class=unsupplied"))
    assert [(name, cells[0]) for name, cells in rows.items()][:4] == [("遂平县", "1"), ("上蔡县", "并列2"), ("汝南县", "并列2"), ("泌阳县", "4")]
    assert rows["上蔡县"][5] == rows["汝南县"][5] == "80.00%"
    assert rows["中心城区合计"][0] == rows["全市"][0] == "—"


@pytest.mark.req("CLS-03")
def test_an_accepted_disposal_of_used_but_unsupplied_land_counts_to_the_unsupplied_quota_unless_the_plan_says_otherwise(ground, office):
    before = rows_of(read(office, "?quota_class=unsupplied"))["驿城区"]
    accept(ground.people, "used_unsupplied", "10")
    after = rows_of(read(office, "?quota_class=unsupplied"))["驿城区"]
    assert Decimal(after[4]) - Decimal(before[4]) == 10
    answer = office.post(f"/plans/{ground.plan.id}/settings/edit/", {
        "version": ground.plan.version, "counts_used_unsupplied": "", "has_combined_rank": "on", "reason": "未供即用单列", "form_key": "k1"})
    assert answer.status_code == 302, answer.content.decode()[-600:]
    apart = rows_of(read(office, "?quota_class=unsupplied"))["驿城区"]
    assert apart[4] == before[4]


def test_city_totals_are_the_documents_own_with_the_sum_of_the_rows_and_the_difference_beside(office):
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", read(office)))
    for printed, computed, difference in (("39812", "39814", "差 −2"), ("1721", "1722", "差 −1"), ("50747", "50750", "差 −3")):
        assert re.search(rf"印 {printed} 算 {computed}\s+{difference}", page), printed
    assert re.search(r"印 9214 算 9214\s+一致", page)


def drilled(client, link):
    """Sum and number of all entries behind a link, through the pages; with the sum that the page states."""
    total, count, query = Decimal(0), 0, link
    while query:
        page = read(client, query, "")
        areas = re.findall(r'</td><td class="n">([−\d.]+)</td>', page)
        total, count = total + sum(Decimal(area.replace("−", "-")) for area in areas), count + len(areas)
        stated = re.search(r'<tfoot>.*?<td class="n">([−\d.]+)</td>', page, re.S)
        following = re.search(r'href="(\?[^"]*after=[^"]+)" rel="next"', page)
        query = f"/progress/{unescape(following[1])}" if following else ""
    return total, count, stated[1] if stated else "0.00"


@pytest.mark.req("RNK-08")
def test_every_figure_of_the_board_opens_to_rows_that_add_up_to_it_through_all_pages(ground, office):
    regions = {region.name: region for region in Region.objects.filter(parent=ground.plan.region)}
    post(*[entry(regions["驿城区"], "idle", 1_230_000 + n * 10_000, LAST_WEEK + timedelta(minutes=n // 3), ground.disposal, source="system_new")
           for n in range(120)])
    post(entry(regions["遂平县"], "unexpropriated", 7_770_000, MORNING, ground.disposal),
         entry(regions["驿城区"], "idle", -230_000, MORNING, ground.disposal, nature="correction", effective=LAST_WEEK))
    page = whole(office)
    assert "逾期宗地" in page and "16</b> 处差异" in page and 'href="/print-check/"' in page
    links = {(unescape(link), words.strip()) for link, words in OPEN.findall(page) if link.startswith("/progress/")}
    assert len(links) > 60
    # the rates of the trend open, too, but are no areas
    chosen = sorted(pair for pair in links if pair[1].lstrip("+−") not in ("0.00", "—", "无数据") and "span=total&" not in pair[0])
    assert len(chosen) > 10
    for link, words in chosen:
        total, count, stated = drilled(office, link)
        assert total == Decimal(words.replace("−", "-").lstrip("+")) == Decimal(stated.replace("−", "-")), link
    many = drilled(office, f"/progress/?region=411702&quota_class=idle&as_of={LAST_WEEK:%Y-%m-%d}")
    assert many[1] == 120 and f"{many[0]:f}" == many[2] == "219.00"
    as_corrected = drilled(office, f"/progress/?region=411702&quota_class=idle&as_of={LAST_WEEK:%Y-%m-%d}&basis=effective")
    assert as_corrected[0] == Decimal("218.77")
    book = load_workbook(BytesIO(b"".join(office.get("/progress/export/?region=411702&quota_class=idle").streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert (rows[-1][0], rows[-1][7]) == ("合计 121 笔", 218.77) and len(rows) == 3 + 121 + 1


def test_totals_that_were_tampered_with_are_told_on_the_page_of_the_rows(ground, office):
    AreaRunning.unscoped.filter(region__code="411702").update(area=Decimal(3151))
    page = read(office, "?region=411702&quota_class=unsupplied", "/progress/")
    assert "3150.00 亩，看板上是 3151.00 亩，差 +1.00 亩" in page and "reconcile_totals" in page


def test_a_past_moment_is_shown_as_it_was_known_then(ground, office):
    regions = {region.name: region for region in Region.objects.filter(parent=ground.plan.region)}
    post(entry(regions["遂平县"], "idle", 40_000_000, LAST_WEEK, ground.disposal))
    post(entry(regions["遂平县"], "idle", -5_000_000, MORNING, ground.disposal, nature="correction", effective=LAST_WEEK))
    done = {query: rows_of(read(office, f"?quota_class=idle&{query}"))["遂平县"][4]
            for query in ("", "as_of=2021-09-17", "as_of=2021-09-17T18:00&basis=effective", "as_of=2021-09-13", "as_of=2021-09-17&at=18:00")}
    assert list(done.values()) == ["35.00", "40.00", "35.00", "无数据", "40.00"]  # nothing was recorded of it before
    assert "按原报" in read(office) and "集中攻坚阶段" in read(office)
    refused = office.get("/dashboard/?as_of=2021-10-01")
    assert refused.status_code == 422 and "晚于现在" in refused.content.decode()
    assert office.get("/dashboard/?as_of=abc").status_code == 422
    assert office.get("/progress/?as_of=2021-09-17&at=25:00").status_code == 422


def test_the_ranking_sorts_by_column_with_links_and_rules_off_who_reached_the_goal(ground, office):
    fill_ledgers(ground)
    put(ground, ("遂平县", "unsupplied", "700"), ("泌阳县", "unsupplied", "100"))
    page = read(office, "?quota_class=unsupplied")
    assert re.search(r"1 个县区已达 70%.*12 个县区未达 70%", page)
    assert page.index("遂平县") < page.index("个县区已达") < page.index("泌阳县", page.index('id="ranking"'))
    by_quota = [Decimal(cells[3]) for cells in list(rows_of(read(office, "?quota_class=unsupplied&sort=quota")).values())[:13]]
    assert by_quota == sorted(by_quota, reverse=True)
    assert list(rows_of(read(office, "?sort=printed")))[:3] == ["驿城区", "开发区", "示范区"]
    book = load_workbook(BytesIO(b"".join(office.get("/dashboard/export/?quota_class=unsupplied").streaming_content)))
    values = list(book.active.iter_rows(min_row=4, values_only=True))
    assert [(row[2], row[5]) for row in values] == [(name, cells[5]) for name, cells in rows_of(page).items()]
    assert {(cell.column, cell.alignment.horizontal) for cell in book.active[4]} == {(n, "left" if n == 3 else "right") for n in range(1, 15)}


def test_the_parts_of_the_board_follow_its_moment_and_are_pages_of_their_own_without_scripts(ground, office):
    regions = {region.name: region for region in Region.objects.filter(parent=ground.plan.region)}
    post(*[entry(regions["遂平县"], "idle", area, at, ground.disposal) for area, at in ((40_000_000, LAST_WEEK), (2_000_000, MORNING))])
    past = whole(office, "?as_of=2021-09-17&quota_class=idle")
    assert "宗地、处置、任务和督办为现在的情况" in past and ">40.00</a>" in past and ">2.00</a>" not in past
    for address, words in (("/dashboard/matters/", "16</b> 处差异"), ("/dashboard/trend/", "累计完成率")):
        page = read(office, "?as_of=2021-09-17", address)
        assert page.startswith("<!doctype html>") and words in page and 'href="/dashboard/?as_of=2021-09-17' in page
        refused = office.get(f"{address}?as_of=2021-10-01")
        assert refused.status_code == 422 and "晚于现在" in refused.content.decode()


def test_a_plan_that_is_over_opens_at_its_last_week_with_a_line_that_says_so(ground):
    with clock.at(clock.shanghai(2022, 1, 10, 9)):
        page = read(signed_in(ground.people["office"]))
    assert "方案的周报已到末期" in page and "2021-12-17 18:00" in page


# --- territory ---------------------------------------------------------------------------------------


def test_what_another_county_does_changes_nothing_on_the_page_of_a_county(world, client_of):
    own = Disposal.objects.get(pk=world.records["A"]["accepted"])
    post(entry(world.counties["A"], "idle", 1_000_000, LAST_WEEK, own))  # the weekly reports of the plan are in use since then
    clerk = client_of("county_clerk", "A")
    clerk.get("/dashboard/")
    pages = ("/dashboard/", "/dashboard/matters/", "/dashboard/trend/", "/progress/?region=419901", f"/api/v1/plans/{world.plan.id}/progress/")
    before = [plain(clerk.get(path).content) for path in pages]
    other = Disposal.objects.get(pk=world.records["B"]["accepted"])
    post(entry(world.counties["B"], "idle", 25_000_000, MORNING, other), entry(world.counties["B"], "unsupplied", 45_000_000, LAST_WEEK, other))
    cache.clear()  # computed anew, not given again
    after = [plain(clerk.get(path).content) for path in pages]
    assert before == after and "乙县" not in "".join(after)
    office = client_of("office").get("/dashboard/").content.decode()
    assert "25.00" in office


def test_a_county_sees_its_rank_as_the_last_frozen_report_has_it_whatever_others_did_since(world, client_of):
    assert "名次在周报定稿后可见" in read(client_of("county_clerk", "A"))
    with clock.at(clock.shanghai(2021, 9, 24, 20)):
        freeze_week(week_of(world.plan, 18), actor=world.actor("office"), reason="到点定稿")
    with clock.at(clock.shanghai(2021, 9, 24, 20, 30)):
        page = read(client_of("county_clerk", "A"), "?quota_class=unsupplied")
        assert "名次取自截至 2021-09-24 18:00 的定稿周报" in page and rows_of(page)["甲县"][0] == "2"  # 10 ÷ 180 after 10 ÷ 60
        own, other = (Disposal.objects.get(pk=world.records[key]["accepted"]) for key in "AB")
        post(entry(world.counties["A"], "unsupplied", 90_000_000, clock.now(), own))
        post(entry(world.counties["B"], "idle", 1_000_000, clock.now(), other))
        cache.clear()
        page = read(client_of("county_clerk", "A"), "?quota_class=unsupplied")
        assert (rows_of(page)["甲县"][0], rows_of(page)["甲县"][4]) == ("2", "100.00")
        assert rows_of(read(client_of("office"), "?quota_class=unsupplied"))["甲县"][0] == "1"
        early = client_of("county_clerk", "A").get(f"/api/v1/plans/{world.plan.id}/progress/?as_of=2021-09-24T19:00").json()
        assert early["ranks_as_of"] is None  # it was frozen an hour later


def test_a_foreign_county_and_a_foreign_plan_are_not_found_and_administrators_are_refused(world, client_of):
    clerk = client_of("county_clerk", "A")
    for path in ("/progress/?region=419902", "/progress/export/?region=419902", "/progress/?group=别的组"):
        assert clerk.get(path).status_code == 404, path
    assert clerk.get("/progress/?region=419901").status_code == 200
    assert [clerk.get(f"/api/v1/plans/{pk}/progress/").status_code for pk in (999, 2**63, 10**30)] == [404] * 3
    for path in ("/dashboard/", "/dashboard/matters/", "/dashboard/trend/", "/dashboard/export/",
                 "/progress/", "/progress/export/", f"/api/v1/plans/{world.plan.id}/progress/"):
        assert client_of("audit_admin").get(path).status_code == 403, path


# --- interface, and what is not computed again -------------------------------------------------------


def test_the_interface_gives_the_figures_of_the_page_and_refuses_what_it_cannot_read(ground, office):
    put(ground, ("遂平县", "unsupplied", "700.123456"))
    path = f"/api/v1/plans/{ground.plan.id}/progress/"
    data = office.get(path, {"quota_class": "unsupplied"}).json()
    first = next(row for row in data["rows"] if row["region"] == "411728")
    assert (first["done"], first["rank"], first["quota_class"]) == ("700.123456", 1, "unsupplied") and len(data["rows"]) == 13
    page = rows_of(read(office, "?quota_class=unsupplied"))
    assert [(row["name"], f"{row['rate']}%" if row["rate"] else "无数据") for row in data["rows"]] == \
        [(name, cells[5]) for name, cells in rows_of(read(office, "?quota_class=unsupplied&sort=printed")).items()][:13]
    assert page["全市"][5] == f"{data['totals'][0]['rate']}%"
    assert (data["totals"][0]["quota"], data["totals"][0]["quota_computed"], data["totals"][0]["difference"]) == ("39812.00", "39814.00", "-2.00")
    assert office.get(path, {"as_of": "2021-09-17T18:00", "basis": "effective"}).json()["as_of"] == "2021-09-17T18:00:00+08:00"
    for wrong in ({"as_of": "2022-01-01"}, {"as_of": "x"}, {"basis": "y"}, {"quota_class": "z"}):
        answer = office.get(path, wrong)
        assert answer.status_code == 400 and answer.json()["message"], wrong


def test_an_unchanged_board_is_not_computed_again_and_a_change_is_seen_at_once(world, client_of):
    office, path = client_of("office"), f"/api/v1/plans/{world.plan.id}/progress/"
    first = office.get(path)
    again = office.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = office.get("/dashboard/")
    page = office.get("/dashboard/")
    assert office.get("/dashboard/", headers={"If-None-Match": page["ETag"]}).status_code == 304
    clerk = client_of("county_clerk", "A")  # another person's page is another page
    assert clerk.get("/dashboard/", headers={"If-None-Match": page["ETag"]}).status_code == 200
    verified = Disposal.objects.get(pk=world.records["A"]["verified"])
    answer = client_of("acceptance_group").post(f"/disposals/{verified.id}/step/", {"action": "accept", "version": verified.version})
    assert answer.status_code == 302
    changed = office.get(path, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed.content != first.content
    assert "20.00" in office.get("/dashboard/").content.decode()
