"""台账报送: sent in time or late, frozen as sent, returned with a reason, compared with the time before."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services as land
from parcels.models import Attachment, Parcel
from tasks.models import Duty, Package, PackageEdition, PackageRow
from tests.world import PDF
from tests.world import words_of_page as plain
from units.models import Region

from .five import COUNTY, ZMD, plan_of
from .pages import row_of

pytestmark = pytest.mark.django_db
MAY = clock.shanghai(2021, 5, 20, 9)


def on(month, day, hour=10):
    return clock.at(clock.shanghai(2021, month, day, hour))


def duty(code="O-ZMD-2"):
    return Duty.objects.get(code=code)


def county():
    return Region.objects.get(code=COUNTY)


def address(code="O-ZMD-2"):
    return f"/packages/{duty(code).id}/{county().id}/"


def attach(five, kind="plan", by="clerk", code="O-ZMD-2", name="方案.pdf", content=PDF):
    return five.client(by).post(f"{address(code)}papers/", {"kind": kind, "title": "驿城区实施方案",
                                                            "file": SimpleUploadedFile(name, content, content_type="application/pdf")})


def send(five, by="clerk", code="O-ZMD-2", **values):
    found = Package.objects.filter(duty=duty(code), region=county()).first()
    return five.client(by).post(address(code), {"version": found.version if found else 0, "remark": "", **values})


def decide(five, do, opinion="", by="office", **values):
    found = Package.objects.get(region=county(), **({"duty": values.pop("duty")} if "duty" in values else {}))
    return five.client(by).post(f"/packages/{found.id}/decide/", {"do": do, "opinion": opinion, "version": found.version} | values)


def sent(five, code="O-ZMD-2"):
    """A package with its papers, sent now."""
    five.parcel("10")
    attach(five, "summary" if "总结" in duty(code).title else "plan", code=code)
    answer = send(five, code=code)
    assert answer.status_code == 302, plain(answer)
    return Package.objects.get(duty=duty(code), region=county())


def listed(five, who="office"):
    return row_of(five.client(who).get(f"/packages/?duty={duty().id}").content.decode(), "驿城区")


@pytest.mark.req("LED-19")
@pytest.mark.parametrize(("day", "told"), [(20, ""), (21, ""), (22, "迟报1天"), (24, "迟报3天")])
def test_the_due_day_is_in_time_and_every_day_after_it_is_counted(five, day, told):
    with on(5, day, 0 if day == 22 else 23):
        sent(five)
        row = listed(five)
        assert row[1] == "已报送，待审核" and row[2].split() == [f"2021-05-{day}", *([told] if told else [])]
        page = plain(five.client("clerk").get(address()))
        assert (told or "按时") in page and "驻政办〔2021〕19号 四（二）“各地实施方案、工作台账等资料于5月21日前报排查登记组备案”" in page


def test_a_county_that_sent_nothing_is_overdue_from_the_next_day(five):
    with on(5, 21, 23):
        assert listed(five)[1:3] == ["未报送", "今日到期"]
    with on(5, 22, 0):
        assert listed(five)[1:3] == ["未报送", "逾期1天"]
        page = plain(five.client("office").get(f"/packages/?duty={duty().id}"))
        assert "逾期未报 13" in page and f"合计 已报 0/13 迟报 0 个 {' '.join('—' * 14)} 0" in page  # nobody sent anything: no sum, no 0.00
        book = load_workbook(BytesIO(_bytes(five.client("office").get(f"/packages/export/?duty={duty().id}"))))
        rows = {line[0].value: [cell.value for cell in line][6:] for line in book["分析表"].iter_rows() if line[0].value}
        assert rows["正阳县"] == ["—"] * 14 + [0] and rows["合计"] == ["—"] * 14 + [0]


@pytest.mark.req("LED-19")
def test_a_package_goes_from_draft_over_returned_to_accepted_and_every_step_has_its_time(five):
    with on(5, 19):
        assert "未报送" in plain(five.client("clerk").get(address()))
        sent(five)
        assert send(five).status_code == 409 and attach(five).status_code == 409  # it lies with the reviewers
    with on(5, 20):
        assert decide(five, "return", "实施方案没有领导分包的安排，请补充后重报").status_code == 302
        page = plain(five.client("clerk").get(address()))
        assert "2021-05-20 10:00 测试office 退回： 实施方案没有领导分包的安排，请补充后重报" in page and "首次报送 2021-05-19" in page
    with on(5, 23):
        assert attach(five, name="补充.pdf").status_code == 302 and send(five, remark="已补充分包安排").status_code == 302
        page = plain(five.client("clerk").get(address()))
        assert "首次报送 2021-05-19，按时" in page and "2021-05-23 10:00，第 2 次" in page  # a return is no lateness
    with on(5, 24):
        assert decide(five, "accept").status_code == 302
        assert listed(five)[1].startswith("已收下")
        assert send(five).status_code == 409
    told = AuditEntry.objects.filter(action__in=["send_package", "return_package", "accept_package"]).order_by("seq")
    assert [one.action for one in told] == ["send_package", "return_package", "send_package", "accept_package"]
    assert five.client("office").get("/packages/").status_code == 200


@pytest.mark.req("LED-19")
def test_what_was_sent_stays_as_it_was_whatever_becomes_of_the_ledger(five):
    with on(5, 20):
        parcel = five.parcel("26.4", at=MAY, name="纬七路地块", lead_unit="驿城区自然资源局")
        attach(five)
        assert send(five).status_code == 302
    edition = PackageEdition.objects.get()
    first = _bytes(five.client("clerk").get(f"/packages/editions/{edition.id}/file/"))
    with on(6, 1), scope(five.people["clerk"]):
        land.update_parcel(parcel.id, actor=five.people["clerk"], version=Parcel.objects.get(pk=parcel.id).version, values={"area": 99},
                           reason="重新勘测")
        land.change_kind(parcel.id, actor=five.people["clerk"], version=Parcel.objects.get(pk=parcel.id).version, kind="used_unsupplied",
                         effective_on=clock.today(), doc_no="测〔2021〕9号", reason="已使用")
    with on(12, 1):
        again = _bytes(five.client("office").get(f"/packages/editions/{edition.id}/file/"))
        page = plain(five.client("office").get(f"/packages/editions/{edition.id}/"))
    assert again == first and hashlib.sha256(again).hexdigest() == edition.sha256
    assert f"{parcel.parcel_no} 纬七路地块 征而未供 26.40" in page and "1 宗 26.40 亩" in page
    book = load_workbook(BytesIO(first))
    assert book.sheetnames == ["工作台账", "分类汇总", "任务完成", "材料"]
    rows = [[cell.value for cell in row] for row in book["工作台账"]]
    assert rows[1][:4] == [parcel.parcel_no, "纬七路地块", "征而未供", 26.4] and rows[2][0] == "合计 1 宗" and rows[2][3] == 26.4
    assert [cell.value for cell in book["任务完成"][2]] == ["批而未供", 6299, 0, 0]
    assert book["材料"]["B2"].value == "驿城区实施方案" and book["材料"]["D2"].value == Attachment.objects.get().sha256


def _bytes(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_plan_is_wanted_in_may_and_the_summary_in_november(five):
    with on(5, 20):
        five.parcel("10")
        refused = send(five, remark="先报台账")
        assert refused.status_code == 400 and "还没有上传“实施方案”" in plain(refused) and "先报台账" in refused.content.decode()
        assert not PackageEdition.objects.exists() and not Package.objects.exists()
    with on(11, 30):
        attach(five, "plan", code="O-ZMD-6")
        assert "还没有上传“工作总结”" in plain(send(five, code="O-ZMD-6"))
        attach(five, "summary", code="O-ZMD-6")
        assert send(five, code="O-ZMD-6").status_code == 302
    with on(9, 30):
        assert send(five, code="O-ZMD-5").status_code == 302  # the ledger with its tables alone


def test_a_paper_that_is_no_scan_is_refused_and_a_voided_one_does_not_count(five):
    with on(5, 20):
        five.parcel("10")
        assert "内容不是PDF" in plain(attach(five, content=b"not a pdf"))
        attach(five)
        row = Package.objects.get().papers.get()
        voided = five.client("clerk").post(f"/packages/papers/{row.id}/void/", {"reason": ""})
        assert voided.status_code == 400 and "作废材料要写原因" in plain(voided)
        assert five.client("clerk").post(f"/packages/papers/{row.id}/void/", {"reason": "传错"}).status_code == 302
        assert "还没有上传“实施方案”" in plain(send(five))
        assert _bytes(five.client("reviewer").get(f"/attachments/{row.file_id}/file/")) == PDF
        assert five.client("clerk2").get(f"/attachments/{row.file_id}/file/").status_code == 404


@pytest.mark.req("LED-20")
def test_returning_without_a_reason_is_refused_and_each_group_reviews_its_own(five):
    with on(5, 21):
        sent(five)
        refused = decide(five, "return", "  ")
        assert refused.status_code == 400 and "退回要写原因" in plain(refused)
        assert Package.objects.get().state == "submitted"
        assert decide(five, "accept", by="acceptor").status_code == 403  # 排查登记组's is the office's
        assert decide(five, "accept", by="clerk").status_code == 403
        assert decide(five, "accept", by="clerk2").status_code == 404
        assert decide(five, "accept", version=1).status_code == 409
        assert decide(five, "return", "第3宗面积与部系统不符").status_code == 302
    with on(9, 30):
        sent(five, "O-ZMD-5")
        assert decide(five, "accept", by="office", duty=duty("O-ZMD-5")).status_code == 403
        assert decide(five, "accept", by="acceptor", duty=duty("O-ZMD-5")).status_code == 302


@pytest.mark.req("LED-20")
def test_remarks_stand_at_their_parcels_and_the_analysis_counts_them_with_kinds_gaps_and_lateness(five):
    with on(5, 22):
        bad = five.parcel("20", at=MAY, name="缺要素地块")
        five.parcel("30.5", "idle", at=MAY)
        attach(five)
        send(five)
        edition = PackageEdition.objects.get()
        row = PackageRow.objects.get(parcel=bad)
        office = five.client("office")
        empty = office.post(f"/packages/editions/{edition.id}/", {"row": row.id, "text": ""})
        assert empty.status_code == 400 and "意见没有写" in plain(empty)
        assert office.post(f"/packages/editions/{edition.id}/", {"row": row.id, "text": "责任单位没有写，请补"}).status_code == 302
        assert five.client("clerk").post(f"/packages/editions/{edition.id}/", {"row": row.id, "text": "无"}).status_code == 403
        page = plain(five.client("clerk").get(f"/packages/editions/{edition.id}/?show=remarked"))
        assert "责任单位没有写，请补 测试office" in page and "1 宗" in page
        cells = listed(five)
        # 批而未征 宗/亩, 征而未供, 未供即用, 供后闲置, 低效, 合计, 缺要素, 无措施, 意见
        assert cells[4:] == ["0", "0.00", "1", "20.00", "0", "0.00", "1", "30.50", "0", "0.00", "2", "50.50", "2", "2", "1"]
        book = load_workbook(BytesIO(_bytes(office.get(f"/packages/export/?duty={duty().id}"))))
        mine = next([cell.value for cell in line] for line in book["分析表"] if line[0].value == "驿城区")
        assert mine[1] == "已报送，待审核" and mine[4:6] == [1, 1] and mine[8:10] == [1, 20] and mine[-5:] == [2, 50.5, 2, 2, 1]
        other = next([cell.value for cell in line] for line in book["分析表"] if line[0].value == "正阳县")
        assert other[1] == "未报送" and other[5] == "未报"


@pytest.mark.req("LED-20")
def test_a_resubmission_shows_what_was_added_what_is_gone_and_what_changed(five):
    with on(5, 20):
        kept, grown = five.parcel("10", at=MAY), five.parcel("20", at=MAY)
        attach(five)
        send(five)
        decide(five, "return", "漏了一宗")
    with on(5, 21):
        added = five.parcel("7", at=clock.now())
        with scope(five.people["clerk"]):
            land.update_parcel(grown.id, actor=five.people["clerk"], version=grown.version, values={"area": 21}, reason="勘测")
            land.change_kind(kept.id, actor=five.people["clerk"], version=kept.version, kind="used_unsupplied", effective_on=clock.today(),
                             doc_no="测〔2021〕9号", reason="已使用")
        send(five)
    last = PackageEdition.objects.get(number=2)
    client, url = five.client("office"), f"/packages/editions/{last.id}/?show=changes"
    page = plain(client.get(url))
    assert f"新增 {added.parcel_no} 测试地块 7.00" in page
    assert f"变化 {kept.parcel_no} 测试地块 10.00 征而未供 → 未供即用" in page
    assert f"变化 {grown.parcel_no} 测试地块 21.00 20.00 → 21.00 亩" in page
    assert "第一次报送，没有上一次可比" in plain(client.get(f"/packages/editions/{PackageEdition.objects.get(number=1).id}/?show=changes"))
    queries = _queries(client, url)
    with on(5, 23):
        decide(five, "return", "再核")
        for _ in range(5):
            five.parcel("3", at=clock.now())
        send(five)
    third = PackageEdition.objects.get(number=3)
    assert _queries(client, f"/packages/editions/{third.id}/?show=changes") == queries


def _queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


def test_a_remark_on_a_sending_that_was_replaced_is_refused(five):
    with on(5, 20):
        sent(five)
        old = PackageRow.objects.get()
        decide(five, "return", "改")
        send(five)
        late = five.client("office").post(f"/packages/editions/{old.edition_id}/", {"row": old.id, "text": "晚了"})
        assert late.status_code == 409 and "请对最近一次写意见" in plain(late)


def test_a_county_sees_only_its_own_packages(five):
    with on(5, 20):
        sent(five)
        edition = PackageEdition.objects.get()
        other = five.client("clerk2")
        for url in (address(), f"/packages/editions/{edition.id}/", f"/packages/editions/{edition.id}/file/"):
            assert other.get(url).status_code == 404
        assert "驿城区" not in plain(other.get(f"/packages/?duty={duty().id}"))
        assert other.post(address(), {"version": 0}).status_code == 404
        assert five.client("reviewer").post(address(), {"version": 0}).status_code == 403
        assert five.client("clerk_bf").get(f"/packages/?duty={duty().id}").status_code == 200  # 宝丰's plan asks for none
        assert plan_of(ZMD).duties.exclude(reported_to="").count() == 3
