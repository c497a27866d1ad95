"""Rows by COPY: they obey the same constraints, and cannot ask the database while they are made."""

import pytest
from django.db import IntegrityError, transaction

from kheo.kernel import journal
from kheo.kernel.copying import copy_in, reserve_ids
from kheo.kernel.models import Entry
from kheo.people.models import Person
from kheo.units.models import UnitName
from tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_reserved_ids_are_nobody_elses():
    reserved = reserve_ids(Person, 3)
    assert PersonFactory().pk not in reserved
    assert len(set(reserved)) == 3
    assert reserve_ids(Person, 0) == []


def test_entries_are_written_as_by_the_verbs():
    person, unit = PersonFactory(), UnitFactory()
    journal.record_all(
        "unit.founded", "unit", [(unit.pk, unit.pk, {"on": "2024-01-01", "tên": "Xã “Hòa”\t\n"})], by=person
    )
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.by_id, entry.unit_id) == ("unit.founded", unit.pk, person.pk, unit.pk)
    assert entry.details == {"on": "2024-01-01", "tên": "Xã “Hòa”\t\n"}


def test_constraints_hold():
    unit = UnitFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(UnitName, ["unit_id", "during", "legal_basis", "name"], [(unit.pk, unit.during, "", "hai tên một lúc")])


def test_a_row_that_asks_the_database_is_refused_at_once():
    unit = UnitFactory()
    with pytest.raises(RuntimeError, match="asks the database"), transaction.atomic():
        copy_in(Entry, ["subject_id"], ((UnitName.objects.get(unit=unit).pk,) for _ in range(1)))
    assert Entry.objects.count() == 0
