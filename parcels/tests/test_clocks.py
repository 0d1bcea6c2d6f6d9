"""期限: every day says how it was reached; stops move it, overlaps count once, 29 February is kept."""

from datetime import date, timedelta

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import ClockStop
from parcels.rules.clocks import Agreement, StartFacts, Stop, clocks_of, idle_days, years_after
from tests.world import words_of_page as plain

from .land import client_for

TODAY = date(2021, 9, 24)


def days(facts, today=TODAY):
    return {one.code: one.on for one in clocks_of(facts, today)}


def stop(first, last, kind="government"):
    return Stop(kind, "x", date.fromisoformat(first), date.fromisoformat(last) if last else None)


def test_29_february_is_full_on_the_28th_where_the_year_has_no_29th():
    assert years_after(date(2020, 2, 29), 1) == date(2021, 2, 28) and years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert days(StartFacts(date(2020, 2, 29))) == {"start": date(2020, 2, 29), "year1": date(2021, 2, 28), "year2": date(2022, 2, 28)}
    assert days(StartFacts(None, delivered_on=date(2019, 2, 28)))["start"] == date(2020, 2, 28)


def test_overlapping_stops_count_once_and_a_stop_in_the_delay_counts_too():
    agreed = date(2020, 1, 1)
    one = StartFacts(agreed, stops=(stop("2020-03-01", "2020-03-10"), stop("2020-03-05", "2020-03-20", "planning")))
    assert days(one)["start"] == agreed and days(one)["year1"] == date(2021, 1, 21)  # 20 days
    touching = StartFacts(agreed, stops=(stop("2020-12-31", "2021-01-09"), stop("2021-01-10", "2021-01-10")))
    assert days(touching)["year1"] == date(2021, 1, 12)  # 11 days; the tenth lies in the delay
    assert days(StartFacts(agreed, stops=(stop("2021-01-01", "2021-03-01"),)))["year1"] == date(2021, 1, 1)  # it was full already
    assert idle_days(one, TODAY) == (TODAY - agreed).days - 20


def test_a_stop_before_the_agreed_start_moves_the_start_itself_and_one_before_the_contract_does_not():
    before = (stop("2019-12-01", "2019-12-10"),)
    assert days(StartFacts(date(2020, 1, 1), supplied_on=date(2019, 6, 1), stops=before))["start"] == date(2020, 1, 11)
    assert days(StartFacts(date(2020, 1, 1), supplied_on=date(2019, 12, 20), stops=before))["start"] == date(2020, 1, 1)


def test_a_running_stop_counts_to_today_and_says_so():
    facts = StartFacts(date(2020, 10, 1), stops=(stop("2021-09-20", None, "seizure"),))
    assert days(facts)["year1"] == date(2021, 10, 6)  # 20 to 24 September
    assert days(facts, TODAY + timedelta(days=1))["year1"] == date(2021, 10, 7)
    assert "停表还没有结束，按明天恢复计算" in clocks_of(facts, TODAY)[1].how


def test_the_last_agreement_holds_and_forgets_the_stops_before_it():
    facts = StartFacts(date(2019, 1, 1), agreements=(Agreement("补1", date(2020, 5, 1), date(2020, 9, 1)),),
                       stops=(stop("2019-06-01", "2019-12-31"), stop("2020-06-01", "2020-06-10")))
    assert days(facts)["start"] == date(2020, 9, 11)
    assert "按补充协议 补1（2020-05-01 签订）约定 2020-09-01，顺延 10 天" in clocks_of(facts, TODAY)[0].how


def add(land, parcel, **values):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/clock-stops/", {
        "kind": "seizure", "doc_no": "（2021）豫01执1号", "from_on": "2021-03-01", "until_on": "2021-03-31", "note": "", **values})


