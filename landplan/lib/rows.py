"""行: many small rows read straight from the driver, without a conversion for each value."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def plain_rows(rows: QuerySet) -> list[tuple]:
    """The rows of a `values_list` as the driver gives them. For whole numbers and text only: the fields' own conversions are
    passed over (areas are 10⁻⁶ 亩, and sums may be decimals without a fraction). The open territory holds as always."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:  # such as a territory without regions
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
