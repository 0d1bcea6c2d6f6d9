"""政策咨询: an answer cites its policy and article, what waits too long is listed, legal reviews, who sees what (POL-07)."""

from datetime import date

import pytest

from landplan.lib.actors import system_actor
from landplan.lib.scope import scope
from parcels import services as land
from tasks.models import Document, GeneralAnswer, Inquiry, Plan
from tests.world import words_of_page as plain
from units.models import Region
from units.selectors.functions import decided_in
from units.services import assign_functions
from units.services.functions import fingerprint, table_of

from .five import _person
from .test_reminders import at, run, told

pytestmark = pytest.mark.django_db
ZMD = "驻政办〔2021〕19号"


def ask(five, by, key, query="", **values):
    sent = {"form_key": f"ask-key-{key}", "title": f"未供即用能否协议出让{key}", "text": "2017年的招商引资项目，已投产", **values}
    answer = five.client(by).post(f"/inquiries/new/{query}", sent)
    return answer, Inquiry.objects.order_by("-id").first()


def reply(five, row, by="office", key="1", **values):
    sent = {"form_key": f"reply-key-{row.id}-{key}", "text": "可以，以项目开工时间为出让起始时间", "document": Document.objects.get(number=ZMD).id,
            "law": "", "article": "三（四）", **values}
    return five.client(by).post(f"/inquiries/{row.id}/answer/", sent)


@pytest.mark.req("POL-07")
def test_an_answer_shows_the_policy_cited_and_its_article(five):
    answer, row = ask(five, "clerk", 1)
    assert answer.status_code == 302
    bare = reply(five, row, text="", document="", article="")
    words = plain(bare)
    assert bare.status_code == 400 and "没有写引用的政策。请从政策库选一份，或写法律法规的名称。" in words and "条款没有填" in words
    assert five.client("clerk").get(f"/inquiries/{row.id}/answer/").status_code == 403
    assert reply(five, row).status_code == 302
    page = plain(five.client("clerk").get(f"/inquiries/{row.id}/"))
    assert f"引用： {ZMD} 驻马店市批而未用土地盘活利用专项行动方案 ，三（四）" in page and "可以，以项目开工时间为出让起始时间" in page
    assert reply(five, row, key="2", document="", law="《闲置土地处置办法》", article="第十二条").status_code == 302
    assert "补充答复" in plain(five.client("clerk").get(f"/inquiries/{row.id}/")) and row.answers.count() == 2


@pytest.mark.req("POL-07")
def test_what_is_unanswered_for_more_than_the_days_of_the_plan_is_listed_and_reminded_of(five):
    with at(2021, 9, 10):
        _, row = ask(five, "clerk", 1)
    with at(2021, 9, 17, 23):
        assert "没有符合条件的咨询" in plain(five.client("office").get("/inquiries/?show=late"))
        run()
        assert ("驿城区的政策咨询：未供即用能否协议出让1", "0") in told(five, "office")
    with at(2021, 9, 18, 0, 1):
        page = plain(five.client("office").get("/inquiries/?show=late"))
        assert "未供即用能否协议出让1" in page and "超期未答复 已 8 天" in page and "超过 7 天没有答复的 1 件" in page
        plan = Plan.objects.get(document__number=ZMD)
        form = {name: getattr(plan, name) for name in ("goal_base", "reminder_days", "expiry_days", "month_rule", "snapshot_lead")} | {
            "answer_days": "15", "reason": "组里人手少", "version": plan.version}
        assert five.client("office").post(f"/plans/{plan.id}/settings/edit/", form).status_code == 302
        assert "没有符合条件的咨询" in plain(five.client("office").get("/inquiries/?show=late"))
        assert reply(five, row).status_code == 302
        assert not [title for title, _ in told(five, "office", cancelled_at=None) if "未供即用能否协议出让1" in title]


