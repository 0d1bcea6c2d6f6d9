"""接口: 导入. The same policies, limits and services as the pages; what takes time is done by a worker, ask for the state."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from landplan.lib.errors import Refusal
from parcels.api.common import KEY, VERSION, ApiList, read
from units.api.base import ApiMixin, StrictSerializer, versioned, wanted_version

from ..choices import RowAction
from ..jobs import start
from ..models import ImportFile, ImportRow
from ..policies import may_import
from ..selectors.imports import own_imports, rows_of
from ..services import confirm_import, map_import, upload_import, withdraw_import


class ImportIn(serializers.Serializer):
    """上传 (multipart). What a section asks for besides (plan, document …) stands beside in the same form."""

    section = serializers.CharField(label="内容", max_length=20)
    file = serializers.FileField(label="文件", allow_empty_file=True)


class MapIn(StrictSerializer):
    """对列: number of a column from 0 -> key of what it means, "" = not imported."""

    mapping = serializers.DictField(label="对应", child=serializers.CharField(allow_blank=True, max_length=40))


class ConfirmIn(StrictSerializer):
    """确认: the file with this sha256."""

    sha256 = serializers.CharField(label="校验码", max_length=64)


class ImportOut(serializers.ModelSerializer):
    """一个导入. `counts` by what becomes of the rows; `layout` how its columns were taken."""

    class Meta:
        model = ImportFile
        fields = ["id", "section", "options", "original_name", "sha256", "size", "state", "told", "sheet", "sheet_names", "layout", "mapping",
                  "done", "total", "counts", "first", "uploaded_at", "ended_at", "version"]
        read_only_fields = fields


class ImportRowOut(serializers.ModelSerializer):
    """一行: what becomes of it (`told`: changes, faults, candidates)."""

    class Meta:
        model = ImportRow
        fields = ["id", "number", "action", "has_hints", "label", "told"]
        read_only_fields = fields


class ImportMixin(ApiMixin):
    queryset = ImportFile.objects.none()
    serializer_class = ImportOut

    def get_queryset(self):
        return own_imports(self.actor).order_by("id")

    def answer(self, file: ImportFile, status: int = 200) -> Response:
        start(file)
        return versioned(Response(ImportOut(file).data, status=status), file.version)


class ImportList(ImportMixin, ApiList):
    """自己的导入; upload a file."""

    policy = {"GET": may_import, "POST": may_import}
    parser_classes = [MultiPartParser]

    @extend_schema(responses=ImportOut(many=True))
    def get(self, request):
        return self.listed()

    @extend_schema(request={"multipart/form-data": ImportIn}, responses={201: ImportOut}, parameters=[KEY])
    def post(self, request):
        """上传一个文件; ask for its state until it is `ready`, `faulty`, `mapping` …"""
        sent = read(ImportIn(data=request.data))
        options = {name: value for name, value in request.data.items() if name not in ("section", "file") and isinstance(value, str)}
        return self.answer(upload_import(actor=self.actor, section=sent["section"], upload=sent["file"], options=options), 201)


class ImportDetail(ImportMixin, GenericAPIView):
    """一个导入."""

    policy = {"GET": may_import}

    @extend_schema(responses=ImportOut)
    def get(self, request, pk: int):
        file = self.get_object()
        return versioned(Response(self.get_serializer(file).data), file.version)


class ImportRows(ImportMixin, ApiList):
    """最近一次检查的各行, of one kind with `show=`."""

    policy = {"GET": may_import}
    serializer_class = ImportRowOut

    @extend_schema(responses=ImportRowOut(many=True), parameters=[OpenApiParameter("show", OpenApiTypes.STR, enum=RowAction.values)])
    def get(self, request, pk: int):
        file = self.get_object()
        show = request.query_params.get("show", "")
        if show and show not in RowAction.values:
            raise Refusal(f"show“{show}”不认识。请用 {'、'.join(RowAction.values)}。", field="show", code="unknown")
        rows = rows_of(file).filter(action=show) if show else rows_of(file)
        page = self.paginate_queryset(rows.order_by("id"))
        return self.get_paginated_response(ImportRowOut(page, many=True).data)


class ImportStep(ImportMixin, GenericAPIView):
    """一步 of one's own import, on the version that was seen."""

    policy = {"POST": may_import}


class ImportMap(ImportStep):
    @extend_schema(request=MapIn, responses=ImportOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        """对列, then it is checked."""
        file, sent = self.get_object(), read(MapIn(data=request.data))
        if any(not (name.isascii() and name.isdigit() and len(name) < 5) for name in sent["mapping"]):
            raise Refusal("列的序号要写从 0 起的数字。", field="mapping", code="unreadable")
        mapping = {int(name): key for name, key in sent["mapping"].items()}
        return self.answer(map_import(file.pk, actor=self.actor, version=wanted_version(request), sheet=file.sheet, mapping=mapping))


class ImportConfirm(ImportStep):
    @extend_schema(request=ConfirmIn, responses=ImportOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        """确认导入 what was previewed."""
        file, sent = self.get_object(), read(ConfirmIn(data=request.data))
        return self.answer(confirm_import(file.pk, actor=self.actor, version=wanted_version(request), sha256=sent["sha256"]))


class ImportWithdraw(ImportStep):
    @extend_schema(request=None, responses=ImportOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        """撤回 what was not imported yet."""
        return self.answer(withdraw_import(self.get_object().pk, actor=self.actor, version=wanted_version(request)))


