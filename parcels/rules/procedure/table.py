"""闲置程序的一张表: state × action -> state. A decision counts only when another person has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.errors import Conflict

from ...choices import Cause
from ...choices.procedure import IdleAction, IdleBranch, IdleState, StepOutcome

A, S, R = IdleAction, IdleState, StepOutcome
LAW = "《闲置土地处置办法》（国土资源部令第53号）"
CONFIRM = "决定由另一位（审核员）确认才算数：本系统的约定"


@dataclass(frozen=True)
class Kind:
    """一种步骤: its basis, the fields it asks for, whether it goes to the holder, and whether a second person confirms it."""

    basis: str
    fields: tuple[str, ...] = ()
    paper: str = ""
    is_decision: bool = False
    outcomes: tuple[StepOutcome, ...] = ()

    @property
    def goes_out(self) -> bool:
        """要送达."""
        return bool(self.paper)


KINDS: dict[IdleAction, Kind] = {
    A.NOTIFY: Kind(f"{LAW}第五条", ("doc_no",), "investigation"),
    A.EXPLAIN: Kind(f"{LAW}第五、六条"),
    A.INVESTIGATE: Kind(f"{LAW}第七条"),
    A.FIND: Kind(f"{LAW}第九、十条", (), "finding"),
    A.CONSULT: Kind(f"{LAW}第十二、十三条", ("doc_no", "authority"), is_decision=True),
    A.TELL: Kind(f"{LAW}第十五条；《自然资源听证规定》", ("doc_no", "branch"), "hearing"),
    A.HEAR: Kind("《自然资源听证规定》", ("applied_on", "notice_on")),
    A.WAIVE: Kind("《自然资源听证规定》"),
    A.APPROVE: Kind(f"{LAW}第十四条；平龙政办〔2022〕50号 二（二）3", ("doc_no", "authority"), is_decision=True),
    A.LEVY: Kind(f"{LAW}第十四条（一）；平龙政办〔2022〕50号 二（二）3", ("doc_no", "rate"), "levy", is_decision=True),
    A.TAKE_BACK: Kind(f"{LAW}第十四条（二）；平龙政办〔2022〕50号 二（二）3", ("doc_no",), "take_back", is_decision=True),
    A.PAY: Kind(f"{LAW}第十六条；平龙政办〔2022〕50号 三 职责（十五）", ("doc_no", "amount")),
    A.DEREGISTER: Kind(f"{LAW}第十六、十八条", ("doc_no",)),
    A.REMEDY: Kind("《行政复议法》第二十条；《行政诉讼法》第四十六条", ("outcome",), outcomes=(R.EXPIRED, R.UPHELD, R.QUASHED)),
    A.APPLY: Kind("《行政强制法》第五十三条；驻政办〔2021〕19号 三 职责（法院）", ("doc_no", "authority")),
    A.RULE: Kind("驻政办〔2021〕19号 三 职责（法院）", ("doc_no", "outcome"), outcomes=(R.GRANTED, R.DENIED)),
    A.EXECUTE: Kind("驻政办〔2021〕19号 三 职责（法院）", ("doc_no",)),
    A.CLOSE: Kind("本系统的约定：程序要有结果才结束", ("doc_no", "outcome"), is_decision=True,
                  outcomes=(R.SETTLED, R.BEGUN, R.NOT_IDLE, R.QUASHED, R.DENIED, R.OTHER)),
}

STEPS: dict[tuple[IdleState, IdleAction], IdleState] = {
    (S.OPENED, A.NOTIFY): S.NOTIFIED,
    (S.NOTIFIED, A.EXPLAIN): S.NOTIFIED,
    (S.NOTIFIED, A.INVESTIGATE): S.INVESTIGATED,
    (S.INVESTIGATED, A.FIND): S.FOUND,
    (S.FOUND, A.CONSULT): S.CONSULTED,
    (S.FOUND, A.TELL): S.TOLD,
    (S.TOLD, A.HEAR): S.HEARD,
    (S.TOLD, A.WAIVE): S.HEARD,
    (S.HEARD, A.APPROVE): S.APPROVED,
    (S.APPROVED, A.LEVY): S.DECIDED,
    (S.APPROVED, A.TAKE_BACK): S.DECIDED,
    (S.DECIDED, A.PAY): S.SETTLED,
    (S.DECIDED, A.DEREGISTER): S.SETTLED,
    (S.DECIDED, A.REMEDY): S.REMEDIED,
    (S.REMEDIED, A.PAY): S.SETTLED,
    (S.REMEDIED, A.DEREGISTER): S.SETTLED,
    (S.REMEDIED, A.APPLY): S.APPLIED,
    (S.APPLIED, A.RULE): S.RULED,
    (S.RULED, A.EXECUTE): S.SETTLED,
    **{(state, A.CLOSE): S.CLOSED for state in S if state != S.CLOSED},
}
# which decision which branch leads to, and how it is fulfilled
OF_BRANCH = {A.LEVY: IdleBranch.FEE, A.PAY: IdleBranch.FEE, A.TAKE_BACK: IdleBranch.TAKE, A.DEREGISTER: IdleBranch.TAKE}
DECISIONS = (A.LEVY, A.TAKE_BACK)


@dataclass(frozen=True)
class Done:
    """办过的一步, as the rules read it."""

    action: str
    on: date
    doc_no: str = ""
    delivered_on: date | None = None
    outcome: str = ""
    amount: Decimal | None = None

    @property
    def label(self) -> str:
        return IdleAction(self.action).label


@dataclass(frozen=True)
class Story:
    """一个程序到现在: its steps in order, and what the ledger knows of the land."""

    state: str
    found_on: date  # 发现日
    steps: tuple[Done, ...] = ()
    branch: str = ""
    cause: str = ""  # of the finding
    is_begun: bool = False
    full: dict[int, date | None] | None = None  # years -> 满一年、满两年之日
    price: Decimal | None = None

    def last(self, *actions: str) -> Done | None:
        """The latest of these steps."""
        return next((done for done in reversed(self.steps) if done.action in actions), None)

    @property
    def decision(self) -> Done | None:
        return self.last(*DECISIONS)

    @property
    def outgoing(self) -> Done | None:
        """最后一件要送达的."""
        return next((done for done in reversed(self.steps) if KINDS[IdleAction(done.action)].goes_out), None)

    @property
    def by_enterprise(self) -> bool:
        """可以收费、收回的: caused by the enterprise, and not begun; land begun but short of its share goes by 第十二条."""
        return self.cause == Cause.ENTERPRISE and not self.is_begun


def next_state(state: str, action: str) -> IdleState:
    """下一个状态. Raises Conflict when the step does not exist here."""
    found = STEPS.get((IdleState(state), IdleAction(action)))
    if found is None:
        raise Conflict(f"程序现在是“{IdleState(state).label}”，不能办“{IdleAction(action).label}”。请刷新页面看现在可办的。", code="wrong_state")
    return found


def offered(story: Story) -> list[IdleAction]:
    """现在可办的步骤: by the table, the cause and the branch."""
    found = [action for state, action in STEPS if state == story.state]
    wrong = {A.TELL} if not story.by_enterprise else set()
    wrong |= {action for action, branch in OF_BRANCH.items() if branch != story.branch}
    return [action for action in found if action not in wrong]
