"""清单设置的页面: by the office, with its reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from units.models import Region

from ..forms.disposal import new_key
from ..forms.list_settings import ListSettingForm
from ..policies import may_edit_measures
from ..rules.work_lists import NOTE
from ..selectors.list_settings import list_setting_of
from ..services import change_list_settings
from ..services.common import permit
from .common import run_form

OFFICE = "清单设置由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_http_methods(["GET", "HEAD", "POST"])
def list_settings(request: HttpRequest) -> HttpResponse:
    """清单设置 of the person's region."""
    permit(may_edit_measures(request.actor), OFFICE)
    region = Region.objects.get(pk=request.actor.region_id)
    setting = list_setting_of(region)

    def page(form: ListSettingForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/list_settings.html", {"form": form, "note": NOTE, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        change_list_settings(actor=request.actor, region=region, **form.cleaned_data)
        messages.success(request, "清单设置已保存，清单和数目随即按它算。")
        return redirect("parcels:list_settings")

    if request.method != "POST":
        own = setting.version if setting.pk and setting.region_id == region.id else 0
        return page(ListSettingForm(initial={"soon_days": setting.soon_days, "sample_share": setting.sample_share,
                                          "area_limit": f"{setting.area_limit / 100:g}", "version": own}))
    form = ListSettingForm(request.POST)
    return run_form(request, form, work, page)
