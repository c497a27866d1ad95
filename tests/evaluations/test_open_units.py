"""A unit judges the units directly below it, each as itself: all at once, and who cannot be opened says why."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.evaluations import actions, policies, subordinates
from kheo.evaluations.models import Evaluation, Subject
from kheo.kernel import journal, periods
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.evaluations.conftest import sheet_of, ward
from tests.factories import MovementFactory, RoundFactory, UnitFactory

pytestmark = pytest.mark.django_db
ENTERPRISE = {"code": "DN", "text": "Doanh nghiệp", "without": ["C"], "scale": 80}


@pytest.fixture
def wards(story):
    """Below the district: Lan's ward, Liên Hòa, Cộng Hòa, and a ward that ended before the round began."""
    gone = UnitFactory(
        name="Phường cũ", parent=story.district, during=periods.period(date(2000, 1, 1), date(2023, 12, 31))
    )
    return [story.ward, story.sibling, ward(story), gone]


def page(story, unit=None):
    return reverse("evaluations:open_units", args=[story.round.pk, (unit or story.district).pk])


def reasons(unit, round_):
    return {one.name: one.why_not for one in subordinates.of(unit, round_)}


class TestWhoCanBeOpened:
    def test_each_unit_directly_below_with_the_reason_why_not(self, story, demanded, wards):
        demanded()
        subject = actions.enter_subject(story.round, story.sibling, code="LH", title="Xã Liên Hòa", by=story.minh)
        actions.open_evaluation(subject, story.district, by=story.minh)
        assert reasons(story.district, story.round) == {
            "Phường Cộng Hòa": "",
            "Phường cũ": "Phường cũ did not exist during Năm 2024.",
            "Phường Yên Giang": "",
            "Xã Liên Hòa": "“Xã Liên Hòa” is already being evaluated by Thị xã Quảng Yên.",
        }

    def test_a_registration_of_a_unit_is_not_the_unit_itself(self, story, demanded, wards):
        demanded()
        subject = actions.enter_subject(
            story.round, story.ward, code="MH-01", title="Tuyến đường hoa", issuer=story.district, by=story.minh
        )
        actions.open_evaluation(subject, story.district, by=story.minh)
        assert reasons(story.district, story.round)["Phường Yên Giang"] == ""

    def test_above_the_owner_of_the_movement_only_its_own_line_takes_part(self, story):
        """The district owns the movement and the province judges: another district takes no part in it."""
        other = UnitFactory(name="Thành phố Hạ Long", level="district", parent=story.province)
        movement = MovementFactory(code="DVK-QY", owner=story.district)
        round_ = RoundFactory(movement=movement, code="QY-2024", name="Năm 2024 của thị xã")
        assert reasons(story.province, round_) == {
            other.name: "Năm 2024 của thị xã belongs to a movement in which Thành phố Hạ Long takes no part.",
            "Thị xã Quảng Yên": "",
        }

    def test_the_page_and_the_verb_know_the_same_law(self, story, demanded, wards):
        """What `subordinates` tells of all at once, `policies.can_judge` says of each."""
        demanded()
        found = subordinates.of(story.district, story.round)
        for one in found:
            subject = actions.enter_subject(story.round, one.unit, code=one.unit.code, title=one.name, by=story.minh)
            assert policies.can_judge.why_not(story.district, subject) == one.why_not


class TestOpening:
    def test_all_that_are_chosen_each_as_itself(self, story, demanded, wards):
        demanded()
        opened = actions.open_units(story.district, story.round, wards[:2], by=story.minh)
        assert [(one.subject.unit, one.subject.code, one.subject.issuer) for one in opened] == [
            (story.ward, "YG", None), (story.sibling, "LH", None),
        ]  # fmt: skip
        assert {journal.history(one).last().verb for one in opened} == {"evaluation.opened"}

    def test_all_or_none(self, story, demanded, wards):
        demanded()
        for chosen, why in ((wards, "did not exist"), ([story.province], "does not stand directly below")):
            with pytest.raises(NotNow, match=why):
                actions.open_units(story.district, story.round, chosen, by=story.minh)
        with pytest.raises(BadInput, match="at least one unit"):
            actions.open_units(story.district, story.round, [], by=story.minh)
        assert not Evaluation.objects.exists()
        assert not Subject.objects.exists()

    def test_only_where_it_is_demanded_and_in_an_open_round(self, story, demanded, wards):
        with pytest.raises(NotNow, match="demands no evaluation"):
            actions.open_units(story.district, story.round, wards[:1], by=story.minh)
        demanded()
        movements.close_round(story.round, by=story.nga)
        with pytest.raises(NotNow, match="closed"):
            actions.open_units(story.district, story.round, wards[:1], by=story.minh)

    @pytest.mark.parametrize("person", ["lan", "hoa", "stranger", "nga"])
    def test_it_is_refused_to_those_who_do_not_review_for_the_unit(self, story, demanded, wards, person):
        demanded()
        with pytest.raises(NotPermitted):
            actions.open_units(story.district, story.round, wards[:1], by=getattr(story, person))


class TestPage:
    def test_it_says_how_many_and_who_cannot_and_opens_what_is_chosen(
        self, story, demanded, wards, as_person, reading_only
    ):
        demanded(sheet_of(profiles=[ENTERPRISE]))
        minh = as_person(story.minh)
        with reading_only():
            text = minh.get(page(story)).content.decode()
        assert "3 units can be opened" in text
        assert "Phường cũ did not exist during Năm 2024." in text
        answer = minh.post(page(story), {"units": [story.ward.pk, wards[2].pk], "profile": "DN"})
        assert answer["Location"] == reverse("evaluations:list")
        assert {(one.subject.unit, one.profile) for one in Evaluation.objects.all()} == {
            (story.ward, "DN"), (wards[2], "DN"),
        }  # fmt: skip
        text = minh.get(page(story)).content.decode()
        assert "1 unit can be opened" in text
        assert "Being judged already" in text

    def test_nothing_chosen_is_told(self, story, demanded, wards, as_person):
        demanded()
        answer = as_person(story.minh).post(page(story), {})
        assert (answer.status_code, Evaluation.objects.count()) == (422, 0)
        assert "Choose at least one unit." in answer.content.decode()

    def test_where_nothing_is_demanded_it_leads_to_what_is(self, story, as_person):
        answer = as_person(story.minh).get(page(story))
        assert answer["Location"] == reverse("evaluations:demands", args=[story.round.pk])

    def test_it_is_found_from_what_the_round_demands(self, story, office, demanded, as_person):
        demanded()
        address = reverse("evaluations:demands", args=[story.round.pk])
        for person in (story.minh, office.thu):
            assert page(story) in as_person(person).get(address).content.decode()
            assert address in as_person(person).get(reverse("evaluations:list")).content.decode()
        assert page(story) not in as_person(story.lan).get(address).content.decode()

    def test_only_for_those_who_review_there(self, story, office, demanded, as_person):
        demanded()
        for person, status in ((office.vinh, 403), (story.lan, 404), (story.hoa, 404), (story.stranger, 404)):
            assert as_person(person).get(page(story)).status_code == status
            assert as_person(person).post(page(story), {"units": [story.ward.pk]}).status_code == status

    def test_it_asks_as_little_for_fifty(self, story, demanded, as_person, django_assert_max_num_queries):
        demanded()
        minh = as_person(story.minh)
        minh.get(page(story))
        with django_assert_max_num_queries(40) as few:
            minh.get(page(story))
        for number in range(48):
            ward(story, name=f"Phường số {number}")
        with django_assert_max_num_queries(len(few)):
            minh.get(page(story))
