"""The main job by interface alone: take a token, register, dispose, send back, verify, accept, write off, look, freeze, download."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from audit.selectors import verify_chain
from landplan.lib import clock
from tests.world import PASSWORD, PDF

API = "/api/v1"
EVENING = clock.shanghai(2021, 9, 24, 18, 30)


class Program:
    """Another system that works in somebody's name: a token, no cookie, no page."""

    def __init__(self, username):
        self.client, self.keys = Client(), 0
        given = self.client.post(f"{API}/token/", json.dumps({"username": username, "password": PASSWORD}), content_type="application/json")
        assert given.status_code == 201, given.content
        self.client = Client(headers={"Authorization": f"Token {given.json()['token']}"})

    def get(self, path, **query):
        return self.client.get(f"{API}/{path}", query)

    def post(self, path, body=None, version=None):
        """Every POST is sent twice under one key, as after a lost answer: it happens once and is answered alike."""
        self.keys += 1
        headers = {"Idempotency-Key": f"journey-{self.keys}"} | ({"If-Match": f'"{version}"'} if version else {})
        first, again = (self.client.post(f"{API}/{path}", json.dumps(body or {}), content_type="application/json", headers=headers)
                        for _ in range(2))
        assert (again.status_code, again.content) == (first.status_code, first.content), path
        return first

    def patch(self, path, body, version):
        return self.client.patch(f"{API}/{path}", json.dumps(body), content_type="application/json", headers={"If-Match": f'"{version}"'})

    def upload(self, disposal, title):
        paper = SimpleUploadedFile("成交确认书.pdf", PDF, content_type="application/pdf")
        return self.client.post(f"{API}/evidence/", {"disposal": disposal, "kind": "other", "title": title, "file": paper})


@pytest.fixture
def people(world):
    return {name: Program(username) for name, username in {
        "clerk": "county_clerk.a", "reviewer": "county_reviewer.a", "other": "county_clerk.b", "acceptor": "acceptance_group",
        "office": "office", "auditor": "audit_admin"}.items()}


def cell(answer, region, quota_class):
    return next(row for row in answer.json()["rows"] if (row["region"], row["quota_class"]) == (region, quota_class))


def disposed_and_accepted(people, parcel):
    """Draft, paper, submit, send back with its reason, mend, submit, verify, accept; each by its person."""
    clerk, reviewer, acceptor = people["clerk"], people["reviewer"], people["acceptor"]
    made = clerk.post("disposals/", {"parcel": parcel["id"], "measure": "grant", "area": "2", "area_unit": "ha", "disposed_on": "2021-09-22",
                                     "doc_no": "测自然资交(2021)66号"})
    assert (made.status_code, made["ETag"], made.json()["area"], made.json()["state"]) == (201, '"1"', "30.00", "draft")
    url = f"disposals/{made.json()['id']}/"
    assert clerk.upload(made.json()["id"], "成交确认书").status_code == 201
    assert clerk.post(url + "submit/").status_code == 428  # without the version that was seen
    row = clerk.post(url + "submit/", version=clerk.get(url).json()["version"]).json()
    assert clerk.post(url + "verify/", version=row["version"]).status_code == 403  # nobody verifies his own
    assert reviewer.post(url + "verify/", version=row["version"] + 1).status_code == 409
    row = reviewer.post(url + "send_back/", {"reason": "文书号与扫描件不一致"}, version=row["version"]).json()
    assert (row["state"], row["returned_reason"]) == ("returned", "文书号与扫描件不一致")
    assert clerk.patch(url, {"doc_no": "测自然资交〔2021〕67号"}, row["version"] + 5).status_code == 409
    row = clerk.patch(url, {"doc_no": "测自然资交〔2021〕67号"}, row["version"]).json()
    row = clerk.post(url + "submit/", version=row["version"]).json()
    row = reviewer.post(url + "verify/", version=row["version"]).json()
    assert reviewer.post(url + "accept/", version=row["version"]).status_code == 403
    assert people["other"].get(url).status_code == 404
    row = acceptor.post(url + "accept/", version=row["version"]).json()
    assert (row["state"], row["accepted_area"], row["doc_no"]) == ("accepted", "30.00", "测自然资交〔2021〕67号")
    return row


