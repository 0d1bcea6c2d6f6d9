"""洛阳的闲置用地: its document prints no ways and no causes of its own; it wants a measure and its day for every parcel (二（三）8), and for
land that is seized or mortgaged a task force and the table of debts first (附件3 第三条（三）). What makes a start, and when land is
taken back without pay, is the law's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..findings.base import Clause
from .base import TermSet
from .idle_back import ways_back
from .idle_start import CLEAR, ORDER, PERMIT, start_set
from .low_ways import LUOYANG, SECOND, forced

ONE_PLAN = Clause(LUOYANG, "二（三）8", "盘活闲置、低效利用、未供即用土地，按照“一宗一策”的原则提出处置措施、完成时限")


def _held_first(found: TermSet) -> TermSet:
    return replace(found, conditions=partial(forced, SECOND))


SETS = (_held_first(start_set("start_ly", "开工建设", ONE_PLAN, CLEAR, ORDER, PERMIT)), _held_first(ways_back("back_ly", ONE_PLAN, with_cost=False)))
