"""Kept counts are an index, not a truth: whatever happens, the funnel is what the registrations say at that moment."""

import random
from datetime import date
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kheo.exemplars.models import Registration
from kheo.insights import subtotals
from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures, funnel, funnel_of
from kheo.insights.models import Outdated, Subtotal
from kheo.insights.scope import RestatedScope, Scope
from kheo.recognitions.models import Proposal, Recognition
from kheo.units import actions as units
from tests.factories import MembershipFactory, PersonFactory, UnitFactory
from tests.insights.builders import considered, proposed, registered

pytestmark = pytest.mark.django_db


def looked_at(made):
    """The same total, one registration at a time."""
    scope = made.scope
    rows = scope.registrations(scope.tops)
    return Figures(*(len({row.pk for row in subtotals_of(measure, rows)}) for measure in Measure))


def subtotals_of(measure, rows):
    recognised = set(Recognition.objects.values_list("registration", flat=True))
    sent = {(one.registration_id, one.to_unit_id) for one in Proposal.objects.all()}
    given = set(Recognition.objects.values_list("registration", "unit"))
    told = {
        Measure.REGISTERED: lambda row: True,
        Measure.RECOGNISED: lambda row: row.pk in recognised,
        Measure.PROPOSED: lambda row: row.pk in {registration for registration, _unit in sent},
        Measure.RECOGNISED_ABOVE: lambda row: row.pk in {registration for registration, _unit in sent & given},
    }
    return [row for row in rows if told[measure](row)]


def asked(act):
    """Which of the tables of registrations and of what is kept the act reads."""
    with CaptureQueriesContext(connection) as queries:
        act()
    told = " ".join(query["sql"] for query in queries)
    return {name for name in ("registration", "subtotal", "outdated") if f'FROM "kheo_{name}"' in told}


def test_t2_binh_thuan_is_the_same_from_what_is_kept(binh_thuan):
    before = funnel(binh_thuan.province, binh_thuan.round)
    assert subtotals.recount() == 14
    after = funnel(binh_thuan.province, binh_thuan.round)
    total = after.total
    assert (total.registered, total.recognised, total.proposed, total.recognised_above) == (746, 155, 39, 22)
    assert [(row.line, row.figures) for row in after.rows] == [(row.line, row.figures) for row in before.rows]
    assert Outdated.objects.count() == 0


def test_what_is_kept_is_not_counted_again(binh_thuan):
    scope = Scope.of(binh_thuan.province, binh_thuan.round)
    assert "registration" in asked(lambda: subtotals.counts_by_line(scope))
    subtotals.recount()
    assert asked(lambda: subtotals.counts_by_line(scope)) == {"outdated", "subtotal"}


def test_one_changed_unit_is_looked_at_and_the_others_are_kept(binh_thuan):
    subtotals.recount()
    registered(binh_thuan.silent, binh_thuan.round, 1)
    assert funnel(binh_thuan.province, binh_thuan.round).total.registered == 747
    assert set(Outdated.objects.values_list("unit", flat=True)) == {binh_thuan.silent.pk}
    assert subtotals.recount() == 1
    assert subtotals.recount() == 0
    assert funnel(binh_thuan.province, binh_thuan.round).total.registered == 747


def noted(land, act):
    """The codes of the units that a change notes."""
    Outdated.objects.all().delete()
    act()
    codes = {land.first.pk: "first", land.second.pk: "second"}
    return sorted(codes[pk] for pk in Outdated.objects.values_list("unit", flat=True).distinct())


class TestNoted:
    """What the database notes, whoever does it."""

    @pytest.fixture
    def row(self, land):
        return registered(land.first, land.round, status="submitted")[0]

    def test_a_registration_comes_changes_its_state_and_goes(self, land, row):
        rows = Registration.objects.filter(pk=row.pk)
        assert noted(land, lambda: registered(land.second, land.round)) == ["second"]
        assert noted(land, lambda: rows.update(status="declined")) == ["first"]
        assert noted(land, lambda: rows.update(level="province")) == ["first"]
        assert noted(land, lambda: rows.update(unit=land.second)) == ["first", "second"]
        assert noted(land, rows.delete) == ["second"]

    def test_other_words_change_no_figure(self, land, row):
        assert noted(land, lambda: Registration.objects.filter(pk=row.pk).update(title="Khu phố văn minh")) == []

    def test_what_is_recognised_and_proposed(self, land, row):
        assert noted(land, lambda: considered(land.province, land.round, yes=[row])) == ["first"]
        assert noted(land, lambda: proposed([row], land.first, land.province)) == ["first"]
        assert noted(land, Proposal.objects.all().delete) == ["first"]
        assert noted(land, Recognition.objects.all().delete) == ["first"]


