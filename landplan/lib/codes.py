"""编号: numbers of things as they are issued, compared byte by byte on every engine and in every language setting."""

from __future__ import annotations

from django.db import models


class CodeField(models.CharField):
    """编号: a CharField that PostgreSQL keeps under collation "C", as SQLite does by itself.

    So order, ranges and pages by number are the same everywhere, and a prefix is a range (`prefix_range`).
    """

    def db_parameters(self, connection):
        return super().db_parameters(connection) | ({"collation": "C"} if connection.vendor == "postgresql" else {})


def prefix_range(prefix: str) -> tuple[str, str]:
    """编号开头 as a half-open range [from, until): what an index can find at once."""
    return prefix, prefix + "\U0010ffff"
