"""留痕: written in the transaction of its change, in order, whole - or the change is not made either."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audit.chain import GENESIS, canonical, entry_hash, jsonable
from audit.models import AuditEntry
from audit.selectors import verify_chain
from audit.services import changes, record
from landplan.lib.actors import Actor, system_actor
from parcels.choices import Kind

WRITERS, EVENTS = 12, 300


def write(number: int = 1, **values) -> AuditEntry:
    with transaction.atomic():
        return record(actor=system_actor("测试"), action="test", subject=f"thing:{number}", label=f"第{number}件", **values)


def test_an_entry_outside_of_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="同一事务"):
        record(actor=system_actor(), action="test")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_entry_says_when_who_from_where_in_which_post_what_and_whether_it_was_done():
    actor = Actor(user_id=7, name="张甲", role="county_clerk", role_label="填报员", unit_name="甲县自然资源局", region_id=3,
                  ip="10.0.0.9", request_id="r1")
    with transaction.atomic():
        entry = record(actor=actor, action="submit_disposal", subject="parcel:12", label="第3笔", region_id=3, before={"state": "draft"},
                       after={"state": "submitted"}, reason="补报")
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name, entry.actor_role) == (7, "甲县自然资源局 填报员 张甲", "county_clerk")
    assert (entry.ip, entry.request_id, entry.region_id, entry.is_success) == ("10.0.0.9", "r1", 3, True)
    assert (entry.before, entry.after, entry.reason) == ('{"state":"draft"}', '{"state":"submitted"}', "补报")
    assert entry.at.isoformat() == "2021-09-24T01:40:00+00:00"


@pytest.mark.django_db
def test_the_chain_begins_at_nothing_and_each_entry_carries_the_one_before():
    first, second = write(1), write(2)
    assert (first.seq, first.prev_hash) == (1, GENESIS)
    assert (second.seq, second.prev_hash) == (2, first.hash)
    second.refresh_from_db()
    assert second.hash == entry_hash(second)


def test_equal_contents_have_one_text_whatever_their_order_or_form():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "e\u0301", "b": 1}) == '{"a":"é","b":1}'


PLAIN = st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.decimals(allow_nan=False) | st.floats(allow_nan=False),
                     lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4), max_leaves=12)


@settings(deadline=None, max_examples=300)
@given(PLAIN)
@example({"\u2028": "\x7f\x00\b\t", "a": 2**70, "b": Kind.IDLE, "\U0001f600": "", "\uffff": "e\u0301", "\n": "\n\u0303"})
def test_the_canonical_text_is_that_of_the_plain_writer_to_the_byte(value):
    assert canonical(value) == json.dumps(jsonable(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_only_what_differs_is_told():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})


@pytest.mark.claim("C19")
def test_when_the_entry_cannot_be_written_the_change_is_undone(transactional_db, world, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(AuditEntry, "save", broken)
    client = world.client("system_admin", raise_request_exception=False)
    user = world.user("county_clerk")
    answer = client.post(f"/people/{user.id}/step/", {"do": "disable", "reason": "调离"})
    assert answer.status_code == 500
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.postgres
@pytest.mark.claim("C18")
def test_twelve_writers_make_one_chain_without_fork_or_gap(transactional_db):
    gate, kept = threading.Barrier(WRITERS), []

    def writer(number):
        try:
            gate.wait(30)
            for event in range(EVENTS):
                try:
                    with transaction.atomic():
                        record(actor=system_actor("测试"), action="test", subject=f"thing:{number}", label=str(event))
                        if event % 20 == 7:  # one in twenty is rolled back
                            raise KeyError
                    kept.append(1)
                except KeyError:
                    pass
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writer, range(WRITERS)))
    connections.close_all()
    assert len(kept) == WRITERS * EVENTS * 19 // 20
    assert AuditEntry.objects.count() == len(kept)
    assert AuditEntry.objects.values("prev_hash").distinct().count() == len(kept)
    assert verify_chain().count == len(kept)
    assert verify_chain().broken_seq is None
