"""Launching a movement: four fields, and a ladder whose district rung ends with the districts."""

from datetime import date

import pytest

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions
from kheo.movements.models import Movement

pytestmark = pytest.mark.django_db
STAGE = {"starts": date(2024, 1, 1), "ends": date(2030, 12, 31)}


def test_it_begins_with_the_four_fields(story, leader):
    movement = actions.launch(code="M", name="Dân vận khéo 2030", owner=story.province, by=leader, **STAGE)
    assert [f.key for f in movement.fields.all()] == [
        "economy",
        "culture_society",
        "defence_security",
        "political_system",
    ]


def test_the_district_rung_ends_with_the_districts(story, leader):
    movement = actions.launch(code="M", name="Dân vận khéo 2030", owner=story.province, by=leader, **STAGE)
    last = {rung.level: rung.last for rung in movement.rungs.all()}
    assert last["district"] == date(2025, 6, 30)
    assert {last[level] for level in ("central", "province", "commune", "grassroots")} == {date(2030, 12, 31)}


def test_a_later_movement_has_no_district_rung(story, leader):
    movement = actions.launch(code="M", name="N", owner=story.province, starts=date(2026, 1, 1), by=leader)
    assert not movement.rungs.filter(level="district").exists()


def test_it_is_journalled(story, leader):
    movement = actions.launch(code="M", name="N", owner=story.province, by=leader, **STAGE)
    entry = journal.history(movement).get()
    assert (entry.verb, entry.unit_id) == ("movement.launched", story.province.pk)


@pytest.mark.parametrize("person", ["lan", "minh", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_run_the_owners_movements(story, person):
    with pytest.raises(NotPermitted):
        actions.launch(code="M", name="N", owner=story.province, by=getattr(story, person), **STAGE)


def test_a_code_is_given_once(story, leader):
    with pytest.raises(NotNow, match="already a movement with the code DVK-QN"):
        actions.launch(code="DVK-QN", name="N", owner=story.province, by=leader, **STAGE)


def test_it_does_not_end_before_it_starts(story, leader):
    with pytest.raises(BadInput):
        actions.launch(
            code="M", name="N", owner=story.province, starts=date(2024, 2, 1), ends=date(2024, 1, 1), by=leader
        )
    assert not Movement.objects.filter(code="M").exists()
