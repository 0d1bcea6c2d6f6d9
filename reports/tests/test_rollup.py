"""按上级汇总: what stands for a city or a province is what its counties add up to, and opens to them."""

import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels.choices import Nature
from parcels.models import AreaAbove
from parcels.selectors.totals import differing_buckets
from parcels.services import rebuild_totals
from reports.rules.board import summed
from reports.selectors.progress import CLASSES, board
from reports.selectors.rollup import MANY, Levels, board_of, levels_of
from reports.selectors.trend import trend_of
from tasks.services import Revision, load_plan, revise_table
from tasks.services.kept_quotas import rebuild_quotas
from tests.world import MORNING, signed_in
from units.models import Region

from .ground import OPEN, entry, post
from .province import CITY_OF, COUNTIES, build_province, paper, row
from .test_board import moments

pytestmark = pytest.mark.django_db
MU = 10**6
KINDS = ["unexpropriated", "unsupplied", "used_unsupplied", "idle", "inefficient"]
amounts = st.tuples(st.sampled_from(sorted(COUNTIES)), st.sampled_from(KINDS), st.integers(1, 90_000_000), moments)
corrections = st.tuples(st.integers(0, 30), st.integers(-40_000_000, 40_000_000).filter(bool), st.integers(0, 60 * 24 * 60))


@pytest.fixture
def ground():
    with everything("the test looks on"):
        yield build_province()


@pytest.fixture
def office(ground):
    return signed_in(ground.people["office"])


def put(ground, *items, at=MORNING):
    """(county, kind, 亩) accepted at a moment."""
    return post(*[entry(ground.region(name), kind, int(Decimal(mu) * MU), at, ground.disposal) for name, kind, mu in items])


def by_name(found):
    return {row.name: row for row in found.rows}


def rows_of(page):
    """Name of the row -> its words in the ranking."""
    body = page[page.index('id="ranking"'):page.index("</section>", page.index('id="ranking"'))]
    rows = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)]
    return {cells[2].split(" ")[0]: cells for cells in rows if len(cells) > 12 and cells[0] != "名次"}


def read(client, query="", path="/dashboard/"):
    answer = client.get(f"{path}{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(entries=st.lists(amounts, max_size=12), moved=st.lists(corrections, max_size=4), moment=moments,
       basis=st.sampled_from(["recorded", "effective"]))
def test_a_city_and_a_province_are_the_sum_of_their_counties_at_any_moment_on_both_bases(ground, entries, moved, moment, basis):
    nation = ground.people["nation"]
    with transaction.atomic(), scope(nation):
        regions = {code: ground.region(name) for code, name in COUNTIES.items()}
        made = [entry(regions[code], kind, micro, at, ground.disposal) for code, kind, micro, at in entries]
        for n, micro, minutes in moved if made else []:
            one = made[n % len(entries)]
            made.append(entry(one.region, one.kind, micro, one.recorded_at + timedelta(minutes=minutes), ground.disposal,
                              nature=Nature.CORRECTION, effective=one.effective_at))
        post(*made)
        assert differing_buckets() == []
        counties = board(ground.nation, moment, basis, actor=nation)
        for level, of in (("city", CITY_OF), ("province", {code: "甲省" if code < "92" else "乙省" for code in COUNTIES})):
            found = board(ground.nation, moment, basis, actor=nation, level=level)
            check_sums(found, counties, of)
            check_trends(found, counties)
        check_unit(ground, counties, moment, basis)
        transaction.set_rollback(True)


def check_sums(found, counties, of):
    assert [row.name for row in found.rows] == list(dict.fromkeys(of[row.code] for row in counties.rows))
    for one in CLASSES:
        rates = {}
        for unit in found.rows:
            inside = [county.figures[one] for county in counties.rows if of[county.code] == unit.name]
            figure = unit.figures[one]
            assert (figure.done, figure.before) == (summed(f.done for f in inside), summed(f.before for f in inside))  # blank where all are
            quota = summed([f.quota for f in inside])
            assert (figure.quota, figure.quota_before) == (quota, quota)
            rates[unit.name] = Fraction(figure.done, quota) if quota and figure.done is not None else None
        for unit in found.rows:
            rate = rates[unit.name]
            rank = None if rate is None else 1 + sum(other is not None and other > rate for other in rates.values())
            assert unit.figures[one].place.rank == rank
        assert found.total == counties.total and found.difference(one) == counties.difference(one)


