"""1 July 2025 in Tiên Yên, Quảng Ninh: Resolution 1679/NQ-UBTVQH15 splits and merges its communes."""

import pytest
from django.urls import reverse

from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.units import actions as units
from kheo.units import tree
from kheo.units.models import Unit
from tests.factories import MembershipFactory, PersonFactory
from tests.units.tien_yen import AFTER, BASIS, BEFORE, NEW, OLD, land_of_tien_yen

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return land_of_tien_yen()


@pytest.fixture
def reader(land, as_person):
    keeper = PersonFactory()
    MembershipFactory(person=keeper, unit=land.province, role="keeper")
    return as_person(keeper)


def children(unit, day):
    return set(Unit.objects.children_of(unit, on=day, since=day).values_list("name", flat=True))


def test_the_tree_before_and_after(land):
    assert children(land.province, BEFORE) == {"Huyện Tiên Yên"}
    assert children(land.district, BEFORE) == set(OLD.values())
    assert children(land.province, AFTER) == set(NEW)


def test_the_page_shows_the_tree_as_on_the_day(land, reader):
    with clock.at(AFTER):
        today = reader.get(reverse("units:children", args=[land.province.pk])).text
        earlier = reader.get(reverse("units:children", args=[land.province.pk]), {"on": "30/06/2025"}).text
    assert "Xã Tiên Yên" in today
    assert "Huyện Tiên Yên" not in today
    assert "Huyện Tiên Yên" in earlier
    assert "Xã Tiên Yên" not in earlier
    assert "on=30%2F06%2F2025" in earlier


def test_the_new_điền_xá_is_not_the_old_one_though_name_and_code_came_back(land, reader):
    old, new = land.old["DX"], land.new["Xã Điền Xá"]
    assert (old.name, old.code) == (new.name, new.code)
    assert old.pk != new.pk
    assert Unit.objects.coded("DX", BEFORE).get() == old
    assert Unit.objects.coded("DX", AFTER).get() == new
    with clock.at(AFTER):
        found = reader.get(reverse("units:tree"), {"q": "dien xa", "ended": "1"}).text
    assert reverse("units:detail", args=[old.pk]) in found
    assert reverse("units:detail", args=[new.pk]) in found


def test_a_split_commune_has_two_successors_and_each_says_it_took_a_part(land, reader):
    yen_than = land.old["YT"]
    assert {row.successor.name: row.share for row in yen_than.successions.all()} == {
        "Xã Tiên Yên": "part",
        "Xã Điền Xá": "part",
    }
    with clock.at(AFTER):
        page = reader.get(reverse("units:detail", args=[yen_than.pk])).text
        heir = reader.get(reverse("units:detail", args=[land.new["Xã Điền Xá"].pk])).text
    for words in ("Xã Tiên Yên", "Xã Điền Xá", "30/06/2025", BASIS, "Huyện Tiên Yên"):
        assert words in page
    assert "Part of it continued as" in page
    for words in ("Xã Hà Lâu", "Xã Yên Than", "01/07/2025", "Took over all of", "Took over part of"):
        assert words in heir


def test_only_a_whole_predecessor_is_inherited(land):
    heir = land.new["Xã Điền Xá"]
    assert set(tree.predecessors([heir.pk])) == {land.old["HL"].pk, land.old["DX"].pk}


def test_after_30_june_there_is_no_district_any_more(land):
    for attempt in (
        lambda: units.found(
            code="H", name="Huyện", kind="locality", level="district", on=AFTER, parent=land.province, by=None
        ),
        lambda: units.regrade(land.new["Xã Tiên Yên"], kind="locality", level="district", on=AFTER, by=None),
    ):
        with pytest.raises(NotNow, match="district level ended on 30/06/2025"):
            attempt()


def test_what_was_under_an_ended_district_is_still_read_from_above(land):
    assert land.old["YT"].pk in tree.list_under([land.province.pk], on=AFTER)
    assert land.old["YT"].pk not in tree.list_under([land.province.pk], on=AFTER, since=AFTER)


def test_offices_ended_with_their_units(land):
    with pytest.raises(NotNow):
        units.appoint(PersonFactory(), land.old["YT"], "clerk", on=AFTER, by=None)
