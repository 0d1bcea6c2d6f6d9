"""登录与退出: the door. Wrong, unknown and disabled are answered alike."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..forms import SignInForm
from ..models import User
from ..selectors import actor_of, actor_without_post, post_of
from ..services import check_password, record_sign_in, record_sign_in_refused, record_sign_out
from ..sessions import mark_signed_in

WRONG = "账号或密码不对，也可能账号已停用。请核对后再试；忘记密码的，请系统管理员重设。"


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """登录."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            user = check_password(request, actor=request.actor, **form.cleaned_data)
            if user:
                return _enter(request, user)
            form.add_error(None, WRONG)
        _tell_refused(request, form)
        status = 401
    return render(request, "units/login.html", {"form": form, "next": _wanted(request)}, status=status)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """A new session, never one that was there before (fixation)."""
    wanted = _wanted(request)
    request.session.flush()
    login(request, user)
    mark_signed_in(request)
    post = post_of(user, None)
    who = actor_of(post) if post else actor_without_post(user)
    record_sign_in(user, actor=who.at(ip=request.actor.ip, request_id=request.request_id))
    return redirect(wanted or "home")


def _wanted(request: HttpRequest) -> str:
    """Where the person wanted to go; addresses of other sites are dropped."""
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else ""


def _tell_refused(request: HttpRequest, form: SignInForm) -> None:
    reason = "登录暂停期间的尝试" if getattr(request, "axes_locked_out", False) else "账号或密码不对，或账号停用"
    record_sign_in_refused(str(form.data.get("username", "")), actor=request.actor, reason=reason)
    request.refusal_told = True


@login_not_required
@require_safe
def session_state(request: HttpRequest) -> JsonResponse:
    """登录还在不在, asked by a form that stood open for long before it is sent: who is signed in now, and a token for the form."""
    who = f"{request.actor.user_id}-{request.actor.post_id}" if request.user.is_authenticated else ""
    return JsonResponse({"who": who, "token": get_token(request) if who else ""})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出: the session is gone on the server, not only in the browser."""
    record_sign_out(request.user, actor=request.actor)
    logout(request)
    return redirect("units:sign_in")


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """登录暂停 (settings: AXES_LOCKOUT_CALLABLE): the same words for known and unknown names."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    if request.path.startswith("/api/"):
        message = f"登录失败太多，这里的登录已暂停 {minutes} 分钟。请稍后再试。"
        answer = JsonResponse({"code": "locked_out", "message": message, "field": None}, status=429,
                              json_dumps_params={"ensure_ascii": False})
    else:
        answer = render(request, "429.html", {"failure_limit": settings.AXES_FAILURE_LIMIT, "minutes": minutes,
                                              "sign_in_url": reverse("units:sign_in")}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer
