"""Low-efficient land of one county under a document, for the tests of findings: facts by the clerk, the finding by the reviewer."""

from __future__ import annotations

from datetime import date

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Measure, Parcel

from .land import client_for

LY, ZMD, SMX, BF, SL = "洛政办〔2021〕16号", "驻政办〔2021〕19号", "三政办〔2021〕5号", "宝政办〔2021〕34号", "平龙政办〔2022〕50号"


def under(land, document: str) -> None:
    """From here on the city of the tests works by this document."""
    Measure.objects.update(document_no=document)


def standard(land, *, issued_on: date = date(2021, 6, 20)):
    """The county's standard."""
    with scope(land.reviewer):
        return services.record_standard(actor=land.reviewer, region_id=land.county.id, doc_no="甲政〔2021〕9号", title="低效用地认定标准",
                                        issued_on=issued_on)


def facts_of(land, parcel: Parcel, do: str = "save", *, by: str = "clerk", **typed):
    """The clerk sends the form of facts; the answer."""
    seen = parcel.fact_sheets.count()
    return client_for(land.people[by]).post(f"/parcels/{parcel.id}/facts/", {"seen": seen, "source": "现场核查记录〔2021〕3号", "do": do} | typed)


def looked(land, parcel: Parcel, **typed) -> str:
    """The panel beside the form while these facts are typed, nothing saved."""
    answer = facts_of(land, parcel, "look", **typed)
    assert answer.status_code == 200
    return answer.content.decode().split('id="why"')[1]


def said_of(panel: str, label: str) -> str:
    """What the panel says of one type."""
    return panel.split(f"<b>{label}</b>")[1].split("</details>")[0]


def find(land, parcel: Parcel, code: str, *, by: str = "reviewer", **changes):
    """The reviewer sends the form of the finding; the answer."""
    return client_for(land.people[by]).post(f"/parcels/{parcel.id}/findings/new/", {
        "seen": parcel.fact_sheets.count(), "type": code, "opinion": "经核查符合条件", "doc_no": "甲低认[2021]1号", "found_on": "2021-09-01",
        "units": "自然资源局、税务局", "notice_no": "", "notified_on": ""} | changes)
