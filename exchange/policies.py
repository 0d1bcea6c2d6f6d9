"""数据交换的权限: may this actor bring in, take out, reconcile? Territory is checked by the scope and by the services called."""

from landplan.lib.actors import Actor
from units.choices import Function
from units.policies import holds


def may_import(actor: Actor) -> bool:
    """导入: the county's clerk its own records, the office tables of quotas, the system administrator units and people."""
    return actor.role in ("county_clerk", "office", "system_admin")


def may_reconcile(actor: Actor) -> bool:
    """出对账单、写说明: the county's clerk for the own county, the office of the leading group."""
    return actor.role in ("county_clerk", "office")


def may_sign_reconciliation(actor: Actor) -> bool:
    """签认对账单: the county's reviewer, who accepts or gathers the ledgers; never the person who made it."""
    return actor.role == "county_reviewer" or holds(actor, Function.ACCEPT, Function.LEDGER)


def may_take_out(actor: Actor) -> bool:
    """导出清单: whoever has a post - what the page shows to it, no more."""
    return actor.post_id is not None


def may_watch_jobs(actor: Actor) -> bool:
    """看后台作业: the office what is done in its territory, the system administrator whether it runs."""
    return actor.role in ("office", "system_admin")


def may_know_work(actor: Actor) -> bool:
    """知道作业办的是什么: business posts; an administrator sees kind, state and faults of the program only."""
    return actor.role == "office"


def may_run_again(actor: Actor) -> bool:
    """再办一次: the office, since what comes of it is business."""
    return actor.role == "office"
