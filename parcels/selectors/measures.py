"""查措施: which catalogue a parcel falls under, and what it offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from landplan.lib.prepared import Prepared
from units.models import Region
from units.selectors import upward

from ..models import Measure
from ..rules.words import words_of


def catalogue(region, *, inactive: bool = False) -> list[Measure]:
    """措施目录 of a region: the nearest one upward that has measures (county's own, then the city's)."""
    codes = region.path.strip("/").split("/")
    found = list(Measure.objects.filter(region__code__in=codes).select_related("region"))
    found = [m for m in found if inactive or m.is_active]
    nearest = max((codes.index(m.region.code) for m in found), default=None)
    return [m for m in found if codes.index(m.region.code) == nearest]


def catalogues(region) -> list[Region]:
    """哪些区划的措施目录 concern a region: the one that it falls under, then those of counties below it that have a plan of their own."""
    upward = [m.region for m in catalogue(region, inactive=True)[:1]]
    below = Region.objects.filter(path__startswith=region.path, measures__isnull=False).distinct().order_by("code")
    return list(dict.fromkeys([*upward, *below]))


def measures_for(region, kind: str, cause: str = "", used_type: str = "") -> list[Measure]:
    """可选措施 for a parcel of this kind, cause and type of 未供即用."""
    return [m for m in catalogue(region) if m.fits(kind, cause, used_type)]


_NAMED = Prepared(lambda path: upward(Measure.objects.filter(is_active=True), path).order_by("region__path", "sort", "id")
                  .values_list("region__path", "document_no"), path="?")


def document_of(region) -> str:
    """所依文件: number of the document that a region's catalogue rests on; empty when there is none."""
    named = _NAMED.rows(path=region.path)
    return most_named(number for path, number in named if path == named[-1][0])


def most_named(numbers: Iterable[str]) -> str:
    """所依文件 of a catalogue: the number that most of its measures name."""
    named = Counter(numbers).most_common(1)
    return named[0][0] if named else ""


def kind_words(region) -> dict[str, str]:
    """类别的叫法 in a region: kind -> the word of its document."""
    return words_of(document_of(region))
