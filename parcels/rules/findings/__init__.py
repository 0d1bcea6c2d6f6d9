"""认定规则: one module a document; `rules_for` gives those of a document and a kind of land."""

from __future__ import annotations

from ...choices import Kind
from . import luoyang, sanmenxia, zhumadian
from .base import Rule

_BY_DOCUMENT = {module.DOCUMENT: module.RULES for module in (luoyang, zhumadian, sanmenxia)}
# a document without types of its own goes by those of the city with the most (as the ledger always did)
_LOW = zhumadian.RULES


def rules_for(document: str, kind: str) -> tuple[Rule, ...]:
    """规则 for land of this kind under this document; none for kinds that are not found (认定)."""
    return _BY_DOCUMENT.get(document, _LOW) if kind == Kind.INEFFICIENT else ()


def types_of(document: str) -> list[tuple[str, str]]:
    """低效类型 that a document offers, exactly those."""
    return [(rule.code, rule.label) for rule in rules_for(document, Kind.INEFFICIENT)]
