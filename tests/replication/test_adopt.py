"""A unit adopts a recognised exemplar: its own registration begins, and what is useful to copy stands in it."""

from datetime import date

import pytest

from kheo.exemplars import actions as exemplars
from kheo.exemplars import sections
from kheo.exemplars.enums import Origin, Status
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.movements.models import Round
from kheo.replication import actions
from kheo.replication.enums import AdoptionState
from tests.factories import ExemplarFactory, MembershipFactory, MovementFactory, PersonFactory, RoundFactory
from tests.replication.conftest import CHANGES, send
from tests.story import ANSWERS

pytestmark = pytest.mark.django_db


def adopt(story, exemplar, by, unit=None, **told):
    told = {"changes": CHANGES, "starts_on": date(2024, 12, 1)} | told
    return actions.adopt(unit or story.sibling, exemplar, story.round, by=by, **told)


def test_it_begins_the_receivers_registration_as_a_copy_of_the_origin(story, origin, adoption):
    registration = adoption.registration
    assert (registration.unit, registration.round, registration.status) == (story.sibling, story.round, Status.DRAFT)
    assert (registration.origin, registration.exemplar.replicated_from) == (Origin.REPLICATED, origin)
    assert registration.exemplar != origin


def test_it_says_what_changes_when_it_starts_and_who_advises(adoption):
    assert (adoption.changes, adoption.starts_on) == (CHANGES, date(2024, 12, 1))
    assert (adoption.adviser, adoption.state) == ("Bà Lan, Yên Giang", AdoptionState.WAITING)


def test_who_names_no_level_registers_for_that_of_its_superior(story, origin, thu):
    """So the town confirms the copy of its commune, and not the commune its own (the issue: “confirmed by its
    superior”)."""
    registration = adopt(story, origin, thu).registration
    assert registration.level == "district"
    assert send(registration, by=thu).receiver == story.district


def test_goals_way_and_outputs_stand_in_the_draft_to_begin_from(adoption):
    dossier = adoption.registration.dossier
    assert dossier.goals == ANSWERS["goals"]
    assert dossier.method == ANSWERS["method"]
    assert dossier.outputs == ANSWERS["outputs"]
    assert dossier.starts_on == date(2024, 12, 1)


def test_what_is_the_others_own_is_not_copied(adoption):
    dossier = adoption.registration.dossier
    own = ["situation", "place", "beneficiaries", "resources", "contact_name", "contact_phone", "head_name"]
    assert [getattr(dossier, name) for name in own] == [""] * len(own)
    assert not adoption.registration.forces.exists()


def test_nothing_of_it_is_done_before_somebody_of_the_unit_has_read_it(adoption):
    goals = next(view for view in sections.overview(adoption.registration) if view.section == "goals")
    assert goals.is_to_be_read


def test_the_name_is_the_origins_until_the_unit_gives_its_own(story, origin, adoption, accepted):
    assert adoption.registration.title == accepted.title


def test_a_name_of_ones_own(story, origin, thu):
    assert adopt(story, origin, thu, title="Đình làng của mọi nhà").registration.title == "Đình làng của mọi nhà"


def test_it_is_journalled(story, origin, adoption):
    entry = journal.history(adoption.registration).last()
    assert (entry.verb, entry.unit_id, entry.details) == (
        "registration.adopted", story.sibling.pk, {"origin": origin.pk},
    )  # fmt: skip


def test_it_wants_to_know_what_is_done_differently(story, origin, thu):
    with pytest.raises(BadInput, match="“nothing” is an answer too"):
        adopt(story, origin, thu, changes=" ")


def test_only_what_was_recognised_is_replicated(story, accepted, thu):
    with pytest.raises(NotPermitted):
        adopt(story, accepted.exemplar, thu)


def test_ones_own_is_maintained_not_replicated(story, origin):
    with pytest.raises(NotNow, match="maintain it instead"):
        adopt(story, origin, story.lan, unit=story.ward)


def test_the_same_is_copied_once(story, origin, adoption, thu):
    with pytest.raises(NotNow, match="replicates it already"):
        adopt(story, origin, thu)


def test_a_copy_that_was_withdrawn_may_be_begun_again(story, origin, adoption, thu):
    exemplars.withdraw(adoption.registration, by=thu)
    assert adopt(story, origin, thu).registration != adoption.registration


