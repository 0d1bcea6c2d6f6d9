"""阶段: which phase(s) a day belongs to and how many days are left. Overlaps are allowed (X-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class Phase(Protocol):
    name: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class PhaseState:
    """阶段在某日的情形. `from_on` is printed or, where none is printed, the day after the phase before ended."""

    phase: Phase
    from_on: date | None
    is_from_inferred: bool
    is_current: bool
    is_over: bool
    days_left: int | None


def phases_at(phases: Sequence[Phase], day: date) -> list[PhaseState]:
    """各阶段 on `day`, in printed order. A phase lasts through its last day (C-14)."""
    found, before = [], None
    for phase in phases:
        from_on = phase.starts_on
        inferred = from_on is None and before is not None
        if inferred:
            from_on = before + timedelta(days=1)
        is_over = phase.ends_on is not None and day > phase.ends_on
        begun = from_on is None or day >= from_on
        left = None if phase.ends_on is None or is_over or not begun else (phase.ends_on - day).days
        found.append(PhaseState(phase, from_on, inferred, begun and not is_over, is_over, left))
        before = phase.ends_on
    return found


def current_phases(phases: Sequence[Phase], day: date) -> list[PhaseState]:
    """当前阶段 on `day`; none before the first and after the last."""
    return [one for one in phases_at(phases, day) if one.is_current]


def is_over(phases: Sequence[Phase], day: date) -> bool:
    """方案已结束: every phase has an end and all of them lie behind."""
    return bool(phases) and all(one.is_over for one in phases_at(phases, day))
