"""办理人: from a signed-in person and the chosen post to an Actor."""

from __future__ import annotations

from landplan.lib.actors import Actor
from landplan.lib.prepared import Prepared, planned_rows

from ..choices import ADMIN_ROLES, HOLDERS, RegionLevel
from ..models import Post, User
from ..rules import held_by
from .functions import decided_in
from .regions import territory

_POSTS = Prepared(lambda user_id: Post.objects.filter(user_id=user_id, is_active=True).select_related("user", "unit__region"), user_id=-1)
_REACH = ("SELECT id, NULL, NULL FROM units_region WHERE path LIKE %s "
          "UNION ALL SELECT NULL, role, function FROM units_holding WHERE region_id = %s AND is_held")
NOBODY = Actor(user_id=None, name="", role="anonymous", role_label="未登录")


def posts_of(user: User) -> list[Post]:
    """在岗岗位 of a person, oldest first."""
    return _POSTS.objects(user_id=user.id)


def post_of(user: User, post_id: int | None) -> Post | None:
    """当前岗位: the chosen one, else the first; None when the person holds none."""
    return chosen(posts_of(user), post_id)


def chosen(posts: list[Post], post_id: int | None) -> Post | None:
    """The chosen one of a person's posts, else the first."""
    return next((post for post in posts if post.id == post_id), posts[0] if posts else None)


def actor_of(post: Post) -> Actor:
    """The Actor of a post. Administrators get an empty territory: no county data by any door."""
    regions, functions = _reach(post)
    return Actor(user_id=post.user_id, name=post.user.name, role=post.role, role_label=post.get_role_display(),
                 unit_id=post.unit_id, unit_name=post.unit.name, post_id=post.id,
                 region_id=post.unit.region_id, regions=regions, coordinates=post.reads_coordinates, functions=functions)


def _reach(post: Post) -> tuple[frozenset[int], frozenset[str]]:
    """辖区与职能 of a post. Of one that may hold functions both are asked in one statement: with every request."""
    region = post.unit.region
    if post.role not in HOLDERS or region.level == RegionLevel.COUNTY:
        functions = held_by(post.role, decided_in(region.id)) if post.role in HOLDERS else frozenset()
        return frozenset() if post.role in ADMIN_ROLES else territory(region), functions
    rows = planned_rows(_REACH, [f"{region.path}%", region.id])
    decided = {(role, function) for region_id, role, function in rows if region_id is None}
    return frozenset([region_id for region_id, *_ in rows if region_id is not None]), held_by(post.role, decided or None)


def actor_without_post(user: User) -> Actor:
    """A person who holds no post: may sign out and nothing else."""
    return Actor(user_id=user.id, name=user.name, role="none", role_label="无岗位")
