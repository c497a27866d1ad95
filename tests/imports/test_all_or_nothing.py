"""A list is brought in whole or not at all, whatever happens in the middle; and once (trust.md T22, P6)."""

# ruff: noqa: E501 - rows and sentences stand as they are read

import json
import random

import pytest
from django.apps import apps
from django.db import connection, transaction

from config.cli import main
from kheo.exemplars.models import Registration
from kheo.imports import actions
from kheo.imports.enums import ImportKind
from kheo.insights.models import PrintedTotal
from kheo.kernel import copying
from kheo.movements.models import Movement, Round
from kheo.people.models import Person
from kheo.recognitions.models import Consideration, Proposal, Recognition
from kheo.units.models import Membership, Placement, Unit
from tests.imports.conftest import header, sentences, write_csv

pytestmark = pytest.mark.django_db
STATUSES = ["registered", "recognised", "not_recognised", "declined", "withdrawn"]


def everything():
    """How many rows every table has, in one question."""
    tables = [model._meta.db_table for model in apps.get_models()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def many(count=300):
    """Rows in every state; a fifth of the recognised ones went on to the province."""
    for n in range(count):
        status = STATUSES[n % 5]
        upward = status == "recognised" and n % 25 == 1
        yield {
            "title": f"Mô hình số {n}", "status": status, "decision_number": "12-QĐ" if status == "recognised" else "",
            "recognised_level": "province" if upward else "", "unit_code": ["YG", "LH"][n % 2],
        }  # fmt: skip


def test_one_bad_row_in_the_middle_leaves_no_trace(story, listed):
    rows = list(many())
    rows[150]["field"] = "thể thao"
    before = everything()
    examination = listed(*rows)
    assert everything() == before
    assert [sentence[:29] for sentence in sentences(examination)] == ["Row 152, column “field”: “thể"]
    assert examination.counts == {"right": 299, "to_mend": 1, "duplicate": 0}


def test_a_dry_run_leaves_no_trace(story, listed):
    before = everything()
    assert listed(*many(), dry_run=True).counts["right"] == 300
    assert everything() == before


class Thread:
    """Breaks after so many statements and copied rows; `spun` tells how many there have been."""

    def __init__(self, monkeypatch):
        self.left, self.spun = None, 0
        for module in ("exemplars.bringing", "recognitions.bringing", "documents.bringing", "kernel.journal"):
            monkeypatch.setattr(f"kheo.{module}.copy_in", self.copy_in)

    def spin(self):
        self.spun += 1
        if self.left is not None and self.spun > self.left:
            raise ConnectionAbortedError

    def execute(self, execute, statement, *rest):
        if not str(statement).startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.spin()
        return execute(statement, *rest)

    def copy_in(self, model, columns, rows, copy_in=copying.copy_in):
        copy_in(model, columns, (row for row in rows if self.spin() is None))


def test_a_hundred_aborts_at_random_points_leave_no_trace(story, listed, monkeypatch):
    thread, chance, before = Thread(monkeypatch), random.Random(7), everything()
    rows = list(many(40))
    with connection.execute_wrapper(thread.execute):
        with transaction.atomic():
            listed(*rows)
            transaction.set_rollback(True)
        length = thread.spun
        for _ in range(100):
            thread.left, thread.spun = chance.randrange(length), 0
            with pytest.raises(ConnectionAbortedError):
                listed(*rows)
            thread.left = None
            assert everything() == before
        assert listed(*rows).counts["right"] == 40
    assert Registration.objects.count() == 40


LISTS = {
    ImportKind.UNITS: [
        {"code": "A", "name": "Tỉnh A", "level": "province"},
        {"code": "A1", "name": "Huyện A1", "level": "district", "parent_code": "A"},
    ],
    ImportKind.PEOPLE: [
        {"full_name": "Trần Thị Mai", "unit_code": "YG", "role": "clerk", "email": "mai@example.vn"},
        {"full_name": "Trần Thị Mai", "unit_code": "QY", "role": "viewer", "email": "mai@example.vn"},
    ],
    ImportKind.MOVEMENTS: [
        {
            "movement_code": "M", "movement_name": "Phong trào", "owner_code": "QN", "round_code": year, "round_name": f"Năm {year}",
            "starts": f"01/01/{year}", "ends": f"31/12/{year}",
        }
        for year in ("2022", "2023")
    ],
    ImportKind.REGISTRATIONS: [
        {"unit_code": "YG", "round_code": "QN-2024", "title": title, "kind": "model", "subject": "collective"} for title in "ab"
    ],
    ImportKind.PRINTED_TOTALS: [
        {"unit_code": unit, "round_code": "QN-2024", "measure": "registered", "printed_total": "7", "source": "Báo cáo"}
        for unit in ("QN", "QY")
    ],
    ImportKind.SCORES: [
        {"round_code": "QN-2024", "subject_code": unit, "stage": "self", "criterion_code": "A", "points": "27"} for unit in ("YG", "LH")
    ],
    ImportKind.RESULTS: [
        {"registration_code": "MH-2024-0001", "words": "Máy điều hòa", "value": "16", "measure": "máy"},
        {"registration_code": "MH-2024-0001", "words": "Sân", "qualifier": "hơn", "value": "1.200", "measure": "m²"},
    ],
    ImportKind.RESOURCES: [
        {"registration_code": "MH-2024-0001", "words": "Điều hòa", "value": "hơn 180 triệu đồng"},
        {"registration_code": "MH-2024-0001", "words": "Lát sân", "source": "people", "value": "300", "measure": "trđ"},
    ],
    ImportKind.BENEFICIARIES: [
        {"registration_code": "MH-2024-0001", "words": who, "value": "223", "measure": "hộ"} for who in ("Hội viên", "Phụ nữ")
    ],
}  # fmt: skip
WRONG = {
    ImportKind.UNITS: {"code": "B", "name": "Huyện B", "level": "tầng"},
    ImportKind.PEOPLE: {"full_name": "Lê Văn An", "unit_code": "XX", "role": "clerk"},
    ImportKind.MOVEMENTS: {**LISTS[ImportKind.MOVEMENTS][0], "round_code": "2021", "ends": "31/02/2021"},
    ImportKind.REGISTRATIONS: {
        "unit_code": "YG",
        "round_code": "QN-2024",
        "title": "c",
        "kind": "model",
        "subject": "?",
    },
    ImportKind.PRINTED_TOTALS: {
        "unit_code": "QN",
        "round_code": "QN-2024",
        "measure": "registered",
        "printed_total": "?",
    },
    ImportKind.SCORES: {**LISTS[ImportKind.SCORES][0], "points": "31"},
    ImportKind.RESULTS: {**LISTS[ImportKind.RESULTS][0], "value": "mười sáu"},
    ImportKind.RESOURCES: {**LISTS[ImportKind.RESOURCES][0], "registration_code": "MH-2024-9999"},
    ImportKind.BENEFICIARIES: {**LISTS[ImportKind.BENEFICIARIES][0], "measure": "triệu đồng"},
}


@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_kind_twice_is_the_same_as_once(story, table, work, bring, kind):
    assert bring(kind, *LISTS[kind]).counts == {"right": 2, "to_mend": 0, "duplicate": 0}
    before = everything()
    assert bring(kind, *LISTS[kind]).counts == {"right": 0, "to_mend": 0, "duplicate": 2}
    assert everything() == before


@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_kind_is_written_whole_or_not_at_all(story, table, work, bring, kind):
    before = everything()
    assert bring(kind, LISTS[kind][0], WRONG[kind], LISTS[kind][1]).counts["to_mend"] == 1
    assert everything() == before


def test_the_numbers_of_a_province(db, tmp_path, capsys, monkeypatch):
    """The shape of Bình Thuận 2023: 14 units, 746 registered, 13 of them recognised 155, proposed 39, 22 recognised above."""
    from datetime import date

    from kheo.kernel import clock

    codes = [f"BT{n:02d}" for n in range(1, 15)]
    units = [["BT", "Tỉnh Bình Thuận", "", "province", "", "", ""]]
    units += [[code, f"Đơn vị {code}", "party", "district", "BT", "", ""] for code in codes]
    rounds = ["DVK", "Dân vận khéo", "BT", "2023", "Năm 2023", "01/01/2023", "31/12/2023"]
    with clock.at(date(2024, 1, 15)):
        for kind, rows in (("units", units), ("movements", [rounds]), ("registrations", list(_binh_thuan(codes)))):
            path = write_csv(tmp_path / f"{kind}.csv", [header(kind), *rows])
            assert actions.bring_in(ImportKind(kind), path).counts["to_mend"] == 0
        monkeypatch.setattr("django.db.connections.close_all", lambda: None)
        assert main(["report", "funnel", "--round", "2023", "--format", "json"]) == 0
    total = json.loads(capsys.readouterr().out)["total"]
    assert {name: total[name] for name in ("registered", "recognised", "proposed", "recognised_above", "considered")} == {
        "registered": 746, "recognised": 155, "proposed": 39, "recognised_above": 22, "considered": 13,
    }  # fmt: skip
    province = Unit.objects.get(code="BT")
    assert Registration.objects.counted().count() == 746
    assert Recognition.objects.exclude(unit=province).count() == 155
    assert Proposal.objects.filter(to_unit=province).count() == 39
    assert Recognition.objects.filter(unit=province).count() == 22
    assert Consideration.objects.concluded().exclude(unit=province).values("unit").distinct().count() == 13


def _binh_thuan(codes):
    names = header("registrations")
    for n in range(746):
        code = codes[n % 14] if n < 740 else codes[0]
        row = {"unit_code": code, "round_code": "2023", "title": f"Mô hình {n}", "kind": "model", "subject": "collective",
               "level": "district", "status": "registered"}  # fmt: skip
        recognised = [m for m in range(746) if (codes[m % 14] if m < 740 else codes[0]) != "BT14"][:155]
        if n in recognised:
            row |= {
                "status": "recognised",
                "recognised_level": "district",
                "decision_number": f"1-QĐ/{code}",
                "decision_date": "20/11/2023",
            }
            if n in recognised[:39]:
                row["proposed_to_level"] = "province"
            if n in recognised[:22]:
                row |= {"recognised_level": "province", "decision_number": "99-QĐ/TU", "decision_date": "10/12/2023"}
        elif code != "BT14" and n >= 700:
            row["status"] = "not_recognised"
        yield [row.get(name, "") for name in names]


def test_what_the_lists_made_is_there(story, bring):
    for kind, rows in LISTS.items():
        bring(kind, *rows)
    assert Unit.objects.filter(code__in=["A", "A1"]).count() == 2
    assert Placement.objects.get(unit__code="A1").parent.code == "A"
    assert Membership.objects.filter(person=Person.objects.get(full_name="Trần Thị Mai")).count() == 2
    assert Movement.objects.get(code="M").fields.count() == 4
    assert Round.objects.filter(movement__code="M").count() == 2
    assert PrintedTotal.objects.count() == 2
