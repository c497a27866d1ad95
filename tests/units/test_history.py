"""The verbs on a unit's history: each works, is journalled, is refused to the stranger and in the wrong state."""

from datetime import date

import pytest

from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.units import actions as units
from kheo.units.models import Membership, Unit
from tests.factories import MembershipFactory, UnitFactory

SUMMER = date(2024, 7, 1)


def verbs(unit):
    return [entry.verb for entry in journal.history(unit)]


def names(unit):
    return [
        (row.name, periods.first_day(row.during), periods.last_day(row.during)) for row in unit.names.order_by("during")
    ]


def found(by, **changes):
    what = {"code": "QY-M", "name": "Phường  Mới", "kind": "locality", "level": "commune", "on": SUMMER}
    return units.found(**what | changes, by=by)


def test_a_unit_is_founded_under_another(story):
    unit = found(story.nga, parent=story.district, legal_basis="12/NQ-HĐND")
    assert (unit.name, unit.legal_basis) == ("Phường Mới", "12/NQ-HĐND")
    assert unit in Unit.objects.children_of(story.district, on=SUMMER)
    assert unit not in Unit.objects.children_of(story.district, on=date(2024, 6, 30))
    assert verbs(unit) == ["unit.founded"]


def test_a_keeper_founds_in_their_own_branch_only(story):
    with pytest.raises(NotPermitted):
        found(story.nga, parent=story.foreign)
    with pytest.raises(NotPermitted):
        found(story.minh, parent=story.district)
    assert found(story.nga, parent=None, level="province").placements.count() == 0
    MembershipFactory(person=story.dung, unit=story.ward, role="keeper")
    with pytest.raises(NotPermitted):
        found(story.dung, parent=None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "YG"}, "belongs to another unit"),
        ({"level": "district", "on": date(2025, 7, 1)}, "district level ended"),
        ({"until": date(2024, 6, 1)}, "is before the first"),
        ({"on": date(1999, 1, 1)}, "does not exist on"),
    ],
)
def test_what_cannot_be_is_not_founded(story, changes, sentence):
    with pytest.raises(NotNow, match=sentence):
        found(story.nga, parent=story.district, **changes)
    assert Unit.objects.filter(name="Phường Mới").count() == 0


def test_a_code_may_come_back_after_its_unit_ended(story):
    units.close(story.sibling, last_day=date(2024, 6, 30), by=None)
    again = found(story.nga, code="LH", parent=story.district)
    assert Unit.objects.coded("LH", date(2024, 6, 30)).get() == story.sibling
    assert Unit.objects.coded("LH", SUMMER).get() == again


def test_a_unit_is_renamed_from_a_day(story):
    unit = units.rename(story.ward, "Phường  Yên Giang Mới", on=SUMMER, by=story.nga, legal_basis="12/NQ")
    assert unit.name == "Phường Yên Giang Mới"
    assert unit.name_on(date(2024, 6, 30)) == "Phường Yên Giang"
    assert unit.name_on(SUMMER) == "Phường Yên Giang Mới"
    assert names(unit) == [
        ("Phường Yên Giang", date(2000, 1, 1), date(2024, 6, 30)),
        ("Phường Yên Giang Mới", SUMMER, None),
    ]
    assert "yen giang moi" in unit.search_text
    assert verbs(unit) == ["unit.renamed"]


def test_a_misspelt_name_is_mended_from_its_own_first_day(story):
    unit = units.rename(story.ward, "Phường Yên Giạng", on=SUMMER, by=None)
    unit = units.rename(unit, "Phường Yên Giang Mới", on=SUMMER, by=None)
    assert [name for name, *_ in names(unit)] == ["Phường Yên Giang", "Phường Yên Giang Mới"]


def test_a_unit_is_placed_under_another_superior(story):
    other = UnitFactory(level="district", parent=story.province)
    units.move(story.ward, other, on=SUMMER, by=story.nga)
    assert story.ward in Unit.objects.children_of(story.district, on=date(2024, 6, 30))
    assert story.ward in Unit.objects.children_of(other, on=SUMMER)
    assert verbs(story.ward) == ["unit.moved"]


def test_nobody_moves_a_unit_into_a_branch_they_do_not_keep(story):
    """Neither the keeper of a ward, who would leave the district, nor the keeper of a province into another's."""
    MembershipFactory(person=story.dung, unit=story.ward, role="keeper")
    for keeper in (story.dung, story.nga):
        with pytest.raises(NotPermitted):
            units.move(story.ward, story.foreign, on=SUMMER, by=keeper)


