"""The keeper's forms: they name the consequence, keep what was typed when refused, and open to keepers only."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.kernel import journal
from kheo.units import actions as units
from kheo.units.models import Unit
from tests.factories import UnitFactory

ANSWERS = {
    "found": {
        "name": "Phường Mới",
        "code": "MOI",
        "kind": "locality",
        "level": "commune",
        "on": "01/07/2024",
        "until": "",
    },
    "rename": {"name": "Phường Yên Giang Mới", "on": "01/07/2024"},
    "move": {"parent": "QN", "on": "01/07/2024"},
    "regrade": {"kind": "government", "level": "commune", "on": "01/07/2024"},
    "succeed": {"successor": "Xã Liên Hòa (LH)", "share": "whole", "note": "", "on": "01/07/2024"},
    "close": {"last_day": "31/12/2024"},
}
RECORDED = {
    "found": "unit.founded", "rename": "unit.renamed", "move": "unit.moved", "regrade": "unit.regraded",
    "succeed": "unit.succeeded", "close": "unit.closed",
}  # fmt: skip
VERBS = sorted(ANSWERS)


def page(verb, unit):
    return reverse(f"units:{verb}", args=[unit.pk])


@pytest.mark.parametrize("verb", VERBS)
def test_the_keeper_sees_the_form_and_sends_it(story, as_person, reading_only, verb):
    nga = as_person(story.nga)
    with reading_only():
        form = nga.get(page(verb, story.ward))
    assert form.status_code == 200
    assert "csrfmiddlewaretoken" in form.text
    assert "idempotency_key" in form.text
    answer = nga.post(page(verb, story.ward), ANSWERS[verb] | {"legal_basis": "12/NQ-HĐND"})
    changed = Unit.objects.get(code="MOI") if verb == "found" else story.ward
    assert answer["Location"] == reverse("units:detail", args=[changed.pk])
    entry = journal.history(changed).last()
    assert (entry.verb, entry.by_id) == (RECORDED[verb], story.nga.pk)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("who", "status"), [("lan", 403), ("minh", 403), ("stranger", 403)])
def test_others_are_told_who_may(story, as_person, verb, who, status):
    visitor = as_person(getattr(story, who))
    assert visitor.get(page(verb, story.ward)).status_code == status
    assert visitor.post(page(verb, story.ward), ANSWERS[verb]).status_code == status
    assert not journal.history(story.ward).exists()


@pytest.mark.parametrize("verb", VERBS)
def test_without_an_office_the_page_does_not_exist(story, as_person, verb):
    stranger = story.stranger
    stranger.memberships.all().delete()
    assert as_person(stranger).get(page(verb, story.ward)).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("day", ["31/02/2024", "2/13/24", "hôm qua", "01/01/1999"])
def test_a_day_that_cannot_be_is_told_and_nothing_typed_is_lost(story, as_person, verb, day):
    field = "last_day" if verb == "close" else "on"
    answer = as_person(story.nga).post(
        page(verb, story.ward), ANSWERS[verb] | {field: day, "legal_basis": "12/NQ-HĐND"}
    )
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.text
    assert 'value="12/NQ-HĐND"' in answer.text
    assert "govuk-error-summary" in answer.text
    assert not journal.history(story.ward).exists()


def test_a_refusal_of_the_verb_stands_on_the_form(story, as_person):
    nga = as_person(story.nga)
    for answer, sentence in (
        (nga.post(page("found", story.ward), ANSWERS["found"] | {"code": "LH"}), "belongs to another unit"),
        (nga.post(page("close", story.district), ANSWERS["close"]), "left without a superior"),
        (nga.post(page("move", story.district), ANSWERS["move"] | {"parent": "YG"}), "cannot be placed under itself"),
        (
            nga.post(page("regrade", story.ward), ANSWERS["regrade"] | {"level": "district", "on": "01/07/2025"}),
            "district level",
        ),
    ):
        assert answer.status_code == 422
        assert sentence in answer.text


def test_sending_the_same_form_twice_does_it_once(story, as_person):
    nga = as_person(story.nga)
    key = {"Idempotency-Key": "11111111-2222-4333-8444-555555555555"}
    first = nga.post(page("found", story.ward), ANSWERS["found"], headers=key)
    again = nga.post(page("found", story.ward), ANSWERS["found"], headers=key)
    assert first["Location"] == again["Location"]
    assert Unit.objects.filter(name="Phường Mới").count() == 1


@pytest.mark.parametrize("text", ["QN", "qn", "tinh quang ninh", "Tỉnh Quảng Ninh", "Tỉnh Quảng Ninh (QN)"])
def test_a_superior_is_named_by_code_or_by_a_name_only_one_bears(story, as_person, text):
    as_person(story.nga).post(page("move", story.ward), ANSWERS["move"] | {"parent": text})
    assert story.ward in Unit.objects.children_of(story.province, on=date(2024, 7, 1))


def test_a_name_that_two_units_bear_decides_nothing(story, as_person):
    UnitFactory(code="QN2", name="Tỉnh Quảng Ninh", level="province")
    answer = as_person(story.nga).post(page("move", story.ward), ANSWERS["move"] | {"parent": "Tỉnh Quảng Ninh"})
    assert answer.status_code == 422
    assert "Several units are called" in answer.text
    assert "QN2 – Tỉnh Quảng Ninh" in answer.text


def test_a_superior_is_looked_for_on_the_day_of_the_change(story, as_person):
    units.close(story.sibling, last_day=date(2024, 3, 31), by=None)
    answer = as_person(story.nga).post(page("move", story.ward), ANSWERS["move"] | {"parent": "LH"})
    assert "No unit has the code or name “LH” on 01/07/2024" in answer.text


def test_a_top_unit_is_added_by_the_keeper_of_a_top_unit(story, as_person):
    address = reverse("units:found_root")
    assert as_person(story.lan).get(address).status_code == 403
    answer = as_person(story.nga).post(address, ANSWERS["found"] | {"level": "province"})
    assert answer.status_code == 302
    assert Unit.objects.get(code="MOI") in Unit.objects.roots(on=story.today)


@pytest.mark.parametrize("page", ["found", "rename", "move", "succeed", "close", "invite", "appoint"])
def test_an_empty_answer_is_refused_like_any_other_wrong_one(story, as_person, page):
    """It is no fresh look at the form: the fields say what is wanted of them."""
    answer = as_person(story.nga).post(reverse(f"units:{page}", args=[story.ward.pk]), {})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


def test_a_superior_that_somebody_else_keeps_is_told_at_the_field_and_nothing_typed_is_lost(story, as_person):
    answer = as_person(story.nga).post(
        page("move", story.ward), ANSWERS["move"] | {"parent": "PT", "legal_basis": "12/NQ-HĐND"}
    )
    assert answer.status_code == 422
    assert "You do not manage Thành phố Phan Thiết. A system keeper above both units can make this move." in answer.text
    assert 'value="PT"' in answer.text
    assert 'value="12/NQ-HĐND"' in answer.text


def test_nobody_founds_a_unit_at_a_level_that_was_not_chosen(story, as_person):
    nga = as_person(story.nga)
    assert '<option value="" selected>Choose a level</option>' in nga.get(page("found", story.district)).text
    answer = nga.post(page("found", story.district), ANSWERS["found"] | {"level": ""})
    assert answer.status_code == 422
