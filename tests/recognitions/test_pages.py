"""The pages of recognition: who finds them, what they show, and that forms lose nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.recognitions import actions
from kheo.recognitions.models import Consideration, Forgoing, Outcome, Proposal, Recognition
from tests.factories import MembershipFactory, PersonFactory, RegistrationFactory, UnitFactory

pytestmark = pytest.mark.django_db
LIST = "/recognitions/"


@pytest.fixture
def docket(story):
    """The address of the docket of Minh's district."""
    return reverse("recognitions:docket", args=[story.round.pk, story.district.pk])


@pytest.fixture
def neighbour(story):
    """A clerk of the ward next to Lan's."""
    person = PersonFactory()
    MembershipFactory(person=person, unit=story.sibling, role="clerk")
    return person


def shown(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


class TestTheList:
    def test_it_says_where_each_of_ones_units_stands(self, story, as_person, considering, docket):
        page = shown(as_person(story.minh).get(LIST))
        assert docket in page
        assert "Is considering" in page

    def test_it_names_who_below_has_not_considered(self, story, as_person, considering):
        """BR-09"""
        page = shown(as_person(story.hoa).get(LIST))
        assert "0/1 units have considered" in page
        assert "Thị xã Quảng Yên" in page

    def test_none_recognised_is_not_named_among_them(self, story, as_person, considering, accepted):
        actions.not_recognise(considering, accepted, reason="Chưa rõ.", by=story.minh)
        actions.conclude(considering, by=story.minh)
        page = shown(as_person(story.hoa).get(LIST))
        assert "1/1 units have considered" in page
        assert "Thị xã Quảng Yên" not in page

    def test_a_stranger_finds_no_round(self, story, as_person, considering):
        assert "No round asks your units" in shown(as_person(story.stranger).get(LIST))


class TestTheDocketBelongsToItsUnit:
    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
    def test_others_do_not_find_it(self, story, as_person, docket, considering, person):
        assert as_person(getattr(story, person)).get(docket).status_code == 404

    def test_a_viewer_of_the_unit_reads_it_and_is_told_why_the_buttons_are_grey(
        self, story, as_person, docket, considering
    ):
        viewer = PersonFactory()
        MembershipFactory(person=viewer, unit=story.district, role="viewer")
        page = shown(as_person(viewer).get(docket))
        assert "Only those who review for Thị xã Quảng Yên may do this." in page
        assert "/recognise/" not in page

    @pytest.mark.parametrize("verb", ["consider", "recognise", "not_recognise", "recall"])
    def test_a_verb_is_not_done_by_reading(self, story, as_person, verb):
        number = 1 if verb == "recall" else 2
        address = reverse(f"recognitions:{verb}", args=[1] * number)
        assert as_person(story.minh).get(address).status_code == 405

    def test_the_number_of_queries_does_not_grow_with_the_list(self, story, as_person, docket, considering):
        visitor = as_person(story.minh)
        visitor.get(docket)
        with CaptureQueriesContext(
            connection,
        ) as few:
            visitor.get(docket)
        for unit in [UnitFactory(parent=story.district) for _ in range(3)]:
            for _ in range(15):
                registration = RegistrationFactory(
                    unit=unit, receiver=story.district, round=story.round, status="accepted"
                )
                actions.not_recognise(considering, registration, reason="Chưa rõ.", by=story.minh)
        with CaptureQueriesContext(connection) as many:
            visitor.get(docket)
        assert len(many) == len(few)


class TestFromTheDocketToTheDecision:
    def test_consider(self, story, as_person, docket, accepted):
        response = as_person(story.minh).post(
            reverse("recognitions:consider", args=[story.round.pk, story.district.pk])
        )
        assert response["Location"] == docket
        assert Consideration.objects.open().get().unit == story.district

    def test_recognise_comes_back_to_the_same_part_of_the_list(self, story, as_person, docket, considering, accepted):
        address = reverse("recognitions:recognise", args=[considering.pk, accepted.pk])
        response = as_person(story.minh).post(address + "?show=left")
        assert response["Location"] == f"{docket}?show=left#registration-{accepted.pk}"
        assert Outcome.objects.get().recognised

    def test_not_recognise_takes_the_reason(self, story, as_person, considering, accepted):
        address = reverse("recognitions:not_recognise", args=[considering.pk, accepted.pk])
        as_person(story.minh).post(address, {"reason": "Chưa có số liệu."})
        assert Outcome.objects.get().reason == "Chưa có số liệu."

    def test_not_recognise_without_one_says_so_and_changes_nothing(
        self, story, as_person, docket, considering, accepted
    ):
        visitor = as_person(story.minh)
        address = reverse("recognitions:not_recognise", args=[considering.pk, accepted.pk])
        response = visitor.post(
            address, {"reason": " "}, headers={"Referer": f"http://testserver{docket}"}, follow=True
        )
        assert "Write why" in shown(response)
        assert not Outcome.objects.exists()

    def test_the_parts_of_the_list_add_up(self, story, as_person, docket, considering, accepted, another):
        another()
        actions.recognise(considering, accepted, by=story.minh)
        visitor = as_person(story.minh)
        page = shown(visitor.get(docket))
        for part in ("All that wait (2)", "No outcome yet (1)", "To be recognised (1)", "Not to be recognised (0)"):
            assert part in page
        assert accepted.title in shown(visitor.get(docket + "?show=recognise"))
        assert accepted.title not in shown(visitor.get(docket + "?show=left"))

    def test_conclude_asks_for_the_decision_and_keeps_what_was_typed(self, story, as_person, considering, accepted):
        actions.recognise(considering, accepted, by=story.minh)
        visitor, address = as_person(story.minh), reverse("recognitions:conclude", args=[considering.pk])
        assert "1 will be recognised and 0 not" in shown(visitor.get(address))
        response = visitor.post(address, {"number": "15-QĐ/BDV", "on": "31/02/2024", "signatory": "Phạm Văn Sơn"})
        assert response.status_code == 422
        page = response.content.decode()
        assert "“31/02/2024” does not exist in the calendar" in page
        assert "15-QĐ/BDV" in page
        assert "Phạm Văn Sơn" in page
        assert not Recognition.objects.exists()

    @pytest.mark.parametrize(("on", "says"), [("21/11/2024", "has not come yet"), ("2/13/24", "is not a date")])
    def test_conclude_refuses_an_impossible_day_at_its_field(self, story, as_person, considering, accepted, on, says):
        actions.recognise(considering, accepted, by=story.minh)
        address = reverse("recognitions:conclude", args=[considering.pk])
        response = as_person(story.minh).post(address, {"number": "15", "on": on})
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_conclude(self, story, as_person, considering, accepted):
        actions.recognise(considering, accepted, by=story.minh)
        address = reverse("recognitions:conclude", args=[considering.pk])
        response = as_person(story.minh).post(address, {"number": "15-QĐ", "on": "20/11/2024"})
        assert response["Location"] == reverse("recognitions:detail", args=[considering.pk])
        assert Recognition.objects.get().on == story.today

    def test_conclude_with_none_recognised_asks_for_nothing(self, story, as_person, considering, accepted):
        actions.not_recognise(considering, accepted, reason="Chưa rõ.", by=story.minh)
        visitor, address = as_person(story.minh), reverse("recognitions:conclude", args=[considering.pk])
        assert "None will be recognised; 1 were considered" in shown(visitor.get(address))
        visitor.post(address)
        considering.refresh_from_db()
        assert considering.concluded_at

    def test_conclude_is_not_offered_before_everything_has_an_outcome(self, story, as_person, docket, considering):
        page = shown(as_person(story.minh).get(docket))
        assert "1 registration has no outcome yet" in page
        assert reverse("recognitions:conclude", args=[considering.pk]) not in page


class TestProposing:
    @pytest.fixture
    def address(self, story):
        return reverse("recognitions:propose_upward", args=[story.round.pk, story.district.pk])

    @pytest.fixture
    def two(self, story, considering, accepted, another):
        other = another("Đường hoa")
        for registration in (accepted, other):
            actions.recognise(considering, registration, by=story.minh)
        actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)
        return accepted, other

    def test_the_ranks_give_the_order(self, story, as_person, address, docket, two):
        one, other = two
        response = as_person(story.minh).post(address, {f"rank-{one.pk}": "2", f"rank-{other.pk}": "1"})
        assert response["Location"] == f"{docket}#proposed"
        assert list(Proposal.objects.values_list("registration", "rank")) == [(other.pk, 1), (one.pk, 2)]

    def test_what_has_no_rank_is_not_proposed(self, story, as_person, address, two):
        as_person(story.minh).post(address, {f"rank-{two[0].pk}": "1", f"rank-{two[1].pk}": ""})
        assert Proposal.objects.get().registration == two[0]

    @pytest.mark.parametrize(
        ("ranks", "says"),
        [
            (("1", "1"), "have the same rank"),
            (("", ""), "at least one registration"),
            (("1,5", ""), "is not a whole number"),
            (("một", ""), "is not a whole number"),
        ],
    )
    def test_ranks_that_cannot_be_read_are_told(self, story, as_person, address, two, ranks, says):
        response = as_person(story.minh).post(
            address, {f"rank-{r.pk}": rank for r, rank in zip(two, ranks, strict=True)}
        )
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Proposal.objects.exists()

    def test_a_letter_may_come_with_it(self, story, as_person, address, two):
        as_person(story.minh).post(address, {f"rank-{two[0].pk}": "1", "number": "3-TTr", "on": "20/11/2024"})
        assert Proposal.objects.get().paper.number == "3-TTr"

    def test_recall(self, story, as_person, proposal, docket):
        response = as_person(story.minh).post(reverse("recognitions:recall", args=[proposal.pk]))
        assert response["Location"] == f"{docket}#proposed"
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize(("person", "status"), [("lan", 404), ("stranger", 404), ("nga", 404), ("hoa", 403)])
    def test_recall_is_not_for_others(self, story, as_person, proposal, person, status):
        address = reverse("recognitions:recall", args=[proposal.pk])
        assert as_person(getattr(story, person)).post(address).status_code == status

    def test_the_docket_shows_what_the_superior_decided(self, story, as_person, proposal, docket):
        assert "Recall" in shown(as_person(story.minh).get(docket))
        above = actions.consider(story.province, story.round, by=story.hoa)
        actions.not_recognise(above, proposal.registration, reason="Sức lan tỏa còn hẹp.", by=story.hoa)
        assert "lan tỏa" not in shown(as_person(story.minh).get(docket))
        actions.conclude(above, by=story.hoa)
        page = shown(as_person(story.minh).get(docket))
        assert "Sức lan tỏa còn hẹp." in page
        assert "Recall" not in page


