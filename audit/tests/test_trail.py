"""留痕页: sentences a person reads, for the administrator of the trail and the office; filters and pages."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction

from audit.models import AuditEntry
from audit.sentences import VERBS, Change, sentence_of, sentences_of
from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.models import Disposal, Parcel, Supply
from tests.laws import ROOT
from tests.world import CANARY, MORNING


def write(**values) -> AuditEntry:
    with transaction.atomic():
        return record(actor=values.pop("actor", system_actor("测试")), action=values.pop("action", "update_parcel"), **values)


def test_amounts_carry_their_unit_and_a_true_minus(world):
    paid = sentence_of(write(obj=Supply(pk=1), label="出让", before={}, after={"price": "14054167.64"}))
    assert [change.new for change in paid.changes] == ["14054167.64 元"]
    less = sentence_of(write(before={}, after={"taken_area": "-2.95"}))
    assert [change.new for change in less.changes] == ["−2.95 亩"]


@pytest.mark.parametrize(("recorded", "shown"), [
    ({"mapping": {"容积率": "1.2", "亩均税收": "15"}}, "亩均税收 15、容积率 1.2"), ({"mapping": {"entry_far": "1.2", "entry_tax": "15"}}, "2 项"),
    ({"targets": [{"code": "T-1"}, {"code": "T-2"}]}, "2 项"), ({"phases": [{"name": "部署"}, {"name": "攻坚"}]}, "部署、攻坚"),
    ({"functions": ["办公室", "验收组"]}, "办公室、验收组"), ({"checked": True}, "是"),
])
def test_a_value_of_several_parts_is_told_by_their_names_or_by_their_number(world, recorded, shown):
    assert [change.new for change in sentence_of(write(after=recorded)).changes] == [shown]


def test_every_action_that_the_code_records_has_a_verb():
    found = set()
    for app in ("audit", "units", "parcels", "tasks", "reports", "exchange"):
        for path in sorted((ROOT / app).rglob("services/*.py")):
            found |= set(re.findall(r'record\([^)]*?action="([a-z_]+)"', path.read_text(), re.S))
    assert found and not found - set(VERBS), f"add to VERBS in audit/sentences.py: {sorted(found - set(VERBS))}"


def test_an_entry_reads_who_did_what_from_what_to_what_and_why(world):
    parcel = Parcel.objects.get(pk=world.records["A"]["parcel"])
    entry = write(actor=world.actor("county_clerk"), obj=parcel, before={"area": "126.450000", "name": "旧名", "completes_on": None},
                  after={"area": "82.050000", "name": "新名", "kind": "idle"}, reason="复测")
    sentence = sentence_of(entry)
    assert sentence.who.startswith("甲县自然资源局 填报员 测试填报员")
    assert (sentence.verb, sentence.reason, sentence.is_success) == ("修改宗地", "复测", True)
    shown = {change.label: (change.old, change.new) for change in sentence.changes}
    assert shown["名称" if "名称" in shown else "地块名称"] == ("旧名", "新名")
    assert ("126.45 亩", "82.05 亩") in shown.values()
    assert (None, "供后闲置") in shown.values() or (None, "闲置") in {(old, new.removeprefix("供后")) for old, new in shown.values()}


def test_what_an_entry_points_at_is_named_in_one_query_for_each_kind(world, django_assert_num_queries):
    with everything("the test looks on"):
        entries = list(AuditEntry.objects.filter(action="draft_disposal"))
        measures = {str(row.measure) for row in Disposal.objects.select_related("measure")}
    assert len(entries) == 8
    with django_assert_num_queries(1):
        sentences = sentences_of(entries)
    assert all(any(change.new in measures for change in one.changes) for one in sentences)


def test_an_entry_of_a_model_that_is_gone_is_still_read(db):
    entry = AuditEntry(seq=1, at=MORNING, actor_name="", object_type="gone.Model", action="odd", before="{}", after='{"x": [1, "二"]}')
    assert sentence_of(entry).changes == (Change("x", None, "1、二"),)
    assert (sentence_of(entry).who, sentence_of(entry).verb) == ("未登录的人", "odd")


@pytest.mark.parametrize("role", ["county_clerk", "county_reviewer", "acceptance_group", "leader", "department", "system_admin", "security_admin"])
def test_others_do_not_read_the_trail(world, role):
    client = world.client(role)
    assert client.get("/audit/").status_code == 403
    assert client.get("/api/v1/audit/").status_code == 403


def test_the_administrator_of_the_trail_sees_everything_and_the_office_its_territory(world):
    write(label="不属于哪个县的事", action="save_unit", subject="unit:0")
    everything_told = world.client("audit_admin").get("/audit/").content.decode()
    territory = world.client("office").get("/audit/").content.decode()
    assert "不属于哪个县的事" in everything_told and "不属于哪个县的事" not in territory
    assert CANARY["A"] in territory or "甲县" in territory
    rows = world.client("audit_admin").get("/api/v1/audit/").json()["results"]
    assert rows[0]["seq"] > rows[-1]["seq"] and {"hash", "prev_hash", "before", "after", "is_success"} <= set(rows[0])
    assert all(row["region_id"] for row in world.client("office").get("/api/v1/audit/").json()["results"])


def rows_of(client, **asked):
    return client.get("/audit/", asked).context["sentences"]


def test_the_trail_is_filtered_by_time_person_action_subject_and_result(world):
    client, day = world.client("audit_admin"), MORNING - timedelta(days=2)
    with clock.at(day):
        write(action="write_off_parcel", label="甲县-001", subject="parcel:77", actor=world.actor("acceptance_group"))
    write(action="refused", label="/x/", subject="refused:x", is_success=False, reason="403 不行")
    assert [s.verb for s in rows_of(client, since="2021-09-22", until="9.22")] == ["销号"]
    assert [s.what for s in rows_of(client, subject="parcel:77")] == ["甲县-001"]
    assert {s.verb for s in rows_of(client, action="write_off_parcel")} == {"销号"}
    assert [s.is_success for s in rows_of(client, result="refused")] == [False]
    assert {s.verb for s in rows_of(client, q="测试考核验收组", action="write_off_parcel")} == {"销号"}
    assert [s.what for s in rows_of(client, q="甲县-001")] == ["甲县-001"]
    wrong = client.get("/audit/", {"since": "某天"})
    assert wrong.status_code == 200 and "日期（起）“某天”读不出来" in wrong.content.decode()


def test_the_trail_goes_on_page_by_page_without_gap_or_double(world):
    for number in range(120):
        write(label=f"第{number}件", subject="thing:1", action="save_unit")
    client, seen, before = world.client("audit_admin"), [], ""
    while True:
        page = client.get("/audit/", {"subject": "thing:1", "before": before})
        seen += [s.seq for s in page.context["sentences"]]
        before = page.context["next_before"]
        if not before:
            break
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)


def test_no_page_of_the_trail_can_change_it(world):
    client = world.client("audit_admin")
    before = list(AuditEntry.objects.values_list("hash", flat=True))
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/audit/").status_code == 405
        assert getattr(client, method)("/api/v1/audit/").status_code in (403, 405)
    assert list(AuditEntry.objects.exclude(action="refused").values_list("hash", flat=True)) == before


def test_every_model_named_in_an_entry_of_the_world_exists(world):
    for label in AuditEntry.objects.exclude(object_type="").values_list("object_type", flat=True).distinct():
        assert apps.get_model(label)
