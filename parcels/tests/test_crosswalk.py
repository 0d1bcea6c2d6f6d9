"""低效类型对照 through the pages: the report follows the crosswalk, no parcel does."""

import re

import pytest

from parcels.models import CrosswalkChange, Parcel
from parcels.rules.crosswalk import DEFAULT, TAXONOMIES, foreign_types, own_types
from tests.world import words_of_page as plain

from . import low
from .land import client_for
from .test_ledger import numbers, read

pytestmark = pytest.mark.django_db
EDIT = "/ledger/low-types/edit/"


def land_of(land):
    low.under(land, low.LY)
    made = [land.parcel(area, kind="inefficient", inefficient_type=code) for area, code in (
        ("10", "ly_suspended"), ("5.5", "ly_stopped"), ("3", "ly_other"), ("2", ""))]
    land.parcel("100", kind="idle")
    return made


def report(land, by, who="office"):
    """类型 -> (宗数, 面积) of the report."""
    page = client_for(land.people[who]).get("/ledger/low-types/", {"by": by}).content.decode()
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return {name: (int(count), area) for name, count, area in re.findall(
        r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td><td class="n">([\d.]+)</td>', body)}


def change(land, by, who="office", key="k1", **typed):
    client = client_for(land.people[who])
    page = client.get(EDIT, {"by": by})
    if page.status_code != 200:
        return page
    now = dict(re.findall(r'<select name="(\w+)"[^>]*>.*?<option value="(\w*)" selected>', page.content.decode(), re.S))
    seen = CrosswalkChange.objects.filter(taxonomy=by).count()
    return client.post(f"{EDIT}?by={by}", {"form_key": key, "seen": seen, "reason": "市里研究"} | now | typed)


@pytest.mark.req("CLS-18")
def test_changing_the_crosswalk_changes_the_report_and_no_parcel(land):
    made = land_of(land)
    before = list(Parcel.objects.order_by("id").values())
    own = report(land, low.LY)
    assert own["停建缓建类"] == (1, "10.00") and own["停产半停产类"] == (1, "5.50") and own["没有类型"] == (1, "2.00")
    assert report(land, low.ZMD) == {"产业转型类": (0, "0.00"), "粗放用地类": (0, "0.00"), "停建停产类": (2, "15.50"), "不对应": (1, "3.00"),
                                     "没有类型": (1, "2.00")}
    answer = change(land, low.ZMD, ly_suspended="extensive", ly_other="transformation")
    assert answer.status_code == 302, plain(answer)
    assert report(land, low.ZMD) == {"产业转型类": (1, "3.00"), "粗放用地类": (1, "10.00"), "停建停产类": (1, "5.50"), "没有类型": (1, "2.00")}
    assert report(land, low.SMX)["停建缓建类"] == (1, "10.00")  # another document's crosswalk is its own
    assert list(Parcel.objects.order_by("id").values()) == before
    page = plain(client_for(land.clerk).get("/ledger/low-types/", {"by": low.ZMD}))
    assert "停建缓建类 → 粗放用地类" in page and "市里研究" in page and "洛阳·停建缓建类 1" in page
    assert numbers(read(client_for(land.office), "?kind=inefficient&low_type=ly_suspended")) == [made[0].parcel_no]


def test_the_office_changes_it_with_a_reason_from_what_it_saw(land):
    land_of(land)
    assert change(land, low.ZMD, who="clerk").status_code == 403
    assert "改对照要写原因" in plain(change(land, low.ZMD, reason="", ly_other="stopped"))
    assert "没有改动任何对照" in plain(change(land, low.ZMD))
    assert "选的不在列出的里面" in plain(change(land, low.ZMD, ly_other="ly_stopped"))
    assert change(land, low.ZMD, key="k2", ly_other="stopped").status_code == 302
    stale = change(land, low.ZMD, key="k3", ly_other="extensive", seen=0)
    assert stale.status_code == 409 and 'value="extensive" selected' in stale.content.decode() and 'name="seen" value="1"' in stale.content.decode()
    assert change(land, low.ZMD, key="k4", ly_other="").status_code == 302  # back to the default
    assert [str(row) for row in CrosswalkChange.objects.all()] == ["其他低效用地 → 停建停产类", "其他低效用地 → 不对应"]


def test_every_default_leads_from_another_document_into_its_own():
    for (taxonomy, code), target in DEFAULT.items():
        assert code in [one for _, one in foreign_types(taxonomy)] and target in own_types(taxonomy)
    assert len({code for document in TAXONOMIES for code in own_types(document)}) == 12
