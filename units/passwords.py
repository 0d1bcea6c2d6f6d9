"""密码规则: GB/T 22239-2019 8.1.4.1 by default, ASVS 6.2 by one setting. Refusals say what to do."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from .models import User

BASIS = "GB/T 22239-2019 8.1.4.1"
LEAST = {"dengbao": 10, "asvs": 12}
CLASSES = {"小写字母": r"[a-z]", "大写字母": r"[A-Z]", "数字": r"[0-9]", "符号": r"[^a-zA-Z0-9]"}


def rules_in_force() -> tuple[str, ...]:
    """现行密码规则, for the page where a password is changed."""
    rules = [f"{_least()} 位以上。"]
    if settings.PASSWORD_STYLE == "dengbao":
        rules.append("大写字母、小写字母、数字、符号四类里至少三类。")
    rules += ["不含用户名、姓名、单位名和县区名，不是常见密码。", f"不与最近 {settings.PASSWORD_HISTORY} 次用过的相同。"]
    if settings.PASSWORD_MAX_AGE:
        rules.append(f"每 {settings.PASSWORD_MAX_AGE.days} 天要换一次（{BASIS}）。")
    return tuple(rules)


def _least() -> int:
    return LEAST.get(settings.PASSWORD_STYLE, LEAST["asvs"])


class LengthValidator:
    """密码长度: 10 in the 等保 style, 12 in the ASVS style."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < _least():
            raise ValidationError(f"新密码只有 {len(password)} 位，至少要 {_least()} 位（{BASIS}）。请加长。", code="short")

    def get_help_text(self) -> str:
        return f"{_least()} 位以上。"


class ClassesValidator:
    """四类字符至少三类 (only in the 等保 style)."""

    def validate(self, password: str, user: User | None = None) -> None:
        if settings.PASSWORD_STYLE != "dengbao":
            return
        found = [name for name, pattern in CLASSES.items() if re.search(pattern, password)]
        if len(found) < 3:
            raise ValidationError(f"新密码只有{'、'.join(found) or '空白'} {len(found)} 类字符，四类里至少要三类（{BASIS}）。"
                                  f"请加上{'、'.join(name for name in CLASSES if name not in found)}里的{3 - len(found)}类。", code="classes")

    def get_help_text(self) -> str:
        return "四类字符里至少三类。"


class CommonValidator(CommonPasswordValidator):
    """常见密码，以及含用户名、姓名、单位名或县区名的密码."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.casefold()
        stem = re.sub(r"[^a-z]+$", "", plain)
        if plain in self.passwords or (len(stem) > 3 and stem in self.passwords):
            raise ValidationError("新密码是常见密码，或只在常见密码后面加了数字、符号，一猜就中。请换一个。", code="common")
        found = next((name for name in _names(user) if name in plain), None) if user else None
        if found:
            raise ValidationError(f"新密码里有“{found}”，是你的用户名、姓名、单位名或县区名，容易被猜中。请换一个。", code="similar")

    def get_help_text(self) -> str:
        return "不含用户名、姓名、单位名和县区名，不是常见密码。"


def _names(user: User) -> set[str]:
    """Names that a password may not hold; Latin ones from four letters, Chinese ones from two characters."""
    words = {user.username, user.name, *re.split(r"[^A-Za-z]+", user.username)}
    if user.pk:
        for post in user.posts.select_related("unit__region"):
            words |= {post.unit.name, post.unit.region.name, post.unit.region.full_name}
    return {word.casefold() for word in words if len(word) >= (4 if word.isascii() else 2)}


class HistoryValidator:
    """不与现在的和最近几次的相同."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user and user.pk and (user.check_password(password) or _used_before(user, password)):
            raise ValidationError(f"新密码是最近 {settings.PASSWORD_HISTORY} 次用过的。请换一个没用过的。", code="used")

    def get_help_text(self) -> str:
        return f"不与最近 {settings.PASSWORD_HISTORY} 次用过的相同。"


def _used_before(user: User, password: str) -> bool:
    recent = user.password_records.order_by("-id")[: settings.PASSWORD_HISTORY]
    return any(check_password(password, kept.password) for kept in recent)
