"""盘而不活: supplied land that is not begun a year after the agreed start is flagged and listed."""

from datetime import date
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services
from parcels.models import Parcel

from .land import client_for
from .test_ledger import numbers, read

pytestmark = pytest.mark.django_db
FLAG = "再次闲置风险"


def supplied(land, **values):
    parcel = land.parcel("10", **{"agreed_start_on": date(2020, 9, 23)} | values)
    with scope(land.clerk):
        services.add_supply(parcel.id, actor=land.clerk, mode="granted", doc_no="合同 2020-9", supplied_on=date(2020, 3, 1), area=Decimal(10))
    return parcel


def head(land, parcel):
    return client_for(land.clerk).get(f"/parcels/{parcel.id}/").content.decode().split("</h1>")[1].split('id="balance"')[0]


@pytest.mark.req("LED-16")
def test_supplied_land_whose_agreed_start_passed_a_year_ago_without_a_start_is_flagged_and_listed(land):
    late, begun = supplied(land), supplied(land, started_on=date(2021, 5, 1))
    bare = land.parcel("10", agreed_start_on=date(2020, 1, 1))  # never supplied
    clerk = client_for(land.clerk)
    assert FLAG in head(land, late)
    assert FLAG not in head(land, begun) and FLAG not in head(land, bare)
    page = read(clerk)
    assert '<a href="?risk=relapse&amp;cols=' in page and f"{FLAG} 1</a>" in page
    listed = read(clerk, "?risk=relapse&cols=parcel_no,agreed_start")
    assert numbers(listed) == [late.parcel_no] and "2020-09-23" in listed
    with clock.at(clock.shanghai(2021, 9, 23, 9)):  # the anniversary itself: the year is full when the day is over
        assert numbers(read(client_for(land.clerk), "?risk=relapse")) == []


def test_idle_land_is_at_risk_again_only_when_it_came_back_after_it_was_written_off(land):
    idle = supplied(land, kind="idle", idle_source="province_base", cause="government")
    row = land.take(land.draft(idle, "10", measure="temporary"), "submit", "verify", "accept")
    assert FLAG not in head(land, idle)
    for step, more in ((services.write_off_parcel, {}), (services.relist_parcel, {"reason": "核查发现未动工", "reverse": [row.id]})):
        with scope(land.acceptor):
            step(idle.id, actor=land.acceptor, version=Parcel.objects.get(pk=idle.id).version, **more)
    assert FLAG in head(land, idle)


def test_sold_land_that_is_written_off_is_watched_too(land):
    parcel = supplied(land)
    land.take(land.draft(parcel, "10"), "submit", "verify", "accept")
    with scope(land.acceptor):
        services.write_off_parcel(parcel.id, actor=land.acceptor, version=Parcel.objects.get(pk=parcel.id).version)
    assert numbers(read(client_for(land.office), "?risk=relapse")) == [parcel.parcel_no]
