"""待登记的供应: an accepted supply of land leads at once to its registration, which a person makes."""

import re
from datetime import date
from decimal import Decimal

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Measure, Parcel, Supply
from parcels.rules.supplies import Supplied, SupplyDue, mode_of, still_due
from tests.world import words_of_page as plain

from .land import client_for, pdf

pytestmark = pytest.mark.django_db
DAY = date(2021, 9, 22)


def granted(land, parcel, area="10", **values):
    """An accepted 出让供地, through the services."""
    first = land.measures["grant"]
    land.measures["supply_granted"] = Measure.objects.filter(code="supply_granted").first() or Measure.objects.create(
        region=first.region, code="supply_granted", label="出让供地", kinds=["unsupplied"], effect="disposes", brings_into_use=True,
        evidence=[{"code": "grant_contract", "label": "国有建设用地使用权出让合同"}], document_no=first.document_no, section=first.section, sort=9)
    row = land.draft(parcel, area, measure="supply_granted", **values)
    with scope(land.clerk):
        services.add_evidence(row.id, actor=land.clerk, kind="grant_contract", title="", upload=pdf())
    row.refresh_from_db()
    return land.take(row, "submit", "verify", "accept")


def link_of(page):
    found = re.search(r'href="(/parcels/\d+/supplies/new/\?disposal=\d+)"', page)
    return found and found[1]


@pytest.mark.req("LED-12")
def test_an_accepted_grant_leads_from_the_parcel_to_its_supply_filled_in_and_no_supply_is_made_of_it_alone(land):
    clerk, parcel = client_for(land.clerk), land.parcel("30")
    row = granted(land, parcel, doc_no="驻交〔2021〕18号", disposed_on=DAY)
    assert not Supply.unscoped.exists()
    answer = clerk.get(f"/parcels/{parcel.id}/")
    told = plain(answer)
    assert "第1笔“出让供地”已验收，供应还没有登记" in told and "驻交〔2021〕18号，2021-09-22，10.00 亩" in told and "供应 待登记" in told
    link = link_of(answer.content.decode())
    assert link == f"/parcels/{parcel.id}/supplies/new/?disposal={row.id}"
    form = clerk.get(link).content.decode()
    assert "由第1笔处置“出让供地”（已验收）带出" in form and 'value="granted" selected' in form
    values = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)[1] for name in ("doc_no", "supplied_on", "area", "form_key")}
    assert values | {"form_key": ""} == {"doc_no": "驻交〔2021〕18号", "supplied_on": "2021-09-22", "area": "10.00", "form_key": ""}
    assert clerk.post(link, values | {"mode": "granted", "area_unit": "mu", "price": "300"}).status_code == 302
    supply = Supply.unscoped.get()
    assert (supply.doc_no, supply.supplied_on, supply.area, supply.mode) == ("驻交〔2021〕18号", DAY, Decimal(10), "granted")
    told = plain(clerk.get(f"/parcels/{parcel.id}/"))
    assert "供应还没有登记" not in told and "供应 齐" in told


def test_a_parcel_that_was_written_off_meanwhile_still_gets_its_supply(land):
    parcel = land.parcel("10")
    granted(land, parcel)
    with scope(land.acceptor):
        services.write_off_parcel(parcel.id, actor=land.acceptor, version=Parcel.objects.get().version)
    clerk = client_for(land.clerk)
    form = clerk.get(link := link_of(clerk.get(f"/parcels/{parcel.id}/").content.decode())).content.decode()
    values = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)[1] for name in ("doc_no", "supplied_on", "area", "form_key")}
    assert clerk.post(link, values | {"mode": "granted", "area_unit": "mu"}).status_code == 302
    assert Supply.unscoped.get().area == Decimal(10)


def test_others_read_that_it_is_missing_and_are_not_sent_there(land):
    parcel = land.parcel("30")
    granted(land, parcel)
    page = client_for(land.leader).get(f"/parcels/{parcel.id}/")
    assert "供应还没有登记，由县区填报员登记" in plain(page) and link_of(page.content.decode()) is None
    plainly = client_for(land.clerk).get(f"/parcels/{parcel.id}/supplies/new/")
    assert "已验收、还没有登记供应的处置： 第1笔 出让供地 10.00 亩" in plain(plainly)


def test_what_is_no_supply_or_not_accepted_asks_for_none(land):
    parcel = land.parcel("30")
    land.take(land.draft(parcel, "10"), "submit", "verify", "accept")  # a measure without a contract
    assert "供应还没有登记" not in plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))
    other = land.parcel("20", name="另一宗")
    granted(land, other)
    assert Supply.unscoped.count() == 0
    new = client_for(land.clerk).get(f"/parcels/{parcel.id}/supplies/new/?disposal={other.disposals.get().id}").content.decode()
    assert "带出" not in new  # another parcel's disposal fills in nothing


def test_the_way_of_supply_is_never_guessed(land):
    clerk, parcel = client_for(land.clerk), land.parcel("30")
    assert 'value="" selected' in clerk.get(f"/parcels/{parcel.id}/supplies/new/").content.decode()
    refused = clerk.post(f"/parcels/{parcel.id}/supplies/new/", {
        "form_key": "key-no-mode", "mode": "", "doc_no": "合同1号", "supplied_on": "2021-09-22", "area": "5", "area_unit": "mu"})
    assert refused.status_code == 422 and "没有选“供应方式”" in plain(refused) and 'value="合同1号"' in refused.content.decode()
    assert [mode_of(papers) for papers in (["grant_contract"], ["recognition", "allocation_decision"], ["lease_contract"], ["supply_paper"], [])] == [
        "granted", "allocated", "leased", "", ""]


def test_a_supply_speaks_for_the_disposals_of_its_number_up_to_its_area_else_for_one_of_the_same_day_and_area():
    def due(number, area, doc_no="合同1号", day=DAY):
        return SupplyDue(number, number, "出让供地", "granted", doc_no, day, Decimal(area))

    def left(accepted, supplies, rest="100"):
        return [(one.number, str(one.area)) for one in still_due(accepted, [Supplied(no, day, Decimal(area)) for no, day, area in supplies],
                                                                 Decimal(rest))]

    two = [due(1, "10"), due(2, "20")]
    assert left(two, []) == [(1, "10"), (2, "20")]
    assert left(two, [("合同1号", DAY, "30")]) == []
    assert left(two, [("合同1号", DAY, "10")]) == [(2, "20")]
    assert left(two, [("合同1号", DAY, "15")]) == [(2, "15")]
    assert left([due(1, "10", "成交1号")], [("合同9号", DAY, "10")]) == []  # the contract has a number of its own
    assert left([due(1, "10", "成交1号")], [("合同9号", date(2017, 1, 1), "10")]) == [(1, "10")]
    assert left([due(1, "10", "")], [("", DAY, "4")]) == [(1, "10")]
    assert left(two, [], rest="12") == [(1, "10"), (2, "2")] and left(two, [], rest="0") == []
