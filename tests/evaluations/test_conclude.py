"""The end: conditions and figures, going on without, the frozen result, and opening it again in time."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kheo.criteria import actions as frameworks
from kheo.evaluations import actions, results
from kheo.evaluations.cards import Mark
from kheo.evaluations.models import Evaluation
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.evaluations.conftest import assess, card_of, marks, now, send_points, sheet_of, ward, with_reason

pytestmark = pytest.mark.django_db
GATES = [
    {"code": "KL", "text": "Không có kỷ luật", "effect": "not_eligible", "document": True},
    {"code": "BC", "text": "Báo cáo đúng hạn", "effect": "best_class", "best_class": "K"},
]
FIGURES = [{"code": "TD", "text": "Tỷ lệ dự sinh hoạt", "unit": "%"}]


@pytest.fixture
def scored(office, assigned):
    """Both scorers agreed with the 87 points."""
    for scorer in (office.minh, office.son):
        send_points(assigned, scorer, marks(A=27, B=43, C=17))
    return now(assigned)


@pytest.fixture
def concluded(office, scored):
    return actions.conclude_evaluation(scored, by=office.thu)


class TestGatesAndFigures:
    @pytest.fixture
    def evaluation(self, demanded, opened):
        classes = [
            {"code": "T", "name": "Tốt", "threshold": {"bound": 80},
             "conditions": [{"of": "figure", "code": "TD", "is": ">=", "bound": 85}]},
            {"code": "K", "name": "Khá"},
        ]  # fmt: skip
        demanded(sheet_of(gates=GATES, figures=FIGURES, classes=classes, stages=["self", "superior"]))
        return opened()

    @pytest.fixture
    def settled(self, story, evaluation):
        assess(evaluation, story.lan, marks(A=30, B=48, C=17))
        actions.send_card(now(evaluation).cards.get(stage="superior"), by=story.minh)
        return now(evaluation)

    def test_yes_or_no_and_the_number_of_a_document(self, story, evaluation):
        answer = actions.answer_gate(evaluation, "KL", passed=True, document="05-TB/UBKT", by=story.minh)
        assert (answer.passed, answer.document) == (True, "05-TB/UBKT")
        assert journal.history(evaluation).last().details == {"gate": "KL", "passed": True}
        with pytest.raises(BadInput, match="number of the document"):
            actions.answer_gate(evaluation, "KL", passed=True, by=story.minh)
        with pytest.raises(BadInput, match="no story"):
            actions.answer_gate(evaluation, "KL", passed=False, document="x" * 61, by=story.minh)
        with pytest.raises(BadInput, match="has no condition XX"):
            actions.answer_gate(evaluation, "XX", passed=True, by=story.minh)

    def test_the_units_figure_and_the_one_that_was_found_both_stay(self, story, settled):
        actions.answer_gate(settled, "KL", passed=True, document="05", by=story.minh)
        actions.answer_gate(settled, "BC", passed=True, by=story.minh)
        with pytest.raises(NotPermitted):
            actions.state_figure(settled, "TD", Decimal(90), by=story.stranger)
        actions.state_figure(settled, "TD", Decimal("85.0"), by=story.minh)
        assert results.of(settled.subject, settled.unit).class_name == "Tốt"
        actions.state_figure(settled, "TD", Decimal("84.9"), by=story.minh)
        assert results.of(settled.subject, settled.unit).class_name == "Khá"
        with pytest.raises(BadInput, match="no figure XX"):
            actions.state_figure(settled, "XX", Decimal(1), by=story.minh)

    def test_the_unit_states_its_own_while_it_assesses_itself(self, story, evaluation):
        actions.state_figure(evaluation, "TD", Decimal(92), by=story.lan)
        actions.state_figure(evaluation, "TD", Decimal(84), by=story.minh)
        assert {(f.side, f.value) for f in evaluation.figures.all()} == {("subject", 92), ("judge", 84)}
        assess(evaluation, story.lan, marks(A=30, B=48, C=17))
        with pytest.raises(NotNow):
            actions.state_figure(evaluation, "TD", Decimal(99), by=story.lan)

    def test_ninety_five_points_with_a_failed_gate(self, story, settled):
        """cells-and-democracy.md §4.3: not the best class, and the screen says which gate."""
        actions.answer_gate(settled, "KL", passed=True, document="05", by=story.minh)
        actions.answer_gate(settled, "BC", passed=False, by=story.minh)
        actions.state_figure(settled, "TD", Decimal(95), by=story.minh)
        standing = results.of(settled.subject, settled.unit)
        assert (standing.total, standing.class_name) == (95, "Khá")
        assert [gate.sentence for gate in standing.failed_gates] == ["Báo cáo đúng hạn"]
        assert standing.held_back == ["Not “Tốt”: the condition “Báo cáo đúng hạn” is not met."]

    def test_nothing_provisional_is_concluded_and_the_refusal_says_what_is_missing(self, story, office, settled):
        with pytest.raises(NotNow, match="whether these conditions are met: Không có kỷ luật; Báo cáo đúng hạn"):
            actions.conclude_evaluation(settled, by=office.thu)
        actions.answer_gate(settled, "KL", passed=True, document="05", by=story.minh)
        actions.answer_gate(settled, "BC", passed=True, by=story.minh)
        with pytest.raises(NotNow, match="These figures are not known yet: TD"):
            actions.conclude_evaluation(settled, by=office.thu)
        actions.state_figure(settled, "TD", Decimal(95), by=story.minh)
        assert actions.conclude_evaluation(settled, by=office.thu).result["verdict"]["class_code"] == "T"

    @pytest.mark.parametrize("person", ["lan", "hoa", "stranger"])
    def test_conditions_are_answered_by_the_judging_unit(self, story, evaluation, person):
        with pytest.raises(NotPermitted):
            actions.answer_gate(evaluation, "BC", passed=True, by=getattr(story, person))


class TestConclude:
    def test_the_result_is_frozen_with_its_version(self, story, office, concluded):
        assert (concluded.state, concluded.concluded_by) == ("concluded", office.thu)
        version = concluded.version
        assert (concluded.result["framework"], concluded.result["version"]) == (version.framework.code, version.number)
        assert concluded.result["tally"]["total"] == "87"
        assert journal.history(concluded).last().details["class_code"] == "T"

    def test_what_changes_later_never_moves_it(self, story, office, concluded):
        """Neither a score that is meddled with nor a retired framework (cells-and-democracy.md §4.3, golden file)."""
        before = now(concluded).result
        concluded.cards.get(stage="self").scores.update(points=0)
        frameworks.retire(concluded.version, by=None)
        assert now(concluded).result == before
        standing = results.of(concluded.subject, concluded.unit)
        assert (standing.total, standing.class_name, standing.provisional) == (87, "Tốt", False)
        assert standing.stages["self"].tally.points == {"A": 27, "B": 43, "C": 17}

    def test_not_before_every_stage_has_been_gone_through(self, office, assigned):
        with pytest.raises(NotNow, match="this belongs to “To be concluded”"):
            actions.conclude_evaluation(assigned, by=office.thu)

    def test_not_a_second_time(self, office, concluded):
        with pytest.raises(NotNow, match="is concluded"):
            actions.conclude_evaluation(concluded, by=office.thu)

    def test_nothing_is_written_after_it(self, story, office, concluded):
        for act in (
            lambda: actions.look_again(
                card_of(concluded, office.son), with_reason("x", A=1), by=office.son, revision=1
            ),
            lambda: actions.omit(concluded, reason="x", by=office.thu),
            lambda: actions.ask_explanation(concluded, {"A": "?"}, by=office.thu),
        ):
            with pytest.raises(NotNow, match="concluded"):
                act()

    def test_those_who_arrange_conclude(self, story, office, scored):
        for person in (office.minh, office.vinh, story.lan, story.hoa, story.stranger):
            with pytest.raises(NotPermitted):
                actions.conclude_evaluation(scored, by=person)

    def test_not_in_a_closed_round(self, story, office, scored):
        movements.close_round(story.round, by=story.nga)
        with pytest.raises(NotNow, match="closed"):
            actions.conclude_evaluation(scored, by=office.thu)


class TestReopen:
    def test_in_time_with_a_reason_and_what_was_concluded_is_kept(self, office, concluded):
        frozen = concluded.result
        reopening = actions.reopen(concluded, stage="scoring", reason="Bổ sung biên bản.", by=office.thu)
        again = now(concluded)
        assert (again.state, again.result, again.concluded_at) == ("scoring", None, None)
        assert (reopening.result, reopening.reason) == (frozen, "Bổ sung biên bản.")
        assert journal.history(concluded).last().details == {"stage": "scoring"}
        assert not again.cards.sent().filter(stage="scoring").exists()
        assert again.cards.sent().filter(stage="verification").exists()

    def test_what_a_scorer_changes_then_is_kept_beside_it(self, office, concluded):
        actions.reopen(concluded, stage="scoring", reason="Bổ sung.", by=office.thu)
        send_points(concluded, office.son, with_reason("Biên bản mới.", A=30, B=43, C=17))
        send_points(concluded, office.minh, marks(A=27, B=43, C=17))
        score = card_of(concluded, office.son).scores.get(code="A")
        assert [was.points for was in score.earlier.all()] == [27]
        assert actions.conclude_evaluation(now(concluded), by=office.thu).result["tally"]["total"] == "88.5"

    def test_not_after_the_days_that_the_procedure_gives(self, office, concluded):
        last = clock.today() + timedelta(days=30)
        with clock.at(last + timedelta(days=1)), pytest.raises(NotNow, match="could be reopened until 20/12/2024"):
            actions.reopen(concluded, stage="scoring", reason="Muộn.", by=office.thu)
        with clock.at(last):
            assert actions.reopen(concluded, stage="scoring", reason="Kịp.", by=office.thu)

    def test_with_a_reason_at_a_stage_of_its_own_and_by_those_who_arrange(self, story, office, concluded):
        with pytest.raises(BadInput, match="why the evaluation is reopened"):
            actions.reopen(concluded, stage="scoring", reason=" ", by=office.thu)
        with pytest.raises(BadInput, match="one of the stages"):
            actions.reopen(concluded, stage="superior", reason="x", by=office.thu)
        for person in (office.minh, story.lan, story.stranger):
            with pytest.raises(NotPermitted):
                actions.reopen(concluded, stage="scoring", reason="x", by=person)

    def test_only_what_is_concluded(self, office, scored):
        with pytest.raises(NotNow, match="is not concluded"):
            actions.reopen(scored, stage="scoring", reason="x", by=office.thu)


class TestOmit:
    def test_without_a_self_assessment_that_never_came(self, story, office, evaluation):
        """A unit that did nothing does not stop the others: the reason is written, and it stays visible."""
        omission = actions.omit(evaluation, reason="Hết hạn 31/10/2024, đơn vị không gửi.", by=office.thu)
        assert (omission.stage, now(evaluation).state) == ("self", "verification")
        assert [entry.verb for entry in journal.history(evaluation)][-2:] == [
            "evaluation.omitted", "evaluation.stage_finished",
        ]  # fmt: skip

    def test_without_a_silent_scorer_but_never_without_any(self, office, assigned):
        with pytest.raises(NotNow, match="No scorer has sent points yet"):
            actions.omit(assigned, reason="x", by=office.thu)
        send_points(assigned, office.son, marks(A=27, B=43, C=17))
        actions.omit(assigned, reason="Đồng chí Minh đi học dài ngày.", by=office.thu)
        assert now(assigned).state == "scored"
        assert not assigned.assignments.active().filter(scorer=office.minh).exists()

    def test_without_an_answer(self, story, office, assigned):
        actions.ask_explanation(assigned, {"B": "?"}, by=office.thu)
        actions.omit(assigned, reason="Quá 10 ngày không trả lời.", by=office.thu)
        assert now(assigned).state == "scoring"

    def test_with_a_reason_and_by_those_who_arrange(self, story, office, evaluation):
        with pytest.raises(BadInput, match="why you go on without it"):
            actions.omit(evaluation, reason="", by=office.thu)
        for person in (office.minh, story.lan, story.stranger):
            with pytest.raises(NotPermitted):
                actions.omit(evaluation, reason="x", by=person)

    def test_nothing_is_left_out_of_what_is_done(self, office, scored):
        with pytest.raises(NotNow, match="can be concluded"):
            actions.omit(scored, reason="x", by=office.thu)


class TestRelative:
    """Points against the best of the group (Table A of blocks-and-awards.md §2.5): all hang together."""

    @pytest.fixture
    def group(self, story, office, demanded, opened):
        criteria = [{"code": "A", "text": "Hộ hiến đất", "maximum": 100, "method": {"by": "relative"}}]
        demanded(sheet_of(criteria=criteria, stages=["self", "superior"]))
        story.trung = ward(story, "Phường Minh Thành")
        return [opened(story.ward), opened(story.trung)]

    def state(self, evaluation, value, by):
        from tests.factories import MembershipFactory

        unit = evaluation.subject.unit
        if unit.memberships.count() == 0:
            MembershipFactory(person=by, unit=unit, role="clerk")
        given = {"A": Mark(value=Decimal(value), target=Decimal(50))}
        card = evaluation.cards.get(stage="self")
        card = actions.self_assess(evaluation, given, by=by, revision=card.revision)
        actions.send_card(card, by=by)

    def pass_on(self, evaluation, by):
        actions.send_card(now(evaluation).cards.get(stage="superior"), by=by)

    def totals(self, group):
        return [standing.total for standing in results.many(Evaluation.objects.order_by("pk"))]

    def test_everything_is_provisional_until_all_figures_are_in(self, story, office, group):
        first, second = group
        self.state(first, 60, story.lan)
        self.pass_on(first, story.minh)
        assert results.of(first.subject, first.unit).provisional
        with pytest.raises(NotNow, match="Figures of other units of the group are not in yet"):
            actions.conclude_evaluation(now(first), by=office.thu)
        self.state(second, 75, office.vinh)
        assert self.totals(group) == [70, 100]
        actions.conclude_evaluation(now(first), by=office.thu)

    def test_one_late_correction_computes_all_anew(self, story, office, group):
        """blocks-and-awards.md §7 no. 4: the score of the others changes, and the history says so."""
        first, second = group
        self.state(first, 60, story.lan)
        self.state(second, 75, office.vinh)
        for one in group:
            self.pass_on(one, story.minh)
            actions.conclude_evaluation(now(one), by=office.thu)
        actions.reopen(second, stage="self", reason="Đếm trùng 10 hộ.", by=office.thu)
        assert self.totals(group)[0] == 70
        self.state(now(second), 65, office.vinh)
        self.pass_on(second, story.minh)
        actions.conclude_evaluation(now(second), by=office.thu)
        assert self.totals(group)[0].quantize(Decimal("0.01")) == Decimal("83.33")
        assert journal.history(first).last().verb == "evaluation.recomputed"
        assert journal.history(first).last().details == {"because": second.pk}
