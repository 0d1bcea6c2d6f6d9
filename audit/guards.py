"""守卫: database triggers that refuse change or removal of what must stay, on both engines.

Declared by the models themselves (`AppendOnly`, `NeverDeleted`), installed after every migration, verified by a
system check, at the start of the server and by /health/. On SQLite `recursive_triggers` must be on (settings),
else INSERT OR REPLACE walks past them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.core.checks import Critical
from django.db import DEFAULT_DB_ALIAS, connections

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION landplan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'landplan guard: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


_mending: ContextVar[bool] = ContextVar("landplan_guards_mending", default=False)


def guarded_tables() -> dict[str, tuple[str, ...]]:
    """Table -> operations that the database must refuse."""
    operations = {"append_only": ("UPDATE", "DELETE"), "never_deleted": ("DELETE",)}
    return {
        model._meta.db_table: operations[model.guard]
        for model in apps.get_models()
        if getattr(model, "guard", None)
    }


def _expected(vendor: str) -> dict[str, tuple[str, str]]:
    """Trigger name -> (table, operation)."""
    found = {}
    for table, operations in guarded_tables().items():
        every = (*operations, "TRUNCATE") if vendor == "postgresql" else operations
        for operation in every:
            found[f"guard_{table}_{operation.lower()}"] = (table, operation)
    return found


def _create_sql(vendor: str, name: str, table: str, operation: str) -> str:
    if vendor == "postgresql":
        each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        return (f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" '
                f"FOR EACH {each} EXECUTE FUNCTION landplan_guard()")
    return (f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, 'landplan guard: {operation} on {table} is refused'); END")


def _present(cursor, vendor: str) -> set[str]:
    if vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                       "JOIN pg_namespace n ON n.oid = c.relnamespace "
                       "WHERE tgname LIKE 'guard_%%' AND tgenabled <> 'D' AND n.nspname = current_schema()")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%%'")
    return {row[0] for row in cursor.fetchall()}


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create every missing guard whose table exists."""
    connection = connections[using]
    vendor = connection.vendor
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        present = _present(cursor, vendor)
        for name, (table, operation) in _expected(vendor).items():
            if table in tables and name not in present:
                cursor.execute(_create_sql(vendor, name, table, operation))


_GRANTS = {"append_only": "SELECT, INSERT", "never_deleted": "SELECT, INSERT, UPDATE", None: "SELECT, INSERT, UPDATE, DELETE"}


def grants(role: str, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """授权语句: what a PostgreSQL role that runs the program, and owns nothing, may do with each table.

    The second wall behind the triggers: such a role can neither disable nor drop them.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    guards_of = {model._meta.db_table: getattr(model, "guard", None) for model in apps.get_models(include_auto_created=True)}
    statements = [f"GRANT USAGE ON SCHEMA public TO {quote(role)}", f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quote(role)}"]
    for table in sorted(connection.introspection.table_names()):
        statements += [f"REVOKE ALL ON {quote(table)} FROM {quote(role)}",
                       f"GRANT {_GRANTS[guards_of.get(table)]} ON {quote(table)} TO {quote(role)}"]
    return statements


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove all guards. Only the test runner's clean-up and `restore` may call this."""
    connection = connections[using]
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for name in _present(cursor, vendor):
            table, _ = _expected(vendor).get(name, (None, None))
            on = f' ON "{table}"' if vendor == "postgresql" else ""
            if table:
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of guards that should be there and are not."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        present = _present(cursor, connection.vendor)
    expected = _expected(connection.vendor)
    return sorted(name for name, (table, _) in expected.items() if table in tables and name not in present)


def verify() -> None:
    """Stop the program when a guard is missing: a server must not run without them."""
    gone = missing()
    if gone:
        raise SystemExit(f"守卫缺失：{'、'.join(gone)}。请运行 manage.py migrate 重新安装，并用 verify_audit 检查留痕。")


def check_guards(databases=None, **kwargs):
    """System check (database): every guard is present."""
    return [] if _mending.get() else [Critical(f"守卫缺失：{name}", hint="运行 manage.py migrate", id="audit.E001")
            for using in databases or [] for name in missing(using)]


@contextmanager
def being_mended() -> Iterator[None]:
    """While `migrate` runs, which puts the guards back, a missing one is no reason to refuse it: a migration that broke off
    half-way leaves tables without them."""
    token = _mending.set(True)
    try:
        yield
    finally:
        _mending.reset(token)


def install_after_migrate(using=DEFAULT_DB_ALIAS, **kwargs):
    install(using)
