"""是这些文字之一: `name__one_of=texts`. Like `in`, with all texts as one value: thousands of them, each a parameter, cost more to prepare than
their rows to find."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import models
from django.db.models.lookups import Lookup


@models.CharField.register_lookup
class OneOf(Lookup):
    """One of the texts, byte for byte, on both engines."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, values = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, json.dumps(list(self.rhs)))  # noqa: S608 - the ORM's own column

    def as_postgresql(self, compiler, connection):
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::text[])", (*values, _array(self.rhs))


def _array(texts: Collection[str]) -> str:
    """The texts as PostgreSQL writes an array, all of them at once: the driver would look at each."""
    joined = "\0".join(texts)
    if joined.count("\0") >= max(len(texts), 1):  # a text that no database keeps
        return _array([text for text in texts if "\0" not in text])
    return "{}" if not texts else '{"' + joined.replace("\\", r"\\").replace('"', r'\"').replace("\0", '","') + '"}'