def test_registrations_deleted_together_with_their_unit_leave_no_figure(land):
    gone = UnitFactory(level="commune", parent=land.first)
    registered(gone, land.round, 3)
    subtotals.recount()
    with transaction.atomic():
        Registration.objects.filter(unit=gone).delete()
    assert funnel(land.province, land.round).total.registered == 0
    assert subtotals.recount() == 1
    assert Subtotal.objects.count() == 0


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_in_whatever_order(land, seed):
    """A random history of acts and recounts: the funnel is at each moment the sum of its rows, at every level."""
    chance = random.Random(seed)
    all_units = [land.first, land.second, *land.communes]

    def some():
        return list(Registration.objects.filter(recognitions=None, proposals=None))

    def register():
        level = chance.choice(["commune", "district"])
        registered(chance.choice(all_units), land.round, chance.randint(1, 4), status="submitted", level=level)

    def state():
        states = ["submitted", "returned", "accepted", "reported", "declined", "withdrawn"]
        for row in chance.sample(some(), min(2, len(some()))):
            Registration.objects.filter(pk=row.pk).update(status=chance.choice(states))

    def recognise():
        unit = chance.choice([land.first, land.province])
        free = [row for row in some() if row.status == "accepted"][:2]
        considered(unit, land.round, yes=free)

    def propose():
        rows = Registration.objects.filter(recognitions__isnull=False, proposals=None).exclude(unit=land.province)
        proposed(list(rows.distinct()[:2]), land.first, land.province)

    def withdraw():
        Recognition.objects.filter(pk__in=Recognition.objects.values("pk")[:1]).delete()

    for _ in range(25):
        chance.choice([register, register, state, recognise, propose, withdraw, subtotals.recount])()
        for level in ("", "district"):
            made = funnel(land.province, land.round, level=level)
            assert made.total == looked_at(made)
    assert subtotals.differences() == {}


def test_a_reader_of_a_part_counts_only_that_part(land):
    """Whoever reads for one district counts nothing of the province's other district, kept or not."""
    registered(land.communes[0], land.round, 2)
    registered(land.communes[2], land.round, 5)
    subtotals.recount()
    reader = MembershipFactory(person=PersonFactory(), unit=land.first, role="reviewer").person
    assert funnel(land.province, land.round, reader=reader).total.registered == 2
    assert funnel(land.province, land.round).total.registered == 7


def test_restated_figures_read_what_is_kept_too(land):
    registered(land.communes[0], land.round, 2)
    registered(land.communes[1], land.round, 3)
    subtotals.recount()
    for commune in land.communes[:2]:
        units.close(commune, last_day=date(2025, 6, 30), by=None, legal_basis="NQ 1679")
        units.succeed(commune, land.communes[2], on=date(2025, 7, 1), by=None, legal_basis="NQ 1679")
    scope = RestatedScope.of(land.second, land.round, on=date(2025, 7, 2))
    assert asked(lambda: subtotals.counts_by_line(scope)) >= {"subtotal"}
    assert {row.line.unit_id: row.figures.registered for row in funnel_of(scope).rows} == {
        land.communes[2].pk: 5, land.communes[3].pk: 0,
    }  # fmt: skip


class TestVerify:
    """`kheo verify` tells what no longer agrees."""

    @pytest.fixture
    def kept(self, binh_thuan):
        subtotals.recount()
        return binh_thuan

    def test_all_is_equal(self, kept, capsys):
        call_command("verify")
        assert "well      14 kept subtotals are what the registrations say." in capsys.readouterr().out

    def test_a_changed_subtotal_is_told_with_both_figures(self, kept, capsys):
        Subtotal.objects.filter(unit=kept.silent).update(registered=99)
        was = len(kept.rows[kept.silent])
        with pytest.raises(SystemExit):
            call_command("verify")
        said = f"WRONG     BT-DL in BT-2023, district: kept 99/0/0/0, counted {was}/0/0/0."
        assert said in capsys.readouterr().out

    def test_a_change_that_nobody_noted_is_told(self, kept, capsys):
        """As after work at the database with its triggers switched off; that itself is told as well."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
            cursor.execute("ALTER TABLE kheo_registration DISABLE TRIGGER insert_outdates_figures")
        registered(kept.silent, kept.round, 1)
        with pytest.raises(SystemExit):
            call_command("verify")
        out = capsys.readouterr().out
        assert "BT-DL in BT-2023, district: kept" in out
        assert "The trigger insert_outdates_figures of kheo_registration is switched off" in out


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_a_recount_runs_is_not_lost(land):
    """The change is older than the recount and committed after it: its note stays, so that it is counted."""
    begun, recounted = Event(), Event()

    def slow_clerk():
        try:
            with transaction.atomic():
                registered(land.communes[0], land.round, 2)
                begun.set()
                assert recounted.wait(20)
        finally:
            connection.close()

    clerk = Thread(target=slow_clerk)
    clerk.start()
    assert begun.wait(20)
    subtotals.recount()
    assert funnel(land.province, land.round).total.registered == 0
    recounted.set()
    clerk.join()
    assert funnel(land.province, land.round).total.registered == 2
    subtotals.recount()
    assert funnel(land.province, land.round).total.registered == 2
