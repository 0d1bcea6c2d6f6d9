"""规划原因消化 (DSP-06): 区位调整, 置换, 申请撤销批文 - each with its result document. The cause stands in the catalogue."""

from __future__ import annotations

from ..findings.base import Clause
from .base import Term, TermSet, day, paper, words

CLAUSE = Clause("驻政办〔2021〕19号", "三（二）", "因规划原因无法继续使用的，采取区位调整、置换或申请撤销批文等方式进行消化")
_HEAD = (words("hindrance", "规划上的原因", "哪一项规划、哪里不符，为什么无法继续使用"),)
_RESULT = (paper("result_no", "结果文件文号", "批准或同意的文件"), words("result_by", "结果文件出具机关"), day("result_on", "结果文件日期"))


def _set(code: str, label: str, *own: Term) -> TermSet:
    return TermSet(code, label, CLAUSE, (*_HEAD, *own, *_RESULT), orders=(tuple(term.key for term in (*own, *_RESULT) if term.kind == "day"),),
                   past=tuple(term.key for term in (*own, *_RESULT) if term.kind == "day"))


SETS = (
    _set("planning_relocated", "区位调整", words("new_place", "调整到的位置", "坐落或批次里的地块")),
    _set("planning_exchanged", "置换", words("other_land", "置换的地块", "坐落或地块编号"), day("applied_on", "申请日期")),
    _set("planning_revoked", "申请撤销批文", paper("approval_no", "申请撤销的批文", "原批准文号", default=lambda land: land.approval_no or None),
         paper("application_no", "撤销申请文号"), day("applied_on", "申请日期")),
)
