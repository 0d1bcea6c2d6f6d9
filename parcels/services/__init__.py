from .applications import add_opinion, apply_for_land, decide_application, open_acceptance, pass_acceptance
from .batch_account import adjust_batches, enter_gone, publish_notice, reverse_entry, use_indicators
from .batches import register_batch
from .bulk import register_parcels, update_parcels
from .checks import add_spot_check, finish_backfill, open_backfill
from .clocks import add_agreement, add_stop, end_stop, void_agreement, void_stop
from .cohorts import save_cohort
from .controls import publish_controls, void_controls
from .corrections import correct_disposal
from .covenants import add_covenant, judge_covenant, return_to_low
from .crosswalk import change_crosswalk
from .disposals import (
    accept_disposal,
    draft_disposal,
    edit_disposal,
    send_back_disposal,
    submit_disposal,
    verify_disposal,
    void_disposal,
    withdraw_disposal,
)
from .enterprises import add_land_use, edit_enterprise, end_land_use, record_year, register_enterprise
from .entry import enter_disposal
from .evidence import add_evidence, void_evidence
from .expropriation import save_expropriation
from .findings import end_finding, make_finding, record_facts, record_standard, supplement_finding
from .hurdles import add_hurdle, clear_parcel, finish_hurdle, mark_first, promote_parcel, void_hurdle
from .incentives import add_recovery, apply_incentive, decide_incentive, end_sanction, impose_sanction
from .kept_clocks import rebuild_clocks
from .lawsuits import add_claim, edit_lawsuit, open_lawsuit, void_claim
from .list_settings import change_list_settings
from .low_plans import begin_low_plan, save_content, step_low_plan
from .measures import add_measure, save_measure
from .meetings import add_meeting_item, edit_meeting_item, record_meeting
from .milestones import change_steps, lay_out_county, lay_out_milestones, step_parcel
from .night import ask_night, enqueue_nights, run_night
from .notices import add_notice, answer_notice, deliver_notice
from .outlines import load_outlines, save_outline
from .paper_making import make_notice_paper, make_step_paper, upload_template
from .parcels import change_kind, complete_filing, register_parcel, update_parcel
from .park_plans import save_park_plan
from .parks import record_park_fact, register_park, rename_park
from .planning import import_planning, save_planning
from .plans import approve_plan, draft_plan, send_back_plan
from .procedures import confirm_step, deliver_step, open_procedure, send_back_step, take_step
from .projects import add_project_part, edit_project, register_project, review_project
from .queue import batch_step, batch_write_off, hand_out_parcels, name_sponsors, set_deadlines, step_disposal
from .registers import add_item, edit_item, save_register_due, void_item
from .reshape import approve_reshape, propose_reshape, send_back_reshape
from .restrictions import (
    add_credit_record,
    clear_credit_record,
    delist_firm,
    lift_restriction,
    list_firm,
    restrict_region,
)
from .reviews import add_review
from .rounds import open_round
from .samples import check_sample_item, draw_sample
from .saved_views import remove_view, save_view
from .shape_files import drop_shape_file, import_shapes, keep_shape_file, tell_export
from .shapes import note_lack, save_shape
from .supplies import add_supply
from .terms import close_due
from .totals import keep_totals_at, post_entries, rebuild_totals
from .transfers import add_transfer, check_transfer
from .violations import edit_violation
from .write_off import relist_parcel, write_off_parcel
from .year_days import save_year

__all__ = [
    "accept_disposal", "add_agreement", "add_claim", "add_covenant", "add_credit_record", "add_evidence",
    "add_hurdle", "add_item", "add_land_use", "add_measure", "add_meeting_item", "add_notice", "add_opinion",
    "add_project_part", "add_recovery", "add_review", "add_spot_check", "add_stop", "add_supply",
    "add_transfer", "adjust_batches", "answer_notice", "apply_for_land", "apply_incentive", "approve_plan",
    "approve_reshape", "ask_night", "batch_step", "batch_write_off", "begin_low_plan", "change_crosswalk",
    "change_kind", "change_list_settings", "change_steps", "check_sample_item", "check_transfer",
    "clear_credit_record", "clear_parcel", "close_due", "complete_filing", "confirm_step", "correct_disposal",
    "decide_application", "decide_incentive", "deliver_notice", "deliver_step", "delist_firm", "draft_disposal", "draft_plan",
    "draw_sample", "drop_shape_file", "edit_disposal", "edit_enterprise", "edit_item", "edit_lawsuit",
    "edit_meeting_item", "edit_project", "edit_violation", "end_finding", "end_land_use", "end_sanction",
    "end_stop", "enqueue_nights", "enter_disposal", "enter_gone", "finish_backfill", "finish_hurdle",
    "hand_out_parcels", "import_planning", "import_shapes", "impose_sanction", "judge_covenant",
    "keep_shape_file", "keep_totals_at", "lay_out_county", "lay_out_milestones", "lift_restriction", "list_firm", "load_outlines",
    "make_finding", "make_notice_paper", "make_step_paper", "mark_first", "name_sponsors", "note_lack",
    "open_acceptance", "open_backfill", "open_lawsuit", "open_procedure", "open_round", "pass_acceptance",
    "post_entries", "promote_parcel", "propose_reshape", "publish_controls", "publish_notice", "rebuild_clocks", "rebuild_totals",
    "record_facts", "record_meeting", "record_park_fact", "record_standard", "record_year", "register_batch",
    "register_enterprise", "register_parcel", "register_parcels", "register_park", "register_project",
    "relist_parcel", "remove_view", "rename_park", "restrict_region", "return_to_low", "reverse_entry",
    "review_project", "run_night", "save_cohort", "save_content", "save_expropriation", "save_measure",
    "save_outline", "save_park_plan", "save_planning", "save_register_due", "save_shape", "save_view",
    "save_year", "send_back_disposal", "send_back_plan", "send_back_reshape", "send_back_step", "set_deadlines",
    "step_disposal", "step_low_plan", "step_parcel", "submit_disposal", "supplement_finding", "take_step",
    "tell_export", "update_parcel", "update_parcels", "upload_template", "use_indicators", "verify_disposal",
    "void_agreement", "void_claim", "void_controls", "void_disposal", "void_evidence", "void_hurdle", "void_item", "void_stop",
    "withdraw_disposal", "write_off_parcel",
]
