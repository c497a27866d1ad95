"""The same photograph in two dossiers: a note to whoever may see both, and a word to nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.evidence import actions, gallery
from kheo.exemplars import actions as exemplars
from tests.evidence.conftest import sent_by_zalo, snapshot
from tests.factories import MembershipFactory, PersonFactory
from tests.story import filled_draft


@pytest.fixture
def two(story):
    """Two dossiers of the ward, sent and accepted, with the same photograph, in the second as Zalo passed it on."""
    found = []
    for title, photo in (("Sân nhà văn hóa", snapshot()), ("Đường hoa khu 3", sent_by_zalo())):
        registration = filled_draft(story, title=title)
        actions.attach(registration, photo, by=story.lan)
        actions.attach(registration, snapshot(seed=50 + len(found)), by=story.lan)
        exemplars.accept(exemplars.submit(registration, by=story.lan), by=story.minh)
        registration.refresh_from_db()
        found.append(registration)
    return found


def same(registration, person):
    return [[other.code for other in one.same_as] for one in gallery.exhibits(registration, person)]


def test_the_reviewer_is_told_of_it_by_code(story, two, as_person):
    one, other = two
    assert same(one, story.minh) == [[other.code], []]
    assert same(other, story.hoa) == [[one.code], []]
    page = as_person(story.minh).get(reverse("exemplars:detail", args=[one.pk])).text
    assert f'Looks like a photo of <a href="/exemplars/{other.pk}/">{other.code}</a>' in " ".join(page.split())


def test_the_unit_itself_is_not_admonished(story, two):
    assert same(two[0], story.lan) == [[], []]


def test_who_sees_one_of_them_only_learns_nothing(story, two, as_person):
    """Another unit's draft has the photograph too: its unit knows, and nobody above."""
    clerk = PersonFactory()
    MembershipFactory(person=clerk, unit=story.sibling, role="clerk")
    copy = exemplars.begin(story.sibling, story.round, by=clerk, title="Mô hình Liên Hòa")
    actions.attach(copy, snapshot(), by=clerk)
    before = as_person(story.minh).get(reverse("exemplars:detail", args=[two[0].pk])).text
    assert "Liên Hòa" not in before
    assert same(two[0], story.minh) == [[two[1].code], []]
    assert same(copy, clerk) == [[]]


def test_what_is_added_while_mending_is_a_draft_here_too(story):
    sent = filled_draft(story, title="Mô hình một")
    exemplars.submit(sent, by=story.lan)
    mended = filled_draft(story, title="Mô hình hai")
    exemplars.submit(mended, by=story.lan)
    exemplars.return_for_changes(mended, reason="Thêm ảnh.", by=story.minh)
    added = actions.attach(mended, snapshot(), by=story.lan)
    type(added.file).objects.filter(pk=added.file_id).update(at=added.file.at.replace(year=2025))
    exemplars.accept(sent, by=story.minh)
    actions.attach(sent, sent_by_zalo(), by=story.lan)
    assert same(sent, story.minh) == [[]]


def test_as_many_questions_for_thirty_photographs_as_for_one(story, two, django_assert_num_queries):
    same(two[0], story.minh)  # who he is stays known
    with CaptureQueriesContext(connection) as few:
        same(two[0], story.minh)
    for seed in range(100, 120):
        actions.attach(two[0], snapshot(seed, size=(200, 150)), by=story.lan)
    with django_assert_num_queries(len(few)):
        assert len(same(two[0], story.minh)) == 22
