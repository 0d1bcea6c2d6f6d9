"""查链: tampering is found, and the first bad entry is named; a cut tail or a new chain is seen by a head kept outside."""

import io
from time import perf_counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import guards
from audit.chain import GENESIS, entry_hash
from audit.models import AuditEntry
from audit.selectors import verify_chain
from landplan.lib import clock

LENGTH = 10_000


def chained(length: int, start: int = 1, previous: str = GENESIS, word: str = "事") -> list[AuditEntry]:
    """Entries as record() writes them, in bulk."""
    rows = []
    for seq in range(start, start + length):
        entry = AuditEntry(seq=seq, at=clock.now(), actor_id=1, actor_name="测试", actor_role="office", action="test",
                           subject=f"thing:{seq}", object_type="", object_id="", object_label=f"第{seq}{word}", prev_hash=previous)
        entry.hash = previous = entry_hash(entry)
        rows.append(entry)
    return rows


@pytest.fixture
def chain(db):
    rows = AuditEntry.objects.bulk_create(chained(LENGTH), batch_size=500)
    guards.lift()  # as somebody who owns the database may
    yield rows[-1].hash
    guards.install()


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def edit(seq):
    sql("UPDATE audit_auditentry SET object_label = 'x' WHERE seq = %s", seq)


def delete(seq):
    sql("DELETE FROM audit_auditentry WHERE seq = %s", seq)


def insert(seq):
    """One more entry in the middle, everything after it numbered anew."""
    sql("UPDATE audit_auditentry SET seq = -seq WHERE seq > %s", seq - 1)
    sql("UPDATE audit_auditentry SET seq = 1 - seq WHERE seq < 0")
    before = AuditEntry.objects.get(seq=seq - 1)
    forged = chained(1, seq, "f" * 64, "假")[0]
    forged.prev_hash = before.hash[::-1]
    forged.hash = entry_hash(forged)
    forged.save(force_insert=True)


def swap(seq):
    """The contents of two neighbours change places."""
    one, two = AuditEntry.objects.get(seq=seq), AuditEntry.objects.get(seq=seq + 1)
    for entry, other in ((one, two), (two, one)):
        sql("UPDATE audit_auditentry SET object_label = %s, subject = %s WHERE id = %s", other.object_label, other.subject, entry.id)


@pytest.mark.claim("C17")
@pytest.mark.parametrize("tamper", [edit, delete, insert, swap])
def test_one_tampered_entry_of_ten_thousand_is_named_within_ten_seconds(chain, tamper):
    assert verify_chain(chain).broken_seq is None
    tamper(6_543)
    start = perf_counter()
    report = verify_chain()
    assert (report.broken_seq, report.count) == (6_543, 6_542)
    assert report.reason
    assert perf_counter() - start < 10


@pytest.mark.claim("C17")
def test_a_cut_tail_is_seen_by_the_head_kept_outside(chain):
    sql("DELETE FROM audit_auditentry WHERE seq > %s", LENGTH - 20)
    assert verify_chain().broken_seq is None  # alone it looks whole
    assert "截" in verify_chain(chain).reason


@pytest.mark.claim("C17")
def test_a_chain_written_anew_is_seen_by_the_head_kept_outside(chain):
    sql("DELETE FROM audit_auditentry")
    AuditEntry.objects.bulk_create(chained(LENGTH, word="改"), batch_size=500)
    assert verify_chain().broken_seq is None
    assert verify_chain(chain).broken_seq == LENGTH


@pytest.mark.claim("C17")
def test_the_command_names_the_first_bad_entry_and_fails(chain):
    guards.install()
    out = io.StringIO()
    call_command("verify_audit", head=chain, stdout=out)
    assert out.getvalue() == f"留痕 {LENGTH} 条，链完整，链头 {chain}\n"
    guards.lift()
    edit(77)
    with pytest.raises(CommandError, match="第 77 条有问题：内容与校验码不符。之前 76 条无误"):
        call_command("verify_audit")


@pytest.mark.django_db
def test_the_command_fails_when_a_guard_is_missing():
    name = "guard_audit_auditentry_update"
    on = " ON audit_auditentry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER {name}{on}")
    with pytest.raises(CommandError, match=name):
        call_command("verify_audit")
