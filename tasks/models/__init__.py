from .document import Document
from .duty import Cycle, Duty, Threshold
from .group import DepartmentDuty, GroupPost, LeadingGroup
from .package import Package, PackageEdition, PackagePaper, PackageRemark, PackageRow
from .plan import Plan, PlanNote, PlanWord
from .printed import PrintedCell, PrintedRow, PrintedTable
from .target import Phase, Target
from .work_task import Milestone, WorkTask, WorkTaskUnit

__all__ = [
    "Cycle", "DepartmentDuty", "Document", "Duty", "GroupPost", "LeadingGroup", "Milestone", "Package",
    "PackageEdition", "PackagePaper", "PackageRemark", "PackageRow", "Phase", "Plan", "PlanNote", "PlanWord",
    "PrintedCell", "PrintedRow", "PrintedTable", "Target", "Threshold", "WorkTask", "WorkTaskUnit",
]
