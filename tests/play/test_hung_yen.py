"""Hưng Yên “1 + 10”: 10 pilots, 48 copies in 48 of 139 communes, three districts complete, derived from the rows."""

from datetime import date

import pytest
from django.db import transaction

from kheo.exemplars.models import Registration
from kheo.progress.models import Recheck
from kheo.replication.copies import copies, replications
from kheo.replication.coverage import coverage
from kheo.replication.models import Adoption, Call
from kheo.replication.study import study
from kheo.replication.tracking import tracking
from kheo.story import hung_yen, travelled
from kheo.story.stages import BUSINESS_DAY
from kheo.units.models import Unit

pytestmark = pytest.mark.django_db  # also when this file runs alone: else there is no database of the tests


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """The scene played once in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        hung_yen.play()
        yield Call.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def told(played):
    """How far it has come on the demonstration's business day."""
    pilots = list(played.exemplars.values_list("pk", flat=True))
    return coverage(pilots, played.unit, "commune", BUSINESS_DAY, rows=copies())


def test_ten_pilots_one_a_district_were_recognised(played):
    pilots = Registration.objects.filter(round__code=hung_yen.PILOTS).recognised()
    assert pilots.count() == 10
    assert len({pilot.unit_id for pilot in pilots}) == 10


def test_forty_eight_copies_each_one_replication_of_its_pilot(played):
    counts = replications(played.exemplars.values_list("pk", flat=True), copies())
    assert (sum(counts.values()), len(counts)) == (48, 10)


def test_in_48_of_139_communes(told):
    assert (told.reached, told.whole, told.in_words) == (48, 139, "48/139")
    assert told.ratio == "34,5 %"


def test_three_districts_are_complete(told):
    assert {branch.name for branch in told.complete} == {"Huyện Văn Giang", "Huyện Văn Lâm", "Huyện Phù Cừ"}


def test_the_other_91_are_missing_by_name(told):
    assert len(told.missing) == 91
    assert len({place.name for place in told.missing}) == 91


def test_the_pilots_themselves_are_no_copies_and_no_communes(told, played):
    reaching = {row.pk for branch in told.branches for place in branch.reached for row in place.reached_by}
    assert reaching == set(Adoption.objects.values_list("registration", flat=True))


def test_a_little_over_a_year_later(played):
    assert (hung_yen.CONFIRMED - hung_yen.PILOTED).days > 365
    before = coverage(
        list(played.exemplars.values_list("pk", flat=True)), played.unit, "commune", date(2024, 5, 26), rows=copies()
    )
    assert before.reached == 0


def test_the_call_names_the_silent(played):
    assert len(tracking(played).silent) == 91


def test_the_province_re_checked_its_pilots_and_decided_to_replicate_them(played):
    assert {sheet.decision for sheet in Recheck.objects.select_related("ruling")} == {"replicate"}


def test_what_the_newspaper_does_not_print_is_marked_as_demonstration_data(played):
    assert not Registration.objects.filter(round__movement=played.movement, demonstration=False).exists()
    communes = Unit.objects.filter(level="commune", code__startswith="HY-")
    assert (communes.count(), communes.filter(demonstration=True).count()) == (139, 139)


def test_the_copies_of_one_pilot_stand_beside_it_in_the_same_indicators_one_with_a_gap(played):
    pilot = Registration.objects.get(round__code=hung_yen.PILOTS, unit__code=hung_yen.STUDIED)
    among = [row for row in copies() if row.exemplar.replicated_from_id == pilot.exemplar_id]
    found = study(pilot, among)
    assert [indicator.name for indicator in found.indicators] == [travelled.IN_CHARGE, travelled.OUT_OF_POVERTY]
    assert found.origin.cells == ["100 households", "6 households"]
    assert (len(found.lines), sum(not line.reported for line in found.lines)) == (10, 1)
    assert found.lines[0].cells == ["40 households", "2 households"]
