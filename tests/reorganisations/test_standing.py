"""Everything open in a unit that ends has a place to go: counted in the dry run, done in the run, undone if undone."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.evaluations import conflicts
from kheo.exemplars.models import Exemplar
from kheo.kernel import clock
from kheo.movements.models import Movement, RoundClosing
from kheo.movements.permissions import can_run
from kheo.recognitions import actions as recognitions
from kheo.recognitions.models import Consideration, Proposal
from kheo.reorganisations import actions
from kheo.reorganisations.enums import Fate, Side
from kheo.reorganisations.letters import Letters
from kheo.reorganisations.models import Handing
from kheo.units.models import Unit, answering_unit_ids
from tests.factories import MembershipFactory, MovementFactory, RecognitionFactory, RoundFactory
from tests.insights.builders import considered, proposed, registered
from tests.reorganisations.land import commune, done, from_july, planned, sent

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 10)


def told(plan):
    """`{(unit, what): (fate, to, count)}` of what the plan tells."""
    return {(row["unit"], row["what"]): (Fate(row["fate"]), row["to"], row["count"]) for row in plan.rehearsal["open"]}


@pytest.fixture
def living(land):
    """Two models of Yên Than that were recognised last year, in a round that is closed: one in a village, one not."""
    last_year = RoundFactory(
        movement=land.movement, code="QN-2024", name="Năm 2024", starts=date(2024, 1, 1), ends=date(2024, 12, 31)
    )
    rows = []
    for place in ("thôn Nà Lộc", "toàn xã"):
        (row,) = sent(land, "YT", place=place, status="reported")
        row.round = last_year
        row.save()
        RecognitionFactory(
            registration=row, unit=land.district, level="district", round=last_year, on=date(2024, 12, 1)
        )
        rows.append(row)
    RoundClosing.objects.create(round=last_year, at=clock.now())
    return rows


class TestModels:
    """Pulse and re-check are asked of whoever keeps the model: one of a divided commune goes where its village is."""

    def test_they_go_by_place_or_wait(self, land, living):
        plan = done(land)
        assert told(plan)["Xã Yên Than", "model"][2] == 1
        by_fate = {(row["fate"], row["to"]) for row in plan.rehearsal["open"] if row["what"] == "model"}
        assert by_fate == {("moves", "Xã Điền Xá"), ("waits", "")}
        in_village, unknown = (Exemplar.objects.get(pk=row.exemplar_id) for row in living)
        with clock.at(JULY):
            assert (in_village.acting_unit.name, unknown.acting_unit.name) == ("Xã Điền Xá", "Xã Yên Than")

    def test_what_waits_is_handed_on_by_a_keeper(self, land, living, as_person):
        new = commune(done(land), "Xã Tiên Yên")
        with clock.at(JULY):
            nga = as_person(land.nga)
            assert "Who keeps the model" in nga.get(reverse("reorganisations:left")).text
            nga.post(reverse("reorganisations:hand_on", args=[living[1].pk, "holder"]), {"to_unit": new.code})
            assert Exemplar.objects.get(pk=living[1].exemplar_id).acting_unit == new
            assert nga.get(reverse("reorganisations:left")).context["rows"] == []

    def test_undone_they_are_back(self, land, living):
        actions.reverse(done(land), by=land.nga)
        assert not Exemplar.objects.exclude(carried_by=None).exists()
        assert not Handing.objects.exists()


class TestProposals:
    """What waited at the district is decided by the province; who proposed, the rank and the day stay."""

    @pytest.fixture
    def row(self, land):
        (row,) = registered(land.old["TT"], land.round, level="commune")
        considered(land.old["TT"], land.round, yes=[row])
        proposed([row], land.old["TT"], land.district)
        return row

    def test_the_province_finds_them_on_its_docket(self, land, row, as_person):
        plan = done(land)
        assert told(plan)["Huyện Tiên Yên", "proposal"] == (Fate.MOVES, "Tỉnh Quảng Ninh", 1)
        proposal = Proposal.objects.get()
        assert (proposal.to_unit, proposal.from_unit, proposal.rank) == (land.province, land.old["TT"], 1)
        with clock.at(JULY):
            considering = recognitions.consider(land.province, land.round, by=land.hoa)
            assert recognitions.recognise(considering, row, by=land.hoa).recognised

    def test_undone_they_wait_at_the_district_again(self, land, row):
        actions.reverse(done(land), by=land.nga)
        assert Proposal.objects.get().to_unit == land.district
        assert not Handing.objects.filter(side=Side.PROPOSED).exists()


class TestWhatAnOfficeBegan:
    """Nobody goes on as the district: the province, the nearest unit above that still is, concludes what it began."""

    @pytest.fixture
    def begun(self, land):
        (row,) = sent(land, "TT", status="accepted")
        considered(land.district, land.round, yes=[row], concluded=False)
        return row

    def test_it_is_counted(self, land, begun):
        actions.rehearse(plan := planned(land), by=land.nga)
        plan.refresh_from_db()
        assert told(plan)["Huyện Tiên Yên", "consideration"] == (Fate.ACTS, "Tỉnh Quảng Ninh", 1)

    def test_the_province_reads_and_concludes_it(self, land, begun):
        done(land)
        with clock.at(JULY):
            assert land.district.pk in answering_unit_ids(land.hoa, "reviewer")
            assert Consideration.objects.visible_to(land.hoa).count() == 1
            considering = Consideration.objects.get()
            considering.outcomes.all().delete()
            assert recognitions.conclude(considering, by=land.hoa).concluded_at

    def test_before_the_day_it_is_the_districts(self, land, begun):
        done(land)
        assert not Consideration.objects.visible_to(land.hoa).exists()

    def test_a_successor_of_a_part_concludes_nothing(self, land, begun):
        new = commune(done(land), "Xã Điền Xá")
        with clock.at(JULY):
            head = MembershipFactory(unit=new, role="head", during=from_july()).person
            assert not Consideration.objects.visible_to(head).exists()

    def test_the_letter_tells_it(self, land, begun):
        assert Letters(done(land)).words(land.district)[-3] == (
            "Hồ sơ, công việc đang mở: 1 hồ sơ đang chờ trả lời chuyển đến Tỉnh Quảng Ninh; 1 đợt xét công nhận chưa"
            " kết thúc do Tỉnh Quảng Ninh tiếp tục giải quyết."
        )


class TestNearness:
    """Whoever acts for a unit that ended does not judge its works, and finds the movement in which they stand."""

    def test_of_the_successor_to_the_works_of_the_ended_unit(self, land):
        new = commune(done(land), "Xã Tiên Yên")
        with clock.at(JULY):
            clerk = MembershipFactory(unit=new, role="clerk", during=from_july()).person
            assert conflicts.between(clerk, land.old["TT"], judge=land.province) != []
            assert conflicts.between(clerk, land.old["YT"], judge=land.province) == []  # a part of it only

    def test_a_movement_of_a_unit_that_ended_is_run_by_whoever_answers(self, land):
        movement = MovementFactory(owner=land.district)
        RoundFactory(movement=movement, code="TY-2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31))
        plan = done(land)
        assert told(plan)["Huyện Tiên Yên", "movement"] == (Fate.ACTS, "Tỉnh Quảng Ninh", 1)
        with clock.at(JULY):
            head = MembershipFactory(unit=land.province, role="head", during=from_july()).person
            assert can_run.allows(head, Unit.objects.get(pk=land.district.pk))
            assert movement in Movement.objects.visible_to(head)
