"""The edge of the house: refusals become HTTP in one place, and a repeated request is done once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from config.urls import handler400  # noqa: F401 - Django looks for it beside urlpatterns
from config.urls import urlpatterns as real_urls
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from kheo.kernel.models import Entry, IdempotencyKey
from tests.factories import PersonFactory


def act(request):
    journal.record("unit.founded", request.user, by=request.user, on="2024-01-01")
    return redirect("/units/")


def refuse(request, how):
    refusals = {
        "permission": NotPermitted("Only members of the unit may do this."),
        "state": NotNow("This registration was already accepted."),
        "input": BadInput("“31/02/2024” does not exist in the calendar."),
        "stale": Stale("Lan saved this section at 09:42.", theirs=[("Name", "A")], mine=[("Name", "B")]),
    }
    journal.record("unit.founded", request.user, by=request.user, on="2024-01-01")
    raise refusals[how]


def fail(request):
    journal.record("unit.founded", request.user, by=request.user, on="2024-01-01")
    return HttpResponse(status=422)


urlpatterns = [path("act/", act), path("refuse/<str:how>/", refuse), path("fail/", fail), *real_urls]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def browser():
    client = Client()
    client.force_login(PersonFactory())
    return client


def key():
    return {"Idempotency-Key": str(uuid.uuid4())}


def test_a_post_without_a_key_is_refused(browser):
    assert browser.post("/act/").status_code == 400
    assert Entry.objects.count() == 0


def test_the_key_may_come_with_the_form(browser):
    assert browser.post("/act/", {"idempotency_key": str(uuid.uuid4())}).status_code == 302
    assert Entry.objects.count() == 1


def test_the_same_key_is_done_once_and_answered_alike(browser):
    same = key()
    answers = [browser.post("/act/", headers=same) for _n in range(3)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/units/")] * 3
    assert Entry.objects.count() == 1


def test_a_key_belongs_to_one_form(browser):
    same = key()
    browser.post("/act/", headers=same)
    assert browser.post("/fail/", headers=same).status_code == 400


def test_two_people_may_have_the_same_key(browser):
    same = key()
    other = Client()
    other.force_login(PersonFactory())
    browser.post("/act/", headers=same)
    other.post("/act/", headers=same)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "address", ["/fail/", "/refuse/permission/", "/refuse/state/", "/refuse/input/", "/refuse/stale/"]
)
def test_what_is_refused_leaves_nothing_and_may_be_sent_again(browser, address):
    browser.post(address, headers=key())
    assert (Entry.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.parametrize(("how", "status"), [("permission", 403), ("state", 302), ("input", 302), ("stale", 409)])
def test_each_refusal_has_its_answer(browser, how, status):
    assert browser.post(f"/refuse/{how}/", headers=key()).status_code == status


def test_the_sentence_of_a_permission_is_read_by_the_person(browser):
    assert "Only members of the unit may do this." in browser.post("/refuse/permission/", headers=key()).text


def test_a_message_leads_back_but_never_off_the_site(browser):
    back = browser.post("/refuse/state/", headers=key() | {"Referer": "http://testserver/units/"})
    away = browser.post("/refuse/state/", headers=key() | {"Referer": "https://evil.example/"})
    assert (back["Location"], away["Location"]) == ("http://testserver/units/", "/")


def test_a_page_that_refuses_never_leads_back_to_itself(browser):
    assert browser.get("/refuse/state/", headers={"Referer": "http://testserver/refuse/state/"})["Location"] == "/"


def test_both_versions_are_shown_when_somebody_saved_first(browser):
    page = browser.post("/refuse/stale/", headers=key()).text
    assert "Lan saved this section at 09:42." in page
    assert all(text in page for text in (">A<", ">B<")) or ("A" in page and "B" in page)


def test_a_form_with_too_much_text_is_told_so(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
    answer = browser.post("/act/", {"idempotency_key": str(uuid.uuid4()), "situation": "đ" * 2**20})
    assert (answer.status_code, Entry.objects.count()) == (413, 0)
    assert "at most 1 MB of text" in answer.text


def test_signed_in_pages_are_kept_by_no_cache(browser):
    assert browser.get("/fail/")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_key_act_once():
    person, same = PersonFactory(), key()

    def send(_n):
        client = Client()
        client.force_login(person)
        try:
            return client.post("/act/", headers=same).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {302}
    assert Entry.objects.count() == 1
