"""认定规则: one module a document or law; `rules_for` gives those of a document and a kind of land."""

from __future__ import annotations

from ...choices import Kind
from . import idle, legacy, luoyang, sanmenxia, zhumadian
from .base import Rule

_LOW = {module.DOCUMENT: module.RULES for module in (luoyang, zhumadian, sanmenxia)}


def rules_for(document: str, kind: str) -> tuple[Rule, ...]:
    """规则 for land of this kind under this document; none for kinds that are not found (认定).

    A document without types of its own goes by the three of 驻马店, as its ledger always did.
    """
    if kind == Kind.IDLE:
        return idle.RULES
    if kind == Kind.USED_UNSUPPLIED:
        return legacy.RULES.get(document, ())
    return _LOW.get(document, zhumadian.RULES) if kind == Kind.INEFFICIENT else ()


def types_of(document: str) -> list[tuple[str, str]]:
    """低效类型 that a document offers, exactly those."""
    return [(rule.code, rule.label) for rule in rules_for(document, Kind.INEFFICIENT)]
