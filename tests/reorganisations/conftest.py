"""The people and units of every test here: Tiên Yên in June 2025."""

import pytest

from kheo.kernel import clock
from tests.reorganisations import land as lands


@pytest.fixture
def land(db):
    """Nga keeps the province and plans; Hải keeps it too and approves; it is 20 June 2025."""
    with clock.at(lands.PLANNED):
        yield lands.tien_yen()
