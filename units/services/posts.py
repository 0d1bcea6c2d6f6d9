"""岗位: given and ended by the system administrator, never to himself."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed, Refusal

from ..choices import BUSINESS_ROLES
from ..models import Post, Unit, User
from ..policies import may_manage_people
from ..rules import check_place, check_post


def _permit(actor: Actor, user: User) -> None:
    if actor.role != "system" and not may_manage_people(actor):
        raise NotAllowed("岗位由系统管理员定。")
    if user.id == actor.user_id:
        raise NotAllowed("不能给自己定岗位或免自己的岗位。请另一位系统管理员办。", code="own_work")


@transaction.atomic
def assign_post(user: User, *, actor: Actor, unit: Unit, role: str) -> Post:
    """定岗位; an ended one comes back to life. Raises NotAllowed (separation of duties), Refusal."""
    _permit(actor, user)
    check_place(role, unit.region.level, unit.name)
    held = set(user.posts.filter(is_active=True).values_list("role", flat=True))
    check_post(role, held)
    post = Post.objects.filter(user=user, unit=unit, role=role).first() or Post(user=user, unit=unit, role=role)
    if post.pk and post.is_active:
        raise Refusal("此人已有这个岗位。", field="role", code="duplicate")
    post.is_active, post.since = True, clock.now()
    post.save()
    record(actor=actor, action="assign_post", obj=post, subject=f"user:{user.id}", region_id=unit.region_id,
           after={"unit": unit.name, "role": role})
    return post


@transaction.atomic
def permit_coordinates(post: Post, *, actor: Actor, allowed: bool, reason: str) -> Post:
    """准看或不准看界址点坐标 (自然资发〔2020〕95号: coordinates of land are sensitive). Raises NotAllowed, Refusal."""
    _permit(actor, post.user)
    if post.role not in BUSINESS_ROLES:
        raise Refusal("管理岗位不看业务数据，不能准看坐标。", field="reason", code="separation")
    if not reason:
        raise Refusal("准看、不准看坐标都要写原因或批准的文号。", field="reason", code="reason_missing")
    if post.reads_coordinates == allowed:
        return post
    post.reads_coordinates = allowed
    post.save(update_fields=["reads_coordinates"])
    record(actor=actor, action="permit_coordinates", obj=post, subject=f"user:{post.user_id}", region_id=post.unit.region_id,
           before={"reads_coordinates": not allowed}, after={"reads_coordinates": allowed}, reason=reason)
    return post


@transaction.atomic
def end_post(post: Post, *, actor: Actor, reason: str) -> Post:
    """免岗位: its sessions and tokens lose their rights with the next request."""
    _permit(actor, post.user)
    if not reason:
        raise Refusal("免去岗位要写原因。", field="reason", code="reason_missing")
    post.is_active = False
    post.save(update_fields=["is_active"])
    record(actor=actor, action="end_post", obj=post, subject=f"user:{post.user_id}", region_id=post.unit.region_id,
           before={"is_active": True}, after={"is_active": False}, reason=reason)
    return post
