"""接口: the year's work by program - a period to its notice, a case to its end, a task to its closing, a publication with four eyes."""

import json

import pytest

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from reports.tests.weekly_help import accept
from tests.world import PASSWORD, signed_in
from units.models import Unit
from units.selectors import actor_of
from units.services import create_person

LATER = clock.shanghai(2021, 10, 8, 10)
PERIOD = "reports/periods/monthly/2021-09/"


class Program:
    """A program of one post."""

    def __init__(self, world, role, county="A"):
        self.client = world.client(role, county)

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def send(self, path, body=None, version=None, key="", method="post"):
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        headers |= {"Idempotency-Key": key} if key else {}
        return getattr(self.client, method)(f"/api/v1/{path}", data=json.dumps(body or {}), content_type="application/json", headers=headers)


@pytest.fixture
def posts(world):
    return {role: Program(world, role) for role in ("office", "leader", "acceptance_group", "county_clerk", "county_reviewer", "department")}


def test_a_month_goes_from_open_to_its_notice_by_program_with_the_same_locks(world, posts):
    office, group, clerk = posts["office"], posts["acceptance_group"], posts["county_clerk"]
    accept(world, "A", "30", clock.shanghai(2021, 9, 3, 10))
    with clock.at(LATER):
        listed = office.get("reports/periods/", kind="monthly").json()
        assert next(one for one in listed if one["key"] == "2021-09")["state"] == "collecting"
        assert office.get("reports/periods/", kind="no").json() == []
        assert office.send(f"{PERIOD}open/").status_code == 200  # the world has opened it
        seen = office.get(PERIOD)
        version, rows = int(seen["ETag"].strip('"')), {row["name"]: row for row in seen.json()["rows"]}
        assert rows["甲县"]["unsupplied"]["amount"] == "40.00" and seen.json()["is_live"] and "甲县" in seen.json()["missing"]
        assert group.send(f"{PERIOD}check/").status_code == 428
        assert group.send(f"{PERIOD}check/", {"reason": "一致"}, version + 5).status_code == 409
        checked = group.send(f"{PERIOD}check/", {"reason": "一致"}, version)
        assert checked.json()["state"] == "checked"
        assert group.send(f"{PERIOD}freeze/", {}, version + 1).status_code == 403
        refused = office.send(f"{PERIOD}freeze/", {}, version + 1)
        assert refused.status_code == 400 and refused.json()["field"] == "reason"
        frozen = office.send(f"{PERIOD}freeze/", {"reason": "已催报"}, version + 1, key="f9")
        again = office.send(f"{PERIOD}freeze/", {"reason": "已催报"}, version + 1, key="f9")
        assert frozen.json()["edition"] == 1 and again.json() == frozen.json() and again["Idempotent-Replay"] == "true"
        assert clerk.get(PERIOD).json()["rows"] == [] and clerk.get(f"{PERIOD}notice/").status_code == 404
        assert clerk.get(f"{PERIOD}excel/").status_code == 403
        wrong = office.send(f"{PERIOD}publish/", {"dated_on": "2021-10-07", "printed_on": "2021-10-07"}, version + 2)
        assert wrong.status_code == 400 and wrong.json()["field"] == "dated_on"
        told = office.send(f"{PERIOD}publish/", {"doc_no": "测办〔2021〕9号", "dated_on": "2021-10-08", "printed_on": "2021-10-08"}, version + 2)
        assert told.json()["state"] == "published" and told.json()["editions"][0]["notice_no"] == "测办〔2021〕9号"
        mine = clerk.get(PERIOD).json()
        assert [row["name"] for row in mine["rows"]] == ["甲县"] and mine["total"] is None
        file = clerk.get(f"{PERIOD}notice/")
    assert file.status_code == 200 and file["X-Content-SHA256"] == told.json()["editions"][0]["notice_sha256"]


