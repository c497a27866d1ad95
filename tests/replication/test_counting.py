"""The counting rules of movement.md §5, each by its words."""

from datetime import date

import pytest

from kheo.exemplars import actions as exemplars
from kheo.exemplars.models import Registration
from kheo.replication.copies import copies, copies_read_by, family, flat, replications
from tests.factories import (
    AdoptionFactory,
    ExemplarFactory,
    RecognitionFactory,
    RegistrationFactory,
    RoundFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

CONFIRMED = date(2024, 6, 1)


def counted(exemplar):
    return replications([exemplar.pk], copies()).get(exemplar.pk, 0)


def test_a_copy_is_a_registration_of_the_receiver_and_one_replication_of_the_origin(story, origin, confirmed):
    registrations = Registration.objects.counted()
    assert registrations.filter(unit=story.sibling).count() == 1
    assert registrations.filter(unit=story.ward).count() == 1
    assert counted(origin) == 1


def test_it_is_among_the_registrations_of_the_round_as_replicated_never_as_new(story, confirmed):
    by_origin = {row.origin for row in Registration.objects.filter(exemplar=confirmed.registration.exemplar)}
    assert by_origin == {"replicated"}


def test_the_origins_own_going_on_is_no_replication(story, origin):
    later = RoundFactory(movement=story.movement, code="2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    RegistrationFactory(
        exemplar=origin, unit=story.ward, round=later, receiver=story.district, status="accepted", origin="maintained"
    )
    assert counted(origin) == 0


def test_a_registration_of_the_origins_own_unit_is_no_replication_whatever_it_says(story, origin):
    again = ExemplarFactory(unit=story.ward, replicated_from=origin)
    RegistrationFactory(
        exemplar=again, unit=story.ward, receiver=story.district, status="accepted", origin="replicated"
    )
    assert counted(origin) == 0


def test_a_copy_that_goes_on_for_years_is_one_replication(story, origin, confirmed):
    later = RoundFactory(movement=story.movement, code="2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    RegistrationFactory(
        exemplar=confirmed.registration.exemplar, unit=story.sibling, round=later, receiver=story.district,
        status="accepted", origin="maintained", registered_on=date(2025, 2, 1),
    )  # fmt: skip
    assert counted(origin) == 1
    assert copies().get().pk == confirmed.registration.pk


def test_a_draft_and_what_was_withdrawn_or_declined_are_none(story, origin, adoption, thu):
    assert counted(origin) == 0
    exemplars.withdraw(adoption.registration, by=thu)
    assert counted(origin) == 0
    declined = AdoptionFactory(origin=origin)
    assert counted(origin) == 1
    Registration.objects.filter(pk=declined.registration_id).update(status="declined")
    assert counted(origin) == 0


def test_a_copy_of_a_copy_is_a_replication_of_the_copy_and_stands_in_the_family_of_the_origin(origin):
    first = AdoptionFactory(origin=origin, confirmed_on=CONFIRMED)
    second = AdoptionFactory(origin=first.registration.exemplar, confirmed_on=CONFIRMED)
    assert (counted(origin), counted(first.registration.exemplar)) == (1, 1)
    [copy] = family([origin.pk], copies())
    assert (copy.registration, copy.generation) == (first.registration, 1)
    assert [(c.registration, c.generation) for c in copy.copies] == [(second.registration, 2)]


def test_a_family_asks_as_many_questions_for_fifty_copies_as_for_one(origin, django_assert_num_queries):
    AdoptionFactory(origin=origin)
    with django_assert_num_queries(3):  # the copies, their recognitions, and that nobody copied them
        assert len(flat(family([origin.pk], copies()))) == 1
    for _ in range(49):
        AdoptionFactory(origin=origin)
    with django_assert_num_queries(3):
        assert len(flat(family([origin.pk], copies()))) == 50


def test_a_ring_of_copies_ends(origin):
    other = AdoptionFactory(origin=origin).registration.exemplar
    origin.replicated_from = other
    origin.save()
    assert len(flat(family([origin.pk], copies()))) == 1


class TestWhoCountsWhat:
    """A number never counts what its reader could not find behind it."""

    def of(self, person, exemplar):
        return replications([exemplar.pk], copies_read_by(person)).get(exemplar.pk, 0)

    def test_who_may_not_open_it_counts_it_when_it_is_confirmed(self, story, origin, sent):
        assert {p.username: self.of(p, origin) for p in (story.lan, story.minh, story.hoa)} == {
            "lan": 0, "minh": 1, "hoa": 1,
        }  # fmt: skip
        sent.state, sent.confirmed_on = "confirmed", CONFIRMED
        sent.save()
        assert self.of(story.lan, origin) == 1


def test_that_a_copy_was_recognised_too_is_credit_of_its_own_unit(origin):
    copy = AdoptionFactory(origin=origin, confirmed_on=CONFIRMED)
    RecognitionFactory(registration=copy.registration, unit=UnitFactory(level="district"))
    assert counted(origin) == 1
    assert counted(copy.registration.exemplar) == 0
