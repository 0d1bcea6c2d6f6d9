"""接口: 宗地与措施目录. The same policies, scope and services as the pages."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.response import Response

from landplan.lib.errors import Conflict, Refusal
from units.api.base import ApiMixin, versioned, wanted_version
from units.models import Region

from ..choices import SUCCEEDED
from ..models import Measure, Parcel
from ..policies import may_read_ledger, may_register_parcel
from ..selectors.measures import catalogue
from ..services import register_parcel, update_parcel
from .common import KEY, VERSION, ApiList, read
from .filters import ParcelFilter
from .serializers import MeasureOut, ParcelIn, ParcelNew, ParcelOut, ParcelWhole


class ParcelMixin(ApiMixin):
    queryset = Parcel.unscoped.none()
    serializer_class = ParcelOut
    filterset_class = ParcelFilter

    def get_queryset(self):
        return Parcel.objects.select_related("region").order_by("id")

    def answer(self, parcel_id: int, status: int = 200) -> Response:
        parcel = self.get_queryset().get(pk=parcel_id)
        return versioned(Response(self.get_serializer(parcel).data, status=status), parcel.version)


class ParcelList(ParcelMixin, ApiList):
    """宗地 of one's territory."""

    policy = {"GET": may_read_ledger, "POST": may_register_parcel}

    def get_queryset(self):
        """The ledger's: 在账的, unless one asks for others (ParcelFilter)."""
        rows, asked = super().get_queryset(), self.request.query_params if self.request else {}
        has_past = asked.get("status") in SUCCEEDED or asked.get("parcel_no") or asked.get("updated_after")
        return rows if has_past else rows.current()

    @extend_schema(responses=ParcelOut(many=True))
    def get(self, request):
        return self.listed()

    @extend_schema(request=ParcelNew, responses={201: ParcelOut}, parameters=[KEY])
    def post(self, request):
        """登记宗地."""
        values = parcel_values(read(ParcelNew(data=request.data)))
        code = values.pop("region", "")
        values.pop("reason", "")
        found = register_parcel(actor=self.actor, region_id=self.region_id(code), kind=values.pop("kind"), apart=values.pop("apart"),
                                parcel_no=values.pop("parcel_no", ""), force=force_of(values), values=values)
        return self.answer(found.id, 201)

    def region_id(self, code: str) -> int:
        """The county named, of those of the territory; one's own by default."""
        if not code:
            return self.actor.region_id
        inside = Region.objects.filter(code=code, id__in=self.actor.regions or ())
        if (found := inside.values_list("id", flat=True).first()) is None:
            raise Refusal(f"没有代码为 {code} 的县区，或者不在你的辖区。请从 regions/ 里选。", field="region", code="not_found")
        return found


class ParcelDetail(ParcelMixin, GenericAPIView):
    """一宗地, with the way to what hangs on it."""

    serializer_class = ParcelWhole
    policy = {"GET": may_read_ledger, "PATCH": may_register_parcel}

    @extend_schema(responses=ParcelWhole)
    def get(self, request, pk: int):
        return self.answer(self.get_object().id)

    @extend_schema(request=ParcelIn, responses=ParcelWhole, parameters=[VERSION])
    def patch(self, request, pk: int):
        """修改宗地; only what is sent changes."""
        parcel, version = self.get_object(), wanted_version(request)
        values = parcel_values(read(ParcelIn(data=request.data, partial=True)))
        reason, force = values.pop("reason", ""), force_of(values)
        try:
            update_parcel(parcel.id, actor=self.actor, version=version, values=values, reason=reason, force=force)
        except Conflict as conflict:
            conflict.changes = seen_and_now(parcel, values) if conflict.code == "stale" else conflict.changes
            raise
        return self.answer(parcel.id)


def parcel_values(sent: dict) -> dict:
    """Names of the interface to names of the service."""
    if "batch" in sent:
        sent["batch_id"] = sent.pop("batch")
    return sent


def force_of(values: dict) -> dict:
    """专班 taken out of what was sent: the cause 司法查封或抵押 needs one."""
    return {name: values.pop(name) for name in ("case_kind", "force_lead", "force_members") if name in values}


def seen_and_now(parcel: Parcel, values: dict) -> list[tuple]:
    """What was sent beside what is there now (label, sent, now), where they differ."""
    return [(parcel._meta.get_field(name).verbose_name, value, getattr(parcel, name))
            for name, value in values.items() if value != getattr(parcel, name)]


class MeasureList(ApiMixin, GenericAPIView):
    """措施目录 that one's territory falls under."""

    policy = {"GET": may_read_ledger}
    queryset = Measure.objects.none()
    serializer_class = MeasureOut
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=MeasureOut(many=True))
    def get(self, request):
        region = get_object_or_404(Region, pk=self.actor.region_id)
        return Response(self.get_serializer(catalogue(region), many=True).data)
