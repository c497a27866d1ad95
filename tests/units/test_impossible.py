"""The database itself refuses an impossible history, whoever writes it and however."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kheo.kernel import periods
from kheo.units.models import Membership, Placement, Succession, Unit, UnitKind, UnitName
from tests.factories import MembershipFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
LATER = periods.period(date(2024, 1, 1))


@pytest.fixture
def unit():
    return UnitFactory(code="A", parent=UnitFactory(level="district"))


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_two_names_at_a_time(unit):
    refused(lambda: UnitName.objects.create(unit=unit, name="Khác", during=LATER))
    refused(lambda: UnitName.objects.bulk_create([UnitName(unit=unit, name="Khác", during=LATER)]))


def test_two_kinds_at_a_time(unit):
    refused(lambda: UnitKind.objects.create(unit=unit, kind="cell", level="grassroots", during=LATER))


def test_two_places_at_a_time(unit):
    refused(lambda: Placement.objects.create(unit=unit, parent=UnitFactory(), during=LATER))


def test_a_place_under_itself():
    root = UnitFactory()
    refused(lambda: Placement.objects.create(unit=root, parent=root, during=LATER))


def test_the_same_role_twice_at_a_time(unit):
    lan = PersonFactory()
    MembershipFactory(person=lan, unit=unit, role="clerk")
    refused(lambda: Membership.objects.create(person=lan, unit=unit, role="clerk", during=LATER))
    Membership.objects.create(person=lan, unit=unit, role="head", during=LATER)


def test_one_code_for_two_units_at_a_time(unit):
    refused(lambda: UnitFactory(code="A"))
    Unit.objects.filter(pk=unit.pk).update(during=periods.period(date(2000, 1, 1), date(2023, 12, 31)))
    UnitFactory(code="A", during=LATER)
    refused(lambda: Unit.objects.filter(pk=unit.pk).update(during=periods.period(date(2000, 1, 1), date(2024, 1, 1))))


def test_a_unit_that_succeeds_itself_or_another_twice(unit):
    other = UnitFactory()
    refused(lambda: Succession.objects.create(predecessor=unit, successor=unit, on=date(2024, 1, 1)))
    Succession.objects.create(predecessor=unit, successor=other, on=date(2024, 1, 1))
    refused(lambda: Succession.objects.create(predecessor=unit, successor=other, on=date(2025, 1, 1)))


def test_neither_does_plain_sql(unit):
    def write():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kheo_unitname (unit_id, name, during, legal_basis) VALUES (%s, 'X', %s, '')",
                [unit.pk, "[2024-05-01,2024-05-02)"],
            )

    refused(write)
