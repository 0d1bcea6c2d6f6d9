"""浏览器: who asks, as a session or by a token, within this process."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from landplan.lib import clock
from landplan.lib.actors import Actor
from units.models import Post, User
from units.services import issue_token
from units.sessions import SIGNED_IN_AT


class Browser:
    """A person's requests, straight into the application (no network)."""

    def __init__(self, actor: Actor):
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=True)
        self.client.force_login(User.objects.get(pk=actor.user_id), backend="units.backends.PersonBackend")
        session = self.client.session
        session["post_id"], session[SIGNED_IN_AT] = actor.post_id, clock.real_now().isoformat()
        session.save()

    def get(self, address: str, status: int = 200, **headers) -> HttpResponse:
        """The answer, read to its end. Raises RuntimeError for another status."""
        return answered(self.client.get(address, headers=headers), address, status)


class Program:
    """A program's requests with the token of a post."""

    def __init__(self, actor: Actor):
        self.token = issue_token(Post.objects.get(pk=actor.post_id), actor=actor)
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=True)

    def get(self, address: str, status: int = 200, **headers) -> HttpResponse:
        """The answer, read to its end. Raises RuntimeError for another status."""
        return answered(self.client.get(address, headers={"Authorization": f"Token {self.token}", **headers}), address, status)


def answered(response: HttpResponse, address: str, status: int) -> HttpResponse:
    """Only a measured answer that is right counts."""
    if response.status_code != status:
        raise RuntimeError(f"{address} answered {response.status_code}: {response.content[:300]!r}")
    response.content  # noqa: B018 - read to its end
    return response
