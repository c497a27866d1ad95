"""attach, detach, and handing the file out."""

import uuid

import pytest
from django.urls import reverse

from kheo.evidence import actions, policies
from kheo.exemplars import actions as exemplars
from kheo.exemplars import sections
from kheo.exemplars.enums import Section, SectionState
from kheo.exemplars.models import RegistrationFile
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.models import StoredFile
from kheo.movements import actions as movements
from tests.evidence.conftest import PDF, paper, snapshot
from tests.lying import place_of


def test_a_file_is_kept_with_its_caption(attached, draft, story):
    assert (attached.file.name, attached.caption, attached.file.by_id) == (
        "Kế hoạch.pdf",
        "Kế hoạch vận động",
        story.lan.pk,
    )
    assert journal.history(draft).filter(verb="registration.file_attached").count() == 1
    states = {view.section: view.state for view in sections.overview(draft)}
    assert states[Section.FILES] == SectionState.DONE


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_attaches_and_nothing_is_left_behind(story, draft, who):
    with pytest.raises(NotPermitted):
        actions.attach(draft, paper(), by=getattr(story, who))
    assert not StoredFile.objects.exists()


def test_nothing_is_attached_or_taken_off_while_the_office_answers(story, attached, draft):
    exemplars.submit(draft, by=story.lan)
    with pytest.raises(NotNow, match="once it is accepted"):
        actions.attach(draft, paper(), by=story.lan)
    with pytest.raises(NotNow):
        actions.detach(attached, by=story.lan)


def test_once_accepted_the_work_is_shown_and_seen_at_once(story, accepted, as_person):
    photo = actions.attach(accepted, snapshot(), by=story.lan)
    for who in (story.minh, story.hoa):
        assert "Photos and files (1)" in as_person(who).get(reverse("exemplars:detail", args=[accepted.pk])).text
        small = as_person(who).get(reverse("evidence:picture", args=[photo.pk, 320]))
        assert small["Content-Type"] == "image/webp"


def test_what_was_accepted_stays_and_what_came_later_may_go(story, draft):
    before = actions.attach(draft, paper(), by=story.lan)
    StoredFile.objects.update(at=before.file.at.replace(hour=1))
    exemplars.accept(exemplars.submit(draft, by=story.lan), by=story.minh)
    after = actions.attach(draft, snapshot(), by=story.lan)
    with pytest.raises(NotNow, match="it stays"):
        actions.detach(RegistrationFile.objects.get(pk=before.pk), by=story.lan)
    actions.detach(after, by=story.lan)
    assert list(draft.files.all()) == [before]


def test_nothing_is_added_once_the_round_is_closed(story, accepted):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow):
        actions.attach(accepted, snapshot(), by=story.lan)


def test_the_same_number_twice_is_one_file(story, draft):
    number = uuid.uuid4()
    first = actions.attach(draft, snapshot(), by=story.lan, client_id=number)
    assert actions.attach(draft, snapshot(), by=story.lan, client_id=number) == first
    assert (draft.files.count(), StoredFile.objects.count()) == (1, 1)


def test_a_dossier_holds_so_much_and_no_more(story, attached, draft, monkeypatch):
    monkeypatch.setattr(policies, "MOST_FILES", 1)
    with pytest.raises(BadInput, match="1 files and 300 MB at most"):
        actions.attach(draft, snapshot(), by=story.lan)
    monkeypatch.setattr(policies, "MOST_FILES", 9)
    monkeypatch.setattr(policies, "MOST_BYTES", len(PDF) + 10)
    with pytest.raises(BadInput, match="at most"):
        actions.attach(draft, snapshot(), by=story.lan)


def test_a_wrong_file_is_refused_with_its_sentence(story, draft):
    with pytest.raises(BadInput, match="not what its name says"):
        actions.attach(draft, paper(content=b"MZ\x90\0"), by=story.lan)
    assert not draft.files.exists()


def test_what_no_office_has_seen_is_removed_for_good(story, attached, django_capture_on_commit_callbacks):
    place = place_of(attached.file)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(attached, by=story.lan)
    assert not place.exists()
    assert not StoredFile.objects.exists()


def test_what_an_office_has_received_is_kept_out_of_sight(story, attached, draft):
    exemplars.submit(draft, by=story.lan)
    exemplars.return_for_changes(draft, reason="Bỏ tệp thừa.", by=story.minh)
    actions.detach(attached, by=story.lan)
    assert not RegistrationFile.objects.exists()
    assert place_of(StoredFile.objects.get()).exists()


def test_the_file_is_handed_out_as_an_attachment(story, attached, as_person):
    answer = as_person(story.lan).get(reverse("exemplars:file", args=[attached.file_id]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_a_file_of_a_draft_is_nobody_elses(story, draft, as_person, who):
    photo = actions.attach(draft, snapshot(), by=story.lan)
    visitor = as_person(getattr(story, who))
    assert visitor.get(reverse("exemplars:file", args=[photo.file_id])).status_code == 404
    assert visitor.get(reverse("evidence:picture", args=[photo.pk, 320])).status_code == 404


def test_the_office_gets_what_was_sent_and_not_what_is_being_added(story, attached, draft, as_person):
    exemplars.submit(draft, by=story.lan)
    exemplars.return_for_changes(draft, reason="Thêm ảnh.", by=story.minh)
    added = actions.attach(draft, snapshot(), by=story.lan)
    StoredFile.objects.filter(pk=added.file_id).update(at=draft.submissions.get().at.replace(year=2025))
    minh = as_person(story.minh)
    sent = minh.get(reverse("exemplars:file", args=[attached.file_id]))
    assert b"".join(sent.streaming_content) == PDF
    assert minh.get(reverse("exemplars:file", args=[added.file_id])).status_code == 404
    assert minh.get(reverse("evidence:picture", args=[added.pk, 320])).status_code == 404
