"""更正: two persons of the office, a signed row, frozen weeks untouched, both bases equal over all windows."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, connection, connections, transaction

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import AreaEntry, Disposal
from parcels.selectors.as_of import EFFECTIVE, RECORDED
from reports.models import Correction
from reports.selectors.corrections import spans_of, total_of
from reports.services.corrections import decide_correction, propose_correction
from tasks.selectors.done import done_at
from tests.world import CANARY, signed_in
from units.models import Unit
from units.selectors import actor_of
from units.services import create_person

pytestmark = pytest.mark.django_db
LATER = clock.shanghai(2021, 10, 13, 10)  # week 21, the acceptance lies in week 18


def second_office(world, username="office.two"):
    """Another person of the office."""
    user, _ = create_person(actor=world.actor("system_admin"), username=username, name="测试办公室乙", unit=Unit.objects.get(pk=world.units[""].id),
                            role="office", password="Test-9x-Morning", is_demo=True)
    return actor_of(user.posts.select_related("user", "unit__region").get())


def accepted(world, area, county="A"):
    """A disposal of `area` that three persons brought to acceptance this morning."""
    clerk = world.actor("county_clerk", county)
    with scope(clerk):
        row = land.draft_disposal(world.records[county]["parcel"], actor=clerk, values={
            "measure_id": world.measures["grant"].id, "area": Decimal(area), "area_typed": area, "area_unit": "mu",
            "disposed_on": clock.today(), "doc_no": "测自然资交〔2021〕20号"})
    for step, role in (("submit", "county_clerk"), ("verify", "county_reviewer"), ("accept", "acceptance_group")):
        actor = world.actor(role, county)
        with scope(actor):
            row = land.step_disposal(row.id, actor=actor, action=step, version=row.version)
    return row


def propose(client, row, **changes):
    return client.post(f"/corrections/new/{row.id}/", {"version": row.version, "new_area": "10.0", "area_unit": "mu", "reason": "勘测复核少 2.5 亩",
                                                       "doc_no": "测勘(2021)7号"} | changes)


def words(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(answer.content.decode())))


@pytest.mark.req("LED-25")
def test_correcting_an_area_through_the_pages_leaves_one_log_row_with_both_values(world, client_of):
    row = accepted(world, "12.5")
    office, other = client_of("office"), signed_in(second_office(world))
    page = office.get(f"/disposals/{row.id}/").content.decode()
    assert f'href="/corrections/new/{row.id}/"' in page
    answer = propose(office, row)
    assert answer.status_code == 302
    assert AreaEntry.objects.filter(disposal=row).count() == 1  # nothing counts differently yet
    assert other.post(f"{answer.url}decide/", {"version": 1, "do": "approve", "decision": "属实"}).status_code == 302
    logged = [(json.loads(e.before), json.loads(e.after), e.reason, e.actor_name) for e in AuditEntry.objects.filter(action="correct_disposal")]
    assert [(before["accepted_area"], after["accepted_area"]) for before, after, _, _ in logged] == [("12.50", "10.00")]
    assert logged[0][2] == "勘测复核少 2.5 亩，依据 测勘〔2021〕7号"
    assert "测试办公室乙" in logged[0][3]
    told = words(office.get(answer.url))
    for expected in ("原数12.50亩", "现数10.00亩", "差−2.50亩", "所属期第18期", "测勘〔2021〕7号",
                     "勘测复核少2.5亩", "经办测试领导小组办公室", "审核测试办公室乙"):
        assert expected in told
    history = words(client_of("county_clerk").get(f"/parcels/{world.records['A']['parcel']}/"))
    assert "计入面积12.50亩改为10.00亩" in history
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(action="correct_disposal").update(reason="改写")


def test_the_proposer_and_who_handled_the_disposal_do_not_decide(world, client_of):
    row = accepted(world, "12.5")
    office = client_of("office")
    url = propose(office, row).url
    answer = office.post(f"{url}decide/", {"version": 1, "do": "approve"})
    assert answer.status_code == 403
    assert "这件更正是你发起的，不能由你审核。请交办公室另一位办。" in answer.content.decode()
    assert 'value="approve"' not in office.get(url).content.decode()
    acceptor = world.user("acceptance_group")
    acceptor_too = copy(second_office(world))
    object.__setattr__(acceptor_too, "user_id", acceptor.id)
    with scope(acceptor_too), pytest.raises(Refusal, match="是你验收的，它的更正不能由你审核"):
        decide_correction(Correction.objects.get(disposal=row).id, actor=acceptor_too, version=1, approve=True)
    assert AreaEntry.objects.filter(disposal=row).count() == 1
    found = Correction.objects.get(disposal=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=found.pk).update(decided_by=found.proposed_by_id)


def test_a_refused_correction_changes_nothing_and_says_why(world, client_of):
    row, other = accepted(world, "12.5"), signed_in(second_office(world))
    url = propose(client_of("office"), row).url
    assert "不同意要写原因" in other.post(f"{url}decide/", {"version": 1, "do": "refuse"}).content.decode()
    assert other.post(f"{url}decide/", {"version": 1, "do": "refuse", "decision": "勘测报告没有盖章"}).status_code == 302
    row.refresh_from_db()
    assert row.accepted_area == Decimal("12.5")
    assert "勘测报告没有盖章" in words(client_of("office").get(url))
    again = other.post(f"{url}decide/", {"version": 2, "do": "approve"})
    assert again.status_code == 409
    assert "已经办过（不同意）" in again.content.decode()


def test_a_base_that_changed_since_is_refused_with_what_it_is_now(world, client_of):
    row, office = accepted(world, "12.5"), world.actor("office")
    url = propose(client_of("office"), row).url
    with scope(office):
        land.correct_disposal(row.id, actor=office, new_area=Decimal(11), reason="别处改过")
    answer = signed_in(second_office(world)).post(f"{url}decide/", {"version": 1, "do": "approve"})
    assert answer.status_code == 409
    assert "发起之后计入面积已从 12.50 亩变为 11.00 亩" in answer.content.decode()
    assert Correction.objects.get(disposal=row).state == "proposed"


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"new_area": "12.5"}, "更正后的面积与现在计入的 12.50 亩相同"),
    ({"new_area": "71"}, "更正后的面积 71.00 亩不在 0 与 70.00 亩之间（现计入 12.50 亩，本宗可登记 57.50 亩）"),
    ({"new_area": "十亩"}, "读不出来"),
    ({"new_area": ""}, "没有填"),
    ({"reason": ""}, "更正要写原因"),
    ({"doc_no": ""}, "更正要写依据文号"),
    ({"version": 1}, "在你打开之后已被改过"),
])
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(world, client_of, changes, sentence):
    row = accepted(world, "12.5")
    with scope(world.actor("office")):
        row.parcel.refresh_from_db()
    answer = propose(client_of("office"), row, **changes)
    page = unescape(answer.content.decode())
    assert answer.status_code in (400, 409, 422)
    assert sentence in page
    if "reason" not in changes:
        assert "勘测复核少 2.5 亩" in page
    assert not Correction.objects.filter(disposal=row).exists()


def test_one_open_correction_at_a_time_and_only_of_what_is_accepted(world, client_of):
    office, row = client_of("office"), accepted(world, "12.5")
    propose(office, row)
    again = propose(office, row, new_area="9")
    assert again.status_code == 409
    assert "这笔处置已有一件待审的更正" in again.content.decode()
    waiting = Disposal.objects.get(pk=world.records["A"]["verified"])
    assert "只有已验收、计入处置的才能更正" in propose(office, waiting, new_area="9").content.decode()
    assert "发起更正" not in office.get(f"/disposals/{waiting.id}/").content.decode()


@pytest.mark.parametrize("role", ["county_clerk", "county_reviewer", "acceptance_group", "leader", "department"])
def test_only_the_office_proposes_and_decides(world, client_of, role):
    row, client = Disposal.objects.get(pk=world.records["A"]["accepted"]), client_of(role)
    assert propose(client, row).status_code == 403
    assert client.post(f"/corrections/{world.records['A']['correction']}/decide/", {"version": 1, "do": "approve"}).status_code == 403
    assert "发起更正" not in client.get(f"/disposals/{row.id}/").content.decode()


def test_a_county_sees_its_own_corrections_only(world, client_of):
    mine = client_of("county_clerk", "A")
    told = mine.get("/corrections/").content.decode()
    assert CANARY["A"] in told
    assert CANARY["B"] not in told
    assert mine.get(f"/corrections/{world.records['B']['correction']}/").status_code == 404
    assert CANARY["A"] in client_of("office").get("/corrections/").content.decode()
    assert CANARY["B"] in client_of("office").get("/corrections/").content.decode()


def test_as_reported_and_as_corrected_differ_by_week_and_agree_over_all(world, client_of):
    """12.5 accepted in week 18, corrected to 10 in week 21: 按原报 keeps week 18 and takes 2.5 from week 21."""
    row = accepted(world, "12.5")
    office, other = client_of("office"), signed_in(second_office(world))
    with clock.at(LATER):
        url = propose(office, row).url
        assert other.post(f"{url}decide/", {"version": 1, "do": "approve"}).status_code == 302
        found = {span.key: span for span in spans_of(world.plan, LATER)}
        told = words(office.get("/corrections/weeks/?week=21"))
        recorded, effective = (done_at(world.plan, LATER, basis) for basis in (RECORDED, EFFECTIVE))
    mu = {key: (span.mu["recorded"], span.mu["effective"]) for key, span in found.items()}
    assert (mu["18"], mu["21"]) == ((Decimal("32.5"), Decimal("30")), (Decimal("-2.5"), Decimal("0")))
    total = total_of(list(found.values()))
    assert total.recorded == total.effective == 30_000_000
    assert [sum(done.area(county.id, "unsupplied") for county in world.counties.values()) for done in (recorded, effective)] == [30, 30]
    assert "第21期2021-10-08至2021-10-15−2.50−2.500.00+2.50" in told
    assert "第18期2021-09-17至2021-09-2432.50−2.5030.00−2.50" in told
    assert "合计30.00−2.50−2.5030.000.00" in told
    assert "入账在这一期（按原报）" in told
    assert "勘测复核少2.5亩" in told
    correction = Correction.objects.get(disposal=row)
    assert (correction.concerns_number, correction.recorded_number, correction.entry.area) == (18, 21, Decimal("-2.5"))
    assert correction.entry.effective_at == row.accepted_at


def test_the_list_follows_its_filter_and_sums_what_was_approved(world, client_of):
    row, other = accepted(world, "12.5"), signed_in(second_office(world))
    url = propose(client_of("office"), row).url
    other.post(f"{url}decide/", {"version": 1, "do": "approve"})
    told = words(client_of("office").get("/corrections/"))
    assert "合计3件，其中已更正1件−2.50" in told
    assert "合计1件，其中已更正1件−2.50" in words(client_of("office").get("/corrections/?state=approved&concerns=18"))
    assert "没有更正" in words(client_of("office").get("/corrections/?concerns=3"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_persons_who_decide_at_once_exactly_one_is_heard(world):
    row = accepted(world, "12.5")
    deciders = [second_office(world), second_office(world, "office.three")]
    for round_ in range(6):
        row.refresh_from_db()
        office, target = world.actor("office"), Decimal(10 + round_ % 2)
        with scope(office):
            found = _proposed(row, office, target)
        gate = threading.Barrier(2)

        def decide(actor, approve, found=found, gate=gate):
            try:
                with clock.at(clock.shanghai(2021, 9, 24, 10)), scope(actor):
                    connection.ensure_connection()
                    gate.wait(30)
                    return decide_correction(found.id, actor=actor, version=1, approve=approve, decision="两人同时办")
            except Refusal as refusal:
                return refusal
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            done = [one.result(60) for one in [pool.submit(decide, deciders[0], True), pool.submit(decide, deciders[1], round_ % 3 != 0)]]
        assert sum(isinstance(one, Correction) for one in done) == 1
        with everything("the test looks on"):
            found.refresh_from_db()
            row.refresh_from_db()
            entries = AreaEntry.objects.filter(disposal=row)
            assert sum(e.area for e in entries) == row.accepted_area
            assert entries.filter(correction=found).count() == (found.state == "approved")
            assert AuditEntry.objects.filter(action="decide_correction", object_id=str(found.id)).count() == 1


def _proposed(row, office, target):
    new = target if target != row.accepted_area else target + 1
    return propose_correction(row.id, actor=office, version=row.version, new_area=new, reason="复核", doc_no="测勘〔2021〕8号")
