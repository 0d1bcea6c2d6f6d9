"""准入退出: a decided stop of new supply is obeyed by whoever records one, and a firm on the list gets no new land (POL-06, SUP-07)."""

from datetime import date

import pytest

from landplan.lib.scope import everything
from parcels.models import FirmListing, LandApplication, Supply
from tests.world import words_of_page as plain

from .cases import NUMBER, close, county, decided
from .test_restrictions import apply_for

pytestmark = pytest.mark.django_db
FIRM = "驻马店市落后化工有限公司"


@pytest.fixture(autouse=True)
def looking():
    with everything("the test looks on"):
        yield


def supply(five, parcel, key, by="clerk", day="2021-09-24"):
    return five.client(by).post(f"/parcels/{parcel.id}/supplies/new/", {
        "form_key": f"supply-key-{key}", "mode": "granted", "doc_no": f"驻自然资交〔2021〕{key}号", "supplied_on": day, "area": "5",
        "area_unit": "mu"})


@pytest.mark.req("SUP-07", "POL-06")
def test_a_decided_stop_refuses_every_new_supply_and_names_its_decision_until_it_is_lifted(five):
    parcel, other = five.parcel("60", "unsupplied"), five.parcel("60", "unsupplied", by=five.people["clerk2"])
    case = decided(five, "stop_supply", from_on="2021-09-20")
    refused = supply(five, parcel, 1)
    assert refused.status_code == 400
    assert f"驿城区自 2021-09-20 起停止新供建设用地（{NUMBER}），不能登记供应" in plain(refused) and "平龙政办〔2022〕50号 四（三）" in plain(refused)
    assert 'value="驻自然资交〔2021〕1号"' in refused.content.decode()  # what was typed stays
    assert supply(five, parcel, 2, day="2021-09-19").status_code == 302  # made before the stop, entered after it
    assert supply(five, other, 3, by="clerk2").status_code == 302  # another county goes on
    assert Supply.objects.count() == 2
    assert close(five, case, result="整改到位", result_no="驻督〔2021〕9号").status_code == 302
    assert supply(five, parcel, 4).status_code == 302


@pytest.mark.req("SUP-07")
def test_a_disposal_by_supply_of_a_day_of_the_stop_is_not_submitted_and_another_measure_is(five):
    decided(five, "stop_supply", from_on="2021-09-20")
    parcel, clerk = five.parcel("60", "unsupplied"), five.client("clerk")

    def submitted(code, day):
        measure = next(one for one in parcel.region.parent.measures.all() if one.code == code)
        sent = {"form_key": f"disposal-{code}-{day}", "measure": measure.id, "area": "5", "area_unit": "mu", "disposed_on": day,
                "doc_no": "驻自然资交〔2021〕8号", "do": "submit"}
        return clerk.post(f"/parcels/{parcel.id}/disposals/new/", sent)

    stopped = plain(submitted("supply_granted", "2021-09-22"))
    assert f"停止新供建设用地（{NUMBER}），不能上报“出让供地”" in stopped
    assert "停止新供建设用地" not in plain(submitted("supply_granted", "2021-09-19"))
    assert submitted("test_any", "2021-09-22").status_code == 302


@pytest.mark.req("POL-06")
def test_an_application_during_a_stop_is_refused_and_so_is_its_approval_whoever_is_exempt_from_a_pause(five):
    assert apply_for(five, key="s-1").status_code == 302
    decided(five, "stop_supply", from_on="2021-09-24")
    refused = apply_for(five, key="s-2", exemption="key", exemption_no="豫发改〔2021〕9号")
    assert refused.status_code == 400 and f"停止新供建设用地（{NUMBER}），不能申请新增用地" in plain(refused)
    assert "起停止新供建设用地，不能申请新增用地。" in plain(five.client("clerk").get("/applications/new/"))
    answer = five.client("reviewer").post(f"/applications/{LandApplication.objects.get().id}/decide/",
                                          {"do": "approve", "result_no": "驿政土〔2021〕5号"})
    assert answer.status_code == 400 and NUMBER in plain(answer)


