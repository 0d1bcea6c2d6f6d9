"""领导小组一页简报: the state of a period on one page - four figures, a chart of the counties, what is short, who has not reported."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from struct import pack
from zlib import compress, crc32

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from landplan.lib.official import BODY, HEADING, add_line, add_table, add_title, as_bytes, new_paper

from ..rules.notice import NAMES, moment_words
from ..rules.period import COMBINED, PeriodRow, PeriodSheet, area_words, move_words, ranked
from ..rules.sheet import CLASSES
from ..rules.units import ranking_of
from ..selectors.period_units import AWAITED, MISSING, NONE

_SIZE = 11  # points: everything on one page
_NAMES = 8  # counties named in one sentence
_BARS = 14  # counties that the chart shows: the first and the last, when there are more
_WIDE, _HIGH, _SCALE = 840, 44, 120  # a bar in pixels; it ends at 120 %
_GROUND, _DONE, _REACHED, _MARK = (bytes.fromhex(colour) for colour in ("e3e8ed", "1f5582", "1d6340", "1c2530"))


def brief_file(sheet: PeriodSheet, issuer: str) -> bytes:
    """一页简报 as the bytes of a docx file."""
    title = f"{sheet.head['label']}批而未用土地盘活利用简报"
    document = new_paper(title)
    add_title(document, title)
    state = "" if sheet.head.get("edition") else "（未定稿）"
    _line(document, f"{issuer}　数据截止：{moment_words(sheet.head['until'])}{state}", align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "一、总数（亩）", font=HEADING)
    head = [[(name, 1, 1) for name in ("类别", "下达任务量", "本期处置", "累计处置", "完成率")]]
    add_table(document, head, [_total(sheet, key) for key in (*CLASSES, COMBINED)], (36, 30, 30, 30, 30), size=11)
    units = ranking_of(sheet)
    if units and units.has_quotas:  # a county's own plan: its units, not the one county
        _line(document, "二、单位、街道办事处排名（三类合并）", font=HEADING)
        _chart(document, ranked([one.row for one in units.rows], COMBINED), None, "单位")
    elif sheet.has_quotas:
        _places(document, sheet)
    _line(document, "三、收报" if sheet.has_quotas else "二、收报", font=HEADING)
    _line(document, _collected_words(sheet))
    return as_bytes(document, title)


def _collected_words(sheet: PeriodSheet) -> str:
    """谁没有报: before its day nobody is missing, but nobody has reported by that."""
    if all(one["state"] == NONE for one in sheet.collected):
        return "本期没有要县区报送的。"
    named = ((MISSING, "未报"), (AWAITED, "待报"))
    words = [f"{_named(names)}{word}" for names, word in (
        *(([one["label"] for one in sheet.collected if one["state"] == state], word) for state, word in named),
        ([one["label"] for one in sheet.collected if one["late"]], "有迟报")) if names]
    return f"{'；'.join(words)}。" if words else "没有未报、迟报的县区。"


def brief_name(sheet: PeriodSheet) -> str:
    """文件名."""
    return f"{sheet.head['name']}_简报{'' if sheet.head.get('edition') else '_未定稿'}.docx"


def _total(sheet: PeriodSheet, key: str) -> list[str]:
    done, quota = sheet.total.pair(key)
    return [NAMES[key], "—" if quota is None else f"{quota.normalize():f}",
            area_words(sheet.total.amount(key)), area_words(done), sheet.total.rates[key]]


def _places(document, sheet: PeriodSheet) -> None:
    """二、排名: the combined rates as a chart, and how many still lack something to the next goal."""
    shared = {goal["percent"] for goal in sheet.goals}  # all together have a goal only where the classes share one
    _line(document, "二、排名（三类合并）", font=HEADING)
    _chart(document, ranked(sheet.rows, COMBINED), shared.pop() if len(shared) == 1 else None, "县区")
    for n, key in enumerate(CLASSES):
        goal = sheet.goal(key)
        behind = [row.label for row in sheet.rows if row.short.get(key)]
        if goal:
            unknown = [row.label for row in sheet.rows if row.quotas.get(key) and row.short.get(key) is None]
            words = f"未达到的：{_named(behind)}。" if behind else "" if unknown else "有任务的县区都已达到。"
            words += f"无数据的：{_named(unknown)}。" if unknown else ""
            _line(document, f"{NAMES[key]}（{goal['due_on']}前{goal['percent'].normalize():f}%）：{words}", is_after_table=not n)


def _chart(document, rows: list[PeriodRow], goal: Decimal | None, who: str) -> None:
    """一县区 (or 单位) 一条, in the order of the ranks; the bars are drawn, the words stand beside them as text."""
    if len(rows) > _BARS:
        rows = [*rows[:_BARS // 2], *rows[-(_BARS // 2):]]
    words = f"至{_SCALE}%，细线100%{f'，粗线{goal.normalize():f}%' if goal else ''}"
    head = [[(name, 1, 1) for name in ("名次", who, words, "完成率", "较上期")]]
    texts = [[row.ranks[COMBINED], row.label, "", row.rates[COMBINED], move_words(row.moves.get(COMBINED)) or "—"] for row in rows]
    add_table(document, head, texts, (14, 30, 74, 22, 16), size=10)
    for row, line in zip(rows, document.tables[-1].rows[1:], strict=True):
        line.cells[2].paragraphs[0].add_run().add_picture(_bar(row, goal), width=Mm(70))


def _bar(row: PeriodRow, goal: Decimal | None) -> BytesIO:
    """一条 of the combined rate, with the lines of the goal and of 100 %."""
    done, quota = row.pair(COMBINED)
    rate = done * 100 / quota
    full = int(max(Decimal(0), min(rate, Decimal(_SCALE))) * _WIDE / _SCALE)
    dots = [_REACHED if goal and rate >= goal else _DONE] * full + [_GROUND] * (_WIDE - full)
    for percent, width in ((Decimal(100), 2), *([(goal, 6)] if goal else [])):
        place = min(int(percent * _WIDE / _SCALE), _WIDE - width)
        dots[place:place + width] = [_MARK] * width
    return _png(dots, _HIGH)


def _png(dots: list[bytes], high: int) -> BytesIO:
    """A picture whose lines are all the same (PNG, 8 bits, RGB); no library of pictures is needed for a bar."""
    def part(name: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + name + content + pack(">I", crc32(name + content))

    head = pack(">IIBBBBB", len(dots), high, 8, 2, 0, 0, 0)
    return BytesIO(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", compress((b"\0" + b"".join(dots)) * high)) + part(b"IEND", b""))


def _named(names: list[str]) -> str:
    """As many names as a line holds, and how many there are."""
    return "、".join(names[:_NAMES]) + (f"等 {len(names)} 个县区" if names[_NAMES:] else "")


def _line(document, text: str, *, font: str = BODY, align=None, is_after_table: bool = False) -> None:
    before = 4 if font == HEADING or is_after_table else 0
    line = add_line(document, text, font=font, size=_SIZE, align=align, indent=align is None, before=before)
    line.paragraph_format.line_spacing = 1.2
