"""公文: a Word file in the form of GB/T 9704—2012 - A4, margins 37/35/28/26 mm, 22 lines of 28 characters, fonts by name.

No font is shipped: the names stand in all four slots, so that WPS and Word take the named ones and a machine without them its own.
The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .excel import legal_text, same_bytes

TITLE, BODY, HEADING, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
LINE, SIZE, SMALL = 28.95, 16, 14  # points: a line, 三号, 四号
_GRID = {"w:type": "lines", "w:linePitch": "579"}  # 22 lines on 225 mm
# 28 characters of 16 pt on 156 mm need a quarter of a point less each; said to the characters, since LibreOffice spreads a character grid
_TIGHT = "-5"
_TEXT_HIGH = 637.8  # points: 225 mm
_COLOPHON = (98, 58)  # mm
_DRAFT = RGBColor(0xC0, 0x00, 0x00)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")  # in the order of the schema
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Colophon:
    """版记: 主办, 督办, 抄送, 印发机关 and 印发日期; what is empty has no line."""

    organizer: str = ""
    supervisor: str = ""
    copied: str = ""
    printer: str = ""
    printed_on: str = ""


def new_paper(title: str):
    """一份空的公文: page, grid, page numbers."""
    document = Document()
    document.core_properties.author, document.core_properties.title = "", title
    normal = document.styles["Normal"]
    normal.font.size = Pt(SIZE)
    set_face(normal.element.get_or_add_rPr(), BODY)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    return document


def on_grid(document) -> None:
    """版心: the grid of lines and characters, and page numbers — 1 — below it, outside: right on odd pages, left on even ones."""
    section = document.sections[0]
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    for name, value in _GRID.items():
        grid.set(qn(name), value)
    section._sectPr.append(grid)
    section.footer_distance = Mm(23)  # 7 mm below the text
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def add_line(document, text: str, *, font: str = BODY, size: float = SIZE, align=None, indent: bool = True, right: float = 0, before: float = 0,
             after: float = 0, is_bold: bool = False):
    """一行: justified and indented by two characters, unless told otherwise; `right` characters free at the right end."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE if size < 20 else 36)
    if right:
        paragraph.alignment, shape.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(size * right)
    elif align is not None:
        paragraph.alignment = align
    elif indent:
        paragraph.alignment, shape.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(size * 2)
    run = _run(paragraph, text, font, size, is_bold=is_bold)
    if size == SIZE:
        tight = OxmlElement("w:spacing")
        tight.set(qn("w:val"), _TIGHT)
        run._element.rPr.insert_element_before(tight, "w:w", "w:kern", "w:position", "w:sz")
    return paragraph


def add_draft_mark(document) -> None:
    """送审稿: a red line on top of the first page."""
    paragraph = add_line(document, "送审稿", font=HEADING, indent=False)
    paragraph.runs[0].font.color.rgb = _DRAFT
    document.element.body.insert(0, paragraph._p)


def add_title(document, text: str) -> None:
    """标题: 二号小标宋, centred, one line free below."""
    add_line(document, text, font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER, after=LINE)


def add_signature(document, issuer: str, day: str) -> None:
    """署名与成文日期: never alone on a page, the day four characters from the right."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    for text, right in (("", 0), (issuer, 4), (day, 4)):
        paragraph = add_line(document, text, right=right, indent=False)
        paragraph.paragraph_format.keep_with_next = text != day


def landscape(document) -> None:
    """横向的另面: for wide tables."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(26), Mm(28), Mm(22), Mm(22)
    section.footer_distance = Mm(16)


