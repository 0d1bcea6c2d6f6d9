"""留痕的权限."""

from landplan.lib.actors import Actor


def may_read_audit(actor: Actor) -> bool:
    """看留痕: the audit administrator all of it; the office that of its territory."""
    return actor.role in ("audit_admin", "office")
