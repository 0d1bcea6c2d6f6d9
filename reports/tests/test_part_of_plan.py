"""方案的一部分: who answers for several counties of a plan - a city in its province's - sees what they amount to together, and nothing more."""

import re

import pytest

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels.models import Disposal
from reports.selectors.progress import board
from reports.selectors.trend import trend_of
from tasks.services import load_plan
from tests.world import MORNING, signed_in
from tests.world import words_of_page as plain

from .province import COUNTIES, build_province, paper, row
from .test_rollup import by_name, put, read, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    with everything("the test looks on"):
        made = build_province()
        put(made, ("甲一县", "unsupplied", 20), ("甲二县", "unsupplied", 55), ("甲三县", "unsupplied", 200), ("甲二县", "idle", 5))
        yield made


@pytest.fixture
def city(ground):
    return signed_in(ground.people["city"])


def desk_rows(page):
    return {cells[0]: cells for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page.split('id="prog"')[1].split("</section>")[0], re.S)
            if (cells := [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)])}


def test_the_work_table_of_a_city_shows_its_counties_together(ground, city):
    page = read(city, path="/workbench/")
    rows = desk_rows(page)
    assert rows["批而未供"][1:4] == ["300", "85.00", "28.33%"]  # 100 + 200 printed; 10 + 20 + 55 accepted
    assert rows["闲置"][1:4] == ["50", "5.00", "10.00%"]  # 甲二县's quota is blank
    assert rows["低效"][1:4] == ["—", "0.00", "—"]
    assert "甲一市看板" in plain(city.get("/workbench/")) and "甲一市按印发数，没有印的由县区相加" in plain(city.get("/workbench/"))
    assert "2 个县区，已报 0" in plain(city.get("/workbench/"))
    assert "待定稿" not in page  # the province's office freezes
    whole = plain(signed_in(ground.people["office"]).get("/workbench/"))
    assert "全省看板" in whole and "全省按文件正文" in whole
    own = desk_rows(read(signed_in(ground.people["clerk"]), path="/workbench/"))
    assert own["批而未供"][1:4] == ["100", "30.00", "30.00%"]


def test_the_board_of_a_city_has_its_cards_its_sum_and_its_counties_alone(ground, city):
    page = read(city, "?quota_class=unsupplied")
    told = plain(city.get("/dashboard/"))
    assert "甲一市批而未用土地处置看板" in told and "各县区进度" in told and "本县区进度" not in told
    rows = rows_of(page)
    assert list(rows) == ["甲一县", "甲二县", "甲一市"]
    assert (rows["甲一市"][0], rows["甲一市"][3:6]) == ("—", ["算300", "85.00", "28.33%"])
    card = plain(city.get("/dashboard/")).split("批而未供")[1]
    assert "28.33%" in card and "85.00 / 300 亩" in card
    assert "甲一市的数由所辖县区相加；任务量以任务分解表对该市的印发数为准，没有印的也由县区相加" in told
    assert "甲三县" not in page and "全省" not in rows
    assert "甲一市批而未用土地处置" in plain(city.get("/dashboard/wall/"))
    assert city.get("/dashboard/", {"unit": "910200"}).status_code == 404  # another city's counties are none of his


def test_the_figure_of_a_city_opens_to_the_entries_of_all_its_counties(ground, city):
    link = re.search(r'href="(/progress/\?quota_class=unsupplied[^"]*)"', read(city))[1].replace("&amp;", "&")
    assert "region=" not in link
    page = plain(city.get(link))
    assert "甲一市 批而未供" in page and "85.00" in page and "200.00" not in page


def test_the_trend_of_a_city_ends_with_its_figure(ground):
    actor = ground.people["city"]
    with scope(actor):
        found = board(ground.plan, MORNING, actor=actor)
        assert found.part.name == "甲一市" and found.total.name == "甲一市"
        for one, figure in found.total.figures.items():
            inside = [row.figures[one] for row in by_name(found).values()]
            assert figure.done == sum(one.done for one in inside) and figure.week == sum(one.week for one in inside)
        last = [week for week in trend_of(found) if week.total is not None][-1]
        assert last.total == {one: found.total.figures[one].done for one in last.total}
        assert last.quotas == {one: found.total.figures[one].quota for one in last.quotas}
    points = plain(signed_in(actor).get("/dashboard/trend/"))
    assert "85.00" in points


def test_what_is_printed_of_the_city_itself_is_its_quota(ground, city):
    newer = paper("910000", "甲测〔2021〕2号", [code for code in COUNTIES if code < "92"], [row("甲一市", "910100", ("320", "50", ""))])
    newer["document"] |= {"code": "newer", "dated_on": "2021-02-07"}
    newer["targets"] = []
    load_plan(newer, actor=system_actor("测试"))
    page = read(city, path="/workbench/")
    assert desk_rows(page)["批而未供"][1] == "320"


def test_the_interface_gives_a_city_its_total_and_a_county_none(ground, city):
    answer = city.get(f"/api/v1/plans/{ground.plan.id}/progress/", {"quota_class": "unsupplied"}).json()
    assert [(one["name"], one["quota"], one["done"], one["rate"], one["rank"]) for one in answer["totals"]] == [
        ("甲一市", "300.00", "85.00", "28.33", None)]
    assert answer["subtotals"] == [] and [one["name"] for one in answer["rows"]] == ["甲一县", "甲二县"]
    county = signed_in(ground.people["clerk"]).get(f"/api/v1/plans/{ground.plan.id}/progress/").json()
    assert county["totals"] == [] and Disposal.objects.exists()
