"""The start page: drafts first, then new, continued or replicated."""

import re
from datetime import date

import pytest
from django.urls import reverse

from kheo.exemplars import actions
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from tests.factories import MembershipFactory, MilestoneFactory, RecognitionFactory, RegistrationFactory, RoundFactory
from tests.story import filled_draft

START, BEGIN = reverse("exemplars:start"), reverse("exemplars:begin")


@pytest.fixture
def lan(story, as_person):
    browser = as_person(story.lan)
    browser.cookies["django_language"] = "en"
    return browser


def test_the_drafts_of_the_unit_stand_first(lan, story):
    mine = filled_draft(story, title="Nháp của Lan")
    colleagues = actions.begin(story.ward, story.round, by=story.dung, title="Nháp của Dũng")
    answer = lan.get(START)
    assert set(answer.context["drafts"]) == {mine, colleagues}
    assert answer.text.index("Nháp của Lan") < answer.text.index("Start another")


def test_a_draft_of_a_round_that_is_over_is_not_offered(lan, story):
    filled_draft(story)
    with clock.at(date(2025, 2, 1)):
        assert not lan.get(START).context["drafts"]


def test_when_no_round_takes_registrations_it_says_why(lan, story):
    MilestoneFactory(round=story.round, kind="close", on=date(2024, 11, 19))
    text = lan.get(START).text
    assert "No round takes registrations today" in text
    assert "closed on 19/11/2024" in text


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_it_is_for_those_who_write_for_a_unit(story, as_person, who):
    browser = as_person(getattr(story, who))
    assert browser.get(START).status_code == 403
    assert browser.post(BEGIN, {"origin": "new"}).status_code == 403
    assert not Registration.objects.exists()


def test_the_start_page_reads_only(lan, draft, reading_only):
    with reading_only():
        for query in ("", "?origin=new", "?origin=maintained", "?origin=replicated&q=hoa"):
            assert lan.get(START + query).status_code == 200


@pytest.mark.parametrize("kind", ["model", "example"])
@pytest.mark.parametrize("subject", ["collective", "individual"])
def test_beginning_opens_the_task_list(lan, story, kind, subject):
    answer = lan.post(
        BEGIN, {"origin": "new", "title": "Hoa", "kind": kind, "subject": subject, "round": story.round.pk}
    )
    draft = Registration.objects.get()
    assert answer["Location"] == reverse("exemplars:tasks", args=[draft.pk])
    assert (draft.kind, draft.subject, draft.origin, draft.unit) == (kind, subject, "new", story.ward)


def test_of_several_rounds_one_is_chosen(lan, story):
    other = RoundFactory(movement=story.movement, code="QN-2024B", name="Đợt hai 2024")
    answer = lan.post(BEGIN, {"origin": "new", "kind": "model", "subject": "collective"})
    assert answer.status_code == 422
    lan.post(BEGIN, {"origin": "new", "kind": "model", "subject": "collective", "round": other.pk})
    assert Registration.objects.get().round == other


def test_a_round_of_strangers_is_no_choice(lan, story):
    foreign = RoundFactory()
    answer = lan.post(BEGIN, {"origin": "new", "kind": "model", "subject": "collective", "round": foreign.pk})
    assert answer.status_code == 422
    assert not Registration.objects.exists()


def test_what_is_maintained_is_chosen_from_ones_own(lan, story):
    earlier = RoundFactory(
        movement=story.movement, code="QN-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    old = RegistrationFactory(
        title="Mô hình 2023", unit=story.ward, round=earlier, receiver=story.district, status="accepted",
        registered_on=date(2023, 3, 1),
    )  # fmt: skip
    RegistrationFactory(
        title="Của xã bên", unit=story.sibling, round=earlier, receiver=story.district, status="accepted"
    )
    page = lan.get(START, {"origin": "maintained"})
    assert "Mô hình 2023 (Năm 2023)" in page.text
    assert "Của xã bên" not in page.text
    asked = {"origin": "maintained", "kind": "model", "subject": "collective", "round": story.round.pk}
    assert lan.post(BEGIN, asked).status_code == 422
    lan.post(BEGIN, asked | {"exemplar": old.exemplar_id})
    draft = Registration.objects.get(round=story.round)
    assert (draft.exemplar, draft.origin, draft.title) == (old.exemplar, "maintained", "Mô hình 2023")


def test_where_there_is_nothing_to_choose_from_the_one_choice_is_made_already(lan, story):
    page = " ".join(lan.get(START, {"origin": "maintained"}).text.split())
    assert "There is nothing to choose from yet: say below what it is." in page
    assert re.search(r'<input[^>]* name="exemplar"[^>]* value="-"[^>]* checked', page)


def test_what_was_maintained_before_this_system_is_not_in_the_list(lan, story):
    lan.post(
        BEGIN,
        {"origin": "maintained", "kind": "model", "subject": "collective", "round": story.round.pk, "exemplar": "-"},
    )
    assert Registration.objects.get().origin == "maintained"


def test_what_is_replicated_is_searched_among_the_recognised(lan, story):
    recognised = RegistrationFactory(
        title="Lan can chống đuối nước",
        unit=story.sibling,
        round=story.round,
        receiver=story.district,
        status="accepted",
    )
    RecognitionFactory(registration=recognised, unit=story.district)
    RegistrationFactory(
        title="Lan can chưa được công nhận",
        unit=story.sibling,
        round=story.round,
        receiver=story.district,
        status="accepted",
    )
    page = lan.get(START, {"origin": "replicated", "q": "chong duoi nuoc"})
    assert "Lan can chống đuối nước" in page.text
    assert "chưa được công nhận" not in lan.get(START, {"origin": "replicated", "q": "lan can"}).text
    lan.post(
        BEGIN,
        {
            "origin": "replicated", "q": "chong duoi", "kind": "model", "subject": "collective",
            "round": story.round.pk, "replicated_from": recognised.exemplar_id,
        },
    )  # fmt: skip
    assert Registration.objects.get(unit=story.ward).exemplar.replicated_from == recognised.exemplar


def test_who_writes_for_two_units_chooses(story, as_person):
    MembershipFactory(person=story.lan, unit=story.sibling, role="clerk")
    lan = as_person(story.lan)
    assert len(lan.get(START).context["units"]) == 2
    asked = {"origin": "new", "kind": "model", "subject": "collective", "round": story.round.pk}
    lan.post(BEGIN, asked | {"unit": story.sibling.pk})
    lan.post(BEGIN, asked | {"unit": story.foreign.pk})  # not hers: her own first unit is meant
    assert {draft.unit for draft in Registration.objects.all()} == {story.sibling, story.ward}
