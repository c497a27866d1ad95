"""Two people, or one impatient finger, at the same moment: exactly one outcome."""

import uuid

import pytest
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.enums import Section, Status
from kheo.exemplars.models import Acceptance, Registration, Return, Submission
from kheo.kernel.errors import NotNow, Stale
from tests.at_once import at_once
from tests.story import filled_draft
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_accept_and_return_at_once_have_one_outcome(story, submitted):
    answers = at_once(
        lambda: actions.accept(Registration.objects.get(pk=submitted.pk), by=story.minh),
        lambda: actions.return_for_changes(
            Registration.objects.get(pk=submitted.pk), reason="Thêm ảnh.", by=story.minh
        ),
    )
    assert sum(isinstance(answer, NotNow) for answer in answers) == 1
    assert Acceptance.objects.count() + Return.objects.count() == 1


def test_eight_sendings_at_once_send_once(story, draft):
    answers = at_once(*[lambda: actions.submit(Registration.objects.get(pk=draft.pk), by=story.lan)] * 8)
    assert sum(isinstance(answer, NotNow) for answer in answers) == 7
    assert Submission.objects.count() == 1


def test_codes_given_at_once_have_no_hole_and_no_double(story):
    drafts = [filled_draft(story, title=f"Mô hình {n}").pk for n in range(6)]
    at_once(*[lambda pk=pk: actions.submit(Registration.objects.get(pk=pk), by=story.lan) for pk in drafts])
    codes = Registration.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == [f"MH-2024-{n:04d}" for n in range(1, 7)]


def test_one_section_saved_twice_at_once_keeps_one_and_shows_the_other(story, draft):
    def save(text):
        return actions.save_section(
            Registration.objects.get(pk=draft.pk), Section.GOALS, {"goals": text}, by=story.lan, version=1
        )

    answers = at_once(lambda: save("Bản một"), lambda: save("Bản hai"))
    (conflict,) = [answer for answer in answers if isinstance(answer, Stale)]
    draft.dossier.refresh_from_db()
    kept = draft.dossier.goals
    assert {kept, conflict.mine[0][1]} == {"Bản một", "Bản hai"}


def test_an_exemplar_continued_twice_at_once_is_entered_once(story, submitted):
    actions.withdraw(submitted, by=story.lan, reason="Làm lại.")
    answers = at_once(*[lambda: actions.begin(story.ward, story.round, by=story.lan, exemplar=submitted.exemplar)] * 2)
    assert sum(isinstance(answer, NotNow) for answer in answers) == 1


def _press(person, address, key):
    visitor = Visitor()
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return lambda: visitor.post(address, headers={"Idempotency-Key": key})


def test_one_key_pressed_by_eight_threads_is_one_act_with_one_answer(story, draft):
    key, address = str(uuid.uuid4()), reverse("exemplars:submit", args=[draft.pk])
    answers = at_once(*[_press(story.lan, address, key) for _ in range(8)])
    receipt = reverse("exemplars:receipt", args=[draft.pk])
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, receipt)] * 8
    assert Submission.objects.count() == 1


def test_eight_fresh_keys_are_one_act_and_seven_sentences(story, draft):
    address = reverse("exemplars:submit", args=[draft.pk])
    at_once(*[_press(story.lan, address, str(uuid.uuid4())) for _ in range(8)])
    draft.refresh_from_db()
    assert (draft.status, Submission.objects.count()) == (Status.SUBMITTED, 1)
