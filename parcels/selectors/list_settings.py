"""查清单设置: that of the nearest region upward, else the default."""

from __future__ import annotations

from django.db.models.functions import Length

from landplan.lib.scope import current_regions
from units.models import Region

from ..models import ListSetting


def list_setting_of(region: Region | None) -> ListSetting:
    """清单设置 that holds in a region; unsaved with the defaults where none was made."""
    codes = region.path.strip("/").split("/") if region else []
    found = ListSetting.objects.filter(region__code__in=codes).select_related("region").order_by(Length("region__path").desc()).first()
    return found or ListSetting(region=region)


def list_setting_here() -> ListSetting:
    """清单设置 of the open territory: that of its widest region (the city of whoever sees several counties)."""
    regions = current_regions()
    inside = Region.objects.filter(id__in=sorted(regions)) if regions is not None else Region.objects.all()
    return list_setting_of(inside.order_by(Length("path"), "id").first())
