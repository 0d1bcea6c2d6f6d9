from django.db import models


class AppendOnly(models.Model):
    """只增表: rows are never changed nor removed; the database itself refuses (see audit.guards)."""

    guard = "append_only"

    class Meta:
        abstract = True


class NeverDeleted(models.Model):
    """不删表: rows change, but are never physically removed; the database itself refuses (see audit.guards)."""

    guard = "never_deleted"

    class Meta:
        abstract = True
