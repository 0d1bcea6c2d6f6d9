"""接口: 留痕, read only."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination

from ..models import AuditEntry
from ..policies import may_read_audit
from ..selectors import entries_for


class AuditSerializer(serializers.ModelSerializer):
    """一条留痕, with what is needed to check the chain elsewhere."""

    class Meta:
        model = AuditEntry
        exclude = ["id"]


class NewestFirst(CursorPagination):
    """By sequence number, newest first."""

    ordering = "-seq"
    page_size = 50


class AuditList(ListAPIView):
    """留痕 of the actor's territory; the audit administrator sees all."""

    policy = {"GET": may_read_audit}
    serializer_class = AuditSerializer
    pagination_class = NewestFirst
    queryset = AuditEntry.objects.none()

    def get_queryset(self):
        return entries_for(self.request._request.actor)