@pytest.mark.parametrize("person", ["stranger", "lan", "minh", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_write_for_the_unit(story, origin, person):
    with pytest.raises(NotPermitted):
        adopt(story, origin, getattr(story, person))


def test_it_is_refused_to_a_unit_of_another_movement(story, origin):
    clerk = MembershipFactory(person=PersonFactory(), unit=story.foreign).person
    with pytest.raises(NotNow, match="takes no part"):
        adopt(story, origin, clerk, unit=story.foreign)
    elsewhere = RoundFactory(movement=MovementFactory(owner=story.elsewhere))
    with pytest.raises(NotPermitted, match="same movement"):
        actions.adopt(story.foreign, origin, elsewhere, changes=CHANGES, starts_on=date(2024, 12, 1), by=clerk)


def test_it_is_refused_in_a_round_that_is_over(story, origin, thu):
    movements.close_round(story.round, by=story.nga)
    story.round = Round.objects.get(pk=story.round.pk)
    with pytest.raises(NotNow, match="closed"):
        adopt(story, origin, thu)


class TestUnderACall:
    @pytest.fixture
    def call(self, story, origin):
        return actions.call(
            story.district, [origin], title="Cần 10 đơn vị nhân rộng", level="commune", wanted=10,
            due=date(2024, 12, 30), by=story.minh,
        )  # fmt: skip

    def test_it_answers_the_call(self, story, origin, call, thu):
        answer = adopt(story, origin, thu, call=call)
        assert list(call.adoptions.all()) == [answer]

    def test_of_something_else_it_does_not(self, story, call, thu, origin):
        call.exemplars.set([ExemplarFactory()])
        with pytest.raises(NotNow, match="does not name"):
            adopt(story, origin, thu, call=call)

    def test_of_a_unit_elsewhere_it_does_not(self, story, origin, thu):
        other = actions.call(
            story.province, [origin], title="Gọi", level="district", wanted=1, due=date(2024, 12, 30), by=story.hoa
        )
        other.unit = story.foreign
        other.save()
        with pytest.raises(NotNow, match="not addressed"):
            adopt(story, origin, thu, call=other)

    def test_a_closed_call_is_not_answered(self, story, origin, call, thu):
        actions.close_call(call, by=story.minh)
        with pytest.raises(NotNow, match="is closed"):
            adopt(story, origin, thu, call=call)


class TestToldAnew:
    def test_after_a_refusal_it_waits_again(self, story, sent, thu):
        actions.refuse_adoption(sent, reason="Chưa nói rõ khác gì.", by=story.minh)
        again = actions.tell_adoption(sent.registration, changes="Dùng đình làng.", starts_on=date(2024, 12, 5), by=thu)
        assert (again.pk, again.state, again.changes) == (sent.pk, AdoptionState.WAITING, "Dùng đình làng.")

    def test_for_a_copy_that_was_registered_without_saying_so(self, story, origin, thu):
        registration = exemplars.begin(
            story.sibling, story.round, by=thu, title="Bản sao", origin="replicated", replicated_from=origin
        )
        told = actions.tell_adoption(registration, changes="Không khác.", starts_on=date(2024, 12, 5), by=thu)
        assert told.registration == registration
        assert journal.history(registration).last().verb == "registration.adoption_told"

    def test_a_confirmed_copy_stands(self, confirmed, thu):
        with pytest.raises(NotNow, match="was confirmed"):
            actions.tell_adoption(confirmed.registration, changes="Khác", starts_on=date(2024, 12, 5), by=thu)

    def test_what_is_no_copy_has_nothing_to_tell(self, story, draft):
        with pytest.raises(NotNow, match="not registered as replicated"):
            actions.tell_adoption(draft, changes="Khác", starts_on=date(2024, 12, 5), by=story.lan)

    def test_it_is_refused_to_a_stranger(self, story, adoption):
        with pytest.raises(NotPermitted):
            actions.tell_adoption(adoption.registration, changes="Khác", starts_on=date(2024, 12, 5), by=story.stranger)


def test_a_round_of_another_year_takes_a_copy_too(story, origin, thu):
    later = RoundFactory(movement=story.movement, code="QN-2025", starts=date(2024, 11, 1), ends=date(2025, 12, 31))
    made = actions.adopt(story.sibling, origin, later, changes=CHANGES, starts_on=date(2025, 1, 1), by=thu)
    assert made.registration.round == later
