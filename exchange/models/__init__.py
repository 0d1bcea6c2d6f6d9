from .export import ExportJob
from .imports import ImportFile, ImportJob, ImportMemory, ImportRow
from .reconciliation import (
    Reconciliation,
    ReconciliationComment,
    ReconciliationFigure,
    ReconciliationRow,
    ReconciliationSign,
)

__all__ = [
    "ExportJob", "ImportFile", "ImportJob", "ImportMemory", "ImportRow", "Reconciliation", "ReconciliationComment", "ReconciliationFigure",
    "ReconciliationRow", "ReconciliationSign",
]
