"""整数之和: sums of whole numbers, added up as whole numbers of 64 bits.

PostgreSQL's own SUM of them makes a numeric of each sum, which is to be cast back: a third of the time of a statement that adds up
thousands of rows by hundreds of keys. Its aggregate of ours is made by a migration; a sum that 64 bits do not hold is an error there and
on SQLite, whose SUM is the same.
"""

from __future__ import annotations

from django.db import connection
from django.db.migrations import RunPython

_CREATE = "CREATE AGGREGATE landplan_sum(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE)"
_DROP = "DROP AGGREGATE landplan_sum(bigint)"


def whole_sum(column: str) -> str:
    """合计 of a column of type bigint, in a statement written by hand."""
    return f"landplan_sum({column})" if connection.vendor == "postgresql" else f"SUM({column})"


def sum_aggregate() -> RunPython:
    """The aggregate, as a step of a migration; SQLite needs none."""
    return RunPython(_run(_CREATE), _run(_DROP))


def _run(statement: str):
    def step(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)
    return step
