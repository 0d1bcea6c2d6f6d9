"""会话库: Django's own sessions in the database; with every request its statement is asked as it was written once."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from landplan.lib import clock
from landplan.lib.prepared import Prepared

_SESSIONS = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), key="key", now=datetime(1, 1, 1, tzinfo=UTC))


class SessionStore(DatabaseStore):
    """A session; machine time, since the demo clock must not end it."""

    def _get_session_from_db(self):
        found = _SESSIONS.objects(key=self.session_key, now=clock.real_now())
        if not found:
            self._session_key = None
        return next(iter(found), None)
