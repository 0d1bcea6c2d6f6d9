"""The notice for a court's auction and the check of buyers, through the pages (LAW-04, LAW-05)."""

import pytest

from parcels.models import Lawsuit, Transfer
from tests.world import words_of_page as plain

from .firms import park, park_fact, post
from .land import client_for
from .low import LY, under

pytestmark = pytest.mark.django_db
INDICATORS = {"entry_intensity": "300", "entry_tax": "20", "entry_far": "不低于1.2"}


def case(land, parcel, stage="execution"):
    answer = post(land, f"/parcels/{parcel.id}/lawsuits/new/", kind="seizure", case_no="（2021）甲执1号", court="甲县人民法院", stage=stage)
    assert answer.status_code == 302
    return Lawsuit.objects.get(parcel=parcel)


@pytest.mark.req("LAW-04")
def test_the_notice_of_a_court_sale_holds_the_parks_leading_industry_and_its_indicators(land):
    under(land, LY)
    parcel = land.parcel("42.5", kind="idle", park="甲县产业集聚区", cause="")
    row = case(land, parcel)
    notice = f"/lawsuits/{row.id}/notice/"
    reader = client_for(land.office)
    assert "园区还没有登记" in plain(reader.get(notice))
    industry = park(land)
    park_fact(land, industry, "industry", "装备制造和新材料")
    for key, value in list(INDICATORS.items())[:2]:
        park_fact(land, industry, key, value)
    lacking = plain(reader.get(notice))
    assert "甲县产业集聚区的容积率未填" in lacking and "提示文字" not in lacking  # one of the three is missing: no notice
    park_fact(land, industry, "entry_far", INDICATORS["entry_far"])
    shown = plain(reader.get(notice))
    assert "主导产业：装备制造和新材料。" in shown and "亩均投资强度 300 万元/亩；亩均税收 20 万元/亩；容积率 不低于1.2。" in shown
    assert "（2021）甲执1号一案" in shown and "面积 42.50 亩" in shown and "甲县人民法院：" in shown and "根据洛政办〔2021〕16号" in shown
    park_fact(land, industry, "industry", "生物医药", as_of="2021-09-01")
    assert "主导产业：生物医药。" in plain(reader.get(notice))  # what holds now
    assert "拍卖提示" in plain(reader.get(f"/lawsuits/{row.id}/"))


def test_before_the_sale_there_is_no_notice_and_never_for_another_county(land):
    row = case(land, land.parcel("10", kind="idle"), stage="trial")
    early = client_for(land.office).get(f"/lawsuits/{row.id}/notice/")
    assert early.status_code == 409 and "还没有到处置资产" in plain(early)
    assert client_for(land.clerk_b).get(f"/lawsuits/{row.id}/notice/").status_code == 404


def transfer(land, parcel, by="clerk", **typed):
    return post(land, f"/parcels/{parcel.id}/transfers/new/", by, **{
        "kind": "shares", "seller": "甲县机械有限公司", "buyer": "受让实业有限公司", "transferred_on": "2021-09-24"} | typed)


def check(land, row, by="reviewer", **typed):
    return post(land, f"/transfers/{row.id}/check/", by, **{
        "fits_industry": "yes", "meets_indicators": "yes", "check_no": "甲集审[2021]4号", "checked_on": "2021-09-24"} | typed)


@pytest.mark.req("LAW-05")
def test_an_unchecked_transfer_is_flagged_on_the_parcel_and_in_the_list_until_the_park_has_checked_the_buyer(land):
    parcel = land.parcel("30", kind="inefficient", park="甲县产业集聚区")
    assert transfer(land, parcel, transferred_on="2021-09-25").status_code == 400  # tomorrow
    assert transfer(land, parcel, kind="land", buyer="甲县机械有限公司").status_code == 400  # to itself
    assert not Transfer.objects.exists() and transfer(land, parcel).status_code == 302
    row, reader = Transfer.objects.get(), client_for(land.office)
    page = plain(reader.get(f"/parcels/{parcel.id}/"))
    assert "转让未审核" in page and "股权 甲县机械有限公司 → 受让实业有限公司 2021-09-24 未审核" in page
    assert parcel.parcel_no in plain(reader.get("/transfers/?show=unchecked"))
    park_fact(land, park(land), "industry", "装备制造")
    assert "主导产业：装备制造" in plain(client_for(land.reviewer).get(f"/transfers/{row.id}/check/"))
    for wrong in ({"check_no": ""}, {"checked_on": "2021-09-25"}, {"meets_indicators": ""}, {"fits_industry": "no"}):
        assert check(land, row, **wrong).status_code in (400, 422)
    assert check(land, row, by="clerk").status_code == 403 and check(land, row, by="clerk_as_reviewer").status_code == 403
    assert check(land, row, by="reviewer_b").status_code == 404
    assert check(land, row).status_code == 302 and check(land, row).status_code == 409
    page = plain(reader.get(f"/parcels/{parcel.id}/"))
    assert "转让未审核" not in page and "符合 2021-09-24 甲集审〔2021〕4号" in page
    assert "没有这样的转让" in plain(reader.get("/transfers/?show=unchecked")) and parcel.parcel_no in plain(reader.get("/transfers/"))


@pytest.mark.req("LAW-05")
def test_a_buyer_that_does_not_fit_is_said_with_the_reason(land):
    parcel = land.parcel("30", kind="idle")
    transfer(land, parcel, kind="land", content="30 亩")
    assert check(land, Transfer.objects.get(), meets_indicators="no", check_note="投资强度只有 80 万元/亩").status_code == 302
    page = plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))
    assert "不符合 2021-09-24 甲集审〔2021〕4号 控制性指标不符合；投资强度只有 80 万元/亩" in page
    assert "没有这样的转让" in plain(client_for(land.clerk_b).get("/transfers/"))
