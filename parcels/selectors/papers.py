"""查一地一档和缺证据: the papers of a parcel by type, number and date, and the disposals that lack one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from landplan.lib.pages import most

from ..choices import DisposalState
from ..models import Disposal, Evidence, Measure, Parcel
from ..rules.terms import SETS
from .disposal import disposal_rows
from .parcel import DisposalLine, disposal_lines, files_of, line_of

# what counts or may come to count; a withdrawn or voided record lacks nothing that anybody waits for
WANTING = (DisposalState.ACCEPTED, DisposalState.VERIFIED, DisposalState.SUBMITTED, DisposalState.RETURNED, DisposalState.DRAFT)
PAGE = 50


@dataclass(frozen=True)
class Paper:
    """一件材料: type, number and date; those of its disposal's document where it has none of its own."""

    file: Evidence
    label: str
    doc_no: str
    dated_on: date | None


@dataclass(frozen=True)
class Gap:
    """一件缺的材料: which paper of which disposal."""

    disposal: Disposal
    label: str


@dataclass(frozen=True)
class Dossier:
    """一地一档: all valid papers of a parcel, oldest disposal first, and what is missing."""

    parcel: Parcel
    papers: list[Paper]
    gaps: list[Gap]
    voided: int


def dossier_of(parcel: Parcel) -> Dossier:
    """一地一档 of a parcel, in three queries."""
    files = files_of(parcel)
    lines = disposal_lines(parcel, files)
    by_disposal = {line.disposal.id: line.disposal for line in lines}
    ordered = sorted(files, key=lambda file: (by_disposal[file.disposal_id].number if file.disposal_id else 10**9, file.id))
    papers = [_paper(file, by_disposal.get(file.disposal_id)) for file in ordered]
    gaps = [Gap(line.disposal, paper["label"]) for line in lines if line.disposal.state in WANTING for paper in line.lacking]
    return Dossier(parcel, papers, gaps, parcel.evidence.exclude(voided_at=None).count())


def _paper(file: Evidence, disposal: Disposal | None) -> Paper:
    labels = {paper["code"]: paper["label"] for paper in disposal.papers_needed} if disposal else {}
    return Paper(file, labels.get(file.kind, file.title), file.doc_no or (disposal.doc_no if disposal else ""),
                 disposal.disposed_on if disposal else None)


def lacking_disposals(states: Iterable[str] = WANTING) -> QuerySet[Disposal]:
    """缺证据的处置 of the open territory in these states: no valid paper of a type that the measure needs. One test a type of paper."""
    needed: dict[str, list[int]] = {}
    for pk, papers in Measure.objects.order_by("id").values_list("id", "evidence"):
        for paper in papers:
            needed.setdefault(paper["code"], []).append(pk)
    lacks = Q(pk__in=[])
    for code, measures in needed.items():
        lacks |= Q(measure_id__in=measures) & ~_there(code)
    for term_set in SETS.values():
        for paper in term_set.papers:
            lacks |= Q(term_set=term_set.code, **{f"terms__{paper.only[0]}__in": list(paper.only[1])}) & ~_there(paper.code)
    return disposal_rows().filter(lacks, state__in=states)


@dataclass
class LackingPage:
    """一页缺证据: the lines of disposals with what they lack, and the key of the next page."""

    lines: list[DisposalLine] = field(default_factory=list)
    after: int | None = None


def lacking_page(rows: QuerySet[Disposal], after: int | None = None) -> LackingPage:
    """The latest records first, by key."""
    found = list(_with_papers(rows.filter(id__lt=after) if after else rows)[: most(PAGE) + 1])
    return LackingPage([line_of(row, row.valid_papers) for row in found[:most(PAGE)]], found[most(PAGE) - 1].id if len(found) > most(PAGE) else None)


def lacking_lines(rows: QuerySet[Disposal]) -> Iterator[DisposalLine]:
    """The whole list, without holding all."""
    return (line_of(row, row.valid_papers) for row in _with_papers(rows).iterator(chunk_size=1000))


def _with_papers(rows: QuerySet[Disposal]) -> QuerySet[Disposal]:
    papers = Prefetch("evidence", queryset=Evidence.objects.filter(voided_at=None), to_attr="valid_papers")
    return rows.prefetch_related(papers).order_by("-id")


def _there(code: str) -> Exists:
    """这种材料有了."""
    return Exists(Evidence.objects.filter(disposal=OuterRef("pk"), kind=code, voided_at=None))
