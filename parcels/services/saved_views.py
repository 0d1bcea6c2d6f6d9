"""保存的视图: a person's own settings of the ledger, kept and removed under his name."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import SavedView
from ..policies import may_read_ledger
from ..tables import COLUMNS
from .common import permit

MOST = 12
_READERS = "台账只给业务岗位看。你现在的岗位不能存视图。"


@transaction.atomic
def save_view(*, actor: Actor, name: str, query: str, columns: list[str], told: Callable[[str], str]) -> SavedView:
    """存为视图; the same name again replaces what it held. `told` gives the words of a query, since the trail is read by people.

    Raises NotAllowed, Refusal without a name or beyond 12."""
    permit(may_read_ledger(actor), _READERS)
    if not name:
        raise Refusal("视图名称没有填。请写 20 字以内的名称，如“30天内到期”。", field="name", code="missing")
    mine = SavedView.objects.filter(user_id=actor.user_id, removed_at=None)
    view = mine.filter(name=name).first() or SavedView(user_id=actor.user_id, name=name)
    if view.pk is None and mine.count() >= MOST:
        raise Refusal(f"你已存了 {MOST} 个视图，是上限。请先移除不用的。", field="name", code="too_many")
    before = snapshot(view, ("query", "columns")) if view.pk else {}
    view.query, view.columns = query, columns
    old, new = changes(before, snapshot(view, ("query", "columns")))
    if view.pk is None or new:
        view.save()
        record(actor=actor, action="save_view", obj=view, region_id=actor.region_id, before=_words(old, told), after=_words(new, told))
    return view


def _words(values: dict, told: Callable[[str], str]) -> dict:
    """What a view holds, as its person reads it on the page."""
    words = {"query": told, "columns": lambda keys: [COLUMNS[key].label for key in keys if key in COLUMNS] or ["默认的列"]}
    return {name: None if value is None else words[name](value) for name, value in values.items()}


@transaction.atomic
def remove_view(view_id: int, *, actor: Actor) -> SavedView:
    """移除自己的视图. Raises SavedView.DoesNotExist for another person's."""
    view = SavedView.objects.select_for_update().get(pk=view_id, user_id=actor.user_id, removed_at=None)
    view.removed_at = clock.now()
    view.save(update_fields=["removed_at"])
    record(actor=actor, action="remove_view", obj=view, region_id=actor.region_id, after={"name": view.name})
    return view
