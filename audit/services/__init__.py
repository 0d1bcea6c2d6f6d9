from .record import Told, changes, record, record_many, snapshot

__all__ = ["Told", "changes", "record", "record_many", "snapshot"]
