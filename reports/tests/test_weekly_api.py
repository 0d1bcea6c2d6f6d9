"""接口与命令: open, freeze, read and fetch a week by program; the same once, the same refusals, the same bytes."""

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from landplan.lib import clock
from reports.models import ReportSnapshot, WeeklyReport

from .weekly_help import CUTOFF, EVENING, NUMBER, back

LIST = "/api/v1/reports/weekly/"


class Program:
    """A program of the office, by token or session."""

    def __init__(self, world, role="office"):
        self.client = world.client(role)

    def send(self, method, path="", body=None, version=None, key=""):
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        headers |= {"Idempotency-Key": key} if key else {}
        kind = {"data": json.dumps(body or {}), "content_type": "application/json"} if method != "get" else {"data": body or {}}
        return getattr(self.client, method)(LIST + path, headers=headers, **kind)


def test_a_week_is_opened_frozen_read_and_fetched_by_program(world):
    office = Program(world)
    with clock.at(EVENING):
        made = office.send("post", body={"cutoff": "2021-09-24"})
        assert made.status_code == 200 and made.json()["number"] == NUMBER  # a return had opened it
        pk, version = made.json()["id"], int(made["ETag"].strip('"'))
        assert office.send("post", f"{pk}/freeze/").status_code == 428
        assert office.send("post", f"{pk}/freeze/", {"reason": "x"}, version=version + 1).status_code == 409
        refused = office.send("post", f"{pk}/freeze/", version=version)
        assert refused.status_code == 400 and "甲县没有报送" in refused.json()["message"] and refused.json()["field"] == "reason"
        frozen = office.send("post", f"{pk}/freeze/", {"reason": "已催报"}, version=version, key="freeze-18")
        again = office.send("post", f"{pk}/freeze/", {"reason": "已催报"}, version=version, key="freeze-18")
    assert frozen.status_code == 200 and frozen.json()["edition"] == 1 and again.json() == frozen.json() and again["Idempotent-Replay"] == "true"
    rows = {row["name"]: row for row in frozen.json()["rows"]}
    assert rows["甲县"]["cells"] == {"unsupplied": "10.00", "idle": None, "inefficient": None} and rows["甲县"]["state"] == "missing"
    assert rows["乙县"]["stated"]["unsupplied"] == "12.34" and rows["乙县"]["cells"]["idle"] == "0.00"
    assert frozen.json()["total"]["cells"] == {"unsupplied": "20.00", "idle": "0.00", "inefficient": "0.00"}
    file = office.send("get", f"{pk}/file/")
    assert hashlib.sha256(file.content).hexdigest() == frozen.json()["editions"][0]["sha256"] == file["X-Content-SHA256"]
    assert office.send("get", f"{pk}/file/", {"edition": 9}).status_code == 404
    assert ReportSnapshot.objects.count() == 1


def test_a_week_may_be_opened_and_frozen_in_one_request_and_no_day_but_a_cutoff_will_do(world):
    office = Program(world)
    assert office.send("post", body={"cutoff": "2021-09-24", "freeze": True}).status_code == 409  # not closed yet
    refused = office.send("post", body={"cutoff": "2021-09-23"})
    assert refused.status_code == 400 and "不是" in refused.json()["message"] and refused.json()["field"] == "cutoff"
    assert office.send("post", body={"cutoff": "2021-10-01"}).status_code == 409  # not begun
    assert office.send("post", body={"cutoff": "2021-09-24", "plan": "别的〔2021〕1号"}).status_code == 400
    old = office.send("post", body={"cutoff": "2021-06-04", "freeze": True, "reason": "补定"})
    assert old.status_code == 201 and (old.json()["number"], old.json()["state"]) == (2, "frozen")
    assert old.json()["total"]["cells"]["unsupplied"] == "0.00"


def test_a_county_reads_its_own_row_and_freezes_nothing(world):
    back(world, "A", CUTOFF)
    clerk, pk = Program(world, "county_clerk"), world.records["A"]["week"]
    found = clerk.send("get", f"{pk}/").json()
    assert [row["name"] for row in found["rows"]] == ["甲县"] and found["total"] is None and found["own_state"] == "returned"
    assert found["rows"][0]["cells"]["unsupplied"] == "10.00"
    weeks = clerk.send("get").json()
    assert weeks[0]["number"] == NUMBER and weeks[0]["own_state"] == "returned" and weeks[0]["returned"] == 1
    assert clerk.send("post", body={"cutoff": "2021-09-24"}).status_code == 403
    assert clerk.send("post", f"{pk}/freeze/", version=1).status_code == 403


def run(out, *args, **changes):
    given = {"plan": "测试办〔2021〕1号", "cutoff": "2021-09-24", "username": "office", "out": str(out)} | changes
    call_command("freeze_week", *args, stdout=(told := StringIO()),
                 **{"plan": given["plan"], "cutoff": given["cutoff"], "username": given["username"], "out": given["out"]})
    return told.getvalue().strip()


def test_the_command_freezes_writes_the_file_and_says_so_in_one_line(world, tmp_path):
    out = tmp_path / "附件4.xlsx"
    with pytest.raises(CommandError, match="才截止"):
        run(out)
    with clock.at(EVENING):
        for nowhere in (tmp_path / "没有的文件夹" / "附件4.xlsx", tmp_path):
            with pytest.raises(CommandError, match="还没有定稿"):
                run(nowhere)
        assert run(out, "--dry-run").startswith("（试运行，未留存）第18期第1版") and not ReportSnapshot.objects.exists()
        line = run(out)
        snapshot = ReportSnapshot.objects.get()
        assert line.startswith("第18期第1版，2021-09-24 20:00 定稿") and snapshot.sha256 in line and "\n" not in line
        assert out.read_bytes() == bytes(snapshot.file) and snapshot.frozen_by_id == world.actor("office").user_id
        assert run(out).startswith("此前已定稿，第18期") and ReportSnapshot.objects.count() == 1
        for wrong, word in (({"plan": "没有"}, "没有方案"), ({"cutoff": "6月4日"}, "读不出来"), ({"cutoff": "2021-09-23"}, "不是"),
                            ({"username": "nobody"}, "没有在岗的用户"), ({"username": "leader"}, "领导小组办公室办")):
            with pytest.raises(CommandError, match=word):
                run(out, **wrong)
    assert WeeklyReport.objects.filter(edition=1).count() == 1
