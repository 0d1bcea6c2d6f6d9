"""本人: password, post and tokens of the person who is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from landplan.lib.errors import Refusal

from ..forms import PasswordForm
from ..passwords import rules_in_force
from ..selectors import posts_of
from ..selectors.people import tokens_of
from ..services import change_password, issue_token, revoke_token
from ..services.tokens import LIFE
from ..sessions import is_password_due, mark_signed_in


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """改密码; ends the person's other sessions and tokens."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_password(request.user, actor=request.actor, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        except ValidationError as refused:
            form.add_error("new", refused.messages)
        else:
            update_session_auth_hash(request, request.user)
            mark_signed_in(request)
            messages.success(request, "密码已修改。别处的登录和你的接口令牌都已失效。")
            return redirect("home")
    request.refusal_message = "；".join(text for found in form.errors.values() for text in found)
    return render(request, "units/password_change.html", {"form": form, "rules": rules_in_force(), "expired": is_password_due(request.user)},
                  status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def post_choose(request: HttpRequest) -> HttpResponse:
    """换岗位: the session goes on in another of one's own posts."""
    posts = posts_of(request.user)
    if request.method == "POST":
        chosen = next((post for post in posts if str(post.id) == request.POST.get("post")), None)
        if chosen is None:
            raise Http404
        request.session["post_id"] = chosen.id
        messages.success(request, f"现在的岗位：{chosen.unit.name} {chosen.get_role_display()}。")
        wanted = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect(wanted if is_ours else "home")
    return render(request, "units/post_choose.html", {"own_posts": posts})


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """接口令牌: list, and a new one for the present post, shown this once."""
    post = next(post for post in posts_of(request.user) if post.id == request.actor.post_id)
    secret = issue_token(post, actor=request.actor) if request.method == "POST" else ""
    return render(request, "units/tokens.html", {"tokens": tokens_of(request.user.id), "post": post, "secret": secret, "days": LIFE.days,
                                                 "docs_url": reverse("docs")}, status=201 if secret else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """吊销令牌."""
    revoke_token(get_object_or_404(tokens_of(request.user.id), pk=pk), actor=request.actor)
    messages.success(request, "令牌已吊销，立即失效。")
    return redirect("units:tokens")
