"""Near-duplicates: by normalised name, field, place and unit; told, never blocking (BR-06, movement.md §5)."""

import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.duplicates import area, similar
from kheo.duplicates.likeness import Work, alike, compare
from kheo.evidence import actions as evidence
from kheo.exemplars import actions
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from tests.evidence.conftest import sent_by_zalo, snapshot
from tests.factories import MembershipFactory, PersonFactory, RegistrationFactory, UnitFactory
from tests.story import filled_draft

TITLE = "Dân vận khéo vận động nhân dân lắp lan can tuyến đường bờ kênh"


@pytest.fixture
def youth(story):
    """The Youth Union of the ward, with its clerk: another organisation of the same area."""
    unit = UnitFactory(
        code="YG-DTN", name="Đoàn Thanh niên phường Yên Giang", level="grassroots", kind="front", parent=story.ward
    )
    clerk = PersonFactory(full_name="Vũ Hải Yến")
    MembershipFactory(person=clerk, unit=unit, role="clerk")
    return unit, clerk


def sent(story, title=TITLE, **facts):
    facts = {"unit": story.ward, "round": story.round, "receiver": story.district, "status": "submitted"} | facts
    return RegistrationFactory(title=title, **facts)


@pytest.mark.parametrize(
    "other",
    [
        "Vận động nhân dân lắp lan can tuyến đường bờ kênh", "DVK: lắp lan can đường bờ kênh",
        "LAN CAN TUYEN DUONG BO KENH",
        unicodedata.normalize("NFD", TITLE),
    ],
)  # fmt: skip
def test_names_are_alike_without_accents_and_the_words_that_all_have(other):
    assert alike(TITLE, other) >= 0.4


@pytest.mark.parametrize(
    "other", ["Dân vận khéo trong nuôi ong lấy mật", "Mô hình Dân vận khéo", "", "Lớp học bơi cho trẻ em"]
)
def test_other_works_are_not_alike(other):
    assert alike(TITLE, other) < 0.4


def test_the_reasons_are_told_in_words(settings):
    one = Work("Lắp lan can bờ kênh", "Khu 3 phường Yên Giang", "economy")
    weight, reasons = compare(one, Work("Lắp lan can bờ kênh", "khu 3, phường Yên Giang", "economy"))
    assert (round(weight, 2), len(reasons)) == (0.9, 3)


def test_the_same_place_and_field_alone_are_no_likeness():
    one = Work("Lắp lan can bờ kênh", "Khu 3", "economy")
    assert compare(one, Work("Nuôi ong lấy mật", "Khu 3", "economy")) == (0.0, [])


def test_an_area_is_the_commune_with_all_its_organisations(story, youth):
    unit, _clerk = youth
    khu = UnitFactory(code="K3", name="Khu 3", level="grassroots", parent=story.ward)
    assert set(area.ids_around(unit)) == set(area.ids_around(story.ward)) == {story.ward.pk, unit.pk, khu.pk}


def test_an_area_higher_up_is_the_locality_with_its_own_organisations(story):
    women = UnitFactory(code="QY-PN", name="Hội LHPN thị xã", level="district", kind="front", parent=story.district)
    assert set(area.ids_around(women)) == {story.district.pk, women.pk}
    assert set(area.ids_around(story.district)) == {story.district.pk, women.pk}


def test_what_a_neighbour_sent_is_told_by_name_unit_and_year_alone(story, youth):
    unit, clerk = youth
    sent(story)
    [one] = similar.titles_like("lap lan can bo kenh", unit, clerk)
    assert (one.title, one.unit, one.year, one.seen) == (TITLE, "Phường Yên Giang", 2024, False)


def test_a_neighbours_draft_is_not_told(story, youth):
    unit, clerk = youth
    filled_draft(story, title=TITLE)
    assert similar.titles_like(TITLE, unit, clerk) == []
    assert [one.title for one in similar.titles_like(TITLE, story.ward, story.lan)] == [TITLE]


def test_another_commune_and_an_older_year_are_not_told(story, youth):
    unit, clerk = youth
    sent(story, unit=story.sibling)
    sent(story, registered_on=date(2022, 5, 1))
    sent(story, status="withdrawn")
    assert similar.titles_like(TITLE, unit, clerk) == []


def test_last_year_is_told(story, youth):
    unit, clerk = youth
    sent(story, registered_on=date(2023, 5, 1))
    assert [one.year for one in similar.titles_like(TITLE, unit, clerk)] == [2023]


def test_it_is_shown_while_one_types_and_as_a_page(story, as_person):
    registration = sent(story)
    browser = as_person(story.lan)
    address = reverse("duplicates:titles")
    lines = browser.get(address, {"title": "lan can bờ kênh"}, headers={"HX-Request": "true"})
    assert reverse("exemplars:detail", args=[registration.pk]) in lines.text
    assert "<html" not in lines.text
    page = browser.get(address, {"title": "lan can bờ kênh"})
    assert TITLE in page.text
    assert "<html" in page.text
    without = browser.get(address, {"title": TITLE, "than": registration.pk}, headers={"HX-Request": "true"})
    assert without.text.strip() == ""


