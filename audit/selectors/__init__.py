from .history import (
    ChainReport,
    entries_for,
    history_of,
    sign_ins_refused,
    values,
    values_before,
    verify_chain,
)

__all__ = ["ChainReport", "entries_for", "history_of", "sign_ins_refused", "values", "values_before", "verify_chain"]
