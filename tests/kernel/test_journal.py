"""The journal is written by the verbs, read as sentences, and changed by nobody."""

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from kheo.kernel import journal
from kheo.kernel.models import Entry
from kheo.units.history import tell
from tests.factories import PersonFactory, UnitFactory


@pytest.fixture
def entry(db):
    lan = PersonFactory(full_name="Nguyễn Thị Lan")
    unit = UnitFactory(name="Phường Yên Giang")
    return journal.record("registration.submitted", unit, by=lan, unit_id=unit.pk, code="MH-2024-0412", number=1)


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE kheo_entry SET verb = 'nothing'", "DELETE FROM kheo_entry", "TRUNCATE kheo_entry"],
)
def test_the_database_refuses_to_change_it(entry, tampering):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tampering)
    assert Entry.objects.get(pk=entry.pk).verb == "registration.submitted"


def test_it_is_gone_when_the_verb_fails(db):
    unit = UnitFactory()

    class Failed(Exception):
        pass

    with pytest.raises(Failed), transaction.atomic():
        journal.record("unit.founded", unit, by=None, on="2024-01-01")
        raise Failed
    assert not Entry.objects.exists()


def test_it_reads_as_a_sentence(entry):
    with translation.override("en"):
        assert [told.sentence for told in tell([entry])] == [
            "Nguyễn Thị Lan sent the registration; its code is MH-2024-0412."
        ]


def test_days_are_told_as_we_write_them(db):
    unit = UnitFactory(name="Thị xã Quảng Yên")
    closing = journal.record("unit.closed", unit, by=None, unit_id=unit.pk, last_day="2025-06-30")
    with translation.override("en"):
        assert tell([closing])[0].sentence == "The system closed the unit; its last day is 30/06/2025."


def test_it_is_told_with_two_queries_however_long(db, django_assert_num_queries):
    entries = []
    for _n in range(20):
        unit = UnitFactory()
        entries.append(journal.record("unit.founded", unit, by=PersonFactory(), unit_id=unit.pk, on="2024-01-01"))
    with django_assert_num_queries(2):
        tell(entries)


def test_every_verb_that_is_recorded_has_its_sentence():
    recorded = set()
    for path in Path("kheo").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"record", "entry"}:
                recorded |= {
                    text.value
                    for argument in node.args[:1]
                    for text in ast.walk(argument)
                    if isinstance(text, ast.Constant) and isinstance(text.value, str) and "." in text.value
                }
    assert len(recorded) > 20
    assert recorded - set(journal._sentences) == set()
