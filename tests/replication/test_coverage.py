"""“48 of 139 communes, three districts complete”: how far a model has come, in the units of the day, and where not."""

from datetime import date

import pytest

from kheo.kernel import clock
from kheo.replication.copies import copies
from kheo.replication.coverage import coverage
from kheo.units import actions as units
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    PersonFactory,
    PulseAnswerFactory,
    RecheckFactory,
    RulingFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2024, 11, 20)
CONFIRMED = date(2024, 6, 1)


@pytest.fixture
def second(story):
    """A second district, with two communes."""
    district = UnitFactory(code="DT", name="Huyện Đông Triều", level="district", parent=story.province)
    return district, [UnitFactory(code=f"DT{n}", level="commune", parent=district) for n in (1, 2)]


def over(story, origin, on=DAY, level="commune"):
    return coverage([origin.pk], story.province, level, on, rows=copies())


def test_branch_by_branch_and_the_total_is_the_sum(story, origin, second):
    AdoptionFactory(origin=origin, unit=second[1][0], confirmed_on=CONFIRMED)
    told = over(story, origin)
    assert {b.name: (len(b.reached), len(b.places)) for b in told.branches} == {
        "Thị xã Quảng Yên": (1, 2), "Huyện Đông Triều": (1, 2),
    }  # fmt: skip
    assert (told.reached, told.whole, told.ratio) == (2, 4, "50,0 %")


def test_the_missing_are_named(story, origin, second):
    assert {place.name for place in over(story, origin).missing} == {"Xã Liên Hòa", *(u.name for u in second[1])}


def test_a_branch_is_complete_when_nobody_in_it_is_missing(story, origin, second):
    for commune in second[1]:
        AdoptionFactory(origin=origin, unit=commune, confirmed_on=CONFIRMED)
    assert [branch.name for branch in over(story, origin).complete] == ["Huyện Đông Triều"]


def test_where_it_began_it_is_at_work_too_though_it_is_no_copy(story, origin):
    [place] = [p for b in over(story, origin).branches for p in b.reached]
    assert (place.name, [r.exemplar for r in place.reached_by]) == ("Phường Yên Giang", [origin])


def test_two_copies_in_one_commune_reach_one_commune(story, origin, second):
    village = UnitFactory(code="V1", name="Thôn 1", level="grassroots", parent=second[1][0])
    for unit in (village, second[1][0]):
        AdoptionFactory(origin=origin, unit=unit, confirmed_on=CONFIRMED)
    told = over(story, origin)
    assert told.reached == 2  # the commune, and where it began
    assert len(next(p for b in told.branches for p in b.reached if p.unit_id == second[1][0].pk).reached_by) == 2


def test_a_copy_of_the_district_reaches_no_commune(story, origin, second):
    AdoptionFactory(origin=origin, unit=second[0], confirmed_on=CONFIRMED)
    assert over(story, origin).reached == 1
    assert over(story, origin, level="district").reached == 2


def test_what_nobody_confirmed_reaches_nothing_yet(story, origin, second):
    AdoptionFactory(origin=origin, unit=second[1][0])
    assert over(story, origin).reached == 1


def test_as_at_a_day_before_it_was_confirmed(story, origin, second):
    AdoptionFactory(origin=origin, unit=second[1][0], confirmed_on=CONFIRMED)
    assert over(story, origin, on=date(2024, 5, 31)).reached == 0  # and its origin was registered in November
    assert over(story, origin, on=CONFIRMED).reached == 1


def test_a_copy_that_stopped_is_at_work_no_longer_and_is_named(story, origin, second):
    """Said by a pulse: from that day on the district is not complete any more; the day before it was."""
    copies_ = [AdoptionFactory(origin=origin, unit=unit, confirmed_on=CONFIRMED) for unit in second[1]]
    PulseAnswerFactory(exemplar=copies_[0].registration.exemplar, answer="stopped", why="Nhà đã dỡ.", on=DAY)
    before, told = over(story, origin, on=date(2024, 11, 19)), over(story, origin)
    assert [branch.name for branch in before.complete] == ["Huyện Đông Triều"]
    assert (told.came, told.whole, told.stopped, told.reached) == (3, 4, 1, 2)
    assert told.complete == []
    [branch] = [branch for branch in told.branches if branch.stopped]
    assert [place.name for place in branch.stopped] == [second[1][0].name]
    assert {place.name for place in told.missing} == {"Xã Liên Hòa"}


