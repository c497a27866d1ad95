"""attach, detach, and handing the file out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.models import RegistrationFile
from kheo.kernel import files, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.models import StoredFile

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def paper(name="Kế hoạch.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def attached(story, draft):
    return actions.attach(draft, paper(), caption="Kế hoạch  vận động", by=story.lan)


def test_a_file_is_kept_with_its_caption(attached, draft, story):
    assert (attached.file.name, attached.caption, attached.file.by_id) == (
        "Kế hoạch.pdf",
        "Kế hoạch vận động",
        story.lan.pk,
    )
    assert journal.history(draft).filter(verb="registration.file_attached").count() == 1


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_attaches_and_nothing_is_left_behind(story, draft, who):
    with pytest.raises(NotPermitted):
        actions.attach(draft, paper(), by=getattr(story, who))
    assert not StoredFile.objects.exists()


def test_nothing_is_attached_or_taken_off_once_it_was_sent(story, attached, draft):
    actions.submit(draft, by=story.lan)
    with pytest.raises(NotNow):
        actions.attach(draft, paper(), by=story.lan)
    with pytest.raises(NotNow):
        actions.detach(attached, by=story.lan)


def test_a_wrong_file_is_refused_with_its_sentence(story, draft):
    with pytest.raises(BadInput, match="not what its name says"):
        actions.attach(draft, paper(content=b"MZ\x90\0"), by=story.lan)
    assert not draft.files.exists()


def test_what_no_office_has_seen_is_removed_for_good(story, attached, django_capture_on_commit_callbacks):
    place = files.path(attached.file)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(attached, by=story.lan)
    assert not place.exists()
    assert not StoredFile.objects.exists()


def test_what_an_office_has_received_is_kept_out_of_sight(story, attached, draft):
    actions.submit(draft, by=story.lan)
    actions.return_for_changes(draft, reason="Bỏ tệp thừa.", by=story.minh)
    actions.detach(attached, by=story.lan)
    assert not RegistrationFile.objects.exists()
    assert files.path(StoredFile.objects.get()).exists()


def test_the_file_is_handed_out_as_an_attachment(story, attached, as_person):
    answer = as_person(story.lan).get(reverse("exemplars:file", args=[attached.file_id]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_a_file_of_a_draft_is_nobody_elses(story, attached, as_person, who):
    assert as_person(getattr(story, who)).get(reverse("exemplars:file", args=[attached.file_id])).status_code == 404


def test_the_office_gets_what_was_sent_and_not_what_is_being_added(story, attached, draft, as_person):
    actions.submit(draft, by=story.lan)
    actions.return_for_changes(draft, reason="Thêm ảnh.", by=story.minh)
    added = actions.attach(draft, paper("Ảnh.pdf"), by=story.lan)
    StoredFile.objects.filter(pk=added.file_id).update(at=draft.submissions.get().at.replace(year=2025))
    minh = as_person(story.minh)
    sent = minh.get(reverse("exemplars:file", args=[attached.file_id]))
    assert b"".join(sent.streaming_content) == PDF
    assert minh.get(reverse("exemplars:file", args=[added.file_id])).status_code == 404


def test_the_page_attaches_one_file_and_asks_before_removing_it(story, draft, as_person):
    lan = as_person(story.lan)
    answer = lan.post(
        reverse("exemplars:attach", args=[draft.pk]), {"file": paper(), "caption": "Kế hoạch"}, follow=True
    )
    assert "Kế hoạch.pdf" in answer.text
    page = reverse("exemplars:detach", args=[draft.files.get().pk])
    assert lan.get(page).status_code == 200
    assert draft.files.exists()
    lan.post(page)
    assert not draft.files.exists()


def test_the_page_tells_what_is_wrong_with_a_file(story, draft, as_person):
    answer = as_person(story.lan).post(
        reverse("exemplars:attach", args=[draft.pk]),
        {"file": paper("virus.exe", b"MZ")},
        headers={"Accept-Language": "en"},
    )
    assert answer.status_code == 422
    assert "virus.exe" in answer.text
    assert not draft.files.exists()
