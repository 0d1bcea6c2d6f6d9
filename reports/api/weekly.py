"""接口: 周报 - the periods, one report, freezing it, its file. The same policies, scope and services as the pages."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from landplan.lib import clock
from landplan.lib.errors import Refusal, VersionMissing
from landplan.lib.weeks import cutoff_on
from parcels.api.common import KEY, VERSION, read
from tasks.models import Plan
from tasks.policies import may_for_whole
from tasks.selectors.plans import plan_of
from tasks.services.whole import permit_whole
from units.api.base import ApiView, versioned, wanted_version

from ..models import ReportSnapshot, WeeklyReport
from ..policies import may_freeze_week, may_read_city_week, may_read_weekly
from ..rules.sheet import Sheet
from ..selectors.week_page import CountyWeek, county_week, page_of_week, part_week, periods_of
from ..selectors.week_sheet import snapshots_of
from ..selectors.weeks import Week, week_closing, week_of
from ..services import freeze_week, open_week
from ..services.weeks import OFFICE
from ..views.files import asked_edition, bytes_response
from ..views.weekly import CITY, XLSX, counties_of_part, own_region
from .week_serializers import FreezeIn, WeekDetailOut, WeekNew, WeekOut


class WeekMixin:
    """The plan in force for the person's post, and its weeks."""

    def plan(self) -> Plan:
        found = plan_of(self.actor)
        if found is None:
            raise Http404
        return found

    def week(self, pk: int) -> Week:
        report = get_object_or_404(WeeklyReport, pk=pk, plan=self.plan())
        return week_of(self.plan(), report.number)

    def answer(self, pk: int, status: int = 200) -> Response:
        week = self.week(pk)
        return versioned(Response(_detail(week, self.actor), status=status), week.version)


class WeekList(WeekMixin, ApiView):
    """各期."""

    policy = {"GET": may_read_weekly, "POST": may_freeze_week}

    @extend_schema(responses=WeekOut(many=True), operation_id="reports_weekly_list")
    def get(self, request):
        """各期, the newest first; a county reads its own state in them."""
        return Response([_summary(one.week, one) for one in periods_of(self.plan(), self.actor, clock.now())])

    @extend_schema(request=WeekNew, responses={201: WeekDetailOut, 200: WeekDetailOut}, parameters=[KEY], operation_id="reports_weekly_create")
    def post(self, request):
        """建一期, or with `freeze` freeze it at once. 200 when it was there already."""
        plan = self.plan()
        permit_whole(self.actor, plan, may_freeze_week, OFFICE)
        sent = read(WeekNew(data=request.data))
        if sent.get("plan") not in (None, "", plan.number):
            raise Refusal(f"本岗位所在区划的方案是 {plan.number}，不是“{sent['plan']}”。请改正或不写 plan。", field="plan", code="not_found")
        week = week_closing(plan, _cutoff(plan, sent["cutoff"]))
        report = week.report
        if sent["freeze"]:
            made = freeze_week(week, actor=self.actor, reason=sent["reason"])
            return self.answer(made.report_id, 200 if week.is_frozen else 201)
        report = open_week(week, actor=self.actor)
        return self.answer(report.id, 200 if week.report else 201)


class WeekDetail(WeekMixin, ApiView):
    """一期."""

    policy = {"GET": may_read_weekly}

    @extend_schema(responses=WeekDetailOut, operation_id="reports_weekly_retrieve")
    def get(self, request, pk: int):
        """一期: all rows for the city, the own row for a county; exact areas in 亩 as text."""
        return self.answer(pk)


class WeekFreeze(WeekMixin, ApiView):
    """定稿."""

    policy = {"POST": may_freeze_week}

    @extend_schema(request=FreezeIn, responses=WeekDetailOut, parameters=[VERSION, KEY])
    def post(self, request, pk: int):
        """定稿; frozen already gives what is frozen."""
        week, version = self.week(pk), wanted_version(request)
        permit_whole(self.actor, week.plan, may_freeze_week, OFFICE)
        if version is None:
            raise VersionMissing("没有说明定的是哪一版。请带上版本号（If-Match）再提交。", code="version_missing")
        freeze_week(week, actor=self.actor, reason=read(FreezeIn(data=request.data))["reason"], version=version)
        return self.answer(pk)


