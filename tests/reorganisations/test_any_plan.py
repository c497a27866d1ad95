"""Whatever is planned, the totals of every round stay what they were, and undoing it gives back what was."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.reorganisations import actions, planning, totals
from kheo.units.models import Unit
from tests.reorganisations.land import PLANNED, sent, tien_yen
from tests.units.tien_yen import AFTER, BASIS, OLD

pytestmark = pytest.mark.django_db
FATES = st.fixed_dictionaries({code: st.sampled_from(["stays", "A", "B", "split", "ends"]) for code in OLD})


# Each example plays a whole re-organisation: to make a failing one smaller would take minutes.
PLAYED = [Phase.explicit, Phase.reuse, Phase.generate]


@settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=PLAYED)
@given(fates=FATES, counts=st.lists(st.integers(0, 3), min_size=10, max_size=10))
def test_totals_are_kept_and_everything_comes_back(db, fates, counts):
    from django.db import transaction

    with transaction.atomic(), clock.at(PLANNED):
        land = tien_yen()
        for code, count in zip(OLD, counts, strict=True):
            sent(land, code, count)
        plan = actions.begin(land.province, title="Kế hoạch", legal_basis=BASIS, on=AFTER, by=land.nga)
        actions.add(plan, steps(land, fates), by=land.nga)
        before = totals.before(land.province.pk, AFTER)
        held = sorted(Registration.objects.values_list("pk", "unit", "receiver", "carried_by"))
        alive = sorted(Unit.objects.alive_on(date(2025, 8, 1)).values_list("pk", flat=True))
        actions.rehearse(plan, by=land.nga)
        actions.propose(plan, by=land.nga)
        actions.approve(plan, by=land.hai)
        with clock.at(AFTER):
            done = actions.hand_out(plan, by=land.nga)
        assert totals.after(land.province.pk, AFTER) == before
        assert sum(row["count"] for row in done.rehearsal["open"] if row["what"] == "sent") == sum(
            count for code, count in zip(OLD, counts, strict=True) if fates[code] != "stays"
        )
        actions.reverse(done, by=land.nga)
        assert sorted(Registration.objects.values_list("pk", "unit", "receiver", "carried_by")) == held
        assert sorted(Unit.objects.alive_on(date(2025, 8, 1)).values_list("pk", flat=True)) == alive
        transaction.set_rollback(True)


def steps(land, fates):
    """The district ends; each commune stays under the province, goes wholly to one of two, to both, or to none."""
    new = {
        name: planning.founding(code=name, name=f"Xã {name}", kind="locality", level="commune", under=land.province)
        for name in "AB"
    }
    found = planning.dissolve(land.district)
    for code, fate in fates.items():
        unit = land.old[code]
        if fate == "stays":
            found += planning.move(unit, land.province)
        elif fate == "split":
            found += planning.split(unit, [(new["A"], "thôn Một"), (new["B"], "thôn Hai")])
        else:
            found += planning.merge([unit], new[fate]) if fate in new else planning.dissolve(unit)
    return found
