"""A lost password: a link by e-mail, or a new slip; the page tells nobody who has an account."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kheo.kernel import journal
from kheo.people import actions
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ASK = "/accounts/password/reset/"
NEW = {"password1": "ba-tu-de-nho-9", "password2": "ba-tu-de-nho-9"}


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def lan():
    return PersonFactory(username="lan", full_name="Nguyễn Thị Lan", email="lan@example.vn")


def link_in(mail):
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.body)[1]


def choose(client, link, answers=NEW):
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], answers, follow=True)


def test_the_page_says_what_to_do_without_email(client):
    assert "Ask the keeper of your unit, or of the unit above it, for a new slip" in client.get(ASK).text


def test_the_answer_is_the_same_for_known_and_unknown_addresses(lan, client, mailoutbox):
    known = client.post(ASK, {"email": "Lan@example.vn"}, follow=True)
    unknown = client.post(ASK, {"email": "ai-do@example.vn"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert re.sub(r"[\w-]{36}|nonce-\S+|csrf\S+ value=\S+", "", known.text) == re.sub(
        r"[\w-]{36}|nonce-\S+|csrf\S+ value=\S+", "", unknown.text
    )
    assert [mail.to for mail in mailoutbox] == [["lan@example.vn"], ["ai-do@example.vn"]]
    assert "http" not in mailoutbox[1].body


def test_a_new_password_is_chosen_with_the_link_once(lan, client, mailoutbox):
    client.post(ASK, {"email": "lan@example.vn"})
    link = link_in(mailoutbox[0])
    assert "lan" in mailoutbox[0].body
    choose(client, link)
    lan.refresh_from_db()
    assert lan.check_password(NEW["password1"])
    assert "password.changed" in [entry.verb for entry in journal.history(lan)]
    again = Client().get(link, follow=True)
    assert "This link does not work any more" in again.text


def test_after_a_reset_one_may_sign_in_at_once(lan, client, mailoutbox):
    for _ in range(5):
        client.post("/accounts/login/", {"login": "lan", "password": "sai-mat-khau-1"})
    client.post(ASK, {"email": "lan@example.vn"})
    choose(client, link_in(mailoutbox[0]))
    client.post("/accounts/login/", {"login": "lan", "password": NEW["password1"]})
    assert "_auth_user_id" in client.session


def test_a_reset_signs_out_everywhere_and_ends_open_slips(lan, client, mailoutbox, as_person):
    elsewhere = as_person(lan)
    _, token = actions.invite(lan, form="slip", by=None)
    client.post(ASK, {"email": "lan@example.vn"})
    choose(client, link_in(mailoutbox[0]))
    assert elsewhere.get(reverse("people:account")).status_code == 302
    assert Client().get(reverse("people:welcome", args=[token])).status_code == 410


def test_a_closed_account_gets_no_link(lan, client, mailoutbox):
    actions.close_account(lan, by=None)
    client.post(ASK, {"email": "lan@example.vn"})
    assert "http" not in mailoutbox[0].body


def test_an_address_that_was_given_up_opens_nothing(lan, client, mailoutbox):
    client.post(ASK, {"email": "lan@example.vn"})
    actions.change_account(lan, by=lan, full_name=lan.full_name, email="moi@example.vn", phone="", language="vi")
    assert "does not work any more" in client.get(link_in(mailoutbox[0]), follow=True).text
    client.post(ASK, {"email": "lan@example.vn"})
    assert "http" not in mailoutbox[1].body
    client.post("/accounts/login/", {"login": "lan@example.vn", "password": "mat-khau-thu-9"})
    assert "_auth_user_id" not in client.session


def test_asking_too_often_is_stopped(lan, client):
    answers = [client.post(ASK, {"email": "lan@example.vn"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
