"""The home of the figures (experience.md S17): sentences, bars, and a card for each way of looking."""

import html
import json
import re
from datetime import date

import pytest
from django.urls import reverse

from kheo.insights.balance import balance
from kheo.insights.living import living
from kheo.insights.maps import drawing, shading
from kheo.insights.scope import RestatedScope, Scope
from kheo.insights.trend import of_trend
from kheo.kernel import clock
from kheo.kernel.periods import period
from kheo.movements.models import Field
from kheo.movements.naming import field_names
from tests.counting import queries_of
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import considered, proposed, registered
from tests.insights.test_pages import HEADLINE, address

pytestmark = pytest.mark.django_db
CARDS = ("milestones", "fields", "places", "trend", "resources", "living")
BAR = re.compile(
    r'<a href="([^"]+)">([^<]+)</a></span>.*?k-bars__value">([\d.]+)(?: <small>· ([^<]+)</small>)?', re.DOTALL
)
LOADED = re.compile(r'hx-get="([^"]+)"')


def of(land, unit=None):
    return Scope.of(unit or land.province, land.round)


def opened(browser, url):
    """How many rows stand behind a number."""
    return HEADLINE.search(browser.get(html.unescape(url)).content.decode())[1]


def card(land, name, **more):
    query = "&".join(
        f"{key}={value}" for key, value in {"round": land.round.pk, "unit": land.province.pk, **more}.items()
    )
    return f"{reverse('insights:card', args=[name])}?{query}"


class TestPage:
    def test_s000_binh_thuan_in_three_sentences_and_four_bars_each_of_which_opens(self, binh_thuan, as_person):
        reader = MembershipFactory(person=PersonFactory(), unit=binh_thuan.province, role="viewer").person
        browser = as_person(reader)
        page = browser.get(address("home", binh_thuan)).content.decode()
        assert "13 of 14 units have considered recognition; not yet: Huyện Đức Linh." in page
        bars = BAR.findall(page)
        assert [(text, number, share) for _url, text, number, share in bars] == [
            ("Registered", "746", ""), ("Recognised here", "155", "20,8 %"),
            ("Proposed upward", "39", "25,2 %"), ("Recognised above", "22", "56,4 %"),
        ]  # fmt: skip
        assert [opened(browser, url) for url, *_rest in bars] == ["746", "155", "39", "22"]

    def test_every_card_comes_after_the_page_for_the_same_unit_and_round(self, year, hoa, as_person):
        browser = as_person(hoa)
        loaded = [html.unescape(url) for url in LOADED.findall(browser.get(address("home", year)).text)]
        assert [url.partition("?")[0] for url in loaded if "/cards/" in url] == [
            reverse("insights:card", args=[name]) for name in CARDS
        ]
        for url in loaded:
            assert browser.get(url).status_code == 200

    def test_its_file_is_the_funnel(self, year, hoa, as_person):
        browser = as_person(hoa)
        files = [browser.get(address(name, year, format="csv")).getvalue() for name in ("home", "funnel")]
        assert files[0] == files[1]

    def test_where_nothing_is_counted_no_card_is_fetched(self, land, hoa, as_person):
        page = as_person(hoa).get(address("home", land, unit=land.communes[0].pk)).text
        assert "Nothing to count here yet" in page
        assert "/cards/" not in page


class TestCards:
    @pytest.mark.parametrize("name", CARDS)
    def test_a_stranger_and_who_reads_for_no_unit_get_nothing(self, year, as_person, name):
        foreign = MembershipFactory(person=PersonFactory(), role="reviewer").person
        keeper = MembershipFactory(person=PersonFactory(), unit=year.province, role="keeper").person
        assert [as_person(one).get(card(year, name)).status_code for one in (foreign, keeper)] == [404, 404]

    def test_a_card_that_does_not_exist(self, year, hoa, as_person):
        assert as_person(hoa).get(card(year, "weather")).status_code == 404

    def test_restated_milestones_are_left_out_and_the_rest_stays(self, year, hoa, as_person):
        browser = as_person(hoa)
        loaded = LOADED.findall(browser.get(address("home", year, units="today")).text)
        assert [name for name in CARDS if any(f"/cards/{name}/" in url for url in loaded)] == list(CARDS[1:])
        assert [browser.get(card(year, name, units="today")).status_code for name in CARDS] == [404, *[200] * 5]

    @pytest.mark.parametrize("name", CARDS)
    def test_as_many_queries_for_one_unit_as_for_fifty(self, year, hoa, as_person, name):
        browser = as_person(hoa)
        browser.get(card(year, name))
        few = queries_of(lambda: browser.get(card(year, name)))
        for _ in range(50):
            registered(UnitFactory(parent=year.province), year.round)
        assert queries_of(lambda: browser.get(card(year, name))) == few

    def test_milestones_name_only_who_lacks_something(self, year, hoa, as_person):
        done = year.communes[2].registrations.filter(round=year.round)
        done.update(status="reported")
        considered(year.second, year.round, yes=list(done))
        proposed(list(done), year.second, year.province)
        page = as_person(hoa).get(card(year, "milestones")).text
        assert "2 of 3 lack something" in page
        assert "Thành phố Uông Bí" not in page

    def test_who_registered_nothing_stands_first_then_who_has_not_considered(self, binh_thuan, as_person):
        reader = MembershipFactory(person=PersonFactory(), unit=binh_thuan.province, role="viewer").person
        UnitFactory(name="Huyện mới", level="district", parent=binh_thuan.province)
        url = card(binh_thuan, "milestones")
        names = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', as_person(reader).get(url).text)
        assert names[:2] == ["Huyện mới", "Huyện Đức Linh"]

    def test_money_by_who_gave_it(self, year, hoa, as_person):
        assert "No work says yet how much money was given" in as_person(hoa).get(card(year, "resources")).text


