"""fill_in: a program that holds all the answers of a draft writes them at once."""

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import Section, Status
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted

ANSWERS = {Section.GOALS: {"goals": "16 điều hòa"}, Section.PLACE: {"place": "Khu 3", "beneficiaries": "320 hộ"}}
FORCES = [{"name": "Đoàn xã", "role": "leading", "task": "Chủ trì"}]


@pytest.fixture
def blank(story):
    return actions.begin(story.ward, story.round, by=story.lan, title="Tuyến đường hoa")


def test_all_answers_are_written_with_their_sections_saved(story, blank):
    actions.fill_in(blank, ANSWERS, forces=FORCES, by=story.lan)
    blank.dossier.refresh_from_db()
    assert (blank.dossier.goals, blank.dossier.place) == ("16 điều hòa", "Khu 3")
    assert [force.name for force in blank.forces.all()] == ["Đoàn xã"]
    assert set(blank.saves.values_list("section", flat=True)) == {Section.GOALS, Section.PLACE, Section.FORCES}
    assert journal.history(blank).last().verb == "registration.written"


def test_what_a_person_has_typed_is_never_written_over(story, blank):
    actions.save_section(blank, Section.GOALS, {"goals": "Của Lan"}, by=story.lan, version=0)
    with pytest.raises(NotNow):
        actions.fill_in(blank, ANSWERS, by=story.lan)


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_fills_it_in(story, blank, who):
    with pytest.raises(NotPermitted):
        actions.fill_in(blank, ANSWERS, by=getattr(story, who))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT, Status.RETURNED}))
def test_only_a_draft_and_what_was_returned_can_be_filled_in(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.fill_in(submitted, ANSWERS, by=story.lan)
