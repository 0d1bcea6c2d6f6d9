"""接口: 定期报告 - the periods of the plan, one of them, its steps, its files. The same policies, locks and services as the pages."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from landplan.lib import clock
from landplan.lib.errors import VersionMissing
from landplan.lib.lists import XLSX
from landplan.lib.official import MIME
from parcels.api.common import KEY, VERSION, read
from tasks.policies import may_for_whole
from units.api.base import ApiView, versioned, wanted_version

from ..choices import PeriodKind
from ..policies import may_check_period, may_freeze_period, may_read_city_period, may_read_periods
from ..rules.period import COMBINED, KEYS
from ..rules.units import Ranking, ranking_of
from ..selectors.period_page import county_period, lines_of, page_of_period, part_period
from ..selectors.periods import Period, periods_of
from ..services.notices import publish_period
from ..services.periods import OFFICE, check_period, freeze_period, issue_period, open_period, uncheck_period
from ..views.asked import asked_plan
from ..views.files import bytes_response
from ..views.periods import asked_period, told_notice, wanted_snapshot, whole_period
from ..views.weekly import counties_of_part, own_region
from .period_serializers import IssueIn, PeriodDetailOut, PeriodOut
from .week_serializers import FreezeIn

PLAN = OpenApiParameter("plan", OpenApiTypes.INT, description="哪一份方案（辖区里的）；不写为本岗位所在区划的")
EDITION = OpenApiParameter("edition", OpenApiTypes.INT, description="第几版；不写为最新一版")


class PeriodList(ApiView):
    """各期."""

    policy = {"GET": may_read_periods}

    @extend_schema(responses=PeriodOut(many=True), operation_id="reports_periods_list", parameters=[
        OpenApiParameter("kind", OpenApiTypes.STR, enum=PeriodKind.values, description="哪一种；不写为全部"), PLAN])
    def get(self, request):
        """各期 that have begun, the newest first."""
        plan, now, kind = asked_plan(request._request), clock.now(), request.query_params.get("kind", "")
        rows = periods_of(plan, kind) if plan and (not kind or kind in PeriodKind.values) else []
        return Response([_summary(line.period, now) for line in lines_of(rows, now)])


class PeriodView(ApiView):
    """One period of the plan in force for the post."""

    def period(self, kind: str, key: str) -> Period:
        return asked_period(self.request._request, kind, key)

    def answer(self, kind: str, key: str, status: int = 200) -> Response:
        one = self.period(kind, key)
        return versioned(Response(_detail(one, self.actor), status=status), one.version)


class PeriodDetail(PeriodView):
    """一期."""

    policy = {"GET": may_read_periods}

    @extend_schema(responses=PeriodDetailOut, operation_id="reports_periods_retrieve", parameters=[PLAN])
    def get(self, request, kind: str, key: str):
        """一期: all rows for the city; a county reads its own row, once it was told."""
        return self.answer(kind, key)


class PeriodOpen(PeriodView):
    """建这一期."""

    policy = {"POST": may_freeze_period}

    @extend_schema(request=None, responses={201: PeriodDetailOut, 200: PeriodDetailOut}, parameters=[KEY, PLAN])
    def post(self, request, kind: str, key: str):
        """建这一期; 200 when it was there already."""
        one = whole_period(request._request, kind, key, may_freeze_period, OFFICE)
        open_period(one, actor=self.actor)
        return self.answer(kind, key, 200 if one.report else 201)


class PeriodStep(PeriodView):
    """一步 on the version named by If-Match."""

    work = None
    takes = FreezeIn

    def post(self, request, kind: str, key: str):
        one, version = whole_period(request._request, kind, key, self.policy["POST"], OFFICE), wanted_version(request)
        if version is None:
            raise VersionMissing("没有说明办的是哪一版。请带上版本号（If-Match）再提交。", code="version_missing")
        type(self).work(one, actor=self.actor, version=version, **read(self.takes(data=request.data)))
        return self.answer(kind, key)


def step_view(name: str, words: str, work, policy, takes=FreezeIn) -> type[PeriodStep]:
    """The view of one step, named and documented."""
    view = type(name, (PeriodStep,), {"work": staticmethod(work), "takes": takes, "policy": {"POST": policy}, "__doc__": f"{words}."})
    return extend_schema(request=takes, responses=PeriodDetailOut, parameters=[VERSION, KEY, PLAN], description=words)(view)


PeriodCheck = step_view("PeriodCheck", "核对无误", check_period, may_check_period)
PeriodUncheck = step_view("PeriodUncheck", "退回核对，要写原因", uncheck_period, may_freeze_period)
PeriodFreeze = step_view("PeriodFreeze", "定稿，由核对以外的另一人；已定稿的给出原来的一版", freeze_period, may_freeze_period)
PeriodEdition = step_view("PeriodEdition", "出新版，按更正后，要写原因", issue_period, may_freeze_period)
PeriodPublish = step_view("PeriodPublish", "通报最新一版", publish_period, may_freeze_period, IssueIn)


class PeriodExcel(PeriodView):
    """定稿的 Excel."""

    policy = {"GET": may_read_city_period}

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, parameters=[EDITION, PLAN])
    def get(self, request, kind: str, key: str) -> HttpResponse:
        """The stored bytes; X-Content-SHA256 is their digest."""
        return bytes_response(wanted_snapshot(request._request, whole_period(request._request, kind, key)), XLSX)


class PeriodNoticeFile(PeriodView):
    """通报的 Word."""

    policy = {"GET": may_read_periods}

    @extend_schema(responses={(200, MIME): OpenApiTypes.BINARY}, parameters=[EDITION, PLAN])
    def get(self, request, kind: str, key: str) -> HttpResponse:
        """通报 as it was issued, also for the counties."""
        return bytes_response(told_notice(request._request, self.period(kind, key)), MIME)


def _summary(one: Period, now) -> dict:
    row = one.report
    return {"kind": one.kind, "key": one.key, "label": str(one), "plan": one.plan.number, "after": one.after, "until": one.until,
            "due_on": one.due_on, "publish_on": one.publish_on, "state": one.state_at(now), "is_open": row is not None,
            "checked_at": row.checked_at if row else None, "edition": one.edition,
            "published_edition": row.published_edition if row else 0, "version": one.version}


def _detail(one: Period, actor) -> dict:
    now = clock.now()
    found = _summary(one, now)
    if not may_for_whole(may_read_city_period, actor, one.plan):
        is_county = not may_read_city_period(actor)
        part = [county_period(one, own_region(one, actor), now)] if is_county else part_period(one, counties_of_part(one.plan, actor), now)
        return found | {"basis": None, "is_live": False, "rows": [_row(mine.row) for mine in part if mine.row], "total": None, "missing": [],
                        "corrections": [], "editions": [_edition(row) for row in part[0].notices],
                        "units": _units(part[0].ranking.ranking, with_proposals=False) if part[0].ranking else None}
    page = page_of_period(one, now, key=COMBINED)
    return found | {"basis": page.basis, "is_live": page.is_live, "rows": [_row(row) for row in page.sheet.rows], "total": _row(page.sheet.total),
                    "missing": page.missing, "corrections": [_correction(row) for row in page.corrections],
                    "editions": [_edition(row) for row in page.snapshots],
                    "units": _units(ranking) if (ranking := ranking_of(page.sheet)) else None}


def _units(ranking: Ranking, *, with_proposals: bool = True) -> dict:
    def line(row, unit=None, kind="", why="") -> dict:
        return {"unit": unit, "name": row.label, "kind": kind, "why": why} | _figures(row)

    return {"table": ranking.table, "notes": ranking.notes, "total": line(ranking.total),
            "rows": [line(one.row, one.unit_id, one.kind) for one in ranking.in_order(COMBINED)],
            "strays": [line(one.row, why=one.why) for one in ranking.strays],
            "proposals": [{"kind": one.kind, "rule": rule["words"], "basis": rule["basis"], "units": [found["name"] for found in rule["found"]]}
                          for one in ranking.lists for rule in one.rules] if with_proposals else []}


def _row(row) -> dict:
    return {"region": row.code, "name": row.label, "is_corrected": row.is_corrected} | _figures(row)


def _figures(row) -> dict:
    figures = {}
    for key in KEYS:
        done, quota = row.pair(key)
        figures[key] = {"quota": _text(quota), "amount": _text(row.amount(key)), "done": _text(done), "rate": row.rates.get(key, "—"),
                        "rank": row.ranks.get(key, "—"), "move": row.moves.get(key)}
    return figures


def _correction(one: dict) -> dict:
    return {name: one[name] for name in ("entry", "region", "quota_class", "reason")} | {"area": _text(one["area"])}


def _edition(row) -> dict:
    notice = getattr(row, "notice", None)
    return {"edition": row.edition, "basis": row.basis, "frozen_at": row.frozen_at, "reason": row.reason, "sha256": row.sha256,
            "replaces": row.replaces.edition if row.replaces else None, "file_name": row.file_name,
            "notice_no": notice.doc_no if notice else None, "notice_on": notice.dated_on if notice else None,
            "notice_sha256": notice.sha256 if notice else None}


def _text(value) -> str | None:
    return None if value is None else f"{value:f}"
