"""The receiving office confirms a copy or refuses it with a reason; the unit that is copied advises it, once."""

import pytest

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.replication import actions
from kheo.replication.enums import AdoptionState
from kheo.replication.models import Adoption

pytestmark = pytest.mark.django_db


def test_confirmed_it_has_its_day_and_its_row(story, confirmed):
    assert (confirmed.state, confirmed.confirmed_on) == (AdoptionState.CONFIRMED, story.today)
    answer = confirmed.answers.get()
    assert (answer.confirmed, answer.unit, answer.by) == (True, story.district, story.minh)


def test_it_is_journalled(story, confirmed):
    assert journal.history(confirmed.registration).last().verb == "registration.adoption_confirmed"


def test_it_is_not_confirmed_before_it_is_sent(story, adoption):
    with pytest.raises(NotPermitted):  # a draft has no office yet, and nobody above has seen it
        actions.confirm_adoption(adoption, by=story.minh)


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_receiving_office(story, sent, person):
    with pytest.raises(NotPermitted):
        actions.confirm_adoption(sent, by=getattr(story, person))


def test_once_is_enough(story, confirmed):
    with pytest.raises(NotNow, match="answered already"):
        actions.confirm_adoption(confirmed, by=story.minh)
    with pytest.raises(NotNow, match="answered already"):
        actions.refuse_adoption(confirmed, reason="Không đúng.", by=story.minh)


def test_it_is_refused_in_a_closed_round(story, sent):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.confirm_adoption(sent, by=story.minh)


class TestRefused:
    def test_the_unit_reads_why(self, story, sent):
        answer = actions.refuse_adoption(sent, reason="Chưa thấy khác gì.", by=story.minh)
        sent.refresh_from_db()
        assert (sent.state, sent.confirmed_on, answer.reason) == (AdoptionState.REFUSED, None, "Chưa thấy khác gì.")
        assert journal.history(sent.registration).last().reason == "Chưa thấy khác gì."

    def test_never_without_a_reason(self, story, sent):
        with pytest.raises(BadInput, match="why the copy is not confirmed"):
            actions.refuse_adoption(sent, reason=" ", by=story.minh)

    def test_by_nobody_else(self, story, sent):
        with pytest.raises(NotPermitted):
            actions.refuse_adoption(sent, reason="Không.", by=story.stranger)


class TestAdvised:
    def test_by_the_unit_that_is_copied(self, story, sent):
        advice = actions.advise(sent, words="Họp dân từng ngõ trước khi thu tiền.", by=story.lan)
        assert (advice.unit, advice.words) == (story.ward, "Họp dân từng ngõ trước khi thu tiền.")
        assert journal.history(sent.registration).last().verb == "registration.advised"

    def test_it_is_asked_once(self, story, sent):
        actions.advise(sent, words="Họp dân.", by=story.lan)
        with pytest.raises(NotNow, match="advised already"):
            actions.advise(sent, words="Họp dân.", by=story.dung)

    def test_not_before_the_copy_is_sent(self, story, adoption):
        with pytest.raises(NotNow, match="not been sent"):
            actions.advise(adoption, words="Họp dân.", by=story.lan)

    @pytest.mark.parametrize("person", ["stranger", "minh", "hoa", "thu"])
    def test_by_nobody_else(self, story, sent, thu, person):
        with pytest.raises(NotPermitted):
            actions.advise(sent, words="Họp dân.", by=thu if person == "thu" else getattr(story, person))

    def test_with_words(self, story, sent):
        with pytest.raises(BadInput):
            actions.advise(sent, words="", by=story.lan)


class TestWhoSeesIt:
    def test_a_draft_is_the_copying_units_own(self, story, adoption, thu):
        seen = {p.username for p in (story.lan, story.minh, story.hoa, story.stranger, thu) if sees(p, adoption)}
        assert seen == {"thu"}

    def test_once_sent_its_office_those_above_and_the_unit_that_is_copied(self, story, sent, thu):
        people = (story.lan, story.minh, story.hoa, story.nga, story.stranger, thu)
        assert {p.username for p in people if sees(p, sent)} == {"lan", "minh", "hoa", "thu"}


def sees(person, adoption):
    return Adoption.objects.visible_to(person).filter(pk=adoption.pk).exists()
