"""To the end of an evaluation on its pages: conditions, figures, going on without, concluding one or all, reopening."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import Evaluation, FigureValue, GateAnswer
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.evaluations.conftest import assess, marks, now, send_points, sheet_of, ward
from tests.evaluations.test_conclude import FIGURES, GATES
from tests.reading import words

pytestmark = pytest.mark.django_db


def page(name, evaluation):
    return reverse(f"evaluations:{name}", args=[evaluation.pk])


def text_of(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def gated(story, demanded, opened):
    """The ward gave itself 95, the district agreed; two conditions and a figure are still open."""
    demanded(sheet_of(gates=GATES, figures=FIGURES, stages=["self", "superior"]))
    evaluation = opened()
    assess(evaluation, story.lan, marks(A=30, B=48, C=17))
    actions.send_card(now(evaluation).cards.get(stage="superior"), by=story.minh)
    return now(evaluation)


class TestConditions:
    def test_each_is_asked_with_what_follows_and_only_what_is_new_is_written(
        self, story, gated, as_person, reading_only
    ):
        minh, address = as_person(story.minh), page("answer_gate", gated)
        with reading_only():
            text = text_of(minh, address)
        assert "If it is not met: not eligible to be classified." in text
        assert "If it is not met: no better class than “Khá”." in text
        said = {"passed-1": "yes", "document-1": "05-TB/UBKT", "passed-2": "unsaid", "document-2": ""}
        assert minh.post(address, said)["Location"] == page("detail", gated)
        minh.post(address, said | {"passed-2": "no"})
        assert {one.gate: (one.passed, one.document) for one in GateAnswer.objects.all()} == {
            "KL": (True, "05-TB/UBKT"), "BC": (False, ""),
        }  # fmt: skip
        verbs = [entry.details["gate"] for entry in journal.history(gated).filter(verb="evaluation.gate_answered")]
        assert verbs == ["KL", "BC"]

    @pytest.mark.parametrize(
        ("said", "box"),
        [
            ({"passed-1": "yes", "document-1": ""}, "document-1"),
            ({"passed-2": "unsaid", "passed-1": "unsaid"}, "passed-2"),
        ],
    )
    def test_what_is_missing_is_told_at_its_box(self, story, gated, as_person, said, box):
        actions.answer_gate(gated, "BC", passed=True, by=story.minh)
        answer = as_person(story.minh).post(page("answer_gate", gated), {"passed-2": "yes"} | said)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [box])

    def test_ninety_five_points_with_a_failed_gate(self, story, office, gated, as_person):
        """cells-and-democracy.md §4.3: the screen says which gate failed, and what it does."""
        actions.answer_gate(gated, "KL", passed=True, document="05", by=story.minh)
        actions.answer_gate(gated, "BC", passed=False, by=story.minh)
        text = text_of(as_person(office.thu), page("detail", gated))
        assert "95 of 100 points" in text
        assert '<span lang="vi">BC – Báo cáo đúng hạn</span> → <b>no better class than “Khá”</b>' in text
        assert "Not “Xuất sắc”: the condition “Báo cáo đúng hạn” is not met." in text

    def test_the_unit_reads_what_is_demanded_and_not_what_was_answered(self, story, gated, as_person):
        actions.answer_gate(gated, "KL", passed=True, document="05-TB/UBKT", by=story.minh)
        text = text_of(as_person(story.lan), page("detail", gated))
        assert "Không có kỷ luật" in text
        assert "05-TB/UBKT" not in text
        assert "Answer the conditions" not in text

    def test_the_reviewer_has_them_within_reach_of_the_workspace(self, story, demanded, opened, as_person):
        demanded(sheet_of(gates=GATES, figures=FIGURES, stages=["superior"]))
        evaluation = opened()
        text = text_of(as_person(story.minh), reverse("evaluations:card", args=[evaluation.cards.get().pk]))
        assert page("answer_gate", evaluation) in text
        assert page("state_figure", evaluation) in text

    def test_a_framework_without_conditions_leads_back(self, story, office, assigned, as_person):
        for name in ("answer_gate", "state_figure"):
            assert as_person(office.minh).get(page(name, assigned))["Location"] == page("detail", assigned)

    def test_only_by_the_judging_unit(self, story, gated, as_person):
        for person, status in ((story.lan, 403), (story.stranger, 404)):
            assert as_person(person).post(page("answer_gate", gated), {"passed-2": "yes"}).status_code == status


class TestFigures:
    @pytest.fixture
    def evaluation(self, demanded, opened):
        demanded(sheet_of(figures=FIGURES, stages=["self", "superior"]))
        return opened()

    def test_declared_beside_found_and_both_stay(self, story, office, evaluation, as_person):
        address = page("state_figure", evaluation)
        lan, minh = as_person(story.lan), as_person(story.minh)
        assert lan.post(address, {"figure-1": "92,5"})["Location"] == page("detail", evaluation)
        assert "Declared by the unit: 92,5" in text_of(minh, address)
        minh.post(address, {"figure-1": "84"})
        assert {(one.side, one.value) for one in FigureValue.objects.all()} == {
            ("subject", Decimal("92.5")), ("judge", Decimal(84)),
        }  # fmt: skip
        assert '<span class="k-gap">84</span>' in text_of(minh, page("detail", evaluation))
        facts = text_of(lan, page("detail", evaluation)).partition("Declared facts")[2].partition("<h2")[0]
        assert "84" not in words(facts)

    @pytest.mark.parametrize("said", ["12.5", "không rõ", ""])
    def test_what_cannot_be_read_is_told_at_its_box(self, story, evaluation, as_person, said):
        actions.state_figure(evaluation, "TD", Decimal(90), by=story.lan)
        answer = as_person(story.lan).post(page("state_figure", evaluation), {"figure-1": said})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["figure-1"])
        assert FigureValue.objects.get().value == 90

    def test_after_its_self_assessment_the_unit_states_nothing_more(self, story, evaluation, as_person):
        assess(evaluation, story.lan, marks(A=30, B=48, C=17))
        answer = as_person(story.lan).post(page("state_figure", evaluation), {"figure-1": "99"})
        assert answer["Location"] == page("detail", evaluation)
        assert not FigureValue.objects.exists()


class TestGoingOnWithout:
    def test_the_reason_is_asked_for_and_stays(self, story, office, evaluation, as_person, reading_only):
        thu, address = as_person(office.thu), page("omit", evaluation)
        with reading_only():
            assert "Go on without what is missing?" in text_of(thu, address)
        assert thu.post(address, {"reason": " "}).status_code == 422
        thu.post(address, {"reason": "Hết hạn 31/10/2024, đơn vị không gửi."})
        assert now(evaluation).state == "verification"
        text = text_of(thu, page("detail", evaluation))
        assert "Phạm Thị Thu of Thị xã Quảng Yên went on from the stage “Self-assessment”" in text
        assert "<q>Hết hạn 31/10/2024, đơn vị không gửi.</q>" in text

    def test_where_nothing_is_waited_for_it_leads_back(self, office, scored, as_person):
        assert as_person(office.thu).get(page("omit", scored))["Location"] == page("detail", scored)

    def test_only_by_those_who_arrange(self, story, office, evaluation, as_person):
        for person, status in ((office.minh, 403), (story.lan, 403), (story.stranger, 404)):
            assert as_person(person).post(page("omit", evaluation), {"reason": "x"}).status_code == status


@pytest.fixture
def scored(office, assigned):
    """Both scorers agreed with the 87 points."""
    for scorer in (office.minh, office.son):
        send_points(assigned, scorer, marks(A=27, B=43, C=17))
    return now(assigned)


class TestConcluding:
    def test_it_is_asked_first_with_what_will_be_written_down(self, office, scored, as_person, reading_only):
        thu, address = as_person(office.thu), page("conclude_evaluation", scored)
        with reading_only():
            text = text_of(thu, address)
        assert "87 of 100 points" in text
        assert "It can be reopened, with a reason, until 20/12/2024." in text
        assert thu.post(address)["Location"] == page("detail", scored)
        assert now(scored).state == "concluded"

    def test_what_is_provisional_leads_back_with_what_is_missing(self, office, gated, as_person):
        thu = as_person(office.thu)
        answer = thu.get(page("conclude_evaluation", gated), follow=True)
        assert "It is not said yet whether these conditions are met: Không có kỷ luật; Báo cáo đúng hạn" in (
            answer.content.decode()
        )

    def test_only_by_those_who_arrange(self, story, office, scored, as_person):
        for person, status in ((office.minh, 403), (story.lan, 403), (story.stranger, 404)):
            assert as_person(person).post(page("conclude_evaluation", scored)).status_code == status


class TestConcludingAll:
    @pytest.fixture
    def ninety(self, story, office, demanded):
        """Wards, each with points by its superior: all but the last are ready. As many as are asked for."""
        demanded(sheet_of(gates=GATES[1:], stages=["superior"]))

        def ninety(count):
            found = []
            for number in range(count):
                unit = ward(story, name=f"Phường số {number}")
                subject = actions.enter_subject(
                    story.round, unit, code=unit.code, title=f"Mô hình số {number}", by=office.minh
                )
                one = actions.open_evaluation(subject, story.district, by=office.minh)
                card = one.cards.get()
                actions.score(card, marks(A=30, B=45, C=10), by=office.minh, revision=0)
                actions.send_card(card, by=office.minh)
                found.append(now(one))
            for one in found[:-1]:
                actions.answer_gate(one, "BC", passed=True, by=office.minh)
            return found

        return ninety

    def address(self, one, name="conclude_all"):
        return reverse(f"evaluations:{name}", args=[one.procedure_id, one.unit_id])

    def test_what_is_ready_is_chosen_at_first_and_what_is_not_says_why(self, office, ninety, as_person, reading_only):
        found, thu = ninety(3), as_person(office.thu)
        with reading_only():
            text = text_of(thu, self.address(found[0]))
        assert text.count(" checked") == 2
        assert "Mô hình số 0: 85 points, Tốt" in text
        assert "ready: 2, not ready: 1, concluded before: 0" in text
        assert "It is not said yet whether these conditions are met: Báo cáo đúng hạn" in text

    def test_only_what_is_chosen_is_concluded(self, office, ninety, as_person):
        found = ninety(4)
        answer = as_person(office.thu).post(self.address(found[0]), {"evaluations": [found[0].pk, found[2].pk]})
        assert answer["Location"] == self.address(found[0], "summary")
        assert [now(one).state for one in found] == ["concluded", "scored", "concluded", "scored"]
        assert now(found[0]).result["tally"]["total"] == "85"
        assert journal.history(found[0]).last().verb == "evaluation.concluded"

    def test_what_is_not_ready_any_more_is_refused_with_the_list_as_it_is_now(self, office, ninety, as_person):
        found = ninety(3)
        answer = as_person(office.thu).post(self.address(found[0]), {"evaluations": [found[0].pk, found[2].pk]})
        assert answer.status_code == 422
        assert "Something changed meanwhile" in answer.content.decode()
        assert not Evaluation.objects.concluded().exists()

    def test_the_verb_itself_leaves_what_is_not_ready(self, story, office, ninety):
        found = ninety(3)
        ids = {one.pk for one in found}
        concluded = actions.conclude_all(found[0].procedure, story.district, ids, by=office.thu)
        assert concluded == found[:2]
        assert actions.conclude_all(found[0].procedure, story.district, ids, by=office.thu) == []

    def test_it_comes_to_the_same_as_one_by_one(self, story, office, ninety):
        found = ninety(3)
        alone = actions.conclude_evaluation(found[0], by=office.thu)
        actions.conclude_all(found[0].procedure, story.district, {found[1].pk}, by=office.thu)
        assert now(found[1]).result == alone.result

    def test_by_those_who_arrange_in_an_open_round(self, story, office, ninety, as_person):
        [one, _other] = ninety(2)
        for person in (office.minh, story.lan, story.stranger):
            with pytest.raises(NotPermitted):
                actions.conclude_all(one.procedure, story.district, {one.pk}, by=person)
        movements.close_round(story.round, by=story.nga)
        with pytest.raises(NotNow, match="closed"):
            actions.conclude_all(one.procedure, story.district, {one.pk}, by=office.thu)

    def test_the_page_asks_as_little_for_twenty(self, office, ninety, as_person, django_assert_max_num_queries):
        thu, [one, _other] = as_person(office.thu), ninety(2)
        thu.get(self.address(one))
        with django_assert_max_num_queries(60) as few:
            thu.get(self.address(one))
        ninety(18)
        with django_assert_max_num_queries(len(few)):
            thu.get(self.address(one))


class TestReopening:
    @pytest.fixture
    def concluded(self, office, scored):
        return actions.conclude_evaluation(scored, by=office.thu)

    def test_from_a_stage_on_with_a_reason_and_it_stays_in_the_history(
        self, office, concluded, as_person, reading_only
    ):
        thu, address = as_person(office.thu), page("reopen", concluded)
        with reading_only():
            assert "It can be reopened until 20/12/2024." in text_of(thu, address)
        assert thu.post(address, {"stage": "scoring", "reason": ""}).status_code == 422
        thu.post(address, {"stage": "scoring", "reason": "Bổ sung biên bản."})
        assert now(concluded).state == "scoring"
        text = text_of(thu, page("detail", concluded))
        assert "reopened it from the stage “Scoring” on. Until then it stood at 87 points, “Tốt”." in text
        assert "<q>Bổ sung biên bản.</q>" in text

    def test_the_page_of_a_concluded_one_says_until_when(self, office, concluded, as_person):
        thu = as_person(office.thu)
        assert "Reopen… (until 20/12/2024)" in text_of(thu, page("detail", concluded))
        with clock.at(date(2024, 11, 20) + timedelta(days=31)):
            assert page("reopen", concluded) not in text_of(thu, page("detail", concluded))
            assert thu.get(page("reopen", concluded))["Location"] == page("detail", concluded)

    def test_only_by_those_who_arrange(self, story, office, concluded, as_person):
        said = {"stage": "scoring", "reason": "x"}
        for person, status in ((office.minh, 403), (story.lan, 403), (story.stranger, 404)):
            assert as_person(person).post(page("reopen", concluded), said).status_code == status
