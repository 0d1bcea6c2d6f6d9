"""查定稿名次: the ranks of a county in the last weekly report that was frozen."""

from __future__ import annotations

from datetime import datetime

from tasks.models import Plan

from ..rules.board import Place


def frozen_places(plan: Plan, moment: datetime) -> tuple[datetime | None, dict[tuple[str, str], tuple[Place, Place]]]:
    """(cut-off of the report, (county code, class) -> (rank, rank a week before)) as known at `moment`."""
    return None, {}
