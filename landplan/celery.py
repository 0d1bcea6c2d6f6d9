"""The queue of landplan. A row in the database is the job; a message only wakes a worker to look for it."""

import os

from celery import Celery

from landplan.lib.queue import PATIENCE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landplan.settings")


class Landplan(Celery):
    """Whoever sends a message waits a moment only: a person's request must not hang with the queue. Workers wait as the settings say."""

    def connection_for_write(self, url=None, **options):
        """The connection of producers; the folder queue knows no such times and leaves them aside."""
        moment = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        return super().connection_for_write(url, **{**options, "transport_options": moment | (options.get("transport_options") or {})})


app = Landplan("landplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
