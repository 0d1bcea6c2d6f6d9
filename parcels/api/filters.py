"""接口的筛选."""

from __future__ import annotations

import django_filters as filters

from landplan.lib.filters import IdFilter

from ..choices import DisposalState, Kind
from ..filters import LedgerFilter
from ..models import Disposal, Evidence


class DisposalFilter(filters.FilterSet):
    """处置: by state, kind, county, parcel, and when it last changed."""

    state = filters.MultipleChoiceFilter(choices=DisposalState.choices)
    kind = filters.MultipleChoiceFilter(choices=Kind.choices)
    region = filters.CharFilter(field_name="region__code")
    parcel = IdFilter("parcel_id", "宗地的 id")
    parcel_no = filters.CharFilter(field_name="parcel__parcel_no")
    doc_no = filters.CharFilter(field_name="doc_no")
    updated_after = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Disposal
        fields: list[str] = []


class ParcelFilter(LedgerFilter):
    """宗地: the filters of the ledger, and two that only programs need."""

    parcel_no = filters.CharFilter(field_name="parcel_no", lookup_expr="exact")
    updated_after = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    def filter_queryset(self, rows):
        """A program that asks by number or by what changed is told of land that was split or merged too; so is one that asks for
        one parcel (`ParcelList` keeps them out of the rest)."""
        return filters.FilterSet.filter_queryset(self, rows)


class EvidenceFilter(filters.FilterSet):
    """佐证: of a parcel or a disposal."""

    parcel = IdFilter("parcel_id", "宗地的 id")
    disposal = IdFilter("disposal_id", "处置的 id")

    class Meta:
        model = Evidence
        fields: list[str] = []
