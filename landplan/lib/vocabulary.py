"""状态词: one word, one icon and one tone for every state that a page shows; the only place where they are paired."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Word(NamedTuple):
    """A state word: Chinese label, id of an icon in templates/_sprite.html, tone (go ok warn bad done void or '')."""

    label: str
    icon: str
    tone: str = ""


STATES: dict[str, dict[str, Word]] = {
    "disposal": {
        "draft": Word("草稿", "pen"),
        "submitted": Word("已上报，待审核", "send", "go"),
        "returned": Word("已退回", "back", "warn"),
        "verified": Word("已审核，待验收", "check", "go"),
        "accepted": Word("已验收", "checks", "ok"),
        "withdrawn": Word("已撤回", "back"),
        "voided": Word("已作废", "x", "void"),
    },
    "parcel": {
        "registered": Word("在册", "ring"),
        "partial": Word("部分处置", "half", "go"),
        "written_off": Word("已销号", "checks", "ok"),
        "relisted": Word("恢复在册", "turn", "warn"),
        "split": Word("已分割", "lock", "void"),
        "merged": Word("已合并", "lock", "void"),
    },
    "plan": {
        "proposed": Word("待批准", "clock", "go"),
        "approved": Word("现行", "checks", "ok"),
        "returned": Word("已退回", "back", "warn"),
        "replaced": Word("已替换", "turn"),
    },
    "reshape": {
        "proposed": Word("待批准", "clock", "go"),
        "approved": Word("已办成", "checks", "ok"),
        "returned": Word("已退回", "back", "warn"),
    },
    "planning": {
        "conforms": Word("符合", "check", "ok"),
        "conflicts": Word("冲突", "alert", "bad"),
        "unknown": Word("未核", "ring"),
    },
    "flag": {
        "backfilled": Word("补录", "save"),
        "lawsuit": Word("涉法", "law"),
        "paused": Word("停表中", "pause"),
        "relapse": Word("再次闲置风险", "alert", "bad"),
    },
    "week_return": {
        "awaited": Word("待报", "clock", "go"),
        "returned": Word("已报", "check", "ok"),
        "zero": Word("零报告", "check", "ok"),
        "late": Word("迟报", "clock", "warn"),
        "again": Word("待重报", "back", "warn"),
        "missing": Word("未报", "alert", "bad"),
    },
    "package": {
        "draft": Word("未报送", "ring"),
        "submitted": Word("已报送，待审核", "send", "go"),
        "returned": Word("已退回", "back", "warn"),
        "accepted": Word("已收下", "checks", "ok"),
    },
    "task": {
        "overdue": Word("已逾期", "alert", "bad"),
        "soon": Word("将到期", "clock", "warn"),
        "later": Word("未到期", "ring"),
        "past_at_issue": Word("印发时已过期", "clock", "warn"),
        "unset": Word("未规定", "ring"),
        "done": Word("已完成", "checks", "ok"),
    },
    "closing": {
        "proposed": Word("待确认", "clock", "go"),
        "confirmed": Word("已办结", "checks", "ok"),
        "returned": Word("已退回", "back", "warn"),
    },
    "progress": {
        "not_begun": Word("未启动", "ring"),
        "running": Word("进行中", "half", "go"),
        "stuck": Word("有困难", "alert", "warn"),
        "done": Word("本单位已完成", "check", "ok"),
    },
    "case": {
        "proposed": Word("待决定", "half", "warn"),
        "open": Word("执行中", "bell", "go"),
        "closed": Word("已办结", "checks", "ok"),
        "dropped": Word("不予采纳", "x"),
    },
    "publication": {
        "draft": Word("待审", "half", "warn"),
        "listed": Word("公布中", "check", "ok"),
        "removed": Word("已撤下", "x"),
    },
    "import": {
        "reading": Word("识别中", "ring", "go"),
        "mapping": Word("待对列", "pen", "warn"),
        "checking": Word("检查中", "ring", "go"),
        "faulty": Word("有错，没有导入", "alert", "bad"),
        "ready": Word("待确认", "half", "warn"),
        "applying": Word("导入中", "send", "go"),
        "done": Word("已导入", "checks", "ok"),
        "same": Word("没有可导入的", "equal"),
        "unreadable": Word("读不出来", "alert", "bad"),
        "broken": Word("没有办成", "alert", "bad"),
        "withdrawn": Word("已撤回", "back"),
    },
    "low_plan": {
        "draft": Word("起草中", "pen"),
        "applied": Word("已报批", "send", "go"),
        "returned": Word("已退回", "back", "warn"),
        "approved": Word("已批准", "check", "ok"),
        "published": Word("已公布", "checks", "ok"),
    },
    "application": {
        "applied": Word("待审核", "clock", "go"),
        "approved": Word("准予报批", "checks", "ok"),
        "refused": Word("不予报批", "x", "warn"),
    },
    "report": {
        "open": Word("汇总中", "ring", "go"),
        "frozen": Word("已定稿", "lock", "done"),
        "corrected": Word("已更正", "lock", "warn"),
    },
    "period": {
        "open": Word("进行中", "ring", "go"),
        "collecting": Word("收报核对", "clock", "go"),
        "checked": Word("已核对", "check", "ok"),
        "frozen": Word("已定稿", "lock", "done"),
        "published": Word("已通报", "send", "done"),
    },
    "unit_report": {
        "returned": Word("已报", "check", "ok"),
        "late": Word("迟报", "clock", "warn"),
        "missing": Word("未报", "alert", "warn"),
        "awaited": Word("待报", "ring"),
        "excused": Word("准予例外", "pause"),
        "none": Word("不用报", "ring"),
    },
    "correction": {
        "proposed": Word("待审核", "clock", "go"),
        "approved": Word("已更正", "check", "ok"),
        "refused": Word("不同意", "x", "warn"),
    },
    "target": {
        "reached": Word("已达", "check", "ok"),
        "no_data": Word("无数据", "ring"),
        "no_quota": Word("不可计算", "ring"),
        "waiting": Word("未确认", "ring"),
        "allowed": Word("可以办理", "check"),
    },
}

KINDS = {  # quota class or kind of land -> square key of the charts (批而未供 k1, 闲置 k2, 低效 k3)
    "unsupplied_all": "k1", "unexpropriated": "k1", "unsupplied": "k1", "used_unsupplied": "k1",
    "idle": "k2", "inefficient": "k3",
}
MARKS = {  # kind of figure -> (sign, class, title)
    "printed": ("印", "", "印发数：文件印发的数，不改动"),
    "derived": ("算", "is-calc", "测算数：由已验收处置实时算出"),
    "frozen": ("定", "is-froz", "定稿数：定稿时留存，不再变化"),
}
NAV_KEYS = {"工作台": "g w", "台账": "g l", "看板": "g k", "周报": "g b"}
WARN_DAYS = 7  # design: a deadline is amber from seven days before it


def state_word(thing: str, state: object) -> Word:
    """State word of `thing`; an unknown state is shown as it stands, without icon or colour."""
    code = str(getattr(state, "value", state)).lower()
    return STATES.get(thing, {}).get(code) or Word(str(getattr(state, "label", state)), "")


def deadline_word(due_on: date | None, today: date, done_on: date | None = None) -> Word:
    """期限: overdue from the day after `due_on`; work made up late stays amber, a missing date is red."""
    if due_on is None:
        return Word("未定", "alert", "bad")
    if done_on is not None:
        return Word("按期完成", "check", "ok") if done_on <= due_on else Word("逾期完成", "clock", "warn")
    left = (due_on - today).days
    if left < 0:
        return Word(f"逾期{-left}天", "alert", "bad")
    if left == 0:
        return Word("今日到期", "clock", "warn")
    return Word(f"剩{left}天", "clock", "warn") if left <= WARN_DAYS else Word(f"剩{left}天", "")
