from .accounts import (
    change_password,
    create_person,
    disable_person,
    enable_person,
    reset_password,
    set_demo_password,
    sign_out_everywhere,
)
from .demo_clock import keep_demo_clock, move_demo_clock, permit_clock
from .functions import assign_functions, settle_functions
from .posts import assign_post, end_post, permit_coordinates
from .regions import save_region, save_region_alias, save_unit, save_unit_alias
from .sign_in import check_password, record_sign_in, record_sign_in_refused, record_sign_out, unlock_sign_in
from .tokens import issue_token, revoke_token

__all__ = [
    "assign_functions", "assign_post", "change_password", "check_password", "create_person", "disable_person", "enable_person", "end_post",
    "issue_token", "keep_demo_clock", "move_demo_clock", "permit_clock", "permit_coordinates",
    "record_sign_in", "record_sign_in_refused", "record_sign_out", "reset_password", "revoke_token", "save_region",
    "save_region_alias", "save_unit", "save_unit_alias",
    "set_demo_password", "settle_functions", "sign_out_everywhere", "unlock_sign_in",
]
