"""One's own account: names, language, password; nobody changes anybody else's."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.people import actions
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-9"
CHANGE = "/account/change/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def lan():
    return PersonFactory(username="lan", full_name="Nguyễn Thị Lan", email="lan@example.vn", phone="+84912345678")


def answers(**changes):
    same = {"full_name": "Nguyễn Thị Lan", "email": "lan@example.vn", "phone": "0912 345 678", "language": "vi"}
    return same | changes


def verbs(person):
    return [entry.verb for entry in journal.history(person)]


def test_the_page_shows_names_roles_with_dates_and_devices(story, as_person, reading_only):
    visitor = as_person(story.lan)
    with reading_only():
        page = visitor.get(reverse("people:account")).text
    for words in ("Nguyễn Thị Lan", "lan", "Phường Yên Giang", "01/01/2000", reverse("people:sessions")):
        assert words in page


def test_a_name_is_changed_and_journalled_without_the_name(lan, as_person):
    answer = as_person(lan).post(CHANGE, answers(full_name="  Nguyễn  Thị Lan Anh "))
    assert answer.status_code == 302
    lan.refresh_from_db()
    assert lan.full_name == "Nguyễn Thị Lan Anh"
    assert journal.history(lan).get().details == {"fields": ["full_name"]}


def test_saving_what_is_the_same_changes_nothing(lan, as_person):
    as_person(lan).post(CHANGE, answers())
    assert verbs(lan) == []


@pytest.mark.parametrize("change", [{"email": "moi@example.vn"}, {"phone": "0987 654 321"}, {"phone": ""}])
def test_what_opens_the_account_is_changed_only_with_the_password(lan, as_person, change):
    visitor = as_person(lan)
    refused = visitor.post(CHANGE, answers(full_name="Lan Anh", **change))
    assert refused.status_code == 422
    assert "This is not your present password" in refused.text
    assert "Lan Anh" in refused.text
    assert visitor.post(CHANGE, answers(password="sai", **change)).status_code == 422
    assert visitor.post(CHANGE, answers(password=PASSWORD, **change)).status_code == 302


def test_a_password_is_not_guessed_on_the_account_page(lan, as_person):
    visitor = as_person(lan)
    for _ in range(5):
        visitor.post(CHANGE, answers(email="moi@example.vn", password="sai"))
    assert visitor.post(CHANGE, answers(email="moi@example.vn", password=PASSWORD)).status_code == 422


def test_what_belongs_to_somebody_else_is_refused_at_the_field(lan, as_person):
    PersonFactory(email="minh@example.vn", phone="+84987654321")
    refused = as_person(lan).post(CHANGE, answers(email="Minh@example.vn", phone="0987.654.321", password=PASSWORD))
    assert refused.status_code == 422
    assert refused.text.count("belongs to an account already") >= 2


def test_an_unreadable_phone_number_keeps_what_was_typed(lan, as_person):
    refused = as_person(lan).post(CHANGE, answers(phone="09 12", full_name="Lan Mới"))
    assert refused.status_code == 422
    assert 'value="09 12"' in refused.text
    assert "Lan Mới" in refused.text


def test_nobody_changes_another_account(lan):
    stranger = PersonFactory()
    with pytest.raises(NotPermitted):
        actions.change_account(lan, by=stranger, full_name="X", email="", phone="", language="vi")
    with pytest.raises(NotPermitted):
        actions.change_password(lan, "ba-tu-de-nho-9", by=stranger)
    with pytest.raises(NotPermitted):
        actions.change_language(lan, "hi", by=stranger)
    with pytest.raises(NotPermitted):
        actions.end_other_sessions(lan, but="", by=stranger)


def test_a_name_cannot_be_empty(lan):
    with pytest.raises(BadInput):
        actions.change_account(lan, by=lan, full_name=" ", email="", phone="", language="vi")


def test_the_language_switch_follows_the_person(lan, as_person):
    visitor = as_person(lan)
    answer = visitor.post(reverse("people:set_language"), {"language": "hi", "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert visitor.cookies["django_language"].value == "hi"
    lan.refresh_from_db()
    assert lan.language == "hi"
    assert verbs(lan) == ["person.changed"]


def test_the_language_switch_works_for_everybody_and_not_by_get(client):
    address = reverse("people:set_language")
    assert client.post(address, {"language": "en", "next": "/accounts/login/"})["Location"] == "/accounts/login/"
    assert client.cookies["django_language"].value == "en"
    assert client.get(address).status_code == 405
    assert client.post(address, {"language": "xx", "next": "//evil.example"})["Location"] == "/"


def test_a_password_is_changed_with_the_present_one(lan, as_person):
    visitor, elsewhere = as_person(lan), as_person(lan)
    new = {"password1": "ba-tu-de-nho-9", "password2": "ba-tu-de-nho-9"}
    before = visitor.session.session_key
    visitor.post("/accounts/password/change/", {"oldpassword": "sai", **new})
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)
    answer = visitor.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert answer["Location"] == reverse("people:account")
    assert visitor.get(reverse("people:account")).status_code == 200
    assert visitor.session.session_key != before
    assert elsewhere.get(reverse("people:account")).status_code == 302
    assert verbs(lan) == ["password.changed"]


@pytest.mark.parametrize("bad", ["ngan", "1234567890", "nguyenthilan", "lan@example.vn"])
def test_a_weak_password_is_refused(lan, as_person, bad):
    as_person(lan).post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": bad, "password2": bad})
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)


def test_an_account_is_closed_once_and_opened_once(lan):
    actions.close_account(lan, by=None)
    with pytest.raises(NotNow):
        actions.close_account(lan, by=None)
    actions.reopen_account(lan, by=None)
    with pytest.raises(NotNow):
        actions.reopen_account(lan, by=None)
    assert verbs(lan) == ["person.closed", "person.reopened"]


def test_a_closed_account_is_out_at_once(lan, as_person):
    visitor = as_person(lan)
    actions.close_account(lan, by=None)
    assert visitor.get(reverse("people:account")).status_code == 302
