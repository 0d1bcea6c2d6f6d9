"""亩均与标准地指标发布: versions follow each other, and a parcel keeps the one of the day of its supply (POL-05)."""

from datetime import date

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services
from parcels.models import ControlSet, Parcel, Park
from tests.world import words_of_page as plain

from .land import client_for

pytestmark = pytest.mark.django_db
FIRST = {"document_no": "甲政办〔2021〕21号", "published_on": "2021-07-31", "from_on": "2021-08-01", "last_on": "", "note": "", "park": "",
         "of_entry_intensity": "300", "of_entry_tax": "15", "of_entry_far": "不低于1.0", "of_target_tax": "15"}
SECOND = FIRST | {"document_no": "甲政办〔2021〕40号", "published_on": "2021-12-20", "from_on": "2022-01-01", "of_entry_intensity": "350.5",
                  "of_entry_output": "500"}


def on(year, month, day):
    return clock.at(clock.shanghai(year, month, day, 10))


def publish(land, key, by="clerk", **values):
    return client_for(land.people[by]).post("/controls/new/", {"form_key": f"control-key-{key}", **values})


def sold(land, parcel, key, day):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/supplies/new/", {
        "form_key": f"sold-key-{key}", "mode": "granted", "doc_no": f"甲自然资交〔2021〕{key}号", "supplied_on": day, "area": "10",
        "area_unit": "mu"})


@pytest.mark.req("POL-05")
def test_a_parcel_sold_in_august_keeps_the_version_then_valid_after_a_new_version_of_january(land):
    with on(2021, 8, 20):
        assert publish(land, 1, **FIRST).status_code == 302
        parcel = land.parcel("60", purpose="工业用地")
        assert sold(land, parcel, 1, "2021-08-20").status_code == 302
    with on(2021, 12, 20):
        assert publish(land, 2, **SECOND).status_code == 302  # ahead of the day from which it holds
        later = land.parcel("60", purpose="工业用地")
    with on(2022, 1, 10):
        assert sold(land, later, 2, "2022-01-10").status_code == 302
        page = plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))
        assert "2021-08-20 供应（甲自然资交〔2021〕1号）用 甲县第1版 （甲政办〔2021〕21号，2021-08-01 起，至 2021-12-31）" in page
        assert "亩均投资强度 300 万元/亩 亩均税收 15 万元/亩 容积率 不低于1.0" in page and "350.5" not in page
        assert "现行的是甲县第2版（甲政办〔2021〕40号，2022-01-01 起），这次供应不变。" in page
        new = plain(client_for(land.clerk).get(f"/parcels/{later.id}/"))
        assert "2022-01-10 供应（甲自然资交〔2021〕2号）用 甲县第2版" in new and "亩均投资强度 350.5 万元/亩" in new
        row = ControlSet.objects.get(number=2)
        adjusted = plain(client_for(land.clerk).get(f"/controls/{row.id}/"))
        assert "亩均投资强度 350.5 万元/亩 300 万元/亩" in adjusted and "亩均产值 500 万元/亩 没有规定" in adjusted
        assert later.parcel_no in adjusted and parcel.parcel_no not in adjusted
        listed = plain(client_for(land.clerk).get("/controls/?now=1"))
        assert "甲政办〔2021〕40号" in listed and "甲政办〔2021〕21号" not in listed


