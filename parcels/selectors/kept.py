"""记住的合计: a sum over a large ledger is kept while nothing at all was changed. The head of the audit chain is its
stamp: every change writes an entry in its own transaction, so a figure under the present head is the present figure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from audit.selectors.head import chain_head
from landplan.lib import clock
from landplan.lib.scope import current_regions

T = TypeVar("T")
SECONDS = 60


def kept(name: str, build: Callable[[], T]) -> T:
    """The figure `name` of the open territory today: read once per change, at most a minute old beside raw SQL."""
    return all_kept({name: build})[name]


def all_kept(builds: dict[str, Callable[[], object]]) -> dict[str, object]:
    """Several such figures under one stamp."""
    head = chain_head()
    if head is None:
        return {name: build() for name, build in builds.items()}
    regions = current_regions()
    here = repr((None if regions is None else sorted(regions), clock.today(), head))
    return {name: _found(f"parcels.{hashlib.sha256(repr((name, here)).encode()).hexdigest()}", build) for name, build in builds.items()}


def _found(key: str, build: Callable[[], object]) -> object:
    found = cache.get(key)
    if found is None:
        found = build()
        cache.set(key, found, SECONDS)
    return found
