"""Pages of units: who sees what, the tree as on a day, searching without accents, and a fixed number of queries."""

import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.kernel import periods
from kheo.units import actions as units
from tests.factories import MembershipFactory, PersonFactory, UnitFactory

PAGES = ["detail", "children", "people"]


def page(name, *args):
    return reverse(f"units:{name}", args=args)


def test_every_member_sees_the_tree_from_the_top(story, as_person, reading_only):
    lan = as_person(story.lan)
    with reading_only():
        answer = lan.get(page("tree"))
    assert "Tỉnh Quảng Ninh" in answer.text
    assert "Tỉnh Bình Thuận" in answer.text
    assert "Thị xã Quảng Yên" not in answer.text


def test_without_an_office_there_is_nothing_to_see(story, as_person):
    nobody = as_person(PersonFactory())
    assert "Tỉnh Quảng Ninh" not in nobody.get(page("tree")).text
    assert nobody.get(page("detail", story.ward.pk)).status_code == 404
    assert nobody.get(page("children", story.district.pk)).status_code == 404
    assert "Quảng" not in nobody.get(page("suggest"), {"parent": "quang"}).text


def test_a_stranger_to_khéo_is_asked_to_sign_in(client, story):
    for name in PAGES:
        assert client.get(page(name, story.ward.pk)).status_code == 302


def test_without_script_a_branch_opens_on_its_own_page(story, as_person):
    answer = as_person(story.lan).get(page("children", story.district.pk))
    for name in ("Tỉnh Quảng Ninh", "Thị xã Quảng Yên", "Phường Yên Giang", "Xã Liên Hòa"):
        assert name in answer.text
    assert answer.text.count('aria-expanded="true"') == 2


