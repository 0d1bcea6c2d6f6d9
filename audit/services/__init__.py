from .record import Told, Written, changes, record, record_many, record_written, snapshot, written

__all__ = ["Told", "Written", "changes", "record", "record_many", "record_written", "snapshot", "written"]