def portrait(document) -> None:
    """纵向的另面."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.footer_distance = Mm(23)


def add_table(document, head: Sequence[Sequence[tuple[str, int, int]]], rows: Sequence[Sequence[str]], widths: Sequence[float], *, size: float = 9,
              bold_last: bool = False) -> None:
    """表: a head of (text, rows, columns) cells that repeats on every page, rows of texts, widths in mm. Rows are not torn apart."""
    table = document.add_table(rows=len(head) + len(rows), cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table, dict.fromkeys(_SIDES, "4"))  # by itself: an edited template need not hold the style of tables
    _narrow_cells(table)
    for n, width in enumerate(widths):
        table.columns[n].width = Mm(width)
    taken: set[tuple[int, int]] = set()
    for i, cells in enumerate(head):
        at = 0
        for text, deep, wide in cells:
            while (i, at) in taken:
                at += 1
            taken |= {(i + r, at + c) for r in range(deep) for c in range(wide)}
            cell = table.cell(i, at)
            if deep > 1 or wide > 1:
                cell = cell.merge(table.cell(i + deep - 1, at + wide - 1))
            _cell(cell, text, HEADING, size)
            at += wide
        _mark_row(table.rows[i], is_head=True)
    for i, texts in enumerate(rows, len(head)):
        _mark_row(table.rows[i])
        for cell, text in zip(table.rows[i].cells, texts, strict=True):
            _cell(cell, text, SONG, size, is_bold=bold_last and i == len(head) + len(rows) - 1)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def add_colophon(document, words: Colophon) -> None:
    """版记 at the foot of the last page: thick first and last lines (0.35 mm), thin ones between (0.25 mm), 四号."""
    lines = []
    if words.organizer or words.supervisor:
        lines.append("　".join(f"{name}：{value}" for name, value in (("主办", words.organizer), ("督办", words.supervisor)) if value))
    if words.copied:
        lines.append(f"抄送：{words.copied}")
    if words.printer or words.printed_on:
        lines.append((words.printer, f"{words.printed_on}印发" if words.printed_on else ""))
    if not lines:
        return
    _push_down(document, lines)
    table = document.add_table(rows=len(lines), cols=2)
    table.autofit = False
    for column, width in zip(table.columns, _COLOPHON, strict=True):
        column.width = Mm(width)
    for row, line in zip(table.rows, lines, strict=True):
        left, right = row.cells
        if isinstance(line, str):
            _cell(left.merge(right), line, BODY, SMALL, align=WD_ALIGN_PARAGRAPH.LEFT, indent=SMALL)
            row.cells[0].width = Mm(sum(_COLOPHON))
        else:
            for cell, text, width, align in zip((left, right), line, _COLOPHON, (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT), strict=True):
                _cell(cell, text, BODY, SMALL, align=align, indent=SMALL if cell is left else 0)
                cell.width = Mm(width)
    _ruled(table)
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)  # a file never ends with a table


def as_bytes(document, title: str) -> bytes:
    """The file, the same for the same content."""
    out = BytesIO()
    document.save(out)
    return same_bytes(out.getvalue(), title=title)


def set_face(properties, font: str) -> None:
    """The name in all four slots: WPS looks at eastAsia, Word at ascii too."""
    fonts = properties.get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(slot), font)


def day_words(day) -> str:
    """2021年5月7日: no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


# --- pieces -----------------------------------------------------------------------------------------


def _run(paragraph, text: str, font: str, size: float, *, is_bold: bool = False):
    run = paragraph.add_run(legal_text(text))
    run.font.size, run.font.bold = Pt(size), is_bold or None
    set_face(run._element.get_or_add_rPr(), font)
    return run


def _cell(cell, text: str, font: str, size: float, *, is_bold: bool = False, align=WD_ALIGN_PARAGRAPH.CENTER, indent: float = 0) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.left_indent = Pt(indent) if indent else None
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.6)
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:jc")
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _run(paragraph, text, font, size, is_bold=is_bold)


def _narrow_cells(table) -> None:
    """Half a millimetre left and right of the text of a cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "28")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _mark_row(row, *, is_head: bool = False) -> None:
    for tag in ("w:cantSplit", "w:tblHeader") if is_head else ("w:cantSplit",):
        row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _page_number(footer, align) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    # one character free at the outer edge
    setattr(paragraph.paragraph_format, "right_indent" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent", Pt(SMALL))
    _run(paragraph, "— ", SONG, SMALL)
    run = _run(paragraph, "", SONG, SMALL)
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            part = OxmlElement("w:t")
            part.text = text
        elif kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._element.append(part)
    _run(paragraph, " —", SONG, SMALL)


def _ruled(table) -> None:
    """Thick lines on top and at the bottom, thin ones between the rows, none upright."""
    _borders(table, {"top": "8", "bottom": "8", "insideH": "6"})


def _borders(table, widths: dict[str, str]) -> None:
    """Lines by side, in eighths of a point; a side that is not named has none."""
    borders = OxmlElement("w:tblBorders")
    for side in _SIDES:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in widths else "nil")
        if side in widths:
            line.set(qn("w:sz"), widths[side])
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _push_down(document, lines: Sequence[str | tuple[str, str]]) -> None:
    """Empty lines for what the 版记 leaves of the page: a floating table stands elsewhere in every program."""
    rows = 0
    for line in lines:
        text, width = (line, sum(_COLOPHON)) if isinstance(line, str) else (line[0], _COLOPHON[0])
        rows += -(-(len(text) + 1) * SMALL // int(Mm(width).pt))
    for _ in range(int((_TEXT_HIGH - rows * SMALL * 1.6) // LINE) - 1):
        add_line(document, "", indent=False)
