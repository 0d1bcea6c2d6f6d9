"""包保: filter and count per post; the list of parcels that nobody answers for is one click from the ledger."""

import re
from datetime import date

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Parcel

from .land import client_for
from .test_ledger import numbers, read

pytestmark = pytest.mark.django_db
POST = "甲县分管副县长（岗位）"


@pytest.mark.req("LED-17")
def test_parcels_without_a_sponsor_are_one_click_from_the_ledger_and_each_post_counts_its_own(land):
    bare = land.parcel("10.5")
    late = land.parcel("20", sponsor_post=POST, deadline_on=date(2021, 9, 1))
    more = land.parcel("30", sponsor_post=POST)
    done = land.parcel("5")
    land.take(land.draft(done, "5"), "submit", "verify", "accept")
    with scope(land.acceptor):
        services.write_off_parcel(done.id, actor=land.acceptor, version=Parcel.objects.get(pk=done.id).version)
    land.parcel("7", by="clerk_b", region=land.other)
    client = client_for(land.clerk)
    link = re.search(r'<a href="(\?sponsor=none)"[^>]*>无包保 (\d+)</a>', read(client))
    assert link[2] == "1"
    page = read(client, link[1])
    assert numbers(page) == [bare.parcel_no] and f'<a href="{link[1]}" aria-current="page">' in page
    counts = client.get("/ledger/sponsors/").content.decode().split('aria-label="分包乡办或单位"')[0]
    rows = re.findall(r'data-open>([^<]+)</a></th><td class="n">(\d+)</td><td class="n">([\d.]+)</td>', counts)
    assert rows == [("无包保", "1", "10.50"), (POST, "2", "50.00")]
    own = re.findall(r'href="/ledger/(\?sponsor=[^"]+)"', counts)
    assert numbers(read(client, own[1].replace("&amp;", "&"))) == [late.parcel_no, more.parcel_no]
    overdue = next(query for query in own if "overdue" in query)
    assert numbers(read(client, overdue.replace("&amp;", "&"))) == [late.parcel_no]
    office = read(client_for(land.office), "?sponsor=none")
    assert numbers(office) == [bare.parcel_no, "419902-0001"]


@pytest.mark.req("LED-17")
def test_townships_and_units_are_counted_and_lead_to_their_parcels(land):
    bare, mine = land.parcel("10.5"), land.parcel("20", sponsor_unit="高庄街道", deadline_on=date(2021, 9, 1))
    land.parcel("7", by="clerk_b", region=land.other, sponsor_unit="高庄街道")
    client = client_for(land.clerk)
    counts = client.get("/ledger/sponsors/").content.decode().split('aria-label="分包乡办或单位"')[1]
    assert re.findall(r'data-open>([^<]+)</a></th><td class="n">(\d+)</td><td class="n">([\d.]+)</td>', counts) == [
        ("无分包", "1", "10.50"), ("高庄街道", "1", "20.00")]
    none, own, late = (query.replace("&amp;", "&") for query in re.findall(r'href="/ledger/(\?sponsor_unit=[^"]+)"', counts))
    assert (numbers(read(client, none)), numbers(read(client, own)), numbers(read(client, late))) == (
        [bare.parcel_no], [mine.parcel_no], [mine.parcel_no])
