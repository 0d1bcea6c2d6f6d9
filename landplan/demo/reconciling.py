"""演示的对账: the office enters the ministry's figures of a day; one county brings its list, makes its statement and says why one row differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from exchange.selectors.reconcile import three_columns
from exchange.services import comment_reconciliation, make_reconciliation
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.numbers import half_up
from landplan.lib.weeks import last_instant
from parcels.models import AreaEntry
from tasks import services
from tasks.choices import SystemSource
from tasks.models import Plan
from tasks.rules.quota import class_by_kind
from units.models import Region

from .people import PINYIN
from .step import Step

AS_OF = date(2021, 9, 17)
FIGURES_AT, LIST_AT, MADE_AT = (clock.shanghai(2021, 9, *moment) for moment in ((22, 10), (22, 15, 20), (23, 9, 10)))
ORIGIN = "演示：部监测监管系统导出"
LACKS, OTHER_AREA, ROUNDED = 0, 1, 2  # places in the list: not in the system yet, another area there, whole 亩 there


def reconcile_steps(plan: Plan, regions: list[Region], people: dict[str, Actor]) -> Iterator[Step]:
    """录入、交清单、出对账单."""
    for region in regions[:1]:
        clerk = people[f"{PINYIN[region.name]}.clerk"]
        yield Step(FIGURES_AT, "部系统数", people["office"], lambda actor, region=region: _figures(plan, region, actor))
        yield Step(LIST_AT, f"系统清单{region.code}", clerk, lambda actor, region=region: services.enter_parcels(
            plan.id, actor=actor, brought=services.Brought(SystemSource.MINISTRY, AS_OF, ORIGIN), rows=_list(plan, region)))
        yield Step(MADE_AT, f"对账单{region.code}", clerk, lambda actor, region=region: _statement(plan, region, actor))


def _figures(plan: Plan, first: Region, actor: Actor) -> None:
    """合计数: of the county with a list what the list adds up to, of the others whole 亩."""
    listed = {cell: Decimal(0) for cell in ("unsupplied", "idle", "inefficient")}
    for row in _list(plan, first):
        listed[row["quota_class"]] += row["done"]
    figures = {(line.region.id, cell.quota_class, ""): listed[cell.quota_class] if line.region.id == first.id else half_up(cell.ledger, 0)
               for line in three_columns(plan, AS_OF, actor) for cell in line.cells}
    services.enter_figures(plan.id, actor=actor, brought=services.Brought(SystemSource.MINISTRY, AS_OF, ORIGIN), figures=figures)


def _list(plan: Plan, region: Region) -> list[dict]:
    """清单: the county's own accepted areas of the day as the system would have them, three of them otherwise."""
    classes = class_by_kind(plan.counts_used_unsupplied)
    sums = (AreaEntry.objects.filter(region=region, recorded_at__lte=last_instant(AS_OF)).order_by("parcel__parcel_no")
            .values_list("parcel__name", "parcel__area", "kind").annotate(done=Sum("area")))
    rows = [{"name": name, "area": area, "done": done, "quota_class": classes[kind]} for name, area, kind, done in sums if classes[kind] and done > 0]
    for place, change in ((OTHER_AREA, Decimal("-3.5")), (ROUNDED, None)):
        if place < len(rows):
            done = rows[place]["done"]
            rows[place]["done"] = max(Decimal(1), done + change if change else half_up(done, 0))
    return [{"region_id": region.id, "row": number, **row} for number, row in enumerate(rows[LACKS + 1:], 2)]


def _statement(plan: Plan, region: Region, actor: Actor) -> None:
    made = make_reconciliation(plan.id, region.id, actor=actor, day=AS_OF, source=SystemSource.MINISTRY)
    if row := made.rows.filter(cause="missing").first():
        comment_reconciliation(made.id, actor=actor, text="已验收，部系统里还没有录入，本周补录。", row_id=row.id)
