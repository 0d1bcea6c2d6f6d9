"""What the tests of this floor share: the five plans stand once for a module, and every test leaves no trace in them."""

import pytest
from django.db import transaction

from landplan.lib import clock
from landplan.lib.scope import everything
from tests.world import MORNING

from .five import build_five
from .terms import desks_of


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(MORNING):
            world = build_five()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def five(standing, db):
    """The five plans, as printed; the test itself looks on from above."""
    with everything("the test looks on"):
        yield standing


@pytest.fixture(scope="module")
def seated(standing, django_db_blocker):
    with django_db_blocker.unblock(), clock.at(MORNING), everything("a clerk and a reviewer under each plan"):
        yield desks_of(standing)


@pytest.fixture
def desks(five, seated):
    """A clerk and a reviewer of one county under each of the five plans."""
    return seated
