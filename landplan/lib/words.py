"""包含文字: which texts contain a word, answered by an index also when the word has two characters, as Chinese words do.

PostgreSQL keeps the pairs of neighbouring characters of a text in a GIN index of `landplan_pairs(column)` (made by a
migration, kept by the database itself). A text that contains a word contains its pairs, so they narrow the search and
LIKE decides. SQLite has LIKE alone; the answers are the same.
"""

from __future__ import annotations

from django.db import models
from django.db.models.lookups import IContains, Lookup

CREATE_PAIRS = """
CREATE OR REPLACE FUNCTION landplan_pairs(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT coalesce(array_agg(substr(upper(word), n, 2)), '{}') FROM generate_series(1, length(upper(word)) - 1) n $$
"""


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