def test_a_case_is_proposed_decided_followed_and_closed_by_program(world, posts):
    office, leader, clerk = posts["office"], posts["leader"], posts["county_clerk"]
    body = {"plan": world.plan.id, "region": world.counties["A"].code, "kind": "order", "reason": "连续没有进展", "due_on": "2021-10-31"}
    assert clerk.send("supervision/", body).status_code == 403
    assert office.send("supervision/", body | {"region": "000000"}).status_code == 400
    lacking = office.send("supervision/", {name: value for name, value in body.items() if name != "due_on"})
    assert lacking.status_code == 400 and lacking.json()["field"] == "due_on"
    made = office.send("supervision/", body, key="case-1")
    assert made.status_code == 201 and office.send("supervision/", body, key="case-1").json() == made.json()
    pk = made.json()["id"]
    assert made.json()["state"] == "proposed" and made.json()["figures"] and clerk.get(f"supervision/{pk}/").status_code == 404
    adopt = {"adopt": True, "decision_no": "督〔2021〕5号"}
    assert office.send(f"supervision/{pk}/decide/", adopt, 1).status_code == 403  # who proposed it
    assert leader.send(f"supervision/{pk}/decide/", adopt).status_code == 428
    assert leader.send(f"supervision/{pk}/decide/", adopt, 1).json()["state"] == "open"
    assert Program(world, "county_clerk", "B").get(f"supervision/{pk}/").status_code == 404
    noted = clerk.send(f"supervision/{pk}/steps/", {"on": "2021-09-24", "text": "已排出三宗"})
    assert noted.status_code == 201 and [one["text"] for one in noted.json()["steps"]] == ["已排出三宗"]
    assert clerk.send(f"supervision/{pk}/steps/", {"on": "", "text": "x"}).status_code == 400
    closed = leader.send(f"supervision/{pk}/close/", {"closed_on": "2021-09-24", "result": "整改到位"}, 2)
    assert closed.json()["state"] == "closed" and closed.json()["light"] == "green"
    assert {one["id"] for one in office.get("supervision/", state="closed").json()["results"]} == {pk}
    assert [one.action for one in AuditEntry.objects.filter(subject=f"supervisioncase:{pk}").order_by("seq")] == [
        "propose_case", "decide_case", "add_case_step", "close_case"]


def test_a_task_is_reported_closed_and_confirmed_by_program(world, posts):
    clerk, office = posts["county_clerk"], posts["office"]
    tasks = {one["number"]: one for one in clerk.get("tasks/", plan=world.plan.id).json()}
    task = tasks["TEST-02"]
    assert clerk.get("tasks/", plan=10**9).status_code == 404
    path = f"tasks/{task['id']}/"
    sent = {"unit": task["units"][0]["id"], "state": "running", "percent": 60, "text": "又签两宗"}
    assert posts["department"].send(f"{path}progress/", sent).status_code == 403
    assert clerk.send(f"{path}progress/", sent | {"unit": 10**9}).status_code == 403
    assert clerk.send(f"{path}progress/", sent).json()["progress"][0]["text"] == "又签两宗"
    assert "又签两宗" not in Program(world, "county_clerk", "B").get(path).content.decode()
    closing = world.records["A"]["closing"]
    back = office.send(f"task-closings/{closing}/decide/", {"accept": False, "opinion": "缺签约的合同"}, 1)
    assert back.json()["state"] == "returned"
    again = clerk.send(f"{path}closings/", {"milestone": task["milestones"][0]["id"], "done_on": "2021-09-23", "text": "合同已补"}, key="c1")
    made = next(one for one in again.json()["closings"] if one["state"] == "proposed")
    assert again.status_code == 201 and clerk.send(f"task-closings/{made['id']}/decide/", {"accept": True}, 1).status_code == 403
    assert office.send(f"task-closings/{made['id']}/decide/", {"accept": True}).status_code == 428
    assert office.send(f"task-closings/{made['id']}/decide/", {"accept": True}, 1).json()["state"] == "confirmed"
    assert office.get(path).json()["milestones"][0]["done"] == 1
    assert office.send(f"task-closings/{world.records['B']['closing']}/decide/", {"accept": True}, 9).status_code == 409


def test_a_publication_needs_four_eyes_by_program_too(world, posts):
    office = posts["office"]
    user, _ = create_person(actor=system_actor("测试"), username="office2", name="测试办公室二", role="office", password=PASSWORD, is_demo=True,
                            unit=Unit.objects.get(pk=world.actor("office").unit_id))
    second = Program(world, "office")
    second.client = signed_in(actor_of(user.posts.select_related("user", "unit__region").get()))
    assert posts["leader"].get("publications/").status_code == 403
    refused = office.send("publications/", {"kind": "case", "title": "做法"})
    assert refused.status_code == 400 and refused.json()["field"] == "body"
    made = office.send("publications/", {"kind": "case", "title": "做法", "body": "三家联审"})
    pk = made.json()["id"]
    assert made.status_code == 201 and office.send(f"publications/{pk}/approve/", {}, 1).status_code == 403
    changed = office.send(f"publications/{pk}/", {"title": "联审做法"}, 1, method="patch")
    assert changed.json()["title"] == "联审做法" and changed.json()["body"] == "三家联审"
    assert "联审做法" not in world.client().get("/public/").content.decode()
    assert second.send(f"publications/{pk}/approve/").status_code == 428
    listed = second.send(f"publications/{pk}/approve/", {}, 2, key="a1")
    assert listed.json()["state"] == "listed" and listed.json()["number"] == 1
    assert "联审做法" in world.client().get("/public/").content.decode()
    assert office.send(f"publications/{pk}/remove/", {"reason": ""}, 3).status_code == 400
    assert office.send(f"publications/{pk}/remove/", {"reason": "已过期"}, 3).json()["state"] == "removed"
    assert world.client().get(f"/public/{pk}/").status_code == 404 and office.get(f"publications/{pk}/").json()["remove_reason"] == "已过期"
