"""What the room sees at a moment, as a value: which matter, how many have voted, what is known of it in a few words."""

import pytest

from kheo.councils import actions as councils
from kheo.councils import screen
from kheo.councils.screen import Shows
from kheo.evaluations import actions as evaluations
from tests.councils.conftest import convened, led_to_the_vote, voted
from tests.evaluations.conftest import assess, marks, sheet_of
from tests.factories import FrameworkVersionFactory, MembershipFactory, PersonFactory, RoundFactory

pytestmark = pytest.mark.django_db


def shows(session):
    seen = screen.of(session)
    return seen.shows, [line.title for line in seen.lines]


class TestWhatTheRoomLooksAt:
    def test_before_and_between(self, council, session):
        assert shows(convened(council)) == (Shows.CONVENED, [])
        assert shows(session) == (Shows.BETWEEN, [])

    def test_a_report_comes_before_what_was_announced(self, council, session):
        first, second, _third = session.items.all()
        voted(council, first, 9)
        assert shows(session) == (Shows.RESULT, [first.title])
        councils.present(second, by=council.bình)
        assert shows(session) == (Shows.MATTER, [second.title])

    def test_a_vote_comes_before_everything(self, council, session):
        first, second, _third = session.items.all()
        led_to_the_vote(council, first)
        councils.open_vote(first, means="hands", by=council.bình)
        councils.present(second, by=council.bình)
        assert shows(session) == (Shows.VOTING, [first.title])
        councils.close_vote(first, by=council.bình)
        assert shows(session) == (Shows.CLOSED, [first.title])

    def test_by_hand_nobody_knows_how_many_have_voted(self, council, discussed):
        councils.open_vote(discussed, means="hands", by=council.bình)
        (voting,) = screen.of(discussed.session).votings
        assert (voting.cast, voting.voters, voting.needed, voting.base) == (None, 15, 8, 15)

    def test_who_stepped_aside_is_no_voter(self, council, discussed):
        councils.recuse(discussed, council.seats[5], reason="Là tác giả.", by=council.people[5])
        councils.open_vote(discussed, means="phones", by=council.bình)
        (voting,) = screen.of(discussed.session).votings
        assert (voting.cast, voting.voters) == (0, 14)

    def test_the_same_is_the_same_and_a_vote_makes_another(self, council, voting):
        before = screen.digest(screen.of(voting.session))
        assert screen.digest(screen.of(voting.session)) == before
        councils.vote(voting, "for", by=council.people[3])
        after = screen.digest(screen.of(voting.session))
        councils.vote(voting, "not", by=council.people[3])
        assert before != after == screen.digest(screen.of(voting.session))


class TestFacts:
    def test_unit_code_and_points_once_the_judging_is_concluded(self, story, council):
        steering = PersonFactory()
        MembershipFactory(person=steering, unit=story.province, role="steering_committee")
        round_ = RoundFactory(movement=story.movement, code="QN-2024-T", name="Đợt tỉnh 2024")
        version = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet_of(stages=["self"]))
        evaluations.demand(round_, "province", version=version, by=steering)
        subject = evaluations.enter_subject(
            round_, story.ward, code="T-1", title="Tổ tự quản", issuer=story.province, by=story.hoa
        )
        evaluation = evaluations.open_evaluation(subject, story.province, by=story.hoa)
        session = convened(council)
        item = councils.add_item(session, rule=council.rules["majority"], subject=subject, by=council.thu)
        assert screen.facts([item], story.province)[item.pk] == ["Phường Yên Giang", "T-1"]
        assess(evaluation, story.lan, marks(A=30, B=40, C=10))
        evaluation.refresh_from_db()
        evaluations.conclude_evaluation(evaluation, by=council.thu)
        *known, points = screen.facts([item], story.province)[item.pk]
        assert known == ["Phường Yên Giang", "T-1"]
        assert points.startswith("80 points")

    def test_a_matter_of_the_councils_own_has_none(self, council, session):
        item = councils.add_item(session, rule=council.rules["majority"], title="Việc khác", by=council.thu)
        assert screen.facts([item], council.it.unit) == {}


class TestThresholdInWords:
    @pytest.mark.parametrize(
        ("preset", "words"),
        [("award_90", "at least 90 % of all members"), ("majority", "more than 50 % of the members present")],
    )
    def test_a_share_that_is_a_whole_percentage_is_told_as_one(self, council, preset, words):
        assert screen.threshold_in_words(council.rules[preset]) == words

    def test_any_other_as_a_fraction(self, council):
        rule = councils.set_ready_made_rule(council.it, "two_thirds", by=council.thu)
        assert screen.threshold_in_words(rule) == "at least 2/3 of the members present"
