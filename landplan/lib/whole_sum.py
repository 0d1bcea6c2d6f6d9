"""整数之和: sums of whole numbers, added up as whole numbers of 64 bits.

PostgreSQL's own SUM of them makes a numeric of each sum, which is to be cast back: a quarter of the time of a statement that adds up
thousands of rows by hundreds of keys. The aggregate here is made by a migration; a sum that 64 bits do not hold is an error, as it is
with the SUM of SQLite.
"""

from __future__ import annotations

from django.db import connection
from django.db.migrations import RunPython

from .steps import on_postgresql

_CREATE = "CREATE AGGREGATE landplan_sum(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE)"
_DROP = "DROP AGGREGATE landplan_sum(bigint)"


def whole_sum(column: str) -> str:
    """合计 of a column of type bigint, in a statement written by hand."""
    return f"landplan_sum({column})" if connection.vendor == "postgresql" else f"SUM({column})"


def sum_aggregate() -> RunPython:
    """The aggregate, as a step of a migration; SQLite needs none."""
    return RunPython(on_postgresql(_CREATE), on_postgresql(_DROP))
