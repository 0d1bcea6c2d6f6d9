"""查一笔处置: what its form offers, what it still lacks, and how it differs from what was submitted before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from landplan.lib.actors import Actor
from landplan.lib.area import UNITS, show
from landplan.lib.errors import Refusal
from units.policies import desk_of

from ..choices import Action, DisposalState
from ..models import Disposal, DisposalRevision, Evidence, Measure, Parcel
from ..rules.measures import check_complete, check_conditions, check_measure, missing_evidence
from ..rules.steps import IN_TRANSIT, allowed_actions
from ..rules.terms import SETS, Land, bars, papers_needed
from ..rules.terms.base import field_of
from .measures import catalogue
from .terms import land_of, told_terms

OTHER = "other"
LABELS = {"measure": "处置措施", "area": "处置面积", "disposed_on": "处置日期", "doc_no": "文书号",
          "system_on": "部系统日期", "is_backfill": "补录", "remark": "备注", "evidence": "佐证材料"}


@dataclass(frozen=True)
class Option:
    """一条措施 in the form: open to this parcel, or closed with the reason. `key` is its number key, `ways` the 方式 open to the cause."""

    measure: Measure
    reason: str = ""
    key: int | None = None
    is_of_kind: bool = True
    ways: tuple[str, ...] = ()


@dataclass
class Paper:
    """一种材料: for which measures it is needed, at which choices in their terms (`when`: key:values), and the files that are there."""

    code: str
    label: str
    when: str = ""
    measures: list[int] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)


def disposal_rows():
    """处置 with everything that a page about it shows."""
    return Disposal.objects.select_related("region", "parcel__region", "measure", "created_by", "verified_by", "accepted_by")


def actions_of(disposal: Disposal, actor: Actor) -> list[str]:
    """可办动作 of this person now. 冲回 is not among them: it is part of the parcel's 恢复在册."""
    found = allowed_actions(disposal.state, role=desk_of(actor), user_id=actor.user_id, author_id=disposal.created_by_id,
                            verifier_id=disposal.verified_by_id)
    return [str(action) for action in found if action != Action.REVERSE]


def measure_options(parcel: Parcel, cause: str | None = None) -> list[Option]:
    """措施: those that the parcel's kind, cause (or the one that is thought of) and facts allow first, the others behind with the
    reason (DSP-01)."""
    cause = parcel.cause if cause is None else cause
    every = catalogue(parcel.region)
    land = replace(land_of(parcel), cause=cause) if any(measure.terms for measure in every) else None
    opened, closed = [], []
    for measure in every:
        found = measure_faults(measure, parcel, land, cause=cause, basis=measure.section)
        if found:
            reason = reason_of(found[0], measure.label)
            closed.append(Option(measure, reason=reason, is_of_kind=parcel.kind in measure.kinds))
        else:
            ways = SETS[measure.terms].ways(cause) if measure.terms in SETS else ()
            opened.append(Option(measure, key=len(opened) + 1 if len(opened) < 9 else None, ways=tuple(ways)))
    return opened + closed


def reason_of(refusal: Refusal, label: str) -> str:
    """为什么不能选 in one sentence, without the measure's name before it and the offer behind."""
    return re.split(r"。(?:可选|其他可选)：", refusal.message.removeprefix(f"“{label}”"))[0] + "。"


def measure_faults(measure: Measure, parcel: Parcel, land: Land | None, *, cause: str, basis: str, offered: list[str] = ()) -> list[Refusal]:
    """为什么这条措施不能用于本宗: kind, cause, type, then the conditions of its terms."""
    found = check_measure(label=measure.label, kinds=measure.kinds, causes=measure.causes, basis=basis, kind=parcel.kind, cause=cause,
                          offered=offered, used_types=measure.used_types, used_type=parcel.used_type)
    return found or check_conditions(measure.label, bars(measure.terms, land) if land else [], offered)


def papers_for(options: list[Option], files: list[Evidence]) -> list[Paper]:
    """材料 of all open measures, each once, then 其他材料; with the files that are there already."""
    found: dict[str, Paper] = {}
    for option in options:
        for paper in _every_paper(option.measure) if not option.reason else []:
            found.setdefault(paper.code, paper).measures.append(option.measure.id)
    found[OTHER] = Paper(OTHER, "其他材料")
    for file in files:
        found.get(file.kind, found[OTHER]).files.append(file)
    return list(found.values())


def _every_paper(measure: Measure) -> list[Paper]:
    """材料 of a measure, and those that one or another choice in its terms asks for."""
    by_choice = SETS[measure.terms].papers if measure.terms in SETS else ()
    return [Paper(paper["code"], paper["label"]) for paper in measure.evidence] + [
        Paper(paper.code, paper.label, f"{field_of(paper.only[0])}:{' '.join(paper.only[1])}") for paper in by_choice]


def files_of(disposal: Disposal | None, staged: list[Evidence] = ()) -> list[Evidence]:
    """有效的材料 of a disposal, and those that wait for it to be saved."""
    own = list(disposal.evidence.filter(voided_at=None)) if disposal else []
    return own + [file for file in staged if file.disposal_id is None]


