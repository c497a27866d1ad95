"""A model registered, recognised and re-checked in a commune that ended: its successor goes on with it everywhere.

Thị trấn Tiên Yên wholly became a part of the new Xã Tiên Yên on 1 July 2025 (Resolution 1679, movement.md §9.1). Rights
follow offices (trap 9 of §9.2): who serves the new commune acts; a stranger finds nothing.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from kheo.exemplars.models import Registration
from kheo.exemplars.subjects import subjects_of
from kheo.kernel import clock, periods
from kheo.kernel.errors import NotPermitted
from kheo.people.models import Person
from kheo.progress import actions as progress
from kheo.progress.models import PulseAnswer, Recheck
from kheo.recognitions import actions as recognitions
from kheo.recognitions.models import Proposal, Recognition
from kheo.replication import actions as replication
from kheo.results import actions as results
from kheo.results.enums import Sheet
from kheo.results.models import Achievement
from kheo.units.models import Unit
from tests.councils.conftest import council_of
from tests.evidence.conftest import snapshot
from tests.factories import AdoptionFactory, MembershipFactory, PersonFactory, RecognitionFactory, RoundFactory
from tests.insights.builders import considered, registered
from tests.recognitions.judging import called, voted
from tests.reorganisations.land import commune, done, from_july, sent
from tests.results.conftest import told
from tests.units.tien_yen import BEFORE

pytestmark = pytest.mark.django_db
JULY, AFTER_SIX_MONTHS = date(2025, 7, 10), date(2024, 12, 20)
SHEET = {
    "running": True, "effect": "Tuyến đường được cả tổ dân phố giữ sạch.", "evidence_on": date(2025, 6, 1),
    "decision": "maintain", "reason": "Vẫn hiệu quả.",
}  # fmt: skip


@pytest.fixture
def walk(land):
    """June: three models of the town, one recognised last year and re-checked, one recognised this year, one accepted.
    July: the town has ended; Lan, its clerk, and a new reviewer serve Xã Tiên Yên; Minh, of the district, nothing."""
    town = land.old["TT"]
    last_year = RoundFactory(
        movement=land.movement, code="QN-2024", name="Năm 2024", starts=date(2024, 1, 1), ends=date(2024, 12, 31)
    )
    lasting, resting = (_recognised_in(last_year, town) for _n in range(2))
    (here, under_way) = (sent(land, "TT", status="accepted", receiver=town, level="commune")[0] for _n in range(2))
    considered(town, land.round, yes=[here])
    recheck = progress.recheck(lasting.exemplar, land.round, **SHEET, by=land.clerks["TT"])
    heir = commune(done(land), "Xã Tiên Yên")
    reviewer = MembershipFactory(unit=heir, role="reviewer", during=from_july()).person
    namesake = MembershipFactory(
        unit=Unit.objects.get(name="Xã Điền Xá", during__endswith=None), role="head", during=from_july()
    ).person
    with clock.at(JULY):
        yield SimpleNamespace(
            land=land, town=town, heir=heir, lan=Person.objects.get(pk=land.clerks["TT"].pk), reviewer=reviewer,
            stranger=namesake, minh=Person.objects.get(pk=land.minh.pk), hoa=Person.objects.get(pk=land.hoa.pk),
            lasting=lasting, resting=resting, here=here, under_way=under_way, recheck=recheck,
        )  # fmt: skip


def _recognised_in(round_, town):
    (row,) = registered(town, round_, level="commune", status="reported")
    RecognitionFactory(registration=row, unit=town, level="commune", round=round_, on=AFTER_SIX_MONTHS)
    return row


class TestTheSuccessor:
    def test_adds_a_result_and_evidence(self, walk, as_person):
        lan = as_person(walk.lan)
        page = reverse("results:sheet", args=[walk.under_way.pk, "results"])
        assert lan.get(page).status_code == 200
        rows = told("results", {"words": "Mét đường hoa", "value": "1.200", "measure": "m"})
        results.save_sheet(walk.under_way, Sheet.RESULTS, rows, by=walk.lan, version=0)
        lan.post(reverse("evidence:attach", args=[walk.under_way.pk]), {"file": snapshot(1)})
        assert (Achievement.objects.filter(registration=walk.under_way).count(), walk.under_way.files.count()) == (1, 1)

    def test_answers_the_pulse(self, walk, as_person):
        lan = as_person(walk.lan)
        lan.post(reverse("progress:take_pulse", args=[walk.resting.exemplar_id, 6, "alive"]))
        answer = PulseAnswer.objects.get()
        assert (answer.exemplar_id, answer.unit) == (walk.resting.exemplar_id, walk.heir)

    def test_sends_the_yearly_re_check_and_its_reviewer_rules(self, walk):
        sent_now = progress.recheck(walk.resting.exemplar, walk.land.round, **SHEET, by=walk.lan)
        assert (sent_now.unit, sent_now.office) == (walk.heir, walk.heir)
        for one in (sent_now, walk.recheck):
            assert progress.rule(one, by=walk.reviewer).decision == "maintain"
        made = progress.maintain(walk.recheck, by=walk.lan)
        assert (made.unit, made.exemplar.unit) == (walk.heir, walk.town)

    def test_is_asked_for_both_on_its_desk(self, walk, as_person):
        desk = as_person(walk.lan).get(reverse("desk:home")).text
        assert "Re-check 1 model of an earlier year" in desk
        assert "Decide on 1 re-check" in as_person(walk.reviewer).get(reverse("desk:home")).text

    def test_proposes_upward_what_the_town_recognised_and_the_province_decides(self, walk, as_person):
        url = reverse("recognitions:propose_upward", args=[walk.land.round.pk, walk.heir.pk])
        assert walk.here.title in as_person(walk.reviewer).get(url).text
        recognitions.propose_upward(walk.heir, walk.land.round, [walk.here], by=walk.reviewer)
        proposal = Proposal.objects.get()
        assert (proposal.from_unit, proposal.to_unit) == (walk.heir, walk.land.province)
        council = _council_before_which(walk, walk.here)
        (result,) = voted(council, called(council), 15)
        assert result.passed
        considering = recognitions.consider(walk.land.province, walk.land.round, by=walk.hoa)
        recognitions.recognise(considering, walk.here, by=walk.hoa)
        recognitions.conclude(considering, number="45-QĐ/TU", on=JULY, by=walk.hoa)
        given = Recognition.objects.get(registration=walk.here, unit=walk.land.province)
        assert (given.level, given.registration.unit.name) == ("province", "Thị trấn Tiên Yên")

    def test_confirms_a_copy_that_was_sent_to_the_town_and_advises_one(self, walk):
        copier = Unit.objects.get(name="Xã Điền Xá", during__endswith=None)
        copy = AdoptionFactory(
            origin=walk.lasting.exemplar, unit=copier, receiver=walk.town, registration__round=walk.land.round
        ).registration.adoption
        assert replication.confirm_adoption(copy, by=walk.reviewer).confirmed
        assert replication.advise(copy, words="Giao từng đoạn cho từng hộ.", by=walk.lan).unit == walk.heir


def _council_before_which(walk, registration):
    """Fifteen members of the province's council, with one matter on the agenda."""
    place = SimpleNamespace(
        province=walk.land.province, hoa=walk.hoa, round=walk.land.round, ward=walk.town, sibling=walk.land.old["PD"]
    )
    council = council_of(place, 15)
    council.subjects = [subjects_of([registration], by=walk.hoa)[registration.pk]]
    return council


