"""Where what was a unit's counts on another day: movement.md §9.2, traps 1, 3 and 5."""

import random
from datetime import date, timedelta

import pytest

from kheo.kernel import periods
from kheo.units import actions as units
from kheo.units import restating, tree
from kheo.units.models import Succession, Unit
from kheo.units.restating import Home
from tests.counting import queries_of
from tests.factories import UnitFactory
from tests.units.tien_yen import AFTER, BEFORE, land_of_tien_yen

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return land_of_tien_yen()


def home(unit, on=AFTER):
    return restating.homes([unit.pk], on=on).get(unit.pk)


def test_who_goes_on_is_itself(land):
    assert home(land.province) == Home(land.province.pk)
    assert home(land.old["YT"], on=BEFORE) == Home(land.old["YT"].pk)


def test_what_was_merged_counts_in_the_unit_that_took_it_over(land):
    assert home(land.old["PD"]) == Home(land.new["Xã Tiên Yên"].pk)


def test_trap_1_the_new_điền_xá_is_where_the_old_one_counts_and_not_the_same(land):
    assert land.old["DX"].pk != land.new["Xã Điền Xá"].pk
    assert home(land.old["DX"]) == Home(land.new["Xã Điền Xá"].pk)


def test_trap_5_what_was_split_counts_only_in_the_total_above(land):
    assert home(land.old["YT"]) == Home(land.province.pk, exact=False)


def test_who_ended_without_a_successor_counts_only_in_the_total_of_its_superior(land):
    assert home(land.district) == Home(land.province.pk, exact=False)
    office = UnitFactory(name="Trạm Y tế", parent=land.old["PD"], during=periods.period(date(2024, 1, 1), BEFORE))
    assert home(office) == Home(land.new["Xã Tiên Yên"].pk, exact=False)


def test_a_split_into_one_is_no_split(land):
    """Vô Ngại: a part of it is all that is recorded."""
    assert home(land.old["VN"]) == Home(land.new["Xã Tiên Yên"].pk)


def test_it_is_followed_through_several_changes(land):
    later = date(2026, 1, 1)
    again = UnitFactory(name="Phường Tiên Yên", parent=land.province)
    units.close(land.new["Xã Tiên Yên"], last_day=later - timedelta(days=1), by=None)
    units.succeed(land.new["Xã Tiên Yên"], again, on=later, by=None)
    assert home(land.old["PD"], on=later) == Home(again.pk)
    assert home(land.old["PD"]) == Home(land.new["Xã Tiên Yên"].pk)


def test_a_tree_that_is_gone_has_no_home():
    alone = UnitFactory(name="Tỉnh Bắc Kạn", level="province")
    units.close(alone, last_day=BEFORE, by=None)
    assert home(alone) is None


class TestPlaces:
    """Trap 3: what happened in a village goes where the village went."""

    @pytest.fixture(autouse=True)
    def villages(self, land):
        for name, note in (("Xã Tiên Yên", "thôn Khe Tiên, thôn Đồng Tâm"), ("Xã Điền Xá", "thôn Nà Lộc; khu 2")):
            Succession.objects.filter(predecessor=land.old["YT"], successor=land.new[name]).update(note=note)

    @pytest.mark.parametrize(
        ("place", "went_to"),
        [
            ("Thôn Khe Tiên, xã Yên Than", "Xã Tiên Yên"),
            ("tuyến đường từ THON NA LOC đến trường học", "Xã Điền Xá"),
            ("Khu 2", "Xã Điền Xá"),
            ("Khu 21", None),
            ("thôn Khe Tiên và thôn Nà Lộc", None),
            ("toàn xã", None),
        ],
    )
    def test_a_place_is_told_by_the_name_of_one_village(self, land, place, went_to):
        known = restating.History([land.old["YT"].pk], AFTER).parts
        found = restating.part_of(place, known[land.old["YT"].pk])
        assert found == (Home(land.new[went_to].pk) if went_to else None)

    def test_only_units_that_were_split_have_parts(self, land):
        assert set(restating.History([unit.pk for unit in land.old.values()], AFTER).parts) == {land.old["YT"].pk}
        assert restating.History([land.old["YT"].pk], BEFORE).parts == {}


def test_from_the_units_of_today_back_to_all_that_may_count_there(land):
    heir = land.new["Xã Điền Xá"]
    assert set(restating.earlier([heir.pk], on=AFTER)) == {land.old[code].pk for code in ("HL", "DX", "YT")}
    assert restating.earlier([heir.pk], on=BEFORE) == []
    everything = {*(unit.pk for unit in land.old.values()), land.district.pk}
    assert set(restating.earlier([land.province.pk], on=AFTER)) == everything


def test_the_number_of_queries_does_not_grow_with_the_units(land):
    one, all_ten = [land.old["YT"].pk], [unit.pk for unit in land.old.values()]
    few = queries_of(lambda: restating.homes(one, on=AFTER))
    assert queries_of(lambda: restating.homes(all_ten, on=AFTER)) == few


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_to_units_every_total_stays(seed):
    """Totals are invariant under re-organisation: over random histories every unit ends up under the root exactly once,
    and what counts under a unit is what counts in it, in the units below it, and apart."""
    dice = random.Random(seed)
    root = UnitFactory(level="central")
    alive = [UnitFactory(level="province", parent=root) for _ in range(3)]
    alive += [UnitFactory(parent=dice.choice(alive[:3])) for _ in range(8)]
    everybody, day = list(alive), date(2024, 6, 1)
    for _ in range(6):
        day += timedelta(days=30)
        alive = _something_happens(dice, root, alive, everybody, day)
    counted = {unit.pk: dice.randint(0, 50) for unit in everybody}
    found = restating.homes(counted, on=day)
    assert set(found) == set(counted)
    under = {unit.pk: set(tree.list_under([unit.pk], on=day, since=day)) for unit in [root, *alive]}
    assert all(one.unit_id in under[root.pk] for one in found.values())
    for unit_id, below in under.items():
        inside = {pk for pk, one in found.items() if one.unit_id in below}
        children = [set(branch.unit_ids) for branch in tree.branches(unit_id, on=day, since=day)]
        parts = [{pk for pk, one in found.items() if one.unit_id in child} for child in children]
        here = {pk for pk, one in found.items() if one.unit_id == unit_id}
        assert sum(counted[pk] for part in [*parts, here] for pk in part) == sum(counted[pk] for pk in inside)


def _something_happens(dice, root, alive, everybody, day):
    """Merge, split, move or dissolve a leaf; gives those that go on."""
    last = day - timedelta(days=1)
    leaves = [unit for unit in alive if not Unit.objects.children_of(unit, on=day, since=day).exists()]
    chosen = dice.sample(leaves, min(len(leaves), dice.randint(1, 3)))
    provinces = [unit for unit in alive if unit.level == "province" and unit not in chosen] or [root]
    what = dice.choice(["merge", "split", "move", "dissolve"])
    if what == "move":
        for unit in chosen:
            target = dice.choice(provinces)
            if unit.level != "province":
                units.move(unit, target, on=day, by=None)
        return alive
    heirs = {"merge": 1, "split": 2, "dissolve": 0}[what]
    made = [UnitFactory(parent=dice.choice(provinces)) for _ in range(heirs)]
    for unit in chosen:
        units.close(unit, last_day=last, by=None)
        for heir in made:
            units.succeed(unit, heir, on=day, share="whole" if heirs == 1 else "part", by=None)
    everybody += made
    return [unit for unit in alive if unit not in chosen] + made
