"""drop_subject: what was judged is taken back, and nobody judges it any more."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.evaluations import actions, progress, queues, results, visiting
from kheo.evaluations.cards import Mark
from kheo.evaluations.enums import State
from kheo.evaluations.models import Evaluation
from kheo.evaluations.standings import Table, tables
from kheo.exemplars import actions as exemplars
from kheo.exemplars.subjects import subject_of
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow
from tests.evaluations.conftest import assess, card_of, marks, now, send_points, sheet_of, ward

pytestmark = pytest.mark.django_db
WHY = "“Phường Yên Giang” was taken back: nobody judges it any more."


def drop(evaluation, by):
    (dropped,) = actions.drop_subject(evaluation.subject, by=by)
    return dropped


@pytest.fixture
def half(office, assigned):
    """Minh has sent his points, Sơn has begun to write."""
    send_points(assigned, office.minh, marks(A=27, B=43, C=17))
    actions.score(card_of(assigned, office.son), marks(A=20), by=office.son, revision=0)
    return now(assigned)


@pytest.fixture
def concluded(office, half):
    son = card_of(half, office.son)
    actions.score(son, marks(A=27, B=43, C=17), by=office.son, revision=son.revision)
    actions.send_card(card_of(half, office.son), by=office.son)
    return actions.conclude_evaluation(now(half), by=office.thu)


class TestWhileItIsScored:
    def test_it_waits_for_nobody_any_more(self, story, office, half):
        assert [waiting.code for waiting in queues.of(office.son)] == [story.ward.code]
        dropped = drop(half, story.lan)
        assert (dropped.state, dropped.held_by, queues.of(office.son)) == (State.DROPPED, "nobody", [])
        assert not queues.concern(office.son)
        assert queues.to_arrange(office.thu) == []

    def test_who_was_writing_keeps_what_was_written_and_reads_why_it_goes_no_further(self, client, story, office, half):
        drop(half, story.lan)
        card = card_of(half, office.son)
        assert [score.points for score in card.scores.all()] == [Decimal(20)]
        client.force_login(office.son)
        assert WHY in client.get(reverse("evaluations:card", args=[card.pk]), follow=True).content.decode()

    def test_it_leaves_the_order_the_progress_and_what_can_be_shared_out(self, story, half):
        drop(half, story.lan)
        table = Table(half.procedure, half.unit)
        assert (table.lines, sum(count for _code, _name, count in table.by_class)) == ([], 0)
        told = progress.of(half.procedure, half.unit)
        assert (told.scorers, sum(told.by_state.values()), told.without) == ((), 0, ())
        assert tables(story.round) == []

    def test_it_is_journalled_and_told(self, client, story, office, half):
        drop(half, story.lan)
        entry = journal.history(half).last()
        assert (entry.verb, entry.by_id, entry.unit_id) == ("evaluation.dropped", story.lan.pk, story.ward.pk)
        client.force_login(office.minh)
        page = client.get(reverse("evaluations:detail", args=[half.pk])).content.decode()
        assert WHY in page
        assert "took back what was judged" in page
        assert "provisional" not in page  # what it came to half way blames nobody

    @pytest.mark.parametrize("verb", ["score", "send", "assign", "conclude", "omit", "reopen", "print"])
    def test_nothing_of_it_changes_any_more(self, story, office, half, verb):
        begun = card_of(half, office.son)
        dropped = drop(half, story.lan)
        doing = {
            "score": lambda: actions.score(begun, marks(A=21), by=office.son, revision=1),
            "send": lambda: actions.send_card(begun, by=office.son),
            "assign": lambda: actions.assign(dropped, office.hanh, by=office.thu),
            "conclude": lambda: actions.conclude_evaluation(dropped, by=office.thu),
            "print": lambda: actions.draft_score_sheet(dropped, by=office.thu),
            "omit": lambda: actions.omit(dropped, reason="Quá hạn.", by=office.thu),
            "reopen": lambda: actions.reopen(dropped, stage="scoring", reason="Nhầm.", by=office.thu),
        }
        with pytest.raises(NotNow, match=WHY):
            doing[verb]()

    def test_twice_is_once(self, story, half):
        drop(half, story.lan)
        assert actions.drop_subject(half.subject, by=story.lan) == []


def test_a_visit_that_was_planned_leaves_the_diary(story, office, evaluation):
    assess(evaluation, story.lan, marks(A=27, B=43, C=17))
    actions.plan_visit(
        now(evaluation), on=clock.today(), place="Nhà văn hóa", team=[(office.minh, "Kết quả")], by=office.minh
    )
    assert len(visiting.diary_of(office.minh).today) == 1
    drop(evaluation, story.lan)
    assert visiting.diary_of(office.minh).today == []


class TestWhatWasConcluded:
    def test_it_counts_no_more_and_can_still_be_read_by_who_could(self, story, office, concluded):
        assert Evaluation.objects.fit().count() == 1
        dropped = drop(concluded, story.lan)
        assert (Evaluation.objects.fit().count(), Evaluation.objects.concluded().count()) == (0, 0)
        assert results.of(dropped.subject, dropped.unit, reader=story.lan).total == Decimal(87)
        assert Evaluation.objects.visible_to(story.hoa).get() == dropped
        assert not Evaluation.objects.visible_to(story.stranger).exists()

    def test_it_is_not_opened_again(self, story, office, concluded):
        drop(concluded, story.lan)
        with pytest.raises(NotNow, match=WHY):
            actions.reopen(concluded, stage="scoring", reason="Nhầm.", by=office.thu)


class TestRivals:
    """blocks-and-awards.md §7 no. 4: where points are relative, who leaves the group moves the others."""

    @pytest.fixture
    def two(self, story, office, demanded, opened):
        criteria = [{"code": "A", "text": "Hộ hiến đất", "maximum": 100, "method": {"by": "relative"}}]
        demanded(sheet_of(criteria=criteria, stages=["superior"]))
        best, other = opened(), opened(ward(story))
        for one, value in ((best, 75), (other, 60)):
            card = one.cards.get(stage="superior")
            given = {"A": Mark(value=Decimal(value), target=Decimal(50))}
            actions.score(card, given, by=office.minh, revision=0)
        for one in (best, other):
            actions.send_card(one.cards.get(stage="superior"), by=office.minh)
        for one in (best, other):
            actions.conclude_evaluation(now(one), by=office.thu)
        return now(best), now(other)

    def total(self, one):
        return results.of(one.subject, one.unit).total

    def test_the_others_are_computed_anew(self, story, two):
        best, other = two
        assert (self.total(best), self.total(other)) == (Decimal(100), Decimal(70))
        drop(best, story.lan)
        assert (self.total(now(best)), self.total(now(other))) == (Decimal(100), Decimal(100))
        entry = journal.history(other).get(verb="evaluation.recomputed")
        assert (entry.by_id, entry.details) == (story.lan.pk, {"because": best.pk})


def test_a_unit_that_withdraws_its_registration_takes_it_from_its_scorers(story, office, demanded, accepted):
    demanded(sheet_of(stages=["scoring"]), scorers=2)
    evaluation = actions.open_evaluation(subject_of(accepted, by=office.minh), story.district, by=office.minh)
    actions.assign(evaluation, office.son, by=office.thu)
    assert [waiting.title for waiting in queues.of(office.son)] == [accepted.title]
    exemplars.withdraw(accepted, by=story.lan, reason="Gộp với mô hình khác.")
    assert (now(evaluation).state, queues.of(office.son)) == (State.DROPPED, [])


def test_what_was_taken_back_is_not_begun_to_be_judged(story, office, demanded, evaluation):
    drop(evaluation, story.lan)
    demanded(level="province")
    assert evaluation.subject.round_id == story.round.pk
    with pytest.raises(NotNow, match=WHY):
        actions.open_evaluation(evaluation.subject, story.province, by=story.hoa)
    assert journal.history(evaluation.subject).last().verb == "subject.dropped"
