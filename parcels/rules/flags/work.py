"""办理的预警: deadlines, milestones, what falls due, papers, cases without a task force."""

from __future__ import annotations

from collections.abc import Iterator

from ...choices import Cause
from ..lawsuits import BASIS as CASES
from .base import SOON, Around, Flag, Land, Seen

_OWN = "天数是本系统的约定，文件没有写"
_HELD = frozenset({Cause.LITIGATION, Cause.SEIZED})
FLAGS = (
    Flag("deadline_passed", "处置时限已过", "完成时限 {on} 已过，宗地没有销号。", "方案和一宗一策定的时限", "bad"),
    Flag("deadline_soon", "处置时限快到", f"完成时限 {{on}}，在 {SOON} 天以内，宗地没有销号。", f"方案和一宗一策定的时限；{_OWN}"),
    Flag("milestone_late", "倒排节点逾期", "倒排节点“{detail}”应在 {on} 前办完，还没有办。", "一宗一策的倒排"),
    Flag("due_late", "到期事项逾期", "{detail}，{on} 已到期，还没有办结。", "处置要件里写明的期限", "bad"),
    Flag("due_soon", "到期事项快到", f"{{detail}}，{{on}} 到期，在 {SOON} 天以内。", f"处置要件里写明的期限；{_OWN}"),
    Flag("covenant_due", "监管协议到期未考核", "监管协议 {detail} 约定期限 {on} 已到，还没有考核。", "监管协议的约定期限", "bad"),
    Flag("papers_missing", "处置缺佐证", "{detail}缺措施要有的佐证材料。", "措施目录所列的佐证材料"),
    Flag("no_force", "没有工作专班", "{detail}。一案一专班，请登记牵头和成员。", CASES, "bad"),
)


def see(land: Land, around: Around, is_open: bool) -> Iterator[Seen]:
    """办理上看见的. Dues and covenants go on after the parcel is written off."""
    today, pk = around.today, land.id
    if due := around.dues.get(pk):
        yield Seen("due_late" if due.on < today else "due_soon", due.on, due.told)
    if covenant := around.covenants.get(pk):
        yield Seen("covenant_due", covenant.on, covenant.told)
    if not is_open:
        return
    if land.deadline_on is not None and land.deadline_on <= around.soon:
        yield Seen("deadline_passed" if land.deadline_on < today else "deadline_soon", land.deadline_on)
    if milestone := around.milestones.get(pk):
        yield Seen("milestone_late", milestone.on, milestone.told)
    if count := around.papers.get(pk):
        yield Seen("papers_missing", None, f"{count} 笔处置")
    if pk in around.cases:
        if around.cases[pk]:
            yield Seen("no_force", None, "有没有化解的案件没有登记专班")
    elif land.cause in _HELD:
        yield Seen("no_force", None, "形成原因是涉法涉诉或查封抵押，没有登记案件和专班")
