from .load import load_plan
from .revise import Revision, revise_table
from .settings import change_settings

__all__ = ["Revision", "change_settings", "load_plan", "revise_table"]
