"""manage.py migrate: Django's own; a missing guard, which it puts back, does not stop it."""

from django.core.management.commands import migrate

from audit import guards


class Command(migrate.Command):
    """升级表结构."""

    def check(self, **kwargs):
        """The system checks, but for the guards."""
        with guards.being_mended():
            return super().check(**kwargs)