class TestAStranger:
    @pytest.mark.parametrize("who", ["stranger", "minh"])
    def test_finds_nothing(self, walk, as_person, who):
        """Neither the head of the new Xã Điền Xá nor who served the district that is no more."""
        page = as_person(getattr(walk, who))
        addresses = [
            reverse("exemplars:detail", args=[walk.under_way.pk]),
            reverse("results:sheet", args=[walk.under_way.pk, "results"]),
            reverse("evidence:collect", args=[walk.under_way.pk]),
            reverse("progress:recheck", args=[walk.resting.exemplar_id, walk.land.round.pk]),
            reverse("recognitions:propose_upward", args=[walk.land.round.pk, walk.heir.pk]),
            reverse("recognitions:propose_upward", args=[walk.land.round.pk, walk.town.pk]),
        ]
        assert [page.get(address).status_code for address in addresses] == [404] * len(addresses)

    def test_is_refused_by_every_verb(self, walk):
        for verb in (
            lambda: progress.take_pulse(walk.resting.exemplar, 6, "alive", by=walk.stranger),
            lambda: progress.recheck(walk.resting.exemplar, walk.land.round, **SHEET, by=walk.stranger),
            lambda: progress.rule(Recheck.objects.get(pk=walk.recheck.pk), by=walk.stranger),
            lambda: recognitions.propose_upward(walk.town, walk.land.round, [walk.here], by=walk.stranger),
        ):
            with pytest.raises(NotPermitted):
                verb()
        assert not Registration.objects.visible_to(walk.stranger).exists()

    def test_who_served_the_town_and_has_no_role_now_has_no_right_left(self, walk):
        until = periods.period(date(2020, 1, 1), BEFORE)
        former = MembershipFactory(person=PersonFactory(), unit=walk.town, role="head", during=until).person
        assert not Registration.objects.visible_to(former).exists()
