"""健康: what load balancers, Compose and the operator ask: is the database there, are the guards, do jobs run?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import guards
from landplan.jobs import HEARTBEAT
from landplan.lib import clock

HEARTBEAT_LIMIT = timedelta(minutes=5)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when database and guards are well (jobs may be `degraded`: pages work without them), else 503."""
    found = {"database": "ok", "guards": "ok", "jobs": _jobs()}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["guards"] = "missing" if guards.missing() else "ok"
    except DatabaseError:
        found |= {"database": "down", "guards": "unknown"}
    well = found["database"] == found["guards"] == "ok"
    status = "ok" if well and found["jobs"] == "ok" else "degraded" if well else "down"
    return JsonResponse({"status": status, **found}, status=200 if well else 503)


def _jobs() -> str:
    """The worker notes its heartbeat every minute; five without one is a silent worker."""
    try:
        seen = datetime.fromisoformat((settings.VAR_DIR / HEARTBEAT).read_text())
    except (OSError, ValueError):
        return "silent"
    return "ok" if clock.real_now() - seen < HEARTBEAT_LIMIT else "silent"
