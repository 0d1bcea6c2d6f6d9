"""通报的文字: built from the frozen figures alone; every sentence carries the figures that it was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from landplan.lib.numbers import half_up
from tasks.choices import QuotaClass

from .period import COMBINED, NO_DATA, PeriodRow, PeriodSheet, ranked
from .returns import area
from .sheet import CLASSES
from .units import NO_TABLE, ranking_of
from .units import title_of as units_title

NAMES = {QuotaClass.UNSUPPLIED.value: "批而未供土地", QuotaClass.IDLE.value: "闲置土地", QuotaClass.INEFFICIENT.value: "低效工业用地",
         COMBINED: "三类合并"}
_ORDINALS = "一二三四五六七八九"
_MANY = 3  # how many of the first and of the last are named


@dataclass(frozen=True)
class Source:
    """一个数的来源: where it stands in the frozen content, and its exact value."""

    where: str
    value: str
    code: str = ""
    key: str = ""


@dataclass(frozen=True)
class Sentence:
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: list[list[Sentence]] = field(default_factory=list)


@dataclass(frozen=True)
class Notice:
    """通报: title, opening, sections, names of the annexes."""

    title: str
    opening: Sentence
    sections: list[Section]
    annexes: list[str]

    @property
    def sentences(self) -> list[Sentence]:
        return [self.opening, *(one for section in self.sections for paragraph in section.paragraphs for one in paragraph)]


class _Teller:
    """Writes one sentence: each figure that is put into it is remembered with its place."""

    def __init__(self) -> None:
        self.sources: list[Source] = []

    def area(self, row: PeriodRow, key: str, what: str) -> str:
        """亩, two decimals (任务量 as printed)."""
        value = _value(row, key, what)
        nothing = "—" if what == "quota" else NO_DATA
        self._note(row, key, what, nothing if value is None else str(value))
        if value is None:
            return nothing
        return f"{value.normalize():f}亩" if what == "quota" else f"{area(value)}亩"

    def word(self, row: PeriodRow, key: str, what: str) -> str:
        """完成率、名次 as frozen."""
        text = {"rate": row.rates, "rank": row.ranks, "rank_before": row.ranks_before}[what].get(key, "—")
        self._note(row, key, what, text)
        return text

    def move(self, row: PeriodRow, key: str) -> str:
        """升降几位."""
        steps = row.moves[key]
        self.word(row, key, "rank")
        self.word(row, key, "rank_before")
        return f"{row.label}{'上升' if steps > 0 else '下降'}{abs(steps)}位"

    def _note(self, row: PeriodRow, key: str, what: str, value: str) -> None:
        self.sources.append(Source(f"{row.label} · {NAMES[key]} · {_WHAT[what]}", value, row.code, key))

    def say(self, text: str) -> Sentence:
        said, self.sources = Sentence(text, tuple(self.sources)), []
        return said


_WHAT = {"quota": "下达任务量", "done": "累计处置", "amount": "本期处置", "rate": "完成率", "rank": "名次", "rank_before": "上期名次",
         "short": "距阶段目标"}


def _value(row: PeriodRow, key: str, what: str) -> Decimal | None:
    if what == "amount":
        return row.amount(key)
    return row.short.get(key) if what == "short" else row.pair(key)[what == "quota"]


def notice_of(sheet: PeriodSheet) -> Notice:
    """通报的全文 of a period."""
    head = sheet.head
    parts = [("总体进展", _whole(sheet))]
    if sheet.has_quotas:
        parts += [("排名情况", [] if ranking_of(sheet) else _ranking(sheet)), ("距阶段目标", _goals(sheet))]
    parts += [("单位排名情况", _units(sheet))]
    parts += [("任务完成情况", _tasks(sheet)), ("评估情况", _assessed(sheet)), ("更正情况", _corrections(sheet)), ("数的说明", _explained(sheet))]
    sections = [Section(f"{_ORDINALS[n]}、{name}", paragraphs) for n, (name, paragraphs) in enumerate(
        [part for part in parts if part[1]])]
    where = f"《{head['plan_title']}》（{head['plan']}）{head['section']}"
    opening = Sentence(f"按照{where}要求，现将{head['region']}{head['label']}批而未用土地处置进展情况通报如下：")
    edition = "（更正版）" if head.get("edition", 0) > 1 else ""
    return Notice(f"关于{head['label']}批而未用土地盘活利用进展情况的通报{edition}", opening, sections,
                  [f"{head['region']}{head['label']}批而未用土地处置进展{'及排名' if sheet.has_quotas else ''}表",
                   *(one["title"] for one in sheet.extra.get("annexes", [])),
                   *([units_title(sheet)] if ranking_of(sheet) else []),
                   *([f"{head['label']}工作任务完成情况表"] if task_rows(sheet) else [])])


def _whole(sheet: PeriodSheet) -> list[list[Sentence]]:
    told, total, until = _Teller(), sheet.total, moment_words(sheet.head["until"])
    one = [told.say(f"截至{until}，全{_unit(sheet)}三类土地" + _done(told, total, COMBINED) + "。")]
    one += [told.say(f"{'其中，' if n == 0 else ''}{NAMES[key]}{_done(told, total, key)}。") for n, key in enumerate(CLASSES)]
    each = "、".join(f"{NAMES[key]}{told.area(total, key, 'amount')}" for key in CLASSES)
    two = [told.say(f"本期（{moment_words(sheet.head['after'])}以后至{until}）处置{told.area(total, COMBINED, 'amount')}，其中{each}。")]
    stated = [row for row in sheet.rows if any(value is not None for value in row.system.values())]
    if stated:
        for row in stated:
            for key in CLASSES:
                if row.system.get(key) is not None:
                    told.area(row, key, "done")
        two.append(told.say(f"{len(stated)}个县区有部监测监管系统数，其结果以部监测监管系统统计为准。"))
    return [one, two]


def _done(told: _Teller, row: PeriodRow, key: str) -> str:
    quota = row.pair(key)[1]
    lead = f"下达任务量{told.area(row, key, 'quota')}，" if quota else ""
    return f"{lead}累计处置{told.area(row, key, 'done')}" + (f"，完成率{told.word(row, key, 'rate')}" if quota else "")


def _units(sheet: PeriodSheet) -> list[list[Sentence]]:
    """单位、街道办事处 of a county's own plan; what is only proposed is not told."""
    ranking = ranking_of(sheet)
    if ranking is None:
        return []
    if not ranking.has_quotas:
        return [[Sentence(f"{NO_TABLE}。")]]
    found = _ranked_words([one.row for one in ranking.rows])
    return [*found, [Sentence(f"各单位任务量照{ranking.table}，面积按宗地的责任单位计算。")]]


