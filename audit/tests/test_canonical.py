"""规范文本: the quick way over flat values writes what the careful way writes, byte for byte; many entries are one chain with single ones."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import orjson
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.chain import canonical, entry_hash, jsonable
from audit.models import AuditEntry
from audit.selectors import verify_chain
from audit.services import Told, record, record_many, record_written, written
from landplan.lib.actors import system_actor
from units.models import Unit

MARKS = "\u0301\u0338\u0300\u1161\u11a8e=<>\"'\\/\n\t,:{}[]AÅ가각地"
TEXTS = st.text(st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=("Cs",))), max_size=12)
VALUES = st.one_of(TEXTS, st.integers(-2**63, 2**63 - 1), st.booleans(), st.none(), st.dates(), st.decimals(allow_nan=False, allow_infinity=False),
                   st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])))


def careful(value) -> str:
    return orjson.dumps(jsonable(value), option=orjson.OPT_SORT_KEYS).decode()


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=6))
def test_the_quick_way_writes_what_the_careful_one_writes(value):
    assert canonical(value) == careful(value)


def test_what_is_not_flat_or_not_exact_goes_the_careful_way():
    assert canonical({"a": 0.1, "b": [Decimal("1.50")], 3: 2**70}) == '{"3":1180591620717411303424,"a":"0.1","b":["1.50"]}'
    assert canonical({"e\u0301": "e\u0301"}) == '{"e\u0301":"é"}' and unicodedata.normalize("NFC", "e\u0301") == "é"
    assert canonical({"day": date(2021, 9, 24), "at": datetime(2021, 9, 24, 9, tzinfo=timezone(timedelta(hours=8)))}) == \
        '{"at":"2021-09-24T01:00:00+00:00","day":"2021-09-24"}'


@pytest.mark.django_db
def test_many_entries_at_once_are_one_chain_with_single_ones_and_each_carries_its_own_hash(land):
    actor, units = system_actor("测试"), list(Unit.objects.order_by("id"))
    with transaction.atomic():
        record(actor=actor, action="one", obj=units[0])
        record_many([Told("many", unit, {"name": "e\u0301"}, {"area": Decimal("1.50"), "day": date(2021, 9, 24)}, f"第{n}行")
                     for n, unit in enumerate(units)], actor=actor)
        record(actor=actor, action="one", obj=units[0])
    assert verify_chain().broken_seq is None
    rows = list(AuditEntry.objects.filter(action="many").order_by("seq"))
    assert [(row.object_id, row.reason) for row in rows] == [(str(unit.pk), f"第{n}行") for n, unit in enumerate(units)]
    assert {row.before for row in rows} == {'{"name":"é"}'} and {row.after for row in rows} == {'{"area":"1.50","day":"2021-09-24"}'}
    assert all(row.hash == entry_hash(row) for row in rows)


@pytest.mark.django_db
def test_an_entry_that_was_written_before_its_place_was_known_reads_as_any_other(land):
    actor, unit = system_actor("测试"), Unit.objects.order_by("id").first()
    values = {"before": {"name": "e\u0301"}, "after": {"name": Decimal("1.50")}, "reason": "e\u0301 第2行"}
    with transaction.atomic():
        early = written("early", Unit, unit.pk, str(unit), region_id=unit.region_id, **values)
        record(actor=actor, action="early", obj=unit, **values)
        record_written([early], actor=actor)
    one, other = AuditEntry.objects.filter(action="early").order_by("seq")
    own = {"id", "seq", "prev_hash", "hash"}
    assert {name: value for name, value in vars(one).items() if name not in own | {"_state"}} == {
        name: value for name, value in vars(other).items() if name not in own | {"_state"}}
    assert other.prev_hash == one.hash and verify_chain().broken_seq is None


def test_many_entries_outside_of_a_transaction_are_refused(transactional_db):
    with pytest.raises(RuntimeError, match="同一事务"):
        record_written([written("early", Unit, 1, "甲", region_id=None)], actor=system_actor())
