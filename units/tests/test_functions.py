"""职能: who holds what by convention and by document, how a city changes it, and that the change holds at every door."""

import json

import pytest

from audit.models import AuditEntry
from landplan.lib.errors import Conflict, NotAllowed
from landplan.lib.scope import everything
from parcels.models import Disposal
from parcels.policies import may_accept
from reports.policies import may_check_period, may_publish
from tasks.policies import may_propose_case, may_review_package
from tests.world import words_of_page
from units.choices import Function, Role
from units.models import Holding
from units.policies import desk_of, holds
from units.rules import held_by
from units.selectors import actor_of
from units.services import assign_functions, settle_functions
from units.services.functions import fingerprint, table_of

pytestmark = pytest.mark.django_db
USUAL = table_of(None)


def now(world, role):
    """The person of a role as the next request finds him."""
    return actor_of(world.user(role).posts.select_related("user", "unit__region").get(role=role))


def assign(world, wanted, by="security_admin", reason="领导小组2021年第3次会议", **sent):
    page = f"/functions/?region={world.city.id}"
    return world.client(by).post(page, {"functions": [f"{role}.{function}" for role, function in sorted(wanted)], "reason": reason,
                                        "seen": fingerprint(USUAL), "form_key": "functions-key", **sent})


@pytest.mark.req("ORG-02")
@pytest.mark.parametrize(("role", "does"), [
    ("survey_group", {"ledger"}), ("disposal_group", {"guide"}), ("acceptance_group", {"accept", "rank"}),
    ("supervision_group", {"supervise", "publish"}), ("advisory_group", {"advice"}),
    ("office", {"ledger", "guide", "rank", "supervise", "publish", "advice"}), ("leader", set()), ("department", set()), ("county_clerk", set()),
])
def test_each_group_holds_its_own_functions_and_no_other(world, role, does):
    actor = now(world, role)
    assert {one for one in Function.values if holds(actor, one)} == does
    assert may_accept(actor) == ("accept" in does)
    assert may_check_period(actor) == ("rank" in does) and may_publish(actor) == ("publish" in does)
    assert may_review_package(actor, "排查登记组") == ("ledger" in does) and may_review_package(actor, "考核验收组") == ("accept" in does)
    assert may_propose_case(actor, "criticism") == ("supervise" in does)
    assert may_propose_case(actor, "pause") == (role == "office")


@pytest.mark.req("ORG-02")
def test_a_function_moved_to_another_group_is_refused_to_the_one_that_had_it_at_the_page_and_at_the_interface(world):
    ids = world.records["A"]
    with everything("the test looks on"):
        version = Disposal.objects.get(pk=ids["verified"]).version
    wanted = USUAL - {("acceptance_group", "accept")} | {("disposal_group", "accept")}
    assert assign(world, wanted).status_code == 302
    step = {"action": "accept", "version": version}
    assert world.client("acceptance_group").post(f"/disposals/{ids['verified']}/step/", step).status_code == 403
    answer = world.client("acceptance_group").post(f"/api/v1/disposals/{ids['verified']}/accept/", "{}", "application/json",
                                                   headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 403
    assert world.client("acceptance_group").get("/review/").status_code == 403
    group = world.client("disposal_group")
    assert "验收" in words_of_page(group.get("/review/"))
    assert group.post(f"/disposals/{ids['verified']}/step/", step).status_code in (200, 302)
    with everything("the test looks on"):
        assert Disposal.objects.get(pk=ids["verified"]).state == "accepted"
    assert desk_of(now(world, "disposal_group")) == "acceptance_group" and desk_of(now(world, "acceptance_group")) == ""


def test_the_change_is_one_entry_of_the_trail_with_both_tables_and_the_reason(world):
    before = AuditEntry.objects.filter(is_success=True).count()
    assert assign(world, USUAL | {("leader", "rank")}).status_code == 400  # no such box: nothing changed
    assert assign(world, USUAL - {("office", "advice")}, by="office", form_key="second").status_code == 302
    assert AuditEntry.objects.filter(is_success=True).count() == before + 1
    entry = AuditEntry.objects.get(action="assign_functions")
    old, new = (json.loads(text)["领导小组办公室"] for text in (entry.before, entry.after))
    assert "司法审核、政策解读" in old and "司法审核" not in new
    assert entry.reason == "领导小组2021年第3次会议"
    assert not holds(now(world, "office"), Function.ADVICE)


@pytest.mark.parametrize(("change", "sent", "sentence"), [
    (lambda table: table, {}, "没有改动任何职能"),
    (lambda table: table - {("office", "guide")}, {"reason": " "}, "改职能要写原因和依据"),
    (lambda table: table - {("acceptance_group", "accept")}, {}, "“考核验收”没有岗位承担"),
    (lambda table: table | {("office", "accept")}, {}, "办公室不能同时承担"),
])
def test_what_may_not_be_is_said_and_what_was_ticked_stays(world, change, sent, sentence):
    page = assign(world, change(USUAL), **sent)
    assert page.status_code == 400 and sentence in words_of_page(page)
    assert Holding.objects.count() == 0
    if sentence.startswith("办公室"):
        assert 'value="office.accept" checked' in page.content.decode()


def test_a_table_that_was_changed_meanwhile_is_not_written_over(world):
    assert assign(world, USUAL - {("office", "advice")}).status_code == 302
    late = assign(world, USUAL - {("office", "guide")}, form_key="late")
    assert late.status_code == 409 and "职能已被别人改过" in words_of_page(late)
    with pytest.raises(Conflict):
        assign_functions(world.city.id, actor=now(world, "security_admin"), wanted=USUAL, seen="", reason="试")


@pytest.mark.parametrize("role", [role for role in Role.values if role not in ("office", "security_admin")])
def test_nobody_else_changes_functions(world, role):
    page = assign(world, USUAL - {("office", "advice")}, by=role)
    assert page.status_code == 403 and Holding.objects.count() == 0
    with pytest.raises(NotAllowed):
        assign_functions(world.city.id, actor=world.actor(role), wanted=set(), seen="", reason="试")


def test_the_office_holds_what_no_group_holds_and_loading_again_changes_no_decision(world):
    system = world.actor("system_admin")
    rows = [{"role": "office", "function": "accept", "basis": "测试办〔2021〕1号 附件，文件没有设工作组"}]
    assert settle_functions(world.city, actor=system, rows=rows) == 1
    assert settle_functions(world.city, actor=system, rows=rows) == 0
    office = now(world, "office")
    assert all(holds(office, one) for one in Function.values) and desk_of(office) == "acceptance_group"
    assert not any(holds(now(world, "acceptance_group"), one) for one in Function.values)
    assert "文件没有设工作组" in words_of_page(world.client("leader").get("/functions/"))
    assert held_by("office", {("survey_group", "ledger")}) == frozenset(Function.values) - {"ledger"}
