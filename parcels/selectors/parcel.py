"""查一宗地: its chain, disposals, papers, kinds over time, what this person may do, and its history in sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from audit.selectors import history_of, values
from audit.sentences import Sentence, sentences_of
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import NotAllowed
from units.policies import desk_of

from ..choices import Action, DisposalState
from ..models import ApprovalBatch, Disposal, Evidence, Parcel, ParcelRound, Supply
from ..policies import may_accept, may_draft_disposal, may_register_parcel
from ..rules.chain import ChainStep, chain_steps
from ..rules.elements import FACTS, Element, elements_of
from ..rules.intake import LIMITS, check_intake
from ..rules.measures import missing_evidence
from ..rules.parcel import check_write_off
from ..rules.steps import EDITABLE, check_person, next_step
from .measures import document_of

SHOWN = 200
TWINS = 5
AREA_ACTIONS = ("register_parcel", "accept_disposal", "correct_disposal", "relist_parcel")


def parcel_rows():
    """宗地 with what its page shows of others."""
    return Parcel.objects.select_related("region", "batch", "registered_by")


def elements_for(parcel: Parcel) -> list[Element]:
    """五要素 of a parcel."""
    return elements_of({name: getattr(parcel, name) for name in FACTS})


def supplies_of(parcel: Parcel) -> list[Supply]:
    """有效的供应, oldest first."""
    return list(parcel.supplies.filter(voided_at=None))


def chain_of(parcel: Parcel, supplies: list[Supply]) -> list[ChainStep]:
    """批→征→供→用 (areas in 亩)."""
    batch, dates = parcel.batch, ("expropriation_no", "expropriated_on", "agreed_start_on", "started_on", "agreed_finish_on", "finished_on")
    facts = {name: _day(value) if name.endswith("_on") else value for name in dates if (value := getattr(parcel, name))}
    if batch:
        facts |= {"approval_no": batch.approval_no, "approved_on": _day(batch.approved_on), "authority": batch.get_authority_display(),
                  "approved_area": show(batch.area)}
    if supplies:
        facts |= {"mode": "、".join(dict.fromkeys(s.get_mode_display() for s in supplies)),
                  "supply_no": "、".join(s.doc_no for s in supplies),
                  "supplied_on": "、".join(s.supplied_on.isoformat() for s in supplies),
                  "supplied_area": show(sum((s.area for s in supplies), Decimal(0)))}
    return chain_steps(facts)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


@dataclass
class DisposalLine:
    """一笔处置 in the parcel's table: how many of its papers are there, and which are not."""

    disposal: Disposal
    required: int
    lacking: list[dict] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)

    @property
    def present(self) -> int:
        return self.required - len(self.lacking)

    @property
    def is_editable(self) -> bool:
        return self.disposal.state in EDITABLE

    @property
    def hands(self) -> str:
        """经手: who entered, verified and accepted it."""
        people = (self.disposal.created_by, self.disposal.verified_by, self.disposal.accepted_by)
        return " → ".join(person.name for person in people if person)


def disposal_lines(parcel: Parcel, files: list[Evidence]) -> list[DisposalLine]:
    """处置 of a parcel, all states, in their order."""
    rows = parcel.disposals.select_related("measure", "created_by", "verified_by", "accepted_by").order_by("number")
    return [line_of(disposal, files) for disposal in rows]


def line_of(disposal: Disposal, files: list[Evidence]) -> DisposalLine:
    """一笔处置 with its own papers among the valid ones of its parcel."""
    own = [file for file in files if file.disposal_id == disposal.id]
    needed = disposal.papers_needed
    return DisposalLine(disposal, len(needed), missing_evidence(needed, {file.kind for file in own}), own)


@dataclass(frozen=True)
class Round:
    """一轮: how it began (None: by the registration), and its disposals."""

    number: int
    begun: ParcelRound | None
    lines: list[DisposalLine]
    closed_at: datetime | None

    @property
    def done(self) -> tuple[Decimal, Decimal]:
        """(办成, 其中计入) of the accepted ones (亩)."""
        rows = [line.disposal for line in self.lines if line.disposal.state == DisposalState.ACCEPTED and line.disposal.disposes]
        return sum((row.done_area for row in rows), Decimal(0)), sum((row.accepted_area for row in rows), Decimal(0))


