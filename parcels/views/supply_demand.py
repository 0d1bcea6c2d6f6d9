"""供需对接的页面: land to be revived, ready land, land in reserve and projects side by side; a project with the land that fits it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from landplan.lib.area import plain
from landplan.lib.pages import most
from units.models import Region

from ..forms.supply_demand import WantedForm
from ..models import Project
from ..policies import may_read_ledger
from ..rules.supply_demand import RESERVE, SHARING
from ..selectors.parks import park_names
from ..selectors.projects import ProjectLine, project_lines, project_rows
from ..selectors.supply_demand import LISTS, READY, SHOWN, land_list, sum_of_land
from ..services.common import permit
from .ledger import READERS

PROJECTS = "projects"
_ASKED = ("region", "area", "use", "park")


@require_safe
def supply_demand(request: HttpRequest) -> HttpResponse:
    """供需对接: `show` = a list, `project` = the project whose need, use and park stand in the filter until others are typed."""
    permit(may_read_ledger(request.actor), READERS)
    line = _project(request)
    regions = list(Region.objects.filter(id__in=[line.project.region_id] if line else request.actor.regions or ()).counties())
    form = WantedForm(_asked(request, line), regions=regions, parks=park_names(regions[0] if len(regions) == 1 else _own(request)))
    wanted, show = form.wanted(), request.GET.get("show", READY)
    show = show if show in LISTS or (show == PROJECTS and not line) else READY
    lists = {key: land_list(key, wanted) for key in LISTS}
    sums = {key: sum_of_land(rows) for key, rows in lists.items()}
    lines = [] if line else [one for one in project_lines(project_rows().filter(region__in=_chosen(regions, wanted.region_id))) if one.unmet != 0]
    context = {"line": line, "form": form, "wanted": wanted, "show": show, "bases": (SHARING, RESERVE), "most": SHOWN,
               "has_regions": len(regions) > 1, "tab": "land", "total": sums.get(show), "projects": lines[:most(SHOWN)], "count": len(lines),
               "tabs": [(key, label, sums[key]) for key, label in LISTS.items()],
               "rows": lists[show].select_related("region")[:most(SHOWN)] if show in LISTS else ()}
    return render(request, "parcels/supply_demand.html", context, status=200 if form.is_valid() else 422)


def _project(request: HttpRequest) -> ProjectLine | None:
    number = request.GET.get("project", "")
    if not number.isdecimal():
        return None
    row = get_object_or_404(Project.objects, pk=int(number[:18]))
    return project_lines(Project.objects.filter(pk=row.pk).select_related("region"))[0]


def _asked(request: HttpRequest, line: ProjectLine | None) -> dict[str, str]:
    """What the address asks for; what it does not name comes from the project."""
    own = {"area": plain(line.unmet) if line.unmet else "", "use": line.project.kind, "park": line.project.park,
           "region": str(line.project.region_id)} if line else {}
    return own | {name: request.GET[name] for name in _ASKED if name in request.GET}


def _own(request: HttpRequest) -> Region:
    return Region.objects.get(pk=request.actor.region_id)


def _chosen(regions: list[Region], region_id: int | None) -> list[int]:
    return [region.id for region in regions if region_id in (None, region.id)]
