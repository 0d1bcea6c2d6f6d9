"""石龙: 依法认定的闲置土地处置率 is computed from findings, opens on the parcels it counts, and says what it needs."""

from datetime import date
from decimal import Decimal

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Finding
from tasks.models import Plan
from tests.world import signed_in, words_of_page

from .county import SL, County
from .test_terms_idle import PLATFORM

pytestmark = pytest.mark.django_db


FIVE = {"area": Decimal(5), "area_typed": "5"}


@pytest.fixture
def shilong(five) -> County:
    place = County(SL)
    place.reviewer, place.acceptor = place.person("county_reviewer"), place.person("office")
    return place


def found(shilong: County, number: int):
    """Idle land of 5 亩 that was found idle."""
    parcel = shilong.parcel("platform", **FIVE)
    with scope(shilong.reviewer):
        services.make_finding(parcel.id, actor=shilong.reviewer, seen=0, type_code="idle", values={
            "opinion": "满一年未动工", "doc_no": f"石闲认〔2021〕{number}号", "found_on": date(2021, 9, 1), "units": "自然资源局", "notice_no": "",
            "notified_on": None, "cause": "enterprise"})
    return parcel


def dispose(shilong: County, parcel) -> None:
    """All of it, accepted."""
    row = shilong.done(parcel, "taken_back", **PLATFORM)
    for actor, step in ((shilong.reviewer, "verify"), (shilong.acceptor, "accept")):
        with scope(actor):
            row = services.step_disposal(row.id, actor=actor, action=step, version=row.version)


def told(shilong: County) -> str:
    """The row of the target, as the county reads it."""
    plan = Plan.objects.get(document__number="平龙政办〔2022〕50号")
    page = words_of_page(shilong.browser.get(f"/plans/{plan.id}/targets/"))
    return page.split("闲置 处置率")[1]


def test_the_rate_of_what_was_found_idle_is_computed_and_opens_on_its_parcels(shilong):
    assert "无数据" in told(shilong)
    first, second = found(shilong, 1), found(shilong, 2)
    unfound = shilong.parcel("platform", **FIVE)
    dispose(shilong, unfound)
    assert "认定面积 10 × 90% = 9 亩；已处置 0.00 亩（完成率 0.00%），差 9 亩" in told(shilong)
    dispose(shilong, first)
    row = told(shilong)
    assert "认定面积 10 × 90% = 9 亩；已处置 5.00 亩（完成率 50.00%），差 4 亩" in row and "按面积还是宗数文件未写" in row
    plan = Plan.objects.get(document__number="平龙政办〔2022〕50号")
    behind = words_of_page(shilong.browser.get(f"/plans/{plan.id}/targets/{plan.targets.get(code='T-SL-3').id}/"))
    assert first.parcel_no in behind and second.parcel_no in behind and unfound.parcel_no not in behind
    listed = words_of_page(shilong.browser.get("/findings/?kind=idle&ended=counted"))
    assert first.parcel_no in listed and second.parcel_no in listed and unfound.parcel_no not in listed and "处置率 50.00%" in listed
    with scope(shilong.acceptor):
        services.end_finding(Finding.objects.get(parcel=second).id, actor=shilong.acceptor, result="mistaken", result_no="撤〔2021〕1号",
                             ended_on=date(2021, 9, 20))
    assert "认定面积 5 × 90% = 4.5 亩；已处置 5.00 亩（完成率 100.00%），已达" in told(shilong)
    assert second.parcel_no not in words_of_page(signed_in(shilong.acceptor).get("/findings/?kind=idle&ended=counted"))
