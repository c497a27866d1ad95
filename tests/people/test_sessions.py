"""Devices: listed, and ended one by one or all at once; never anybody else's."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kheo.kernel import journal
from kheo.kernel.errors import NotPermitted
from kheo.people import actions
from kheo.people.sessions import device, open_sessions
from tests.factories import PersonFactory
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A055F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
PC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Edg/130.0"
LIST = "/account/sessions/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def lan():
    return PersonFactory(username="lan")


def signed_in(name, user_agent=PC):
    visitor = Visitor(headers={"User-Agent": user_agent})
    visitor.post("/accounts/login/", {"login": name, "password": "mat-khau-thu-9"})
    return visitor


def is_in(visitor):
    return visitor.get(LIST).status_code == 200


def row_of(visitor):
    return UserSession.objects.get(session_key=visitor.session.session_key)


def test_the_devices_are_listed_this_one_first(lan, reading_only):
    pc, phone = signed_in("lan", PC), signed_in("lan", PHONE)
    with reading_only():
        page = pc.get(LIST).text
    assert page.index("Edge, Windows") < page.index("Chrome, Android")
    assert reverse("people:end_session", args=[row_of(phone).pk]) in page
    assert reverse("people:end_session", args=[row_of(pc).pk]) not in page


def test_another_device_is_signed_out_at_once(lan):
    pc, phone = signed_in("lan"), signed_in("lan", PHONE)
    assert pc.post(reverse("people:end_session", args=[row_of(phone).pk])).status_code == 302
    assert not is_in(phone)
    assert is_in(pc)
    assert [entry.verb for entry in journal.history(lan)] == ["session.ended"]


def test_all_other_devices_are_signed_out_at_once(lan):
    pc, others = signed_in("lan"), [signed_in("lan", PHONE) for _ in range(3)]
    pc.post(reverse("people:end_other_sessions"))
    assert not any(is_in(other) for other in others)
    assert is_in(pc)


def test_nobody_elses_session_can_be_ended(lan):
    PersonFactory(username="minh")
    mine, theirs = signed_in("lan"), signed_in("minh")
    assert mine.post(reverse("people:end_session", args=[row_of(theirs).pk])).status_code == 404
    with pytest.raises(NotPermitted):
        actions.end_session(row_of(theirs), by=lan)
    assert is_in(theirs)


def test_sessions_are_ended_by_post_only(lan):
    pc, phone = signed_in("lan"), signed_in("lan", PHONE)
    assert pc.get(reverse("people:end_session", args=[row_of(phone).pk])).status_code == 405
    assert pc.get(reverse("people:end_other_sessions")).status_code == 405


def test_what_opens_nothing_any_more_is_not_listed(lan):
    pc, phone = signed_in("lan"), signed_in("lan", PHONE)
    assert len(open_sessions(lan, this=pc.session.session_key)) == 2
    actions.change_password(lan, "ba-tu-de-nho-9", by=lan)
    lan.refresh_from_db()
    assert open_sessions(lan, this=pc.session.session_key) == []
    assert not is_in(phone)


def test_a_stranger_has_no_list(lan):
    assert Client().get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        (PHONE, "Chrome, Android"),
        (PC, "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120.0 Chrome/114 Safari/537.36", "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("curl/8", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_browser_is_named_in_words(signature, words):
    assert device(signature) == words
