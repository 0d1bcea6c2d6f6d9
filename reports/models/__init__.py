from .baseline import Baseline, BaselineCell, BaselineRow
from .correction import Correction
from .job import Job
from .news import NewsMark
from .period import NoticeSetting, PeriodLeave, PeriodNotice, PeriodReport
from .publication import Objection, Publication, PublicationEdition
from .scheme import Assessment, LookFinding, PeriodScheme
from .snapshot import PeriodSnapshot, ReportSnapshot
from .weekly import WeekFigure, WeeklyReport, WeekReturn, WeekReturnEdition

__all__ = [
    "Assessment", "Baseline", "BaselineCell", "BaselineRow", "Correction", "Job", "LookFinding", "NewsMark", "NoticeSetting",
    "Objection", "PeriodLeave", "PeriodNotice", "PeriodReport", "PeriodScheme", "PeriodSnapshot", "Publication",
    "PublicationEdition", "ReportSnapshot", "WeekFigure", "WeekReturn", "WeekReturnEdition", "WeeklyReport",
]