def rounds_of(parcel: Parcel, lines: list[DisposalLine]) -> list[Round]:
    """各轮, the present one first; nothing while there was only one."""
    if parcel.round_no == 1:
        return []
    begun = {row.number: row for row in parcel.rounds.select_related("opened_by")}
    ends = {number - 1: row.closed_at for number, row in begun.items()} | {parcel.round_no: parcel.written_off_at}
    return [Round(number, begun.get(number), [line for line in lines if line.disposal.round_no == number], ends.get(number))
            for number in range(parcel.round_no, 0, -1)]


def files_of(parcel: Parcel) -> list[Evidence]:
    """有效的佐证 of a parcel, newest first."""
    return list(parcel.evidence.filter(voided_at=None).select_related("disposal", "uploaded_by").order_by("-id"))


def intake_of(parcel: Parcel) -> tuple[str, str] | None:
    """纳入范围 by the document whose catalogue the parcel falls under: (basis, why not or ''); None without limits."""
    limits, batch = LIMITS.get(document_of(parcel.region)), parcel.batch
    if limits is None:
        return None
    return limits.basis, check_intake(limits, kind=parcel.kind, approved_on=batch and batch.approved_on, authority=batch.authority if batch else "",
                                      idle_source=parcel.idle_source, inefficient_type=parcel.inefficient_type)


@dataclass(frozen=True)
class Offers:
    """可办的事 of this person on this parcel now; a reason stands where something is offered but cannot be done yet."""

    dispose: bool
    edit: bool
    file: bool
    write_off: bool
    write_off_reason: str
    relist: bool


def offers_for(parcel: Parcel, actor: Actor) -> Offers:
    """办理按钮."""
    closed = not parcel.is_open
    accepts = may_accept(actor)
    reasons = check_write_off(area=parcel.area, accepted=parcel.accepted_area, in_transit=parcel.in_transit_area)
    return Offers(dispose=may_draft_disposal(actor) and not closed, edit=may_register_parcel(actor) and not closed,
                  file=may_register_parcel(actor) and not parcel.is_filed and not closed,
                  write_off=accepts and not closed, write_off_reason=reasons[0].message if reasons else "",
                  relist=accepts and closed)


def reversible(lines: list[DisposalLine], actor: Actor, parcel_round: int) -> list[tuple[DisposalLine, str]]:
    """可冲回的处置 of the present round with the reason why this person may not, if so."""
    found = []
    for line in lines:
        disposal, reason = line.disposal, ""
        if disposal.state != DisposalState.ACCEPTED:
            continue
        if disposal.round_no != parcel_round:
            continue
        try:
            check_person(next_step(disposal.state, Action.REVERSE), Action.REVERSE, role=desk_of(actor), user_id=actor.user_id,
                         author_id=disposal.created_by_id, verifier_id=disposal.verified_by_id)
        except NotAllowed as refusal:
            reason = refusal.message
        found.append((line, reason))
    return found


def history(parcel: Parcel, *, only_area: bool = False) -> list[Sentence]:
    """办理经过, newest first; or only what moved an area."""
    entries = history_of(f"parcel:{parcel.id}")
    if only_area:
        entries = [e for e in entries if e.action in AREA_ACTIONS or "area" in values(e)[0]]
    return sentences_of(entries[:SHOWN])


def last_registered(actor: Actor) -> Parcel | None:
    """本人上一次登记的宗地."""
    return Parcel.objects.filter(registered_by_id=actor.user_id).order_by("-id").first()


def twins_of(region_id: int, values: dict) -> list[Parcel]:
    """疑似同一宗 of a county: the same 电子监管号 or 宗地代码, or the same name and area; written off ones too."""
    same = Q(name=values.get("name", ""), area=values.get("area"))
    for name in ("supervision_no", "cadastral_code"):
        if values.get(name):
            same |= Q(**{name: values[name]})
    return list(Parcel.objects.filter(same, region_id=region_id).current().order_by("parcel_no")[:TWINS])


def batches_of(region_id: int) -> list[ApprovalBatch]:
    """批次 of a county that its parcels may come from, newest first."""
    return list(ApprovalBatch.objects.filter(region_id=region_id).order_by("-approved_on", "-id"))
