"""包含文字: which texts contain a word, answered by an index also when the word has two characters, as Chinese words do.

PostgreSQL keeps the pairs of neighbouring characters of a text in a GIN index of `landplan_pairs(column)` (made by a
migration, kept by the database itself). A text that contains a word contains its pairs, so they narrow the search and
LIKE decides. SQLite has LIKE alone; the answers are the same.
"""

from __future__ import annotations

from django.db import models
from django.db.migrations import RunPython
from django.db.models.lookups import IContains, Lookup

from .steps import on_postgresql

CREATE_PAIRS = """
CREATE OR REPLACE FUNCTION landplan_pairs(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    plain text := upper(word);
    pairs text[] := '{}';
BEGIN  -- two fifths of the time of a query; every new parcel asks
    FOR n IN 1 .. length(plain) - 1 LOOP
        pairs[n] := substr(plain, n, 2);
    END LOOP;
    RETURN pairs;
END $$
"""


def pairs_index(name: str, table: str, column: str) -> RunPython:
    """索引 of the pairs of a column, as a step of a migration, which may take a minute for a million rows; SQLite has none."""
    return RunPython(on_postgresql(CREATE_PAIRS, f"CREATE INDEX {name} ON {table} USING gin (landplan_pairs({column}))"),
                     on_postgresql(f"DROP INDEX {name}"))


def pairs_function() -> RunPython:
    """The function as it is written now, in a database that has an earlier writing of it: the pairs are the same, and so are the indexes."""
    return RunPython(on_postgresql(CREATE_PAIRS), RunPython.noop)


@models.CharField.register_lookup
class Has(Lookup):
    """包含文字, capitals or not: `name__has="地块"`."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler, connection):
        like, values = self.as_sql(compiler, connection)
        column, more = self.process_lhs(compiler, connection)
        return f"({like} AND landplan_pairs({column}) @> landplan_pairs(%s))", (*values, *more, self.rhs)
