import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landplan.settings")

application = get_wsgi_application()

from audit import guards  # noqa: E402  the apps must be loaded first

guards.verify()
