"""Where the round demands it, recognition follows an evaluation and a council; where it does not, it is as simple as
ever. Bình Thuận's province and three of its 22 of 2023, judged by MAU-0."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.councils.models import Council, Result
from kheo.desk.tasks import Desk
from kheo.evaluations import actions as evaluations
from kheo.evaluations.models import Evaluation, Subject
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.recognitions import actions, permissions
from kheo.recognitions.models import Recognition
from tests.councils.conftest import convened
from tests.factories import MembershipFactory, PersonFactory, RegistrationFactory, UnitFactory
from tests.recognitions import judging
from tests.recognitions.judging import called, council_for, demand, evaluated, voted
from tests.trust.crawl import same_look

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 20)


@pytest.fixture
def place():
    with clock.at(TODAY):
        yield judging.before_the_province()


@pytest.fixture
def demanded(place):
    """An evaluation is demanded and opened for all three."""
    demand(place)
    actions.open_evaluations(place.province, place.round, by=place.van)
    return place


@pytest.fixture
def before_council(place):
    """A council is demanded too; all three are evaluated: 100, 95 and 80 points."""
    demand(place, council=True)
    actions.open_evaluations(place.province, place.round, by=place.van)
    for registration, less in zip(place.waiting, (0, 5, 20), strict=True):
        evaluated(place, registration, less=less)
    return place


def recognise(place, registration):
    return actions.recognise(place.consideration, registration, by=place.van)


def leave_out(place, registration, reason="Chưa rõ kết quả."):
    return actions.not_recognise(place.consideration, registration, reason=reason, by=place.van)


def docket_of(place):
    return reverse("recognitions:docket", args=[place.round.pk, place.province.pk])


def shown(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


class TestWithoutAProcedure:
    def test_recognition_is_as_simple_as_ever(self, place):
        first, second, third = place.waiting
        recognise(place, first)
        recognise(place, second)
        leave_out(place, third)
        actions.conclude(place.consideration, number="5-QĐ/TU", on=TODAY, by=place.van)
        assert Recognition.objects.count() == 2
        assert not Subject.objects.exists()

    def test_there_is_nothing_to_open(self, place, as_person):
        with pytest.raises(NotNow, match="Bình Thuận, năm 2023 demands no evaluation at the level of Tỉnh Bình Thuận"):
            actions.open_evaluations(place.province, place.round, by=place.van)
        page = shown(as_person(place.van).get(docket_of(place) + "?order=rank"))
        assert "Open evaluations" not in page
        assert "Not evaluated yet" not in page

    def test_another_level_of_the_ladder_is_not_asked(self, place):
        version = demand(place).version
        evaluations.demand(place.round, "district", version=version, by=None)
        place.round.procedures.filter(level="province").delete()
        assert recognise(place, place.waiting[0]).recognised


class TestOpeningTheEvaluations:
    def test_each_that_waits_gets_one_and_only_one(self, place):
        demand(place)
        opened = actions.open_evaluations(place.province, place.round, by=place.van)
        assert len(opened) == 3
        assert actions.open_evaluations(place.province, place.round, by=place.van) == []
        assert Evaluation.objects.count() == Subject.objects.count() == 3
        assert [entry.verb for entry in journal.history(opened[0])] == ["evaluation.opened"]

    def test_what_came_later_is_opened_later(self, demanded):
        unit = UnitFactory(parent=demanded.province)
        later = RegistrationFactory(unit=unit, receiver=demanded.province, round=demanded.round, status="accepted",
                                    code="MH-099")  # fmt: skip
        [opened] = actions.open_evaluations(demanded.province, demanded.round, by=demanded.van)
        assert opened.subject.registration == later

    def test_a_subject_that_is_there_already_is_used(self, place):
        demand(place)
        first = place.waiting[0]
        told = evaluations.enter_subject(
            place.round, first.unit, code=first.code, title=first.title, issuer=place.province, by=None
        )
        actions.open_evaluations(place.province, place.round, by=place.van)
        first.refresh_from_db()
        assert first.judged_as == told

    def test_only_who_reviews_for_the_unit(self, place):
        demand(place)
        viewer = PersonFactory()
        MembershipFactory(person=viewer, unit=place.province, role="viewer")
        with pytest.raises(NotPermitted, match="Only those who review for Tỉnh Bình Thuận"):
            actions.open_evaluations(place.province, place.round, by=viewer)

    def test_what_the_unit_cannot_judge_is_left_out_with_the_reason(self, place, as_person):
        """Its ward belongs to another province meanwhile: the others are opened all the same."""
        demand(place)
        gone = UnitFactory(name="Xã Tân Thành", parent=UnitFactory(name="Tỉnh Lâm Đồng", level="province"))
        RegistrationFactory(unit=gone, receiver=place.province, round=place.round, status="accepted", code="MH-098",
                            title="Nhà sạch, vườn đẹp")  # fmt: skip
        visitor, address = as_person(place.van), docket_of(place)
        page = shown(visitor.get(address))
        assert "Open evaluations of 3 that wait" in page
        assert "1 cannot be evaluated here, and why" in page
        why = "belongs to a movement in which Xã Tân Thành takes no part"
        assert why in page
        open_address = reverse("recognitions:open_evaluations", args=[place.round.pk, place.province.pk])
        after = shown(visitor.post(open_address, follow=True))
        assert "3 evaluations are opened." in after
        assert "1 cannot be evaluated here: the reason stands below." in after
        assert why in after
        assert Evaluation.objects.count() == 3

    def test_from_the_docket_by_a_button_that_may_be_pressed_twice(self, place, as_person):
        demand(place)
        visitor, address = as_person(place.van), docket_of(place)
        open_address = reverse("recognitions:open_evaluations", args=[place.round.pk, place.province.pk])
        assert open_address in shown(visitor.get(address))
        assert "3 evaluations are opened." in shown(visitor.post(open_address, follow=True))
        again = shown(visitor.post(open_address, follow=True))
        assert "Everything that waits is already being evaluated." in again
        assert open_address not in again
        assert visitor.get(open_address).status_code == 405


class TestTheEvaluationComesFirst:
    @pytest.mark.parametrize("weigh", [recognise, leave_out])
    def test_not_before_it_is_opened(self, place, weigh):
        demand(place)
        with pytest.raises(NotNow, match="is not evaluated yet: Tỉnh Bình Thuận opens its evaluation first"):
            weigh(place, place.waiting[0])

    @pytest.mark.parametrize("weigh", [recognise, leave_out])
    def test_not_before_it_is_concluded_and_the_sentence_says_whose_turn_it_is(self, demanded, weigh):
        first = demanded.waiting[0]
        with pytest.raises(NotNow, match=f"the stage “Self-assessment”, the turn of {first.unit.name}"):
            weigh(demanded, first)
        evaluated(demanded, first, conclude=False)
        with pytest.raises(NotNow, match="the stage “To be concluded”, the turn of Tỉnh Bình Thuận"):
            weigh(demanded, first)
        evaluations.conclude_evaluation(Evaluation.objects.get(subject__registration=first), by=demanded.thu)
        assert weigh(demanded, first)

    def test_a_failed_gate_forbids_it_whatever_the_points_and_is_named(self, demanded):
        """Score 95 with a failed gate (cells-and-democracy.md §4.3)."""
        first = demanded.waiting[0]
        evaluated(demanded, first, less=5, failed=["DK4"])
        with pytest.raises(NotNow) as refusal:
            recognise(demanded, first)
        assert str(refusal.value) == (
            f"“{first.title}” cannot be recognised. Not met: DK4 “Không có vi phạm liên quan đến mô hình”."
        )
        assert not leave_out(demanded, first, "Không đủ điều kiện DK4.").recognised

    def test_what_was_weighed_is_asked_again_at_the_conclusion(self, place):
        """The list was weighed before the round demanded anything."""
        for registration in place.waiting:
            recognise(place, registration)
        demand(place)
        with pytest.raises(NotNow, match="is not evaluated yet"):
            actions.conclude(place.consideration, number="5-QĐ/TU", on=TODAY, by=place.van)
        assert "is not evaluated yet" in permissions.can_draft_decision.why_not(place.van, place.consideration)

    def test_a_reopened_evaluation_holds_the_conclusion_up(self, demanded):
        for registration in demanded.waiting:
            one = evaluated(demanded, registration)
            recognise(demanded, registration)
        evaluations.reopen(one, stage="council", reason="Bổ sung minh chứng.", by=demanded.thu)
        with pytest.raises(NotNow, match="is not concluded: it is at the stage “Points of the council”"):
            actions.conclude(demanded.consideration, number="5-QĐ/TU", on=TODAY, by=demanded.van)
        assert not Recognition.objects.exists()

    def test_all_evaluated_it_concludes(self, demanded):
        for registration in demanded.waiting:
            evaluated(demanded, registration)
            recognise(demanded, registration)
        actions.conclude(demanded.consideration, number="5-QĐ/TU", on=TODAY, by=demanded.van)
        assert Recognition.objects.count() == 3


class TestTheCouncilDecides:
    def test_not_before_it_has(self, before_council):
        with pytest.raises(NotNow, match="The council of Tỉnh Bình Thuận has not decided on .* its secretary puts it"):
            recognise(before_council, before_council.waiting[0])

    @pytest.mark.parametrize("weigh", [recognise, leave_out])
    def test_nor_while_its_session_goes_on(self, before_council, weigh):
        called(council_for(before_council))
        with pytest.raises(NotNow, match="in its session of 20/11/2024, which is not concluded"):
            weigh(before_council, before_council.waiting[0])

    def test_the_outcome_follows_it(self, before_council):
        """80 % of all 15 are 12."""
        council, (first, second, third) = council_for(before_council), before_council.waiting
        voted(council, called(council), 15, 12, 9)
        recognise(before_council, first)
        recognise(before_council, second)
        with pytest.raises(NotNow, match=r"did not adopt .*: not reached: 9 of 15, 12 needed\."):
            recognise(before_council, third)
        with pytest.raises(NotNow, match=r"adopted .*, and an outcome follows it: adopted: 12 of 15, 12 needed\."):
            leave_out(before_council, second)
        leave_out(before_council, third, "Hội đồng: 9/15 phiếu.")
        actions.conclude(before_council.consideration, number="5-QĐ/TU", on=TODAY, by=before_council.van)
        assert set(Recognition.objects.values_list("registration", flat=True)) == {first.pk, second.pk}

    def test_what_is_not_eligible_needs_no_council(self, place):
        demand(place, council=True)
        actions.open_evaluations(place.province, place.round, by=place.van)
        evaluated(place, place.waiting[0], failed=["DK1", "DK5"])
        with pytest.raises(NotNow, match="Not met: DK1 “Đã đăng ký trong đợt”; DK5 “"):
            recognise(place, place.waiting[0])
        assert leave_out(place, place.waiting[0])

    def test_a_rehearsal_decides_nothing(self, before_council):
        council = council_for(before_council)
        session = judging.councils.open_session(judging.convened(council, "award_80", rehearsal=True), by=council.bình)
        voted(council, session, 15, 15, 15)
        with pytest.raises(NotNow, match="has not decided on"):
            recognise(before_council, before_council.waiting[0])

    def test_another_unit_s_council_decides_nothing(self, before_council):
        council = council_for(before_council)
        voted(council, called(council), 15, 15, 15)
        Result.objects.update(unit=before_council.ward)
        Council.objects.update(unit=before_council.ward)
        with pytest.raises(NotNow, match="The council of Tỉnh Bình Thuận has not decided"):
            recognise(before_council, before_council.waiting[0])


class TestThePointsThatARungDemands:
    """movement.md §3.7.6: the province recognises from 85 points, where its round demands so (a proposal)."""

    @pytest.fixture
    def at_85(self, place):
        """85, 84,5 and 100 points."""
        demand(place, council=True, least=Decimal(85))
        actions.open_evaluations(place.province, place.round, by=place.van)
        for registration, less in zip(place.waiting, ("15", "15.5", "0"), strict=True):
            evaluated(place, registration, less=Decimal(less))
        return place

    def test_85_is_enough_and_84_5_is_not_whatever_the_council_holds(self, at_85):
        enough, short, _best = at_85.waiting
        council = council_for(at_85)
        voted(council, called(council), 15, 15, 15)
        assert recognise(at_85, enough).recognised
        with pytest.raises(NotNow, match="cannot be recognised: 84,5 points, 85 needed"):
            recognise(at_85, short)

    def test_what_has_too_few_needs_no_council_and_the_reason_is_proposed(self, at_85, as_person):
        short = at_85.waiting[1]
        page = shown(as_person(at_85.van).get(docket_of(at_85)))
        assert "<b>85 points needed</b>" in page
        assert "required>Too few points: 84,5 points, 85 needed.</textarea>" in page
        assert not leave_out(at_85, short, reason="Chưa đủ điểm.").recognised

    def test_the_shortlist_of_the_council_holds_the_others_best_first(self, at_85, as_person):
        council = council_for(at_85)
        council.subjects = []
        session = convened(council, "award_80")
        page = shown(as_person(at_85.thu).get(reverse("councils:add_items", args=[session.pk])))
        enough, short, best = at_85.waiting
        assert f"{best.title} – {best.unit.name} (100 points)" in page
        assert page.index(best.title) < page.index(enough.title)
        assert short.title not in page


class TestTheDocket:
    def test_it_shows_points_class_and_whether_they_are_final(self, demanded, as_person):
        evaluated(demanded, demanded.waiting[0], less=20)
        evaluated(demanded, demanded.waiting[1], failed=["DK4"], conclude=False)
        page = shown(as_person(demanded.van).get(docket_of(demanded)))
        assert "80,00 of 100 points" in page
        assert "Tốt</b> · final" in page
        assert "<b>Not eligible</b> · provisional, at the stage “To be concluded”" in page
        assert 'Not met: DK4 <span lang="vi">Không có vi phạm liên quan đến mô hình</span> (12-BC/BDV)' in page
        assert "the turn of" in page

    def test_it_shows_the_count_and_proposes_the_reason(self, before_council, as_person):
        council = council_for(before_council)
        session = called(council)
        visitor, address = as_person(before_council.van), docket_of(before_council)
        page = shown(visitor.get(address))
        assert page.count("On the agenda of the council on 20/11/2024") == 3
        assert "The council:" not in page
        voted(council, session, 15, 12, 9)
        page = shown(visitor.get(address))
        assert "The council: adopted: 15 of 15, 12 needed" in page
        assert "required>The council: not reached: 9 of 15, 12 needed.</textarea>" in page
        assert page.count("</textarea>") == 1  # what was adopted cannot be left out
        assert page.count("/recognise/") == 2

    def test_it_is_ordered_by_rank_on_request(self, before_council, as_person):
        first, second, third = before_council.waiting
        evaluation = Evaluation.objects.get(subject__registration=first)
        evaluations.reopen(evaluation, stage="council", reason="Chấm lại.", by=before_council.thu)
        page = shown(as_person(before_council.van).get(docket_of(before_council) + "?order=rank&show=left"))
        places = [page.index(f'id="registration-{one.pk}"') for one in (second, third, first)]
        assert places == sorted(places)
        assert "Rank 1" in page
        assert "?show=recognise&amp;order=rank" in page

    def test_the_number_of_queries_does_not_grow_with_what_is_judged(self, place, as_person):
        demand(place, council=True)
        visitor = as_person(place.van)
        for order in ("", "?order=rank"):
            actions.open_evaluations(place.province, place.round, by=place.van)
            visitor.get(docket_of(place) + order)
            with CaptureQueriesContext(connection) as few:
                visitor.get(docket_of(place) + order)
            for number in range(12):
                unit = UnitFactory(parent=place.province)
                RegistrationFactory(unit=unit, receiver=place.province, round=place.round, status="accepted",
                                    code=f"X{order}{number}")  # fmt: skip
            actions.open_evaluations(place.province, place.round, by=place.van)
            with CaptureQueriesContext(connection) as many:
                visitor.get(docket_of(place) + order)
            assert len(many) == len(few)


class TestWhoScoresSeesNobodyElsesPoints:
    @pytest.fixture
    def scoring(self, place):
        """Thu has sent her points on the first; Vân is still to score it. The ward left its self-assessment out."""
        demand(place, scorers=2)
        actions.open_evaluations(place.province, place.round, by=place.van)
        one = Evaluation.objects.get(subject__registration=place.waiting[0])
        for _stage in ("self", "verification"):
            evaluations.omit(one, reason="Không gửi.", by=place.thu)
        one.refresh_from_db()
        for scorer in (place.van, place.thu):
            evaluations.assign(one, scorer, by=place.thu)
        card = one.cards.get(stage="scoring", scorer=place.thu)
        marks = {code: judging.Mark(points=judging.Decimal(most)) for code, most in judging.MOST.items()}
        card = evaluations.score(card, marks, by=place.thu, revision=card.revision)
        evaluations.send_card(card, by=place.thu)
        evaluations.answer_gate(one, "DK4", passed=False, document="12-BC/BDV", by=place.thu)
        return card

    @pytest.fixture(params=["", "?order=rank"])
    def look(self, place, as_person, request):
        """`look(person)`: the docket as this person reads it, without tokens and keys."""
        address = docket_of(place) + request.param
        return lambda person: same_look({address: shown(as_person(person).get(address))})

    def test_two_worlds_look_the_same(self, place, scoring, look):
        """To Vân, who has still to score; Thu, whose own points are sent, sees the difference."""
        hidden, told = look(place.van), look(place.thu)
        assert "of 100 points" not in str(hidden)
        assert "of 100 points" in str(told)
        scoring.scores.update(points=1)
        assert look(place.van) == hidden
        assert look(place.thu) != told


class TestTheDesk:
    def tasks(self, person):
        return {task.what: task.why for task in Desk(person).tasks}

    def test_it_asks_to_open_evaluations_until_they_are(self, place):
        assert "Open evaluations in Bình Thuận, năm 2023" not in self.tasks(place.van)
        demand(place)
        why = self.tasks(place.van)["Open evaluations in Bình Thuận, năm 2023"]
        assert why == "3 registrations wait for Tỉnh Bình Thuận and are not being evaluated"
        actions.open_evaluations(place.province, place.round, by=place.van)
        assert "Open evaluations in Bình Thuận, năm 2023" not in self.tasks(place.van)

    def test_it_asks_to_call_the_council_until_it_is(self, place):
        demand(place, council=True)
        actions.open_evaluations(place.province, place.round, by=place.van)
        what = "Call the council in Bình Thuận, năm 2023"
        assert what not in self.tasks(place.thu)
        evaluated(place, place.waiting[0])
        evaluated(place, place.waiting[1], failed=["DK4"])  # needs no council
        assert self.tasks(place.thu)[what] == "1 registration is evaluated by Tỉnh Bình Thuận and on no agenda"
        council = council_for(place)
        called(council)
        assert what not in self.tasks(place.thu)

    def test_without_a_council_nobody_is_asked_to_call_it(self, demanded):
        evaluated(demanded, demanded.waiting[0])
        assert "Call the council in Bình Thuận, năm 2023" not in self.tasks(demanded.thu)
