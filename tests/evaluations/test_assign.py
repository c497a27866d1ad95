"""Who scores what: given, taken back, put off, and left for a conflict of interest."""

import pytest

from kheo.evaluations import actions, progress, queues
from kheo.evaluations.models import Assignment, Scorecard
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.evaluations.conftest import card_of, marks, now, send_points, ward
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_dossier_is_given_with_a_card(office, verified):
    assignment = actions.assign(verified, office.son, by=office.thu)
    assert card_of(verified, office.son).revision == 0
    assert journal.history(assignment).last().details == {"stage": "scoring"}
    assert actions.assign(verified, office.son, by=office.thu) == assignment


def test_it_can_be_given_before_the_stage_has_come_and_waits_in_no_queue_until_then(story, office, evaluation):
    actions.assign(evaluation, office.son, by=office.thu)
    assert not queues.to_score(office.son)


def test_nobody_near_to_the_unit_gets_it(story, office, verified):
    MembershipFactory(person=office.son, unit=story.ward, role="clerk")
    with pytest.raises(NotPermitted, match="serves Phường Yên Giang"):
        actions.assign(verified, office.son, by=office.thu)


@pytest.mark.parametrize("person", ["lan", "hoa", "stranger"])
def test_a_scorer_reviews_for_the_judging_unit(story, office, verified, person):
    with pytest.raises(NotPermitted, match="does not review for Thị xã Quảng Yên"):
        actions.assign(verified, getattr(story, person), by=office.thu)


def test_only_those_who_arrange_give_it(story, office, verified):
    for person in (office.minh, office.vinh, story.lan, story.hoa, story.stranger):
        with pytest.raises(NotPermitted):
            actions.assign(verified, office.son, by=person)


def test_at_a_stage_of_one_card_nobody_is_assigned(office, verified):
    with pytest.raises(NotNow, match="nobody scores alone"):
        actions.assign(verified, office.son, stage="verification", by=office.thu)


def test_a_stage_that_is_over_needs_no_more_scorers(office, assigned):
    for scorer in (office.minh, office.son):
        send_points(assigned, scorer, marks(A=27, B=43, C=17))
    with pytest.raises(NotNow, match="This stage is over"):
        actions.assign(assigned, office.hanh, by=office.thu)


class TestTakenBack:
    def test_what_was_written_stays_and_who_gets_it_again_goes_on_there(self, office, assigned):
        actions.score(card_of(assigned, office.son), marks(A=27), by=office.son, revision=0)
        assignment = Assignment.objects.get(scorer=office.son)
        actions.unassign(assignment, reason="Đi công tác.", by=office.thu)
        assert journal.history(assignment).last().verb == "assignment.ended"
        assert not queues.to_score(office.son)
        actions.assign(assigned, office.son, by=office.thu)
        assert card_of(assigned, office.son).scores.get().points == 27

    def test_not_what_is_sent(self, office, assigned):
        send_points(assigned, office.son, marks(A=27, B=43, C=17))
        with pytest.raises(NotNow, match="has sent the points already"):
            actions.unassign(Assignment.objects.get(scorer=office.son), reason="x", by=office.thu)

    def test_with_a_reason_and_by_those_who_arrange(self, story, office, assigned):
        assignment = Assignment.objects.get(scorer=office.son)
        with pytest.raises(BadInput, match="why the dossier is taken back"):
            actions.unassign(assignment, reason="", by=office.thu)
        with pytest.raises(NotPermitted):
            actions.unassign(assignment, reason="x", by=office.minh)

    def test_with_the_last_who_was_waited_for_gone_the_stage_goes_on(self, office, assigned):
        actions.assign(assigned, office.hanh, by=office.thu)
        for scorer in (office.minh, office.son):
            send_points(assigned, scorer, marks(A=27, B=43, C=17))
        assert now(assigned).state == "scoring"
        actions.unassign(Assignment.objects.get(scorer=office.hanh), reason="Nghỉ ốm.", by=office.thu)
        assert now(assigned).state == "scored"


class TestConflict:
    def test_the_dossier_leaves_the_queue_and_does_not_come_back(self, office, assigned):
        conflict = actions.declare_conflict(assigned, reason="Em gái phụ trách mô hình.", by=office.son)
        assert journal.history(conflict).last().verb == "conflict.declared"
        assert not queues.to_score(office.son)
        with pytest.raises(NotPermitted, match="declared a conflict of interest"):
            actions.assign(assigned, office.son, by=office.thu)

    def test_it_needs_no_reason_and_the_journal_keeps_none(self, office, assigned):
        conflict = actions.declare_conflict(assigned, by=office.son)
        assert (conflict.reason, journal.history(conflict).last().details) == ("", {})

    def test_after_sending_those_who_arrange_are_told(self, office, assigned):
        send_points(assigned, office.son, marks(A=27, B=43, C=17))
        with pytest.raises(NotNow, match="Tell those who arrange"):
            actions.declare_conflict(assigned, by=office.son)

    def test_only_a_scorer_declares_one(self, story, office, assigned):
        for person in (office.hanh, story.lan, story.stranger):
            with pytest.raises(NotPermitted):
                actions.declare_conflict(assigned, by=person)


def test_what_is_put_off_comes_last(story, office, demanded, opened):
    from tests.evaluations.conftest import sheet_of

    demanded(sheet_of(stages=["scoring"]), scorers=1)
    tasks = [actions.assign(opened(ward(story, f"Phường {n}")), office.son, by=office.thu) for n in range(3)]
    assert [one.assignment_id for one in queues.to_score(office.son)] == [task.pk for task in tasks]
    actions.skip(tasks[0], by=office.son)
    assert [one.assignment_id for one in queues.to_score(office.son)] == [task.pk for task in [*tasks[1:], tasks[0]]]
    assert journal.history(tasks[0]).last().verb == "assignment.skipped"
    with pytest.raises(NotPermitted):
        actions.skip(tasks[1], by=office.minh)


def test_progress_tells_who_has_done_how_much_and_no_points(office, assigned):
    send_points(assigned, office.son, marks(A=27, B=43, C=17))
    actions.score(card_of(assigned, office.minh), marks(A=20), by=office.minh, revision=0)
    told = progress.of(assigned.procedure, assigned.unit)
    assert {(one.scorer.username, one.given, one.begun, one.sent, one.waiting) for one in told.scorers} == {
        ("minh", 1, 1, 0, 1), ("son", 1, 0, 1, 0),
    }  # fmt: skip
    assert told.by_state["scoring"] == 1
    assert told.without == ()


def test_progress_names_what_has_too_few_scorers(office, verified):
    actions.assign(verified, office.son, by=office.thu)
    assert progress.of(verified.procedure, verified.unit).without == (verified,)


def test_an_unfinished_card_of_somebody_who_lost_the_dossier_does_not_count(story, office, assigned):
    actions.score(card_of(assigned, office.son), marks(A=1), by=office.son, revision=0)
    actions.unassign(Assignment.objects.get(scorer=office.son), reason="Đi công tác.", by=office.thu)
    assert Scorecard.objects.sent().filter(scorer=office.son).count() == 0