def test_a_unit_stands_neither_under_itself_nor_below_itself_nor_under_what_is_no_more(story):
    gone = UnitFactory(
        level="district", parent=story.province, during=periods.period(date(2000, 1, 1), date(2023, 12, 31))
    )
    for parent in (story.district, story.ward, gone):
        with pytest.raises(NotNow):
            units.move(story.district, parent, on=SUMMER, by=story.nga)


def test_a_unit_is_regraded(story):
    unit = units.regrade(story.ward, kind="government", level="commune", on=SUMMER, by=story.nga)
    assert (unit.kind, unit.kinds.count()) == ("government", 2)
    assert verbs(unit) == ["unit.regraded"]
    with pytest.raises(NotNow, match="district level ended"):
        units.regrade(unit, kind="locality", level="district", on=date(2025, 7, 1), by=story.nga)


def test_a_unit_ends_and_everything_that_held_in_it(story):
    units.rename(story.ward, "Tên sẽ có", on=date(2025, 1, 1), by=None)
    unit = units.close(story.ward, last_day=date(2024, 12, 31), by=story.nga, legal_basis="1679/NQ-UBTVQH15")
    assert (unit.closed, unit.closing_basis, unit.name) == (date(2024, 12, 31), "1679/NQ-UBTVQH15", "Phường Yên Giang")
    assert "ten se co" not in unit.search_text
    assert not Membership.objects.filter(unit=unit).current(date(2025, 1, 1)).exists()
    assert Membership.objects.filter(unit=unit).current(date(2024, 12, 31)).count() == 2
    assert [last for _, _, last in names(unit)] == [date(2024, 12, 31)]
    assert verbs(unit) == ["unit.renamed", "unit.closed"]


def test_a_unit_with_others_under_it_does_not_end_before_them(story):
    with pytest.raises(NotNow, match="2 units would be left without a superior"):
        units.close(story.district, last_day=date(2024, 12, 31), by=story.nga)
    for unit in (story.ward, story.sibling):
        units.close(unit, last_day=date(2024, 12, 31), by=story.nga)
    assert units.close(story.district, last_day=date(2024, 12, 31), by=story.nga).closed


def test_nothing_changes_after_the_end_or_before_the_founding(story):
    units.close(story.ward, last_day=date(2024, 12, 31), by=None)
    for day in (date(2025, 1, 1), date(1999, 12, 31)):
        with pytest.raises(NotNow):
            units.rename(story.ward, "Tên", on=day, by=story.nga)


def test_a_change_does_not_overwrite_a_later_one(story):
    units.rename(story.ward, "Tên 2025", on=date(2025, 1, 1), by=None)
    with pytest.raises(NotNow, match="later change"):
        units.rename(story.ward, "Tên 2024", on=SUMMER, by=None)


def test_a_unit_goes_on_as_another(story):
    units.close(story.ward, last_day=date(2024, 6, 30), by=None)
    heir = found(story.nga, parent=story.district)
    units.succeed(story.ward, heir, on=SUMMER, share="part", note="khu 1, 2", by=story.nga)
    assert story.ward.successions.get().successor == heir
    assert verbs(story.ward) == ["unit.closed", "unit.succeeded"]
    with pytest.raises(NotNow, match="already"):
        units.succeed(story.ward, heir, on=SUMMER, by=story.nga)
    with pytest.raises(NotNow, match="own successor"):
        units.succeed(story.ward, story.ward, on=SUMMER, by=story.nga)
    with pytest.raises(NotNow, match="did not exist"):
        units.succeed(story.ward, story.sibling, on=date(2025, 1, 1), by=story.nga)
    with pytest.raises(NotNow, match="cannot take anything over"):
        units.succeed(story.ward, heir, on=date(2024, 6, 1), by=story.nga)


@pytest.mark.parametrize("who", ["lan", "dung", "minh", "hoa", "stranger"])
def test_only_a_keeper_writes_history(story, who):
    person = getattr(story, who)
    attempts = [
        lambda: units.rename(story.ward, "X", on=SUMMER, by=person),
        lambda: units.move(story.ward, story.province, on=SUMMER, by=person),
        lambda: units.regrade(story.ward, kind="other", level="commune", on=SUMMER, by=person),
        lambda: units.close(story.ward, last_day=SUMMER, by=person),
        lambda: units.succeed(story.ward, story.sibling, on=SUMMER, by=person),
        lambda: found(person, parent=story.ward),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert verbs(story.ward) == []
