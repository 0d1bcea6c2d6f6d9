"""C19: whatever is asked to change, at any address, by anybody: done, refused or broken, the trail tells it with person and outcome."""

import pytest
from django.db import connection, transaction

from audit import guards
from audit.models import AuditEntry
from audit.selectors import verify_chain
from tests.route_matrix import address_of, routes

pytestmark = pytest.mark.django_db
ASKED = ("county_clerk", "office", "system_admin")
# one's own settings and the door: they change no business row, or write entries that say more
OTHER_ENTRIES = {"units:sign_in", "units:sign_out", "api_units:token"}


def rows_of_business():
    """How every guarded table stands: the number of rows, and of versions where there are any."""
    tables = sorted(set(guards.guarded_tables()) - {AuditEntry._meta.db_table})
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


@pytest.mark.long
@pytest.mark.claim("C19")
@pytest.mark.parametrize("role", ASKED)
def test_every_asked_change_leaves_its_entry_with_person_place_and_outcome(standing, role):
    world, clients = standing
    actor, silent, refused = world.actor(role), [], 0
    for route in sorted(set(routes()) - OTHER_ENTRIES):
        with transaction.atomic():
            last, before = AuditEntry.objects.order_by("-seq").first().seq, rows_of_business()
            answer = clients[role].post(address_of(world, route), data="{}", content_type="application/json",
                                        headers={"If-Match": '"1"', "Idempotency-Key": "told"})
            told = AuditEntry.objects.filter(seq__gt=last)
            if answer.status_code >= 400:
                refused += 1
                entry = told.filter(is_success=False).last()
                if entry is None or (entry.actor_id, entry.actor_role, entry.ip, str(answer.status_code) in entry.reason) != (
                        actor.user_id, role, "127.0.0.1", True):
                    silent.append((route, answer.status_code))
            elif rows_of_business() != before and not told.filter(actor_id=actor.user_id, is_success=True).exists():
                silent.append((route, answer.status_code))
            transaction.set_rollback(True)
    assert silent == []
    assert refused > 60
    assert verify_chain().broken_seq is None