class WeekFile(WeekMixin, ApiView):
    """附件4."""

    policy = {"GET": may_read_city_week}

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, parameters=[
        OpenApiParameter("edition", OpenApiTypes.INT, description="第几版；不写为最新一版")])
    def get(self, request, pk: int) -> HttpResponse:
        """定稿的文件: the stored bytes; X-Content-SHA256 is their digest."""
        week, asked = self.week(pk), asked_edition(request.query_params.get("edition", ""))
        permit_whole(self.actor, week.plan, may_read_city_week, CITY)
        edition = week.edition if asked is None else asked
        return bytes_response(get_object_or_404(ReportSnapshot, report=week.report, edition=edition), XLSX)


def _cutoff(plan: Plan, day: date):
    return cutoff_on(day, plan.cutoff_time)


def _summary(week: Week, period=None) -> dict:
    return {"id": week.report.id if week.report else None, "plan": week.plan.number, "number": week.number, "after": week.after,
            "until": week.until, "state": week.state, "edition": week.edition, "version": week.version, "is_held": week.is_held,
            "frozen_at": week.report.frozen_at if week.report else None,
            "returned": period.returned if period else None, "own_state": period.mine or None if period else None}


def _detail(week: Week, actor) -> dict:
    found = _summary(week)
    if may_for_whole(may_read_city_week, actor, week.plan):
        page = page_of_week(week, clock.now())
        if page is None:
            raise Http404
        rows = [_row(row, page.sheet) for row in page.sheet.rows]
        return found | {"returned": page.returned, "rows": rows, "total": _row(page.sheet.total, page.sheet),
                        "corrections": page.sheet.corrections, "editions": _editions(page.snapshots)}
    if may_read_city_week(actor):
        rows = [_county_row(one) for one in part_week(week, counties_of_part(week.plan, actor), clock.now())]
        return found | {"own_state": None, "rows": rows, "total": None, "corrections": [], "editions": _editions(snapshots_of(week))}
    mine = county_week(week, own_region(week, actor), clock.now())
    return found | {"own_state": mine.returned.state, "rows": [_county_row(mine)], "total": None, "corrections": [],
                    "editions": _editions(snapshots_of(week))}


def _county_row(mine: CountyWeek) -> dict:
    """一县的行, as it reads its own."""
    cells = mine.frozen.cells if mine.frozen else mine.facts
    row = {"region": mine.region.code, "name": mine.region.name, "state": mine.returned.state, "returned_at": None, "number": 0,
           "quotas": None, "cells": _texts(cells), "stated": {one: _text(mine.returned.stated(one)) for one in cells},
           "remark": mine.frozen.remark if mine.frozen else ""}
    if mine.returned.edition:
        row |= {"returned_at": mine.returned.edition.at, "number": mine.returned.row.number}
    return row


def _row(row, sheet: Sheet) -> dict:
    return {"region": row.code, "name": row.label, "state": row.state, "returned_at": row.returned_at or None, "number": row.number,
            "quotas": _texts(row.quotas), "cells": _texts(row.cells), "stated": _texts(row.stated), "remark": row.remark}


def _editions(snapshots: list[ReportSnapshot]) -> list[dict]:
    return [{"edition": one.edition, "basis": one.basis, "frozen_at": one.frozen_at, "reason": one.reason, "sha256": one.sha256,
             "replaces": one.replaces.edition if one.replaces else None, "file_name": one.file_name} for one in snapshots]


def _texts(values: dict) -> dict:
    return {key: _text(value) for key, value in values.items()}


def _text(value) -> str | None:
    return None if value is None else f"{value:f}"
