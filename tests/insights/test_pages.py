"""The pages of figures: every number is a link to as many rows, every parameter is checked, nothing is written."""

import html
import json
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.movements.models import Field, FieldName, Target
from kheo.units import actions as units
from tests.factories import ForgoingFactory, MembershipFactory, PersonFactory, UnitFactory
from tests.insights.builders import considered, proposed, registered
from tests.reading import words

pytestmark = pytest.mark.django_db
PAGES = ("home", "funnel", "breakdown", "silent", "rows")
NUMBER = re.compile(r'<a class="k-figure" href="([^"]+)">([\d.]+)</a>')
HEADLINE = re.compile(r"<h1>[^<]*: ([\d.]+)</h1>")


def address(name, land=None, **query):
    where = {"round": land.round.pk, "unit": land.province.pk} if land else {}
    return f"{reverse(f'insights:{name}')}?{urlencode({**where, **query})}"


# ── Numbers are links ──


@pytest.mark.parametrize(
    "asked",
    [("funnel", {}), ("breakdown", {}), ("breakdown", {"measure": "recognised"}), ("funnel", {"level": "district"})],
)
def test_every_number_on_the_page_opens_to_as_many_rows(year, hoa, as_person, asked):
    name, query = asked
    browser = as_person(hoa)
    numbers = NUMBER.findall(browser.get(address(name, year, **query)).content.decode())
    assert len(numbers) > 8
    for link, shown in numbers:
        assert HEADLINE.search(browser.get(html.unescape(link)).content.decode())[1] == shown, link


def test_the_numbers_of_the_silent_open_too(year, hoa, as_person):
    browser = as_person(hoa)
    numbers = NUMBER.findall(browser.get(address("silent", year)).content.decode())
    assert [shown for _link, shown in numbers] == ["1"]


def test_zero_opens_nothing_and_what_is_not_known_is_a_dash(year, hoa, as_person):
    """Quảng Yên considered and proposed 3; Uông Bí has not considered: what it recognised is not zero but not known."""

    def second():
        """What stands in the row of Uông Bí, cell by cell, shares beside their counts."""
        page = as_person(hoa).get(address("funnel", year)).content.decode()
        row = page[page.index("Thành phố Uông Bí</a>") :].split("</tr>")[0]
        return [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]

    assert second() == [["1"], ["–"], ["–"], ["–"], ["has", "not", "considered"]]
    considered(year.second, year.round, no=registered(year.communes[3], year.round, 1, receiver=year.second))
    assert second() == [["2"], ["0", "0,0", "%"], ["0"], ["0"], ["considered"]]


def test_who_proposes_nothing_is_not_taken_for_who_has_not_proposed_yet(land, hoa, as_person):
    """Both districts have recognised one and proposed none; only Uông Bí has said that it proposes nothing."""
    for commune, district in ((land.communes[0], land.first), (land.communes[2], land.second)):
        considered(district, land.round, yes=registered(commune, land.round, 1, receiver=district))
    ForgoingFactory(from_unit=land.second, to_unit=land.province, round=land.round)
    page = words(as_person(hoa).get(address("funnel", land)).text)
    assert "Thị xã Quảng Yên QY 1 1 100,0 % 0 has not proposed yet" in page
    assert "Thành phố Uông Bí UB 1 1 100,0 % 0 proposes nothing" in page
    assert "Proposing nothing: Thành phố Uông Bí." in page
    told = json.loads(as_person(hoa).get(address("funnel", land, format="json")).getvalue())
    assert {row["unit"]: row.get("upward") for row in told["rows"]} == {"QY": None, "UB": "forgone"}


def test_what_units_below_have_proposed_does_not_hide_that_the_unit_itself_proposes_nothing(land, hoa, as_person):
    rows = registered(land.communes[2], land.round, 2)
    considered(land.communes[2], land.round, yes=rows)
    proposed(rows[:1], land.communes[2], land.second)
    considered(land.second, land.round, yes=rows[:1])
    ForgoingFactory(from_unit=land.second, to_unit=land.province, round=land.round)
    page = words(as_person(hoa).get(address("funnel", land)).text)
    assert "Thành phố Uông Bí UB 2 2 100,0 % 1 50,0 %; none by the unit itself" in page


def test_the_ratios_of_binh_thuan_are_on_the_page(binh_thuan, as_person):
    person = MembershipFactory(unit=binh_thuan.province, role="viewer").person
    page = words(as_person(person).get(address("funnel", binh_thuan)).text)
    for shown in ("746", "155", "39", "22", "20,8 %", "25,2 %", "56,4 %", "13 of 14", "31/12/2023"):
        assert shown in page


# ── The way through the tree, names, targets, printed totals ──


def test_the_page_climbs_and_descends_the_tree(year, hoa, as_person):
    browser = as_person(hoa)
    top = browser.get(address("funnel", year)).content.decode()
    assert html.escape(address("funnel", year, unit=year.first.pk)) in top
    below = browser.get(address("funnel", year, unit=year.communes[0].pk)).content.decode()
    crumbs = below[below.index("govuk-breadcrumbs") : below.index("<h1>")]
    assert re.findall(r'breadcrumbs__link" href="[^"]+">([^<]+)<', crumbs) == ["Tỉnh Quảng Ninh", "Thị xã Quảng Yên"]