def check_trends(found, counties):
    assert trend_of(found) == trend_of(counties)


def check_unit(ground, counties, moment, basis):
    """The counties of one city stand as they stand among all, and their sum is the city's row."""
    nation = ground.people["nation"]
    found = board_of(ground.nation, moment, basis, ground.region("甲二市"), actor=nation)
    assert found.rows == [one for one in counties.rows if CITY_OF[one.code] == "甲二市"]
    own = by_name(board(ground.nation, moment, basis, actor=nation, level="city"))["甲二市"]
    for one in CLASSES:
        assert found.total.figures[one].done == own.figures[one].done == summed(county.figures[one].done for county in found.rows)
    known = [week for week in trend_of(found) if week.total is not None]
    for first, second in zip(known, known[1:], strict=False):
        assert second.total == {key: first.total[key] + second.done[key] for key in first.total}


def test_equal_rates_share_a_rank_and_a_unit_without_a_quota_has_none(ground, office):
    put(ground, ("甲二县", "unsupplied", 50), ("甲四县", "unsupplied", 80), ("直管县", "unsupplied", "20"), ("甲三县", "idle", 3))
    rows = rows_of(read(office, "?level=city&quota_class=unsupplied"))
    assert [(name, cells[0], *cells[3:6]) for name, cells in rows.items()] == [
        ("直管县", "1", "50", "20.00", "40.00%"), ("甲一市", "并列2", "300", "60.00", "20.00%"), ("甲二市", "并列2", "400", "80.00", "20.00%"),
        ("全省", "—", "印750", "160.00", "21.33%")]
    idle = rows_of(read(office, "?level=city&quota_class=idle"))
    assert idle["甲一市"][:1] + idle["甲一市"][3:6] == ["并列1", "50", "0.00", "0.00%"]  # a blank quota adds nothing to 50
    assert idle["甲二市"][:1] + idle["甲二市"][3:6] == ["—", "0", "3.00", "—"]  # 0 and 0: no rate, no rank
    low = rows_of(read(office, "?level=city&quota_class=inefficient"))
    assert (low["甲一市"][3], low["甲二市"][3], low["直管县"][3]) == ("—", "8", "0")  # all blank is blank, not 0


def test_what_is_printed_of_a_city_itself_is_its_quota_and_its_counties_are_added_up_only_where_nothing_is(ground):
    own = paper("910000", "甲测〔2021〕2号", ["910101", "910201"], [row("甲一市", "910100", ("150", "", "9"))])
    own["document"] |= {"code": "own", "dated_on": "2021-02-07"}
    own["targets"] = []
    with everything("loaded by the operator"):
        plan, _ = load_plan(own, actor=system_actor("测试"))
        found = by_name(board(plan, MORNING, actor=ground.people["office"], level="city"))
    quotas = {name: [found[name].figures[one].quota for one in CLASSES] for name in found}
    assert quotas == {"甲一市": [150 * MU, None, 9 * MU, 159 * MU], "甲二市": [300 * MU, 0, 8 * MU, 308 * MU], "直管县": [None] * 4}


def test_a_province_adds_up_its_counties_alone_in_every_version_of_the_table_and_anew_where_the_regions_change(ground):
    more = paper("100000", "国测〔2021〕2号", ["910101", "910201", "920101"], [row("甲一市", "910100", ("150", "", "9"))])
    more["document"] |= {"code": "more", "dated_on": "2021-02-07"}
    more["targets"] = []
    nation = ground.people["nation"]
    with everything("loaded by the operator"):
        plan, _ = load_plan(more, actor=system_actor("测试"))
        assert quotas_of(plan, nation) == {"甲省": [400 * MU, 50 * MU, 8 * MU], "乙省": [400 * MU, 20 * MU, 2 * MU]}  # not those of 甲一市 as well
        values = {(1, "quota_unsupplied"): "70", (3, "quota_idle"): ""}
        revise_table(plan.id, "annex4", actor=nation, version=1, revision=Revision("国测〔2021〕3号", "附件", "测试", MORNING.date(), values))
        plan = type(plan).objects.get(pk=plan.pk)
        assert quotas_of(plan, nation) == {"甲省": [370 * MU, 50 * MU, 8 * MU], "乙省": [400 * MU, None, 2 * MU]}
        Region.objects.filter(name="甲一市").update(parent=ground.region("乙省"))
        assert rebuild_quotas(actor=system_actor("测试")) > 0
        assert quotas_of(plan, nation) == {"甲省": [300 * MU, 0, 8 * MU], "乙省": [470 * MU, 50 * MU, 2 * MU]}


