"""方案设置的页面: changed by the office, with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text

from ..forms.settings import SettingsForm, initial_of_settings
from ..selectors.parts import binding
from ..services import change_settings
from .common import check_office, plan_for


@require_http_methods(["GET", "HEAD", "POST"])
def settings_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改方案设置."""
    plan = plan_for(request, pk)
    check_office(request, plan)
    form = SettingsForm(request.POST if request.method == "POST" else None, settings=binding(plan), initial=initial_of_settings(plan))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(plan.id, actor=request.actor, version=form.cleaned_data["version"],
                            reason=clean_text(form.cleaned_data["reason"]), values=form.values())
        except Refusal as refusal:
            form.refuse([refusal])
            status = refusal.status
        else:
            messages.success(request, "方案设置已改，测算数随即按新设置算；已定稿的不变。留痕里有改前改后和原因。")
            return redirect("tasks:plan_part", plan.id, "settings")
    request.refusal_message = form.sentence
    return render(request, "tasks/settings_form.html", {"form": form, "shown_plan": plan},
                  status=422 if form.errors and status in (200, 400) else status)
