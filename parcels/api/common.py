"""接口的共用: headers as documented, lists by keyset, and what was sent, checked."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView

from units.api.base import ApiMixin

VERSION = OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True,
                           description="取回内容时 ETag 里的版本号；缺了答 428，旧了答 409。")
KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER,
                       description="同一个人、同一个键、同样的内容只办一次，答复相同；内容不同答 422。")


def read(serializer) -> dict:
    """What was sent, checked; raises DRF's ValidationError."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class ApiList(ApiMixin, GenericAPIView):
    """A list by keyset, filtered."""

    def listed(self):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
