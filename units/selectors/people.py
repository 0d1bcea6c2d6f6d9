"""查人员: accounts with their posts, and one's own tokens."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from landplan.lib.pages import most

from ..models import ApiToken, Post, User

PAGE = 50


def people(q: str = "", after: str = "") -> list[User]:
    """人员 by user name, one page and one more; `after` is the last name of the page before."""
    active = Post.objects.filter(is_active=True).select_related("unit__region")
    rows = User.objects.prefetch_related(Prefetch("posts", queryset=active, to_attr="active_posts"))
    if q:
        rows = rows.filter(Q(username__icontains=q) | Q(name__contains=q) | Q(posts__unit__name__contains=q)
                           | Q(posts__unit__region__name__contains=q)).distinct()
    if after:
        rows = rows.filter(username__gt=after)
    return list(rows.order_by("username")[: most(PAGE) + 1])


def posts_ever(user: User) -> QuerySet[Post]:
    """岗位 of a person, ended ones too."""
    return user.posts.select_related("unit__region").order_by("-is_active", "id")


def tokens_of(user_id: int) -> QuerySet[ApiToken]:
    """令牌 of one person that were not revoked, newest first."""
    return ApiToken.objects.filter(post__user_id=user_id, revoked_at=None).select_related("post__unit").order_by("-created_at", "-id")
