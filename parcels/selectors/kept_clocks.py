"""查所存的期限: are the days kept beside the parcels those that their stops, agreements and deliveries make?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from landplan.lib import clock
from landplan.lib.bulk import chunks

from ..models import ClockStop, FactSheet, Parcel, StartAgreement, Supply
from ..rules.clocks import Agreement, KeptDays, StartFacts, Stop, kept_days
from ..rules.findings.facts import FACTS

DAYS = ("clock_start_on", "clock_year1_on", "clock_year2_on")
_AT_ONCE = 2000


def differing_clocks(parcel_ids: Sequence[int] | None = None) -> Iterator[tuple[int, KeptDays]]:
    """与事实不符的期限 of the open territory, or of some parcels: (parcel, the days it should have)."""
    rows = Parcel.objects.order_by("id").values_list("id", "agreed_start_on", *DAYS)
    if parcel_ids is not None:
        for some in chunks(parcel_ids, _AT_ONCE):
            yield from _differing(list(rows.filter(pk__in=some)))
        return
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        last = chunk[-1][0]
        yield from _differing(chunk)


def _differing(chunk: list[tuple]) -> Iterator[tuple[int, KeptDays]]:
    facts = _facts(chunk) if chunk else {}
    for pk, agreed, *kept in chunk:
        wanted = kept_days(StartFacts(agreed, **facts[pk]))
        if KeptDays(*kept) != wanted:
            yield pk, wanted


def _facts(chunk: list[tuple]) -> dict[int, dict]:
    """交地、供应、补充协议、停表 of the parcels, in four statements."""
    found: dict[int, dict] = defaultdict(dict)
    here = {"parcel_id__gte": chunk[0][0], "parcel_id__lte": chunk[-1][0]}
    for pk, values in FactSheet.objects.filter(**here).order_by("number").values_list("parcel_id", "values"):
        found[pk]["delivered_on"] = FACTS["delivered_on"].read(values.get("delivered_on", ""), today=clock.today())
    for pk, day in Supply.objects.filter(voided_at=None, **here).order_by("supplied_on", "id").values_list("parcel_id", "supplied_on"):
        found[pk].setdefault("supplied_on", day)
    agreements = StartAgreement.objects.filter(voided_at=None, **here).order_by("signed_on", "id")
    for pk, rows in _grouped(agreements.values_list("parcel_id", "doc_no", "signed_on", "start_on")):
        found[pk]["agreements"] = tuple(Agreement(*row) for row in rows)
    stops = ClockStop.objects.filter(voided_at=None, **here).order_by("from_on", "id")
    for pk, rows in _grouped(stops.values_list("parcel_id", "kind", "doc_no", "from_on", "until_on")):
        found[pk]["stops"] = tuple(Stop(*row) for row in rows)
    return found


def _grouped(rows: Iterable[tuple]) -> Iterable[tuple[int, list[tuple]]]:
    found = defaultdict(list)
    for pk, *row in rows:
        found[pk].append(row)
    return found.items()