def quotas_of(plan, actor):
    found = by_name(board(plan, MORNING, actor=actor, level="province"))
    return {name: [line.figures[one].quota for one in CLASSES[:3]] for name, line in found.items()}


def test_a_level_is_offered_only_above_counties_of_more_than_one_region_and_many_counties_open_with_the_highest(ground):
    people = ground.people
    assert levels_of(ground.plan, people["office"]) == (("city", "county"), "county")
    assert levels_of(ground.nation, people["nation"]) == (("province", "city", "county"), "county")
    assert levels_of(ground.nation, people["office"]) == levels_of(ground.plan, people["city"]) == Levels()
    city = Region.objects.get(code="910200")
    Region.objects.bulk_create(Region(code=f"93{n:04}", name=f"{n}县", full_name=f"{n}县", level="county", parent=city, path=f"{city.path}93{n:04}/")
                               for n in range(MANY))
    assert levels_of(ground.nation, people["nation"]).usual == "province"
    Region.objects.exclude(parent__code="910200").filter(level="county").update(parent=city)
    assert levels_of(ground.plan, people["office"]).offered == ()


def test_a_city_opens_to_its_counties_and_every_figure_opens_to_entries_that_add_up_to_it(ground, office):
    put(ground, ("甲二县", "unsupplied", 50), ("甲四县", "unsupplied", 80), ("直管县", "unsupplied", 20))
    page = read(office, "?level=city&quota_class=unsupplied")
    assert 'href="?quota_class=unsupplied&amp;unit=910100" title="看所辖2个县区">甲一市</a>' in page
    assert "空市" not in page  # nothing is known of a city without counties
    for path, text in OPEN.findall(page[page.index('id="ranking"'):]):
        told = read(office, path.replace("&amp;", "&").partition("/progress/")[2], "/progress/")
        assert f"：{text.removeprefix('+')} 亩</h1>" in told and "累计表与入账不一致" not in told, path
    inside = read(office, "?quota_class=unsupplied&unit=910100")
    assert list(rows_of(inside)) == ["甲二县", "甲一县", "甲一市"] and rows_of(inside)["甲二县"][0] == "3"  # as among all counties of the province
    assert "全省各市" in inside and "<h1>甲一市批而未用土地处置看板</h1>" in re.sub(r"<h1[^>]*>", "<h1>", inside)
    assert (rows_of(inside)["甲一市"][3], rows_of(inside)["甲一市"][4]) == ("算300", "60.00")
    assert office.get("/dashboard/matters/?unit=910100").status_code == 404  # they are those of the whole plan
    trend = read(office, "?unit=910100", "/dashboard/trend/")
    assert "60.00" in trend and "160.00" in read(office, "?level=city", "/dashboard/trend/")
    for path, text in OPEN.findall(inside + trend):
        if path.startswith("/progress/") and text != "0.00" and (path in inside or "span=week" in path):  # the others are rates
            told = read(office, path.replace("&amp;", "&").partition("/progress/")[2], "/progress/")
            assert f"：{text.removeprefix('+')} 亩</h1>" in told, path


