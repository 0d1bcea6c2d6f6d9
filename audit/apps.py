from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from . import guards


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Django's own hook, not a signal between our apps: SQLite drops triggers when it remakes a table,
        # so the guards are put back after every migration.
        post_migrate.connect(guards.install_after_migrate, dispatch_uid="audit.guards")
        register(guards.check_guards, Tags.database)
