"""可以导出的清单: the pages whose list goes out as it stands on the screen. What is not named here goes out by no door.

A page with an Excel of its own (a fixed form, more sheets) keeps it and gets csv beside it.
"""

from __future__ import annotations

OWN_EXCEL = frozenset({
    "parcels:findings", "parcels:lacking", "parcels:lawsuits", "parcels:registers", "parcels:registers_first", "parcels:sample",
    "parcels:to_supply", "parcels:unit_lists", "reports:dashboard", "reports:progress", "tasks:arrears", "tasks:packages",
})
SCREEN_LISTS = frozenset({
    "audit:trail",
    "exchange:reconcile", "exchange:reconcile_county", "exchange:reconcile_intakes", "exchange:reconcile_sheet", "exchange:reconcile_weeks",
    "parcels:acceptances", "parcels:applications", "parcels:batch", "parcels:batch_indicator_account", "parcels:batch_indicators",
    "parcels:batches", "parcels:causes",
    "parcels:controls", "parcels:covenants", "parcels:credit", "parcels:crosswalk", "parcels:firm_list",
    "parcels:disposals", "parcels:dues", "parcels:enterprise", "parcels:enterprises", "parcels:idle_list", "parcels:incentives",
    "parcels:low_plans", "parcels:map_unmapped", "parcels:measures", "parcels:meeting", "parcels:meetings", "parcels:park",
    "parcels:park_plans", "parcels:parks", "parcels:plans", "parcels:plans_waiting", "parcels:problems", "parcels:project_land", "parcels:projects",
    "parcels:reserves", "parcels:reshapes", "parcels:review",
    "parcels:samples", "parcels:sponsors", "parcels:standards", "parcels:stock", "parcels:transfers", "parcels:used", "parcels:violations",
    "reports:baseline", "reports:baseline_parcels", "reports:corrections", "reports:periods", "reports:publishing", "reports:weekly",
    "tasks:backfills", "tasks:documents", "tasks:general", "tasks:inquiries", "tasks:obligations",
    "tasks:package_edition", "tasks:periods", "tasks:plan_part", "tasks:plans", "tasks:print_check",
    "tasks:scope_check", "tasks:supervision", "tasks:supervision_cuts", "tasks:supervision_link", "tasks:supervision_nominations",
    "tasks:supervision_year",
    "tasks:task_notice", "tasks:unit", "tasks:unit_library", "tasks:work_gantt", "tasks:work_tasks",
    "units:people",
}) | OWN_EXCEL
LEDGER = "parcels:ledger"  # in its declared columns, however many rows
LISTS = SCREEN_LISTS | {LEDGER}
NO_LIST = {("tasks:plan_part", "groups")}  # parts of such a page that tell without a table
AT_ONCE = 2_000  # rows up to which the file is answered at once
SCREEN_LIMIT = 10_000  # rows of a list that is read off its page
LEDGER_LIMIT = 500_000
PER_PERSON, IN_ALL = 2, 8  # exports at one time
KEPT_DAYS = 7
PLACE = ("after", "before", "at", "open", "page")  # where one is in a list: an export begins at its head


def is_list(view_name: str, arguments: dict) -> bool:
    """能不能导出: whether the page of a view shows a list that goes out."""
    return view_name in LISTS and (view_name, arguments.get("part", "")) not in NO_LIST
