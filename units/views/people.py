"""人员: accounts and posts, for the system administrator only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.pages import most
from landplan.lib.text import clean_text

from ..forms import PersonForm, PostForm, ReasonForm
from ..models import Post, User
from ..policies import may_manage_people
from ..selectors.people import PAGE, people, posts_ever
from ..services import (
    assign_post,
    create_person,
    disable_person,
    enable_person,
    end_post,
    permit_coordinates,
    reset_password,
    sign_out_everywhere,
)


def _permit(request: HttpRequest) -> None:
    if not may_manage_people(request.actor):
        raise NotAllowed("人员和账号由系统管理员办。你现在的岗位不能办。")


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """人员 by user name."""
    _permit(request)
    q = clean_text(request.GET.get("q", ""))[:60]
    rows = people(q, clean_text(request.GET.get("after", ""))[:60])
    following = rows[most(PAGE) - 1].username if len(rows) > most(PAGE) else ""
    return render(request, "units/people.html", {"q": q, "people": rows[:most(PAGE)], "next_after": following})


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """建账号; the first password is shown this once."""
    _permit(request)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user, secret = create_person(actor=request.actor, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return render(request, "units/person_secret.html", {"person": user, "secret": secret, "is_new": True}, status=201)
    _note(request, form)
    return render(request, "units/person_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """一个人: account and posts."""
    _permit(request)
    return _person_page(request, get_object_or_404(User, pk=pk), PostForm())


@require_POST
def person_post(request: HttpRequest, pk: int) -> HttpResponse:
    """定岗位."""
    _permit(request)
    user, form = get_object_or_404(User, pk=pk), PostForm(request.POST)
    if form.is_valid():
        try:
            assign_post(user, actor=request.actor, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, f"{user.name}的岗位已定，下一次打开页面就生效。")
            return redirect("units:person", pk)
    _note(request, form)
    return _person_page(request, user, form)


@require_POST
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """免岗位."""
    _permit(request)
    post = get_object_or_404(Post.objects.select_related("user", "unit"), pk=pk, is_active=True)
    end_post(post, actor=request.actor, reason=_reason(request))
    messages.success(request, f"{post.user.name}的岗位“{post}”已免去，立即生效。")
    return redirect("units:person", post.user_id)


@require_POST
def post_coordinates(request: HttpRequest, pk: int) -> HttpResponse:
    """准看、不准看坐标."""
    _permit(request)
    post = get_object_or_404(Post.objects.select_related("user", "unit"), pk=pk, is_active=True)
    post = permit_coordinates(post, actor=request.actor, allowed=request.POST.get("allowed") == "1", reason=_reason(request))
    messages.success(request, f"{post.user.name}的岗位“{post}”{'可看' if post.reads_coordinates else '不可看'}坐标，立即生效。")
    return redirect("units:person", post.user_id)


@require_POST
def person_step(request: HttpRequest, pk: int) -> HttpResponse:
    """停用、启用、全部退出、重设密码."""
    _permit(request)
    user, step = get_object_or_404(User, pk=pk), request.POST.get("do", "")
    if step == "disable":
        disable_person(user, actor=request.actor, reason=_reason(request))
    elif step == "enable":
        enable_person(user, actor=request.actor, reason=_reason(request))
    elif step == "sign_out":
        sign_out_everywhere(user, actor=request.actor)
    elif step == "reset":
        secret = reset_password(user, actor=request.actor)
        return render(request, "units/person_secret.html", {"person": user, "secret": secret, "is_new": False})
    else:
        raise Http404
    messages.success(request, {"disable": "账号已停用，立即生效。", "enable": "账号已启用。", "sign_out": "这个人的登录和令牌都已失效。"}[step])
    return redirect("units:person", pk)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


def _note(request: HttpRequest, form) -> None:
    request.refusal_message = "；".join(text for found in form.errors.values() for text in found)


def _person_page(request: HttpRequest, user: User, form: PostForm) -> HttpResponse:
    return render(request, "units/person.html", {"person": user, "held": posts_ever(user), "form": form, "is_self": user.id == request.user.id},
                  status=422 if form.errors else 200)
