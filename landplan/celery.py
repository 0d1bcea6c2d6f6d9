"""The queue of landplan. A row in the database is the job; a message only wakes a worker to look for it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landplan.settings")

app = Celery("landplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
