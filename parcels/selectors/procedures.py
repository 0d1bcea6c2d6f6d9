"""查闲置程序: one with its story, periods and papers; the list by step, lateness and county."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.workdays import Tables

from ..choices import ParcelStatus
from ..choices.procedure import IdleAction, IdleState
from ..models import IdleProcedure, IdleStep, LegalReview, Parcel, Supply
from ..policies import may_keep_cases, may_verify
from ..rules.clocks import clocks_of
from ..rules.procedure.dues import dues_of
from ..rules.procedure.table import KINDS, Done, Story, offered
from .clocks import start_facts
from .parcel import supplies_of

PAGE = 50


def procedure_rows() -> QuerySet[IdleProcedure]:
    """程序 with their parcels."""
    return IdleProcedure.objects.select_related("region", "parcel__region", "finding", "opened_by")


def steps_of(procedure: IdleProcedure) -> list[IdleStep]:
    """各步 in their order, those that were sent back too."""
    return list(procedure.steps.select_related("entered_by", "confirmed_by").order_by("number"))


def price_of(supplies: Iterable[Supply]) -> Decimal | None:
    """价款 (元) of all supplies; None while one of them has none."""
    prices = [supply.price for supply in supplies]
    return sum(prices, Decimal(0)) if prices and None not in prices else None


def counts(step: IdleStep) -> bool:
    """这一步算数: not sent back, and a decision is confirmed."""
    return step.voided_at is None and (not KINDS[IdleAction(step.action)].is_decision or step.confirmed_at is not None)


def story_of(procedure: IdleProcedure, steps: list[IdleStep], today: date) -> Story:
    """程序到现在, as the rules read it."""
    parcel, supplies = procedure.parcel, supplies_of(procedure.parcel)
    full = {clock.code: clock.on for clock in clocks_of(start_facts(parcel, today, supplies), today)}
    done = tuple(Done(s.action, s.on, s.doc_no, s.delivered_on, s.outcome, s.amount) for s in steps if counts(s))
    return Story(procedure.state, procedure.found_on, done, procedure.branch, procedure.finding.cause if procedure.finding else "",
                 parcel.started_on is not None, {1: full.get("year1"), 2: full.get("year2")}, price_of(supplies))


def opinions_of(parcel: Parcel) -> list[tuple[str, str]]:
    """未化解的案件与最近一次司法审核结果 ('' = none)."""
    cases = list(parcel.lawsuits.all().open())
    latest = {row.lawsuit_id: row.result for row in LegalReview.objects.filter(lawsuit__in=cases).order_by("reviewed_on", "id")} if cases else {}
    return [(f"{case.get_kind_display()}{case.case_no or '（案号未填）'}", latest.get(case.id, "")) for case in cases]


@dataclass(frozen=True)
class Line:
    """一步 as the page shows it."""

    step: IdleStep
    basis: str
    goes_out: bool
    counts: bool


def lines_of(steps: list[IdleStep]) -> list[Line]:
    """各步的行."""
    return [Line(s, KINDS[IdleAction(s.action)].basis, KINDS[IdleAction(s.action)].goes_out, counts(s)) for s in steps]


def procedure_page(procedure: IdleProcedure, actor: Actor, today: date, tables: Tables) -> dict:
    """一个程序 as its page shows it."""
    steps = steps_of(procedure)
    story = story_of(procedure, steps, today)
    waiting = next((s for s in steps if s.voided_at is None and not counts(s)), None)
    keeps = may_keep_cases(actor) and procedure.parcel.status != ParcelStatus.WRITTEN_OFF and procedure.closed_at is None
    return {"procedure": procedure, "parcel": procedure.parcel, "lines": lines_of(steps), "story": story, "waiting": waiting,
            "dues": [] if procedure.closed_at else dues_of(story, tables), "actions": offered(story) if keeps and not waiting else [],
            "keeps": keeps, "confirms": bool(waiting) and may_verify(actor) and waiting.entered_by_id != actor.user_id, "today": today,
            "opinions": opinions_of(procedure.parcel)}


def procedure_panel(parcel: Parcel) -> dict:
    """闲置程序 of a parcel as its page shows them, the latest round first."""
    rows = list(parcel.idle_procedures.order_by("-round"))
    return {"procedures": rows, "procedure_runs": any(row.closed_at is None for row in rows)}


def filter_procedures(*, state: str = "", show: str = "", region_id: int | None = None, opened_by: int | None = None,
                      today: date) -> QuerySet[IdleProcedure]:
    """筛选; `show`: late (逾期), waiting (待确认), closed (已结束), else those that run."""
    rows = procedure_rows()
    rows = rows.exclude(closed_at=None) if show == "closed" else rows.filter(closed_at=None)
    if show == "late":
        rows = rows.filter(due_on__lt=today)
    elif show == "waiting":
        rows = rows.filter(is_waiting=True)
    wanted = {"state": state, "region_id": region_id, "opened_by_id": opened_by}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def procedure_counts(today: date) -> dict[str, int]:
    """程序数 by what the tabs show."""
    return IdleProcedure.objects.aggregate(
        running=Count("id", filter=Q(closed_at=None)), late=Count("id", filter=Q(closed_at=None, due_on__lt=today)),
        waiting=Count("id", filter=Q(closed_at=None, is_waiting=True)), closed=Count("id", filter=~Q(closed_at=None)))


def keepers() -> list[tuple[int, str]]:
    """经办人 of procedures that run."""
    return list(IdleProcedure.objects.open().order_by("opened_by__name").values_list("opened_by_id", "opened_by__name").distinct())


STATES = [state for state in IdleState if state != IdleState.CLOSED]