class TestProposingNothing:
    WHY = "Cần thêm một năm thử thách."

    @pytest.fixture
    def address(self, story, recognised):
        return reverse("recognitions:forgo_proposal", args=[story.round.pk, story.district.pk])

    def test_the_docket_and_the_form_of_ranks_lead_there(self, story, as_person, address, docket):
        ranks = reverse("recognitions:propose_upward", args=[story.round.pk, story.district.pk])
        for page in (docket, ranks):
            assert f'href="{address}"' in shown(as_person(story.minh).get(page))

    def test_it_asks_for_the_reason_and_then_the_docket_says_it(self, story, as_person, address, docket):
        visitor = as_person(story.minh)
        assert "Tỉnh Quảng Ninh will read that nothing is proposed" in shown(visitor.get(address))
        assert visitor.post(address, {"reason": self.WHY})["Location"] == f"{docket}#proposed"
        page = shown(visitor.get(docket))
        assert self.WHY in page
        assert "Nothing has been proposed upward yet." not in page
        assert address not in page
        assert "Proposes nothing" in shown(visitor.get(LIST))
        above = reverse("recognitions:docket", args=[story.round.pk, story.province.pk])
        assert self.WHY in shown(as_person(story.hoa).get(above))

    @pytest.mark.parametrize(
        ("reason", "says"), [("  ", "Write why the unit proposes nothing."), ("ư" * 501, "at most 500 characters")]
    )
    def test_a_reason_that_is_missing_or_too_long_is_told_and_kept(self, story, as_person, address, reason, says):
        response = as_person(story.minh).post(address, {"reason": reason})
        assert response.status_code == 422
        assert says in response.content.decode()
        assert reason.strip() in response.content.decode()
        assert not Forgoing.objects.exists()

    def test_recall(self, story, as_person, address, docket):
        visitor = as_person(story.minh)
        visitor.post(address, {"reason": self.WHY})
        recall = reverse("recognitions:recall_forgoing", args=[Forgoing.objects.get().pk])
        assert recall in shown(visitor.get(docket))
        assert visitor.post(recall)["Location"] == f"{docket}#proposed"
        assert "Nothing has been proposed upward yet." in shown(visitor.get(docket))

    @pytest.mark.parametrize(("person", "status"), [("lan", 404), ("stranger", 404), ("nga", 404), ("hoa", 403)])
    def test_recall_is_not_for_others(self, story, as_person, address, person, status):
        forgoing = actions.forgo_proposal(story.district, story.round, reason=self.WHY, by=story.minh)
        recall = reverse("recognitions:recall_forgoing", args=[forgoing.pk])
        assert as_person(getattr(story, person)).post(recall).status_code == status


