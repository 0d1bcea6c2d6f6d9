"""Enterprises, their yearly figures and the land that they use, through the pages (LED-23)."""

from datetime import date
from decimal import Decimal

import pytest

from parcels.models import EnterpriseYear, LandUse
from parcels.rules.enterprises import Figures, Use, apportion, check_code, peak, per_mu, portions_of
from tests.world import words_of_page as plain

from .firms import enterprise, use, year
from .land import client_for

pytestmark = pytest.mark.django_db


def page_of(land, firm, by="office"):
    return plain(client_for(land.people[by]).get(f"/enterprises/{firm.id}/"))


@pytest.mark.req("LED-23")
def test_a_year_is_entered_once_and_a_second_entry_is_a_correction_that_keeps_the_first(land):
    firm = enterprise(land)
    assert year(land, firm).status_code == 302
    again = year(land, firm, output="2000")
    assert again.status_code == 409 and "2020 年的指标已登记过，一家企业一年只登记一次" in plain(again) and 'value="2000"' in again.content.decode()
    assert EnterpriseYear.objects.count() == 1
    form = client_for(land.clerk).get(f"/enterprises/{firm.id}/years/?year=2020").content.decode()
    assert "更正 2020 年的指标" in form and 'name="seen" value="1"' in form and 'value="1000"' in form
    silent = year(land, firm, seen=1, output="1200.5")
    assert silent.status_code == 400 and "更正要写原因" in plain(silent)
    assert year(land, firm, seen=1, output="1200.5", reason="统计部门重新核定").status_code == 302
    assert year(land, firm, seen=1, output="1300", reason="晚了一步").status_code == 409
    assert list(EnterpriseYear.objects.order_by("number").values_list("number", "output", "reason")) == [
        (1, Decimal(10_000_000), ""), (2, Decimal(12_005_000), "统计部门重新核定")]
    shown = page_of(land, firm)
    assert "2020 年 1200.50 90.00 10.00 60.00 3000.00 12.5" in shown
    assert "产值 1000.00 万元 → 1200.50 万元 统计部门重新核定" in shown
    assert year(land, firm, year=2019).status_code == 302  # another year is another entry


def test_figures_that_cannot_be_are_refused_and_what_was_typed_stays(land):
    firm = enterprise(land)
    assert "年度 2021 不在 1990 至 2020 之间" in plain(year(land, firm, year=2021))
    assert "退税和减免没有填。没有的写 0" in plain(year(land, firm, relief=""))
    assert "数据来源没有填" in plain(year(land, firm, source=""))
    nothing = year(land, firm, **dict.fromkeys(("output", "tax", "relief", "profit", "investment", "energy"), ""))
    assert nothing.status_code == 400 and "一项指标也没有填" in plain(nothing)
    assert year(land, firm, profit="-12.34").status_code == 302 and "−" not in page_of(land, firm).split("利润")[0]
    assert EnterpriseYear.objects.get().profit == Decimal(-123_400)
    assert year(land, firm, by="reviewer").status_code == 403
    assert year(land, firm, by="clerk_b").status_code == 404
    assert client_for(land.clerk_b).get(f"/enterprises/{firm.id}/").status_code == 404


def test_one_name_and_one_code_in_a_county_and_a_wrong_code_is_refused(land):
    enterprise(land, credit_code="91350100M000100Y43")
    again = client_for(land.clerk).post("/enterprises/new/", {
        "region": land.county.id, "name": "甲县机械有限公司", "credit_code": "91350100m000100y43"})
    assert again.status_code == 400 and "已登记过“甲县机械有限公司”" in plain(again) and "已登记在“甲县机械有限公司”名下" in plain(again)
    assert not check_code("91350100M000100Y43") and not check_code("")
    assert "末位校验不对" in check_code("91350100M000100Y44")[0].message and "不是 18 位" in check_code("123")[0].message
    enterprise(land, name="乙县公司", by="clerk_b", credit_code="91350100M000100Y43")  # another county keeps its own list


@pytest.mark.req("LED-23")
def test_the_land_of_enterprises_never_exceeds_the_parcel_on_any_day(land):
    parcel = land.parcel("100", kind="inefficient")
    one, two = enterprise(land), enterprise(land, "甲县化工有限公司")
    assert use(land, one, parcel, "60").status_code == 302
    over = use(land, two, parcel, "40.000001")
    assert over.status_code == 400 and "请改为 40.00 亩以内" in plain(over) and not LandUse.objects.filter(enterprise=two).exists()
    assert use(land, two, parcel, "40").status_code == 302
    client = client_for(land.clerk)
    first = LandUse.objects.get(enterprise=one)
    assert client.post(f"/land-uses/{first.id}/end/", {"until_on": "2021-09-25"}).status_code == 400  # tomorrow
    assert client.post(f"/land-uses/{first.id}/end/", {"until_on": "2021-09-01"}).status_code == 302
    assert use(land, two, parcel, "60", from_on="2021-08-31").status_code == 400  # the day before it is free
    assert use(land, two, parcel, "60", from_on="2021-09-01").status_code == 302
    smaller = client.post(f"/parcels/{parcel.id}/edit/", {
        "name": parcel.name, "area": "99", "area_unit": "mu", "version": parcel.version, "reason": "重新测量", "location": parcel.location})
    assert smaller.status_code == 400 and "少于企业用地之和" in plain(smaller)
    assert use(land, two, land.parcel("5", region=land.other, by="clerk_b"), "1").status_code == 422  # the parcel of another county is none