def test_the_way_up_ends_where_the_persons_reading_ends(year, as_person):
    minh = MembershipFactory(unit=year.first, role="reviewer").person
    page = as_person(minh).get(address("funnel", year, unit=year.communes[0].pk)).content.decode()
    assert "Tỉnh Quảng Ninh" not in page[page.index("govuk-breadcrumbs") : page.index("<h1>")]


def test_fields_bear_the_name_of_the_place(year, hoa, as_person):
    field = Field.objects.get(movement=year.movement, key="economy")
    FieldName.objects.create(field=field, unit=year.first, name="Phát triển kinh tế biển")
    browser = as_person(hoa)
    assert "Phát triển kinh tế biển" not in words(browser.get(address("breakdown", year)).text)
    for unit in (year.first, year.communes[0]):
        for name, query in (("breakdown", {}), ("rows", {"field": "economy"})):
            assert "Phát triển kinh tế biển" in words(browser.get(address(name, year, unit=unit.pk, **query)).text)


def test_a_target_stands_beside_what_was_done(year, hoa, as_person):
    Target.objects.create(movement=year.movement, measure="units_considering", level="district", at_least=100)
    page = words(as_person(hoa).get(address("funnel", year)).text)
    assert "not reached 100 % of the units of the level “district” consider recognition: 1/2 = 50,0 %" in page


def test_the_list_says_what_was_opened(year, hoa, as_person):
    page = words(as_person(hoa).get(address("rows", year, measure="recognised", field="economy", origin="new")).text)
    assert "Recognised here · Economy · New: 4" in page
    own = words(as_person(hoa).get(address("rows", year, own="1")).text)
    assert "the unit itself: 2" in own


def test_every_page_of_the_list_says_the_whole_number(land, hoa, as_person):
    registered(land.communes[0], land.round, 120)
    browser, seen = as_person(hoa), 0
    page = browser.get(address("rows", land)).content.decode()
    while True:
        assert HEADLINE.search(page)[1] == "120"
        seen += page.count('<tr>\n          <th scope="row">')
        older = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        if not older:
            break
        page = browser.get(reverse("insights:rows") + html.unescape(older[1])).content.decode()
    assert seen == 120
    newer = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
    assert HEADLINE.search(browser.get(reverse("insights:rows") + html.unescape(newer[1])).content.decode())[1] == "120"


def test_names_are_text_and_never_html(year, hoa, as_person):
    bad = '<script>alert("x")</script>'
    unit = UnitFactory(name=bad, level="district", parent=year.province)
    registered(unit, year.round)
    for name in PAGES:
        assert "<script>alert" not in as_person(hoa).get(address(name, year)).content.decode()


# ── What is asked for when nothing is ──


def test_the_newest_round_that_has_begun_and_the_owner_are_shown_first(year, hoa, as_person):
    page = words(as_person(hoa).get(reverse("insights:home")).text)
    assert "Figures of Tỉnh Quảng Ninh" in page
    assert "Năm 2024" in page


def test_a_clerk_sees_the_figures_of_the_own_unit_first(year, as_person):
    lan = MembershipFactory(unit=year.communes[0], role="clerk").person
    page = as_person(lan).get(reverse("insights:home"))
    assert f"Figures of {year.communes[0].name}" in words(page.text)
    assert NUMBER.findall(page.content.decode())[0][1] == "6"


def test_who_reads_for_no_unit_is_told_so(year, as_person):
    keeper = MembershipFactory(unit=year.province, role="keeper").person
    for person in (keeper, PersonFactory()):
        for name in PAGES:
            assert "No figures yet" in words(as_person(person).get(reverse(f"insights:{name}")).text)


def test_a_unit_where_nothing_happened_says_so(land, hoa, as_person):
    for name in ("funnel", "breakdown", "silent"):
        page = words(as_person(hoa).get(address(name, land, unit=land.communes[0].pk)).text)
        assert "Nothing to count here yet" in page
    assert "No registration is counted here" in words(as_person(hoa).get(address("rows", land)).text)


def test_when_every_unit_has_done_its_duty_the_silent_page_says_so(land, hoa, as_person):
    for commune, district in ((land.communes[0], land.first), (land.communes[2], land.second)):
        considered(district, land.round, yes=registered(commune, land.round, receiver=district))
    assert "Every unit has registered and considered" in words(as_person(hoa).get(address("silent", land)).text)


