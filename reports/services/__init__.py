from .freezing import freeze_due_weeks, freeze_week, issue_edition
from .news import mark_seen
from .returns import send_back_return, submit_return
from .weeks import hold_week, open_week, release_week

__all__ = ["freeze_due_weeks", "freeze_week", "hold_week", "issue_edition", "mark_seen", "open_week", "release_week", "send_back_return",
           "submit_return"]