def _ranking(sheet: PeriodSheet) -> list[list[Sentence]]:
    return _ranked_words(sheet.rows)


def _ranked_words(of: list[PeriodRow]) -> list[list[Sentence]]:
    told, found = _Teller(), []
    for key in (COMBINED, *CLASSES):
        rows = ranked(of, key)
        if not rows:
            continue
        first, last = rows[:_MANY], rows[_MANY:][-_MANY:]
        words = [f"{NAMES[key]}完成率排名靠前的是：{_named(told, first, key)}"]
        if last:
            words.append(f"排名靠后的是：{_named(told, last, key)}")
        paragraph = [told.say("；".join(words) + "。")]
        for up, word in ((True, "上升"), (False, "下降")) if key == COMBINED else ():  # the classes stand in the table
            moved = [row for row in rows if row.moves.get(key) and (row.moves[key] > 0) == up]
            if moved:
                paragraph.append(told.say(f"与上期相比，名次{word}的有：{'、'.join(told.move(row, key) for row in moved)}。"))
        found.append(paragraph)
    return found


def _named(told: _Teller, rows: list[PeriodRow], key: str) -> str:
    found = []
    for row in rows:
        place = told.word(row, key, "rank")
        shared = "并列" if place.startswith("并列") else ""
        found.append(f"{row.label}（{shared}第{place.removeprefix('并列')}，{told.word(row, key, 'rate')}）")
    return "、".join(found)


def _goals(sheet: PeriodSheet) -> list[list[Sentence]]:
    told, found = _Teller(), []
    for key in CLASSES:
        goal, rows = sheet.goal(key), [row for row in sheet.rows if row.quotas.get(key)]
        if goal is None or not rows:
            continue
        day = date.fromisoformat(goal["due_on"])
        for row in rows:
            told.area(row, key, "short")
        text = f"{NAMES[key]}{day.year}年{day.month}月{day.day}日前应完成任务量的{goal['percent'].normalize():f}%，{_reached(told, rows, key)}。"
        found.append([told.say(text)])
    return found


def _reached(told: _Teller, rows: list[PeriodRow], key: str) -> str:
    """Of those with a quota: who reached the goal, who did not and by how much, of whom nothing is known - which is not 0."""
    unknown = [row.label for row in rows if row.short.get(key) is None]
    behind = [row for row in rows if row.short.get(key)]
    reached, many = len(rows) - len(unknown) - len(behind), f"{len(rows)}个有任务的县区"
    named = "、".join(f"{row.label}（差{told.area(row, key, 'short')}）" for row in behind)
    without = f"{len(unknown)}个无数据（台账里还没有宗地）：{'、'.join(unknown)}"
    if len(unknown) == len(rows):
        return f"{many}都无数据，台账里还没有宗地"
    if unknown:
        parts = [f"{reached}个已达到"] * bool(reached) + [f"{len(behind)}个未达到：{named}"] * bool(behind) + [without]
        return f"{many}中{'；'.join(parts)}"
    if not behind:
        return f"{many}全部达到"
    return f"{many}中{reached}个已达到，未达到的有：{named}" if reached else f"{many}都没有达到：{named}"


