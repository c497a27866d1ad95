"""BR-09: who has considered and who has not, by name; “considered, none recognised” is not silence."""

import pytest

from kheo.kernel import clock
from kheo.movements.models import Rung
from kheo.recognitions import actions, docket, duty
from kheo.recognitions.enums import Stage
from tests.factories import (
    ConsiderationFactory,
    MembershipFactory,
    OutcomeFactory,
    PersonFactory,
    ProposalFactory,
    RegistrationFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(story):
    """Three more districts: one recognised, one recognised none, one did nothing; the fourth is Quảng Yên."""
    found = [UnitFactory(code=code, name=name, level="district", parent=story.province) for code, name in NAMES]
    for town, recognised in zip(found[:2], (True, False), strict=True):
        registration = RegistrationFactory(unit=town, receiver=town, round=story.round, status="accepted")
        person = PersonFactory()
        MembershipFactory(person=person, unit=town, role="reviewer")
        consideration = actions.consider(town, story.round, by=person)
        if recognised:
            actions.recognise(consideration, registration, by=person)
        else:
            actions.not_recognise(consideration, registration, reason="Chưa rõ.", by=person)
        actions.conclude(consideration, number="1-QĐ", on=story.today, by=person)
    return found


NAMES = [("HL", "Thành phố Hạ Long"), ("CP", "Thành phố Cẩm Phả"), ("BC", "Huyện Bình Liêu")]


def test_the_four_stages_are_told_apart(story, towns):
    actions.consider(story.district, story.round, by=story.minh)
    assert [duty.stage(unit, story.round) for unit in [*towns, story.district]] == [
        Stage.RECOGNISED,
        Stage.NONE_RECOGNISED,
        Stage.NOT_CONSIDERED,
        Stage.UNDER_WAY,
    ]


def test_the_silent_ones_are_named(story, towns):
    [standing] = duty.standings([story.province], [story.round])
    assert [unit.name_then for unit in standing.silent] == ["Huyện Bình Liêu", "Thị xã Quảng Yên"]
    assert len(standing.below) == 4


def test_none_recognised_is_not_silence(story, towns):
    [standing] = duty.standings([story.province], [story.round])
    assert towns[1] in standing.considered


def test_a_consideration_that_is_under_way_is_still_silence(story, considering):
    [standing] = duty.standings([story.province], [story.round])
    assert standing.silent == [story.district]


def test_a_unit_whose_registrations_were_decided_above_has_been_heard(story, recognised):
    """The list of a past year may hold only the outcome, not who considered."""
    [standing] = duty.standings([story.district], [story.round])
    assert standing.considered == [story.ward]
    assert standing.silent == [story.sibling]


def test_a_level_that_does_not_recognise_owes_nothing(story, towns):
    Rung.objects.filter(movement=story.movement, level="district").delete()
    [standing] = duty.standings([story.province], [story.round])
    assert standing.below == []


def test_no_unit_of_another_province_is_asked(story):
    assert duty.standings([story.foreign], [story.round]) == []


def test_counts_in_bulk_are_the_counts_of_the_lists(story, recognised, proposal, another):
    another("Chờ xét")
    RegistrationFactory(unit=story.district, receiver=story.province, round=story.round, status="accepted")
    both = RegistrationFactory(unit=story.ward, receiver=story.province, round=story.round, status="reported")
    ProposalFactory(registration=both, from_unit=story.district, to_unit=story.province)
    declined = RegistrationFactory(unit=story.ward, receiver=story.district, round=story.round, status="declined")
    OutcomeFactory(registration=declined, consideration=ConsiderationFactory(unit=story.district, round=story.round))
    units = [story.ward, story.district, story.province]
    counts = docket.waiting_counts([unit.pk for unit in units], [story.round.pk])
    assert counts == {(story.district.pk, story.round.pk): 1, (story.province.pk, story.round.pk): 3}
    for unit in units:
        assert docket.waiting(unit, story.round).count() == counts.get((unit.pk, story.round.pk), 0)


def test_what_a_commune_concluded_is_not_its_district_s_consideration(story):
    """BR-08: each unit considers at its own level; a district of diligent communes may itself have done nothing."""
    registration = RegistrationFactory(unit=story.ward, receiver=story.ward, round=story.round, status="accepted")
    consideration = ConsiderationFactory(unit=story.ward, round=story.round, concluded_at=clock.now())
    OutcomeFactory(registration=registration, consideration=consideration)
    [standing] = duty.standings([story.province], [story.round])
    assert standing.silent == [story.district]
    [standing] = duty.standings([story.district], [story.round])
    assert standing.considered == [story.ward]
