"""One spelling for each of the three names, and one person behind all of them."""

import unicodedata

import pytest

from kheo.kernel.errors import BadInput
from kheo.people import names
from tests.factories import PersonFactory

PHONES = [
    "0912 345 678", "0912345678", "+84 912 345 678", "+84912345678", "0912.345.678", "(+84) 912-345-678",
    "０９１２３４５６７８",
]  # fmt: skip


@pytest.mark.parametrize("spelling", PHONES)
def test_a_phone_number_is_stored_in_one_spelling(spelling):
    assert names.read_phone(spelling) == "+84912345678"


def test_a_stored_phone_number_is_written_as_people_here_write_it():
    assert names.written_phone("+84912345678") == "0912 345 678"
    assert names.written_phone("+8562055512345").startswith("+856 ")
    assert names.written_phone("") == ""


@pytest.mark.parametrize("text", ["12345", "0912 345", "không có", "+999 12", "0912 345 678 9"])
def test_what_is_no_phone_number_is_refused_with_an_example(text):
    with pytest.raises(BadInput, match="0912 345 678"):
        names.read_phone(text)


def test_an_email_address_is_stored_in_small_letters():
    assert names.read_email(" Lan@Example.VN ") == "lan@example.vn"
    assert names.read_email("") == ""


@pytest.mark.parametrize("text", ["lan", "lan@", "lan@example", "a b@example.vn"])
def test_what_is_no_email_address_is_refused(text):
    with pytest.raises(BadInput):
        names.read_email(text)


@pytest.mark.parametrize("text", ["0912345678", "lan@example.vn", "lan nguyen", "Nguyễn", "l", "", "-lan"])
def test_a_user_name_can_never_be_taken_for_another_name(text):
    with pytest.raises(BadInput):
        names.read_username(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["lan", "LAN", " lan ", "lan@example.vn", "LAN@example.vn", *PHONES])
def test_a_person_is_found_by_any_name(text):
    lan = PersonFactory(username="lan", email="lan@example.vn", phone="+84912345678")
    assert names.find(text) == lan


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", " ", "minh", "minh@example.vn", "0912 345 679", "@", "+"])
def test_nobody_is_found_by_a_name_nobody_has(text):
    PersonFactory(username="lan")
    assert names.find(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("full_name", "username"),
    [
        ("Nguyễn Thị Lan", "lan.nguyenthi"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Lan"), "lan.nguyenthi"),
        ("Đỗ Đức Đạt", "dat.doduc"),
        ("Hòa", "hoa"),
        ("Lê", "le"),
        ("Y", "ny"),
        ("सीता देवी", "nguoidung"),
        ("A" * 80, "a" * 50),
    ],
)
def test_a_user_name_is_made_from_the_full_name(full_name, username):
    assert names.free_username(full_name) == username


@pytest.mark.django_db
def test_a_made_user_name_is_nobody_elses():
    PersonFactory(username="lan.nguyenthi")
    PersonFactory(username="lan.nguyenthi2")
    assert names.free_username("Nguyễn Thị Lan") == "lan.nguyenthi3"