@pytest.mark.parametrize(
    ("sheet", "decision", "at_work"),
    [
        ({"running": True, "proposed": "maintain"}, "maintain", True),
        ({"running": True, "proposed": "end"}, "", True),  # proposed, and nobody has ruled yet
        ({"running": True, "proposed": "end"}, "end", False),
        ({"running": True, "proposed": "maintain"}, "drop", False),
        ({"running": False, "proposed": "end"}, "", False),  # what does not run has stopped, whoever rules on it
    ],
)
def test_ended_and_dropped_at_a_re_check_are_at_work_no_longer(story, origin, second, sheet, decision, at_work):
    copy = AdoptionFactory(origin=origin, unit=second[1][0], confirmed_on=CONFIRMED).registration
    made = RecheckFactory(exemplar=copy.exemplar, round=story.round, office=second[0], evidence_on=DAY, **sheet)
    if decision:
        RulingFactory(recheck=made, unit=second[0], decision=decision)
    told = over(story, origin)
    assert (told.reached, told.stopped) == ((2, 0) if at_work else (1, 1))


def test_of_two_copies_in_one_commune_one_is_enough(story, origin, second):
    village = UnitFactory(code="V1", name="Thôn 1", level="grassroots", parent=second[1][0])
    first, _other = (AdoptionFactory(origin=origin, unit=u, confirmed_on=CONFIRMED) for u in (village, second[1][0]))
    PulseAnswerFactory(exemplar=first.registration.exemplar, answer="stopped", why="Thôn đã sáp nhập.", on=DAY)
    told = over(story, origin)
    assert (told.reached, told.stopped) == (2, 0)


def test_the_units_are_those_of_the_day(story, origin, second):
    """Two communes become one: the denominator is theirs before, its afterwards, and the copy lies in the new one."""
    first, other = second[1]
    AdoptionFactory(origin=origin, unit=first, confirmed_on=CONFIRMED)
    keeper = MembershipFactory(person=PersonFactory(), unit=story.province, role="keeper").person
    with clock.at(date(2025, 7, 1)):
        merged = units.found(
            code="DT9",
            name="Xã Mới",
            kind="locality",
            level="commune",
            on=date(2025, 7, 1),
            parent=second[0],
            by=keeper,
        )
        for unit in (first, other):
            units.close(unit, last_day=date(2025, 6, 30), by=keeper)
            units.succeed(unit, merged, on=date(2025, 7, 1), by=keeper)
    before, after = over(story, origin, on=date(2025, 6, 30)), over(story, origin, on=date(2025, 7, 1))
    assert (before.reached, before.whole) == (2, 4)
    assert (after.reached, after.whole) == (2, 3)
    assert [branch.name for branch in after.complete] == ["Huyện Đông Triều"]


def test_the_place_of_a_unit_that_was_split_cannot_be_told_and_is_said_so(story, origin, second):
    first, other = second[1]
    copy = AdoptionFactory(origin=origin, unit=first, confirmed_on=CONFIRMED)
    keeper = MembershipFactory(person=PersonFactory(), unit=story.province, role="keeper").person
    with clock.at(date(2025, 7, 1)):
        units.close(first, last_day=date(2025, 6, 30), by=keeper)
        for successor in (other, story.sibling):
            units.succeed(first, successor, on=date(2025, 7, 1), share="part", by=keeper)
    told = over(story, origin, on=date(2025, 7, 1))
    assert told.not_placed == [copy.registration]
    assert told.reached == 1


def test_it_asks_as_many_questions_for_fifty_communes_as_for_one(story, origin, second, django_assert_max_num_queries):
    for number in range(50):
        unit = UnitFactory(code=f"C{number}", level="commune", parent=second[0])
        AdoptionFactory(origin=origin, unit=unit, confirmed_on=CONFIRMED)
    with django_assert_max_num_queries(14):
        assert over(story, origin).reached == 51
