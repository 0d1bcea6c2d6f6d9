from .background import run_again
from .exports import defer_export, forget_exports, open_export, path_of_export, write_export
from .import_work import run_import, take_waiting
from .imports import choose_sheet, confirm_import, map_import, upload_import, withdraw_import
from .reconcile import comment_reconciliation, make_reconciliation, sign_reconciliation

__all__ = [
    "choose_sheet", "comment_reconciliation", "confirm_import", "defer_export", "forget_exports", "make_reconciliation", "map_import",
    "open_export", "path_of_export", "run_again", "run_import", "sign_reconciliation", "take_waiting", "upload_import", "withdraw_import",
    "write_export",
]