# ── Every parameter is checked on arrival ──


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("funnel", {"round": "abc"}, "“round” cannot be “abc”"),
        ("funnel", {"unit": "-1"}, "“unit” cannot be “-1”"),
        ("funnel", {"unit": "9" * 30}, "“unit” cannot be “" + "9" * 30),
        ("funnel", {"unit": "²"}, "“unit” cannot be “²”"),
        ("funnel", {"level": "hamlet"}, "“level” cannot be “hamlet”"),
        ("funnel", {"format": "pdf"}, "“format” cannot be “pdf”"),
        ("breakdown", {"measure": "proposed"}, "“measure” cannot be “proposed”"),
        ("rows", {"measure": "liked"}, "“measure” cannot be “liked”"),
        ("rows", {"field": "sport"}, "“field” cannot be “sport”"),
        ("rows", {"subject": "both"}, "“subject” cannot be “both”"),
        ("rows", {"kind": "x"}, "“kind” cannot be “x”"),
        ("rows", {"origin": "x"}, "“origin” cannot be “x”"),
        ("rows", {"own": "yes"}, "“own” cannot be “yes”"),
        ("rows", {"after": "yesterday"}, "This page of the list does not exist."),
        ("funnel", {"level": "<b>"}, "“level” cannot be “<b>”"),
    ],
)
def test_a_parameter_that_cannot_be_read_gets_one_sentence(year, hoa, as_person, name, query, said):
    response = as_person(hoa).get(address(name, year, **query), follow=True)
    assert said in words(response.text)
    assert "<b>”" not in response.content.decode()


def test_what_does_not_exist_is_not_found(year, hoa, as_person):
    browser = as_person(hoa)
    assert browser.get(address("funnel", year, unit=987654321)).status_code == 404
    assert browser.get(address("funnel", year, round=987654321)).status_code == 404


# ── Who may read what ──


@pytest.mark.parametrize("name", PAGES)
def test_figures_are_read_from_the_own_unit_downward(year, as_person, name):
    minh = MembershipFactory(unit=year.first, role="reviewer").person
    foreign = UnitFactory(level="province")
    browser = as_person(minh)
    status = {
        place: browser.get(address(name, year, unit=unit.pk)).status_code
        for place, unit in {
            "own": year.first, "child": year.communes[0], "parent": year.province, "sibling": year.second,
            "nephew": year.communes[2], "foreign": foreign,
        }.items()
    }  # fmt: skip
    assert status == {"own": 200, "child": 200, "parent": 404, "sibling": 404, "nephew": 404, "foreign": 404}


def test_a_round_of_a_foreign_movement_does_not_exist(year, as_person):
    stranger = MembershipFactory(unit=UnitFactory(level="province"), role="reviewer").person
    assert as_person(stranger).get(address("funnel", year, unit="")).status_code == 404


def test_whoever_is_above_today_reads_the_past_too(year, as_person):
    """The commune stood under Quảng Yên in the round; today it stands under Uông Bí."""
    units.move(year.communes[0], year.second, on=date(2025, 1, 1), by=None)
    reader = MembershipFactory(unit=year.second, role="reviewer").person
    page = as_person(reader).get(address("funnel", year, unit=year.communes[0].pk))
    assert NUMBER.findall(page.content.decode())[0][1] == "6"


def test_whoever_was_above_counts_what_they_may_still_open(year, as_person):
    """What was sent to the district is theirs to open for good; what the commune kept to itself has gone with it."""
    registered(year.communes[0], year.round, 5, level="commune")
    units.move(year.communes[0], year.second, on=date(2025, 1, 1), by=None)
    reader = MembershipFactory(unit=year.first, role="reviewer").person
    browser = as_person(reader)
    page = browser.get(address("funnel", year, unit=year.first.pk)).content.decode()
    row = page[page.index(f"{year.communes[0].name}</a>") :].split("</tr>")[0]
    link, shown = NUMBER.findall(row)[0]
    assert shown == "6"
    assert HEADLINE.search(browser.get(html.unescape(link)).content.decode())[1] == shown


def test_a_successor_reads_the_figures_of_the_unit_that_went_on_as_it(year, as_person):
    now = UnitFactory(name="Phường Quảng Yên", level="commune", parent=year.province)
    units.succeed(year.first, now, on=date(2025, 1, 1), by=None)
    reader = MembershipFactory(unit=now, role="viewer").person
    page = as_person(reader).get(address("funnel", year, unit=year.first.pk))
    assert "Thị xã Quảng Yên" in words(page.text)
    assert NUMBER.findall(page.content.decode())[-1][1] == "2"


def test_nobody_who_is_not_signed_in_sees_a_figure(year, client):
    for name in PAGES:
        assert client.get(address(name, year)).status_code == 302


# ── Reading only, and not more often for more ──


def test_figures_are_only_read(year, hoa, as_person, reading_only):
    browser = as_person(hoa)
    for name in PAGES:
        for format_ in ("", "xlsx", "csv", "json"):
            with reading_only():
                browser.get(address(name, year, format=format_)).getvalue()
        assert browser.post(address(name, year)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_as_many_queries_for_one_unit_as_for_fifty(land, hoa, as_person, name):
    browser = as_person(hoa)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address(name, land, unit=land.first.pk)).status_code == 200
        return len(asked)

    considered(land.communes[0], land.round, yes=registered(land.communes[0], land.round))
    queries()
    few = queries()
    for _ in range(49):
        unit = UnitFactory(parent=land.first)
        considered(unit, land.round, yes=registered(unit, land.round))
    assert queries() == few
