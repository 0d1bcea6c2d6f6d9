"""目标 that are held against parks: 两率 from year values, 亩均税收 as sum over sum, the table of the 18 parks."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services as land
from parcels.models import Park
from tests.world import words_of_page

from .five import BF, LY
from .pages import rows_of, text_of
from .place import Place

pytestmark = pytest.mark.django_db
SMX = "三政办〔2021〕5号"
NEW_YEAR = date(2021, 1, 1)


@pytest.fixture
def luoyang(five) -> Place:
    return Place("410324", LY)  # 栾川县


@pytest.fixture
def baofeng(five) -> Place:
    return Place("410421", BF)


def fact(place: Place, park: Park, item: str, value: str, year: int) -> None:
    answer = place.browser.post(f"/parks/{park.id}/facts/new/", {"form_key": f"fact-key-{park.id}-{item}-{year}", "item": item, "value": value,
                                                             "as_of": f"{year}-12-31", "source": "市统计局"})
    assert answer.status_code == 302, words_of_page(answer)


@pytest.mark.req("TGT-11")
def test_the_two_rates_come_from_the_year_values_of_the_parks(luoyang):
    assert "无数据" in luoyang.row("T-LY-13") and "无数据" in luoyang.row("T-LY-14")
    one, two = Park.objects.get(name="栾川县产业集聚区"), Park.objects.get(name="嵩县产业集聚区")
    with clock.at(clock.shanghai(2023, 2, 1, 9)):
        for park, energy in ((one, ("1000", "940")), (two, ("500", "500"))):
            for year, amount in zip((2021, 2022), energy, strict=True):
                fact(luoyang, park, "energy", amount, year)
                fact(luoyang, park, "added_value", "10000", year)
        row = luoyang.row("T-LY-13")
        assert "2022年 (0.075 − 0.072) ÷ 0.075 = 4.00% = 4.00 %；目标 5 %，差 1 %" in row and "未达" in row
        page = luoyang.told("T-LY-13")
        assert "2022年 (0.1 − 0.094) ÷ 0.1 = 6.00%" in page and "栾川县产业集聚区" in page
        fact(luoyang, one, "large_firms", "100", 2022)
        fact(luoyang, one, "smart_firms", "62", 2022)
        assert "规上工业企业 100 × 62% = 62 家；完成智能化改造的 62 家（62.00%），已达" in luoyang.row("T-LY-14")
        fact(luoyang, two, "large_firms", "100", 2022)
        fact(luoyang, two, "smart_firms", "61", 2022)
        assert "规上工业企业 200 × 62% = 124 家；完成智能化改造的 123 家（61.50%）" in luoyang.row("T-LY-14")


@pytest.mark.req("TGT-14")
@pytest.mark.req("MU-06")
@pytest.mark.req("MU-07")
def test_tax_per_mu_is_held_to_each_plans_figure_with_an_inferred_window(luoyang, baofeng):
    assert "≥ 18 万元/亩" in luoyang.row("T-LY-11") and "≥ 15 万元/亩" in baofeng.row("T-BF-4")
    assert "≥ 15 万元/亩" in Place("411221", SMX).row("T-SMX-4")
    assert "2024-07-08 至 2026-07-08 自成文之日起3至5年（推定）" in baofeng.row("T-BF-4")
    for value, parks in (("40", 1), ("20", 6), ("15", 5), ("10", 6)):
        assert f"≥ {value} 万元/亩" in luoyang.row(f"T-LY-12-{value}") and "推定" in luoyang.row(f"T-LY-12-{value}")
        assert f"共 {parks} 行" in luoyang.told(f"T-LY-12-{value}")
    with clock.at(clock.shanghai(2022, 3, 1, 9)):
        fact(luoyang, Park.objects.get(name="栾川县产业集聚区"), "tax_per_mu", "19.99", 2021)
        page = luoyang.told("T-LY-12-20")
        assert "19.99" in page and "未达；填报，2021-12-31" in page
        assert "达到 20 万元/亩的 0 个园区（0.00%），差 6 个园区；5 个没有数" in page


@pytest.mark.req("QTA-10")
def test_the_table_of_the_18_parks_has_their_industries_and_targets_and_no_mean(luoyang):
    html = luoyang.browser.get(f"/plans/{luoyang.plan.id}/parks/").content.decode()
    rows = [row for row in rows_of(html) if len(row) == 6 and "集聚区" in row[0]]
    assert len(rows) == 18 and "共 18 个园区" in text_of(html)
    assert Counter(row[3] for row in rows) == {"40": 1, "20": 6, "15": 5, "10": 6}
    assert all(row[2] != "未填" for row in rows)
    total = next(row for row in rows_of(html) if row[0].startswith("全部园区合起来"))
    assert total[1:3] == ["18", "—"] and "平均" not in total[0].replace("不取平均", "")


@pytest.mark.req("MU-05")
def test_the_citys_tax_per_mu_is_the_sum_of_tax_over_the_sum_of_area(luoyang):
    with clock.at(clock.shanghai(2021, 3, 1, 9)):
        for park, area in (("栾川县产业集聚区", "10"), ("伊川县产业集聚区", "40")):
            place = luoyang if area == "10" else Place("410329", LY)
            parcel = place.parcel("50", since=NEW_YEAR, park=park, at=clock.now())
            with scope(place.clerk):
                firm = land.register_enterprise(actor=place.clerk, region_id=place.region.id, name=f"{park}企业", credit_code="")
                land.add_land_use(firm.id, actor=place.clerk, parcel_id=parcel.id, area=Decimal(area), from_on=date(2020, 1, 1), source="合同")
                land.record_year(firm.id, actor=place.clerk, year=2020, seen=0, source="税务", values={
                    "tax": Decimal(1_000_000), "relief": Decimal(0)})
    html = luoyang.browser.get(f"/plans/{luoyang.plan.id}/parks/").content.decode()
    found = {row[0]: row[4] for row in rows_of(html) if len(row) == 6 and "集聚区" in row[0]}
    assert (found["栾川县产业集聚区"], found["伊川县产业集聚区"]) == ("10.00", "2.50")
    total = next(row for row in rows_of(html) if row[0].startswith("全部园区合起来"))
    assert total[2] == "4.00" and "200.00 万元 ÷ Σ面积 50" in total[3]  # not 6.25
    assert "= 4.00 万元/亩；目标 18 万元/亩，差 14 万元/亩" in luoyang.row("T-LY-11")
