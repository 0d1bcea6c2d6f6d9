"""问题清单: by kind, by the time of approval, by deadline and unit; a word of a document over several kinds; every figure opens."""

import re
from datetime import date
from decimal import Decimal

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Cohort, Parcel

from .land import client_for
from .low import LY, under
from .test_ledger import numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def spans(land):
    """The two overlapping spans of 石龙, kept for the city of the tests."""
    rows = {"until_2014": ("2014年以前", None, date(2014, 12, 31)), "2008_2018": ("2008—2018年形成", date(2008, 1, 1), date(2018, 12, 31))}
    return {code: Cohort.objects.create(region=land.city, code=code, label=label, approved_from=first, approved_until=last, sort=n,
                                        document_no="平龙政办〔2022〕50号", section="一（二）")
            for n, (code, (label, first, last)) in enumerate(rows.items())}


def approved(land, day: str, **values) -> Parcel:
    """A parcel of a batch approved on that day."""
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": f"豫政土〔{day}〕1号", "name": "批次", "area": Decimal(500), "authority": "province",
            "approved_on": date.fromisoformat(day)})
    return land.parcel("10", batch_id=batch.id, **values)


def groups(page: str, title: str) -> dict[str, tuple[str, str]]:
    """label -> (宗数, address of its list) of one part of the page."""
    part = page.split(f">{title}</h2>")[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row">(?:<a href="([^"]+)">)?([^<]+)(?:</a>)?(?:<br>.*?)?</th><td class="n">(\d+)</td>', part, re.S)
    return {label: (count, url.replace("&amp;", "&")) for url, label, count in rows}


@pytest.mark.req("LED-07")
@pytest.mark.req("CLS-06")
def test_an_approval_of_2012_is_in_both_spans_once_and_one_of_2013_in_the_group_before_2014(land, spans):
    old = approved(land, "2012-05-01", lead_unit="甲县自然资源局", deadline_on=date(2021, 9, 1))
    second = approved(land, "2013-05-01")
    late, young = approved(land, "2014-12-31"), approved(land, "2015-01-01")
    approved(land, "2019-06-01", deadline_on=date(2021, 10, 1))
    land.parcel("10", kind="idle")
    office = client_for(land.office)
    page = office.get("/ledger/problems/").content.decode()
    times = groups(page, "形成时间")
    assert {label: count for label, (count, _) in times.items()} == {
        "2014年以前": "3", "2008—2018年形成": "4", "不在以上年代": "1", "没有批准日期": "1"}
    listed = office.get(times["2014年以前"][1]).content.decode()
    assert numbers(listed) == [old.parcel_no, second.parcel_no, late.parcel_no] and "合计 3 宗" in listed
    both = office.get(times["2008—2018年形成"][1]).content.decode()
    assert numbers(both) == [old.parcel_no, second.parcel_no, late.parcel_no, young.parcel_no] and "合计 4 宗" in both  # 2012: once here, too
    assert {label: count for label, (count, _) in groups(page, "处置时限").items()} == {"逾期": "1", "30天内到期": "1", "30天以后": "0", "未定": "4"}
    units = groups(page, "责任单位")
    assert {label: count for label, (count, _) in units.items()} == {"没有分到单位": "5", "甲县自然资源局": "1"}
    assert "合计 5 宗" in office.get(units["没有分到单位"][1]).content.decode()
    kinds = groups(page, "土地类别")
    assert kinds["征而未供"][0] == "5" and kinds["供后闲置"][0] == "1" and "合计 5 宗" in office.get(kinds["征而未供"][1]).content.decode()


def test_the_bounds_of_a_span_are_changed_by_the_office_with_a_reason_and_hold_at_once(land, spans):
    approved(land, "2014-06-01")
    office, url = client_for(land.office), f"/ledger/cohorts/{spans['until_2014'].id}/edit/"
    assert client_for(land.clerk).get(url).status_code == 403
    sent = {"label": "2014年以前", "approved_from": "", "approved_until": "2013-12-31", "version": 1, "reason": ""}
    bare = office.post(url, sent)
    assert bare.status_code == 400 and "改形成年代的起止要写原因和依据" in bare.content.decode() and "2013-12-31" in bare.content.decode()
    wrong = office.post(url, sent | {"approved_from": "2014-01-01", "reason": "x"})
    assert "批准日期止 2013-12-31 早于批准日期起 2014-01-01" in wrong.content.decode()
    assert office.post(url, sent | {"reason": "市领导小组会议纪要〔2021〕3号：不含2014年"}).status_code == 302
    page = office.get("/ledger/problems/").content.decode()
    assert groups(page, "形成时间")["2014年以前"][0] == "0" and "2013-12-31（含）以前" in page and "第2版" in page


@pytest.mark.req("CLS-07")
def test_the_word_of_luoyang_gives_its_four_groups_and_is_no_kind(land):
    under(land, LY)
    for kind in ("unexpropriated", "unsupplied", "idle", "inefficient", "used_unsupplied"):
        land.parcel("10", kind=kind, cause="")
    office = client_for(land.office)
    page = office.get("/ledger/problems/").content.decode()
    found = groups(page, "三未土地")
    assert {label: count for label, (count, _) in found.items()} == {"批而未供": "2", "闲置": "1", "低效": "1", "未供即用": "1"}
    assert "合计 2 宗" in office.get(found["批而未供"][1]).content.decode()
    tagged = office.get("/ledger/?tag=three_nots").content.decode()
    assert "合计 5 宗" in tagged and '<option value="three_nots" selected>三未土地</option>' in tagged
    assert "三未土地" not in office.get(f"/parcels/{Parcel.objects.first().id}/").content.decode().split('id="spans"')[0]
    under(land, "测试办〔2021〕1号")
    assert "三未土地" not in office.get("/ledger/problems/").content.decode()


def test_picked_parcels_are_handed_to_a_unit_at_once_and_a_changed_one_is_named(land):
    first, second, foreign = land.parcel("10"), land.parcel("20"), land.parcel("30", by="clerk_b", region=land.other)
    clerk, url = client_for(land.clerk), "/ledger/hand-out/"
    assert f'formaction="{url}"' in clerk.get("/ledger/").content.decode()
    assert f'formaction="{url}"' not in client_for(land.leader).get("/ledger/").content.decode()
    page = clerk.get(f"{url}?pick={first.id}&pick={second.id}&pick={foreign.id}").content.decode()
    assert "2 宗，未处置 30.00 亩" in page and foreign.parcel_no not in page
    assert clerk.get(url).status_code == 400 and client_for(land.reviewer).get(url).status_code == 403
    assert clerk.post(url, {"pick": [f"{first.id}:1"], "unit": ""}).status_code == 422
    sent = {"pick": [f"{first.id}:1", f"{second.id}:7", f"{foreign.id}:1"], "unit": "甲县自然资源局"}
    told = clerk.post(url, sent).content.decode()
    assert f"{first.parcel_no} {first.name}：已分给责任单位" in told and "在你打开之后已被改过" in told and "没有这条记录" in told
    assert clerk.post(url, {"pick": [f"{second.id}:1"], "unit": "甲县自然资源局"}).status_code == 302
    assert set(Parcel.objects.filter(region=land.county).values_list("lead_unit", flat=True)) == {"甲县自然资源局"}
    assert groups(clerk.get("/ledger/problems/").content.decode(), "责任单位")["甲县自然资源局"][0] == "2"
