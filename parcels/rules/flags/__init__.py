"""预警: what a nightly look at every parcel sees; one registry of kinds, and pure functions over its facts.

Whether land is idle or inefficient is found by people (认定); a flag only says where to look, on what basis, and since when.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import clock, finding, work
from .base import SOON, Around, Flag, Land, Seen

GROUPS: tuple[tuple[str, tuple[Flag, ...]], ...] = (("期限", clock.FLAGS), ("认定", finding.FLAGS), ("办理", work.FLAGS))
FLAGS: dict[str, Flag] = {flag.code: flag for _, flags in GROUPS for flag in flags}

__all__ = ["FLAGS", "GROUPS", "SOON", "Around", "Flag", "Land", "Seen", "flags_of"]


def flags_of(land: Land, around: Around) -> Iterator[Seen]:
    """一宗地的预警, each kind at most once. The parcel is one that is current (在账)."""
    is_open = land.status != "written_off"
    yield from clock.see(land, around, is_open)
    yield from finding.see(land, around, is_open)
    yield from work.see(land, around, is_open)
