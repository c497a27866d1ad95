"""Sums of many works: qualifiers kept, stock and flow apart, one work counted once, every figure opens to its rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kheo.exemplars.models import Registration
from kheo.insights import amounts, mobilised
from kheo.insights.scope import Scope
from kheo.kernel.quantities import Qualifier, Quantity, in_words, total
from kheo.recognitions import actions as recognitions
from kheo.results import actions, consolidation
from kheo.results.enums import Mobilised
from kheo.results.models import Contribution
from tests.factories import MembershipFactory, RegistrationFactory
from tests.results.conftest import write


@pytest.fixture
def lane(story):
    """The lane of Liên Hòa, in the unit beside: money and land of the people."""
    work = RegistrationFactory(unit=story.sibling, receiver=story.district, round=story.round, status="accepted")
    clerk = MembershipFactory(unit=story.sibling, role="clerk").person
    write(work, "results", {"words": "Đường bê tông", "value": "326 m", "width": "3"}, by=clerk)
    write(
        work, "resources",
        {"words": "Tổng kinh phí", "source": "people", "value": "352 triệu", "result": "1"},
        {"words": "Đất", "source": "people", "kind": "land", "value": "0,05 ha"},
        {"words": "Bàn ghế", "kind": "goods", "value": "12 bộ"},
        {"words": "Công", "kind": "work_days", "value": "khoảng 300 công"},
        by=clerk,
    )  # fmt: skip
    served = {"words": "Hộ thôn 1", "value": "120 hộ"}, {"words": "Lượt họp", "value": "300 lượt"}
    write(work, "beneficiaries", *served, by=clerk)
    return work


def sums_of(table, key):
    place = [column.key for column in table.columns].index(key)
    return [row[place].text for row in [*table.rows, table.total]]


def test_resources_by_unit_and_source(story, houses, lane):
    """T4. Money stands in million đồng; land in hectares is square metres; turns and households stand apart."""
    table = mobilised.of_resources(Scope.of(story.district, story.round))
    assert sums_of(table, "name") == ["Phường Yên Giang", "Xã Liên Hòa", "Thị xã Quảng Yên itself", "Total"]
    assert sums_of(table, "money") == ["more than 1.030", "352", "0", "more than 1.382"]
    assert sums_of(table, "money_people") == ["0", "352", "0", "352"]
    assert sums_of(table, "money_not_told") == ["more than 1.030", "0", "0", "more than 1.030"]
    assert sums_of(table, "land") == ["0", "500", "0", "500"]
    assert sums_of(table, "work_days") == ["0", "about 300", "0", "about 300"]
    assert sums_of(table, "goods") == ["0", "1", "0", "1"]
    assert sums_of(table, "household")[-1] == "120"
    assert sums_of(table, "turn")[-1] == "300"


def test_a_work_is_counted_once_however_high_it_was_proposed(story, houses, lane):
    """The ledger of what was mobilised: the same rows at the ward, the town and the province, each once."""
    consideration = recognitions.consider(story.district, story.round, by=story.minh)
    for work in (houses, lane):
        recognitions.recognise(consideration, work, by=story.minh)
    recognitions.conclude(consideration, number="15-QĐ/TU", on=story.today, by=story.minh)
    recognitions.propose_upward(story.district, story.round, [houses], by=story.minh)
    for unit in (story.district, story.province):
        table = mobilised.of_resources(Scope.of(unit, story.round))
        assert sums_of(table, "money")[-1] == "more than 1.382"


def test_every_figure_opens_to_rows_with_the_same_total(story, as_person, houses, lane):
    hoa = as_person(story.hoa)
    table = mobilised.of_resources(Scope.of(story.province, story.round, reader=story.hoa))
    opened = 0
    for row in [*table.rows, table.total]:
        for cell in row:
            if cell.url and "amounts" in cell.url:
                behind = hoa.get(cell.url).context["behind"]
                assert (behind.total.quantity.value if behind.total.quantity.base else behind.count) == cell.raw
                assert behind.total.rows == len(behind.rows)
                opened += 1
    assert opened > 10


def test_results_are_added_by_kind(story, houses, lane):
    write(houses, "results", {"words": "đường bê tông", "value": "hơn 1 km"}, by=story.lan, version=1)
    table = mobilised.of_results(Scope.of(story.district, story.round))
    assert [(row[0].text, row[1].text, row[2].text) for row in table.rows] == [
        ("đường bê tông", "more than 1.326", "m")
    ]
    behind = amounts.behind(Scope.of(story.district, story.round), amounts.asked_of(_query(table.rows[0][1].url)))
    assert (behind.total_in_words, behind.count) == ("more than 1.326 m", 2)


def _query(url):
    return QueryDict(url.partition("?")[2])


def test_commitments_are_two_results_flow_and_stock(story, accepted):
    godmother = actions.commit(accepted, name="Mẹ đỡ đầu", began=date(2022, 3, 8), measure="cháu", by=story.lan)
    actions.state_commitment(godmother, accepted, newly=2, now=28, budget=106_800_000, source="donors", by=story.lan)
    scope = Scope.of(story.district, story.round)
    rows = mobilised.of_results(scope).rows
    assert [(row[1].text, row[3].raw) for row in rows] == [("2", "flow"), ("28", "stock")]
    assert [amounts.behind(scope, amounts.asked_of(_query(row[1].url))).total_in_words for row in rows] == [
        "2 children", "28 children",
    ]  # fmt: skip
    assert sums_of(mobilised.of_resources(scope), "money_donors")[-1] == "106,8"


def test_a_field_and_what_is_in_none(story, houses, lane):
    scope = Scope.of(story.district, story.round)
    assert mobilised.of_resources(scope, "unclassified").total[2].text == "more than 1.382"
    assert mobilised.of_resources(scope, "economy").total[2].text == "0"


def test_nobody_adds_what_they_may_not_open(story, as_person, houses, lane):
    """The clerk of one ward asks for the town: there is no such page; for the own ward, only its own."""
    lan = as_person(story.lan)
    address = reverse("insights:mobilised")
    assert lan.get(f"{address}?unit={story.district.pk}&round={story.round.pk}").status_code == 404
    told = lan.get(f"{address}?unit={story.ward.pk}&round={story.round.pk}").content.decode()
    assert "more than 1.030" in told
    assert "352" not in told


@pytest.mark.parametrize("page", ["mobilised", "achieved", "amounts", "comparable"])
def test_as_many_queries_for_fifty_works_as_for_one(
    story, as_person, houses, page, django_assert_max_num_queries
):  # fmt: skip
    hoa, address = as_person(story.hoa), f"{reverse(f'insights:{page}')}?of=money"
    hoa.get(address)
    with django_assert_max_num_queries(30) as one:
        hoa.get(address)
    for n in range(50):
        work = RegistrationFactory(unit=story.sibling, receiver=story.district, round=story.round, status="accepted")
        Contribution.objects.create(registration=work, words=f"Góp {n}", value=n, measure="million_dong")
    with django_assert_max_num_queries(len(one.captured_queries)):
        hoa.get(address)


PARTS = st.tuples(st.integers(0, 3), st.none() | st.integers(0, 10**6), st.sampled_from(list(Qualifier)))


@given(st.lists(PARTS, max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_over_the_units_equal_the_whole(story, rows):
    """The database's sums by unit add up to the sum of the rows, number, qualifier and count."""
    Contribution.objects.all().delete()
    units = [story.ward, story.sibling, story.district, story.province]
    works = [_work(story, unit) for unit in units]
    for unit, value, qualifier in rows:
        Contribution.objects.create(
            registration=works[unit], words="Góp", value=value, measure="million_dong",
            qualifier=qualifier if value is not None else Qualifier.EXACT,
        )  # fmt: skip
    found = Registration.objects.filter(pk__in=[work.pk for work in works])
    parts = [added for key, added in consolidation.by_unit(found).items() if key[1] == Mobilised.MONEY]
    whole = consolidation.in_all(parts, Mobilised.MONEY)
    by_rows = consolidation.added(consolidation.rows_of(found, Mobilised.MONEY), "dong")
    assert (whole.quantity, whole.rows, whole.without_number) == (
        by_rows.quantity,
        by_rows.rows,
        by_rows.without_number,
    )
    straight = total(Quantity(Decimal(value), "million_dong", q) for _unit, value, q in rows if value is not None)
    assert in_words(whole.quantity) == (in_words(straight[0].quantity) if straight else "–")


def _work(story, unit):
    return Registration.objects.filter(unit=unit, title="Phần").first() or RegistrationFactory(
        unit=unit, receiver=story.district, round=story.round, status="accepted", title="Phần"
    )