@pytest.mark.req("POL-05")
def test_a_version_that_would_change_what_was_sold_is_refused_and_one_that_was_used_is_not_voided(land):
    with on(2021, 8, 20):
        assert publish(land, 1, **FIRST).status_code == 302
        parcel = land.parcel("60", purpose="工业用地")
        assert sold(land, parcel, 1, "2021-08-20").status_code == 302
        back = publish(land, 2, **SECOND | {"published_on": "2021-08-20", "from_on": "2021-08-10"})
        words = plain(back)
        assert back.status_code == 400 and "施行日期 2021-08-10 早于发布日期 2021-08-20" in words and 'value="350.5"' in back.content.decode()
        same = publish(land, 3, **FIRST | {"published_on": "2021-08-20", "from_on": "2021-08-25"})
        assert same.status_code == 409 and "各项与第1版相同" in plain(same)
        first = ControlSet.objects.get()
        used = client_for(land.clerk).post(f"/controls/{first.id}/void/", {"reason": "写错"})
        assert used.status_code == 409 and "已按这一版供过地（甲自然资交〔2021〕1号，2021-08-20），不能作废" in plain(used)
        assert publish(land, 4, **SECOND | {"published_on": "2021-08-20", "from_on": "2021-08-25"}).status_code == 302
        first.refresh_from_db()
        assert first.until_on == date(2021, 8, 25)
        second = ControlSet.objects.get(number=2)
        assert client_for(land.clerk).post(f"/controls/{second.id}/void/", {"reason": ""}).status_code == 400
        assert client_for(land.clerk).post(f"/controls/{second.id}/void/", {"reason": "文件没有印发"}).status_code == 302
        first.refresh_from_db()
        assert first.until_on is None


@pytest.mark.req("POL-05")
def test_the_three_main_indicators_must_be_there_as_numbers_with_their_units_stated(land):
    with on(2021, 8, 20):
        lacking = publish(land, 1, **FIRST | {"of_entry_tax": "", "of_entry_intensity": "三百", "document_no": ""})
        words = plain(lacking)
        assert lacking.status_code == 400 and "亩均税收没有填。亩均投资强度、亩均税收、容积率三项必有" in words
        assert "文号没有填" in words and "亩均投资强度" in words and not ControlSet.objects.exists()
        form = plain(client_for(land.clerk).get("/controls/new/"))
        assert "亩均投资强度（万元/亩）" in form and "亩均税收目标（万元/亩）" in form


@pytest.mark.req("POL-05")
def test_the_park_comes_before_the_county_the_county_before_the_city_and_other_counties_do_not_see_them(land):
    with on(2021, 8, 20):
        with scope(land.clerk):
            services.register_park(actor=land.clerk, region_id=land.county.id, name="甲县产业集聚区")
        park = Park.unscoped.get(name="甲县产业集聚区")
        city = FIRST | {"document_no": "市政办〔2021〕1号", "of_entry_intensity": "100"}
        assert publish(land, 1, by="office", **city).status_code == 302
        inside, outside = land.parcel("60", purpose="工业用地", park="甲县产业集聚区"), land.parcel("60", purpose="工业用地")
        homes = land.parcel("60", purpose="住宅用地")
        assert "亩均投资强度 100 万元/亩" in plain(client_for(land.clerk).get(f"/parcels/{inside.id}/"))
        assert publish(land, 2, **FIRST).status_code == 302
        assert publish(land, 3, **FIRST | {"park": park.id, "document_no": "甲园〔2021〕1号", "of_entry_intensity": "450"}).status_code == 302
        client = client_for(land.clerk)
        assert "还没有供应，现行 甲县产业集聚区第1版" in plain(client.get(f"/parcels/{inside.id}/"))
        assert "还没有供应，现行 甲县第1版" in plain(client.get(f"/parcels/{outside.id}/"))
        assert 'id="controls"' not in client.get(f"/parcels/{homes.id}/").content.decode()
        stranger = plain(client_for(land.clerk_b).get("/controls/"))
        assert "市政办〔2021〕1号" in stranger and "甲园〔2021〕1号" not in stranger and "甲政办〔2021〕21号" not in stranger
        own = ControlSet.objects.get(park=park)
        assert client_for(land.clerk_b).get(f"/controls/{own.id}/").status_code == 404
        assert Parcel.unscoped.count() == 3


@pytest.mark.req("POL-05")
def test_before_the_first_version_nothing_was_fixed_and_the_page_says_so(land):
    with on(2021, 8, 20):
        parcel = land.parcel("60", purpose="工业用地")
        assert sold(land, parcel, 1, "2021-07-01").status_code == 302
        assert 'id="controls"' not in client_for(land.clerk).get(f"/parcels/{parcel.id}/").content.decode()
        assert publish(land, 1, **FIRST).status_code == 302
        page = plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))
        assert "2021-07-01 供应（甲自然资交〔2021〕1号）时没有施行的指标" in page and "现行的是甲县第1版" in page
