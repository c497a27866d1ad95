"""Figures restated to the units of another day: trap 5 of movement.md §9.2, with the communes of Tiên Yên."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from kheo.exemplars.models import Dossier
from kheo.insights.breakdown import breakdown_of
from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures, funnel, funnel_of
from kheo.insights.mobilised import of_resources
from kheo.insights.rows import Part, behind
from kheo.insights.scope import RestatedScope, Scope
from kheo.insights.tables import of_funnel
from kheo.kernel import clock, periods
from kheo.results.models import Contribution
from kheo.units import actions as units
from kheo.units.models import Succession
from tests.counting import queries_of
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import considered, proposed, registered
from tests.units.tien_yen import AFTER, BASIS, BEFORE, land_of_tien_yen

pytestmark = pytest.mark.django_db
REGISTERED = {"TT": 4, "PD": 3, "TL": 0, "YT": 5, "DD": 2, "DN": 6, "VN": 1, "HL": 2, "DX": 7, "DH": 3}  # 33


@pytest.fixture
def land():
    """Ten communes registered 33 works in 2024; the district recognised 8 of them and one of its own."""
    land = land_of_tien_yen()
    movement = MovementFactory(code="DVK-QN", owner=land.province)
    round_ = RoundFactory(movement=movement, code="QN-2024", name="Năm 2024")
    rows = {code: registered(land.old[code], round_, n) for code, n in REGISTERED.items()}
    rows["TY"] = registered(land.district, round_, 1)
    good = [rows["DX"][0], rows["DX"][1], *rows["YT"][:2], *rows["DN"][:3], rows["PD"][0], *rows["TY"]]
    considered(land.district, round_, yes=good)
    proposed(good[:3], land.district, land.province)
    considered(land.province, round_, yes=good[:1], no=good[1:3])
    with clock.at(AFTER):
        yield SimpleNamespace(**vars(land), movement=movement, round=round_, rows=rows)


def restated(land, unit=None, **more):
    return RestatedScope.of(unit or land.province, land.round, on=AFTER, **more)


def by_name(made):
    return {row.line.name: row.figures.registered for row in made.rows}


def test_each_commune_counts_where_it_went_and_what_was_split_apart(land):
    assert by_name(funnel_of(restated(land))) == {
        "Xã Tiên Yên": 4 + 3 + 0 + 1,  # Vô Ngại went to it only
        "Xã Điền Xá": 2 + 7,
        "Xã Đông Ngũ": 3,
        "Not separable": 5 + 2 + 6 + 1,  # Yên Than, Đại Dực, Đông Ngũ; and the district, which nobody took over
    }


def test_totals_are_those_of_the_time(land):
    then, today = funnel(land.province, land.round), funnel_of(restated(land))
    assert today.total == then.total == Figures(34, 9, 3, 1)
    assert breakdown_of(restated(land)).total == breakdown_of(Scope.of(land.province, land.round)).total


def test_every_number_opens_to_as_many_rows(land):
    scope = restated(land)
    for row in funnel_of(scope).rows:
        below = restated(land, land.new[row.line.name]) if row.line.of_unit else scope
        for measure, count in row.figures.by_measure().items():
            part = Part(Measure(measure), own=row.line.own, apart=row.line.apart)
            assert behind(below, part).count() == count
    assert behind(scope, Part(Measure.REGISTERED)).count() == 34


def test_what_is_not_separable_stays_out_of_both_successors(land):
    for name, count in (("Xã Tiên Yên", 8), ("Xã Điền Xá", 9)):
        assert funnel_of(restated(land, land.new[name])).total.registered == count


def test_nobody_is_said_to_have_considered_or_not(land):
    made = funnel_of(restated(land))
    assert [row.considered for row in made.rows] == [None] * 4
    assert (made.not_yet, made.printed) == ([], [])
    assert "considered" not in [column.key for column in of_funnel(made).columns]


class TestByPlace:
    """Trap 3: a work in a village of Yên Than went where the village went."""

    @pytest.fixture(autouse=True)
    def places(self, land):
        for name, note in (("Xã Tiên Yên", "thôn Khe Tiên"), ("Xã Điền Xá", "thôn Nà Lộc")):
            Succession.objects.filter(predecessor=land.old["YT"], successor=land.new[name]).update(note=note)
        told = ["Thôn Khe Tiên", "Thôn Nà Lộc, xã Yên Than", "Nà Lộc", "", "toàn xã"]
        for row, place in zip(land.rows["YT"], told, strict=True):
            Dossier.objects.create(registration=row, place=place)

    def test_only_what_names_one_village_is_told_apart(self, land):
        assert by_name(funnel_of(restated(land))) == {
            "Xã Tiên Yên": 8 + 1, "Xã Điền Xá": 9 + 1, "Xã Đông Ngũ": 3, "Not separable": 14 - 2,
        }  # fmt: skip

    def test_rows_and_totals_agree(self, land):
        assert behind(restated(land), Part(apart=True)).count() == 12
        assert behind(restated(land, land.new["Xã Điền Xá"]), Part()).count() == 10
        assert funnel_of(restated(land)).total.registered == 34

    def test_resources_go_the_same_way(self, land):
        for number, row in enumerate(land.rows["YT"], 1):
            Contribution.objects.create(
                registration=row, words="Nhân dân đóng góp", source="people", value=number, measure="million_dong"
            )  # fmt: skip
        money = {row[1].raw: row[2].raw for row in of_resources(restated(land)).rows}
        assert money == {
            "Xã Tiên Yên": 1 * 10**6, "Xã Điền Xá": 2 * 10**6, "Xã Đông Ngũ": 0,
            "Tỉnh Quảng Ninh": 0, "not_separable": 12 * 10**6,
        }  # fmt: skip


def test_trap_4_bình_thuận_is_read_under_lâm_đồng():
    old, new = (
        UnitFactory(name="Tỉnh Bình Thuận", level="province"),
        UnitFactory(name="Tỉnh Lâm Đồng", level="province"),
    )
    district = UnitFactory(name="Huyện Tuy Phong", level="district", parent=old)
    round_ = RoundFactory(movement__owner=old, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    registered(district, round_, 54)
    for unit in (district, old):
        units.close(unit, last_day=date(2025, 6, 30), by=None)
    units.succeed(old, new, on=AFTER, by=None, legal_basis="202/2025/QH15")
    made = funnel_of(RestatedScope.of(new, round_, on=AFTER))
    assert by_name(made) == {"Not separable": 54}  # the province went over; no commune is recorded for the district
    assert made.total.registered == 54


class TestPages:
    @pytest.fixture
    def reader(self, land, as_person):
        person = PersonFactory()
        MembershipFactory(person=person, unit=land.province, role="viewer")
        return as_person(person)

    def test_the_page_says_which_units_it_shows_and_leads_to_the_others(self, land, reader):
        then = reader.get(reverse("insights:funnel")).text
        assert "Units as they stood on" in then
        assert "units=today" in then
        today = reader.get(reverse("insights:funnel"), {"units": "today"}).text
        assert "Restated to the units of 01/07/2025" in today
        assert "14 registrations of units that were split or ended are not separable" in today

    def test_any_day_can_be_asked_for(self, land, reader):
        page = reader.get(reverse("insights:funnel"), {"units": "30/06/2025"})
        assert by_name(funnel_of(page.context["scope"])) == {"Huyện Tiên Yên": 34}
        assert "units=30%2F06%2F2025" in page.text

    def test_an_ended_unit_leads_to_what_became_of_it(self, land, reader):
        page = reader.get(reverse("insights:funnel"), {"unit": land.old["PD"].pk, "units": "today"})
        assert page.context["scope"].unit == land.new["Xã Tiên Yên"]

    @pytest.mark.parametrize("page", ["breakdown", "mobilised", "achieved", "comparable"])
    def test_the_other_pages_do_the_same(self, land, reader, page):
        text = reader.get(reverse(f"insights:{page}"), {"units": "today"}).text
        assert "Restated to the units of 01/07/2025" in text

    def test_who_did_nothing_is_told_only_as_at_the_time(self, land, reader):
        text = reader.get(reverse("insights:silent"), {"units": "today"}).text
        assert "Units as they stood on" in text

    def test_the_file_says_so_too(self, land, reader):
        told = reader.get(reverse("insights:funnel"), {"units": "today", "format": "json"})
        told = json.loads(told.getvalue())
        assert (told["restated"], told["as_of"], told["total"]["registered"]) == (True, "2025-07-01", 34)

    def test_a_word_it_does_not_know_is_refused(self, land, reader):
        refused = reader.get(reverse("insights:funnel"), {"units": "tomorrow"}, follow=True).text
        assert "“tomorrow” is not a date" in refused

    def test_who_reads_a_unit_finds_it_where_it_counts_and_no_more_than_their_own(self, land, as_person):
        """A clerk of Yên Than asks, before it ends, where its five works will count."""
        clerk = PersonFactory()
        MembershipFactory(
            person=clerk, unit=land.old["YT"], role="clerk", during=periods.period(date(2024, 1, 1), BEFORE)
        )
        with clock.at(BEFORE):
            page = as_person(clerk).get(reverse("insights:funnel"), {"units": "01/07/2025"})
            assert by_name(funnel_of(page.context["scope"])) == {
                "Xã Tiên Yên": 0, "Xã Điền Xá": 0, "Xã Đông Ngũ": 0, "Not separable": 5
            }  # fmt: skip
            heir = {"unit": land.new["Xã Điền Xá"].pk, "units": "01/07/2025"}
            assert as_person(clerk).get(reverse("insights:funnel"), heir).status_code == 200

    @pytest.mark.parametrize("asked", ["DX", "PD"])
    def test_a_neighbour_does_not_exist_for_who_may_not_read_it(self, land, as_person, asked):
        clerk = PersonFactory()
        MembershipFactory(person=clerk, unit=land.new["Xã Đông Ngũ"], role="clerk")
        page = as_person(clerk).get(reverse("insights:funnel"), {"unit": land.old[asked].pk, "units": "today"})
        assert page.status_code == 404


def test_as_many_queries_for_one_unit_as_for_fifty(land):
    def made():
        return of_funnel(funnel_of(restated(land)))

    few = queries_of(made)
    for number in range(50):
        unit = UnitFactory(name=f"Xã {number}", parent=land.old["PD"].placements.get().parent)
        registered(unit, land.round)
        units.close(unit, last_day=date(2025, 6, 30), by=None, legal_basis=BASIS)
        units.succeed(unit, land.new["Xã Đông Ngũ"], on=AFTER, by=None)
    assert queries_of(made) == few
    assert by_name(funnel_of(restated(land)))["Xã Đông Ngũ"] == 53
