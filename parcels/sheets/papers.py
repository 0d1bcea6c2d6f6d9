"""一地一档的清单: every file of the zip with its checksum, and what is missing; text stays text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from openpyxl import Workbook

from landplan.lib.clock import local
from landplan.lib.lists import line, set_widths

from ..selectors.papers import Dossier, Paper

HEAD = ("序号", "材料", "文号", "日期", "用于", "包内文件名", "原文件名", "大小（字节）", "校验码 sha256", "上传人", "上传时间", "说明")
WIDTHS = (6, 22, 26, 12, 10, 44, 30, 14, 68, 14, 18, 40)
_FORMATS = {date: "yyyy-mm-dd"}
DAMAGED = "库里的文件与上传时的校验码不符，没有放入。请告诉系统管理员从备份恢复。"


def papers_sheet(dossier: Dossier, files: Iterable[tuple[Paper, str]], *, made: str) -> bytes:
    """清单 as the bytes of a workbook: sheets 清单 and 缺件. A paper with no name in the zip is damaged."""
    book, parcel = Workbook(write_only=True), dossier.parcel
    sheet = book.create_sheet("清单")
    set_widths(sheet, WIDTHS)
    sheet.append(_line(sheet, [f"一地一档 {parcel.parcel_no} {parcel.name}"], bold=True))
    sheet.append(_line(sheet, [f"{made}；{len(dossier.papers)} 件，缺 {len(dossier.gaps)} 件，作废 {dossier.voided} 件不放入"]))
    sheet.append(_line(sheet, HEAD, bold=True))
    for i, (paper, name) in enumerate(files):
        file = paper.file
        sheet.append(_line(sheet, [i + 1, paper.label, paper.doc_no or "未填", paper.dated_on or "未填",
                                   f"第{file.disposal.number}笔" if file.disposal else "待归入", name, file.original_name, file.size, file.sha256,
                                   file.uploaded_by.name, f"{local(file.uploaded_at):%Y-%m-%d %H:%M}", "" if name else DAMAGED]))
    gaps = book.create_sheet("缺件")
    gaps.append(_line(gaps, ["笔", "措施", "状态", "缺的材料"], bold=True))
    for gap in dossier.gaps:
        gaps.append(_line(gaps, [gap.disposal.number, gap.disposal.measure.label, gap.disposal.get_state_display(), gap.label]))
    if not dossier.gaps:
        gaps.append(_line(gaps, ["不缺"]))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _line(sheet, values, *, bold: bool = False) -> list:
    return line(sheet, values, formats=_FORMATS, bold=bold)
