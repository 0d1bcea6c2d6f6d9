"""查一期特有的内容: assessment, proposals and findings of each, the printed annexes of a stage, the tasks of a quarter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from landplan.lib.actors import system_actor
from tasks.choices import TableKey
from tasks.selectors.annex_progress import progress_of
from tasks.selectors.annexes import annex as annex_of
from tasks.selectors.system_figures import Key, figures_on
from tasks.selectors.work_tasks import counts_of, task_lines
from tasks.tables import Paper, PaperCell, paper_of

from ..choices import PeriodKind
from ..rules.period import PeriodSheet
from .assessments import assessment_data
from .periods import Period
from .unit_ranking import has_units, unit_data

_KEYS = (TableKey.ANNEX2, TableKey.ANNEX3)  # 四（三）: 统计表（详见附件2、3）


def extra_of(period: Period, sheet: PeriodSheet, moment: datetime) -> dict:
    """Canonical content, in the open territory of the whole plan: what was assessed, of a stage the annexes, of a quarter the tasks
    and, in a county's own plan, the ranking of its units."""
    found = {"assessment": assessment_data(period, sheet)}
    if period.kind == PeriodKind.STAGE:
        found["annexes"] = _annexes(period, sheet.head["basis"])
    elif period.kind == PeriodKind.QUARTERLY:
        found["tasks"] = _tasks(period, min(moment, period.until))
    if has_units(period):
        found["units"] = unit_data(period, sheet.head["basis"])
    return found


def stated_of(period: Period) -> dict[Key, Decimal]:
    """部系统数 of the last day of a period, by county, class and part."""
    return {key: one.area for key, one in figures_on(period.plan, [period.until_on]).get(period.until_on, {}).items()}


def _tasks(period: Period, moment: datetime) -> dict:
    """任务通报: every task of the plan with its lead, state and days late as of the end of the quarter (or now), and how many of each."""
    lines = task_lines(period.plan, system_actor(), moment)
    rows = [{"number": one.task.number, "title": one.task.title, "lead": one.lead.printed + ("（推定）" if one.task.is_lead_inferred else ""),
             "due": "、".join(f"{line.milestone.due_on or '未规定'}" for line in one.lines) or "未规定", "state": one.group.label, "late": one.late}
            for one in lines]
    return {"rows": rows, "counts": [[group.label, count] for group, count in counts_of(lines)]}


def _annexes(period: Period, basis: str) -> list[dict]:
    """附件2、3 as issued with the progress filled in: the ministry's figure of the stage's day first, else the accepted one."""
    stated, found = stated_of(period), []
    for key in _KEYS:
        annex = annex_of(period.plan, key, period.until)
        if annex:
            progress = progress_of(period.plan, annex, period.until, basis, actor=system_actor(), stated=stated)
            found.append(_as_data(paper_of(annex, progress)))
    return found


def _as_data(paper: Paper) -> dict:
    return {"key": paper.key, "title": paper.title, "above": [list(one) for one in paper.above],
            "head": [[[cell.text, cell.rows, cell.cols] for cell in line] for line in paper.head],
            "rows": [[_cell(cell) for cell in line] for line in paper.rows], "sums": paper.sums}


def _cell(cell: PaperCell) -> list[str | None]:
    """[kind, what it is, its exact text]: a number stays a number."""
    if cell.value is None:
        return [cell.kind, None, None]
    kind = "text" if isinstance(cell.value, str) else "ratio" if isinstance(cell.value, Fraction) else "number"
    return [cell.kind, kind, str(cell.value)]


def value_of(kind: str | None, text: str | None) -> str | Decimal | Fraction | None:
    """The value of a kept cell."""
    return None if text is None else text if kind == "text" else Fraction(text) if kind == "ratio" else Decimal(text)
