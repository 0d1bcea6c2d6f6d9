"""督办奖惩 through the pages: put forward, decided, closed, for the county of the tests."""

from __future__ import annotations

from decimal import Decimal

from landplan.lib import clock
from tasks.models import SupervisionCase
from tasks.selectors.quotas import quota_sheet
from tests.world import words_of_page as plain
from units.models import Region

from .five import COUNTY, ZMD, plan_of

NUMBER = "驻督〔2021〕7号"


def on(month, day, year=2021):
    return clock.at(clock.shanghai(year, month, day, 10))


def county():
    return Region.objects.get(code=COUNTY)


def propose(five, kind, by="office", query="", **values):
    answer = five.client(by).post(f"/supervision/new/?kind={kind}{query}", {
        "form_key": f"case-{kind}-{len(values)}-{SupervisionCase.unscoped.count()}", "region": county().id, "year": clock.today().year,
        "reason": "进展缓慢",
        "area_unit": "mu", "subject": "", **values})
    return answer


def decide(five, case, by="leader", do="adopt", **values):
    case.refresh_from_db()
    return five.client(by).post(f"/supervision/{case.id}/decide/", {
        "do": do, "version": case.version, "decision_no": NUMBER, "decided_on": str(clock.today()), "opinion": "", **values})


def decided(five, kind, **values):
    """A case in force, through the pages."""
    answer = propose(five, kind, **values)
    assert answer.status_code == 302, plain(answer)
    case = SupervisionCase.objects.latest("id")
    answer = decide(five, case)
    assert answer.status_code == 302, plain(answer)
    return SupervisionCase.objects.get(pk=case.id)


def close(five, case, by="leader", **values):
    case.refresh_from_db()
    return five.client(by).post(f"/supervision/{case.id}/close/", {
        "version": case.version, "closed_on": str(clock.today()), "result": "已办好", "result_no": "", **values})


def quotas_of(code: str) -> list[Decimal]:
    """任务量 of a county by class, as annex 4 prints them."""
    sheet, region = quota_sheet(plan_of(ZMD), clock.now()), Region.objects.get(code=code)
    return [quota for row in sheet.counties if row.region_id == region.id for quota in row.quotas.values() if quota is not None]