def task_rows(sheet: PeriodSheet) -> list[dict]:
    """工作任务 of a quarter; none where the plan has no list of tasks."""
    return sheet.extra.get("tasks", {}).get("rows", [])


def _tasks(sheet: PeriodSheet) -> list[list[Sentence]]:
    """How many tasks stand how, and which are late with their lead."""
    rows = task_rows(sheet)
    if not rows:
        return []
    counts = [(label, count) for label, count in sheet.extra["tasks"]["counts"] if count]
    found = [Sentence(f"方案的{len(rows)}项工作任务中，{'、'.join(f'{label}{count}项' for label, count in counts)}。",
                      tuple(Source(f"工作任务 · {label}", str(count)) for label, count in counts))]
    late = [one for one in rows if one["late"]]
    if late:
        found.append(Sentence("逾期的有：" + "、".join(f"{one['title']}（{one['lead']}，逾期{one['late']}天）" for one in late) + "。",
                              tuple(Source(f"任务 {one['number']} · 逾期天数", str(one["late"])) for one in late)))
    return [found]


def _assessed(sheet: PeriodSheet) -> list[list[Sentence]]:
    """评估: the headings, each county's marks and score, and what was decided with its document. Proposals are not told."""
    data = sheet.extra.get("assessment", {})
    marked = [one for one in data.get("marks", []) if any(one["marks"])]
    names = [one["name"] for one in data.get("headings", [])]
    found = []
    if marked:
        lines = [Sentence(f"按{'、'.join(names)}开展评估。")]
        for one in marked:
            said = "、".join(f"{name}{mark}分" for name, mark in zip(names, one["marks"], strict=True) if mark)
            whole = f"，总分{one['score']}分，第{one['place'].removeprefix('并列')}名" if one["score"] != "—" else ""
            sources = [Source(f"{one['label']} · {name} · 得分", mark) for name, mark in zip(names, one["marks"], strict=True) if mark]
            lines.append(Sentence(f"{one['label']}：{said}{whole}。", (*sources, Source(f"{one['label']} · 总分", one["score"]))))
        found.append(lines)
    decided = [one for one in data.get("marks", []) if one["action"]]
    if decided:
        found.append([Sentence("、".join(f"{one['label']}{one['action']}（{one['doc_no']}）" for one in decided) + "。",
                               tuple(Source(f"{one['label']} · 奖惩", f"{one['action']} {one['doc_no']}") for one in decided))])
    return found


def _corrections(sheet: PeriodSheet) -> list[list[Sentence]]:
    """Every correction in the period, in words; an edition after the first says what it replaces."""
    found = []
    if sheet.head.get("edition", 0) > 1:
        old = sheet.editions[-2]
        found.append([Sentence(f"本通报为第{sheet.head['edition']}版，按更正后的数，替换第{old['edition']}版（校验码{old['sha256'][:12]}）："
                               f"{sheet.head['reason'].rstrip('。')}。")])
    lines = [Sentence(f"{one['region']}{NAMES[one['quota_class']]}{'增加' if one['area'] > 0 else '减少'}{half_up(abs(one['area']), 2)}亩"
                      f"（{one['reason']}）。", (Source(f"更正 第{one['entry']}笔入账", str(one["area"])),)) for one in sheet.corrections]
    return found + ([[Sentence("本期涉及以下更正："), *lines]] if lines else [])


def _explained(sheet: PeriodSheet) -> list[list[Sentence]]:
    basis = "按原报，即以当时验收入账的数为准" if sheet.head["basis"] == "recorded" else "按更正后，即把以后的更正归入所涉时段"
    text = [f"处置面积由{moment_words(sheet.head['until'])}以前验收的逐笔处置算出，{basis}。"]
    if sheet.has_quotas:
        text.append(f"任务量照{sheet.head['table']}印发数；完成率为累计处置面积除以下达任务量，按未舍入的数排名，相等的并列，没有任务量的不排名。")
    return [[Sentence(one) for one in text]]


def moment_words(text: str) -> str:
    """2021年9月24日18时; the end of a day is the day."""
    at = datetime.fromisoformat(text)
    day = f"{at.year}年{at.month}月{at.day}日"
    return day if (at.hour, at.minute) == (23, 59) else f"{day}{at.hour}时" + (f"{at.minute}分" if at.minute else "")


def _unit(sheet: PeriodSheet) -> str:
    return sheet.head["region"][-1]

