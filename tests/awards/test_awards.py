"""Awards: what a decision of the State or the Party rewards, beside recognition and never instead of it."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.awards import actions
from kheo.awards.models import Award
from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.models import Entry
from kheo.recognitions.models import Recognition
from tests.counting import queries_of
from tests.factories import MembershipFactory, PersonFactory, RoundFactory
from tests.insights.builders import considered, registered
from tests.reading import words

pytestmark = pytest.mark.django_db
DECIDED, TODAY = date(2024, 12, 20), date(2025, 1, 10)
TOLD = {"form": "merit_province", "issuer": "Chủ tịch UBND tỉnh Quảng Ninh", "number": "155/QĐ-UBND"}


@pytest.fixture
def january(land):
    """Four works of a commune; the district recognised two of them."""
    land.works = registered(land.communes[0], land.round, 4, receiver=land.first)
    for number, work in enumerate(land.works):
        work.code = f"QY-{number:04}"
        work.save(update_fields=["code"])
    considered(land.first, land.round, yes=land.works[:2])
    land.hoa = MembershipFactory(person=PersonFactory(), unit=land.province, role="reviewer").person
    with clock.at(TODAY):
        yield land


def record(land, works=None, *, by=None, on=DECIDED, **other):
    return actions.record(
        land.province, land.round, land.works[:2] if works is None else works, on=on, by=by or land.hoa, **TOLD | other
    )


# ── record ──


def test_a_decision_is_recorded_with_everybody_it_names(january):
    award = record(january)
    assert [one.registration for one in award.awarded.order_by("pk")] == january.works[:2]
    [entry] = Entry.objects.filter(verb="award.recorded")
    assert (entry.by_id, entry.unit_id, entry.details["number"], entry.details["named"]) == (
        january.hoa.pk, january.province.pk, "155/QĐ-UBND", 2,
    )  # fmt: skip


def test_a_reward_recognises_nobody_and_needs_no_recognition(january):
    """movement.md §1 rule 1: either, both or none."""
    before = set(Recognition.objects.values_list("registration", flat=True))
    record(january, january.works[1:4])
    assert set(Recognition.objects.values_list("registration", flat=True)) == before


def test_only_those_who_review_for_the_unit_record_it(january):
    clerk = MembershipFactory(person=PersonFactory(), unit=january.province, role="clerk").person
    with pytest.raises(NotPermitted) as refusal:
        record(january, by=clerk)
    assert str(refusal.value) == "Only those who review for Tỉnh Quảng Ninh may do this."
    assert Award.objects.count() == 0


def test_the_same_decision_stands_once_for_each_form(january):
    record(january)
    with pytest.raises(NotNow) as refusal:
        record(january)
    assert str(refusal.value) == "Decision 155/QĐ-UBND of 20/12/2024 is recorded already with this form."
    record(january, form="commendation")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2023, 12, 31), "The decision is dated 31/12/2023: write a day from 01/01/2024 to today."),
        (date(2025, 1, 11), "The decision is dated 11/01/2025: write a day from 01/01/2024 to today."),
    ],
)
def test_the_day_is_not_before_the_round_and_not_to_come(january, on, said):
    with pytest.raises(BadInput) as refusal:
        record(january, on=on)
    assert str(refusal.value) == said


def test_nobody_and_what_is_not_of_the_unit_or_the_round_are_refused(january):
    with pytest.raises(BadInput):
        record(january, [])
    other = RoundFactory(movement=january.movement, code="A", starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    [elsewhere] = registered(january.communes[0], other, 1, receiver=january.first)
    with pytest.raises(BadInput) as refusal:
        record(january, [elsewhere])
    assert str(refusal.value) == (
        f"“{elsewhere.title}” was not registered in {january.round.name} by a unit below Tỉnh Quảng Ninh: leave it out."
    )


# ── withdraw ──


def test_what_was_recorded_in_error_no_longer_counts_and_stays_readable(january):
    award = record(january)
    actions.withdraw(award, reason="Ghi nhầm số.", by=january.hoa)
    assert list(Award.objects.standing()) == []
    [entry] = Entry.objects.filter(verb="award.withdrawn")
    assert entry.reason == "Ghi nhầm số."
    with pytest.raises(NotNow):
        actions.withdraw(award, reason="Ghi nhầm số.", by=january.hoa)
    record(january)  # rightly this time


def test_withdrawing_needs_a_reason_and_the_right_person(january, as_person):
    award = record(january)
    with pytest.raises(BadInput):
        actions.withdraw(award, reason="", by=january.hoa)
    with pytest.raises(NotPermitted):
        actions.withdraw(award, reason="x", by=PersonFactory())


# ── pages ──


@pytest.fixture
def hoa(january, as_person):
    return as_person(january.hoa)


def test_what_was_recognised_is_ticked_and_others_are_named_by_code(january, hoa):
    page = reverse("awards:record", args=[january.round.pk, january.province.pk])
    shown = words(hoa.get(page).content.decode())
    assert january.works[0].title in shown
    assert january.works[2].title not in shown  # nobody recognised it
    answers = {**TOLD, "on": "20/12/2024", "chosen": [january.works[0].pk], "codes": "QY-0002\nQY-0002\n"}
    answer = hoa.post(page, answers)
    award = Award.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("awards:detail", args=[award.pk]))
    assert {one.registration_id for one in award.awarded.all()} == {january.works[0].pk, january.works[2].pk}


def test_a_code_that_nobody_has_is_said_and_nothing_typed_is_lost(january, hoa):
    page = reverse("awards:record", args=[january.round.pk, january.province.pk])
    answer = hoa.post(page, {**TOLD, "on": "20/12/2024", "codes": "QY-9999"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "No registration of this round has the code “QY-9999”: copy it from its page." in words(shown)
    assert 'value="155/QĐ-UBND"' in shown
    assert Award.objects.count() == 0


def test_it_stands_with_each_model_that_it_names(january, hoa):
    award = record(january)
    page = words(hoa.get(reverse("exemplars:detail", args=[january.works[0].pk])).content.decode())
    assert "Merit certificate of a province or ministry · Chủ tịch UBND tỉnh Quảng Ninh, 155/QĐ-UBND" in page
    actions.withdraw(award, reason="Ghi nhầm.", by=january.hoa)
    page = words(hoa.get(reverse("exemplars:detail", args=[january.works[0].pk])).content.decode())
    assert "155/QĐ-UBND" not in page


def test_the_unit_that_is_named_reads_it_and_a_neighbour_does_not(january, as_person):
    award = record(january)
    named, other = (
        MembershipFactory(person=PersonFactory(), unit=unit, role="clerk").person for unit in january.communes[:2]
    )
    url = reverse("awards:detail", args=[award.pk])
    assert as_person(named).get(url).status_code == 200
    assert as_person(other).get(url).status_code == 404


def test_the_list_asks_as_often_for_one_as_for_fifty(january, hoa):
    def asked():
        return queries_of(lambda: hoa.get(reverse("awards:list")))

    record(january)
    asked()
    one = asked()
    for number in range(49):
        record(january, number=f"{number}/QĐ-UBND")
    assert asked() == one
    [total] = [hoa.get(reverse("awards:list")).context["page_obj"].paginator.count]
    assert total == 50
