"""措施要件 through the form: only the chosen measure's fields, what follows from them, days that fall due, refusals with their clause."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Disposal, DisposalDue
from parcels.rules.findings.facts import FACTS
from parcels.rules.terms import SETS
from parcels.rules.terms.spans import full_months, months_after
from tests.world import MORNING, words_of_page

from .land import Caller, client_for

pytestmark = pytest.mark.django_db
TEMPORARY = {"terms_approval_no": "甲政土[2021]8号", "terms_approved_on": "2021-09-01", "terms_user": "甲县城投", "terms_use": "停车场",
             "terms_starts_on": "2021-09-10", "terms_ends_on": "2022-09-09"}


@pytest.fixture
def idle(land):
    """An idle parcel whose measures 安排临时使用 and 有偿收回 have terms: temporary use, and the fee."""
    with everything("the catalogue"):
        for code, terms in (("temporary", "temporary_zmd"), ("recover", "idle_fee")):
            land.measures[code] = services.save_measure(actor=system_actor(), region=land.city, code=code, terms=terms)
    return land.parcel("50", kind="idle", cause="government")


def typed(land, measure, **values):
    return {"form_key": f"key-{measure}-{len(values)}", "version": "", "measure": land.measures[measure].id, "area": "20", "area_unit": "mu",
            "disposed_on": "2021-09-10", "doc_no": "甲政土〔2021〕8号", "do": "draft", **values}


def post(land, parcel, measure, **values):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/disposals/new/", typed(land, measure, **values))


def test_the_form_opens_the_terms_of_the_chosen_measure_with_and_without_scripts(land, idle):
    browser, temporary = client_for(land.clerk), land.measures["temporary"].id
    blank = browser.get(f"/parcels/{idle.id}/disposals/new/").content.decode()
    assert "terms_ends_on" not in blank and "打开所选措施的要件" in blank
    opened = post(land, idle, "temporary", do="terms", remark="写了一半")
    page = opened.content.decode()
    assert opened.status_code == 200 and not Disposal.objects.exists()
    assert 'name="terms_ends_on"' in page and "写了一半" in page and "驻政办〔2021〕19号 三（五）" in page
    part = browser.get(f"/parcels/{idle.id}/disposals/terms/", {"measure": temporary, "terms_starts_on": "2021-09-10", "terms_ends_on": "x"})
    words = words_of_page(part)
    assert "最迟到期 2023-09-10 起算日 2021-09-10 加两年 《闲置土地处置办法》（国土资源部令第53号） 第十二条" in words
    assert "临时使用止“x”读不出来" in words and "<html" not in part.content.decode()
    assert "terms_" not in browser.get(f"/parcels/{idle.id}/disposals/terms/", {"measure": land.measures["start"].id}).content.decode()
    assert client_for(land.clerk_b).get(f"/parcels/{idle.id}/disposals/terms/").status_code == 404
    assert client_for(land.reviewer).get(f"/parcels/{idle.id}/disposals/terms/").status_code == 403


def test_a_draft_may_lack_terms_and_a_submission_says_each_with_its_clause(land, idle):
    assert post(land, idle, "temporary").status_code == 302
    disposal = Disposal.objects.get()
    refused = post(land, idle, "temporary", do="submit", terms_user="甲县城投")
    page = words_of_page(refused)
    assert "临时使用止没有填。临时使用要有它才能上报（驻政办〔2021〕19号 三（五））。请补填；现在没有的，先存草稿。" in page
    assert "临时使用人没有填" not in page and refused.status_code == 200  # kept as a draft
    whole = typed(land, "temporary", **TEMPORARY, version=disposal.version, do="submit")
    assert client_for(land.clerk).post(f"/disposals/{disposal.id}/edit/", whole).url == f"/disposals/{disposal.id}/"
    disposal.refresh_from_db()
    assert disposal.terms["approval_no"] == "甲政土〔2021〕8号" and disposal.term_set == "temporary_zmd"
    shown = words_of_page(client_for(land.reviewer).get(f"/disposals/{disposal.id}/"))
    assert "临时使用止 2022-09-09" in shown and "临时使用到期" in shown
    told = AuditEntry.objects.get(action="edit_disposal")
    assert "临时使用人 甲县城投" in told.after and disposal.revisions.get().payload["terms"]["临时用途"] == "停车场"


def test_temporary_use_lasts_two_years_at_most_and_its_days_do_not_go_backwards(land, idle):
    assert post(land, idle, "temporary", **TEMPORARY | {"terms_ends_on": "2023-09-10"}).status_code == 302
    over = post(land, idle, "temporary", **TEMPORARY | {"terms_ends_on": "2023-09-11"}, remark="x")
    assert over.status_code == 422 and "从 2021-09-10 起最长两年，应不晚于 2023-09-10（《闲置土地处置办法》" in words_of_page(over)
    back = post(land, idle, "temporary", **TEMPORARY | {"terms_ends_on": "2021-09-09"}, remark="y", system_on="今天")
    assert "临时使用止 2021-09-09 早于临时使用起 2021-09-10（驻政办〔2021〕19号 三（五））" in words_of_page(back)
    ahead = post(land, idle, "temporary", terms_approved_on="2021-09-25", remark="z")
    assert "批准日期 2021-09-25 晚于今天 2021-09-24" in words_of_page(ahead) and Disposal.objects.count() == 1


@pytest.mark.req("DSP-25")
def test_temporary_use_has_an_end_and_a_reminder_before_it(land, idle):
    post(land, idle, "temporary", **TEMPORARY)
    row, clerk = DisposalDue.objects.get(), client_for(land.clerk)
    ends = date(2022, 9, 9)
    for moment, is_listed in ((MORNING, False), (at(ends - timedelta(31)), False), (at(ends - timedelta(30)), True), (at(ends + timedelta(1)), True)):
        with clock.at(moment):
            assert (idle.parcel_no in words_of_page(client_for(land.clerk).get("/dues/"))) == is_listed
    with clock.at(at(ends)):
        assert idle.parcel_no not in words_of_page(client_for(land.clerk).get("/dues/?show=late"))
        assert "今日到期" in words_of_page(client_for(land.clerk).get("/dues/"))
    assert idle.parcel_no in words_of_page(client_for(land.office).get("/dues/?show=all"))
    assert idle.parcel_no in words_of_page(clerk.get("/dues/?days=360"))
    assert idle.parcel_no not in words_of_page(client_for(land.clerk_b).get("/dues/?show=all"))
    assert client_for(land.clerk_b).post(f"/dues/{row.id}/close/", {"note": "x"}).status_code == 404
    assert client_for(land.reviewer).post(f"/dues/{row.id}/close/", {"note": "x"}).status_code == 403
    assert "办结情况没有填" in words_of_page(clerk.post(f"/dues/{row.id}/close/", {"note": " "}))
    assert clerk.post(f"/dues/{row.id}/close/", {"note": "已动工，施工许可〔2022〕9号"}).status_code == 302
    assert clerk.post(f"/dues/{row.id}/close/", {"note": "再一次"}).status_code == 409
    assert idle.parcel_no not in words_of_page(clerk.get("/dues/?show=all"))
    disposal = Disposal.objects.get()  # a later end asks again
    with scope(land.clerk):
        services.edit_disposal(disposal.id, actor=land.clerk, version=disposal.version, values={"terms": disposal.terms | {"ends_on": "2022-10-01"}})
    assert idle.parcel_no in words_of_page(clerk.get("/dues/?show=all"))
    with scope(land.clerk):
        services.void_disposal(disposal.id, actor=land.clerk, version=disposal.version + 1, reason="登记错了")
    assert idle.parcel_no not in words_of_page(clerk.get("/dues/?show=all"))


def at(day: date):
    return clock.shanghai(day.year, day.month, day.day, 9)


def test_the_interface_reads_and_writes_terms_and_refuses_what_it_does_not_know(land, idle):
    caller = Caller(land.clerk)
    sent = {"parcel": idle.id, "measure": "temporary", "area": "5", "terms": {"ends_on": "2022-09-09", "starts_on": "9.10"}}
    made = caller.send("post", "disposals/", sent)
    assert made.status_code == 201 and made.json()["terms"] == {"starts_on": "2021-09-10", "ends_on": "2022-09-09"}
    unknown = caller.send("post", "disposals/", sent | {"terms": {"until": "2022-09-09"}})
    assert unknown.status_code == 400
    assert "“安排临时使用”没有“until”这样的要件。可填：approval_no（安排临时使用的批准文号）" in unknown.content.decode()
    assert caller.send("post", "disposals/", sent | {"terms": {"ends_on": 3}}).status_code == 400
    assert caller.send("post", "disposals/", sent | {"terms": ["x"]}).status_code == 400
    changed = caller.send("patch", f"disposals/{made.json()['id']}/", {"remark": "不动要件"}, version=1)
    assert changed.json()["terms"]["ends_on"] == "2022-09-09"
    other = caller.send("patch", f"disposals/{made.json()['id']}/", {"measure": "recover"}, version=2)
    assert other.status_code == 400
    assert "要从应动工日算满1年（平龙政办〔2022〕50号 二（二）3），本宗约定动工日期和实际交地日期都没有填" in other.content.decode()
    listed = {row["code"]: row for row in caller.send("get", "measures/").json()}
    assert {"key": "ends_on", "label": "临时使用止", "kind": "day", "unit": "", "is_needed": True, "options": {}} in listed["temporary"]["terms"]


def test_what_a_second_editor_and_the_reviewer_see_names_each_term(land, idle):
    post(land, idle, "temporary", **TEMPORARY)
    disposal = Disposal.objects.get()
    with scope(land.clerk):
        services.edit_disposal(disposal.id, actor=land.clerk, version=1, values={"terms": disposal.terms | {"user": "乡政府"}})
    stale = client_for(land.clerk).post(f"/disposals/{disposal.id}/edit/", typed(land, "temporary", **TEMPORARY, version=1))
    assert "临时使用人 甲县城投 乡政府" in words_of_page(stale)
    land.take(land.take(Disposal.objects.get(), "submit"), "send_back")
    again = Disposal.objects.get()
    with scope(land.clerk):
        again = services.edit_disposal(again.id, actor=land.clerk, version=again.version, values={"terms": again.terms | {"use": "绿化"}})
    land.take(again, "submit")
    assert "临时用途 停车场 绿化" in words_of_page(client_for(land.reviewer).get(f"/disposals/{disposal.id}/"))


def test_every_set_is_whole():
    assert len(SETS) == sum(1 for _ in {one.code for one in SETS.values()})
    for one in SETS.values():
        keys = {term.key for term in one.terms}
        assert len(keys) == len(one.terms) and str(one.clause) and set(one.asks) <= FACTS.keys()
        assert {key for order in (*one.orders, one.past) for key in order} <= keys, one.code
        assert {term.only[0] for term in one.terms if term.only} <= keys, one.code
        assert len(one.code) <= 40 and all(term.choices for term in one.terms if term.kind == "choice"), one.code


def test_months_end_with_shorter_months():
    assert months_after(date(2020, 8, 31), 6) == date(2021, 2, 28) and months_after(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert full_months(date(2020, 9, 24), date(2021, 9, 23)) == 11 and full_months(date(2020, 9, 24), date(2021, 9, 24)) == 12
