from .load import load_plan
from .packages import accept_package, attach_paper, remark_row, return_package, send_package, void_paper
from .revise import Revision, revise_table
from .settings import change_settings

__all__ = [
    "Revision", "accept_package", "attach_paper", "change_settings", "load_plan", "remark_row", "return_package", "revise_table",
    "send_package", "void_paper",
]