def listed(five, by="clerk", **values):
    return five.client(by).post("/firm-list/new/", {
        "form_key": f"firm-key-{by}-{len(values)}", "region": county().id, "firm": FIRM, "treatment": "phase_out", "limits": ["land", "energy"],
        "situation": "连续两年亩均税收不足3万元", "document_no": "驿政办[2021]12号", "from_on": "2021-09-10", "due_on": "", **values})


@pytest.mark.req("POL-06")
def test_a_firm_on_the_list_is_refused_new_land_with_the_reason_until_it_is_taken_off(five):
    answer = listed(five)
    assert answer.status_code == 302, plain(answer)
    refused = apply_for(five, key="f-1", company="驻马店市 落后化工有限公司")  # names are compared without blanks
    assert refused.status_code == 400
    assert f"{FIRM}在整治淘汰名单上（逐步淘汰，驿政办〔2021〕12号），不安排新增建设用地" in plain(refused)
    assert apply_for(five, key="f-2", company="另一家公司").status_code == 302
    assert apply_for(five, by="clerk2", key="f-3", company=FIRM).status_code == 302  # the list is the county's own
    row = FirmListing.objects.get()
    assert five.client("clerk").post(f"/firm-list/{row.id}/end/", {"ended_on": "2021-09-24", "end_no": "x"}).status_code == 403
    end, sent = f"/firm-list/{row.id}/end/", {"form_key": "end-key-01", "ended_on": "2021-09-24", "end_no": ""}
    without = five.client("reviewer").post(end, sent)
    assert without.status_code == 400 and "移出名单要有文号，没有填" in plain(without)
    ended = five.client("reviewer").post(end, sent | {"form_key": "end-key-02", "end_no": "驿政办〔2021〕19号"})
    assert ended.status_code == 302 and apply_for(five, key="f-4", company=FIRM).status_code == 302
    still = plain(five.client("clerk").get("/firm-list/?open=1"))
    assert "没有符合条件的企业" in still and FIRM not in still


@pytest.mark.req("POL-06")
def test_the_list_shows_no_deadline_as_not_fixed_and_so_does_the_task_of_luoyang(five):
    assert "名单上没有企业。" in plain(five.client("clerk").get("/firm-list/"))
    assert listed(five).status_code == 302
    page = plain(five.client("clerk").get("/firm-list/"))
    assert "2021-09-10 未规定 在名单上" in page and "不安排新增建设用地、限制新增用能" in page
    assert FIRM not in plain(five.client("clerk2").get("/firm-list/"))
    assert FirmListing.objects.get().due_on is None
    tasks = five.client("office_ly").get("/tasks/").content.decode()
    row = next(part for part in tasks.split("<tr")[1:] if "建立准入退出机制" in part)
    assert "未规定" in row and "逾期" not in row


@pytest.mark.req("POL-06")
def test_a_listing_says_what_it_lacks_and_a_firm_stands_on_the_list_once(five):
    told = plain(listed(five, document_no="", situation="", limits=[], from_on="2021-09-30"))
    for words in ("列入文号没有填", "情形没有填", "限制没有填", "列入日期 2021-09-30 晚于今天 2021-09-24"):
        assert words in told
    assert not FirmListing.objects.exists()
    assert listed(five).status_code == 302
    twice = listed(five, due_on="2022-06-30")
    assert twice.status_code == 409 and f"“{FIRM}”已在名单上" in plain(twice)
    assert FirmListing.objects.get().from_on == date(2021, 9, 10)
    listed_only_energy = listed(five, firm="限能企业", limits=["energy"], due_on="2022-06-30", situation="能耗高")
    assert listed_only_energy.status_code == 302 and apply_for(five, key="e-9", company="限能企业").status_code == 302
