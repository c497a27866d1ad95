"""The pages of movements: who finds them, and the forms of those who run one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.movements.models import Movement, Round
from tests.factories import MovementFactory, RoundFactory

pytestmark = pytest.mark.django_db


def at(name, thing=None):
    return reverse(f"movements:{name}", args=[thing.pk] if thing else [])


def shown(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("person", ["lan", "dung", "minh", "hoa", "nga"])
def test_everybody_below_the_owner_reads_the_movement_and_its_round(story, days, as_person, person):
    visitor = as_person(getattr(story, person))
    assert story.movement.name in shown(visitor.get(at("list")))
    assert "Building the political system" in shown(visitor.get(at("detail", story.movement)))
    page = shown(visitor.get(at("round", story.round)))
    assert "Results are reported" in page
    assert "30/11/2024" in page


def test_a_stranger_finds_neither(story, as_person):
    visitor = as_person(story.stranger)
    assert "No movement concerns your units yet" in shown(visitor.get(at("list")))
    assert visitor.get(at("detail", story.movement)).status_code == 404
    assert visitor.get(at("round", story.round)).status_code == 404


FORMS = ["govern", "open_round", "set_target"]
ROUND_FORMS = ["set_milestone", "close_round"]


@pytest.mark.parametrize("name", FORMS + ROUND_FORMS)
@pytest.mark.parametrize(
    ("person", "status"), [("stranger", 404), ("lan", 403), ("hoa", 403), ("leader", 200), ("nga", 200)]
)
def test_forms_are_for_those_who_run_the_movement(story, leader, as_person, name, person, status):
    thing = story.round if name in ROUND_FORMS else story.movement
    visitor = as_person(leader if person == "leader" else getattr(story, person))
    assert visitor.get(at(name, thing)).status_code == status


@pytest.mark.parametrize(("person", "status"), [("lan", 403), ("hoa", 403), ("dung", 200), ("nga", 200)])
def test_a_movement_is_launched_by_whoever_runs_a_unit(story, as_person, person, status):
    assert as_person(getattr(story, person)).get(at("launch")).status_code == status


def test_links_to_forms_are_shown_to_them_only(story, leader, as_person):
    assert at("open_round", story.movement) in shown(as_person(leader).get(at("detail", story.movement)))
    assert at("open_round", story.movement) not in shown(as_person(story.lan).get(at("detail", story.movement)))


def test_launch(story, leader, as_person):
    told = {"code": "DVK-30", "name": "Dân vận khéo 2026–2030", "owner": story.province.pk, "starts": "1/1/2026"}
    response = as_person(leader).post(at("launch"), told | {"ends": "31/12/2030"})
    assert response["Location"] == at("list")
    assert Movement.objects.get(code="DVK-30").owner == story.province


def test_a_movement_is_not_launched_for_a_unit_one_does_not_run(story, as_person):
    told = {"code": "X", "name": "X", "owner": story.province.pk, "starts": "01/01/2026"}
    response = as_person(story.dung).post(at("launch"), told)
    assert response.status_code == 422
    assert not Movement.objects.filter(code="X").exists()


def test_a_refusal_is_told_on_the_form_and_nothing_typed_is_lost(story, leader, as_person):
    told = {"code": "QN-2024", "name": "Một năm nữa", "starts": "01/01/2025", "ends": "31/12/2025"}
    response = as_person(leader).post(at("open_round", story.movement), told)
    assert response.status_code == 422
    page = response.content.decode()
    assert "already has a round with the code QN-2024" in page
    assert "Một năm nữa" in page


def test_open_round_set_a_day_and_close(story, leader, as_person):
    visitor = as_person(leader)
    told = {"code": "2025", "name": "Năm 2025", "starts": "01/01/2025", "ends": "31/12/2025"}
    visitor.post(at("open_round", story.movement), told | {"demands_lower_recognition": "on"})
    round_ = Round.objects.get(code="2025")
    assert round_.demands_lower_recognition
    visitor.post(at("set_milestone", round_), {"kind": "close", "level": "", "on": "05/11/2025"})
    assert round_.milestones.get().on == date(2025, 11, 5)
    assert "A closed round is not opened again" in shown(visitor.get(at("close_round", round_)))
    visitor.post(at("close_round", round_))
    assert Round.objects.get(pk=round_.pk).is_closed
    assert at("close_round", round_) not in shown(visitor.get(at("round", round_)))


def test_govern_files_the_paper(story, leader, as_person):
    told = {
        "kind": "plan",
        "number": "26-KH/TU",
        "on": "5/1/2021",
        "issuer": story.province.pk,
        "title": "Dân vận khéo",
    }
    as_person(leader).post(at("govern", story.movement), told)
    paper = story.movement.papers.get()
    assert (paper.number, paper.date, paper.issuer_name) == ("26-KH/TU", date(2021, 1, 5), "Tỉnh Quảng Ninh")
    assert "26-KH/TU" in shown(as_person(story.lan).get(at("detail", story.movement)))
    refused = as_person(leader).post(at("govern", story.movement), told | {"on": "5/1/2031"})
    assert refused.status_code == 422
    assert "05/01/2031 is in the future: check the date." in refused.text


@pytest.mark.parametrize("written", ["-3", "10.000", "99999999999999999999"])
def test_a_number_that_nobody_can_mean_gets_one_sentence(story, leader, as_person, written):
    told = {"measure": "models_per_unit", "level": "commune", "at_least": written, "at_most": "", "paper": ""}
    refused = as_person(leader).post(at("set_target", story.movement), told)
    assert refused.status_code == 422
    assert "Write a number from 0 to 9.999." in refused.text


def test_a_keeper_runs_the_round_and_finds_no_way_to_what_they_do_not_read(story, as_person):
    ways = [f"{reverse(name)}?round={story.round.pk}" for name in ("exemplars:list", "insights:home")]
    assert [way in shown(as_person(story.lan).get(at("round", story.round))) for way in ways] == [True, True]
    assert [way in shown(as_person(story.nga).get(at("round", story.round))) for way in ways] == [False, False]


@pytest.mark.parametrize(("written", "understood"), [("1.250", 1250), ("3", 3), ("12,5", None), ("1,250.5", None)])
def test_numbers_are_read_as_we_write_them(story, leader, as_person, written, understood):
    told = {"measure": "models_per_unit", "level": "commune", "at_least": written, "at_most": "", "paper": ""}
    response = as_person(leader).post(at("set_target", story.movement), told)
    assert response.status_code == (302 if understood else 422)
    assert story.movement.targets.filter(at_least=understood).exists() == bool(understood)


def test_name_field(story, as_person):
    economy = story.movement.fields.get(key="economy")
    told = {"field": economy.pk, "unit": story.ward.pk, "name": "Kinh tế hộ"}
    as_person(story.dung).post(at("name_field", story.movement), told)
    assert "Kinh tế hộ (Phường Yên Giang)" in shown(as_person(story.lan).get(at("detail", story.movement)))


def test_the_number_of_queries_does_not_grow_with_the_list(story, as_person):
    visitor = as_person(story.hoa)
    visitor.get(at("list"))
    with CaptureQueriesContext(connection) as few:
        visitor.get(at("list"))
    for _ in range(12):
        RoundFactory(movement=MovementFactory(owner=story.ward))
    with CaptureQueriesContext(connection) as many:
        visitor.get(at("list"))
    assert len(many) == len(few)
