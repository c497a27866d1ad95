"""Equal votes, the last place, too many for a quota: a named rule, somebody who applies it, a printed reason."""

import pytest

from kheo.councils import actions as councils
from kheo.councils import outcomes, results
from kheo.councils.enums import TieRule
from kheo.councils.models import VotingRule
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import convened, voted

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_14(council):
    """A session of 14: seven against seven are equal votes."""
    return councils.open_session(convened(council, "majority", present=14), by=council.bình)


class TestATie:
    def test_who_leads_settles_it_by_the_rule(self, council, of_14):
        item = of_14.items.first()
        poll = voted(council, item, 7, 7)
        assert outcomes.needs_a_tie_settled(poll)
        settled = councils.settle_tie(item, passed=True, reason="Phiếu của Chủ tịch là đồng ý.", by=council.bình)
        assert (settled.rule, outcomes.adopted(outcomes.last_poll(item))) == (TieRule.CHAIR, True)
        assert journal.history(item).last().verb == "item.tie_settled"

    def test_the_rule_and_the_reason_are_printed(self, council, of_14):
        for item in of_14.items.all():
            voted(council, item, 7, 7)
            councils.settle_tie(item, passed=True, reason="Phiếu của Chủ tịch là đồng ý.", by=council.bình)
        result = councils.conclude_session(of_14, by=council.bình)[0]
        assert (result.reached, result.passed, result.tie_rule) == (False, True, "chair")
        assert results.notes(result) == [
            "The votes were equal; by the rule “the chair's vote decides”: Phiếu của Chủ tịch là đồng ý."
        ]

    def test_the_session_is_not_concluded_before(self, council, of_14):
        for item in of_14.items.all():
            voted(council, item, 7, 7)
        with pytest.raises(NotNow, match="equal: settle the tie"):
            councils.conclude_session(of_14, by=council.bình)

    def test_a_second_ballot_may_come_first(self, council, of_14):
        item = of_14.items.first()
        voted(council, item, 7, 7)
        assert voted(council, item, 8, 6).number == 2

    def test_the_secretary_does_not_settle_it(self, story, council, of_14):
        item = of_14.items.first()
        voted(council, item, 7, 7)
        for person in (council.thu, story.stranger, council.people[5]):
            with pytest.raises(NotPermitted):
                councils.settle_tie(item, passed=True, reason="Vì…", by=person)

    def test_without_a_tie_there_is_nothing_to_settle(self, council, of_14):
        item = of_14.items.first()
        voted(council, item, 8, 6)
        with pytest.raises(NotNow, match="no tie"):
            councils.settle_tie(item, passed=True, reason="Vì…", by=council.bình)

    def test_a_rule_without_a_tie_rule_adopts_nothing(self, council, of_14):
        VotingRule.objects.update(tie=TieRule.NONE)
        item = of_14.items.first()
        poll = voted(council, item, 7, 7)
        assert not outcomes.needs_a_tie_settled(poll)
        assert not outcomes.adopted(poll)


class TestAQuota:
    """Golden: quota exceeded is a warning and a reason; the tie rule of the last place is printed (§7.10)."""

    @pytest.fixture
    def quota(self, council, session):
        return councils.set_quota(session, name="Cờ thi đua", places=2, items=session.items.all(), by=council.thu)

    def vote_on_all(self, council, session, *agreed):
        for item, votes in zip(session.items.all(), agreed, strict=True):
            voted(council, item, votes)

    def test_the_highest_get_the_places(self, council, session, quota):
        self.vote_on_all(council, session, 10, 12, 11)
        found = councils.conclude_session(session, by=council.bình)
        assert [(r.reached, r.passed) for r in found] == [(True, False), (True, True), (True, True)]
        assert results.notes(found[0]) == ["Reached the votes needed, and is outside the quota “Cờ thi đua” of 2."]

    def test_equals_at_the_last_place_hold_the_session_up(self, council, session, quota):
        self.vote_on_all(council, session, 12, 11, 11)
        with pytest.raises(NotNow, match="share the last place"):
            councils.conclude_session(session, by=council.bình)

    def test_who_leads_decides_the_last_place(self, council, session, quota):
        self.vote_on_all(council, session, 12, 11, 11)
        last = session.items.last()
        councils.settle_last_place(quota, [last], reason="Phiếu của Chủ tịch.", by=council.bình)
        found = councils.conclude_session(session, by=council.bình)
        assert [r.passed for r in found] == [True, False, True]
        assert results.notes(found[2]) == ["Given the last place of the quota “Cờ thi đua”: Phiếu của Chủ tịch."]
        assert journal.history(quota).last().verb == "quota.settled"

    def test_exactly_as_many_as_there_are_places(self, council, session, quota):
        self.vote_on_all(council, session, 12, 11, 11)
        items = list(session.items.all())
        for chosen in ([], items[1:], items[:1]):
            with pytest.raises(BadInput, match="Choose 1"):
                councils.settle_last_place(quota, chosen, reason="Vì…", by=council.bình)

    def test_it_is_exceeded_only_with_a_reason(self, council, session, quota):
        self.vote_on_all(council, session, 12, 11, 11)
        with pytest.raises(BadInput, match="reason"):
            councils.exceed_quota(quota, reason="", by=council.bình)
        councils.exceed_quota(quota, reason="Được Chủ tịch tỉnh đồng ý.", by=council.bình)
        found = councils.conclude_session(session, by=council.bình)
        assert [r.passed for r in found] == [True, True, True]
        assert results.notes(found[0]) == ["The quota “Cờ thi đua” of 2 was exceeded: Được Chủ tịch tỉnh đồng ý."]

    def test_one_that_is_kept_is_not_exceeded(self, council, session, quota):
        self.vote_on_all(council, session, 12, 11, 7)
        with pytest.raises(NotNow, match="not exceeded"):
            councils.exceed_quota(quota, reason="Vì…", by=council.bình)

    def test_only_who_leads(self, story, council, session, quota):
        self.vote_on_all(council, session, 12, 11, 11)
        for person in (council.thu, story.stranger):
            with pytest.raises(NotPermitted):
                councils.exceed_quota(quota, reason="Vì…", by=person)
            with pytest.raises(NotPermitted):
                councils.settle_last_place(quota, [session.items.last()], reason="Vì…", by=person)
