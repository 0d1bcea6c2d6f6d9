"""导入的步骤: state × action -> state. The one table of an import's life."""

from __future__ import annotations

from landplan.lib.errors import Conflict

from ..choices import ImportAction as A
from ..choices import ImportState as S

STEPS: dict[tuple[S, A], S] = {
    (S.READING, A.ASK): S.MAPPING,
    (S.READING, A.RECOGNISE): S.CHECKING,
    (S.READING, A.GIVE_UP): S.UNREADABLE,
    (S.MAPPING, A.MAP): S.CHECKING,
    (S.FAULTY, A.MAP): S.CHECKING,
    (S.READY, A.MAP): S.CHECKING,
    (S.SAME, A.MAP): S.CHECKING,
    (S.CHECKING, A.ASK): S.MAPPING,
    (S.CHECKING, A.FAULT): S.FAULTY,
    (S.CHECKING, A.PASS): S.READY,
    (S.CHECKING, A.NOTHING): S.SAME,
    (S.CHECKING, A.GIVE_UP): S.UNREADABLE,
    (S.READY, A.CONFIRM): S.APPLYING,
    (S.APPLYING, A.APPLY): S.DONE,
    (S.APPLYING, A.OUTDATE): S.READY,
    (S.APPLYING, A.FAULT): S.FAULTY,
    (S.APPLYING, A.NOTHING): S.SAME,
    (S.READING, A.BREAK): S.BROKEN,
    (S.CHECKING, A.BREAK): S.BROKEN,
    (S.APPLYING, A.BREAK): S.BROKEN,
    (S.BROKEN, A.MAP): S.CHECKING,
    **{(state, A.WITHDRAW): S.WITHDRAWN for state in (S.READING, S.MAPPING, S.CHECKING, S.FAULTY, S.READY, S.BROKEN)},
}
# the machine is at work; one at a time for one person (claim C57)
WORKING = frozenset({S.READING, S.CHECKING, S.APPLYING})
ENDED = frozenset({S.DONE, S.SAME, S.UNREADABLE, S.WITHDRAWN})


def next_state(state: str, action: A) -> S:
    """下一状态. Raises Conflict when the action does not exist in this state."""
    found = STEPS.get((S(state), action))
    if found is None:
        raise Conflict(f"这个导入现在是“{S(state).label}”，不能{action.label}。请刷新页面看最新状态。", code="wrong_state")
    return found


def is_allowed(state: str, action: A) -> bool:
    """Whether the step exists, for the buttons of the page."""
    return (S(state), action) in STEPS
