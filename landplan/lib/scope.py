"""辖区: every query on county data needs an open scope; without one it raises (fails closed)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, models
from django.db.models.lookups import Lookup

from .actors import Actor

_ALL = object()
_FEW = 4  # runs of ids; of more the list of all of them is no slower
_scope: ContextVar[object] = ContextVar("landplan_scope", default=None)


class ScopeError(RuntimeError):
    """A query on county data outside of any territory."""


@contextmanager
def scope(actor: Actor) -> Iterator[None]:
    """Inside, scoped managers give only rows of the actor's territory."""
    token = _scope.set(_ALL if actor.regions is None else frozenset(actor.regions))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def everything(reason: str) -> Iterator[None]:
    """全域: for jobs, operator commands and city-wide public figures. `reason` is read by people, not code."""
    assert reason, "say why the whole territory is needed"
    token = _scope.set(_ALL)
    try:
        yield
    finally:
        _scope.reset(token)


def current_regions() -> frozenset[int] | None:
    """The region ids of the open scope; None = everything. Raises ScopeError when no scope is open."""
    opened = _scope.get()
    if opened is None:
        raise ScopeError("没有打开辖区：请在 scope(actor) 或 everything(reason) 里查询。")
    return None if opened is _ALL else opened


def scope_sql(column: str = "region_id") -> str:
    """辖区条件 for a statement written by hand: the condition that the scoped managers add. Raises ScopeError.

    The ids of a territory mostly follow one another, as they were loaded: two bounds are compared faster than hundreds of ids.
    """
    regions = current_regions()
    if regions is None:
        return "1 = 1"
    runs = _runs(regions)
    if len(runs) > _FEW:
        return _one_of(column, _written(regions).text, connection.vendor)
    return f"({' OR '.join(f'{column} BETWEEN {first} AND {last}' for first, last in runs)})" if runs else "1 = 0"


@lru_cache(maxsize=64)
def _runs(regions: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """First and last of each run of numbers that follow one another."""
    ids = sorted(map(int, regions))
    firsts, lasts = [one for one in ids if one - 1 not in regions], [one for one in ids if one + 1 not in regions]
    return tuple(zip(firsts, lasts, strict=True))


def _one_of(column: str, ids: str, vendor: str) -> str:
    """PostgreSQL makes the same plan of both, but reads a text of hundreds of ids much faster than hundreds of ids."""
    return f"{column} = ANY('{{{ids}}}'::bigint[])" if vendor == "postgresql" else f"{column} IN ({ids})"


@dataclass(frozen=True, slots=True)
class _Written:
    """县区的编号 as they stand in a statement: one value, since the ORM would look at each of hundreds of them for every statement."""

    text: str


@lru_cache(maxsize=64)
def _written(regions: frozenset[int]) -> _Written:
    return _Written(", ".join(map(str, sorted(map(int, regions)))))


@models.BigAutoField.register_lookup
@models.ForeignKey.register_lookup
class Among(Lookup):
    """在这些县区里: `region_id__among=ids`. Like `in`, with the ids written into the statement, since hundreds of them
    as parameters cost more to prepare than the rows to read. They are whole numbers of our own, never a visitor's text."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        ids = self.rhs.text if isinstance(self.rhs, _Written) else ", ".join(map(str, map(int, self.rhs)))
        return _one_of(sql, ids, connection.vendor), params


class ScopedManager(models.Manager):
    """Manager of a model with `region`: its rows are those of the open scope."""

    scope_field = "region_id"

    def get_queryset(self):
        regions = current_regions()
        rows = super().get_queryset()
        if regions is None:
            return rows
        if not regions:
            return rows.none()
        if len(regions) == 1:
            return rows.filter(**{self.scope_field: next(iter(regions))})
        return rows.filter(**{f"{self.scope_field}__among": _written(regions)})

    def none(self):
        """No rows need no territory (the interface's description asks for them)."""
        return super().get_queryset().none()


class RegionScoped(models.Model):
    """属于某县区的数据: `objects` fails closed; `unscoped` is for Django's own machinery only."""

    objects = ScopedManager()
    unscoped = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
