from .entry import AuditEntry
from .guarded import AppendOnly, NeverDeleted
from .once import OnceKey

__all__ = ["AppendOnly", "AuditEntry", "NeverDeleted", "OnceKey"]