def test_with_script_only_the_rows_come(story, as_person):
    answer = as_person(story.lan).get(page("children", story.district.pk), headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Phường Yên Giang" in answer.text
    assert "Tỉnh Quảng Ninh" not in answer.text
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize(
    "words", ["lien hoa", "Liên Hoà", "LIÊN HÒA", unicodedata.normalize("NFD", "Liên Hòa"), "hoa xa", "lh"]
)
def test_a_unit_is_found_without_accents_in_both_tone_placements_and_decomposed(story, as_person, words):
    answer = as_person(story.lan).get(page("tree"), {"q": words})
    assert "Xã Liên Hòa" in answer.text
    assert page("detail", story.ward.pk) not in answer.text


def test_a_unit_is_found_by_an_earlier_name(story, as_person):
    units.rename(story.sibling, "Phường Liên Hòa Mới", on=date(2024, 6, 1), by=None)
    answer = as_person(story.lan).get(page("tree"), {"q": "xa lien hoa"})
    assert "Phường Liên Hòa Mới" in answer.text
    before = as_person(story.lan).get(page("tree"), {"q": "lien hoa moi", "on": "31/05/2024"})
    assert "Xã Liên Hòa</a>" in before.text


def test_what_is_no_more_is_found_when_asked_for(story, as_person):
    units.close(story.sibling, last_day=date(2024, 10, 31), by=None)
    lan = as_person(story.lan)
    assert "Xã Liên Hòa" not in lan.get(page("tree"), {"q": "lien hoa"}).text
    found = lan.get(page("tree"), {"q": "lien hoa", "ended": "1"}).text
    assert "Xã Liên Hòa" in found
    assert "31/10/2024" in found
    assert "Xã Liên Hòa" not in lan.get(page("children", story.district.pk)).text
    opened = lan.get(page("children", story.district.pk), {"ended": "1"}).text
    assert "Xã Liên Hòa" in opened
    assert "31/10/2024" in opened


def test_a_search_that_finds_nothing_says_what_to_do(story, as_person):
    assert "k-empty" in as_person(story.lan).get(page("tree"), {"q": "atlantis"}).text


def test_a_day_that_does_not_exist_is_told_and_today_is_shown(story, as_person):
    answer = as_person(story.lan).get(page("tree"), {"on": "31/02/2024"})
    assert "31/02/2024" in answer.text
    assert "Tỉnh Quảng Ninh" in answer.text


def test_two_units_of_one_name_are_two(story, as_person):
    """Names never key: the new xã Điền Xá is not the old one (movement.md §9.2 trap 1)."""
    twin = UnitFactory(code="LH2", name="Xã Liên Hòa", parent=story.foreign)
    answer = as_person(story.lan).get(page("tree"), {"q": "lien hoa"})
    assert page("detail", twin.pk) in answer.text
    assert page("detail", story.sibling.pk) in answer.text


def test_the_page_of_a_unit_tells_its_history(story, as_person, reading_only):
    old = UnitFactory(
        code="OLD", name="Xã Cũ", parent=story.district, during=periods.period(date(2000, 1, 1), date(2023, 12, 31))
    )
    units.succeed(old, story.ward, on=date(2024, 1, 1), share="part", note="thôn Đông", by=None)
    units.rename(story.ward, "Phường Yên Giang Đông", on=date(2024, 5, 1), legal_basis="12/NQ-HĐND", by=None)
    units.move(story.ward, story.province, on=date(2024, 6, 1), by=None)
    units.regrade(story.ward, kind="government", level="commune", on=date(2024, 7, 1), by=None)
    lan = as_person(story.lan)
    with reading_only():
        answer = lan.get(page("detail", story.ward.pk))
    told = ["Phường Yên Giang Đông", "Phường Yên Giang", "12/NQ-HĐND", "Xã Cũ", "thôn Đông", "Thị xã Quảng Yên"]
    told += ["Tỉnh Quảng Ninh", "01/01/2024", "01/05/2024", "01/06/2024", "01/07/2024"]
    for words in told:
        assert words in answer.text
    successor_named = lan.get(page("detail", old.pk)).text
    assert page("detail", story.ward.pk) in successor_named
    assert "31/12/2023" in successor_named


def test_only_a_keeper_is_offered_changes(story, as_person):
    rename = page("rename", story.ward.pk)
    assert rename in as_person(story.nga).get(page("detail", story.ward.pk)).text
    assert rename not in as_person(story.lan).get(page("detail", story.ward.pk)).text


def test_people_are_seen_by_their_unit_and_its_keepers_only(story, as_person):
    people = page("people", story.ward.pk)
    for person, status in ((story.lan, 200), (story.nga, 200), (story.minh, 403), (story.stranger, 403)):
        assert as_person(person).get(people).status_code == status
    assert "Phạm Văn Dũng" in as_person(story.lan).get(people).text
    assert "Phạm Văn Dũng" not in as_person(story.minh).get(page("detail", story.ward.pk)).text


def test_those_who_served_earlier_are_shown_when_asked_for(story, as_person):
    MembershipFactory(
        person=PersonFactory(full_name="Bùi Văn Xưa"),
        unit=story.ward,
        during=periods.period(date(2010, 1, 1), date(2015, 1, 1)),
    )
    lan = as_person(story.lan)
    assert "Bùi Văn Xưa" not in lan.get(page("people", story.ward.pk)).text
    assert "Bùi Văn Xưa" in lan.get(page("people", story.ward.pk), {"past": "1"}).text


def test_suggestions_name_exactly_one_unit_each(story, as_person):
    answer = as_person(story.nga).get(page("suggest"), {"parent": "quang y"})
    assert 'value="Thị xã Quảng Yên (QY)"' in answer.text
    assert "Tỉnh Quảng Ninh" in answer.text


@pytest.mark.parametrize("address", ["tree", "search", "children", "detail", "people"])
def test_fifty_rows_take_as_many_queries_as_one(story, as_person, django_assert_num_queries, address):
    addresses = {
        "tree": page("tree"), "search": page("tree") + "?q=xa", "children": page("children", story.district.pk),
        "detail": page("detail", story.district.pk), "people": page("people", story.ward.pk),
    }  # fmt: skip
    visitor = as_person(story.nga)
    with CaptureQueriesContext(connection) as few:
        visitor.get(addresses[address])
    for number in range(50):
        UnitFactory(parent=story.district, name=f"Xã mới {number}")
        UnitFactory(name=f"Xã gốc {number}")
        MembershipFactory(unit=story.ward)
    with django_assert_num_queries(len(few)):
        assert visitor.get(addresses[address]).status_code == 200


def test_whoever_reads_nothing_here_is_not_sent_to_its_registrations_and_figures(story, as_person):
    links = (
        f"{reverse('exemplars:list')}?unit={story.district.pk}",
        f"{reverse('insights:home')}?unit={story.district.pk}",
    )
    for person, reads in ((story.minh, True), (story.hoa, True), (story.nga, False), (story.stranger, False)):
        shown = as_person(person).get(page("detail", story.district.pk)).text
        assert [link in shown for link in links] == [reads, reads]


def test_what_is_not_found_is_looked_for_among_the_units_that_are_no_more(story, as_person):
    units.close(story.sibling, last_day=date(2024, 3, 31), by=None)
    lan = as_person(story.lan)
    answer = lan.get(page("tree"), {"q": "lien hoa"})
    assert 'href="?q=lien+hoa&amp;ended=1"' in answer.text
    assert "Xã Liên Hòa" in lan.get(page("tree"), {"q": "lien hoa", "ended": "1"}).text
