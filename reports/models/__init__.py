from .baseline import Baseline, BaselineCell, BaselineRow
from .correction import Correction
from .job import Job
from .snapshot import ReportSnapshot
from .weekly import WeekFigure, WeeklyReport, WeekReturn, WeekReturnEdition

__all__ = ["Baseline", "BaselineCell", "BaselineRow", "Correction", "Job", "ReportSnapshot", "WeekFigure",
           "WeekReturn", "WeekReturnEdition", "WeeklyReport"]
