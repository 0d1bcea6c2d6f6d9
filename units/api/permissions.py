"""接口的权限: every view declares its policy by method or action; without one it is refused."""

from rest_framework.permissions import BasePermission

READING = {"HEAD": "GET", "OPTIONS": "GET"}


def anyone(actor) -> bool:
    """Any person who is signed in."""
    return True


class DeclaredPolicy(BasePermission):
    """`policy = {"GET": may_read, "submit": may_draft}`: a predicate of the actor for each action or method."""

    message = "你现在的岗位不能用这个接口。"

    def has_permission(self, request, view):
        django_request = request._request
        if getattr(django_request, "password_due", False):
            self.message = "密码要先改：首次登录或已满期限。请在网页上改好密码，再取令牌。"
            return False
        if django_request.actor.post_id is None:
            return False
        declared = getattr(view, "policy", {})
        predicate = declared.get(getattr(view, "action", None)) or declared.get(READING.get(request.method, request.method))
        return bool(predicate and predicate(django_request.actor))
