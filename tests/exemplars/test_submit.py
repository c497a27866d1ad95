"""submit: the unit hands it over and gets a code."""

from datetime import date

import pytest

from kheo.exemplars import actions, sections
from kheo.exemplars.enums import Section, Status
from kheo.kernel import clock, journal, periods
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements.models import Rung
from tests.factories import MembershipFactory, MilestoneFactory, UnitFactory
from tests.story import filled_draft


def test_it_goes_to_the_office_of_its_level_and_gets_a_code(story, draft):
    sent = actions.submit(draft, by=story.lan)
    assert (sent.status, sent.receiver, sent.code) == (Status.SUBMITTED, story.district, "MH-2024-0001")
    assert (sent.submitted_by, sent.registered_on) == (story.lan, story.today)
    assert sent.submissions.get().content["goals"] == draft.dossier.goals


def test_it_is_journalled(story, submitted):
    entry = journal.history(submitted).get(verb="registration.submitted")
    assert (entry.by_id, entry.details["code"], entry.details["number"]) == (story.lan.pk, "MH-2024-0001", 1)


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_sends_it(story, draft, who):
    with pytest.raises(NotPermitted):
        actions.submit(draft, by=getattr(story, who))
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT, Status.RETURNED}))
def test_only_a_draft_and_what_was_returned_can_be_sent(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.submit(submitted, by=story.lan)


WANTED = [
    name
    for section in Section
    for name in (*sections.REGISTRATION_FIELDS.get(section, ()), *sections.DOSSIER_FIELDS.get(section, ()))
    if name not in sections.OPTIONAL | sections.INDIVIDUAL_ONLY | {"kind", "level", "origin", "subject"}
]


@pytest.mark.parametrize("name", WANTED)
def test_br04_every_box_is_wanted(story, draft, name):
    record = draft if hasattr(draft, name) else draft.dossier
    setattr(record, name, None if name.endswith("_on") else "")
    record.save()
    with pytest.raises(BadInput, match=sections.label(name)):
        actions.submit(draft, by=story.lan)
    draft.refresh_from_db()
    assert (draft.status, draft.code) == (Status.DRAFT, "")


def test_br04_forces_with_their_roles_are_wanted(story, draft):
    draft.forces.all().delete()
    with pytest.raises(BadInput, match="Forces"):
        actions.submit(draft, by=story.lan)


def test_what_is_about_a_person_names_the_person(story):
    draft = filled_draft(story, subject="individual")
    with pytest.raises(BadInput, match="name of the individual"):
        actions.submit(draft, by=story.lan)


def test_codes_are_unique_per_office_and_year_and_a_refusal_leaves_no_hole(story, draft):
    unfinished = actions.begin(story.ward, story.round, by=story.lan, title="Dở dang", level="district")
    codes = [actions.submit(draft, by=story.lan).code]
    with pytest.raises(BadInput):
        actions.submit(unfinished, by=story.lan)
    codes.append(actions.submit(filled_draft(story), by=story.lan).code)
    to_province = filled_draft(story)
    type(to_province).objects.filter(pk=to_province.pk).update(level="province")
    codes.append(actions.submit(to_province, by=story.lan).code)
    assert codes == ["MH-2024-0001", "MH-2024-0002", "MH-2024-0001"]  # the third is the province's first


def test_a_new_year_counts_from_one(story, draft):
    actions.submit(draft, by=story.lan)
    later = filled_draft(story)
    story.round.ends = date(2025, 3, 31)
    story.round.save()
    with clock.at(date(2025, 1, 2)):
        assert actions.submit(later, by=story.lan).code == "MH-2025-0001"


def test_a_deadline_that_passed_refuses_the_sending_and_keeps_the_draft(story, draft):
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 11, 19))
    with pytest.raises(NotNow, match="Your draft is kept"):
        actions.submit(draft, by=story.lan)
    draft.refresh_from_db()
    assert (draft.status, draft.dossier.goals != "") == (Status.DRAFT, True)


def test_the_closing_day_itself_still_counts(story, draft):
    MilestoneFactory(round=story.round, kind="close", on=story.today)
    with clock.at(story.today, hour=23, minute=59):
        assert actions.submit(draft, by=story.lan).status == Status.SUBMITTED


def test_what_was_returned_comes_back_after_the_deadline_with_the_same_code(story, submitted):
    actions.return_for_changes(submitted, reason="Ghi rõ số hộ.", by=story.minh)
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 11, 19))
    again = actions.submit(submitted, by=story.lan)
    assert (again.status, again.code, again.submissions.count()) == (Status.SUBMITTED, submitted.code, 2)


def test_a_level_that_is_no_rung_any_more_is_refused(story, draft):
    ended = periods.period(date(2021, 1, 1), date(2024, 6, 30))
    Rung.objects.filter(movement=story.movement, level="district").update(during=ended)
    with pytest.raises(NotNow, match="Choose another level"):
        actions.submit(draft, by=story.lan)


def test_where_the_ladder_has_no_such_rung_the_next_higher_office_receives(story):
    cell = UnitFactory(code="QY-CB", name="Chi bộ khu 3", level="grassroots", kind="cell", parent=story.province)
    draft = filled_draft(story)
    type(draft).objects.filter(pk=draft.pk).update(unit=cell, level="commune")
    secretary = MembershipFactory(unit=cell, role="head").person
    assert actions.submit(draft, by=secretary).receiver == story.province


def test_what_was_sent_is_kept_apart_from_any_language(story, draft):
    draft.field = story.movement.fields.get(key="economy")
    draft.save()
    kept = actions.submit(draft, by=story.lan).submissions.get().content
    assert (kept["field"], kept["kind"], kept["starts_on"]) == ("economy", "model", "2024-01-15")
    assert kept["forces"] == [{"name": "Ủy ban MTTQ phường", "role": "leading", "task": "Chủ trì vận động"}]