def test_the_box_of_a_name_asks_for_it(story, draft, as_person):
    browser = as_person(story.lan)
    asks = f"{reverse('duplicates:titles')}?unit={story.ward.pk}"
    assert asks in browser.get(reverse("exemplars:start")).text
    assert asks in browser.get(reverse("exemplars:start"), {"origin": "new"}).text
    assert f"{asks}&amp;than={draft.pk}" in browser.get(reverse("exemplars:section", args=[draft.pk, "identity"])).text


def test_nobody_asks_for_another_unit(story, as_person):
    assert as_person(story.lan).get(reverse("duplicates:titles"), {"unit": story.district.pk}).status_code == 404


def test_the_receiving_office_is_asked_to_look_and_may_accept(story, youth, as_person):
    unit, _clerk = youth
    other = sent(story, "Lắp lan can tuyến đường bờ kênh", unit=unit)
    registration = actions.submit(filled_draft(story, title=TITLE), by=story.lan)
    [one] = similar.like(registration, story.minh)
    assert (one.pk, one.copy) == (other.pk, False)
    browser = as_person(story.minh)
    browser.cookies["django_language"] = "en"
    page = browser.get(reverse("exemplars:detail", args=[registration.pk])).text
    assert "May be registered already" in page
    assert "May be the same" in page
    assert "almost the same name" in page
    actions.accept(registration, by=story.minh)
    assert "May be registered already" not in browser.get(reverse("exemplars:detail", args=[registration.pk])).text


def test_an_older_one_of_another_unit_may_be_the_origin(story, youth):
    unit, _clerk = youth
    sent(story, "Lắp lan can tuyến đường bờ kênh", unit=unit, registered_on=date(2023, 4, 1))
    registration = actions.submit(filled_draft(story, title=TITLE), by=story.lan)
    assert [one.copy for one in similar.like(registration, story.minh)] == [True]


def test_the_unit_itself_is_not_shown_what_the_office_is_asked(story, youth, as_person):
    unit, _clerk = youth
    sent(story, "Lắp lan can tuyến đường bờ kênh", unit=unit)
    registration = actions.submit(filled_draft(story, title=TITLE), by=story.lan)
    assert "Lắp lan can" not in as_person(story.lan).get(
        reverse("exemplars:detail", args=[registration.pk])
    ).text.replace(TITLE, "")


def test_fifty_rows_ask_as_often_as_one(story, youth):
    unit, clerk = youth
    sent(story)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            similar.titles_like(TITLE, unit, clerk)
        return len(queries)

    asked()  # once a request it is asked where the person serves
    few = asked()
    for n in range(49):
        sent(story, f"{TITLE} {n}")
    assert asked() == few


def test_the_same_photograph_stands_alone_as_a_reason(story, youth):
    """The Youth Union's dossier has another name, place and field; the photograph is the one that Zalo passed on."""
    unit, clerk = youth
    mine = filled_draft(story, title=TITLE)
    evidence.attach(mine, snapshot(), by=story.lan)
    other = RegistrationFactory(title="Lớp học bơi cho trẻ em", unit=unit, round=story.round, receiver=story.district)
    evidence.attach(other, sent_by_zalo(), by=clerk)
    Registration.objects.filter(pk=other.pk).update(status="submitted", submitted_at=clock.now(), receiver=story.ward)
    [one] = similar.like(actions.submit(mine, by=story.lan), story.minh)
    assert (one.pk, one.weight, one.reasons) == (other.pk, 0.5, ("the same photograph",))


def test_a_photograph_of_a_dossier_that_one_may_not_open_is_no_reason(story, youth):
    """A neighbour's draft has the same photograph: the office learns nothing of it."""
    unit, clerk = youth
    mine = filled_draft(story, title=TITLE)
    evidence.attach(mine, snapshot(), by=story.lan)
    other = RegistrationFactory(title="Lớp học bơi cho trẻ em", unit=unit, round=story.round)
    evidence.attach(other, snapshot(), by=clerk)
    assert similar.like(actions.submit(mine, by=story.lan), story.minh) == []


def test_another_photograph_is_no_reason(story, youth):
    unit, clerk = youth
    mine = filled_draft(story, title=TITLE)
    evidence.attach(mine, snapshot(), by=story.lan)
    other = RegistrationFactory(title="Lớp học bơi cho trẻ em", unit=unit, round=story.round, receiver=story.district)
    evidence.attach(other, snapshot(seed=77), by=clerk)
    Registration.objects.filter(pk=other.pk).update(status="submitted", submitted_at=clock.now(), receiver=story.ward)
    assert similar.like(actions.submit(mine, by=story.lan), story.minh) == []
