"""登录后端: Django's own; who a session stands for is asked with every request, as it was written once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from landplan.lib.prepared import Prepared

from .models import User

_USERS = Prepared(lambda pk: User.objects.filter(pk=pk), pk=-1)


class PersonBackend(ModelBackend):
    """A person by his id, as long as he may sign in."""

    def get_user(self, user_id: int) -> User | None:
        return next((user for user in _USERS.objects(pk=user_id) if self.user_can_authenticate(user)), None)