@pytest.mark.req("LED-23")
def test_tax_per_mu_counts_refunds_and_tenants_over_the_area_in_use_and_is_shared_exactly(land):
    big, small = land.parcel("30", kind="inefficient"), land.parcel("7", kind="inefficient")
    holder, tenant = enterprise(land), enterprise(land, "甲县承租有限公司")
    use(land, holder, big, "20")
    use(land, holder, small, "7")
    assert use(land, tenant, big, "20.5", lessor=holder.id).status_code == 400  # more than the lessor has
    assert use(land, tenant, big, "5", lessor=holder.id).status_code == 302
    year(land, holder, output="1000", tax="90", relief="10")
    assert "—" in page_of(land, holder) and "甲县承租有限公司的数未填" in page_of(land, holder)
    year(land, tenant, output="350", tax="35", relief="0")
    shown = page_of(land, holder)
    assert "5.00 135.00 万元 ÷ 27.00 亩" in shown  # (90 + 10 + 35) ÷ 27
    assert "50.00 统计部门核定 合并承租企业：甲县承租有限公司" in shown  # (1000 + 350) ÷ 27
    parts = [plain(client_for(land.office).get(f"/parcels/{parcel.id}/")) for parcel in (big, small)]
    assert "甲县机械有限公司 20.00 740.740741 74.074074" in parts[0]
    assert "甲县承租有限公司 向 甲县机械有限公司 承租，并入出租方 （5.00） 350.00 35.00" in parts[0]
    assert "甲县机械有限公司 7.00 259.259259 25.925926" in parts[1]  # 740.740741 + 259.259259 = 1000, 74.074074 + 25.925926 = 100
    assert "亩均税收 5.45 万元/亩 109.074074 ÷ 20.00" in parts[0] and "亩均税收 3.70 万元/亩" in parts[1]


def test_the_parts_always_add_up_and_peaks_are_days_not_sums():
    for total in ("0.01", "100", "-0.02", "99999.99"):
        parts = apportion(Decimal(total), [Decimal(1), Decimal(1), Decimal("0.5")])
        assert sum(parts) == Decimal(total) and all(part == part.quantize(Decimal("0.01")) for part in parts)
    spans = [(Decimal(4), date(2020, 1, 1), date(2020, 6, 1)), (Decimal(5), date(2020, 6, 1), None), (Decimal(3), date(2021, 1, 1), None)]
    assert peak(spans, date(2020, 1, 1), None) == 8 and peak(spans, date(2020, 2, 1), date(2021, 1, 1)) == 5 and peak([], date(2020, 1, 1), None) == 0
    found = portions_of([Use(1, 9, Decimal(3)), Use(2, 9, Decimal(1), lessor=1)], {1: Figures(Decimal(6), None)})
    assert per_mu(found, holder=1).area == 3 and per_mu(found, holder=1).ratio("output") is None and per_mu(found, holder=1).lacking == {1, 2}


def test_a_year_counts_the_land_in_use_on_its_last_day(land):
    parcel, firm = land.parcel("30", kind="inefficient"), enterprise(land)
    use(land, firm, parcel, "10", from_on="2019-06-01", until_on="2020-12-31")  # until then, exclusive
    use(land, firm, parcel, "20", from_on="2020-12-31")
    year(land, firm, output="1000", tax="40", relief="0")
    year(land, firm, year=2019, output="1000", tax="40", relief="0")
    shown = page_of(land, firm)
    assert "40.00 万元 ÷ 20.00 亩" in shown and "40.00 万元 ÷ 10.00 亩" in shown
    assert "甲县机械有限公司 未填 1 20.00 2020 年 1000.00 40.00 2.00" in plain(client_for(land.clerk).get("/enterprises/"))
    assert "甲县机械有限公司" not in plain(client_for(land.clerk_b).get("/enterprises/"))


def test_a_changed_name_needs_the_version_that_was_seen(land):
    firm = enterprise(land)
    client, typed = client_for(land.clerk), {"region": land.county.id, "credit_code": ""}
    assert client.post(f"/enterprises/{firm.id}/edit/", {**typed, "name": "甲县新机械有限公司", "version": 1}).status_code == 302
    stale = client.post(f"/enterprises/{firm.id}/edit/", {**typed, "name": "又一个", "version": 1})
    assert stale.status_code == 409 and 'value="又一个"' in stale.content.decode()
    assert "企业名称 甲县机械有限公司 改为 甲县新机械有限公司" in page_of(land, firm)


def test_the_facts_of_low_land_are_filled_from_its_enterprises_where_nothing_is_recorded_yet(land):
    parcel, other, firm = land.parcel("30", kind="inefficient"), land.parcel("10", kind="inefficient"), enterprise(land)
    use(land, firm, parcel, "15")
    use(land, firm, other, "5")
    year(land, firm, output="1000", tax="90", relief="10")
    clerk, form = client_for(land.clerk), f"/parcels/{parcel.id}/facts/"
    assert 'href="?fill=firms"' in clerk.get(form).content.decode() and 'value="750.00"' not in clerk.get(form).content.decode()
    filled = clerk.get(f"{form}?fill=firms").content.decode()
    assert 'name="y2020_output" value="750.00"' in filled and 'name="y2020_tax" value="75.00"' in filled
    assert not parcel.fact_sheets.exists()  # nothing is kept before it is saved