class TestWhatWasConcluded:
    @pytest.fixture
    def concluded(self, story, considering, accepted, another):
        """One recognised, one not."""
        other = another("Tuyến phố tự quản")
        actions.recognise(considering, accepted, by=story.minh)
        actions.not_recognise(considering, other, reason="Chưa có số liệu trước và sau.", by=story.minh)
        return actions.conclude(considering, number="15-QĐ/BDV", on=story.today, signatory="Vũ Sơn", by=story.minh)

    @pytest.fixture
    def address(self, concluded):
        return reverse("recognitions:detail", args=[concluded.pk])

    @pytest.mark.parametrize("person", ["minh", "lan", "hoa"])
    def test_its_unit_those_below_and_above_read_the_decision_and_the_reason(self, story, as_person, address, person):
        page = shown(as_person(getattr(story, person)).get(address))
        assert "15-QĐ/BDV" in page
        assert "Chưa có số liệu trước và sau." in page

    def test_a_neighbour_reads_the_list_and_no_reason(self, story, as_person, address, neighbour):
        page = shown(as_person(neighbour).get(address))
        assert "15-QĐ/BDV" in page
        assert "nhà văn hóa khu phố" in page
        assert "Tuyến phố tự quản" not in page
        assert "/exemplars/" not in page.replace('href="/exemplars/"', "").replace('action="/exemplars/"', "")

    @pytest.mark.parametrize("person", ["stranger", "nga"])
    def test_others_do_not_find_it(self, story, as_person, address, person):
        assert as_person(getattr(story, person)).get(address).status_code == 404

    def test_the_list_prints(self, story, as_person, address):
        page = shown(as_person(story.minh).get(address + "?print=1"))
        assert "With decision 15-QĐ/BDV of 20/11/2024, Thị xã Quảng Yên" in page
        assert "Tuyến phố tự quản" not in page

    @pytest.mark.parametrize("person", ["minh", "lan", "hoa"])
    def test_what_is_not_concluded_has_no_page(self, story, as_person, considering, person):
        address = reverse("recognitions:detail", args=[considering.pk])
        assert as_person(getattr(story, person)).get(address).status_code == 404
