"""程序的数据库角色: even who writes SQL as the program itself cannot get round the guards (PostgreSQL)."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEntry
from audit.services import record
from landplan.lib.actors import system_actor

ROLE = "landplan_app_test"
TABLE = "audit_auditentry"


@pytest.fixture
def role(db):
    with transaction.atomic():
        record(actor=system_actor("测试"), action="test", subject="thing:1", label="原文")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
    call_command("grant_app_role", ROLE, stdout=io.StringIO())
    yield ROLE


def as_role(text):
    """Performs a statement as the role, undone afterwards; the error's code, or nothing."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {ROLE}")
                cursor.execute(text)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error.__cause__.sqlstate)
    return ""


@pytest.mark.postgres
@pytest.mark.claim("C13")
def test_the_role_of_the_program_can_write_entries_and_nothing_else(role):
    kept = ("at, actor_name, actor_role, action, subject, object_type, object_id, object_label, before, after, reason, "
            "is_success, ip, request_id, alg, version")
    entry = f"INSERT INTO {TABLE} (seq, prev_hash, hash, {kept}) SELECT seq + 1, hash, reverse(hash), {kept} FROM {TABLE}"
    assert as_role(entry) == ""
    assert as_role(f"SELECT count(*) FROM {TABLE}") == ""
    before = list(AuditEntry.objects.values())
    attempts = [f"UPDATE {TABLE} SET object_label = 'x'", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}", f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL",
                "SET session_replication_role = replica", f"DROP TABLE {TABLE}", f"DROP TRIGGER guard_{TABLE}_update ON {TABLE}",
                "CREATE OR REPLACE FUNCTION landplan_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                f"{entry.replace('seq + 1', 'seq')} ON CONFLICT (seq) DO UPDATE SET object_label = 'x'"]
    insufficient_privilege = "42501"
    assert {text: as_role(text) for text in attempts} == dict.fromkeys(attempts, insufficient_privilege)
    assert list(AuditEntry.objects.values()) == before


@pytest.mark.postgres
@pytest.mark.claim("C28")
def test_the_role_of_the_program_cannot_delete_business_rows(role):
    for table in ("parcels_parcel", "parcels_disposal", "units_user", "units_post"):
        assert as_role(f"DELETE FROM {table}") == as_role(f"TRUNCATE {table} CASCADE") == "42501"
    assert as_role("DELETE FROM django_session") == ""


@pytest.mark.postgres
def test_the_statements_can_be_read_before_they_are_run(db):
    out = io.StringIO()
    call_command("grant_app_role", "anybody", dry_run=True, stdout=out)
    assert f'GRANT SELECT, INSERT ON "{TABLE}" TO "anybody";' in out.getvalue()
    for wrong in ("no_such_role", "x; DROP TABLE y"):
        with pytest.raises(CommandError):
            call_command("grant_app_role", wrong)


@pytest.mark.sqlite
def test_on_sqlite_there_are_no_roles(db):
    with pytest.raises(CommandError, match="只有 PostgreSQL 有角色"):
        call_command("grant_app_role", "anybody")
