"""`kheo verify`, where it looks at what was taken from other installations."""

import pytest
from django.db import connection

from kheo.kernel.checkup import Level
from kheo.rollups import actions
from kheo.rollups.verifying import taken_rollups
from tests.rollups.conftest import made

ROWS = "its rows are not what the file says"
CHANGES = {
    "UPDATE kheo_rollupunit SET registered = registered + 1 WHERE code = 'BT-00'": ROWS,
    "DELETE FROM kheo_rollupunit WHERE code = 'BT-13'": ROWS,
    "UPDATE kheo_rollup SET file = overlay(file placing '9' from 40)": "the file is not what was signed",
}


@pytest.mark.parametrize(("change", "said"), CHANGES.items())
def test_whoever_goes_past_the_guard_is_found_out(land, content, trusted, change, said):
    taken, _new = actions.take(made(content), by=land.keeper)
    assert [finding.sentence for finding in taken_rollups()] == ["1 roll-ups are as they were signed."]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("kheo_rollup", "kheo_rollupunit"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(change)
    [finding] = taken_rollups()
    assert finding.level is Level.WRONG
    assert finding.sentence == f"Roll-up {taken.pk} of BT, BT-2023: {said}."