@pytest.mark.django_db
def test_the_page_tells_each_day_how_it_was_reached_and_a_stop_moves_the_warning(land):
    parcel = land.parcel("60", kind="idle", agreed_start_on=date(2020, 9, 24))
    clerk = client_for(land.clerk)
    page = plain(clerk.get(f"/parcels/{parcel.id}/"))
    assert "未动工满一年 2021-09-24 应动工日 2020-09-24 起满一年 今天到" in page and "预警，应调查" in page
    assert add(land, parcel).status_code == 302
    assert add(land, parcel, kind="planning", doc_no="规〔2021〕3号", from_on="2021-03-20", until_on="2021-04-09").status_code == 302
    page = plain(clerk.get(f"/parcels/{parcel.id}/clocks/"))
    assert "2021-11-03" in page and "还有 40 天" in page  # 1 March to 9 April: 40 days, the overlap once
    assert "顺延 40 天：司法查封（（2021）豫01执1号）2021-03-01 至 2021-03-31；规划调整（规〔2021〕3号）2021-03-20 至 2021-04-09" in page
    assert "预警，应调查" not in plain(clerk.get(f"/parcels/{parcel.id}/"))
    row = ClockStop.objects.get(doc_no="规〔2021〕3号")
    assert clerk.post(f"/clock-stops/{row.id}/void/", {"reason": ""}).status_code == 400
    assert clerk.post(f"/clock-stops/{row.id}/void/", {"reason": "登记错"}).status_code == 302
    assert "2021-10-25" in plain(clerk.get(f"/parcels/{parcel.id}/clocks/"))  # 31 days are left


@pytest.mark.django_db
def test_a_running_stop_is_marked_and_ends_once_by_a_document(land):
    parcel = land.parcel("60", kind="idle", agreed_start_on=date(2020, 10, 1))
    assert add(land, parcel, until_on="", from_on="2021-09-01").status_code == 302
    assert "停表中" in plain(client_for(land.office).get(f"/parcels/{parcel.id}/"))
    row, clerk = ClockStop.objects.get(), client_for(land.clerk)
    assert "恢复文书没有填" in plain(clerk.post(f"/clock-stops/{row.id}/end/", {"until_on": "2021-09-10", "until_no": ""}))
    assert "不在停表起 2021-09-01 与今天" in plain(clerk.post(f"/clock-stops/{row.id}/end/", {"until_on": "2021-08-31", "until_no": "解1"}))
    assert clerk.post(f"/clock-stops/{row.id}/end/", {"until_on": "2021-09-10", "until_no": "解1"}).status_code == 302
    assert clerk.post(f"/clock-stops/{row.id}/end/", {"until_on": "2021-09-11", "until_no": "解1"}).status_code == 409
    assert "停表中" not in plain(clerk.get(f"/parcels/{parcel.id}/"))


@pytest.mark.django_db
def test_an_agreement_moves_the_start_and_one_before_its_own_signing_is_refused(land):
    parcel, clerk = land.parcel("60", kind="idle"), client_for(land.clerk)
    assert "约定动工日期和实际交地日期都没有填" in plain(clerk.get(f"/parcels/{parcel.id}/clocks/"))
    address, sent = f"/parcels/{parcel.id}/agreements/", {"doc_no": "补〔2021〕1号", "signed_on": "2021-05-10", "start_on": "2021-05-09"}
    refused = clerk.post(address, sent)
    assert refused.status_code == 400 and "早于签订日期 2021-05-10" in plain(refused) and 'value="补〔2021〕1号"' in refused.content.decode()
    assert clerk.post(address, sent | {"start_on": "2021-05-10"}).status_code == 302
    assert "按补充协议 补〔2021〕1号（2021-05-10 签订）约定 2021-05-10" in plain(clerk.get(f"/parcels/{parcel.id}/"))
    assert "已登记过补充协议" in plain(clerk.post(address, sent | {"start_on": "2021-06-10"}))


@pytest.mark.django_db
def test_stops_stay_in_their_county_with_its_clerk_and_need_a_document(land):
    parcel = land.parcel("60", kind="idle", agreed_start_on=date(2020, 9, 24))
    assert "文书没有填" in plain(add(land, parcel, doc_no=""))
    assert "晚于今天" in plain(add(land, parcel, from_on="2021-09-25", until_on=""))
    assert client_for(land.reviewer).post(f"/parcels/{parcel.id}/clock-stops/").status_code == 403
    assert client_for(land.clerk_b).get(f"/parcels/{parcel.id}/clocks/").status_code == 404
    with scope(land.clerk):
        row = services.add_stop(parcel.id, actor=land.clerk, values={
            "kind": "planning", "doc_no": "x", "from_on": TODAY, "until_on": None, "note": ""})
    assert client_for(land.clerk_b).post(f"/clock-stops/{row.id}/end/").status_code == 404
    assert client_for(land.clerk_b).post(f"/clock-stops/{row.id}/void/").status_code == 404
    assert client_for(land.clerk_b).post(f"/parcels/{parcel.id}/agreements/").status_code == 404
