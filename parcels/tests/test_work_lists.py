"""五张清单: counted in one place, worked through row by row and come back to, and handled many at once with an answer for every row."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import ListSetting, Parcel
from tests.world import words_of_page

from .land import client_for, pdf
from .test_parcel_page import version

pytestmark = pytest.mark.django_db
WHOLE = {"cause": "government", "planned_measure": "出让供应", "lead_unit": "自然资源局", "sponsor_post": "副县长岗位"}


def strip(client) -> dict[str, tuple[str, str]]:
    """label -> (number, address) of the lists on the work table."""
    part = client.get("/workbench/").content.decode().split('aria-label="清单">')[1].split("</nav>")[0]
    found = re.findall(r'<a href="([^"]+)"(?: title="[^"]+")?><b class="[^"]*">([^<]+)</b>(?:<svg.*?</svg>)?([^<]+)</a>', part)
    return {label: (count, url.replace("&amp;", "&")) for url, count, label in found}


def listed(client, url: str) -> list[str]:
    """Numbers in the rows of a list."""
    return re.findall(r"data-open>([\d-]+)(?: 第\d笔)?</a>", client.get(url).content.decode())


def test_the_five_lists_stand_on_the_work_table_with_their_numbers_and_open_on_the_rows_that_were_counted(land):
    late = land.parcel("10", deadline_on=date(2021, 9, 23), **WHOLE)
    today, last, beyond = (land.parcel("10", deadline_on=day, **WHOLE) for day in (date(2021, 9, 24), date(2021, 10, 24), date(2021, 10, 25)))
    gap = land.parcel("10", **(WHOLE | {"cause": "", "sponsor_post": ""}))
    idle = land.parcel("10", kind="idle", deadline_on=date(2021, 12, 1), idle_source="system_new", **(WHOLE | {"cause": "both"}))
    lacking = land.draft(idle, "1", measure="recover")
    clerk = client_for(land.clerk)
    found = strip(clerk)
    assert {label: count for label, (count, _) in found.items()} == {"逾期": "1", "临期": "2", "缺项": "1", "缺证据": "1", "无包保": "1", "预警": "0"}
    assert listed(clerk, found["逾期"][1]) == [late.parcel_no]
    assert listed(clerk, found["临期"][1]) == [today.parcel_no, last.parcel_no]
    assert beyond.parcel_no not in listed(clerk, found["临期"][1])
    assert listed(clerk, found["缺项"][1]) == listed(clerk, found["无包保"][1]) == [gap.parcel_no]
    assert listed(clerk, found["缺证据"][1]) == [lacking.parcel.parcel_no]
    with scope(land.clerk):
        services.add_evidence(lacking.id, actor=land.clerk, kind="decision", title="收回决定书", upload=pdf())
    assert strip(clerk)["缺证据"][0] == "0" and "没有缺证据的处置" in words_of_page(clerk.get(found["缺证据"][1]))
    assert {count for count, _ in strip(client_for(land.clerk_b)).values()} == {"0"}
    assert {label: count for label, (count, _) in strip(client_for(land.office)).items()}["缺项"] == "1"


def test_the_office_sets_from_how_many_days_a_deadline_is_near_and_says_why(land):
    near, far = land.parcel("10", deadline_on=date(2021, 10, 4), **WHOLE), land.parcel("10", deadline_on=date(2021, 10, 5), **WHOLE)
    office, clerk = client_for(land.office), client_for(land.clerk)
    page = office.get("/ledger/settings/").content.decode()
    assert "文件没有写临期的天数和回头看的比例" in page and 'value="30"' in page
    values = {"soon_days": "10", "sample_share": "10", "version": "0", "reason": ""}
    assert "改清单设置要写原因" in office.post("/ledger/settings/", values).content.decode()
    assert office.post("/ledger/settings/", values | {"soon_days": "0", "reason": "试行"}).status_code == 422
    assert not ListSetting.objects.exists()
    assert office.post("/ledger/settings/", values | {"reason": "县里要求十天"}).status_code == 302
    assert strip(clerk)["临期"][0] == "1" and listed(clerk, "/ledger/?deadline=soon") == [near.parcel_no]
    assert "10天内到期" in words_of_page(clerk.get("/ledger/problems/")) and far.parcel_no not in listed(clerk, "/ledger/?deadline=soon")
    assert office.post("/ledger/settings/", values | {"reason": "再改", "soon_days": "20"}).status_code == 409
    assert clerk.get("/ledger/settings/").status_code == 403


def test_the_lists_ask_a_fixed_number_of_queries(land):
    client, asked = client_for(land.clerk), []
    for more in (2, 12):
        for _ in range(more):
            land.draft(land.parcel("10", kind="idle", deadline_on=date(2021, 9, 1)), "1", measure="recover")
        cache.clear()
        for url in ("/workbench/", "/ledger/lacking/?state=hand"):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_one_comes_back_to_the_same_place_of_the_list_and_the_next_row_is_the_next_of_the_list(land):
    rows = [land.parcel("10", deadline_on=date(2021, 9, day), **(WHOLE | {"cause": ""})) for day in (1, 2, 3, 4)]
    clerk, query = client_for(land.clerk), "status=open&gap=any&sort=deadline_on"
    link = re.search(rf'href="(/parcels/{rows[1].id}/\?[^"]+)"', clerk.get(f"/ledger/?{query}").content.decode())[1].replace("&amp;", "&")
    page = clerk.get(link).content.decode()
    edit = re.search(r'href="(/parcels/\d+/edit/\?[^"#]+)#element-2"', page)[1].replace("&amp;", "&")
    form = clerk.get(edit).content.decode()
    assert "改下一宗" in form
    # the deadline is moved to the end and the gap filled: the row leaves the list, its place stays
    values = filled(form) | {"cause": "government", "deadline_on": "2021-12-31", "do": "next"}
    answer = clerk.post(edit, values)
    assert answer.status_code == 302, words_of_page(answer)
    assert answer.url.startswith(f"/parcels/{rows[2].id}/edit/?status=open&gap=any&sort=deadline_on&at=2021-09-03")
    assert Parcel.unscoped.get(pk=rows[1].id).elements == 5
    back = re.search(r'<a href="(/ledger/[^"]+)" data-key="u"', clerk.get(link).content.decode())[1].replace("&amp;", "&")
    assert back.endswith(f"#p{rows[1].id}") and listed(clerk, back.split("#")[0]) == [rows[2].parcel_no, rows[3].parcel_no]
    last = clerk.get(answer.url).content.decode()
    final = clerk.post(answer.url, filled(last) | {"cause": "government"})
    assert final.url.startswith(f"/parcels/{rows[2].id}/?status=open&gap=any&sort=deadline_on&at=2021-09-03")
    end = clerk.get(f"/parcels/{rows[3].id}/edit/?{query}").content.decode()
    assert "回到清单" in end
    done = clerk.post(f"/parcels/{rows[3].id}/edit/?{query}", filled(end) | {"cause": "government", "do": "next"})
    assert done.url.startswith("/ledger/?status=open")


def filled(page: str) -> dict[str, str]:
    """What the form of a parcel holds, as a browser would send it back."""
    form = page.split('aria-label="修改宗地">')[1].split("</form>")[0]
    values = dict(re.findall(r'<input[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*?name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        values[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
    return {name: unescape(value) for name, value in values.items()} | {"area_unit": "mu"}


@pytest.mark.req("LED-17")
def test_a_sponsor_is_named_for_several_and_every_row_has_its_answer(land):
    first, second, moved = land.parcel("10"), land.parcel("20"), land.parcel("30")
    clerk = client_for(land.clerk)
    page = clerk.get("/ledger/sponsor/", {"pick": [first.id, second.id], "back": "/ledger/?sponsor=none"})
    assert "2 宗，未处置 30.00 亩" in words_of_page(page) and 'name="next" value="/ledger/?sponsor=none"' in page.content.decode()
    pick = {"pick": [f"{p.id}:{p.version}" for p in (first, moved)] + [f"{10**9}:1"], "next": "/ledger/?sponsor=none"}
    assert clerk.post("/ledger/sponsor/", pick | {"post": "", "unit": ""}).status_code == 422
    with scope(land.clerk2):
        services.update_parcel(moved.id, actor=land.clerk2, version=moved.version, values={"remark": "改过"})
    answer = clerk.post("/ledger/sponsor/", pick | {"post": "常务副县长岗位", "unit": ""})
    told = words_of_page(answer)
    assert answer.status_code == 200
    assert f"{first}：已定包保" in told and "在你打开之后已被改过" in told and "没有这条记录" in told
    assert 'value="常务副县长岗位"' in answer.content.decode() and f'name="pick" value="{moved.id}:2"' in answer.content.decode()
    assert Parcel.unscoped.get(pk=first.id).sponsor_post == "常务副县长岗位" and Parcel.unscoped.get(pk=moved.id).sponsor_post == ""
    again = clerk.post("/ledger/sponsor/", {"pick": f"{moved.id}:2", "post": "常务副县长岗位", "next": "/ledger/?sponsor=none"})
    assert again.url == "/ledger/?sponsor=none"
    assert client_for(land.reviewer).get(f"/ledger/sponsor/?pick={first.id}").status_code == 403
    assert client_for(land.clerk_b).get(f"/ledger/sponsor/?pick={first.id}").status_code == 400
    client_for(land.clerk_b).post("/ledger/sponsor/", {"pick": f"{second.id}:{second.version}", "post": "外县岗位"})
    assert Parcel.unscoped.get(pk=second.id).sponsor_post == ""


def test_deadlines_are_shifted_with_a_reason_and_what_a_plan_decides_is_told_and_not_changed(land):
    own, none = land.parcel("10", deadline_on=date(2021, 9, 30)), land.parcel("10")
    planned = land.parcel("10", deadline_on=date(2021, 9, 30))
    with scope(land.clerk):
        plan = services.draft_plan(planned.id, actor=land.clerk, version=0, values={
            "cause": "government", "measures": ["grant"], "deadline_on": date(2021, 10, 30), "lead_unit": "甲乡"})
    with scope(land.reviewer):
        services.approve_plan(plan.id, actor=land.reviewer)
    fresh = [Parcel.unscoped.get(pk=p.pk) for p in (own, none, planned)]
    clerk, pick = client_for(land.clerk), {"pick": [f"{p.id}:{p.version}" for p in fresh]}
    for values, sentence in (({"days": "30"}, "改时限要写原因和依据"), ({"days": "30", "deadline_on": "1030", "reason": "x"}, "也只能填一项"),
                             ({"reason": "x"}, "要填一项")):
        answer = clerk.post("/ledger/deadline/", pick | values)
        assert answer.status_code == 422 and sentence in answer.content.decode()
    answer = clerk.post("/ledger/deadline/", pick | {"days": "30", "reason": "县政府会议纪要〔2021〕8号"})
    told = words_of_page(answer)
    assert answer.status_code == 200
    assert "由现行的一宗一策第 1 版定" in told and "没有完成时限，不能顺延" in told
    assert [Parcel.unscoped.get(pk=p.pk).deadline_on for p in fresh] == [date(2021, 10, 30), None, date(2021, 10, 30)]
    entry = AuditEntry.objects.filter(action="update_parcel").order_by("-seq").first()
    assert (entry.object_id, entry.reason) == (str(own.id), "县政府会议纪要〔2021〕8号")
    assert f'value="{none.id}:1"' in answer.content.decode() and f'value="{own.id}:' not in answer.content.decode()


def test_what_is_picked_is_exported_and_the_file_says_so(land):
    first, _, third = land.parcel("10"), land.parcel("20"), land.parcel("30", kind="idle")
    answer = client_for(land.clerk).get(f"/ledger/export/?pick={first.id}&pick={third.id}&sort=-area")
    sheets = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in sheets["台账"]]
    assert [row[0] for row in rows[1:3]] == [third.parcel_no, first.parcel_no] and rows[3][0] == "合计 2 宗" and 40 in rows[3]
    assert "2 宗" in [cell.value for sheet in sheets for row in sheet for cell in row]
    foreign = client_for(land.clerk_b).get(f"/ledger/export/?pick={first.id}")
    assert load_workbook(BytesIO(b"".join(foreign.streaming_content)))["台账"]["A2"].value == "合计 0 宗"


def test_what_was_overdue_when_it_was_done_stays_marked_late(land):
    on_day, late = (land.parcel("10", deadline_on=date(2021, 9, day)) for day in (24, 23))
    for row in (on_day, late):
        land.take(land.draft(row, "10"), "submit", "verify", "accept")
        with everything("test"):
            fresh = Parcel.objects.get(pk=row.id)
        assert client_for(land.acceptor).post(f"/parcels/{row.id}/write-off/", version(fresh)).status_code == 302
    office = client_for(land.office)
    assert "按期完成" in words_of_page(office.get(f"/parcels/{on_day.id}/")) and "逾期完成" in words_of_page(office.get(f"/parcels/{late.id}/"))
    assert "逾期完成" in words_of_page(office.get("/ledger/?status=written_off")) and Decimal(10) == Parcel.unscoped.get(pk=late.id).accepted_area
    # nobody moves the deadline of what is done
    answer = client_for(land.clerk).post("/ledger/deadline/", {"pick": f"{late.id}:9", "deadline_on": "2021-12-31", "reason": "补"})
    assert Parcel.unscoped.get(pk=late.id).deadline_on == date(2021, 9, 23) and answer.status_code >= 400


def test_a_parcel_with_a_record_that_lacks_its_papers_is_not_written_off(land):
    parcel = land.parcel("10", kind="idle")
    record = land.draft(parcel, "10", measure="recover")
    answer = client_for(land.clerk).post(f"/disposals/{record.id}/step/", {"action": "submit", "version": record.version})
    assert answer.status_code >= 400 and "收回决定书" in answer.content.decode()
    answer = client_for(land.acceptor).post(f"/parcels/{parcel.id}/write-off/", version(Parcel.unscoped.get(pk=parcel.id)))
    assert "不能销号" in answer.content.decode() and Parcel.unscoped.get(pk=parcel.id).status != "written_off"
