"""三清单一台账: the four exports of a unit name the same parcels."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from .land import client_for

pytestmark = pytest.mark.django_db
STREET = "高庄街道"


def sheets(client, query):
    answer = client.get(f"/ledger/unit-lists/export/?{query}")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: list(sheet.values) for sheet in book}


def numbers(rows):
    return [row[0] for row in rows[1:] if re.match(r"\d", str(row[0]))]


@pytest.mark.req("LED-06")
def test_for_one_street_the_four_exports_name_the_same_parcels(land):
    led = land.parcel("10.5", lead_unit=STREET, planned_measure="出让供应", sponsor_post="分管副区长（岗位）")
    shared = land.parcel("20", lead_unit="甲县自然资源局", sponsor_unit=STREET)
    both = land.parcel("30", lead_unit=STREET, sponsor_unit=STREET)
    land.parcel("40", lead_unit="甲县自然资源局")
    land.parcel("50", lead_unit=STREET, by="clerk_b", region=land.other)
    clerk = client_for(land.clerk)
    page = clerk.get("/ledger/unit-lists/").content.decode()
    assert re.search(rf'{STREET}</th><td class="n">3</td><td class="n">60.50</td>', page)
    links = re.findall(r"\?(unit=[^\"]+&amp;list=\w+)", page.split(STREET)[1].split("</tr>")[0])
    assert len(links) == 4
    named = {}
    for link in links:
        named |= sheets(clerk, link.replace("&amp;", "&"))
    assert set(named) == {"地块清单", "任务清单", "责任清单", "工作台账"}
    for rows in named.values():
        assert numbers(rows) == [led.parcel_no, shared.parcel_no, both.parcel_no]
        assert "合计 3 宗" in [row[0] for row in rows]
    assert named["地块清单"][1][4] == 10.5 and named["任务清单"][1][2] == "出让供应" and named["责任清单"][1][4] == "分管副区长（岗位）"
    whole = sheets(clerk, links[0].split("&amp;")[0])
    assert {title: numbers(rows) for title, rows in whole.items()} == {title: numbers(rows) for title, rows in named.items()}


def test_a_unit_without_parcels_and_an_unknown_list_are_refused(land):
    clerk = client_for(land.clerk)
    answer = clerk.get("/ledger/unit-lists/export/?unit=没有的单位")
    assert answer.status_code == 400 and "请从三清单一台账里选有宗地的单位" in answer.content.decode()
    assert clerk.get("/ledger/unit-lists/export/?unit=x&list=other").status_code == 404
