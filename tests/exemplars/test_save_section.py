"""save_section: answers are kept as they stand, and nobody writes over a colleague unseen."""

from datetime import date, timedelta

import pytest

from kheo.exemplars import actions, sections
from kheo.exemplars.enums import Section, SectionState, Status
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, NotPermitted, Stale
from tests.factories import MilestoneFactory


@pytest.fixture
def blank(story):
    return actions.begin(story.ward, story.round, by=story.lan, title="Tuyến đường hoa")


def save(registration, section, answers, by, version=0, **more):
    return actions.save_section(registration, section, answers, by=by, version=version, **more)


def state(registration, section):
    registration.refresh_from_db()
    return next(view.state for view in sections.overview(registration) if view.section == section)


def test_a_section_is_kept_with_gaps(story, blank):
    saved = save(blank, Section.PLACE, {"place": "Khu 3", "beneficiaries": ""}, story.lan)
    blank.dossier.refresh_from_db()
    assert (blank.dossier.place, saved.version, saved.by) == ("Khu 3", 1, story.lan)
    assert sections.gaps(blank, Section.PLACE) == ["beneficiaries"]
    assert state(blank, Section.PLACE) == SectionState.IN_PROGRESS


def test_the_four_states_of_a_section(story, blank):
    assert state(blank, Section.GOALS) == SectionState.NOT_STARTED
    assert state(blank, Section.FILES) == SectionState.NOT_STARTED
    save(blank, Section.GOALS, {"goals": "16 điều hòa"}, story.lan)
    assert state(blank, Section.GOALS) == SectionState.DONE


def test_the_section_to_mend_is_marked_until_it_is_saved_again(story, submitted):
    actions.return_for_changes(submitted, reason="Ghi rõ số hộ.", section=Section.GOALS, by=story.minh)
    assert state(submitted, Section.GOALS) == SectionState.TO_MEND
    with clock.at(story.today + timedelta(days=1)):
        save(submitted, Section.GOALS, {"goals": "Có 320 hộ tham gia."}, story.lan, version=1)
    assert state(submitted, Section.GOALS) == SectionState.DONE


def test_two_people_write_two_sections(story, blank):
    save(blank, Section.GOALS, {"goals": "Mục tiêu"}, story.lan)
    save(blank, Section.PROBLEM, {"situation": "Thực trạng"}, story.dung)
    blank.dossier.refresh_from_db()
    assert (blank.dossier.goals, blank.dossier.situation) == ("Mục tiêu", "Thực trạng")


def test_the_same_section_in_two_tabs_shows_both_texts_and_loses_neither(story, blank):
    save(blank, Section.GOALS, {"goals": "Bản của Dũng"}, story.dung)
    with pytest.raises(Stale) as conflict:
        save(blank, Section.GOALS, {"goals": "Bản của Lan"}, story.lan, version=0)
    assert conflict.value.mine == [("goals and criteria", "Bản của Lan")]
    assert conflict.value.theirs == [("goals and criteria", "Bản của Dũng")]
    assert "Phạm Văn Dũng" in str(conflict.value)
    blank.dossier.refresh_from_db()
    assert blank.dossier.goals == "Bản của Dũng"


def test_the_same_words_again_are_no_conflict_and_no_new_version(story, blank):
    save(blank, Section.GOALS, {"goals": "Một"}, story.dung)
    again = save(blank, Section.GOALS, {"goals": "Một"}, story.lan, version=0)
    assert (again.version, again.by) == (1, story.dung)


def test_forces_are_replaced_as_a_whole(story, blank):
    rows = [{"name": "Đoàn xã", "role": "leading", "task": ""}, {"name": "Hội Phụ nữ", "role": "coordinating"}]
    save(blank, Section.FORCES, {}, story.lan, forces=rows)
    save(blank, Section.FORCES, {}, story.lan, version=1, forces=rows[1:])
    assert [force.name for force in blank.forces.all()] == ["Hội Phụ nữ"]


def test_what_is_no_longer_about_a_person_keeps_nothing_of_one(story, blank):
    person = {"subject": "individual", "person_name": "Phạm Thành Công", "person_birth_year": 1975}
    save(blank, Section.SUBJECT, person, story.lan)
    assert type(blank).objects.matching("pham thanh cong").exists()
    save(blank, Section.SUBJECT, {"subject": "collective"}, story.lan, version=1)
    blank.dossier.refresh_from_db()
    assert (blank.dossier.person_name, blank.dossier.person_birth_year) == ("", None)
    assert not type(blank).objects.matching("pham thanh cong").exists()


def test_br05_what_already_runs_is_registered_afterwards(story, blank):
    save(blank, Section.IDENTITY, {"retroactive": True}, story.lan)
    blank.refresh_from_db()
    assert blank.retroactive


def test_a_sitting_is_one_line_of_the_history(story, blank):
    for version in range(5):
        save(blank, Section.GOALS, {"goals": f"Mục tiêu {version}"}, story.lan, version=version)
    save(blank, Section.PLACE, {"place": "Khu 3"}, story.dung)
    with clock.at(story.today, hour=15):
        save(blank, Section.GOALS, {"goals": "Chiều"}, story.lan, version=5)
    written = [entry.by_id for entry in journal.history(blank) if entry.verb == "registration.written"]
    assert written == [story.lan.pk, story.dung.pk, story.lan.pk]


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_writes(story, blank, who):
    with pytest.raises(NotPermitted):
        save(blank, Section.GOALS, {"goals": "x"}, getattr(story, who))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT, Status.RETURNED}))
def test_only_a_draft_and_what_was_returned_can_be_written(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        save(submitted, Section.GOALS, {"goals": "x"}, story.lan, version=1)


def test_a_passed_deadline_does_not_stop_the_writing(story, blank):
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 11, 19))
    assert save(blank, Section.GOALS, {"goals": "Vẫn viết được"}, story.lan).version == 1


def test_the_level_stays_once_it_decided_who_received_it(story, submitted):
    actions.return_for_changes(submitted, reason="Sai cấp.", by=story.minh)
    with pytest.raises(NotNow, match="level cannot be changed"):
        save(submitted, Section.IDENTITY, {"level": "province"}, story.lan, version=1)