def test_who_sees_a_part_is_offered_no_level_and_sees_his_counties_without_ranks(ground):
    put(ground, ("甲二县", "unsupplied", 50), ("甲四县", "unsupplied", 80))
    api = f"/api/v1/plans/{ground.plan.id}/progress/"
    for name, counties, sums in (("city", ["甲一县", "甲二县"], ["甲一市"]), ("clerk", ["甲一县"], [])):
        client = signed_in(ground.people[name])
        page = read(client, "?level=city&quota_class=unsupplied")
        assert "汇总层级" not in page and sorted(rows_of(page)) == sorted(counties + sums), name
        assert {cells[0] for cells in rows_of(page).values()} == {"—"}
        assert "甲二市" not in page and "甲四县" not in page
        for path in ("/dashboard/?unit=910100", "/dashboard/?unit=910200", "/progress/?unit=910200", "/dashboard/export/?unit=910100"):
            assert client.get(path).status_code == 404, (name, path)
        answer = client.get(api, {"level": "city"})
        assert answer.status_code == 400 and "只给看得到方案全部县区的岗位" in answer.json()["message"]
        assert {line["name"] for line in client.get(api).json()["rows"]} == set(counties)
    assert signed_in(ground.people["auditor"]).get("/dashboard/?level=city").status_code == 403


def test_the_interface_gives_the_rows_of_a_level_and_refuses_one_that_the_plan_has_not(ground, office):
    put(ground, ("甲二县", "unsupplied", "50.000001"), ("直管县", "idle", 2))
    api = f"/api/v1/plans/{ground.plan.id}/progress/"
    usual, data = office.get(api, {"quota_class": "unsupplied"}).json(), office.get(api, {"quota_class": "unsupplied", "level": "city"}).json()
    assert (usual["level"], len(usual["rows"]), data["level"]) == ("county", 5, "city")
    assert [(line["region"], line["name"], line["quota"], line["done"], line["rank"]) for line in data["rows"]] == [
        ("910100", "甲一市", "300.00", "60.000001", 1), ("910200", "甲二市", "400.00", None, None), ("919001", "直管县", "50.00", "0.00", 2)]
    assert data["totals"] == usual["totals"]
    wrong = office.get(api, {"level": "province"})
    assert wrong.status_code == 400 and "不能按它汇总" in wrong.json()["message"] and office.get(api, {"level": "street"}).status_code == 400
    before = office.get(api, {"level": "city", "as_of": "2021-09-17T18:00"}).json()["rows"][0]
    assert before["done"] is before["rate"] is before["week"] is None


def test_the_file_holds_the_rows_of_the_level_and_says_where_they_come_from(ground, office):
    put(ground, ("甲二县", "unsupplied", 50))
    for query, title, names in (("level=city", "市排名", ["甲一市", "甲二市", "直管县", "全省"]),
                                ("unit=910200", "甲二市县区排名", ["甲三县", "甲四县", "甲二市"])):
        answer = office.get(f"/dashboard/export/?{query}&sort=printed")
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        assert sheet["A1"].value == f"{title}（三类合并）" and "由所辖县区相加" in sheet["A2"].value
        assert [cells[2].value for cells in sheet.iter_rows(min_row=4)] [:len(names)] == names
        assert "无数据：" in sheet.cell(4 + len(names) + 1, 1).value


def test_the_week_of_a_region_above_is_found_wrong_and_rebuilt(ground):
    put(ground, ("甲二县", "unsupplied", 50), ("乙一县", "idle", 3))
    with everything("the operator"):
        kept = sorted(AreaAbove.objects.values_list("region__name", "kind", "area"))
        assert [(name, kind) for name, kind, _ in kept] == [("乙一市", "idle"), ("乙省", "idle"), ("甲一市", "unsupplied"), ("甲省", "unsupplied")]
        AreaAbove.objects.filter(region__name="甲省").update(area=1)
        assert [(bucket[0], bucket[1]) for bucket in differing_buckets()] == [(ground.region("甲省").id, "unsupplied")]
        assert rebuild_totals(actor=system_actor("测试")) == 1 and differing_buckets() == []
        assert sorted(AreaAbove.objects.values_list("region__name", "kind", "area")) == kept
        Region.objects.filter(name="甲一市").update(parent=ground.region("乙省"))
        assert {bucket[0] for bucket in differing_buckets()} == {ground.region("甲省").id, ground.region("乙省").id}
        rebuild_totals(actor=system_actor("测试"))
        assert differing_buckets() == [] and AreaAbove.objects.get(region__name="甲省").area == 0
