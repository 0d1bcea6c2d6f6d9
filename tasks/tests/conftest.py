"""What the tests of this floor share: the five plans stand once for a module, and every test leaves no trace in them."""

import pytest
from django.db import transaction

from landplan.lib import clock
from landplan.lib.scope import everything
from tests.world import MORNING

from .five import build_five


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
