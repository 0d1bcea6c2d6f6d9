"""涉法涉诉: the ledger by kind with its sums and file, a task force for each case, creditors in order, and the cause that opens one."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib.scope import scope
from parcels import services
from parcels.models import Claim, Lawsuit, Parcel
from parcels.selectors.lawsuits import filter_lawsuits, sum_of, sums_by_kind

from .land import client_for

pytestmark = pytest.mark.django_db
BANK = {"kind": "bankruptcy", "case_no": "（2021）豫1702破3号", "court": "甲县人民法院", "parties": "甲县某机械有限公司"}


def case(land, parcel, **values):
    with scope(land.clerk):
        return services.open_lawsuit(parcel.id, actor=land.clerk, values=BANK | values)


def sheet_of(client, query=""):
    answer = client.get(f"/lawsuits/export/{query}")
    assert answer.status_code == 200
    return list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)


def numbers(page):
    return re.findall(r'data-row><th scope="row"><a [^>]*>([^<]+)</a>', page)


@pytest.mark.req("LAW-01")
def test_the_filter_on_bankruptcies_gives_only_those_with_their_sums_and_the_file_is_equal(land):
    first, second, clerk = land.parcel("10.5"), land.parcel("20"), client_for(land.clerk)
    sent = {"form_key": "key-of-the-case", "stage": "trial", **BANK, "case_no": "(2021)豫1702破3号"}
    assert clerk.post(f"/parcels/{first.id}/lawsuits/new/", sent).status_code == 302
    case(land, first, case_no="（2021）豫1702破4号")  # a second one on the same land: it counts once
    case(land, second, kind="seizure", case_no="（2020）豫1702执9号")
    page = clerk.get("/lawsuits/?kind=bankruptcy").content.decode()
    assert numbers(page) == ["（2021）豫1702破4号", "（2021）豫1702破3号"]
    assert re.search(r"符合条件</small><br><b>2</b> 件　<b>1</b> 宗 <b>10.50</b> 亩", page)
    assert re.search(r"查封</small><br><b>1</b> 件　<b>1</b> 宗 <b>20.00</b> 亩", page)
    rows = sheet_of(clerk, "?kind=bankruptcy")
    assert [row[0] for row in rows[1:3]] == numbers(page)
    assert (rows[3][0], rows[3][8], rows[3][11]) == ("合计 2 件", "1 宗", 10.5)
    assert rows[1][:5] == ("（2021）豫1702破4号", "破产", "甲县人民法院", "甲县某机械有限公司", "摸清情况")
    assert numbers(client_for(land.clerk_b).get("/lawsuits/").content.decode()) == []
    assert client_for(land.clerk_b).get(f"/lawsuits/{Lawsuit.objects.first().id}/").status_code == 404


@pytest.mark.req("LAW-02")
def test_a_case_without_a_task_force_is_listed_until_it_has_one(land):
    row, clerk = case(land, land.parcel("10")), client_for(land.clerk)
    case(land, land.parcel("5"), case_no="（2021）豫1702民初8号", kind="suit", force_lead="甲县政府办（牵头）")
    page = clerk.get("/lawsuits/").content.decode()
    assert '<a href="?force=none">没有专班 1</a>' in page
    assert numbers(clerk.get("/lawsuits/?force=none").content.decode()) == [row.case_no]
    sent = {"form_key": "key-of-the-force", "version": 1, "stage": "found", **BANK, "force_members": "法院、金融办"}
    bare = clerk.post(f"/lawsuits/{row.id}/edit/", sent)
    assert bare.status_code == 400 and "一案一专班要有一个牵头的岗位或单位" in bare.content.decode()
    assert clerk.post(f"/lawsuits/{row.id}/edit/", sent | {"force_lead": "县委政法委（岗位）", "measure": "重整招募投资人"}).status_code == 302
    assert numbers(clerk.get("/lawsuits/?force=none").content.decode()) == []
    page = clerk.get(f"/lawsuits/{row.id}/").content.decode()
    assert "县委政法委（岗位）" in page and "法院、金融办" in page and "重整招募投资人" in page


@pytest.mark.req("LAW-03")
def test_the_mortgagee_stands_before_the_other_creditors_and_amounts_are_exact(land):
    row, clerk = case(land, land.parcel("10")), client_for(land.clerk)

    def add(key, **sent):
        return clerk.post(f"/lawsuits/{row.id}/", {"form_key": f"key-of-claim-{key}", "side": "creditor", "rank": 1} | sent)

    assert add(1, name="某建筑公司", amount="120.5").status_code == 302
    assert add(2, name="某农商银行", amount="0.1", is_mortgagee="on", rank=2).status_code == 302
    assert add(3, name="某信用社", amount="0.2", is_mortgagee="on", rank=1).status_code == 302
    assert add(4, name="某职工群体").status_code == 302
    page = clerk.get(f"/lawsuits/{row.id}/").content.decode()
    assert re.findall(r'<th scope="row">([^<]+)</th><td class="n">([^<]+)</td>', page) == [
        ("某信用社", "0.20"), ("某农商银行", "0.10"), ("某建筑公司", "120.50"), ("某职工群体", "未填")]
    assert "债权人合计 120.80 万元，另 1 笔金额未填" in page
    wrong = add(5, name="某公司", side="debtor", is_mortgagee="on", amount="7")
    assert wrong.status_code == 400 and "债务人不会是抵押权人" in wrong.content.decode() and 'value="7"' in wrong.content.decode()
    claim = Claim.objects.get(name="某建筑公司")
    assert clerk.post(f"/claims/{claim.id}/void/", {"reason": ""}).status_code == 400
    assert clerk.post(f"/claims/{claim.id}/void/", {"reason": "已受偿"}).status_code == 302
    assert re.findall(r'<th scope="row">([^<]+)</th><td class="n">', clerk.get(f"/lawsuits/{row.id}/").content.decode()) == [
        "某信用社", "某农商银行", "某职工群体"]
    assert sum(c.amount for c in Claim.objects.filter(voided_at=None, is_mortgagee=True)) == Decimal("3000")


@pytest.mark.req("CLS-22")
def test_the_cause_seized_or_mortgaged_needs_a_task_force_and_opens_a_case(land):
    parcel, clerk = land.parcel("10", kind="idle"), client_for(land.clerk)
    sent = {"form_key": "key-of-cause", "name": "纬七路北侧工业地块", "location": "纬七路北", "area": "10", "area_unit": "mu", "cause": "seized",
            "version": 1, "cause_note": "厂房被查封"}
    answer = clerk.post(f"/parcels/{parcel.id}/edit/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "要先建立工作专班（三政办〔2021〕5号 二（三）3" in page and "没有选是查封还是抵押" in page and "厂房被查封" in page
    assert Parcel.objects.get().cause == "both" and not Lawsuit.objects.exists()
    assert clerk.post(f"/parcels/{parcel.id}/edit/", sent | {"case_kind": "seizure", "force_lead": "县政府办（岗位）",
                                                             "force_members": "法院、金融办"}).status_code == 302
    row = Lawsuit.objects.get()
    assert (row.kind, row.force_lead, row.parcel_id, Parcel.objects.get().cause) == ("seizure", "县政府办（岗位）", parcel.id, "seized")
    assert f'<a href="/lawsuits/{row.id}/">' in clerk.get(f"/parcels/{parcel.id}/").content.decode()
    assert '"lawsuit":"查封，专班牵头 县政府办（岗位）"' in AuditEntry.objects.filter(action="update_parcel").last().after
    new = clerk.post("/parcels/new/", sent | {"form_key": "key-of-new", "region": land.county.id, "kind": "idle", "name": "新的一宗"})
    assert new.status_code == 400 and "要先建立工作专班" in new.content.decode()


def test_a_plan_with_that_cause_waits_for_the_task_force(land):
    parcel, clerk = land.parcel("10", kind="idle"), client_for(land.clerk)
    sent = {"form_key": "key-of-plan", "version": 0, "cause": "seized", "measures": ["recover"], "deadline_on": "2021-12-20",
            "lead_unit": "自然资源局"}
    answer = clerk.post(f"/parcels/{parcel.id}/plans/new/", sent)
    assert answer.status_code == 400 and "本宗还没有。请先在宗地页“更多”里登记涉法涉诉" in answer.content.decode()
    case(land, parcel, kind="mortgage", force_lead="县政府办（岗位）")
    assert clerk.post(f"/parcels/{parcel.id}/plans/new/", sent).status_code == 302


def test_the_second_editor_of_a_case_sees_the_difference(land):
    row, clerk = case(land, land.parcel("10")), client_for(land.clerk)
    sent = {"version": 1, "stage": "found", **BANK}
    client_for(land.clerk2).post(f"/lawsuits/{row.id}/edit/", sent | {"form_key": "key-of-other", "stage": "execution"})
    answer = clerk.post(f"/lawsuits/{row.id}/edit/", sent | {"form_key": "key-of-mine", "measure": "我写的举措"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"阶段</th><td>摸清情况</td><td><b>执行或处置</b></td>", page) and "我写的举措" in page


def test_the_same_number_twice_on_a_parcel_is_refused(land):
    parcel = land.parcel("10")
    case(land, parcel)
    answer = client_for(land.clerk).post(f"/parcels/{parcel.id}/lawsuits/new/", {"form_key": "key-of-twice", "stage": "found", **BANK})
    assert answer.status_code == 400 and "这宗地已登记了案号" in answer.content.decode()


def test_the_sums_of_all_kinds_are_one_statement_however_many_cases(land):
    first, second = land.parcel("10.5"), land.parcel("20")
    for number, (parcel, kind) in enumerate(((first, "bankruptcy"), (first, "bankruptcy"), (first, "seizure"), (second, "seizure"))):
        case(land, parcel, kind=kind, case_no=f"（2021）豫1702{number}号")
    with scope(land.clerk), CaptureQueriesContext(connection) as caught:
        sums = {code: (one.cases, one.parcels, one.area) for code, _, one in sums_by_kind(filter_lawsuits())}
        whole = sum_of(filter_lawsuits())
    assert len(caught) == 2
    assert sums == {"mortgage": (0, 0, 0), "bankruptcy": (2, 1, Decimal("10.5")), "seizure": (2, 2, Decimal("30.5")), "suit": (0, 0, 0)}
    assert (whole.cases, whole.parcels, whole.area) == (4, 2, Decimal("30.5"))
