"""Parks: every item with its day and source, names over time, their land and what it yields, through the pages (LED-24)."""

import pytest

from parcels.models import Park, ParkFact
from tests.world import words_of_page as plain

from .firms import enterprise, park, park_fact, post, use, year
from .land import client_for

pytestmark = pytest.mark.django_db
ITEMS = {"planned_area": ("规划面积", "12000", "12000 亩"), "built_area": ("建成区面积", "7650.5", "7650.5 亩"),
         "land_use": ("用地类型", "工业、仓储", "工业、仓储"),
         "usage": ("使用现状", "在用八成", "在用八成"), "investment": ("固定资产投资总额", "560000", "560000 万元"),
         "tax_per_mu": ("亩均税收", "9.8", "9.8 万元/亩"), "firms": ("入驻企业", "86", "86 家"), "grade": ("评价分类", "B 类", "B 类")}


def page_of(land, row, by="office"):
    return plain(client_for(land.people[by]).get(f"/parks/{row.id}/"))


@pytest.mark.req("LED-24")
def test_a_park_shows_every_item_with_its_day_and_source_and_says_what_is_not_filled(land):
    row = park(land)
    empty = page_of(land, row)
    assert all(f"{label} 未填" in empty for label, _, _ in ITEMS.values())
    for key, (_, typed, _) in ITEMS.items():
        assert park_fact(land, row, key, typed).status_code == 302
    shown = page_of(land, row)
    assert all(f"{label} {said} 2021-06-30 县统计局半年报" in shown for label, _, said in ITEMS.values())
    assert park_fact(land, row, "firms", "91", as_of="2021-09-24", source="管委会台账").status_code == 302
    assert park_fact(land, row, "firms", "80", as_of="2020-12-31", source="年报").status_code == 302  # an older day does not hold
    assert "入驻企业 91 家 原来的 2 次 86 家 县统计局半年报 2021-06-30 80 家 年报 2020-12-31 2021-09-24 管委会台账" in page_of(land, row)
    assert "86" not in plain(client_for(land.clerk).get("/parks/")).split("入驻企业")[1]


def test_a_fact_without_source_or_of_tomorrow_or_not_a_number_is_refused_and_stays_typed(land):
    row = park(land)
    assert park_fact(land, row, "firms", "86", source="").status_code == 422
    late = park_fact(land, row, "firms", "86", as_of="2021-09-25")
    assert late.status_code == 400 and "截至日期 2021-09-25 晚于今天 2021-09-24" in plain(late) and 'value="86"' in late.content.decode()
    assert "小数多于 0 位" in plain(park_fact(land, row, "firms", "86.5")) and "读不出来" in plain(park_fact(land, row, "planned_area", "约一万"))
    assert not ParkFact.objects.exists()
    assert park_fact(land, row, "firms", "86", by="reviewer").status_code == 403
    assert park_fact(land, row, "firms", "86", by="clerk_b").status_code == 404
    assert client_for(land.clerk_b).get(f"/parks/{row.id}/").status_code == 404
    assert "已登记过“甲县产业集聚区”" in plain(post(land, "/parks/new/", region=land.county.id, name="甲县产业集聚区"))


@pytest.mark.req("LED-24")
def test_a_renamed_park_keeps_its_old_name_with_its_days_and_the_land_under_both(land):
    row = park(land, from_on="2008-12-01")
    old = land.parcel("30", kind="inefficient", park="甲县产业集聚区")
    rename = f"/parks/{row.id}/rename/"
    typed = {"name": "甲县先进制造业开发区", "from_on": "2021-09-24", "doc_no": "豫开发[2021]3号", "version": 1}
    for wrong, said in (({"from_on": "2021-09-25"}, "晚于今天"),
                        ({"from_on": "2008-12-01"}, "不晚于现名的启用日期"), ({"name": "甲县产业集聚区"}, "现在就叫")):
        refused = post(land, rename, **typed | wrong)
        assert refused.status_code == 400 and said in plain(refused)
    assert post(land, rename, **typed).status_code == 302 and post(land, rename, **typed | {"name": "又改"}).status_code == 409
    new = land.parcel("12.5", kind="idle", park="甲县先进制造业开发区")
    land.parcel("99", park="别的园区")
    shown = page_of(land, row)
    assert "甲县产业集聚区 2008-12-01 至 2021-09-24" in shown and "甲县先进制造业开发区 2021-09-24 至 今 豫开发〔2021〕3号" in shown
    assert old.parcel_no in shown and new.parcel_no in shown and "合计 2 宗 42.50" in shown and "低效 1 宗 30.00 亩" in shown
    page = client_for(land.office).get(f"/parcels/{old.id}/").content.decode()
    assert f'<a href="/parks/{row.id}/">甲县产业集聚区</a><br><small>现名 甲县先进制造业开发区</small>' in page
    form = client_for(land.clerk).get(f"/parcels/{old.id}/edit/").content.decode()
    assert '<option value="甲县先进制造业开发区">' in form and 'list="list_park"' in form
    assert "甲县先进制造业开发区" in plain(client_for(land.office).get("/parks/?q=产业集聚区"))


def test_what_its_enterprises_pay_stands_beside_what_was_reported(land):
    row, parcel = park(land), land.parcel("30", kind="inefficient", park="甲县产业集聚区")
    outside, firm = land.parcel("10", kind="inefficient"), enterprise(land)
    use(land, firm, parcel, "20")
    use(land, firm, outside, "5")
    year(land, firm, tax="90", relief="10")
    park_fact(land, row, "tax_per_mu", "9.8")
    shown = page_of(land, row)
    assert "亩均税收 9.8 万元/亩" in shown and "在用企业 1 家 亩均税收 4.00 万元/亩 2020 年，80.00 万元 ÷ 20.00 亩" in shown


def test_another_county_never_sees_the_park_nor_its_land(land):
    park(land)
    other = park(land, by="clerk_b")
    assert Park.objects.count() == 2 and other.region_id == land.other.id
    land.parcel("7", region=land.other, by="clerk_b", park="甲县产业集聚区")
    assert "没有宗地登记在这个园区" in page_of(land, Park.objects.get(region=land.county), by="clerk")
    assert plain(client_for(land.clerk).get("/parks/")).count("甲县产业集聚区") == 1
