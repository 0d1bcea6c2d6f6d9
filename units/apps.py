from django.apps import AppConfig
from django.conf import settings

from landplan.lib import clock


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "单位与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        if settings.DEMO:
            from .selectors.demo_clock import demo_offset  # models are ready only now

            clock.use_offset(demo_offset)
