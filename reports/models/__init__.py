from .job import Job
from .snapshot import ReportSnapshot
from .weekly import WeekFigure, WeeklyReport, WeekReturn, WeekReturnEdition

__all__ = ["Job", "ReportSnapshot", "WeekFigure", "WeekReturn", "WeekReturnEdition", "WeeklyReport"]
