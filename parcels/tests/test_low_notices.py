"""低效告知 (DSP-40): facts and deadline told to the holder, the deadline counts from delivery, the answer."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from landplan.lib import clock
from parcels.models import Finding, LowNotice, Paper
from tests.world import MORNING
from tests.world import words_of_page as plain

from .land import client_for
from .low import ZMD, facts_of, find, standard, under

pytestmark = pytest.mark.django_db
SENT = {"doc_no": "甲低告(2021)1号", "noticed_on": "2021-09-20", "facts": "2020年产值 100 万元，停产",
        "demand": "2022年3月前恢复生产或转让", "days": "30"}


def found_low(land):
    """A low-efficient parcel found under the plan of 驻马店 on 1 September."""
    under(land, ZMD)
    standard(land)
    parcel = land.parcel("20", kind="inefficient")
    facts_of(land, parcel, y2020_output="100", y2020_tax="5", y2020_investment="300", y2020_progress="60", y2020_source="税务部门")
    assert find(land, parcel, "stopped").status_code == 302
    return Finding.objects.select_related("parcel").get()


def notice(land, finding, **values):
    return client_for(land.clerk).post(f"/findings/{finding.id}/notices/", SENT | values)


def at(day):
    return clock.at(MORNING + timedelta(days=(date.fromisoformat(day) - date(2021, 9, 24)).days))


def listed(land, query=""):
    return plain(client_for(land.office).get(f"/findings/?kind=inefficient{query}"))


@pytest.mark.req("DSP-40")
def test_the_deadline_of_a_notice_counts_from_its_delivery_and_who_has_not_answered_in_time_is_listed(land):
    finding, clerk = found_low(land), client_for(land.clerk)
    assert "没有告知" in listed(land)
    refused = notice(land, finding, facts="", demand="")
    assert refused.status_code == 400 and "告知的情况没有填" in plain(refused) and "限期要求没有填" in plain(refused)
    assert notice(land, finding).status_code == 302
    row = LowNotice.objects.get()
    assert row.doc_no == "甲低告〔2021〕1号" and row.due_on is None and Finding.objects.get().notice_no == "甲低告〔2021〕1号"
    page = f"/findings/{finding.id}/notices/"
    assert "30 天，还没有送达，期限不起算" in plain(clerk.get(page)) and "未送达" in listed(land)
    early = clerk.post(f"/notices/{row.id}/answer/", {"answered_on": "2021-09-24", "answer": "已整改"})
    assert early.status_code == 400 and "还没有登记送达，期限没有起算" in plain(early)
    with at("2021-09-28"):
        assert "不在告知日期 2021-09-20 与今天" in plain(clerk.post(f"/notices/{row.id}/deliver/", {"delivered_on": "2021-09-19", "way": "direct"}))
        assert clerk.post(f"/notices/{row.id}/deliver/", {"delivered_on": "2021-09-28", "way": "post"}).status_code == 302
        assert clerk.post(f"/notices/{row.id}/deliver/", {"delivered_on": "2021-09-28", "way": "post"}).status_code == 409
        assert "2021-10-28" in plain(clerk.get(page)) and "2021-09-28 送达，次日起 30 天" in plain(clerk.get(page))  # not 20 October
    with at("2021-10-28"):  # the last day
        assert finding.parcel.parcel_no not in listed(land, "&notice=late") and "今日到期" in listed(land)
    with at("2021-10-29"):
        assert finding.parcel.parcel_no in listed(land, "&notice=late") and "逾期1天" in listed(land)
        assert client_for(land.clerk_b).get("/findings/?kind=inefficient&notice=late").content.decode().count(finding.parcel.parcel_no) == 0
        assert clerk.post(f"/notices/{row.id}/answer/", {"answered_on": "2021-10-29", "answer": "年底前转让"}).status_code == 302
        assert finding.parcel.parcel_no not in listed(land, "&notice=late") and "已答复" in listed(land)
        shown = plain(clerk.get(page))
        assert "年底前转让" in shown and "逾期完成" in shown


def test_the_notice_is_made_in_word_with_facts_demand_and_days(land):
    finding, clerk = found_low(land), client_for(land.clerk)
    notice(land, finding)
    address = f"/notices/{LowNotice.objects.get().id}/paper/"
    assert "还缺" in plain(clerk.get(address)) and clerk.post(address).status_code == 400  # the holder is not entered
    assert clerk.post(address, {"anyway": "1"}).status_code == 302
    answer = clerk.get(f"/evidence/{Paper.objects.get().evidence_id}/file/")
    text = "\n".join(p.text for p in Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)
    for said in ("低效用地告知书", "甲低告〔2021〕1号", "2020年产值 100 万元，停产", "2022年3月前恢复生产或转让", "自收到本告知书之日起30日内",
                 "停建停产类"):
        assert said in text, said


def test_notices_stay_with_the_clerk_of_the_county_and_end_with_the_finding(land):
    finding = found_low(land)
    assert client_for(land.reviewer).post(f"/findings/{finding.id}/notices/", SENT).status_code == 403
    assert client_for(land.clerk_b).get(f"/findings/{finding.id}/notices/").status_code == 404
    assert notice(land, finding, noticed_on="2021-09-25").status_code == 400
    assert notice(land, finding, days="0").status_code == 400
    assert notice(land, finding).status_code == 302
    assert "已登记过告知书" in plain(notice(land, finding))
    row = LowNotice.objects.get()
    for way in ("deliver", "answer", "paper"):
        assert client_for(land.clerk_b).get(f"/notices/{row.id}/{way}/").status_code == 404
        assert client_for(land.reviewer).get(f"/notices/{row.id}/{way}/").status_code == 403
    Finding.unscoped.filter(pk=finding.pk).update(ended_at=clock.now(), result="reached", result_no="x", ended_on=date(2021, 9, 24))
    assert notice(land, finding, doc_no="2").status_code == 409
