"""The list of people and their offices."""

# ruff: noqa: E501 - rows and sentences stand as they are read

from datetime import date

import pytest

from kheo.people.models import Person
from kheo.units.models import Membership
from tests.imports.conftest import sentences

pytestmark = pytest.mark.django_db


def somebody(**more):
    return {"full_name": "Trần Thị Mai", "unit_code": "YG", "role": "clerk", **more}


def test_an_account_and_an_office(story, bring):
    bring("people", somebody(email="Mai@Example.vn", phone="0912 345 678", language="Tiếng Anh"))
    mai = Person.objects.get(full_name="Trần Thị Mai")
    assert (mai.username, mai.email, mai.phone, mai.language) == ("mai.tranthi", "mai@example.vn", "+84912345678", "en")
    assert not mai.has_usable_password()
    office = Membership.objects.get(person=mai)
    assert (office.unit, office.role, office.since, office.until) == (story.ward, "clerk", story.today, None)


def test_several_rows_with_one_name_are_one_person(story, bring):
    bring(
        "people",
        somebody(phone="0912345678"),
        somebody(phone="+84 912 345 678", role="trưởng đơn vị"),
        somebody(role="viewer", phone="0912.345.678"),
    )
    assert Person.objects.filter(full_name="Trần Thị Mai").count() == 1
    assert Membership.objects.filter(person__full_name="Trần Thị Mai").count() == 3


def test_who_has_no_other_name_is_known_by_full_name_within_the_unit(story, bring):
    bring("people", somebody(), somebody(role="viewer"), somebody(unit_code="LH"))
    assert Person.objects.filter(full_name="Trần Thị Mai").count() == 2
    assert sorted(Person.objects.filter(full_name="Trần Thị Mai").values_list("username", flat=True)) == [
        "mai.tranthi",
        "mai.tranthi2",
    ]


def test_somebody_who_is_here_already_is_appointed(story, bring):
    bring(
        "people",
        somebody(
            username="lan",
            full_name="Nguyễn Thị Lan",
            unit_code="LH",
            role="reviewer",
            valid_from="01/06/2024",
            valid_to="31/12/2024",
        ),
    )
    office = Membership.objects.get(person=story.lan, unit=story.sibling)
    assert (office.since, office.until) == (date(2024, 6, 1), date(2024, 12, 31))


def test_an_office_that_is_held_already_is_left_out(story, bring):
    examination = bring("people", somebody(username="lan", full_name="Nguyễn Thị Lan"))
    assert [examined.twin for examined in examination.rows] == ["Already there: clerk since 01/01/2000."]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"email": "mai"}, "column “email”: “mai” is not an e-mail address: write it like lan@example.vn."),
        ({"phone": "12"}, "column “phone”: “12” is not a phone number: write it like 0912 345 678."),
        ({"username": "lan"}, "column “username”: This belongs to Nguyễn Thị Lan."),
        ({"unit_code": "XX"}, "column “unit_code”: There is no unit with the code “XX”."),
        ({"valid_from": "01/01/1999"}, "column “unit_code”: No unit had the code “YG” at that time (01/01/1999). It is the code of Phường Yên Giang (since 01/01/2000)."),
        ({"valid_to": "01/01/2024"}, "column “valid_to”: The last day is before the first, 20/11/2024."),
        ({"full_name": ""}, "column “full_name”: This cell must not be empty."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(story, bring, row, told):
    before = Person.objects.count()
    assert sentences(bring("people", somebody(**row))) == [f"Row 2, {told}"]
    assert Person.objects.count() == before


def test_a_phone_number_that_excel_has_shortened(story, bring):
    bring("people", somebody(phone=912345678), suffix="xlsx")
    assert Person.objects.get(full_name="Trần Thị Mai").phone == "+84912345678"
