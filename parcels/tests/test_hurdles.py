"""供地条件、开工障碍、供地清单 through the pages."""

from datetime import timedelta
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services
from parcels.models import Hurdle, Parcel, Promotion
from tests.world import MORNING
from tests.world import words_of_page as plain

from .land import client_for
from .test_batch_account import batch

pytestmark = pytest.mark.django_db


def add(land, parcel, content="道路没有通到地块", **values):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/hurdles/", {
        "topic": "facilities", "content": content, "lead_unit": "城建局", "due_on": "2021-10-31", **values})


def finish(land, content, **values):
    return client_for(land.clerk).post(f"/hurdles/{Hurdle.objects.get(content=content).id}/finish/", {"done_on": "", "note": "", **values})


def clear(land, parcel):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/hurdles/clear/")


def ready(land, area="10", **values):
    parcel = land.parcel(area, **values)
    assert clear(land, parcel).status_code == 302
    return parcel


def listed(land, query=""):
    return plain(client_for(land.office).get(f"/ledger/to-supply/{query}"))


@pytest.mark.req("DSP-03")
def test_a_parcel_is_ready_only_when_every_condition_is_done(land):
    parcel = land.parcel("40")
    for content, topic in (("土地没有平整", "site"), ("水电没有接入", "facilities"), ("规划条件没有出具", "papers")):
        assert add(land, parcel, content, topic=topic).status_code == 302
    shown = plain(client_for(land.reviewer).get(f"/parcels/{parcel.id}/hurdles/"))
    assert "前期开发 土地没有平整 城建局 2021-10-31" in shown and "办结" not in shown.split("全部办完")[0].replace("办结。", "")
    for content in ("土地没有平整", "水电没有接入"):
        assert finish(land, content, note="已验收").status_code == 302
    refused = clear(land, parcel)
    assert refused.status_code == 400
    assert "供地条件 3 项里还有 1 项没有办完：手续：规划条件没有出具" in plain(refused)
    assert parcel.parcel_no not in listed(land) and parcel.parcel_no in listed(land, "?show=waiting")
    assert finish(land, "规划条件没有出具", done_on="2021-09-23").status_code == 302
    assert clear(land, parcel).status_code == 302
    assert parcel.parcel_no in listed(land) and parcel.parcel_no not in listed(land, "?show=waiting")
    assert add(land, parcel, "新发现管线").status_code == 302  # a new one: no longer ready
    assert Parcel.objects.get(pk=parcel.id).cleared_on is None and parcel.parcel_no not in listed(land)


@pytest.mark.req("DSP-30")
def test_with_one_of_three_obstacles_open_the_list_is_not_closable(land):
    parcel = land.parcel("40", kind="idle")
    for content in ("杆线没有迁走", "坟墓没有迁走", "道路没有通"):
        add(land, parcel, content)
    finish(land, "杆线没有迁走")
    finish(land, "坟墓没有迁走")
    refused = clear(land, parcel)
    assert refused.status_code == 400 and "开工障碍 3 项里还有 1 项没有办完：配套设施：道路没有通" in plain(refused)
    finish(land, "道路没有通")
    assert clear(land, parcel).status_code == 302
    assert "障碍已消除" in plain(client_for(land.office).get(f"/parcels/{parcel.id}/"))


def test_what_is_missing_or_ahead_of_today_is_refused_and_stays_typed(land):
    parcel = land.parcel("40")
    refused = add(land, parcel, content="道路", lead_unit="")
    assert refused.status_code == 422 and "没有填“责任单位”" in plain(refused) and 'value="道路"' in refused.content.decode()
    add(land, parcel, "道路")
    late = finish(land, "道路", done_on="2021-09-25")
    assert late.status_code == 400 and "办完日期 2021-09-25 晚于今天 2021-09-24" in plain(late)
    row = Hurdle.objects.get()
    void = client_for(land.clerk)
    assert "作废要写原因" in plain(void.post(f"/hurdles/{row.id}/void/", {"reason": ""}))
    assert void.post(f"/hurdles/{row.id}/void/", {"reason": "登记错了宗地"}).status_code == 302
    assert finish(land, "道路").status_code == 409
    assert client_for(land.reviewer).post(f"/parcels/{parcel.id}/hurdles/clear/").status_code == 403
    assert client_for(land.clerk_b).get(f"/parcels/{parcel.id}/hurdles/").status_code == 404
    assert client_for(land.clerk_b).post(f"/hurdles/{row.id}/finish/").status_code == 404


@pytest.mark.req("DSP-08")
def test_a_ready_parcel_without_promotion_for_90_days_is_listed_and_the_days_can_be_set(land):
    with clock.at(MORNING - timedelta(days=100)):
        old, promoted = ready(land), ready(land, "20")
    fresh = ready(land, "30")
    page = client_for(land.clerk).post(f"/parcels/{promoted.id}/promotions/", {"promoted_on": "2021-09-01", "way": "招商推介会"})
    assert page.status_code == 302 and Promotion.objects.get().way == "招商推介会"
    stale = listed(land, "?show=stale")
    assert old.parcel_no in stale and promoted.parcel_no not in stale and fresh.parcel_no not in stale
    assert "天数文件没有写，默认 90 天" in stale
    assert old.parcel_no not in listed(land, "?show=stale&days=120")
    assert promoted.parcel_no in listed(land, "?show=stale&days=20")


@pytest.mark.req("DSP-07")
def test_what_can_be_allocated_is_marked_and_sorted_first(land):
    one, two = ready(land), ready(land, "20")
    clerk = client_for(land.clerk)
    assert clerk.post(f"/parcels/{two.id}/hurdles/first/", {"first": "1"}).status_code == 302
    shown = listed(land)
    assert shown.index(two.parcel_no) < shown.index(one.parcel_no) and "优先划拨" in shown
    clerk.post(f"/parcels/{two.id}/hurdles/first/", {"first": "0"})
    assert listed(land).index(one.parcel_no) < listed(land).index(two.parcel_no)


@pytest.mark.req("DSP-04")
def test_land_of_single_site_projects_has_its_list_and_its_sum(land):
    site = batch(land, is_single_site=True)
    one, two = land.parcel("12.5", batch_id=site.id), land.parcel("20", batch_id=site.id)
    other = land.parcel("99")
    shown = listed(land, "?show=single")
    assert one.parcel_no in shown and two.parcel_no in shown and other.parcel_no not in shown
    assert "合计 2 宗 32.50" in shown
    with scope(land.clerk_b):
        services.register_parcel(actor=land.clerk_b, region_id=land.other.id, kind="unsupplied", values={
            "name": "乙地", "location": "路北", "area": Decimal(7)})
    assert "合计 2 宗 32.50" in plain(client_for(land.clerk).get("/ledger/to-supply/?show=single"))
