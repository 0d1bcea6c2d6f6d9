"""方案设置: every setting with its default and the decision it rests on; shown on the plan's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Setting:
    """一项设置 of a plan: `name` is the field, `default` in words, `basis` the section and the decision."""

    name: str
    label: str
    default: str
    basis: str
    is_editable: bool = False


CUTOFF, AUTO_FREEZE = time(18, 0), time(20, 0)
_ZMD = "驻政办〔2021〕19号"
SETTINGS = (
    Setting("first_cutoff_on", "首个周报截止日", "2021-05-28，摸排建档阶段后的第一个星期五；未设的没有周报", f"{_ZMD} 五（二），X-03"),
    Setting("last_cutoff_on", "末个周报截止日", "2021-12-17，12月20日前最后一个星期五；未设的没有周报", f"{_ZMD} 五（二），X-04"),
    Setting("cutoff_time", "周截止时刻", "18:00，正好截止时刻的归本周", f"{_ZMD} 五（二）“每周五下午”，C-15"),
    Setting("has_auto_freeze", "到点自动定稿", "是，办公室可先挂起", "本系统的约定，文件未写"),
    Setting("auto_freeze_time", "自动定稿时刻", "20:00", "本系统的约定，文件未写"),
    Setting("counts_used_unsupplied", "未供即用计入批而未供任务量", "驻马店计入（未供面积含它），洛阳单列", f"{_ZMD} 附件2至4，C-05", True),
    Setting("has_combined_rank", "综合完成率与排名", "是，与三类并列", f"{_ZMD} 五（二），C-11", True),
    Setting("approved_from", "纳入范围：批准日期起", "2009-01-01；未设的不限", f"{_ZMD} 二"),
    Setting("approved_until", "纳入范围：批准日期止", "2020-12-31；未设的不限", f"{_ZMD} 二"),
)
EDITABLE = tuple(one.name for one in SETTINGS if one.is_editable)