def staged_files(parcel: Parcel, kept: list[int], actor: Actor) -> list[Evidence]:
    """还没有归到处置的材料 that this person has uploaded for the parcel."""
    return list(Evidence.objects.filter(pk__in=kept, parcel=parcel, disposal=None, uploaded_by_id=actor.user_id, voided_at=None))


def papers_wanted(measure: Measure | None, texts: Mapping[str, object]) -> list[dict]:
    """须有的材料 ({code, label}) of the chosen measure and of what is chosen in its terms."""
    return papers_needed(measure.evidence, measure.terms, texts) if measure else []


def completeness_faults(measure: Measure, *, disposed_on: date | None, doc_no: str, present: set[str],
                        texts: Mapping[str, object]) -> list[Refusal]:
    """上报还缺什么, in the sentences of a refused submission."""
    return check_complete(disposed_on=disposed_on, doc_no=doc_no, label=measure.label,
                          basis=f"{measure.document_no} {measure.section}",
                          lacking=missing_evidence(papers_wanted(measure, texts), present))


@dataclass(frozen=True)
class Balance:
    """面积去向 of a parcel (亩), with the numbers of the disposals behind each part."""

    parcel: Parcel
    accepted: list[Disposal]
    in_transit: list[Disposal]

    @property
    def left_micro(self) -> int:
        """可登记 in 10⁻⁶ 亩, for the live figures of the form."""
        return int(self.parcel.available.scaleb(6))


def balance_of(parcel: Parcel) -> Balance:
    """面积去向: accepted and held disposals that count."""
    rows = list(parcel.disposals.filter(disposes=True, state__in=[*IN_TRANSIT, DisposalState.ACCEPTED]).order_by("number"))
    return Balance(parcel, [d for d in rows if d.state == DisposalState.ACCEPTED], [d for d in rows if d.state in IN_TRANSIT])


def shown_values(disposal: Disposal) -> dict[str, str]:
    """内容 as a person reads it, by the names of LABELS."""
    unit = UNITS[disposal.area_unit][0]
    typed = f"（录入 {disposal.area_typed} {unit}）" if disposal.area_typed and disposal.area_unit != "mu" else ""
    return {"measure": disposal.measure.label, "area": f"{show(disposal.area)} 亩{typed}",
            "disposed_on": _text(disposal.disposed_on), "doc_no": _text(disposal.doc_no),
            "system_on": _text(disposal.system_on), "is_backfill": _text(disposal.is_backfill), "remark": _text(disposal.remark)}


def differences(disposal: Disposal, values: dict) -> list[tuple[str, str, str]]:
    """你填的与现在的不同 (label, typed, now): what a second editor must look at before saving over it."""
    found = []
    found += _terms_apart(disposal, values)
    for name, now in shown_values(disposal).items():
        key = "measure_id" if name == "measure" else name
        if key not in values or values[key] == getattr(disposal, key):
            continue
        found.append((LABELS[name], _typed(name, values[key]), now))
    return found


def _terms_apart(disposal: Disposal, values: dict) -> list[tuple[str, str, str]]:
    """要件 typed against those that stand (label, typed, now)."""
    if "terms" not in values:
        return []
    measure = Measure.objects.filter(pk=values.get("measure_id", disposal.measure_id)).first()
    typed, now = dict(told_terms(measure.terms if measure else "", values["terms"])), dict(told_terms(disposal.term_set, disposal.terms))
    return [(label, typed.get(label, "未填"), now.get(label, "未填")) for label in {**now, **typed}
            if typed.get(label, "未填") != now.get(label, "未填")]


def _typed(name: str, value: object) -> str:
    if name == "measure":
        return Measure.objects.filter(pk=value).values_list("label", flat=True).first() or "未填"
    return f"{show(value)} 亩" if isinstance(value, Decimal) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "未填" if value in (None, "") else str(value)


def revision_changes(disposal: Disposal) -> tuple[DisposalRevision | None, list[tuple[str, str, str]]]:
    """这一稿与上一稿的不同: the revision compared with, and (label, before, now) of what differs."""
    revisions = list(disposal.revisions.order_by("-number").select_related("by")[:2])
    if len(revisions) < 2:
        return None, []
    last, previous = revisions
    before, now = previous.payload.get("terms") or {}, last.payload.get("terms") or {}
    terms = [(label, before.get(label, "未填"), now.get(label, "未填")) for label in {**before, **now} if before.get(label) != now.get(label)]
    return previous, [c for c in (_change(n, previous.payload, last.payload) for n in LABELS) if c] + terms


def _change(name: str, before: dict, now: dict) -> tuple[str, str, str] | None:
    old, new = _shown(name, before.get(name)), _shown(name, now.get(name))
    return None if old == new else (LABELS[name], old, new)


def _shown(name: str, value: object) -> str:
    if name == "evidence":
        return "、".join(value or []) or "没有"
    if name == "area":
        return f"{value} 亩"
    return {"True": "是", "False": "否"}.get(value, _text(value))
