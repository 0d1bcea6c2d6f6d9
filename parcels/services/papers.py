"""取出一地一档: who took all papers of a parcel out of the house, and how many."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib.actors import Actor

from ..models import Parcel
from ..policies import may_export
from .common import permit


@transaction.atomic
def take_papers(parcel_id: int, *, actor: Actor, files: int, lacking: int) -> Parcel:
    """下载一地一档: leaves the entry; the caller sends the files. Raises Parcel.DoesNotExist, NotAllowed."""
    parcel = Parcel.objects.get(pk=parcel_id)
    permit(may_export(actor), "一地一档只给业务岗位下载。你现在的岗位不能下载。")
    record(actor=actor, action="take_papers", obj=parcel, subject=f"parcel:{parcel.id}", after={"files": files, "lacking": lacking})
    return parcel
