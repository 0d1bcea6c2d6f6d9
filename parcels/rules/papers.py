"""一地一档的文件名: unique, safe on every system, inside the folder of the parcel."""

from __future__ import annotations

import os

from .files import safe_name

LONGEST = 40  # of a part that people typed: folder and file together stay far below the 260 that Windows takes


def folder_of(parcel_no: str, name: str) -> str:
    """文件夹: 一地一档_<地块编号>_<名称>."""
    return f"一地一档_{_part(parcel_no)}_{_part(name)}"


def paper_name(number: int, disposal: int | None, title: str, original_name: str) -> str:
    """文件名 within the folder: the running number makes it unique, the type of file is the stored one's."""
    extension = os.path.splitext(safe_name(original_name))[1].lower()
    return f"{number:03d}_{f'第{disposal}笔' if disposal else '待归入'}_{_part(title)}{extension}"


def _part(text: str) -> str:
    return safe_name(text.replace("/", "-").replace("\\", "-"))[:LONGEST].strip(". ") or "未名"
