"""查公布: what the office works on, what the public reads (last editions of what is listed, nothing else), what waits to be published."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from django.db.models import Max, QuerySet

from audit.chain import canonical
from audit.selectors import history_of
from landplan.lib.area import plain, show
from landplan.lib.clock import local
from landplan.lib.numbers import half_up
from landplan.lib.weeks import last_instant
from parcels.choices import LowPlanState
from parcels.models import LowPlan
from tasks.choices import QuotaClass
from tasks.models import Plan
from tasks.rules.ranking import completion
from tasks.selectors.supervision import totals_of

from ..choices import PublicKind, PublicState
from ..models import Publication, PublicationEdition
from ..rules.publishing import quarter_of


def publications(plan: Plan) -> QuerySet[Publication]:
    """公布的各件, for the office."""
    return Publication.objects.filter(plan=plan).select_related("drafted_by", "low_plan__region").order_by("-drafted_at", "-id")


def waiting_low_plans(plan: Plan) -> list[LowPlan]:
    """待公布: low plans of the counties of this plan that were approved, or published elsewhere, and are not listed here."""
    listed = Publication.objects.filter(kind=PublicKind.LOW_PLAN, state=PublicState.LISTED).values("low_plan")
    return list(LowPlan.objects.filter(state__in=[LowPlanState.APPROVED, LowPlanState.PUBLISHED], region__path__startswith=plan.region.path)
                .exclude(pk__in=listed).select_related("region").order_by("approved_on", "id"))


def payload_of(row: Publication) -> dict:
    """一版的内容 from the draft as it stands; exact numbers as text."""
    found: dict = {"title": row.title, "kind": row.get_kind_display(), "document": row.plan.number, "body": row.body}
    if row.kind == PublicKind.FIGURES:
        found |= {"as_of": str(row.as_of_on), "rows": figure_rows(row.plan, row.as_of_on)}
    if row.kind == PublicKind.NOTICE:
        found |= {"from_on": str(row.from_on), "until_on": str(row.until_on)}
    if row.kind == PublicKind.LOW_PLAN:
        found["body"] = row.body or low_plan_text(row.low_plan)
    return found


def digest_of(content: dict) -> str:
    """一版的校验码: two drafts with the same content have the same."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def is_listed(row: Publication, content: dict) -> bool:
    """公布中的就是这一稿 (its `payload_of`): nothing to approve."""
    return row.state == PublicState.LISTED and row.editions.filter(number=row.number, sha256=digest_of(content)).exists()


def notice_ends(row: Publication) -> date | None:
    """公示到哪一日: as the public reads it, or later where the draft has it later; None for what is no notice."""
    told = _contents([row])[0].get("until_on") if row.number else None
    return max(row.until_on, date.fromisoformat(told)) if told else row.until_on


def has_written(row: Publication, user_id: int | None) -> bool:
    """动过这一稿: drafted or changed it since the edition that is listed, as the trail tells."""
    told = history_of(f"publication:{row.pk}")
    last = told.filter(action="approve_publication").aggregate(last=Max("seq"))["last"] or 0
    return told.filter(action__in=("draft_publication", "edit_publication"), actor_id=user_id, seq__gt=last).exists()


def figure_rows(plan: Plan, day: date) -> list[dict[str, str]]:
    """各县区的数 at the end of a day, in printed order; blank where no quota was handed down, or where the ledger is empty."""
    moment, found = last_instant(day), {}
    for one in QuotaClass:
        for region_id, (name, total) in totals_of(plan, moment, one.value).items():
            rate = completion(total.done, total.quota)
            found.setdefault(region_id, {"county": name}).update({
                f"{one.value}_quota": "" if total.quota is None else plain(total.quota),  # as printed
                f"{one.value}_done": "" if total.done is None else show(total.done),
                f"{one.value}_rate": "" if rate is None else str(half_up(rate * 100, 2))})
    return list(found.values())


def low_plan_text(low_plan: LowPlan) -> str:
    """低效方案的文字: its contents in their order, with the approval."""
    parts = [f"{one.get_code_display()}\n{one.text}" for one in low_plan.contents.order_by("id") if one.text]
    head = f"{low_plan.region.name}　批准文号：{low_plan.approval_no}（{low_plan.approved_on}）"
    return "\n\n".join([head, *parts])


def public_items() -> list[tuple[Publication, dict]]:
    """公众看到的: each listed publication with its last edition's content. Drafts and what was removed are not here."""
    rows = list(Publication.objects.filter(state=PublicState.LISTED).select_related("plan__document").order_by("kind", "-listed_at", "-id"))
    return [(row, content) for row, content in zip(rows, _contents(rows), strict=True)]


def public_item(pk: int) -> tuple[Publication, dict] | None:
    """公众看到的一件."""
    rows = list(Publication.objects.filter(pk=pk, state=PublicState.LISTED).select_related("plan__document"))
    return (rows[0], _contents(rows)[0]) if rows else None


def public_cases(quarter: str) -> list[tuple[Publication, dict]]:
    """一个季度首次公布的典型案例, in the order of their publication."""
    found = [(row, content) for row, content in public_items()
             if row.kind == PublicKind.CASE and quarter_of(local(row.first_listed_at).date()) == quarter]
    return sorted(found, key=lambda pair: (pair[0].first_listed_at, pair[0].id))


def _contents(rows: list[Publication]) -> list[dict]:
    last = {(one.publication_id, one.number): one.payload for one in PublicationEdition.objects.filter(publication__in=rows)}
    return [json.loads(last[row.id, row.number]) for row in rows]
