"""Whatever is done to a unit in whatever order, on every day of its life it has one name, one kind and one place."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kheo.kernel import periods
from kheo.kernel.errors import NotNow
from kheo.units import actions as units
from kheo.units.models import Unit
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
FOUNDED = date(2024, 1, 1)
DAYS = st.integers(min_value=-3, max_value=30).map(lambda days: FOUNDED + timedelta(days=days))
ACTS = st.lists(st.tuples(st.sampled_from(["rename", "move", "regrade", "close"]), DAYS, st.integers(0, 2)), max_size=8)


@given(acts=ACTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_name_one_kind_one_place_every_day(acts):
    superiors = [UnitFactory(level="district") for _ in range(3)]
    unit = UnitFactory(parent=superiors[0], during=periods.period(FOUNDED))
    for verb, day, which in acts:
        act(verb, unit, day, which, superiors)
    unit = Unit.objects.get(pk=unit.pk)
    last = unit.closed or FOUNDED + timedelta(days=40)
    life = [FOUNDED + timedelta(days=n) for n in range((last - FOUNDED).days + 1)]
    for rows in (unit.names, unit.kinds, unit.placements):
        periods_of_it = [row.during for row in rows.all()]
        assert all(sum(day in during for during in periods_of_it) == 1 for day in life)
        assert not any(last + timedelta(days=1) in during for during in periods_of_it if unit.closed)
        assert not any(during.isempty or FOUNDED - timedelta(days=1) in during for during in periods_of_it)
    newest = unit.kinds.order_by("-during")[0]
    assert (unit.name, unit.kind, unit.level) == (unit.names.order_by("-during")[0].name, newest.kind, newest.level)


def act(verb, unit, day, which, superiors):
    try:
        if verb == "rename":
            units.rename(unit, f"Xã {which}", on=day, by=None)
        elif verb == "move":
            units.move(unit, superiors[which], on=day, by=None)
        elif verb == "regrade":
            units.regrade(unit, kind=["locality", "party", "cell"][which], level="commune", on=day, by=None)
        else:
            units.close(unit, last_day=day, by=None)
    except NotNow:
        pass
