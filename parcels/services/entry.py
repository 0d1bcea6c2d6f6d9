"""一次录入: what one form sends (values, papers, submission) in one transaction, keeping whatever can be kept.

The order of keeping: papers that are good are kept always; the values are kept as a draft when they may stand as one;
the submission happens only when nothing at all was refused. So a refused submission never costs an upload.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from audit.services import record
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal, Refusals

from ..models import Disposal, Evidence, Measure, Parcel
from ..policies import may_draft_disposal
from ..rules.terms import SETS
from ..selectors.disposal import completeness_faults
from ..selectors.terms import land_of, read_kept
from .common import lock_parcel, permit
from .disposals import draft_disposal, edit_disposal, submit_disposal
from .evidence import add_evidence, stage_evidence, void_evidence

REMOVED = "上报前由填报员移除"


@dataclass(frozen=True)
class PaperFile:
    """一个上传的文件 and the paper it is."""

    kind: str
    title: str
    upload: object


@dataclass
class Entry:
    """录入结果: `disposal` is None when the values were refused; `staged` papers then wait for the next try."""

    disposal: Disposal | None = None
    staged: list[Evidence] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    is_submitted: bool = False
    has_kept: bool = False


@transaction.atomic
def enter_disposal(parcel_id: int, *, actor: Actor, values: dict | None, disposal_id: int | None = None,
                   version: int | None = None, papers: Iterable[PaperFile] = (), kept: Iterable[int] = (),
                   drop: Iterable[int] = (), submit: bool = False) -> Entry:
    """录入一笔处置 (area 亩): draft or edit, papers, 上报 - one call for one form.

    `values` None means that the form could not be read: only papers are kept. `kept` are staged papers of an earlier
    try, `drop` papers to be voided. Refusals of values, papers and submission come back in the result; raises
    NotAllowed, and Conflict when the record is in another state than the person saw.
    """
    permit(may_draft_disposal(actor), "登记处置由县区填报员办。你可以在审核验收里办理已上报的。")
    parcel, entry = lock_parcel(parcel_id), Entry()
    _drop(parcel_id, drop, actor)
    staged = _staged(parcel_id, kept, actor)
    if values is not None:
        _try(entry, lambda: _save(entry, parcel_id, disposal_id, version, values, actor))
    target = entry.disposal.id if entry.disposal else disposal_id
    for paper in papers:
        _try(entry, lambda paper=paper: _keep(entry, parcel_id, target, paper, actor))
    if target:
        _adopt(staged, target, actor)
    else:
        entry.staged += staged
    if submit and entry.refused and entry.disposal is None and values is not None:
        entry.refused += _also_lacking(values, target, entry.staged, parcel)
    if submit and entry.disposal and not entry.refused:
        _try(entry, lambda: _submit(entry, actor))
    return entry


def _try(entry: Entry, work) -> None:
    """Do it in a savepoint; what a person can mend is collected, what he cannot is raised."""
    try:
        with transaction.atomic():
            work()
    except Refusals as several:
        entry.refused += several.items
    except (NotAllowed, Conflict) as hard:
        if hard.code != "stale":
            raise
        entry.refused.append(hard)
    except Refusal as refusal:
        entry.refused.append(refusal)


def _save(entry: Entry, parcel_id: int, disposal_id: int | None, version: int | None, values: dict, actor: Actor) -> None:
    if disposal_id:
        entry.disposal = edit_disposal(disposal_id, actor=actor, version=version, values=values)
    else:
        entry.disposal = draft_disposal(parcel_id, actor=actor, values=values)
    entry.has_kept = True


def _keep(entry: Entry, parcel_id: int, target: int | None, paper: PaperFile, actor: Actor) -> None:
    given = {"kind": paper.kind, "title": paper.title, "upload": paper.upload}
    if target:
        add_evidence(target, actor=actor, **given)
    else:
        entry.staged.append(stage_evidence(parcel_id, actor=actor, **given))
    entry.has_kept = True


def _submit(entry: Entry, actor: Actor) -> None:
    entry.disposal = submit_disposal(entry.disposal.id, actor=actor, version=entry.disposal.version)
    entry.is_submitted = True


def _staged(parcel_id: int, kept: Iterable[int], actor: Actor) -> list[Evidence]:
    return list(Evidence.objects.select_for_update().filter(
        pk__in=list(kept), parcel_id=parcel_id, disposal=None, uploaded_by_id=actor.user_id, voided_at=None))


def _adopt(staged: list[Evidence], disposal_id: int, actor: Actor) -> None:
    """材料归到这笔处置: papers that were kept while the values were refused."""
    for evidence in staged:
        evidence.disposal_id = disposal_id
        evidence.save(update_fields=["disposal"])
        record(actor=actor, action="attach_evidence", obj=evidence, subject=f"parcel:{evidence.parcel_id}",
               after={"disposal": disposal_id, "title": evidence.title})


def _drop(parcel_id: int, drop: Iterable[int], actor: Actor) -> None:
    mine = Evidence.objects.filter(pk__in=list(drop), parcel_id=parcel_id, uploaded_by_id=actor.user_id, voided_at=None)
    for evidence_id in list(mine.values_list("id", flat=True)):
        void_evidence(evidence_id, actor=actor, reason=REMOVED)


def _also_lacking(values: dict, disposal_id: int | None, staged: list[Evidence], parcel: Parcel) -> list[Refusal]:
    """Everything else that the submission lacks, so that all is said in one pass."""
    measure = Measure.objects.filter(pk=values.get("measure_id")).first()
    if measure is None:
        return []
    files = Evidence.objects.filter(disposal_id=disposal_id, voided_at=None) if disposal_id else staged
    term_set = SETS.get(measure.terms)
    terms = term_set.missing(read_kept(term_set, values.get("terms") or {}), land_of(parcel)) if term_set else []
    return terms + completeness_faults(measure, disposed_on=values.get("disposed_on"), doc_no=values.get("doc_no", ""),
                               present={file.kind for file in files}, texts=values.get("terms") or {})
