"""办理步骤: state × action -> state, and the roles that may take it. The one table of the disposal's life."""

from __future__ import annotations

from dataclasses import dataclass

from landplan.lib.errors import Conflict, NotAllowed

from ..choices import Action, DisposalState

D, S, R, V, A, W, X = (DisposalState.DRAFT, DisposalState.SUBMITTED, DisposalState.RETURNED, DisposalState.VERIFIED,
                       DisposalState.ACCEPTED, DisposalState.WITHDRAWN, DisposalState.VOIDED)

CLERK, REVIEWER, ACCEPTOR = "county_clerk", "county_reviewer", "acceptance_group"
# who stands where: the author, someone else, or anybody of the role
AUTHOR, OTHER = "author", "other"


@dataclass(frozen=True)
class Step:
    """一步: where it leads, who may take it, and as whom."""

    to: DisposalState
    role: str
    person: str


STEPS: dict[tuple[DisposalState, Action], Step] = {
    (D, Action.EDIT): Step(D, CLERK, AUTHOR),
    (R, Action.EDIT): Step(R, CLERK, AUTHOR),
    (W, Action.EDIT): Step(W, CLERK, AUTHOR),
    (D, Action.SUBMIT): Step(S, CLERK, AUTHOR),
    (R, Action.SUBMIT): Step(S, CLERK, AUTHOR),
    (W, Action.SUBMIT): Step(S, CLERK, AUTHOR),
    (S, Action.WITHDRAW): Step(W, CLERK, AUTHOR),
    (S, Action.SEND_BACK): Step(R, REVIEWER, OTHER),
    (S, Action.VERIFY): Step(V, REVIEWER, OTHER),
    (V, Action.SEND_BACK): Step(R, ACCEPTOR, OTHER),
    (V, Action.ACCEPT): Step(A, ACCEPTOR, OTHER),
    (D, Action.VOID): Step(X, CLERK, AUTHOR),
    (R, Action.VOID): Step(X, CLERK, AUTHOR),
    (W, Action.VOID): Step(X, CLERK, AUTHOR),
    (A, Action.REVERSE): Step(X, ACCEPTOR, OTHER),
}

# states whose area is held on the parcel until it is accepted or comes back
IN_TRANSIT = frozenset({S, V})
EDITABLE = frozenset({D, R, W})


def next_step(state: str, action: Action) -> Step:
    """下一步. Raises Conflict when the action does not exist in this state."""
    step = STEPS.get((DisposalState(state), action))
    if step is None:
        raise Conflict(f"这笔处置现在是“{DisposalState(state).label}”，不能{action.label}。请刷新页面看最新状态。",
                       code="wrong_state")
    return step


def check_person(step: Step, action: Action, *, role: str, user_id: int | None, author_id: int,
                 verifier_id: int | None = None) -> None:
    """三人分办: author, verifier and acceptor are three different persons (mission, settled; ASVS 2.3.5).

    Raises NotAllowed.
    """
    if role != step.role:
        raise NotAllowed(f"{action.label}由{_ROLE_NAMES[step.role]}办。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    if step.person == AUTHOR and user_id != author_id:
        raise NotAllowed(f"这笔处置不是你登记的，不能由你{action.label}。请交登记人办。")
    if step.person == OTHER and user_id == author_id:
        raise NotAllowed(f"这笔处置是你登记的，不能由你{action.label}。请交另一位办理。", code="own_work")
    if step.person == OTHER and step.role == ACCEPTOR and user_id == verifier_id:
        raise NotAllowed(f"这笔处置是你审核的，不能再由你{action.label}。请交考核验收组另一位办理。", code="own_work")


_ROLE_NAMES = {CLERK: "县区填报员", REVIEWER: "县区审核员", ACCEPTOR: "考核验收组"}


def allowed_actions(state: str, *, role: str, user_id: int | None, author_id: int, verifier_id: int | None) -> list[Action]:
    """可办动作 of this person on a disposal in this state: what the page offers as buttons."""
    found = []
    for (at, action), step in STEPS.items():
        if at != state:
            continue
        try:
            check_person(step, action, role=role, user_id=user_id, author_id=author_id, verifier_id=verifier_id)
        except NotAllowed:
            continue
        found.append(action)
    return found
