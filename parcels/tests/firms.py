"""Enterprises, their years and land, entered through the pages: for the tests of enterprises and parks."""

from __future__ import annotations

from parcels.models import Enterprise, Park

from .land import client_for


def post(land, path: str, by: str = "clerk", **typed):
    """A form sent by somebody; the answer."""
    return client_for(land.people[by]).post(path, typed)


def enterprise(land, name: str = "甲县机械有限公司", by: str = "clerk", **typed) -> Enterprise:
    answer = post(land, "/enterprises/new/", by, region=land.people[by].region_id, name=name, **typed)
    assert answer.status_code == 302, answer.content.decode()
    return Enterprise.objects.get(name=name)


def year(land, firm: Enterprise, year: int = 2020, seen: int = 0, by: str = "clerk", **typed):
    figures = {"output": "1000", "tax": "90", "relief": "10", "profit": "60", "investment": "3000", "energy": "12.5", "source": "统计部门核定"}
    return post(land, f"/enterprises/{firm.id}/years/", by, year=year, seen=seen, **figures | typed)


def use(land, firm: Enterprise, parcel, area: str, by: str = "clerk", **typed):
    return post(land, f"/enterprises/{firm.id}/uses/new/", by, **{
        "parcel_no": parcel.parcel_no, "area": area, "area_unit": "mu", "from_on": "2019-01-01", "source": "不动产权证"} | typed)


def park(land, name: str = "甲县产业集聚区", by: str = "clerk", **typed) -> Park:
    answer = post(land, "/parks/new/", by, region=land.people[by].region_id, name=name, **typed)
    assert answer.status_code == 302, answer.content.decode()
    return Park.objects.get(name=name, region_id=land.people[by].region_id)


def park_fact(land, row: Park, item: str, value: str, by: str = "clerk", **typed):
    return post(land, f"/parks/{row.id}/facts/new/", by, **{"item": item, "value": value, "as_of": "2021-06-30", "source": "县统计局半年报"} | typed)
