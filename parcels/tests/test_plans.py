"""一宗一策: editions that stay readable, measures that the kind and cause allow, two persons, two editors."""

import re
from datetime import date

import pytest

from audit.models import AuditEntry
from parcels.models import DisposalPlan, Parcel

from .land import client_for

pytestmark = pytest.mark.django_db


def typed(**changes):
    return {"form_key": changes.pop("key", "key-of-this-form"), "version": 0, "cause": "government", "measures": ["grant"],
            "deadline_on": "2021-11-30", "lead_unit": "甲县自然资源局", "approach": "先征后供"} | changes


def send(client, parcel, **changes):
    return client.post(f"/parcels/{parcel.id}/plans/new/", typed(**changes))


def decide(client, **sent):
    return client.post(f"/plans-of-parcels/{DisposalPlan.objects.order_by('-id').first().id}/decide/", sent)


@pytest.mark.req("LED-02")
def test_a_second_plan_keeps_the_first_readable_and_side_by_side(land):
    parcel, clerk, reviewer = land.parcel("10"), client_for(land.clerk), client_for(land.reviewer)
    assert send(clerk, parcel).status_code == 302
    assert decide(reviewer, do="approve").status_code == 302
    assert send(clerk, parcel, key="key-of-second", version=1, deadline_on="2021-12-20", reason="征地拆迁慢于预期").status_code == 302
    assert decide(reviewer, do="approve").status_code == 302
    assert [(p.number, p.state) for p in DisposalPlan.objects.all()] == [(1, "replaced"), (2, "approved")]
    page = clerk.get(f"/parcels/{parcel.id}/plans/?left=1&right=2").content.decode()
    assert re.search(r"完成时限</th><td><del>2021-11-30</del></td><td><b>2021-12-20</b></td>", page)
    assert re.search(r"责任单位</th><td>甲县自然资源局</td><td>甲县自然资源局</td>", page)
    assert "征地拆迁慢于预期" in page
    parcel = Parcel.objects.get()
    assert (parcel.deadline_on, parcel.cause, parcel.planned_measure, parcel.elements) == (date(2021, 12, 20), "government", "出让供应", 5)
    assert "现行第2版" in clerk.get(f"/parcels/{parcel.id}/").content.decode()


@pytest.mark.req("LED-02")
def test_a_measure_of_low_land_is_refused_on_unexpropriated_land_with_the_clause_and_what_was_typed_stays(land):
    parcel, clerk = land.parcel("10", kind="unexpropriated"), client_for(land.clerk)
    answer = send(clerk, parcel, measures=["expand"], approach="扩建二期")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "“增资扩产”只用于低效用地（测试办〔2021〕1号 三（五）），本宗是批而未征。可选：出让供应" in page
    assert "扩建二期" in page and 'value="2021-11-30"' in page
    answer = send(clerk, parcel, measures=[])
    assert answer.status_code == 400 and "处置措施一种也没有选" in answer.content.decode()
    assert not DisposalPlan.objects.exists()


def test_measures_follow_the_cause_that_is_chosen_in_the_form(land):
    parcel, clerk = land.parcel("10", kind="idle"), client_for(land.clerk)
    page = clerk.get(f"/parcels/{parcel.id}/plans/new/?cause=government").content.decode()
    assert re.search(r'class="is-off"><input type="checkbox" name="measures" value="start">', page)
    assert re.search(r'<label><input type="checkbox" name="measures" value="temporary">', page)
    answer = send(clerk, parcel, cause="government", measures=["start"])
    assert "“限期开工”只用于企业原因、政府与企业互有瑕疵造成的" in answer.content.decode()


def test_the_second_editor_sees_the_difference_and_loses_nothing(land):
    parcel, clerk, other = land.parcel("10"), client_for(land.clerk), client_for(land.clerk2)
    assert send(other, parcel, lead_unit="甲县住建局").status_code == 302
    answer = send(clerk, parcel, lead_unit="甲县财政局", approach="我写的思路")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"责任单位</th><td>甲县财政局</td><td><b>甲县住建局</b></td>", page)
    assert "完成时限</th>" not in page
    assert "我写的思路" in page and 'name="version" value="1"' in page
    assert send(clerk, parcel, key="key-again-now", version=1, lead_unit="甲县财政局", reason="财政出资").status_code == 302
    assert DisposalPlan.objects.get(number=2).lead_unit == "甲县财政局"


def test_another_person_approves_and_a_plan_sent_back_shows_why(land):
    parcel, clerk, reviewer = land.parcel("10"), client_for(land.clerk), client_for(land.reviewer)
    send(clerk, parcel)
    own = decide(client_for(land.clerk_as_reviewer), do="approve")
    assert own.status_code == 403 and "这一版是你拟定的，不能由你批准" in own.content.decode()
    bare = decide(reviewer, do="send_back", reason="")
    assert bare.status_code == 400 and "退回要写原因" in bare.content.decode()
    assert decide(reviewer, do="send_back", reason="时限要提前到 9 月底").status_code == 302
    assert "时限要提前到 9 月底" in clerk.get(f"/parcels/{parcel.id}/plans/new/").content.decode()
    assert decide(reviewer, do="approve").status_code == 409
    assert Parcel.objects.get().deadline_on is None
    assert client_for(land.reviewer_b).post(f"/plans-of-parcels/{DisposalPlan.objects.get().id}/decide/").status_code == 404


def test_what_a_plan_in_force_decides_is_changed_by_the_next_edition_only(land):
    parcel, clerk = land.parcel("10"), client_for(land.clerk)
    send(clerk, parcel)
    decide(client_for(land.reviewer), do="approve")
    version = Parcel.objects.get().version
    sent = {"name": "新名字", "area": "10", "area_unit": "mu", "cause": "government", "planned_measure": "出让供应",
            "lead_unit": "甲县自然资源局", "location": "纬七路北", "version": version}
    answer = clerk.post(f"/parcels/{parcel.id}/edit/", sent | {"form_key": "key-of-edit", "deadline_on": "2022-01-31"})
    assert answer.status_code == 400
    assert "“完成时限”由现行的一宗一策第 1 版定" in answer.content.decode()
    assert clerk.post(f"/parcels/{parcel.id}/edit/", sent | {"form_key": "key-of-name", "deadline_on": "2021-11-30"}).status_code == 302
    assert AuditEntry.objects.filter(action="approve_plan", subject=f"parcel:{parcel.id}").count() == 1


def test_a_deadline_in_the_past_and_a_new_edition_without_a_reason_are_refused(land):
    parcel, clerk = land.parcel("10"), client_for(land.clerk)
    assert "完成时限 2021-09-01 早于今天 2021-09-24" in send(clerk, parcel, deadline_on="2021-09-01").content.decode()
    send(clerk, parcel)
    answer = send(clerk, parcel, key="key-of-second", version=1)
    assert answer.status_code == 400 and "已有第 1 版，再拟要写为什么改" in answer.content.decode()
