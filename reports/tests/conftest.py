"""Fixtures of the reports' tests."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError


def _tried(work) -> bool:
    """Whether it was let through; an error that is neither the guard's nor that of a protected child fails the test."""
    try:
        with transaction.atomic():
            work()
    except ProtectedError:
        return False
    except DatabaseError as error:
        assert "landplan guard" in str(error)
        return False
    return True


@pytest.fixture
def refuses_change():
    """Every way to change or remove a row of an append-only table is refused, and the row stays as it was."""

    def check(model, column: str, value) -> None:
        manager = model._base_manager
        row = manager.order_by("id").first()
        before = manager.filter(pk=row.pk).values().get()
        table = connection.ops.quote_name(model._meta.db_table)

        def raw(sql):
            with connection.cursor() as cursor:
                cursor.execute(sql.format(table=table, column=column), [row.pk])

        changed = manager.get(pk=row.pk)
        setattr(changed, column, value)
        ways = [lambda: manager.filter(pk=row.pk).update(**{column: value}), changed.save, manager.filter(pk=row.pk).delete,
                lambda: manager.bulk_update([changed], [column]),
                lambda: manager.filter(pk=row.pk)._raw_delete("default"),
                lambda: raw("UPDATE {table} SET {column} = {column} WHERE id = %s"), lambda: raw("DELETE FROM {table} WHERE id = %s")]
        assert not [i for i, way in enumerate(ways) if _tried(way)]
        assert manager.filter(pk=row.pk).values().get() == before

    return check
