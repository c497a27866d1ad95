"""begin: the unit makes a draft in a round."""

from datetime import date

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import Kind, Origin, Status, Subject
from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.units import actions as units
from tests.factories import ExemplarFactory, MilestoneFactory, RoundFactory


def test_a_clerk_begins_a_draft_with_an_exemplar_of_its_own(story):
    draft = actions.begin(story.ward, story.round, by=story.lan, title="  Tuyến   đường hoa ")
    assert (draft.status, draft.title, draft.code) == (Status.DRAFT, "Tuyến đường hoa", "")
    assert draft.exemplar.unit == story.ward
    assert draft.level == "commune"  # the lowest level open to the ward


def test_it_is_journalled(story):
    draft = actions.begin(story.ward, story.round, by=story.lan)
    (entry,) = journal.history(draft)
    assert (entry.verb, entry.by_id, entry.unit_id) == ("registration.begun", story.lan.pk, story.ward.pk)


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_begins_for_the_unit(story, who):
    with pytest.raises(NotPermitted):
        actions.begin(story.ward, story.round, by=getattr(story, who))
    assert not Registration.objects.exists()


def test_the_head_may_too(story):
    assert actions.begin(story.ward, story.round, by=story.dung).unit == story.ward


def test_not_before_the_round_opens_and_not_after_it_closes(story):
    MilestoneFactory(round=story.round, kind="open", on=date(2024, 3, 1))
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 10, 31))
    with clock.at(date(2024, 2, 29)), pytest.raises(NotNow, match="opens for registration on 01/03/2024"):
        actions.begin(story.ward, story.round, by=story.lan)
    with clock.at(date(2024, 10, 31)):
        assert actions.begin(story.ward, story.round, by=story.lan)
    with clock.at(date(2024, 11, 1)), pytest.raises(NotNow, match="closed on 31/10/2024"):
        actions.begin(story.ward, story.round, by=story.lan)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("subject", Subject)
def test_br22_kind_and_subject_are_independent(story, kind, subject):
    draft = actions.begin(story.ward, story.round, by=story.lan, kind=kind, subject=subject)
    assert (draft.kind, draft.subject) == (kind, subject)


def test_what_is_continued_keeps_its_exemplar_and_brings_its_words_along(story, accepted):
    following = RoundFactory(
        movement=story.movement, code="QN-2025", name="Năm 2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31)
    )
    with clock.at(date(2025, 2, 1)):
        draft = actions.begin(story.ward, following, by=story.lan, origin=Origin.MAINTAINED, exemplar=accepted.exemplar)
    assert draft.exemplar == accepted.exemplar
    assert draft.title == accepted.title
    assert draft.dossier.goals == accepted.dossier.goals
    assert [force.name for force in draft.forces.all()] == [force.name for force in accepted.forces.all()]
    assert (draft.dossier.head_name, draft.dossier.head_confirmed_on, draft.dossier.progress) == ("", None, "")


def test_an_exemplar_is_entered_into_a_round_once(story, submitted):
    with pytest.raises(NotNow, match="already registered"):
        actions.begin(story.ward, story.round, by=story.lan, exemplar=submitted.exemplar)
    actions.withdraw(submitted, by=story.lan, reason="Gộp với mô hình khác.")
    assert actions.begin(story.ward, story.round, by=story.lan, exemplar=submitted.exemplar)


def test_a_unit_continues_only_its_own_or_what_it_inherited(story):
    theirs = ExemplarFactory(unit=story.sibling)
    with pytest.raises(NotNow, match="only its own"):
        actions.begin(story.ward, story.round, by=story.lan, exemplar=theirs)
    units.succeed(story.sibling, story.ward, on=date(2024, 6, 1), by=None)
    assert actions.begin(story.ward, story.round, by=story.lan, exemplar=theirs).unit == story.ward


def test_what_is_replicated_is_a_new_exemplar_with_its_origin(story):
    origin = ExemplarFactory(unit=story.sibling)
    draft = actions.begin(story.ward, story.round, by=story.lan, origin=Origin.REPLICATED, replicated_from=origin)
    assert draft.exemplar != origin
    assert draft.exemplar.replicated_from == origin