class TestBalance:
    """Movement.md §4.4: balance over four fields; those with less than half of an even share stand out."""

    def told(self, land):
        return balance(of(land), field_names(land.movement, land.province))

    def fill(self, land, **counts):
        for key, count in counts.items():
            field = Field.objects.get(movement=land.movement, key=key)
            registered(land.communes[0], land.round, count, field=field)

    def test_the_few_in_defence_and_in_the_political_system_stand_out(self, land):
        self.fill(land, economy=50, culture_society=40, defence_security=9, political_system=5)
        assert self.told(land).few == ["defence_security", "political_system"]
        assert self.told(land).sentence == (
            "2 fields have less than half of an even share, which would be 25,0 %:"
            " Defence and security (9, 8,7 %), Building the political system (5, 4,8 %)."
        )

    def test_exactly_half_of_an_even_share_is_enough(self, land):
        self.fill(
            land, economy=3, culture_society=2, defence_security=2, political_system=1
        )  # 1 of 8 is half of a quarter
        assert self.told(land).few == []

    def test_what_is_in_no_field_is_a_bar_of_its_own_and_in_no_share(self, year, hoa, as_person):
        told = self.told(year)
        assert (told.classified, told.unclassified) == (6, 6)
        assert [(str(bar.text), bar.value, bar.note) for bar in told.bars][-1] == ("Not classified", 6, "")
        page = as_person(hoa).get(card(year, "fields")).content.decode()
        for url, _text, number, _share in BAR.findall(page):
            assert opened(as_person(hoa), url) == number

    def test_before_anything_is_in_a_field(self, land):
        assert self.told(land).sentence == "Nothing is in a field yet."


class TestTrend:
    def shown(self, land, *rounds):
        scopes = [Scope.of(land.province, one) for one in rounds]
        return [[(cell.text, cell.under) for cell in row] for row in of_trend(scopes[-1], scopes).rows]

    def test_each_round_with_its_change_from_the_one_before(self, year):
        before = RoundFactory(movement=year.movement, name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31))
        registered(year.communes[0], before, 15)
        assert self.shown(year, before, year.round) == [
            [("Năm 2023", ""), ("15", ""), ("–", ""), ("–", ""), ("–", "")],
            [("Năm 2024", ""), ("12", "-3"), ("4", ""), ("3", ""), ("2", "")],
        ]

    def test_between_rounds_of_unlike_length_no_change_is_said(self, year):
        half = RoundFactory(movement=year.movement, name="6 tháng", starts=date(2023, 1, 1), ends=date(2023, 6, 30))
        registered(year.communes[0], half, 15)
        assert [row[1] for row in self.shown(year, half, year.round)] == [("15", ""), ("12", "")]

    def test_a_dash_where_the_unit_was_not_there_yet(self, land):
        young = UnitFactory(
            name="Huyện Vân Đồn", level="district", parent=land.province, during=period(date(2024, 1, 1))
        )
        before = RoundFactory(movement=land.movement, name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31))
        scopes = [Scope.of(young, one) for one in (before, land.round)]
        assert [row[1].text for row in of_trend(scopes[1], scopes).rows] == ["–", "0"]


