"""C07: the state machine is closed - every state × action × actor, by interface, fresh, stale and repeated."""

import json
from itertools import product

import pytest
from django.db import transaction

from landplan.lib.scope import scope
from parcels import services
from parcels.choices import DisposalState
from parcels.models import AreaEntry, Disposal, DisposalRevision, Evidence, Parcel
from parcels.tests.land import client_for

pytestmark = pytest.mark.django_db

ROUTE = {
    "draft": [], "submitted": ["submit"], "returned": ["submit", "send_back"], "withdrawn": ["submit", "withdraw"],
    "voided": ["void"], "verified": ["submit", "verify"], "accepted": ["submit", "verify", "accept"],
}
ACTIONS = ("edit", "submit", "withdraw", "send_back", "verify", "accept", "void")
# written down a second time, by hand, so that a change of the table in the code is noticed
LAWFUL = {
    "draft": {"edit": "clerk", "submit": "clerk", "void": "clerk"},
    "returned": {"edit": "clerk", "submit": "clerk", "void": "clerk"},
    "withdrawn": {"edit": "clerk", "submit": "clerk", "void": "clerk"},
    "submitted": {"withdraw": "clerk", "send_back": "reviewer", "verify": "reviewer"},
    "verified": {"send_back": "acceptor", "accept": "acceptor"},
    "accepted": {}, "voided": {},
}
LEADS_TO = {"edit": None, "submit": "submitted", "withdraw": "withdrawn", "send_back": "returned", "verify": "verified",
            "accept": "accepted", "void": "voided"}


def everything_written():
    """Every business row as the database holds it."""
    return [list(model.unscoped.order_by("id").values()) for model in (Parcel, Disposal, DisposalRevision, Evidence, AreaEntry)]


def act(client, row, action, version):
    """One action by interface; edit is a PATCH."""
    url, headers = f"/api/v1/disposals/{row.id}/", {"If-Match": f'"{version}"'}
    if action == "edit":
        return client.patch(url, data=json.dumps({"remark": "改一下"}), content_type="application/json", headers=headers)
    body = {"reason": "看不清"} if action in ("send_back", "void") else {}
    return client.post(f"{url}{action}/", data=json.dumps(body), content_type="application/json", headers=headers)


class Undo(Exception):
    """Leaves a savepoint without its changes."""


@pytest.mark.claim("C07")
@pytest.mark.parametrize("state", ROUTE)
def test_exactly_the_documented_steps_succeed_and_nothing_else_changes_a_row(land, client, state):
    row = land.take(land.draft(land.parcel("100")), *ROUTE[state])
    assert row.state == state
    before, succeeded = everything_written(), set()
    clients = {name: client_for(actor) for name, actor in land.people.items()} | {"nobody": client}
    for (name, browser), action in product(clients.items(), ACTIONS):
        try:
            with transaction.atomic():
                answer = act(browser, row, action, row.version)
                if answer.status_code == 200:
                    succeeded.add((action, name))
                    assert answer.json()["state"] == (LEADS_TO[action] or state)
                    repeated = act(browser, row, action, row.version)
                    assert repeated.status_code == 409, (state, action, name)
                else:
                    assert answer.status_code in (401, 403, 404, 409), (state, action, name, answer.status_code)
                    assert everything_written() == before, (state, action, name)
                raise Undo
        except Undo:
            pass
        with transaction.atomic():
            stale = act(browser, row, action, row.version + 1)
            assert stale.status_code in (401, 403, 404, 409), (state, action, name)
            assert everything_written() == before
    assert succeeded == set(LAWFUL[state].items())


@pytest.mark.claim("C07")
@pytest.mark.parametrize("state", ROUTE)
def test_the_pages_lead_to_the_same_steps(land, state):
    row = land.take(land.draft(land.parcel("100")), *ROUTE[state])
    before, succeeded = everything_written(), set()
    browsers = {name: client_for(actor) for name, actor in land.people.items()}
    for name, action in product(browsers, ACTIONS[1:]):
        try:
            with transaction.atomic():
                answer = browsers[name].post(f"/disposals/{row.id}/step/", {
                    "action": action, "version": row.version, "reason": "看不清"})
                if answer.status_code == 302:
                    succeeded.add((action, name))
                else:
                    assert answer.status_code in (403, 404, 409)
                    assert everything_written() == before
                raise Undo
        except Undo:
            pass
    assert succeeded == {(a, n) for a, n in LAWFUL[state].items() if a != "edit"}


def test_a_reversal_is_taken_only_with_the_parcels_relisting(land):
    row = land.take(land.draft(land.parcel("10"), "10"), "submit", "verify", "accept")
    for actor in (land.acceptor, land.clerk, land.reviewer):
        answer = client_for(actor).post(f"/disposals/{row.id}/step/", {"action": "reverse", "version": row.version, "reason": "x"})
        assert answer.status_code == 409
    with scope(land.acceptor):
        parcel = services.write_off_parcel(row.parcel_id, actor=land.acceptor, version=Parcel.objects.get().version)
        services.relist_parcel(parcel.id, actor=land.acceptor, version=parcel.version, reason="核查发现未动工", reverse=[row.id])
    row.refresh_from_db()
    assert row.state == DisposalState.VOIDED
