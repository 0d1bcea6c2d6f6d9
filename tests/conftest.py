"""What the walks over all addresses share."""

import pytest
from django.db import transaction

from landplan.lib import clock
from tests.route_matrix import clients_of
from tests.world import MORNING, build_world


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """One world for all questions of a module, and a browser for each actor; who asks undoes what the question changed."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(MORNING):
        world = build_world()
        yield world, clients_of(world)
        transaction.set_rollback(True)
