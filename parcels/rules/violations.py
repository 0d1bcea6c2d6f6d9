"""新增未供即用 (平龙政办〔2022〕50号 二（三）4): what is new, and what the record of its case must hold (DSP-18)."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from ..choices import Kind, UsedType
from .findings.base import Clause
from .findings.legacy import CUTOFF

SHILONG = Clause("平龙政办〔2022〕50号", "二（三）4", "严禁新增未供即用土地，对新增未供即用土地依法进行查处")
# document -> the day it was issued, and its clause
FORBIDS: dict[str, tuple[date, Clause]] = {SHILONG.document: (date(2022, 9, 13), SHILONG)}
EARLIEST = min(day for day, _ in FORBIDS.values())


def is_stock(kind: str, used_type: str, used_on: date, since: date) -> bool:
    """存量未供即用: what 二（一）3 puts right and is no new one - industrial projects (and land whose type is not said) begun by the end
    of 2018, other land in use when the document was issued."""
    last = CUTOFF if used_type in ("", UsedType.INDUSTRIAL) else since
    return kind == Kind.USED_UNSUPPLIED and used_on <= last


def is_new(document: str, *, kind: str, used_type: str, used_on: date | None, supplied_on: date | None) -> bool:
    """新增未供即用: supplied after its use began and after the document's day; or in use since then and not supplied at all."""
    if used_on is None or document not in FORBIDS:
        return False
    since = FORBIDS[document][0]
    if supplied_on is None:
        return kind == Kind.USED_UNSUPPLIED and used_on > since
    return supplied_on > since and used_on < supplied_on and not is_stock(kind, used_type, used_on, since)


def check_case(values: dict, *, today: date) -> list[Refusal]:
    """一件查处."""
    found = []
    for key, label in (("filed_on", "立案日期"), ("closed_on", "结案日期")):
        if values.get(key) and values[key] > today:
            found.append(Refusal(f"{label} {values[key]} 晚于今天 {today}。请写实际日期。", field=key, code="day_future"))
    if bool(values.get("case_no")) != bool(values.get("filed_on")):
        field, label = ("filed_on", "立案日期") if values.get("case_no") else ("case_no", "立案编号")
        found.append(Refusal(f"{label}没有填。立案的编号和日期要一起填；还没有立案的，都空着。", field=field, code="missing"))
    if values.get("filed_on") and values.get("closed_on") and values["closed_on"] < values["filed_on"]:
        found.append(Refusal(f"结案日期 {values['closed_on']} 早于立案日期 {values['filed_on']}。请核对。", field="closed_on", code="day_order"))
    if values.get("closed_on"):
        wanted = (("decision_no", "查处文书"), ("result", "查处结果")) if values.get("case_no") else (("result", "查处结果"),)
        found += [Refusal(f"写了结案日期，{label}没有填（{SHILONG}：依法进行查处）。请补填；"
                          "经查不属于新增的，在查处结果里写明依据。", field=key, code="missing")
                  for key, label in wanted if not values.get(key)]
    return found