class TestMap:
    """The schema of the 34 provinces: from 1 July 2025 on, and only as an illustration beside the list."""

    @pytest.fixture
    def nation(self, db):
        top = UnitFactory(code="TW", name="Trung ương", level="central")
        names = ("Tỉnh Lâm Đồng", "Tỉnh Quảng Ninh", "Thành phố Hồ Chí Minh", "Tỉnh Ninh Bình")
        provinces = [UnitFactory(name=name, level="province", parent=top) for name in names]
        movement = MovementFactory(owner=top)
        then = RoundFactory(movement=movement, name="Năm 2024")
        now = RoundFactory(movement=movement, name="Năm 2026", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
        for place, count in zip(provinces, (8, 4, 1), strict=False):
            registered(place, now, count)
        with clock.at(date(2026, 6, 1)):
            yield top, provinces, then, now

    def test_each_province_is_shaded_by_its_number_and_leads_to_its_figures(self, nation):
        top, provinces, _then, now = nation
        scope = Scope.of(top, now)
        counts = {place.pk: n for place, n in zip(provinces, (8, 4, 1, 0), strict=True)}
        drawn = drawing(scope, counts)
        assert [(shape.name, shape.said, shape.shade) for shape in drawn.shapes] == [
            ("Thành phố Hồ Chí Minh", "1", 1), ("Tỉnh Lâm Đồng", "8", 4),
            ("Tỉnh Ninh Bình", "0", 0), ("Tỉnh Quảng Ninh", "4", 2),
        ]  # fmt: skip
        assert f"unit={provinces[0].pk}" in drawn.shapes[1].url
        assert drawn.source == "@svg-maps/vietnam 2.0.0 (CC BY 4.0)"

    def test_trap_1_earlier_provinces_are_not_drawn_on_it_unless_restated(self, nation):
        top, _provinces, then, _now = nation
        assert drawing(Scope.of(top, then), {}) is None
        assert drawing(RestatedScope.of(top, then, on=date(2025, 7, 1)), {}) is not None

    def test_the_page_says_that_it_is_an_illustration_and_gives_the_list(self, nation, as_person):
        top, _provinces, _then, now = nation
        reader = MembershipFactory(person=PersonFactory(), unit=top, role="viewer").person
        url = f"{reverse('insights:card', args=['places'])}?round={now.pk}&unit={top.pk}"
        page = as_person(reader).get(url).text
        assert "Illustration, not for boundaries." in page
        assert "The same as a list" in page
        assert page.count('class="k-tile ') == page.count("<path") == 4

    def test_units_that_nobody_drew_are_a_board(self, year, hoa, as_person):
        page = as_person(hoa).get(card(year, "places")).text
        assert "<svg" not in page
        assert page.count('class="k-tile ') == 2

    def test_nothing_is_white_and_the_most_is_darkest(self):
        assert shading([0, 1, 25, 26, 50, 100]) == {0: 0, 1: 1, 25: 1, 26: 2, 50: 2, 100: 4}

    def test_an_operators_own_file_comes_first(self, nation, settings, tmp_path):
        top, provinces, _then, now = nation
        squares = [
            {"type": "Feature", "properties": {"code": place.code}, "geometry": {
                "type": "Polygon", "coordinates": [[[n, 0], [n + 1, 0], [n + 1, 1], [n, 1], [n, 0]]]}}
            for n, place in enumerate(provinces)
        ]  # fmt: skip
        own = tmp_path / "own.geojson"
        own.write_text(json.dumps({"type": "FeatureCollection", "source": "Sở Nội vụ", "features": squares}))
        settings.KHEO_BOUNDARIES = str(own)
        drawn = drawing(Scope.of(top, now), {})
        assert (drawn.source, len(drawn.shapes)) == ("Sở Nội vụ", 4)

    def test_a_file_that_cannot_be_read_leaves_the_figures_without_it(self, nation, settings, tmp_path):
        top, _provinces, _then, now = nation
        settings.KHEO_BOUNDARIES = str(tmp_path / "nowhere.geojson")
        assert drawing(Scope.of(top, now), {}).source.startswith("@svg-maps")


class TestLiving:
    def test_copies_of_the_round_open_to_their_rows(self, year, hoa, as_person):
        registered(year.communes[3], year.round, 2, receiver=year.second, origin="replicated")
        told = living(Scope.of(year.province, year.round, reader=hoa))
        assert told.copies == 2
        assert opened(as_person(hoa), told.copies_url) == "2"

    def test_survival_a_year_after_the_first_recognition(self, year, hoa):
        with clock.at(date(2025, 12, 1)):
            told = living(Scope.of(year.province, year.round, reader=hoa))
        assert [one.words for one in told.after] == ["after 1 year: 0 of 4 known to live, 0 stopped, 4 not answered"]
