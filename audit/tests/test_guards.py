"""守卫: the database itself refuses, on both engines; the guards outlive migrations; without them nothing starts."""

import os
import runpy

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from audit import guards
from audit.models import AuditEntry
from audit.services import record
from landplan.lib.actors import system_actor

GUARDED = sorted((m for m in apps.get_models() if getattr(m, "guard", None)), key=lambda m: m._meta.label)
APPEND_ONLY = [m for m in GUARDED if m.guard == "append_only"]
SYSTEM = "audit.E001"


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def refused(work) -> bool:
    """Did the database refuse? Its state is as before in any case."""
    try:
        with transaction.atomic():
            work()
    except DatabaseError as error:
        return "landplan guard" in str(error)
    return False


def rows_of(model):
    return list(model._base_manager.order_by("pk").values())


@pytest.fixture
def entry(db):
    with transaction.atomic():
        return record(actor=system_actor("测试"), action="test", subject="thing:1", label="原文")


@pytest.mark.claim("C13")
def test_the_orm_cannot_change_or_remove_an_entry(entry):
    before = rows_of(AuditEntry)
    entry.object_label = "改文"
    kept = AuditEntry(**{f.attname: getattr(entry, f.attname) for f in AuditEntry._meta.fields})
    attempts = {
        "save": entry.save,
        "update": lambda: AuditEntry.objects.update(object_label="改文"),
        "delete": entry.delete,
        "delete all": lambda: AuditEntry.objects.all().delete(),
        "bulk_update": lambda: AuditEntry.objects.bulk_update([entry], ["object_label"]),
        "upsert": lambda: AuditEntry.objects.bulk_create([kept], update_conflicts=True, unique_fields=["seq"], update_fields=["object_label"]),
    }
    assert {name: refused(work) for name, work in attempts.items()} == dict.fromkeys(attempts, True)
    assert rows_of(AuditEntry) == before


@pytest.mark.claim("C13")
def test_raw_sql_cannot_change_or_remove_an_entry(entry):
    before = rows_of(AuditEntry)
    columns = ", ".join(f.column for f in AuditEntry._meta.fields)
    attempts = ["UPDATE audit_auditentry SET object_label = 'x'", "DELETE FROM audit_auditentry",
                "UPDATE audit_auditentry SET seq = seq + 1"]
    attempts += (["TRUNCATE audit_auditentry", "TRUNCATE audit_auditentry CASCADE"] if connection.vendor == "postgresql" else
                 [f"REPLACE INTO audit_auditentry ({columns}) SELECT {columns} FROM audit_auditentry",
                  f"INSERT OR REPLACE INTO audit_auditentry ({columns}) SELECT {columns} FROM audit_auditentry"])
    assert [text for text in attempts if not refused(lambda text=text: sql(text))] == []
    assert rows_of(AuditEntry) == before


@pytest.mark.claim("C13")
@pytest.mark.claim("C28")
def test_no_guarded_row_is_deleted_and_no_append_only_row_changed_by_any_statement(world):
    connection.check_constraints()  # on PostgreSQL deferred checks that wait would refuse TRUNCATE before the guard does
    before, taken = {m: rows_of(m) for m in GUARDED}, []
    for model in GUARDED:
        table, key = model._meta.db_table, model._meta.pk.column
        attempts = [lambda t=table: sql(f"TRUNCATE {t} CASCADE")] if connection.vendor == "postgresql" else []
        if before[model]:
            attempts += [lambda t=table: sql(f"DELETE FROM {t}"), lambda m=model: m._base_manager.all()._raw_delete(using="default")]
            if model.guard == "append_only":
                attempts += [lambda t=table, k=key: sql(f"UPDATE {t} SET {k} = {k} + 1000000")]
        taken += [model._meta.label for attempt in attempts if not refused(attempt)]
    assert taken == []
    assert {m: rows_of(m) for m in GUARDED} == before
    assert sum(bool(rows) for rows in before.values()) >= 8  # the world is not empty


CHANGEABLE = (models.CharField, models.BooleanField, models.DateTimeField, models.IntegerField, models.TextField, models.JSONField,
              models.OneToOneField)


@pytest.mark.claim("C14")
def test_the_guards_are_there_again_after_migrations_that_remake_every_guarded_table(transactional_db):
    """On SQLite a changed column remakes the table, and its triggers are gone without a word (measured)."""
    for model in GUARDED:
        old = next(f for f in model._meta.fields if isinstance(f, CHANGEABLE) and not f.primary_key)
        new = old.clone()
        new.set_attributes_from_name(old.name)
        new.null, new.model, new.remote_field = not old.null, model, old.remote_field
        for one, other in ((old, new), (new, old)):
            with connection.schema_editor() as editor:
                editor.alter_field(model, one, other)
    if connection.vendor == "sqlite":
        assert guards.missing()
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


@pytest.mark.claim("C14")
def test_migrate_puts_back_what_a_broken_off_migration_left_without_its_guard(transactional_db):
    name = "guard_audit_auditentry_delete"
    sql(f"DROP TRIGGER {name}{' ON audit_auditentry' if connection.vendor == 'postgresql' else ''}")
    assert guards.missing() == [name]
    call_command("migrate", verbosity=0, skip_checks=False)
    assert guards.missing() == []


@pytest.mark.claim("C14")
def test_a_missing_guard_stops_the_server_reddens_the_health_page_and_fails_the_check(db, client):
    assert client.get("/health/").status_code == 200
    name = "guard_audit_auditentry_delete"
    on = " ON audit_auditentry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER {name}{on}")
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["guards"], answer.json()["status"]) == (503, "missing", "down")
    found = run_checks(tags=["database"], databases=["default"])
    assert [(m.id, name in m.msg) for m in found if m.id == SYSTEM] == [(SYSTEM, True)]
    with pytest.raises(SystemExit, match=name):
        runpy.run_path(os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "landplan", "wsgi.py"))
