"""县区周报: confirmed or stated otherwise, in time or late, again with history - on the county's own page."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from landplan.lib import clock
from reports.models import WeekFigure, WeekReturn, WeekReturnEdition
from tests.world import CANARY, MORNING
from tests.world import words_of_page as plain

from .weekly_help import CUTOFF, EVENING, NUMBER, accept, back

PAGE, POST = reverse("reports:week", args=[NUMBER]), reverse("reports:week_return", args=[NUMBER])


def send(client, version=0, at=MORNING, **values):
    with clock.at(at):
        return client.post(POST, {"version": version, "remark": "", **values}, follow=True)


def own(world, county="A"):
    return WeekReturn.objects.get(region=world.counties[county])


@pytest.mark.req("CYC-01")
def test_a_county_confirms_its_facts_or_states_another_figure_with_a_reason_and_a_second_return_keeps_the_first(world):
    client = world.client("county_clerk")
    page = plain(client.get(PAGE))
    assert "待报" in page and "10.00" in page and CANARY["B"] not in page  # one accepted disposal of 10 亩 this week
    assert "已报送（已报）" in plain(send(client))
    assert (own(world).state, own(world).number) == ("returned", 1)
    refused = send(client, version=1, stated_unsupplied="12.5")
    assert refused.status_code == 400 and "没有写原因" in plain(refused) and 'value="12.5"' in refused.content.decode()
    assert WeekReturnEdition.objects.filter(region=world.counties["A"]).count() == 1
    page = plain(send(client, version=1, stated_unsupplied="12.5", reason_unsupplied="部系统补录2.5，验收在途", remark="已核"))
    assert "第2次已报送" in page and "第1次" in page and "12.50" in page and "部系统补录2.5，验收在途" in page
    figures = {(f.edition.number, f.quota_class): (f.proposed, f.stated) for f in WeekFigure.objects.filter(region=world.counties["A"])}
    assert figures[1, "unsupplied"] == (Decimal("10.00"), None) and figures[2, "unsupplied"] == (Decimal("10.00"), Decimal("12.50"))
    assert figures[2, "idle"] == (Decimal("0.00"), None)
    assert WeekReturn.objects.filter(region=world.counties["A"]).count() == 1
    assert AuditEntry.objects.filter(action="submit_return", region_id=world.counties["A"].id).count() == 2


@pytest.mark.req("CYC-01")
def test_a_return_at_18_00_is_in_time_and_at_18_01_it_is_late_by_the_clock_of_beijing(world):
    client = world.client("county_clerk")
    assert "已报送（已报）" in plain(send(client, at=CUTOFF))
    page = plain(send(client, version=1, at=CUTOFF + timedelta(minutes=1)))
    assert "已报送（迟报）" in page and "迟1分钟" in page and "现在报是迟报" in page
    with clock.at(CUTOFF + timedelta(minutes=2)):
        office = plain(world.client("office").get(PAGE))
    assert "迟报 1" in office and "迟报1分钟" in office


def test_nothing_to_tell_is_a_zero_return_and_not_a_missing_one(world):
    with clock.at(clock.shanghai(2021, 10, 1, 10)):
        page = plain(world.client("county_clerk").post(reverse("reports:week_return", args=[19]), {"version": 0}, follow=True))
        office = plain(world.client("office").get(reverse("reports:week", args=[19])))
    assert "已报送（零报告）" in page
    assert "零报告 1" in office and "待报 1" in office


def test_the_counties_figures_have_no_total_before_the_first_return(world):
    office = world.client("office")
    with clock.at(MORNING):
        none, one = (office.get(reverse("reports:week", args=[number])).context["page"] for number in (NUMBER - 1, NUMBER))
    assert none.returned == 0 and set(none.confirmed.values()) == {None}
    assert one.returned == 1 and one.confirmed["idle"] == Decimal("0.00")  # 乙县 has returned this week


@pytest.mark.parametrize("moment", [MORNING, EVENING])
def test_every_figure_of_the_returns_opens_to_its_rows_while_the_week_runs_and_after_it(world, moment):
    with clock.at(moment):
        for role in ("office", "county_clerk"):
            client = world.client(role)
            links = re.findall(r'href="([^"]*/progress/[^"]*)"', client.get(PAGE).content.decode())
            assert links
            assert {client.get(unescape(link)).status_code for link in links} == {200}


def test_a_stale_page_returns_nothing_and_says_what_changed(world):
    client = world.client("county_clerk")
    accept(world, "A", "5", MORNING - timedelta(minutes=1))
    refused = send(client, seen_unsupplied="10.00")
    assert refused.status_code == 409 and "10.00 → 15.00" in plain(refused)
    assert not WeekReturn.objects.filter(region=world.counties["A"]).exists()
    assert send(client, seen_unsupplied="15.00").status_code == 200
    again = send(client, version=0)  # another window of the same clerk, opened before
    assert again.status_code == 409 and own(world).number == 1


def test_the_office_sends_a_return_back_and_the_county_reads_its_words(world):
    client, office = world.client("county_clerk"), world.client("office")
    send(client)
    address = reverse("reports:week_send_back", args=[NUMBER, world.counties["A"].id])
    assert "退回要写原因" in plain(office.post(address, {"version": 1}))
    assert "已退回" in plain(office.post(address, {"version": 1, "reason": "低效少报一宗"}, follow=True))
    page = plain(client.get(PAGE))
    assert "待重报" in page and "低效少报一宗" in page
    assert "第2次已报送" in plain(send(client, version=2))
    assert own(world).state == "returned"


def test_no_return_before_the_week_begins_nor_after_it_is_frozen(world):
    client = world.client("county_clerk")
    early = client.post(reverse("reports:week_return", args=[19]), {"version": 0})
    assert early.status_code == 409 and "之后才开始" in plain(early)
    with clock.at(EVENING):
        world.client("office").post(reverse("reports:week_freeze", args=[NUMBER]), {"version": 1, "reason": "已催报"})
        refused = send(client, at=EVENING)
    assert refused.status_code == 409 and "已定稿，数字不能改" in plain(refused)


def test_a_county_sees_nothing_of_another_county_by_any_door_of_the_weekly_report(world):
    back(world, "A", MORNING, remark=f"{CANARY['A']}备注")
    with clock.at(EVENING):
        world.client("office").post(reverse("reports:week_freeze", args=[NUMBER]), {"version": 1})
        addresses = [PAGE, reverse("reports:weekly"), reverse("reports:week_file", args=[NUMBER]), reverse("reports:week_trial", args=[NUMBER]),
                     "/api/v1/reports/weekly/", f"/api/v1/reports/weekly/{world.records['A']['week']}/",
                     f"/api/v1/reports/weekly/{world.records['A']['week']}/file/"]
        for role in ("county_clerk", "county_reviewer"):
            client = world.client(role)
            answers = [client.get(address) for address in addresses]
            assert [one.status_code for one in answers] == [200, 200, 403, 403, 200, 200, 403]
            text = "".join(one.content.decode() for one in answers)
            assert CANARY["B"] not in text and "乙县" not in text and "12.34" not in text
        assert CANARY["B"] in world.client("leader").get(PAGE).content.decode()


def test_the_database_keeps_every_return_as_it_was_made(world, refuses_change):
    refuses_change(WeekReturnEdition, "remark", "x")
    refuses_change(WeekFigure, "reason", "x")