@pytest.mark.req("SYS-08")
def test_the_main_job_by_interface(world, people):
    clerk, office, plan = people["clerk"], people["office"], world.plan.id
    county = world.counties["A"].code
    before = cell(office.get(f"plans/{plan}/progress/"), county, "unsupplied")
    parcel = clerk.post("parcels/", {"kind": "unsupplied", "name": "纬七路北侧地块", "location": "纬七路北", "area": "20000",
                                     "area_unit": "m2"}).json()
    assert (parcel["area"], parcel["area_typed"]) == ("30.00", "20000")
    row = disposed_and_accepted(people, parcel)
    left = clerk.get(f"parcels/{parcel['id']}/").json()
    assert Client().get(f"{API}/parcels/{parcel['id']}/").status_code == 401
    theirs = [one["id"] for one in people["other"].get("parcels/").json()["results"]]
    assert theirs == [world.records["B"][name] for name in ("parcel", "low", "idle")]
    assert (left["available"], left["accepted_area"]) == ("0.00", "30.00")

    after = cell(office.get(f"plans/{plan}/progress/"), county, "unsupplied")
    assert (before["quota"], before["done"], before["rate"], after["done"], after["rate"]) == ("180.00", "10.00", "5.56", "40.00", "22.22")
    assert cell(office.get(f"plans/{plan}/progress/", as_of="2021-09-23", quota_class="unsupplied"), county, "unsupplied")["done"] is None
    assert {one["region"] for one in clerk.get(f"plans/{plan}/progress/").json()["rows"]} == {county}
    assert office.get(f"plans/{plan}/quotas/").status_code == 200

    check_frozen_week(people, county)
    told = people["auditor"].get("audit/").json()["results"]
    assert {"accept_disposal", "freeze_week"} <= {entry["action"] for entry in told}
    mine = [entry["action"] for entry in reversed(told) if entry["object_id"] == str(row["id"]) and entry["action"].endswith("_disposal")]
    assert mine[-4:] == ["edit_disposal", "submit_disposal", "verify_disposal", "accept_disposal"]
    assert verify_chain().broken_seq is None


def check_frozen_week(people, county):
    """The office makes the week's report, freezes it after its cut-off, and everybody who asks gets the same bytes."""
    office = people["office"]
    made = office.post("reports/weekly/", {"cutoff": "2021-09-24"})
    assert made.status_code == 200  # a return had opened it
    url = f"reports/weekly/{made.json()['id']}/"
    assert office.post(url + "freeze/", version=made.json()["version"]).status_code == 409  # the week is not over
    with clock.at(EVENING):
        assert people["clerk"].post(url + "freeze/", version=1).status_code == 403
        assert office.post(url + "freeze/").status_code == 428
        frozen = office.post(url + "freeze/", {"reason": "甲县未报，按已验收的数定稿"}, version=office.get(url).json()["version"])
        assert (frozen.status_code, frozen.json()["state"], frozen.json()["edition"]) == (200, "frozen", 1)
        line = next(one for one in frozen.json()["rows"] if one["region"] == county)
        assert line["cells"] == {"unsupplied": "40.00", "idle": None, "inefficient": None}
        file = office.get(url + "file/")
        content = file.getvalue() if file.streaming else file.content
        assert file["X-Content-SHA256"] == hashlib.sha256(content).hexdigest() == frozen.json()["editions"][0]["sha256"]
        assert 40 in [one.value for line in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for one in line]
    with clock.at(EVENING + timedelta(days=40)):
        later = office.get(url + "file/")
        assert (later.getvalue() if later.streaming else later.content) == content
