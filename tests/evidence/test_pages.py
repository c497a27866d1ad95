"""The page on which evidence is brought together, with script and without."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.evidence import actions
from kheo.exemplars import actions as exemplars
from kheo.kernel import files, folder
from kheo.results.models import Achievement
from tests.evidence.conftest import PDF, paper, sent_by_zalo, snapshot

SCRIPT = {"X-Upload": "1"}


@pytest.fixture
def page(draft):
    return reverse("evidence:collect", args=[draft.pk])


def address(name, thing, *more):
    return reverse(f"evidence:{name}", args=[thing.pk, *more])


def test_the_section_of_the_task_list_leads_there(story, draft, page, as_person):
    section = as_person(story.lan).get(reverse("exemplars:section", args=[draft.pk, "files"]))
    assert section["Location"] == page


def test_without_script_a_form_brings_several(story, draft, page, as_person):
    answer = as_person(story.lan).post(
        address("attach", draft), {"file": [snapshot(1), snapshot(2), paper()]}, follow=True
    )
    assert answer.redirect_chain == [(page, 302)]
    assert [one.file.name for one in draft.files.all()] == ["IMG_0915.jpg", "IMG_0915.jpg", "Kế hoạch.pdf"]


def test_of_several_the_good_ones_are_kept_and_the_others_named(story, draft, as_person):
    answer = as_person(story.lan).post(address("attach", draft), {"file": [snapshot(), paper("virus.exe", b"MZ")]})
    assert (answer.status_code, "virus.exe" in answer.text) == (422, True)
    assert [one.file.name for one in draft.files.all()] == ["IMG_0915.jpg"]


def test_nothing_chosen_is_said(story, draft, as_person):
    answer = as_person(story.lan).post(address("attach", draft), {})
    assert (answer.status_code, "Choose a photo or a file first." in answer.text) == (422, True)


def test_a_script_is_answered_with_the_list_or_a_sentence(story, draft, as_person):
    lan, number = as_person(story.lan), uuid.uuid4()
    said = {"client_id": number, "taken_at": "2024-10-15T07:30:00", "latitude": "20.93522", "longitude": "106.80011"}
    answer = lan.post(address("attach", draft), said | {"file": snapshot(), "keep_place": "on"}, headers=SCRIPT)
    assert answer.text.strip().startswith('<div id="exhibits">')
    assert "Taken on 15/10/2024" in answer.text
    assert "20,93522; 106,80011" in answer.text
    again = lan.post(address("attach", draft), said | {"file": snapshot()}, headers=SCRIPT)
    assert (again.status_code, draft.files.count()) == (200, 1)
    wrong = lan.post(
        address("attach", draft), {"client_id": uuid.uuid4(), "file": paper("virus.exe", b"MZ")}, headers=SCRIPT
    )
    assert (wrong.status_code, "virus.exe" in wrong.json()["sentence"]) == (422, True)


def test_without_a_yes_no_place_is_kept(story, draft, as_person):
    said = {"client_id": uuid.uuid4(), "latitude": "20.93522", "longitude": "106.80011", "file": snapshot()}
    as_person(story.lan).post(address("attach", draft), said, headers=SCRIPT)
    assert draft.files.get().file.picture.latitude is None


@pytest.mark.parametrize("nonsense", ["", "morgen", "0000-99-99T00:00:00", "1066-10-14T09:00:00"])
def test_nonsense_of_a_phone_is_left_out(story, draft, as_person, nonsense):
    said = {"client_id": uuid.uuid4(), "taken_at": nonsense, "latitude": nonsense, "longitude": "999"}
    said["keep_place"] = "on"
    answer = as_person(story.lan).post(address("attach", draft), said | {"file": snapshot()}, headers=SCRIPT)
    assert answer.status_code == 200
    picture = draft.files.get().file.picture
    assert (picture.taken_at, picture.latitude) == (None, None)


def test_a_script_without_a_number_is_told(story, draft, as_person):
    answer = as_person(story.lan).post(address("attach", draft), {"file": snapshot()}, headers=SCRIPT)
    assert (answer.status_code, "no number of its own" in answer.json()["sentence"]) == (422, True)


def test_a_full_disk_may_be_tried_again_later(story, draft, as_person, monkeypatch):
    monkeypatch.setattr(folder, "KEPT_FREE", 2**60)
    said = {"client_id": uuid.uuid4(), "file": snapshot()}
    answer = as_person(story.lan).post(address("attach", draft), said, headers=SCRIPT)
    assert (answer.status_code, "disk is full" in answer.json()["sentence"]) == (503, True)


def test_a_large_file_in_parts(story, draft, as_person):
    lan, number = as_person(story.lan), uuid.uuid4()
    part = address("part", draft, number)
    assert lan.get(part).json() == {"received": 0}
    for offset, data in ((0, PDF[:20]), (20, PDF[20:])):
        answer = lan.post(
            f"{part}?offset={offset}&size={len(PDF)}&name=K.pdf", data, content_type="application/octet-stream"
        )
        assert answer.json() == {"received": offset + len(data)}
    for _ in range(2):  # the answer to the first was lost
        assert lan.post(address("attach", draft), {"client_id": number}, headers=SCRIPT).status_code == 200
    assert files.content(draft.files.get().file) == PDF


def test_what_is_shown_is_said_on_the_page(story, draft, page, as_person):
    yard = Achievement.objects.create(registration=draft, words="Sân được lát", value=1200, measure="m2")
    photo = actions.attach(draft, snapshot(), by=story.lan)
    said = {"caption": "Sân khu 3", "people_agreed": "on", "results": [yard.pk]}
    answer = as_person(story.lan).post(address("caption", photo), said, follow=True)
    assert 'alt="Sân khu 3"' in answer.text
    assert "Sân được lát" in answer.text
    assert "the people shown agreed" in answer.text


def test_pictures_have_their_size_and_come_when_they_are_looked_at(story, draft, page, as_person):
    actions.attach(draft, snapshot(size=(1200, 1600)), by=story.lan)
    shown = as_person(story.lan).get(page).text
    assert 'width="240" height="320" loading="lazy"' in shown
    assert " 240w, " in shown
    assert " 600w" in shown


def test_a_file_is_taken_off_after_a_question(story, draft, page, as_person):
    lan, photo = as_person(story.lan), actions.attach(draft, snapshot(), by=story.lan)
    assert lan.get(address("detach", photo)).status_code == 200
    assert draft.files.exists()
    assert lan.post(address("detach", photo))["Location"] == page
    assert not draft.files.exists()


def test_one_is_shown_earlier(story, draft, as_person):
    first, second = (actions.attach(draft, snapshot(seed), by=story.lan) for seed in (1, 2))
    as_person(story.lan).post(address("move", second))
    assert list(draft.files.all()) == [second, first]


def test_while_the_office_answers_the_page_leads_to_the_dossier(story, draft, page, as_person):
    exemplars.submit(draft, by=story.lan)
    assert as_person(story.lan).get(page)["Location"] == reverse("exemplars:detail", args=[draft.pk])
    assert as_person(story.minh).get(page).status_code == 403


def test_as_many_questions_for_thirty_photographs_as_for_one(story, draft, page, as_person):
    lan = as_person(story.lan)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            lan.get(page)
        return len(queries)

    actions.attach(draft, snapshot(), by=story.lan)
    one = asked()
    for seed in range(10):
        actions.attach(draft, snapshot(seed, size=(160, 120)), by=story.lan)
    assert asked() == one


def test_the_office_reads_the_gallery_where_it_judges(story, draft, as_person):
    actions.attach(draft, sent_by_zalo(), caption="Sân khu 3", by=story.lan)
    exemplars.submit(draft, by=story.lan)
    page = as_person(story.minh).get(reverse("exemplars:detail", args=[draft.pk])).text
    assert 'alt="Sân khu 3"' in page
    assert "Add photos and files" not in page