@pytest.mark.req("POL-07")
def test_a_county_sees_its_own_questions_and_general_answers_that_name_nobody(five):
    _, row = ask(five, "clerk", 1, text="驿城区某公司的地")
    assert five.client("clerk2").get(f"/inquiries/{row.id}/").status_code == 404
    assert "未供即用能否协议出让1" not in plain(five.client("clerk2").get("/inquiries/"))
    early = five.client("office").post(f"/inquiries/{row.id}/general/", {"form_key": "general-01", "question": "问", "answer": "答"})
    assert early.status_code == 409 and "还没有答复" in plain(early)
    assert reply(five, row).status_code == 302
    assert five.client("clerk").post(f"/inquiries/{row.id}/general/", {"question": "问", "answer": "答"}).status_code == 403
    sent = {"form_key": "general-02", "question": "2018年底前的未供即用工业项目能否协议出让", "answer": "符合条件的可以"}
    assert five.client("office").post(f"/inquiries/{row.id}/general/", sent).status_code == 302
    page = plain(five.client("clerk2").get("/inquiries/general/"))
    assert "2018年底前的未供即用工业项目能否协议出让 符合条件的可以" in page and f"{ZMD} 三（四）" in page
    assert "驿城区某公司" not in page
    assert "2018年底前" not in plain(five.client("clerk_bf").get("/inquiries/general/"))  # another city's counties have their own
    general = GeneralAnswer.objects.get()
    assert five.client("clerk2").post(f"/inquiries/general/{general.id}/withdraw/", {"reason": "x"}).status_code == 404
    assert five.client("office").post(f"/inquiries/general/{general.id}/withdraw/", {"reason": "政策变了"}).status_code == 302
    assert "2018年底前" not in plain(five.client("clerk2").get("/inquiries/general/"))


@pytest.mark.req("POL-07")
def test_whoever_holds_the_function_of_advice_is_reminded_and_answers_and_nobody_else(five):
    city = Region.objects.get(code="411700")
    five.people["advisor"] = _person(system_actor("测试"), "advisor", "411700", "政策咨询组", "advisory_group")
    _, row = ask(five, "clerk", 1)
    assert reply(five, row, by="advisor").status_code == 302
    assert reply(five, row, by="office", key="2").status_code == 302  # by the document the office coordinates it all
    assert five.client("reviewer").get(f"/inquiries/{row.id}/answer/").status_code == 403
    table = table_of(decided_in(city.id))
    assign_functions(city.id, actor=five.people["office"], wanted=table - {("office", "advice")}, seen=fingerprint(table), reason="由组里办")
    with at(2021, 9, 24, 11):
        _, second = ask(five, "clerk", 2)
    with at(2021, 10, 1):
        run()
        assert [title for title, _ in told(five, "advisor") if title.endswith("出让2")]
        assert not [title for title, _ in told(five, "office") if title.endswith("出让2")]
    refused = reply(five, second, by="office", key="3")
    assert refused.status_code == 403 and "承担“司法审核、政策解读”职能的岗位" in plain(refused)
    assert reply(five, second, by="advisor", key="4").status_code == 302


@pytest.mark.req("POL-07")
def test_a_parcel_s_plan_is_put_up_for_legal_review_and_gets_an_opinion(five):
    parcel, clerk = five.parcel("60", "unsupplied"), five.people["clerk"]
    with scope(clerk):
        edition = land.draft_plan(parcel.id, actor=clerk, version=0, values={
            "cause": "expropriation", "measures": ["test_any"], "deadline_on": date(2021, 11, 30), "lead_unit": "驿城区自然资源局"})
    page = five.client("clerk").get(f"/parcels/{parcel.id}/plans/").content.decode()
    assert f"/inquiries/new/?edition={edition.id}" in page and f"/inquiries/?parcel={parcel.id}" in page
    assert five.client("clerk2").get(f"/inquiries/new/?edition={edition.id}").status_code == 404
    answer, row = ask(five, "clerk", 9, query=f"?edition={edition.id}", title="第1版的法律审查")
    assert answer.status_code == 302 and row.kind == "legal"
    without = reply(five, row)
    assert without.status_code == 400 and "审查意见没有选" in plain(without)
    assert reply(five, row, key="2", opinion="amend", doc_no="驻司审[2021]3号", text="补充听证后同意").status_code == 302
    shown = plain(five.client("clerk").get(f"/inquiries/{row.id}/"))
    assert "审查意见： 修改后同意 （驻司审〔2021〕3号）" in shown and f"{parcel.parcel_no} 测试地块 第1版一宗一策" in shown
    assert "第1版的法律审查" in plain(five.client("office").get(f"/inquiries/?parcel={parcel.id}"))
    assert "答复政策咨询" in plain(five.client("clerk").get(f"/parcels/{parcel.id}/"))
