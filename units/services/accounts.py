"""账号: made, disabled, passwords changed; every step is audited, no password is ever written down."""

from __future__ import annotations

import secrets
import string

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.text import clean_text

from ..models import PasswordRecord, Unit, User
from ..policies import may_manage_people
from ..rules import check_username
from .posts import assign_post

_SYMBOLS = "-_.+="


def _permit(actor: Actor) -> None:
    if actor.role != "system" and not may_manage_people(actor):
        raise NotAllowed("人员和账号由系统管理员办。")


def first_password() -> str:
    """初始密码: random, passes the rules of both styles."""
    letters = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(12))
    return f"{letters}{secrets.choice(_SYMBOLS)}{secrets.choice(string.digits)}{secrets.choice('abcXYZ')}"


@transaction.atomic
def create_person(*, actor: Actor, username: str, name: str, unit: Unit, role: str, password: str | None = None,
                  hashed: str = "", is_demo: bool = False) -> tuple[User, str]:
    """建账号 with one post; returns the user and the first password, which must be changed at the first sign-in.

    `hashed` is the hash of `password` where the caller has it already (demo accounts share one; it is slow on purpose).
    Raises NotAllowed, Refusal when the name is taken or cannot be used.
    """
    _permit(actor)
    username, name = clean_text(username), clean_text(name)
    check_username(username)
    if not name:
        raise Refusal("姓名没有填。请填写。", field="name", code="missing")
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal(f"用户名“{username}”已有人用。请换一个。", field="username", code="duplicate")
    secret = password or first_password()
    user = User(username=username, name=name, is_demo=is_demo, must_change_password=not is_demo, password_changed_at=clock.real_now())
    user.password = hashed or make_password(secret)
    user.save(force_insert=True)
    record(actor=actor, action="create_person", obj=user, region_id=unit.region_id, after={"username": username, "name": name})
    assign_post(user, actor=actor, unit=unit, role=role)
    return user, secret


@transaction.atomic
def disable_person(user: User, *, actor: Actor, reason: str) -> User:
    """停用: the next request of every session and token is refused."""
    _permit(actor)
    if user.id == actor.user_id:
        raise NotAllowed("不能停用自己的账号。请另一位系统管理员办。", code="own_work")
    if not reason:
        raise Refusal("停用账号要写原因。", field="reason", code="reason_missing")
    return _set_active(user, False, actor, "disable_person", reason)


@transaction.atomic
def enable_person(user: User, *, actor: Actor, reason: str) -> User:
    """启用 a disabled account again."""
    _permit(actor)
    if not reason:
        raise Refusal("启用账号要写原因。", field="reason", code="reason_missing")
    return _set_active(user, True, actor, "enable_person", reason)


def _set_active(user: User, is_active: bool, actor: Actor, action: str, reason: str) -> User:
    user.is_active = is_active
    user.signed_out_before = clock.real_now()
    user.save(update_fields=["is_active", "signed_out_before"])
    record(actor=actor, action=action, obj=user, before={"is_active": not is_active}, after={"is_active": is_active}, reason=reason)
    return user


@transaction.atomic
def reset_password(user: User, *, actor: Actor) -> str:
    """重设密码 by the system administrator: a random one, to be changed at the next sign-in."""
    _permit(actor)
    secret = first_password()
    user.must_change_password = True
    _store(user, secret)
    record(actor=actor, action="reset_password", obj=user)
    return secret


@transaction.atomic
def change_password(user: User, *, actor: Actor, old: str, new: str) -> User:
    """改密码 by its owner; ends all other sessions. Raises Refusal, ValidationError from the rules."""
    if user.id != actor.user_id:
        raise NotAllowed("只能改自己的密码。")
    if not user.check_password(old):
        raise Refusal("原密码不对。请重新填写；忘记的，请系统管理员重设。", field="old", code="wrong_password")
    validate_password(new, user)
    user.must_change_password = False
    _store(user, new)
    record(actor=actor, action="change_password", obj=user)
    return user


@transaction.atomic
def set_demo_password(user: User, *, actor: Actor, password: str) -> None:
    """演示密码: only for demo accounts of a demo installation."""
    if not (settings.DEMO and user.is_demo):
        raise NotAllowed("只有演示环境的演示账号能这样设密码。")
    if not user.check_password(password):
        _store(user, password)
        record(actor=actor, action="set_demo_password", obj=user)


@transaction.atomic
def sign_out_everywhere(user: User, *, actor: Actor) -> None:
    """全部退出: sessions that began before now are no longer good."""
    if user.id != actor.user_id:
        _permit(actor)
    user.signed_out_before = clock.real_now()
    user.save(update_fields=["signed_out_before"])
    record(actor=actor, action="sign_out_everywhere", obj=user)


def _store(user: User, password: str) -> None:
    if user.password:
        PasswordRecord.objects.create(user=user, password=user.password, at=clock.now())
    user.set_password(password)
    user.password_changed_at = clock.real_now()
    user.signed_out_before = clock.real_now()
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "signed_out_before"])
