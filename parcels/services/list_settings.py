"""改清单设置."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import ListSetting
from ..policies import may_edit_measures
from ..rules.work_lists import check_settings
from ..selectors.list_settings import list_setting_of
from .common import check_version, permit, refuse

_FIELDS = ("soon_days", "sample_share", "area_limit")


@transaction.atomic
def change_list_settings(*, actor: Actor, region, version: int | None, soon_days: int, sample_share: int, reason: str,
                         area_limit: int | None = None) -> ListSetting:
    """改清单设置 of a region; `version` 0 = the default, or that of a wider region, was seen. Raises NotAllowed, Conflict, Refusal."""
    permit(may_edit_measures(actor), "清单设置由领导小组办公室改。")
    seen = list_setting_of(region)
    setting = ListSetting.objects.select_for_update().filter(region=region).first() or ListSetting(
        region=region, soon_days=seen.soon_days, sample_share=seen.sample_share, area_limit=seen.area_limit, version=0)
    check_version(setting, version)
    area_limit = setting.area_limit if area_limit is None else area_limit
    refuse(check_settings(soon_days, sample_share, area_limit))
    before = snapshot(setting, _FIELDS)
    setting.soon_days, setting.sample_share, setting.area_limit = soon_days, sample_share, area_limit
    old, new = changes(before, snapshot(setting, _FIELDS))
    if not new:
        raise Refusal("没有改动任何设置。要改的请先改再保存；不改的，返回即可。", code="unchanged")
    if not reason:
        raise Refusal("改清单设置要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    setting.version += 1
    setting.save()
    record(actor=actor, action="change_list_settings", obj=setting, region_id=region.id, before=old, after=new, reason=reason)
    return setting
