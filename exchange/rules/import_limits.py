"""导入的限额 (claim C57): conventions of this system; no document fixes them."""

from __future__ import annotations

from landplan.lib.errors import Refusal

MAX_BYTES = 20 * 1024 * 1024
FILES_A_DAY = 200
KINDS = (".xlsx", ".xls", ".csv")


class TooLarge(Refusal):
    """文件太大."""

    status = 413


class TooMany(Refusal):
    """太多."""

    status = 429


def check_upload(name: str, size: int) -> list[Refusal]:
    """能否收下: by its size and name; what it really is, the reader finds out."""
    if size > MAX_BYTES:
        return [TooLarge(f"文件“{name}”有 {size / 1048576:.1f} MB，上限是 {MAX_BYTES // 1048576} MB。"
                         "请删去图片和多余的表，或按乡镇、年份分成几个文件。",
                         field="file", code="file_size")]
    if not size:
        return [Refusal(f"文件“{name}”是空的。请重新选文件。", field="file", code="file_empty")]
    if not name.lower().endswith(KINDS):
        return [Refusal(f"文件“{name}”不是表格。请用 {'、'.join(KINDS)} 文件；从 WPS 或 LibreOffice 另存为 xlsx 即可。",
                        field="file", code="file_type")]
    return []


def check_quota(today: int, working: str) -> list[Refusal]:
    """一人一次办一个, 一天不超过 FILES_A_DAY 个. `working` names the one at work."""
    if working:
        return [TooMany(f"你有一个导入正在办理（{working}）。一人一次办一个，请等它办完，或打开它撤回。", field="file", code="one_at_a_time")]
    if today >= FILES_A_DAY:
        return [TooMany(f"你今天已上传 {today} 个文件，一天的上限是 {FILES_A_DAY} 个。请明天再传，或把几个文件合成一个。",
                        field="file", code="daily_limit")]
    return []
