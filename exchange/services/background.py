"""再办一次: a job that was given up, or put off, is wanted again, now and with all its attempts."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import leases
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict
from landplan.lib.leases import LeasedJob
from parcels.services.common import permit

from ..policies import may_run_again
from ..selectors.background import Kind, is_repeatable, rows_of

OFFICE = "再办一次由领导小组办公室办。系统管理员修好程序或网络后，请告诉办公室。"


@transaction.atomic
def run_again(kind: Kind, pk: int, *, actor: Actor) -> LeasedJob:
    """再办一次. Raises NotAllowed, Conflict; DoesNotExist for a job of another territory."""
    permit(may_run_again(actor), OFFICE)
    permit(bool(kind.task), f"{kind.label}由办的人自己再办：{kind.where}。")
    row = rows_of(kind, actor).select_related(None).select_for_update(of=("self",)).get(pk=pk)
    if not is_repeatable(row):
        raise Conflict(f"这一件现在是“{row.get_state_display()}”，不用再办；没有办成的和等着再试的才可以。请刷新页面。", code="wrong_state")
    before = {"state": row.get_state_display(), "attempts": row.attempts, "error": row.error}
    leases.ask_again(row)
    record(actor=actor, action="run_job_again", obj=row, label=f"{kind.label} {kind.about(row)}", before=before,
           after={"state": row.get_state_display()})
    return row
