from .record import changes, record, snapshot

__all__ = ["changes", "record", "snapshot"]
