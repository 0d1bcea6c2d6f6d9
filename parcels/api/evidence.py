"""接口: 佐证材料. The same policies, scope and services as the pages."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from landplan.lib.errors import Refusal
from units.api.base import ApiMixin

from ..models import Disposal, Evidence
from ..policies import may_draft_disposal, may_read_ledger
from ..services import add_evidence, void_evidence
from ..views.evidence import file_answer
from .common import KEY, ApiList, read
from .filters import EvidenceFilter
from .serializers import EvidenceIn, EvidenceOut, ReasonIn


class EvidenceMixin(ApiMixin):
    queryset = Evidence.unscoped.none()
    serializer_class = EvidenceOut
    filterset_class = EvidenceFilter

    def get_queryset(self):
        return Evidence.objects.select_related("uploaded_by").order_by("id")


class EvidenceList(EvidenceMixin, ApiList):
    """佐证材料 of one's territory."""

    policy = {"GET": may_read_ledger, "POST": may_draft_disposal}
    parser_classes = [MultiPartParser]

    @extend_schema(responses=EvidenceOut(many=True))
    def get(self, request):
        return self.listed()

    @extend_schema(request={"multipart/form-data": EvidenceIn}, responses={201: EvidenceOut}, parameters=[KEY])
    def post(self, request):
        """上传佐证."""
        sent = read(EvidenceIn(data=request.data))
        if not Disposal.objects.filter(pk=sent["disposal"]).exists():
            raise Refusal("没有这笔处置，或者不在你的辖区。请用 disposals/ 里的 id。", field="disposal", code="not_found")
        made = add_evidence(sent["disposal"], actor=self.actor, kind=sent["kind"], title=sent.get("title", ""),
                            doc_no=sent.get("doc_no", ""), upload=sent["file"])
        return Response(self.get_serializer(made).data, status=201)


class EvidenceDetail(EvidenceMixin, GenericAPIView):
    """一件佐证."""

    policy = {"GET": may_read_ledger}

    @extend_schema(responses=EvidenceOut)
    def get(self, request, pk: int):
        return Response(self.get_serializer(self.get_object()).data)


class EvidenceFile(EvidenceMixin, GenericAPIView):
    """佐证的文件, as a download."""

    policy = {"GET": may_read_ledger}

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, pk: int):
        return file_answer(self.get_object())


class EvidenceVoid(EvidenceMixin, GenericAPIView):
    """作废佐证, with its reason."""

    policy = {"POST": may_draft_disposal}

    @extend_schema(request=ReasonIn, responses=EvidenceOut, parameters=[KEY])
    def post(self, request, pk: int):
        evidence = self.get_object()
        sent = read(ReasonIn(data=request.data))
        return Response(self.get_serializer(void_evidence(evidence.id, actor=self.actor, reason=sent["reason"])).data)
