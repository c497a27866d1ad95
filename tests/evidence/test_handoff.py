"""open_handoff, end_handoff, and what comes through: half an hour, no sign-in, only into that dossier."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kheo.evidence import actions, policies
from kheo.evidence.models import HandOff
from kheo.exemplars import actions as exemplars
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.redaction import redacted
from kheo.people.models import Person
from tests.evidence.conftest import PDF, paper, snapshot
from tests.guards import reading_only

SCRIPT = {"X-Upload": "1"}


@pytest.fixture
def door(story, draft):
    handoff, token = actions.open_handoff(draft, by=story.lan)
    handoff.token = token
    return handoff


@pytest.fixture
def phone():
    return Client()


def hand_in(phone, door, file=None, **more):
    said = {"file": file or snapshot(), "client_id": uuid.uuid4()} | more
    return phone.post(reverse("handoff:hand_in", args=[door.token]), said, headers=SCRIPT)


def test_a_phone_sends_into_the_dossier_in_the_name_of_who_let_it_in(story, draft, door, phone):
    assert hand_in(phone, door).status_code == 200
    attached = draft.files.get()
    assert (attached.file.by_id, attached.arrival.handoff) == (story.lan.pk, door)
    told = list(journal.history(draft).values_list("verb", flat=True))
    assert told[-2:] == ["registration.handoff_opened", "registration.file_handed_in"]


def test_the_same_number_twice_is_one_file(draft, door, phone):
    number = uuid.uuid4()
    for _ in range(2):  # the answer to the first got lost
        assert hand_in(phone, door, client_id=number).status_code == 200
    assert draft.files.count() == 1


def test_only_the_digest_of_the_token_is_kept(door):
    kept = HandOff.objects.values().get()
    assert not [value for value in kept.values() if isinstance(value, str) and door.token.replace("-", "") in value]
    assert len(kept["digest"]) == 64


def test_the_phone_reads_the_title_and_nothing_else(draft, door, phone):
    with reading_only():
        page = phone.get(reverse("handoff:send", args=[door.token]))
    assert draft.title in page.text
    for secret in ("Yên Giang", "Lan", draft.dossier.contact_phone, draft.dossier.situation):
        assert secret not in page.text
    assert page["Cache-Control"] == "private, no-store"


def test_after_half_an_hour_it_is_over(draft, door, phone):
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert phone.get(reverse("handoff:send", args=[door.token])).status_code == 410
        answer = hand_in(phone, door)
        assert answer.status_code == 403
        assert answer.json() == {"sentence": "The time for sending from this phone is over."}
    assert not draft.files.exists()


def test_it_is_ended_early_and_a_new_one_ends_the_old(story, draft, door, phone):
    _other, token = actions.open_handoff(draft, by=story.lan)
    assert hand_in(phone, door).status_code == 403
    actions.end_handoff(draft, by=story.lan)
    assert phone.get(reverse("handoff:send", args=[token])).status_code == 410
    with pytest.raises(NotNow):
        actions.end_handoff(draft, by=story.lan)
    assert journal.history(draft).filter(verb="registration.handoff_ended").count() == 1


def test_who_may_no_longer_write_lets_nobody_in(story, draft, door, phone):
    Person.objects.filter(pk=story.lan.pk).update(is_active=False)
    assert hand_in(phone, door).status_code == 403
    Person.objects.filter(pk=story.lan.pk).update(is_active=True)
    story.lan.memberships.update(role="viewer")
    assert hand_in(phone, door).status_code == 403


def test_nothing_comes_once_the_dossier_was_sent(story, draft, door, phone):
    exemplars.submit(draft, by=story.lan)
    assert hand_in(phone, door).status_code == 403


@pytest.mark.parametrize("token", ["k7pq3-mfw9x-tzc4h-d8rns", "x", "1"])
def test_a_token_that_was_never_given_leads_nowhere(door, phone, token):
    assert phone.get(reverse("handoff:send", args=[token])).status_code == 410
    assert phone.post(reverse("handoff:hand_in", args=[token]), {"file": snapshot()}).status_code == 410


def test_one_door_lets_in_so_many_and_no_more(draft, door, phone, monkeypatch):
    monkeypatch.setattr(policies, "MOST_HANDED", 1)
    assert hand_in(phone, door).status_code == 200
    answer = hand_in(phone, door, snapshot(2))
    assert (answer.status_code, "Ask for a new code" in answer.json()["sentence"]) == (409, True)


def test_a_large_file_comes_in_parts_and_is_nobody_elses(draft, door, phone):
    number, paper_ = uuid.uuid4(), PDF.replace(b"<<>>", b"<<" + b" " * 5000 + b">>")
    address = reverse("handoff:hand_in_part", args=[door.token, number])
    for offset in range(0, len(paper_), 2000):
        answer = phone.post(
            f"{address}?offset={offset}&size={len(paper_)}&name=bien-ban.pdf", paper_[offset : offset + 2000],
            content_type="application/octet-stream",
        )  # fmt: skip
        assert answer.json() == phone.get(address).json()
    answer = phone.post(reverse("handoff:hand_in", args=[door.token]), {"client_id": number}, headers=SCRIPT)
    assert answer.status_code == 200
    assert draft.files.get().file.size == len(paper_)


def test_what_is_wrong_is_told_to_the_phone(door, phone):
    answer = hand_in(phone, door, paper("virus.exe", b"MZ"))
    assert (answer.status_code, "virus.exe" in answer.json()["sentence"]) == (422, True)
    plain = phone.post(reverse("handoff:hand_in", args=[door.token]), {"file": paper("virus.exe", b"MZ")})
    assert (plain.status_code, "virus.exe" in plain.text) == (422, True)


@pytest.mark.parametrize("who", ["minh", "hoa", "stranger"])
def test_nobody_else_opens_or_ends_one(story, draft, who):
    for verb in (actions.open_handoff, actions.end_handoff):
        with pytest.raises(NotPermitted):
            verb(draft, by=getattr(story, who))


def test_the_screen_shows_the_code_and_what_has_come(story, draft, phone, as_person):
    lan = as_person(story.lan)
    page = lan.post(reverse("evidence:open_handoff", args=[draft.pk]), follow=True)
    token = lan.session["handoff"][1]
    assert f"/g/{token}/" in page.text
    assert "<svg" in page.text
    now = reverse("evidence:handoff_now", args=[draft.pk])
    first = lan.get(now)
    assert lan.get(now, headers={"If-None-Match": first["ETag"]}).status_code == 304
    phone.post(reverse("handoff:hand_in", args=[token]), {"file": snapshot()})
    assert "1 file has come" in lan.get(now, headers={"If-None-Match": first["ETag"]}).text
    over = lan.post(reverse("evidence:end_handoff", args=[draft.pk]))
    assert over.status_code == 302
    assert "No phone can send photos here any more" in lan.get(reverse("evidence:handoff", args=[draft.pk])).text


def test_another_browser_does_not_learn_the_code(story, draft, as_person):
    as_person(story.lan).post(reverse("evidence:open_handoff", args=[draft.pk]))
    page = as_person(story.dung).get(reverse("evidence:handoff", args=[draft.pk])).text
    assert "/g/" not in page
    assert "shown only in the browser in which it was made" in page


def test_the_token_does_not_stand_in_the_log():
    assert redacted("GET /g/k7pq3-mfw9x-tzc4h-d8rns/hand-in/ 200") == "GET /g/‹link›/hand-in/ 200"
