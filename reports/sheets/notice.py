"""通报的 Word: GB/T 9704 text, the landscape annex, 版记 - made of the frozen content and the words of its issue alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from landplan.lib.official import (
    BODY,
    HEADING,
    SIZE,
    TITLE,
    Colophon,
    add_colophon,
    add_draft_mark,
    add_line,
    add_table,
    as_bytes,
    day_words,
    landscape,
    portrait,
)
from parcels.documents.word import fill, names_alone, put_in_place
from tasks.choices import TableKey

from ..rules.notice import NAMES, Notice, moment_words, notice_of, task_rows
from ..rules.period import COMBINED, PeriodRow, PeriodSheet, area_words, move_words
from ..rules.sheet import CLASSES
from ..rules.units import ranking_of
from .stage import annex_note, annexes_of, cell_text, paper_head
from .units import units_head, units_rows

TASK_HEADS = ("编号", "任务", "牵头单位", "时限", "情形", "逾期（天）")
_MARK = "\ue000"  # of private use: no text of people holds it
_FORM_SIZES = {TableKey.ANNEX3: 7}  # 20 columns on one page
_SHORT = {"unsupplied": "批而未供", "idle": "闲置", "inefficient": "低效工业用地"}


@dataclass(frozen=True)
class Issue:
    """发文的要素: `doc_no` and the days are empty in a draft."""

    issuer: str
    recipients: str
    doc_no: str = ""
    dated_on: date | None = None
    printed_on: date | None = None
    organizer: str = ""
    supervisor: str = ""
    copied: str = ""
    printer: str = ""

    @property
    def is_draft(self) -> bool:
        return self.dated_on is None


def notice_file(sheet: PeriodSheet, issue: Issue, template: bytes) -> bytes:
    """通报 as the bytes of a docx file: the letter as the template has it, the tables, 版记; without its day a draft, marked 送审稿."""
    notice = notice_of(sheet)
    document = _letter(sheet, issue, notice, template)
    if issue.is_draft:
        add_draft_mark(document)
    _annex(document, sheet, notice)
    _foot(document, issue)
    return as_bytes(document, notice.title)


def _letter(sheet: PeriodSheet, issue: Issue, notice: Notice, template: bytes):
    """The template with its placeholders filled; a line that has nothing to say is left out."""
    words = {"标题": notice.title, "文号": issue.doc_no, "主送": issue.recipients, "引言": notice.opening.text, "发文机关": issue.issuer,
             "成文日期": day_words(issue.dated_on) if issue.dated_on else "　年　月　日", "地区": sheet.head["region"], "期": sheet.head["label"],
             "数据截止": moment_words(sheet.head["until"])}
    blocks = {"正文": _sections, "附件说明": _annex_note}
    alone = [name for name in names_alone(template) if name in blocks or not words[name]]
    document = Document(BytesIO(fill(template, words | dict.fromkeys(blocks, "") | {name: _MARK + name for name in alone})))
    for name in alone:
        put_in_place(document, _MARK + name, partial(blocks.get(name, _nothing), document, notice))
    return document


def _nothing(document, notice: Notice) -> None:
    """For a line that is left out."""


def _sections(document, notice: Notice) -> None:
    for section in notice.sections:
        add_line(document, section.heading, font=HEADING).paragraph_format.keep_with_next = True
        for paragraph in section.paragraphs:
            add_line(document, "".join(one.text for one in paragraph))


def notice_name(sheet: PeriodSheet, issue: Issue) -> str:
    """文件名: 2021年9月通报.docx, with edition and mark."""
    edition = sheet.head.get("edition") or 0
    return f"{sheet.head['name']}{f'_第{edition}版' if edition > 1 else ''}{'_送审稿' if issue.is_draft else ''}.docx"


def _annex_note(document, notice: Notice) -> None:
    """附件说明: below the text, on the page of the signature; a second line begins under the first word of the name (GB/T 9704 7.3.4)."""
    is_numbered = len(notice.annexes) > 1
    name_at = 2 + 3 + 1.5 * is_numbered  # characters: the indent, 附件：, the number
    for n, name in enumerate(notice.annexes, 1):
        line = add_line(document, f"{'附件：' if n == 1 else ''}{f'{n}.{chr(9)}' if is_numbered else ''}{name}")
        shape = line.paragraph_format
        shape.keep_with_next, shape.left_indent = True, Pt(SIZE * name_at)
        shape.first_line_indent = Pt(SIZE * ((2 if n == 1 else 5) - name_at))


def _annex(document, sheet: PeriodSheet, notice: Notice) -> None:
    """附件, each on landscape pages of its own: the ranking, the issued forms of a stage, the tasks of a quarter."""
    head, widths = table_head(sheet)
    _annex_page(document, notice, 0, f"数据截止：{moment_words(sheet.head['until'])}　　单位：亩")
    add_table(document, head, [table_row(sheet, row) for row in [*sheet.rows, sheet.total]], widths, size=8.5, bold_last=True)
    for note in sheet.footnotes:
        add_line(document, note, size=10, indent=False)
    papers = annexes_of(sheet)
    for n, paper in enumerate(papers, 1):
        _annex_page(document, notice, n, "　　".join(text for pair in paper.above for text in pair if text))
        head, widths = paper_head(paper)
        add_table(document, head, [[cell_text(cell) for cell in row] for row in paper.rows], widths, size=_FORM_SIZES.get(paper.key, 8.5),
                  bold_last=paper.sums[-1])
        add_line(document, annex_note(sheet), size=10, indent=False)
    ranking = ranking_of(sheet)
    if ranking:
        _annex_page(document, notice, len(papers) + 1, f"数据截止：{moment_words(sheet.head['until'])}　　单位：亩")
        head, widths = units_head(ranking)
        add_table(document, head, units_rows(ranking), widths, size=8.5 if len(widths) > 13 else 10, bold_last=True)
        for notes in (ranking.notes, [f"{one.name}：{one.why}" for one in ranking.strays]):
            if notes:
                add_line(document, f"{'。'.join(notes)}。", size=10, indent=False)
    if task_rows(sheet):
        _annex_page(document, notice, len(papers) + 1 + bool(ranking), "")
        add_table(document, [[(name, 1, 1) for name in TASK_HEADS]], [task_texts(one) for one in task_rows(sheet)], (22, 92, 62, 36, 22, 18), size=10)


def _annex_page(document, notice: Notice, n: int, above: str) -> None:
    """A landscape page with its number, its title and the line above the table."""
    landscape(document)
    add_line(document, f"附件{n + 1}" if len(notice.annexes) > 1 else "附件", font=HEADING, indent=False)
    add_line(document, notice.annexes[n], font=TITLE, size=18, align=WD_ALIGN_PARAGRAPH.CENTER)
    if above:
        add_line(document, above, font=BODY, size=12, align=WD_ALIGN_PARAGRAPH.RIGHT)


def table_head(sheet: PeriodSheet) -> tuple[list[list[tuple[str, int, int]]], list[float]]:
    """表头 (text, rows, columns) and widths in mm; without quotas neither rates nor ranks."""
    if not sheet.has_quotas:
        first = [("县 区", 2, 1), *((NAMES[one], 1, 2) for one in (*CLASSES, COMBINED))]
        return [first, [(name, 1, 1) for _ in range(4) for name in ("本期处置", "累计处置")]], [29, *[28] * 8]
    first = [("县 区", 2, 1), *((_SHORT[one], 1, 4) for one in CLASSES), (NAMES[COMBINED], 1, 4)]
    names = [name for _ in CLASSES for name in ("任务量", "累计处置", "完成率", "名次")] + ["本期处置", "完成率", "名次", "较上期"]
    return [first, [(name, 1, 1) for name in names]], [16, *[13, 17, 16, 13] * 3, 17, 16, 13, 14]


def table_row(sheet: PeriodSheet, row: PeriodRow) -> list[str]:
    """一行 in words."""
    if not sheet.has_quotas:
        return [row.label, *(area_words(value) for one in (*CLASSES, COMBINED) for value in (row.amount(one), row.pair(one)[0]))]
    found = [row.label]
    for one in CLASSES:
        quota = row.quotas.get(one)
        found += ["" if quota is None else f"{quota.normalize():f}", area_words(row.decides(one)), row.rates[one], row.ranks.get(one, "")]
    return [*found, area_words(row.amount(COMBINED)), row.rates[COMBINED], row.ranks.get(COMBINED, ""), move_words(row.moves.get(COMBINED))]


def task_texts(one: dict) -> list[str]:
    """一项任务 in words; a task that is not late has no days."""
    return [one["number"], one["title"], one["lead"], one["due"], one["state"], str(one["late"] or "")]


def _foot(document, issue: Issue) -> None:
    words = Colophon(issue.organizer, issue.supervisor, issue.copied, issue.printer, day_words(issue.printed_on) if issue.printed_on else "")
    if any((words.organizer, words.supervisor, words.copied, words.printer)):
        portrait(document)
        add_colophon(document, words)
