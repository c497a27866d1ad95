"""How many live after one, two and three years: the young are in no denominator, silence is never life."""

import random
from datetime import date, timedelta

import pytest

from kheo.kernel import clock
from kheo.kernel.periods import months_after
from kheo.progress import actions
from kheo.progress.enums import Survival
from kheo.progress.survival import PARTS, YEARS, as_model, models
from tests.factories import PulseAnswerFactory, RecognitionFactory, RegistrationFactory
from tests.progress.conftest import SHEET, model

pytestmark = pytest.mark.django_db


def cells(story, on):
    total = models(story.district, on).table("field").total
    return {year: (c.whole, c.alive, c.stopped, c.unanswered) for year, c in total.items()}


def listed(found):
    return [as_model(row) for row in found.listed()]


def test_the_young_stand_in_no_denominator(story, lasting):
    assert cells(story, date(2024, 12, 19)) == {1: (0, 0, 0, 0), 2: (0, 0, 0, 0), 3: (0, 0, 0, 0)}
    assert cells(story, date(2024, 12, 20))[1] == (1, 0, 0, 1)


def test_silence_is_never_life(story, lasting):
    assert cells(story, date(2027, 1, 1)) == {1: (1, 0, 0, 1), 2: (1, 0, 0, 1), 3: (1, 0, 0, 1)}


def test_who_says_that_it_lives_on_or_after_the_day(story, lasting):
    with clock.at(date(2024, 12, 20)):
        actions.take_pulse(lasting, 12, "alive", by=story.lan)
    assert cells(story, date(2026, 1, 1)) == {1: (1, 1, 0, 0), 2: (1, 0, 0, 1), 3: (0, 0, 0, 0)}


def test_a_pulse_before_the_day_says_nothing_of_it(story, lasting):
    actions.take_pulse(lasting, 6, "alive", by=story.lan)
    assert cells(story, date(2024, 12, 20))[1] == (1, 0, 0, 1)


def test_changed_lives_and_stopped_stays_stopped(story, lasting, last_year):
    other = model(story, last_year)
    with clock.at(date(2024, 12, 20)):
        actions.take_pulse(lasting, 12, "changed", why="Thêm tủ sách.", by=story.lan)
        actions.take_pulse(other, 12, "stopped", why="Nhà đã dỡ.", by=story.lan)
    assert cells(story, date(2027, 1, 1)) == {1: (2, 1, 1, 0), 2: (2, 0, 1, 1), 3: (2, 0, 1, 1)}


def test_who_says_later_that_it_has_stopped_does_not_say_when(story, lasting):
    with clock.at(date(2025, 12, 20)):
        actions.take_pulse(lasting, 24, "stopped", why="Nhà đã dỡ.", by=story.lan)
    assert cells(story, date(2026, 1, 1)) == {1: (1, 0, 0, 1), 2: (1, 0, 1, 0), 3: (0, 0, 0, 0)}


def test_a_recheck_counts_by_the_day_of_its_evidence(story, lasting):
    with clock.at(date(2024, 12, 28)):
        actions.recheck(lasting, story.round, by=story.lan, **(SHEET | {"evidence_on": date(2024, 12, 27)}))
    assert cells(story, date(2024, 12, 29))[1] == (1, 1, 0, 0)


def test_a_model_that_goes_on_is_counted_once_from_its_first_recognition(story, lasting):
    again = RegistrationFactory(
        exemplar=lasting, unit=story.ward, receiver=story.district, round=story.round, status="accepted"
    )
    RecognitionFactory(registration=again, unit=story.district, on=date(2024, 11, 1))
    [found] = listed(models(story.district, date(2024, 12, 20)))
    assert found.recognised == date(2023, 12, 20)


def test_the_groups_add_up_to_the_whole(story, lasting, last_year):
    model(story, last_year, unit=story.sibling)
    model(story, last_year, field=story.movement.fields.get(key="economy"))
    found = models(story.district, date(2026, 1, 1))
    tables = {part: found.table(part) for part in PARTS}
    assert [one.count for one in tables.values()] == [3, 3, 3]
    assert all(one.total == tables["field"].total for one in tables.values())
    assert [tables["field"].total[year].whole for year in YEARS] == [3, 3, 0]
    assert set(tables["field"].groups) == {"economy", "unclassified"}
    for part, made in tables.items():
        assert {group: len(listed(found.narrowed(part, group))) for group in made.groups} == {
            group: cells[1].whole for group, cells in made.groups.items()
        }


@pytest.mark.parametrize("seed", range(5))
def test_every_number_opens_to_as_many_models(story, last_year, seed):
    """The table is counted here, the models behind a number are found by the database: they agree in every cell."""
    chance = random.Random(seed)
    for _ in range(30):
        day = date(2023, 1, 1) + timedelta(days=chance.randrange(700))
        row = model(story, last_year, on=day, unit=chance.choice([story.ward, story.sibling]))
        for months in chance.sample([6, 12, 24], chance.randrange(3)):
            answer = chance.choice(["alive", "changed", "stopped"])
            said_on = months_after(day, months) + timedelta(days=chance.randrange(20) - 5)
            PulseAnswerFactory(exemplar=row, unit=story.ward, months=months, answer=answer, why="–", on=said_on)
    found = models(story.district, date(2026, 3, 1))
    for group, cells in found.table("unit").groups.items():
        for year in YEARS:
            counted = [getattr(cells[year], state) for state in Survival]
            assert counted == [found.narrowed("unit", group, year, state).rows.count() for state in Survival]


def test_by_unit_is_by_the_units_right_below(story, lasting, last_year):
    """The district and what is below it in one row of the province; the province's own in a row of its own."""
    model(story, last_year, unit=story.sibling)
    model(story, last_year, unit=story.province)
    found = models(story.province, date(2026, 1, 1))
    rows = found.table("unit").groups
    assert {found.names[unit] for unit in rows} == {story.district.name, story.province.name}
    assert {unit: cells[1].whole for unit, cells in rows.items()} == {story.district.pk: 2, story.province.pk: 1}


def test_only_years_that_something_is_old_enough_for_are_columns(story, lasting):
    young = models(story.district, date(2024, 12, 19)).table("field")
    assert (young.years, young.first_counted_on) == ([], date(2024, 12, 20))
    assert models(story.district, date(2025, 12, 20)).table("field").years == [1, 2]


def test_what_was_recognised_on_29_february_is_a_year_old_on_the_28th(story, last_year):
    model(story, last_year, on=date(2024, 2, 29))
    assert cells(story, date(2025, 2, 27))[1] == (0, 0, 0, 0)
    assert cells(story, date(2025, 2, 28))[1] == (1, 0, 0, 1)


def test_a_number_counts_only_what_its_reader_may_open(story, lasting):
    assert models(story.district, date(2024, 12, 20), reader=story.minh).table("field").count == 1
    assert models(story.district, date(2024, 12, 20), reader=story.stranger).table("field").count == 0


def test_the_states_are_columns_of_their_own():
    assert list(Survival) == ["alive", "stopped", "unanswered"]


def test_it_asks_as_many_questions_for_fifty_as_for_one(story, last_year, django_assert_num_queries):
    model(story, last_year)
    with django_assert_num_queries(4):
        found = models(story.district, date(2026, 1, 1))
        assert (found.table("unit").count, len(listed(found))) == (1, 1)
    for _ in range(49):
        model(story, last_year)
    with django_assert_num_queries(4):
        found = models(story.district, date(2026, 1, 1))
        assert (found.table("unit").count, len(listed(found))) == (50, 50)
