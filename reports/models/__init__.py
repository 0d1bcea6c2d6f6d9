from .baseline import Baseline, BaselineCell, BaselineRow
from .correction import Correction
from .job import Job
from .news import NewsMark
from .snapshot import ReportSnapshot
from .weekly import WeekFigure, WeeklyReport, WeekReturn, WeekReturnEdition

__all__ = ["Baseline", "BaselineCell", "BaselineRow", "Correction", "Job", "NewsMark", "ReportSnapshot", "WeekFigure",
           "WeekReturn", "WeekReturnEdition", "WeeklyReport"]
