"""健康: what load balancers, Compose and the operator ask: is the database there, are the guards, do jobs run?"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import guards
from landplan.lib.queue import is_reachable, is_silent


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when database and guards are well, else 503. Without worker or queue it is `degraded`: pages work without them."""
    found = {"database": "ok", "guards": "ok", "jobs": "silent" if is_silent() else "ok",
             "queue": "ok" if is_reachable() else "away"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["guards"] = "missing" if guards.missing() else "ok"
    except DatabaseError:
        found |= {"database": "down", "guards": "unknown"}
    well = found["database"] == found["guards"] == "ok"
    status = "ok" if well and found["jobs"] == found["queue"] == "ok" else "degraded" if well else "down"
    return JsonResponse({"status": status, **found}, status=200 if well else 503)
