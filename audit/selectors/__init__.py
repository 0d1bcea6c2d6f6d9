from .history import (
    ChainReport,
    changes_of,
    entries_for,
    history_of,
    sign_ins_refused,
    values,
    verify_chain,
)

__all__ = ["ChainReport", "changes_of", "entries_for", "history_of", "sign_ins_refused", "values", "verify_chain"]
