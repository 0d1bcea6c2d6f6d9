from .calendar import CalendarToken
from .document import Document, DocumentFile, DocumentRelation
from .draft import PlanDraft
from .duty import Cycle, Duty, Threshold
from .group import DepartmentDuty, GroupPost, LeadingGroup
from .inquiry import GeneralAnswer, Inquiry, InquiryAnswer
from .obligation import Obligation, ObligationRecord, PeriodDuty, WorkRun
from .package import Package, PackageEdition, PackagePaper, PackageRemark, PackageRow
from .plan import Plan, PlanNote, PlanWord
from .printed import PrintedCell, PrintedQuota, PrintedRow, PrintedTable
from .progress import TaskClosing, TaskProgress
from .reminder import Delivery, Message, Reminder
from .supervision import CaseRule, CaseStep, LinkFormula, SupervisionCase
from .system_figure import SystemFigure, SystemIntake, SystemIntakeVoid, SystemParcel
from .target import ConfirmationVoid, Phase, Target, TargetConfirmation
from .work_task import Milestone, WorkTask, WorkTaskUnit

__all__ = [
    "CalendarToken", "CaseRule", "CaseStep", "ConfirmationVoid", "Cycle", "Delivery", "DepartmentDuty", "Document",
    "DocumentFile", "DocumentRelation", "Duty", "GeneralAnswer", "GroupPost", "Inquiry", "InquiryAnswer", "LeadingGroup",
    "LinkFormula", "Message", "Milestone", "Obligation", "ObligationRecord", "Package", "PackageEdition", "PackagePaper",
    "PackageRemark", "PackageRow", "PeriodDuty", "Phase", "Plan", "PlanDraft", "PlanNote", "PlanWord", "PrintedCell",
    "PrintedQuota", "PrintedRow", "PrintedTable", "Reminder", "SupervisionCase", "SystemFigure", "SystemIntake", "SystemIntakeVoid",
    "SystemParcel", "Target", "TargetConfirmation", "TaskClosing", "TaskProgress", "Threshold", "WorkRun", "WorkTask",
    "WorkTaskUnit",
]
