"""What the tests of this floor share."""

import pytest

from landplan.lib.scope import everything

from .five import build_five


@pytest.fixture
def five(db):
    """The five plans, as printed; the test itself looks on from above."""
    with everything("the test looks on"):
        yield build_five()
