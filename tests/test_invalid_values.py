"""C34: invalid numbers, dates and texts by the doors behind the interface: pages, the models themselves, and SQL past the program."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import django_filters
import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.urls import get_resolver

from landplan.lib.errors import Refusal
from landplan.lib.scope import scope
from parcels import services
from parcels.models import AreaEntry, Disposal, Parcel
from parcels.tests.land import client_for

pytestmark = pytest.mark.django_db
NUMBERS = ["NaN", "sNaN", "Infinity", "-Infinity", "1e5", "1E-400", "-1", "0", "", "0.0000001", "99999999999999", "10亩", "1_000", "1,0,0",
           " ", "٣", "１０。５", "\x00", "9" * 5000, "0x10", "1/3"]
DAYS = ["1899-12-31", "9999-12-31", "2021-02-30", "2021-13-01", "0000-00-00", "昨天", "\x00", "9" * 5000, "2021-10-08"]


def counts():
    return [model.unscoped.count() for model in (Parcel, Disposal, AreaEntry)]


def typed_parcel(land, key, **changes):
    return {"form_key": key, "region": land.county.id, "kind": "unsupplied", "name": "纬七路北侧地块", "location": "路北", "area": "10",
            "area_unit": "mu"} | changes


def typed_disposal(land, key, **changes):
    return {"form_key": key, "version": "", "measure": land.measures["grant"].id, "area": "1", "area_unit": "mu", "disposed_on": "2021-09-22",
            "doc_no": "文1", "remark": "", "do": "submit"} | changes


@pytest.mark.claim("C34")
def test_the_pages_refuse_every_number_and_day_that_is_none_and_the_lists_still_answer(land):
    browser, parcel = client_for(land.clerk), land.parcel("50")
    before = counts()
    tries = [("/parcels/new/", typed_parcel(land, f"p{n}", area=value)) for n, value in enumerate(NUMBERS)]
    tries += [("/parcels/new/", typed_parcel(land, f"q{n}", deadline_on=value)) for n, value in enumerate(DAYS[:-1])]
    tries += [(f"/parcels/{parcel.id}/disposals/new/", typed_disposal(land, f"d{n}", area=value, do="draft"))
              for n, value in enumerate(NUMBERS[::2]) if value.strip(" \x00")]
    tries += [(f"/parcels/{parcel.id}/disposals/new/", typed_disposal(land, f"e{n}", disposed_on=value, do="draft"))
              for n, value in enumerate(DAYS[1::2]) if value != "\x00"]
    wrong = []
    for url, sent in tries:
        answer = browser.post(url, sent)
        if answer.status_code not in (200, 400, 422) or counts() != before:
            wrong.append((url, {name: sent[name][:20] for name in ("area", "deadline_on", "disposed_on") if name in sent}, answer.status_code))
    assert wrong == []
    assert [browser.get(url, follow=True).status_code for url in ("/", "/ledger/", f"/parcels/{parcel.id}/", "/ledger/export/")] == [200] * 4


@pytest.mark.claim("C34")
def test_texts_are_cleaned_or_refused_at_the_door_and_can_be_read_and_exported_afterwards(land):
    browser = client_for(land.clerk)
    for number, name in enumerate(("a\x00b", "a\x07b", "a\ud800b", "\u202egnp.exe", "零\u200b宽", "e\u0301", "<b>&amp;", "=1+1", "x" * 5000)):
        sent = urlencode(typed_parcel(land, f"t{number}", name=name), errors="surrogatepass")
        answer = browser.post("/parcels/new/", sent, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 302, 400, 422), name[:9]
    names = set(Parcel.objects.values_list("name", flat=True))
    assert names >= {"零宽", "é", "<b>&amp;", "=1+1"}
    assert not [name for name in names if any(ord(char) < 32 or char in "\u202e\u200b" for char in name)]
    assert [browser.get(url).status_code for url in ("/ledger/", "/ledger/export/", "/api/v1/parcels/")] == [200] * 3


@pytest.mark.claim("C34")
@pytest.mark.parametrize("area", ["NaN", "Infinity", "-1", "0", "0.0000001", "1E+30"])
def test_neither_a_service_nor_the_model_takes_an_area_that_is_none(land, area):
    parcel, value = land.parcel("50"), Decimal(area)
    before, errors = counts(), (Refusal, ValidationError, IntegrityError, DataError)
    with scope(land.clerk):
        with pytest.raises(errors), transaction.atomic():
            services.register_parcel(actor=land.clerk, region_id=land.county.id, kind="idle", values={
                "name": "x", "area": value, "area_typed": area[:9], "area_unit": "mu"})
    for change in (lambda: Parcel.objects.filter(pk=parcel.pk).update(area=value), lambda: setattr(parcel, "area", value) or parcel.save()):
        with pytest.raises(errors), transaction.atomic():
            change()
    assert counts() == before and Parcel.objects.get(pk=parcel.pk).area == 50


@pytest.mark.claim("C34")
def test_the_database_itself_refuses_what_cannot_stand(land):
    row = land.take(land.draft(land.parcel("50")), "submit", "verify", "accept")
    land.parcel("20", kind="idle")
    statements = [f"UPDATE parcels_parcel SET {change}" for change in (
        "area = 0", "area = -1", "area = 9000000000000000000", "area = NULL", "accepted_area = -1", "accepted_area = area + 1",
        "in_transit_area = area", "idle_source = 'inspection' WHERE kind <> 'idle'")]
    statements += [f"UPDATE parcels_disposal SET {change}" for change in (
        "area = 0", "area = NULL", "verified_by_id = created_by_id", "accepted_by_id = verified_by_id", "accepted_at = NULL")]
    statements += ["UPDATE parcels_areaentry SET area = 1", "UPDATE parcels_kindspan SET until_on = '1899-01-01'"]
    before, taken = [list(model.unscoped.order_by("pk").values()) for model in (Parcel, Disposal, AreaEntry)], []
    for statement in statements:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            taken.append(statement)
        except (IntegrityError, DataError):
            pass
    assert taken == []
    assert before == [list(model.unscoped.order_by("pk").values()) for model in (Parcel, Disposal, AreaEntry)]
    assert row.disposed_on == date(2021, 9, 22)


def lists_asked_by_number(patterns=None, address="/"):
    """(address, names) of every list of the interface that can be narrowed by a number."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = address + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from lists_asked_by_number(one.url_patterns, here)
        elif "<" not in here and (filterset := getattr(getattr(one.callback, "view_class", None), "filterset_class", None)):
            if names := [name for name, asked in filterset.base_filters.items() if isinstance(asked, django_filters.NumberFilter)]:
                yield here, names


@pytest.mark.claim("C34")
def test_every_list_of_the_interface_refuses_a_number_that_no_database_holds(world, client_of):
    client, found = client_of("office"), list(lists_asked_by_number())
    assert len(found) > 20
    wrong = []
    for address, names in found:
        for name in names:
            for text in ("-1865490999512573e60", "9" * 40, "1.5"):
                answer = client.get(address, {name: text})
                if answer.status_code != 400 or b'"message"' not in answer.content:
                    wrong.append((address, name, text, answer.status_code))
    assert wrong == []
