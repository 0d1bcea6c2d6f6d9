"""包含文字: whatever is looked for, the index of pairs and LIKE find the same parcels, on both engines."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from landplan.lib.scope import scope
from parcels.models import Parcel
from parcels.selectors import queues

from .land import client_for

pytestmark = pytest.mark.django_db
# few characters, so that words are found in names often; those that LIKE, an array or a change of case could stumble over
texts = st.text(alphabet="地块纬九路aAbB09%_\\\"'{},ßſıİ 𠮷é", max_size=8)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, word=texts.filter(bool))
@example(name="纬九路南侧地块", word="南侧")
@example(name="纬九路南侧地块", word="块")
@example(name="straße", word="STRASSE")
def test_a_word_is_found_in_exactly_the_names_that_contain_it(land, name, word):
    parcel = Parcel.unscoped.filter(parcel_no="419901-0001").first() or land.parcel("10")
    Parcel.unscoped.filter(pk=parcel.pk).update(name=name)
    for wanted in {word, name[1:4], name[2:5].swapcase(), name} - {""}:
        found = Parcel.unscoped.filter(pk=parcel.pk, name__has=wanted).exists()
        assert found is Parcel.unscoped.filter(pk=parcel.pk, name__icontains=wanted).exists()


@pytest.mark.parametrize(("word", "found"), [("南侧", 1), ("纬九", 2), ("块", 2), ("A12", 1), ("a12", 1), ("无此", 0), ("%", 0), ("侧南", 0)])
def test_the_ledger_finds_a_name_by_any_part_of_it(land, word, found):
    land.parcel("10", name="纬九路南侧地块")
    land.parcel("11", name="纬九路北A12地块")
    with scope(land.office):
        assert client_for(land.office).get("/ledger/", {"q": word}).content.decode().count("<tr data-row") == found


@pytest.mark.parametrize("few", [1000, 0])  # with 0 every name is one of too many to be listed
@pytest.mark.parametrize(("word", "found"), [("南侧", 2), ("地块", 3), ("交〔2021〕", 2), ("〔2021〕7号", 1), ("JX", 1), ("无此", 0)])
def test_disposals_are_found_by_any_part_of_their_document_or_of_the_name_of_the_parcel(land, monkeypatch, few, word, found):
    monkeypatch.setattr(queues, "FEW", few)
    south, north = land.parcel("10", name="纬九路南侧地块"), land.parcel("11", name="纬九路北侧地块")
    land.draft(south, "1", doc_no="测自然资交〔2021〕7号")
    land.draft(south, "1", doc_no="JX-8")
    land.draft(north, "1", doc_no="测自然资交〔2021〕17号")
    page = client_for(land.office).get("/disposals/", {"q": word}).content.decode()
    assert page.count("<tr data-row>") == found


@pytest.mark.postgres
def test_a_word_of_two_characters_is_answered_by_the_index_of_pairs(land):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Parcel.unscoped.filter(name__has="南侧").order_by().explain()
    assert "parcel_name_pairs" in plan
