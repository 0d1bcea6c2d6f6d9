from .calendar import make_calendar, revoke_calendar
from .deliveries import run_delivery, waiting_deliveries
from .documents import (
    attach_document,
    edit_document,
    enter_document,
    load_documents,
    relate_documents,
    void_document_file,
    void_relation,
)
from .drafts import begin_quotas, copy_plan, drop_draft, issue_draft, save_draft, save_quotas
from .inquiries import answer_inquiry, ask_inquiry, publish_answer, withdraw_answer
from .load import load_plan
from .obligations import record_obligation, void_obligation_record
from .packages import accept_package, attach_paper, remark_row, return_package, send_package, void_paper
from .periods import enqueue_work, finish_by_notice, finish_period, make_period_duties, run_work
from .reminders import read_messages, remind
from .revise import Revision, revise_table
from .settings import change_settings
from .supervision import (
    add_case_step,
    close_case,
    decide_case,
    end_rule,
    propose_case,
    save_formula,
    save_rule,
)
from .system_figures import Brought, enter_figures, enter_parcels, void_intake
from .targets import confirm_target, void_confirmation
from .work_tasks import decide_closing, propose_closing, report_progress

__all__ = [
    "Brought", "Revision", "accept_package", "add_case_step", "answer_inquiry", "ask_inquiry", "attach_document",
    "attach_paper", "begin_quotas", "change_settings", "close_case", "confirm_target", "copy_plan", "decide_case",
    "decide_closing", "drop_draft", "edit_document", "end_rule", "enqueue_work", "enter_document", "enter_figures",
    "enter_parcels", "finish_by_notice", "finish_period", "issue_draft", "load_documents", "load_plan", "make_calendar", "make_period_duties",
    "propose_case", "propose_closing", "publish_answer", "read_messages", "record_obligation", "relate_documents",
    "remark_row", "remind", "report_progress", "return_package", "revise_table", "revoke_calendar", "run_delivery", "run_work",
    "save_draft", "save_formula", "save_quotas", "save_rule", "send_package", "void_confirmation", "void_document_file",
    "void_intake", "void_obligation_record", "void_paper", "void_relation", "waiting_deliveries", "withdraw_answer",
]
