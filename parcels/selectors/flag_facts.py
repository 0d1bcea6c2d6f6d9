"""查预警的材料: the next parcels of a night's look and all that stands beside them, in a fixed number of statements.

Every statement asks for a span of parcels by their ids, so that it costs the same for few or many records beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from units.models import Region

from ..choices import SUCCEEDED, CovenantState, Kind
from ..models import (
    ClockStop,
    Covenant,
    FactSheet,
    Finding,
    IdleProcedure,
    Lawsuit,
    LowNotice,
    Measure,
    Parcel,
    ParcelFlag,
    ParcelMilestone,
    Supply,
)
from ..rules.clocks import Stop
from ..rules.findings import rules_for
from ..rules.findings.base import Rule
from ..rules.findings.facts import FACTS, read_year
from ..rules.flags.base import SOON, Around, Due, Land, Running, Sheet, Standing
from .measures import most_named
from .papers import lacking_disposals
from .terms import open_dues
from .work_lists import IN_HAND

Rules = dict[tuple[int, str], tuple[Rule, ...]]


def rules_by_county() -> Rules:
    """各县区各类别的规则, by the documents of their catalogues; read once for a whole run."""
    measures: dict[str, list[Measure]] = {}
    for measure in Measure.objects.filter(is_active=True).select_related("region"):
        measures.setdefault(measure.region.code, []).append(measure)
    found: Rules = {}
    for region in Region.objects.counties():
        nearest = next((code for code in reversed(region.path.strip("/").split("/")) if code in measures), None)
        document = most_named(m.document_no for m in measures[nearest]) if nearest else ""
        for kind in (Kind.INEFFICIENT, Kind.USED_UNSUPPLIED, Kind.IDLE):
            found[region.id, kind.value] = rules_for(document, kind)
    return found


def next_lands(after: int, size: int, region_id: int | None = None) -> list[Land]:
    """接下来的在账宗地 by id, of the open territory."""
    rows = Parcel.objects.filter(pk__gt=after).exclude(status__in=SUCCEEDED).order_by("pk")
    rows = rows.filter(region_id=region_id) if region_id else rows
    return [Land._make(row) for row in rows.values_list(*Land._fields)[:size]]


def around_of(lands: list[Land], today: date, rules: Rules) -> Around:
    """宗地旁的记录 of these parcels, which are in the order of their ids."""
    here = {"parcel_id__gte": lands[0].id, "parcel_id__lte": lands[-1].id}
    found, soon = Around(today, rules), today + timedelta(days=SOON)
    _sheets(found, here)
    _clocks(found, here)
    _dues(found, here, soon)
    _findings(found, here)
    _cases(found, here)
    return found


def open_flags(lands: list[Land]) -> QuerySet[ParcelFlag]:
    """现有的预警 of these parcels."""
    return ParcelFlag.objects.open().filter(parcel_id__gte=lands[0].id, parcel_id__lte=lands[-1].id).order_by()


def _sheets(found: Around, here: dict) -> None:
    latest = {}
    rows = FactSheet.objects.filter(**here).order_by("parcel_id", "number")
    for pk, values, years in rows.values_list("parcel_id", "values", "years"):
        latest[pk] = values, years
    for pk, (values, years) in latest.items():
        read = {key: FACTS[key].read(text, today=found.today) for key, text in values.items() if key in FACTS}
        found.sheets[pk] = Sheet(read, [year for row in years if (year := read_year(row["year"], row))])


def _clocks(found: Around, here: dict) -> None:
    supplies = Supply.objects.filter(voided_at=None, **here).order_by()
    for pk, day in supplies.values_list("parcel_id", "supplied_on"):
        found.supplied[pk] = min(day, found.supplied.get(pk, day))
    stops = ClockStop.objects.filter(voided_at=None, until_on=None, **here).order_by("-from_on", "-id")
    for pk, kind, doc_no, from_on in stops.values_list("parcel_id", "kind", "doc_no", "from_on"):
        found.stops[pk] = Running(from_on, str(Stop(kind, doc_no, from_on, None)))
    span = {f"pk__{way}": here[f"parcel_id__{way}"] for way in ("gte", "lte")}
    found.relapsing = set(Parcel.objects.relapsing(found.today).filter(**span).order_by().values_list("pk", flat=True))


def _dues(found: Around, here: dict, soon: date) -> None:
    dues = open_dues().filter(due_on__lte=soon, **here).select_related(None)
    _first(found.dues, dues.values_list("parcel_id", "due_on", "label", "disposal__number"), "第{1}笔处置的{0}")
    late = ParcelMilestone.objects.filter(is_next=True, due_on__lt=found.today, **here).order_by()
    _first(found.milestones, late.values_list("parcel_id", "due_on", "label"), "{0}")
    ended = Covenant.objects.filter(state=CovenantState.RUNNING, due_on__lt=found.today, **here).order_by("due_on", "id")
    _first(found.covenants, ended.values_list("parcel_id", "due_on", "covenant_no"), "{0}")


def _findings(found: Around, here: dict) -> None:
    for pk, kind, code, doc_no in Finding.objects.standing().filter(**here).order_by().values_list("parcel_id", "kind", "type_code", "doc_no"):
        found.findings[pk, kind] = Standing(code, doc_no)
    for pk, on, what in IdleProcedure.objects.open().filter(**here).order_by().values_list("parcel_id", "due_on", "due_what"):
        found.procedures[pk] = Due(on, what) if on else None
    notices = LowNotice.objects.filter(answered_on=None, due_on__lt=found.today, finding__ended_at=None,
                                       **{f"finding__{key}": value for key, value in here.items()}).order_by("due_on", "id")
    _first(found.notices, notices.values_list("finding__parcel_id", "due_on", "doc_no"), "{0}")


def _cases(found: Around, here: dict) -> None:
    for pk in lacking_disposals(IN_HAND).filter(**here).select_related(None).order_by().values_list("parcel_id", flat=True):
        found.papers[pk] = found.papers.get(pk, 0) + 1
    for pk, lead in Lawsuit.objects.open().filter(**here).order_by().values_list("parcel_id", "force_lead"):
        found.cases[pk] = found.cases.get(pk, False) or not lead


def _first(into: dict[int, Due], rows: Iterable[tuple], words: str) -> None:
    """The earliest of each parcel, in words; the rows come in the order of their days."""
    for pk, on, *told in rows:
        into.setdefault(pk, Due(on, words.format(*told)))


