"""演示的一步: at which moment, by whom, what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from landplan.lib.actors import Actor


@dataclass(frozen=True)
class Step:
    """一步: at which moment, by whom, what. `key` names it in the log."""

    at: datetime
    key: str
    actor: Actor
    work: Callable[[Actor], object]
