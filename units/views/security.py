"""安全: failed sign-ins and shut doors, for the security administrator only."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from audit.selectors import sign_ins_refused
from audit.sentences import sentences_of
from landplan.lib.errors import NotAllowed
from landplan.lib.text import clean_text

from ..passwords import rules_in_force
from ..policies import may_read_security
from ..selectors.security import recent_failures
from ..services import unlock_sign_in

SHOWN = 50


def _permit(request: HttpRequest) -> None:
    if not may_read_security(request.actor):
        raise NotAllowed("登录安全由安全管理员看。你现在的岗位不能看。")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """登录安全: who failed, whose door is shut, and the rules in force."""
    _permit(request)
    return render(request, "units/security.html", {
        "failures": recent_failures(), "sentences": sentences_of(sign_ins_refused()[:SHOWN]), "rules": rules_in_force(),
        "limit": settings.AXES_FAILURE_LIMIT, "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
        "per_address": settings.SIGN_IN_LIMIT_PER_ADDRESS, "idle": int(settings.SESSION_IDLE.total_seconds() // 60),
        "life": int(settings.SESSION_LIFE.total_seconds() // 3600)})


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """解除登录暂停."""
    _permit(request)
    name = clean_text(request.POST.get("username", ""))[:60]
    unlock_sign_in(name, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    messages.success(request, f"“{name}”的登录暂停已解除。")
    return redirect("units:security")
