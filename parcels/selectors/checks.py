"""查补录和抽查 of a parcel."""

from __future__ import annotations

from datetime import date

from landplan.lib.actors import Actor

from ..choices import BackfillWhat
from ..models import Parcel
from ..policies import may_keep_cases, may_spot_check


def check_panel(parcel: Parcel, actor: Actor, today: date) -> dict:
    """补录、抽查 and the warning of a relapse, as the page of a parcel shows them."""
    return {"backfills": list(parcel.backfills.select_related("opened_by", "done_by").order_by("id")),
            "spot_checks": list(parcel.spot_checks.select_related("entered_by").order_by("-checked_on", "-id")),
            "backfill_choices": BackfillWhat.choices, "may_backfill": may_keep_cases(actor), "may_spot_check": may_spot_check(actor),
            "is_relapsing": Parcel.objects.relapsing(today).filter(pk=parcel.pk).exists()}
