"""Signing in: by any of three names, with one answer for strangers and for wrong passwords, and not too often."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kheo.people import actions
from kheo.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-9"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def lan():
    return PersonFactory(username="lan", full_name="Nguyễn Thị Lan", email="lan@example.vn", phone="+84912345678")


def sign_in(client, name, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "name", ["lan", "LAN", " lan", "lan@example.vn", "Lan@Example.VN", "0912 345 678", "0912345678", "+84 912 345 678"]
)
def test_a_person_signs_in_by_any_name_in_any_spelling(lan, client, name):
    assert sign_in(client, name).status_code == 302
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_the_page_asks_for_one_name_and_lets_a_password_be_pasted(client):
    page = client.get(LOGIN).text
    assert page.count('type="password"') == 1
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert reverse("account_reset_password") in page


@pytest.mark.parametrize(
    "name", ["lan", "lan@example.vn", "0912345678", "ai-do", "ai-do@example.vn", "0987654321", "+", "@"]
)
def test_the_answer_is_the_same_for_a_wrong_password_and_for_nobody(lan, client, name):
    answer = sign_in(client, name, "sai-mat-khau-1")
    assert not is_in(client)
    assert answer.text.count("The name and the password do not belong together") == 1


@pytest.mark.parametrize("name", ["lan", "lan@example.vn", "0912345678", "ai-do", "ai-do@example.vn", "0987654321"])
def test_every_try_costs_one_hash_whether_the_name_is_known_or_not(lan, client, monkeypatch, name):
    """What an attacker could measure from outside is the hashing; it must not tell who has an account."""
    hashed, hasher = [], type(hashers.get_hasher())
    really = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args: hashed.append(1) or really(self, *args))
    sign_in(client, name, "sai-mat-khau-1")
    assert len(hashed) == 1


def test_five_wrong_tries_close_the_account_for_five_minutes_whichever_name_is_tried(lan):
    names = ["lan", "LAN", "lan@example.vn", "0912 345 678", "+84912345678"]
    for name in names:
        sign_in(Client(), name, "sai-mat-khau-1")
    for name in ("lan", "0912.345.678"):
        late = Client()
        assert "Too many wrong tries" in sign_in(late, name).text
        assert not is_in(late)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=5)):
        later = Client()
        sign_in(later, "lan")
        assert is_in(later)


def test_guessing_at_nobody_is_closed_in_the_same_way():
    for spelling in ("0987 654 321", "0987654321", "+84987654321", "0987.654.321", "0987-654-321"):
        sign_in(Client(), spelling, "sai-mat-khau-1")
    assert "Too many wrong tries" in sign_in(Client(), "0987654321", "sai-mat-khau-1").text


def test_one_address_cannot_try_many_accounts(client):
    answers = [sign_in(client, f"person-{number}", "sai-mat-khau-1").text for number in range(31)]
    assert "Too many wrong tries" not in answers[29]
    assert "Too many wrong tries" in answers[30]


def test_signing_in_rightly_is_not_counted_as_a_try(lan):
    for _ in range(7):
        visitor = Client()
        sign_in(visitor, "lan")
        assert is_in(visitor)


def test_the_session_key_changes_at_sign_in(lan, client):
    session = client.session
    session["something"] = "kept"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, "lan")
    assert client.session.session_key != session.session_key


def test_a_device_is_remembered_for_thirty_days(lan, client):
    sign_in(client, "lan")
    assert client.cookies["sessionid"]["max-age"] == 30 * 24 * 3600


def test_the_persons_language_comes_along(lan, client):
    lan.language = "hi"
    lan.save()
    sign_in(client, "lan")
    assert client.cookies["django_language"].value == "hi"


def test_a_closed_account_does_not_open(lan, client):
    actions.close_account(lan, by=None)
    answer = client.post(LOGIN, {"login": "lan", "password": PASSWORD}, follow=True)
    assert not is_in(client)
    assert "This account is closed" in answer.text


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example",
     "javascript:alert(1)", "https://testserver@evil.example/", "https:///evil.example", " //evil.example",
     "/%09/evil.example", "data:text/html,x", "ftp://testserver/"],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_elsewhere(lan, client, evil):
    target = sign_in(client, "lan", next=evil)["Location"]
    assert target == "/" or target.startswith("/%09/")


def test_nobody_registers_by_themselves(client):
    address = reverse("account_signup")
    assert "Ask the keeper of your unit" in client.get(address).text
    client.post(address, {"username": "moi", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.exists()
    assert not is_in(client)


@pytest.mark.parametrize(
    "address", ["/accounts/email/", "/accounts/password/set/", "/accounts/confirm-email/", "/accounts/phone/change/"]
)
def test_what_we_do_not_use_of_allauth_has_no_address(client, lan, address):
    client.force_login(lan, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404


def test_signing_out_is_a_post(lan, client):
    sign_in(client, "lan")
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)
