"""接口: 处置及其各步. The same policies, scope and services as the pages."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from landplan.lib.errors import Conflict, Refusal
from units.api.base import ApiMixin, versioned, wanted_version

from ..choices import Action
from ..models import Disposal, Parcel
from ..policies import may_accept, may_draft_disposal, may_read_ledger, may_verify
from ..selectors.disposal import differences, disposal_rows
from ..selectors.measures import catalogue
from ..services import draft_disposal, edit_disposal, step_disposal
from .common import KEY, VERSION, ApiList, read
from .filters import DisposalFilter
from .serializers import DisposalIn, DisposalNew, DisposalOut, NothingIn, ReasonIn


class DisposalMixin(ApiMixin):
    queryset = Disposal.unscoped.none()
    serializer_class = DisposalOut
    filterset_class = DisposalFilter

    def get_queryset(self):
        return disposal_rows().order_by("id")

    def answer(self, disposal_id: int, status: int = 200) -> Response:
        row = self.get_queryset().get(pk=disposal_id)
        return versioned(Response(self.get_serializer(row).data, status=status), row.version)

    def values_of(self, sent: dict, region) -> dict:
        """The measure's code is looked up in the catalogue of the parcel; the service says no to any other."""
        if "measure" in sent:
            code = sent.pop("measure")
            sent["measure_id"] = next((m.id for m in catalogue(region) if m.code == code), None)
        return sent


class DisposalList(DisposalMixin, ApiList):
    """处置 of one's territory."""

    policy = {"GET": may_read_ledger, "POST": may_draft_disposal}

    @extend_schema(responses=DisposalOut(many=True))
    def get(self, request):
        return self.listed()

    @extend_schema(request=DisposalNew, responses={201: DisposalOut}, parameters=[KEY])
    def post(self, request):
        """登记处置草稿."""
        sent = read(DisposalNew(data=request.data))
        parcel = Parcel.objects.select_related("region").filter(pk=sent.pop("parcel")).first()
        if parcel is None:
            raise Refusal("没有这宗地，或者不在你的辖区。请用 parcels/ 里的 id。", field="parcel", code="not_found")
        row = draft_disposal(parcel.id, actor=self.actor, values=self.values_of(sent, parcel.region))
        return self.answer(row.id, 201)


class DisposalDetail(DisposalMixin, GenericAPIView):
    """一笔处置."""

    policy = {"GET": may_read_ledger, "PATCH": may_draft_disposal}

    @extend_schema(responses=DisposalOut)
    def get(self, request, pk: int):
        return self.answer(self.get_object().id)

    @extend_schema(request=DisposalIn, responses=DisposalOut, parameters=[VERSION])
    def patch(self, request, pk: int):
        """修改处置 before it is submitted; only what is sent changes."""
        row, version = self.get_object(), wanted_version(request)
        values = self.values_of(read(DisposalIn(data=request.data, partial=True)), row.parcel.region)
        try:
            edit_disposal(row.id, actor=self.actor, version=version, values=values)
        except Conflict as conflict:
            conflict.changes = differences(row, values) if conflict.code == "stale" else conflict.changes
            raise
        return self.answer(row.id)


class DisposalStep(DisposalMixin, GenericAPIView):
    """一步 of a disposal, on the version named by If-Match."""

    step: str = ""
    takes = NothingIn

    def post(self, request, pk: int):
        row, version = self.get_object(), wanted_version(request)
        sent = read(self.takes(data=request.data))
        step_disposal(row.id, actor=self.actor, action=self.step, version=version, reason=sent.get("reason", ""))
        return self.answer(row.id)


def step_view(name: str, action: str, policy, takes=NothingIn):
    """The view of one step, named and documented."""
    view = type(name, (DisposalStep,), {"step": action, "takes": takes, "policy": {"POST": policy},
                                        "__doc__": f"{Action(action).label}."})
    document = extend_schema(request=takes, responses=DisposalOut, parameters=[VERSION, KEY], description=Action(action).label)
    return document(view)


def may_send_back(actor) -> bool:
    """退回: whoever verifies or accepts."""
    return may_verify(actor) or may_accept(actor)


SubmitDisposal = step_view("SubmitDisposal", Action.SUBMIT, may_draft_disposal)
WithdrawDisposal = step_view("WithdrawDisposal", Action.WITHDRAW, may_draft_disposal)
SendBackDisposal = step_view("SendBackDisposal", Action.SEND_BACK, may_send_back, ReasonIn)
VerifyDisposal = step_view("VerifyDisposal", Action.VERIFY, may_verify)
AcceptDisposal = step_view("AcceptDisposal", Action.ACCEPT, may_accept)
VoidDisposal = step_view("VoidDisposal", Action.VOID, may_draft_disposal, ReasonIn)
