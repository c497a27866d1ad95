"""The breakdown splits a total and never mends it: unclassified is a part, a sum that does not fit is said (T1)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kheo.exemplars.models import Registration
from kheo.insights.breakdown import DIMENSIONS, MEASURES, breakdown
from kheo.insights.enums import Measure
from kheo.insights.rows import Part, behind
from kheo.insights.scope import Scope
from kheo.insights.tables import mismatches
from kheo.movements.models import Field
from kheo.units.models import Unit
from tests.factories import UnitFactory
from tests.insights.builders import considered, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields(land):
    return {field.key: field for field in Field.objects.filter(movement=land.movement)}


@pytest.fixture
def mixed(land, fields):
    """Registrations of every sort in both districts; some recognised."""
    rows = [
        *registered(land.communes[0], land.round, 4, field=fields["economy"]),
        *registered(
            land.communes[0], land.round, 2, field=fields["culture_society"], kind="example", origin="maintained"
        ),
        *registered(land.communes[1], land.round, 3, subject="individual", origin="replicated"),
        *registered(land.first, land.round, 1, field=fields["economy"], origin="upgraded"),
    ]  # fmt: skip
    considered(land.first, land.round, yes=rows[3:8])
    registered(land.communes[2], land.round, 5, field=fields["defence_security"], subject="individual")
    return land


def parts(made, unit, measure=Measure.REGISTERED):
    return next(row.split.of(measure) for row in made.rows if row.line.unit_id == unit.pk)


def test_a_total_is_split_by_four_dimensions(mixed):
    first = parts(breakdown(mixed.province, mixed.round), mixed.first)
    assert first.total == 10
    assert first.by == {
        "field": {"economy": 5, "culture_society": 2, "defence_security": 0, "political_system": 0, "unclassified": 3},
        "subject": {"collective": 7, "individual": 3},
        "kind": {"model": 8, "example": 2},
        "origin": {"new": 4, "maintained": 2, "upgraded": 1, "replicated": 3},
    }


def test_what_was_recognised_is_split_beside_it(mixed):
    first = parts(breakdown(mixed.province, mixed.round), mixed.first, Measure.RECOGNISED)
    assert first.total == 5
    assert first.by["field"] == {
        "economy": 1, "culture_society": 2, "defence_security": 0, "political_system": 0, "unclassified": 2,
    }  # fmt: skip
    assert first.by["kind"] == {"model": 3, "example": 2}


def test_rule_4_5_2_fields_and_what_is_unclassified_sum_to_the_total(mixed):
    made = breakdown(mixed.province, mixed.round)
    for measure in MEASURES:
        for split in [*(row.split.of(measure) for row in made.rows), made.total.of(measure)]:
            assert {dimension: sum(counts.values()) for dimension, counts in split.by.items()} == dict.fromkeys(
                DIMENSIONS, split.total
            )
    assert mismatches(made, MEASURES) == []


def test_the_total_is_the_sum_of_the_rows(mixed):
    made = breakdown(mixed.province, mixed.round)
    assert made.total.registered.total == 15
    assert made.total.registered.by["subject"] == {"collective": 7, "individual": 8}


def test_the_superiors_own_are_the_last_row(mixed):
    made = breakdown(mixed.first, mixed.round)
    assert [(row.line.own, row.split.registered.total) for row in made.rows] == [(False, 6), (False, 3), (True, 1)]


def test_a_value_that_is_no_part_is_said_and_not_mended(mixed):
    """The database does not refuse a word of a later version; the table says that its parts fall short."""
    Registration.objects.filter(unit=mixed.communes[1]).update(subject="family")
    made = breakdown(mixed.province, mixed.round)
    first = parts(made, mixed.first)
    assert (first.total, first.by["subject"]) == (10, {"collective": 7, "individual": 0})
    assert first.mismatches == {"subject": 7}
    assert mismatches(made, [Measure.REGISTERED]) == [
        "Thị xã Quảng Yên, registered: the parts by “Subject” sum to 7, the total is 10."
    ]


def test_one_level_only(mixed):
    registered(mixed.communes[0], mixed.round, 6, level="commune")
    assert breakdown(mixed.province, mixed.round, level="commune").total.registered.total == 6


def test_every_number_equals_the_rows_behind_it(mixed):
    made = breakdown(mixed.first, mixed.round)
    for row in made.rows:
        scope = Scope.of(Unit.objects.get(pk=row.line.unit_id), mixed.round)
        for measure in MEASURES:
            split = row.split.of(measure)
            assert behind(scope, Part(measure, own=row.line.own)).count() == split.total
            for dimension, counts in split.by.items():
                for part, count in counts.items():
                    assert behind(scope, Part(measure, own=row.line.own, **{dimension: part})).count() == count


def test_the_same_number_of_queries_for_one_unit_and_for_fifty(land, fields):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert breakdown(land.second, land.round).total.registered.total
        return len(asked)

    registered(land.communes[2], land.round)
    few = queries()
    for _ in range(50):
        registered(UnitFactory(parent=land.second), land.round, field=fields["economy"])
    assert queries() == few
