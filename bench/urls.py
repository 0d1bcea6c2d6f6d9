"""地址: the application's own, and the two views that others are compared with, behind the same sign-in and territory."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from .naive import FigureRow, joined_rows


def empty(request: HttpRequest) -> HttpResponse:
    """A view that asks the database for nothing but a sign of life."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


def joined(request: HttpRequest) -> JsonResponse:
    """The dashboard as most people write it: a join, a group-by, a serializer."""
    return JsonResponse({"rows": FigureRow(joined_rows(), many=True).data})


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/joined/", joined),
    path("", include("landplan.urls")),
]
