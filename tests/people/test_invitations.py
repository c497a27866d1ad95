"""Invitations: used once, in time, the latest only; opening the page uses nothing up."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kheo.kernel import journal
from kheo.kernel.errors import NotNow
from kheo.people import actions, policies, tokens
from kheo.people.models import Invitation
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
CHOSEN = {"language": "vi", "password1": "ba-tu-de-nho-9", "password2": "ba-tu-de-nho-9"}


@pytest.fixture
def person():
    person = PersonFactory(username="lan.nguyenthi", full_name="Nguyễn Thị Lan")
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def token(person):
    return actions.invite(person, form="link", by=None)[1]


def page(token):
    return reverse("people:welcome", args=[token])


def test_only_the_hash_is_kept(token):
    invitation = Invitation.objects.get()
    assert token not in str(invitation.__dict__)
    assert invitation.token_hash == tokens.digest(token)


def test_a_token_may_be_typed_in_any_way(token):
    assert tokens.digest(token.upper().replace("-", " ")) == tokens.digest(token)


def test_no_two_tokens_are_the_same_and_no_sign_looks_like_another():
    made = {tokens.new() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("01oil")


def test_the_person_chooses_a_password_and_is_signed_in(person, token, client):
    answer = client.post(page(token), CHOSEN)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    person.refresh_from_db()
    assert person.check_password("ba-tu-de-nho-9")
    assert [entry.verb for entry in journal.history(person)] == ["person.invited", "person.accepted"]


def test_looking_uses_nothing_up(token, client, reading_only):
    with reading_only():
        first, again = client.get(page(token)), client.get(page(token))
    assert first.status_code == again.status_code == 200
    assert "Nguyễn Thị Lan" in first.text
    assert "lan.nguyenthi" in first.text
    assert client.head(page(token)).status_code == 200
    assert client.post(page(token), CHOSEN).status_code == 302


def test_the_page_is_kept_by_no_cache(token, client):
    assert "no-store" in client.get(page(token))["Cache-Control"]


def test_an_invitation_is_used_once(token, client):
    client.post(page(token), CHOSEN)
    later = Client()
    assert later.get(page(token)).status_code == 410
    assert later.post(page(token), CHOSEN).status_code == 410
    assert "_auth_user_id" not in later.session


def test_an_invitation_ends_after_fourteen_days(person, token, client):
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert client.get(page(token)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert client.post(page(token), CHOSEN).status_code == 410
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_a_later_invitation_withdraws_the_earlier(person, token, client):
    _, later = actions.invite(person, form="slip", by=None)
    assert client.post(page(token), CHOSEN).status_code == 410
    assert client.post(page(later), CHOSEN).status_code == 302


def test_an_unknown_token_is_nobodys(client, token):
    assert client.get(page("aaaaa-aaaaa-aaaaa-aaaaa")).status_code == 404
    with pytest.raises(NotNow):
        actions.accept_invitation("aaaaa", password="x")


@pytest.mark.parametrize(
    "wrong",
    [
        {"password1": "ngan", "password2": "ngan"},
        {"password1": "1234567890", "password2": "1234567890"},
        {"password1": "lan.nguyenthi", "password2": "lan.nguyenthi"},
        {"password2": "khac-hoan-toan-7"},
        {"password1": "", "password2": ""},
        {"language": "xx"},
    ],
)
def test_a_bad_choice_is_told_and_uses_nothing_up(token, client, wrong):
    answer = client.post(page(token), CHOSEN | wrong)
    assert answer.status_code == 422
    assert client.post(page(token), CHOSEN).status_code == 302


def test_the_session_key_changes_at_the_first_sign_in(token, client):
    client.session.save()
    client.cookies["sessionid"] = before = client.session.session_key
    client.post(page(token), CHOSEN)
    assert client.session.session_key != before


def test_somebody_else_who_is_signed_in_is_asked_to_sign_out(token, client):
    client.force_login(PersonFactory(full_name="Trần Văn Minh"))
    answer = client.get(page(token))
    assert "Trần Văn Minh" in answer.text
    assert "password1" not in answer.text


def test_a_new_password_withdraws_a_slip_left_lying(person, token, client):
    actions.change_password(person, "ba-tu-de-nho-9", by=person)
    assert client.post(page(token), CHOSEN).status_code == 410


def test_a_closed_account_is_invited_to_nothing(person, token, client):
    actions.close_account(person, by=None)
    assert client.post(page(token), CHOSEN).status_code == 410
    with pytest.raises(NotNow):
        actions.invite(person, form="link", by=None)


def test_the_language_chosen_is_kept_and_spoken(person, token, client):
    client.post(page(token), CHOSEN | {"language": "hi"})
    person.refresh_from_db()
    assert person.language == "hi"
    assert client.cookies["django_language"].value == "hi"


def test_a_fresh_browser_is_spoken_to_in_the_persons_language(person, token, client):
    person.language = "hi"
    person.save()
    assert '<html lang="hi"' in client.get(page(token), headers={"Accept-Language": "vi"}).text


def test_the_state_of_an_invitation_is_one_sentence(person, token):
    invitation = Invitation.objects.get()
    assert policies.can_be_accepted.allows(invitation)
    invitation.used_at = timezone.now()
    assert policies.can_be_accepted.why_not(invitation)
