"""The traps of the administrative change of 2025 (movement.md §9.2), each as a test named after it."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.duplicates import actions as duplicates
from kheo.exemplars import actions as exemplars
from kheo.exemplars import permissions, policies
from kheo.exemplars.models import Registration
from kheo.exemplars.receiving import receiver_for
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.people.models import Person
from kheo.recognitions import actions as recognitions
from kheo.reorganisations import actions, planning
from kheo.reorganisations.enums import Side
from kheo.reorganisations.models import Handing
from kheo.units import actions as units
from kheo.units import finder, restating
from kheo.units.models import Membership, Unit
from tests.factories import MembershipFactory, PaperFactory, PersonFactory, RoundFactory
from tests.insights.builders import registered
from tests.reorganisations.land import commune, done, from_july, planned, proposed, sent
from tests.units.tien_yen import AFTER, BASIS, BEFORE

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 10)


@pytest.fixture
def july():
    with clock.at(JULY):
        yield


def serving(unit, role):
    """Somebody who came to a new unit on 1 July."""
    return MembershipFactory(person=PersonFactory(), unit=unit, role=role, during=from_july()).person


def holds(registration):
    registration.refresh_from_db()
    return registration.acting_unit.name, registration.receiver and registration.receiver.name


class TestTrap1SameNameDifferentUnit:
    def test_điền_xá_new_is_not_điền_xá_old(self, land):
        new = commune(done(land), "Xã Điền Xá")
        old = land.old["DX"]
        assert (new.code, new.name) == (old.code, old.name)
        assert new.pk != old.pk
        assert (finder.find("Xã Điền Xá", BEFORE), finder.find("DX", AFTER)) == (old, new)

    def test_a_clerk_of_the_new_one_acts_for_the_old_by_the_succession_not_by_the_name(self, land):
        rows = sent(land, "DX", status="draft")
        plan = done(land)
        with clock.at(JULY):
            heir = serving(commune(plan, "Xã Điền Xá"), "clerk")
            namesake = serving(commune(plan, "Xã Tiên Yên"), "clerk")
            assert list(Registration.objects.visible_to(heir)) == rows
            assert not Registration.objects.visible_to(namesake).exists()


class TestTrap2LevelsEnd:
    @pytest.fixture
    def renewed(self, land):
        """The district goes on wholly as a ward: its office acts for it, but never as a district."""
        plan = actions.begin(land.province, title="Phường", legal_basis=BASIS, on=AFTER, by=land.nga)
        new = planning.founding(code="P1", name="Phường Mới", kind="locality", level="commune", under=land.province)
        steps = planning.merge([land.district], new)
        steps += [step for unit in land.old.values() for step in planning.move(unit, new)]
        actions.add(plan, steps, by=land.nga)
        return done(land, plan)

    def test_an_ended_district_considers_nothing(self, land, renewed):
        with clock.at(JULY):
            reviewer = serving(commune(renewed, "Phường Mới"), "reviewer")
            with pytest.raises(NotNow, match=r"Huyện Tiên Yên ended on 30/06/2025"):
                recognitions.consider(Unit.objects.get(pk=land.district.pk), land.round, by=reviewer)

    def test_what_it_recognised_stays(self, land):
        with clock.at(date(2025, 6, 1)):
            (row,) = sent(land, "TT", status="accepted")
            consideration = recognitions.consider(land.district, land.round, by=land.minh)
            recognitions.recognise(consideration, row, by=land.minh)
            recognitions.conclude(consideration, by=land.minh, number="7-QĐ/BDV", on=date(2025, 6, 1))
        done(land)
        kept = row.recognitions.get()
        assert (kept.unit, kept.level, kept.on) == (land.district, "district", date(2025, 6, 1))
        assert holds(row)[1] == "Huyện Tiên Yên"  # it has answered: nobody decides a second time

    def test_no_unit_is_founded_as_a_district(self, land):
        plan = actions.begin(land.province, title="Huyện mới", legal_basis=BASIS, on=AFTER, by=land.nga)
        step = planning.founding(code="H", name="Huyện Mới", kind="locality", level="district", under=land.province)
        actions.add(plan, [step], by=land.nga)
        with pytest.raises(NotNow, match="The district level ended"):
            actions.rehearse(plan, by=land.nga)


class TestTrap3ByPlace:
    def test_a_work_goes_to_the_part_that_holds_its_village(self, land):
        (khe_tien,) = sent(land, "YT", place="Nhà văn hóa thôn Khe Tiên")
        (na_loc,) = sent(land, "YT", place="thôn Nà Lộc, xã Yên Than")
        done(land)
        assert [holds(row)[0] for row in (khe_tien, na_loc)] == ["Xã Tiên Yên", "Xã Điền Xá"]
        assert {row.unit.name for row in (khe_tien, na_loc)} == {"Xã Yên Than"}

    def test_where_unknown_a_keeper_hands_it_on(self, land):
        (row,) = sent(land, "YT", status="draft", place="toàn xã")
        new = commune(done(land), "Xã Điền Xá")
        with clock.at(JULY):
            clerk = serving(new, "clerk")
            assert not Registration.objects.visible_to(clerk).exists()
            handing = actions.hand_on(row, Side.AUTHOR, new, by=land.nga, legal_basis="15-CV/TU")
            assert list(Registration.objects.visible_to(clerk)) == [row]
            assert (handing.from_unit, handing.to_unit, handing.on) == (land.old["YT"], new, JULY)
            with pytest.raises(NotNow, match="in the hands of a unit that exists"):
                actions.hand_on(row, Side.AUTHOR, new, by=land.nga)
        assert journal.history(row).last().verb == "registration.handed_on"

    def test_a_stranger_hands_on_nothing(self, land):
        (row,) = sent(land, "YT", status="draft")
        new = commune(done(land), "Xã Điền Xá")
        with clock.at(JULY), pytest.raises(NotPermitted):
            actions.hand_on(row, Side.AUTHOR, new, by=land.hoa)

    def test_what_one_part_alone_took_goes_there(self, land):
        (row,) = sent(land, "VN")  # of Vô Ngại only the part that came to Tiên Yên is on record
        done(land)
        assert holds(row)[0] == "Xã Tiên Yên"


def test_trap_4_a_decision_keeps_its_issuer_and_is_found_from_the_successor(land, as_person):
    paper = PaperFactory(issuer=land.old["PD"], number="12-QĐ/ĐU", date=date(2025, 5, 2))
    new = commune(done(land), "Xã Tiên Yên")
    with clock.at(JULY):
        reader = as_person(serving(new, "viewer"))
        assert "Xã Phong Dụ" in reader.get(reverse("documents:detail", args=[paper.pk])).text


class TestTrap5Totals:
    def test_they_are_the_same_before_and_after_and_what_is_split_is_not_cut(self, land):
        for code, count in {"TT": 4, "YT": 5, "DN": 6, "HL": 2}.items():
            sent(land, code, count)
        plan = done(land)
        assert plan.rehearsal["totals"] == [{"round": "Năm 2025", "before": 17, "after": 17}]
        home = restating.homes([land.old["YT"].pk], on=AFTER)[land.old["YT"].pk]
        assert (home.unit_id, home.exact) == (land.province.pk, False)


class TestTrap6AYearBrokenInTwo:
    def test_what_was_sent_to_a_district_is_answered_by_the_province_on_the_same_day_and_code(self, land):
        (row,) = sent(land, "TT", code="MH-2025-0007")
        day = row.submitted_at
        done(land)
        with clock.at(JULY):
            assert holds(row) == ("Xã Tiên Yên", "Tỉnh Quảng Ninh")
            assert (row.code, row.submitted_at, row.first_receiver) == ("MH-2025-0007", day, land.district)
            assert exemplars.accept(row, by=land.hoa)

    def test_two_districts_may_have_given_the_same_code(self, land):
        other = units.found(
            code="BC", name="Huyện Ba Chẽ", kind="locality", level="district", on=date(2020, 1, 1),
            parent=land.province, by=None,
        )  # fmt: skip
        rows = [*sent(land, "TT", code="MH-2025-0001"), *sent(land, "PD", receiver=other, code="MH-2025-0001")]
        plan = planned(land)
        actions.add(plan, planning.dissolve(other), by=land.nga)
        done(land, plan)
        assert {holds(row)[1] for row in rows} == {"Tỉnh Quảng Ninh"}

    def test_a_draft_addressed_to_the_district_goes_to_the_new_commune(self, land, july):
        with clock.at(date(2025, 6, 20)):
            (row,) = sent(land, "TT", status="draft", level="commune")
            Registration.objects.filter(pk=row.pk).update(title="Tuyến đường hoa", receiver=None)
            new = commune(done(land), "Xã Tiên Yên")
        clerk = serving(new, "clerk")
        row = Registration.objects.get(pk=row.pk)
        assert (row.acting_unit, policies.can_be_submitted.why_not(row)) == (new, "")
        assert permissions.can_submit.allows(clerk, row)
        assert receiver_for(row.acting_unit, row.level, JULY) == new

    def test_a_closed_round_is_left_as_it_is(self, land):
        old = RoundFactory(movement=land.movement, code="QN-2024")
        rows = registered(land.old["YT"], old, 2, receiver=land.district)
        from kheo.movements.models import RoundClosing

        RoundClosing.objects.create(round=old, at=clock.now())
        done(land)
        assert {holds(row) for row in rows} == {("Xã Yên Than", "Huyện Tiên Yên")}


def test_trap_7_four_models_that_become_one_units(land):
    rows = [sent(land, code, title="Tuyến đường hoa")[0] for code in ("TT", "PD", "TL", "VN")]
    done(land)
    with clock.at(JULY):
        kept, *others = [Registration.objects.get(pk=row.pk) for row in rows]
        for row in others:
            duplicates.merge(kept, row, reason="Cùng một tuyến đường hoa của xã Tiên Yên mới.", by=land.hoa)
        assert [Registration.objects.get(pk=row.pk).status for row in rows] == ["submitted", *["merged"] * 3]
        assert {holds(row)[0] for row in rows} == {"Xã Tiên Yên"}


def test_trap_8_a_hundred_per_cent_of_units_has_a_new_denominator(land):
    done(land)

    def communes(day):
        below = Unit.objects.under([land.province.pk], on=day).alive_on(day).with_kind_on(day)
        return below.filter(level_then="commune").count()

    assert (communes(BEFORE), communes(AFTER)) == (10, 3)


class TestTrap9RightsFollowOffices:
    def test_offices_end_with_the_unit_and_go_on_in_the_whole_successor(self, land):
        new = commune(done(land), "Xã Tiên Yên")
        lan = land.clerks["TT"]
        assert [(row.unit, row.until) for row in Membership.objects.filter(person=lan).order_by("during")] == [
            (land.old["TT"], BEFORE), (new, None),
        ]  # fmt: skip

    def test_who_is_left_out_keeps_nothing(self, land):
        plan = proposed(land)
        actions.leave_out(plan.stays.get(person=land.clerks["TT"]), by=land.hai)
        actions.approve(plan, by=land.hai)
        assert not Membership.objects.filter(person=land.clerks["TT"]).current(AFTER).exists()

    def test_accounts_without_any_office_are_listed(self, land):
        told = done(land).rehearsal["people"]["without"]
        without = {land.clerks[code] for code in ("YT", "DD", "DN", "VN")} | {land.minh}
        assert set(Person.objects.filter(pk__in=told)) == without

    def test_unfinished_work_is_done_by_the_successor(self, land, as_person):
        (row,) = sent(land, "PD", status="returned", title="Thu gom rác")
        done(land)
        with clock.at(JULY):
            clerk = Person.objects.get(pk=land.clerks["TT"].pk)
            row = Registration.objects.get(pk=row.pk)
            assert permissions.can_edit.allows(clerk, row)
            assert list(Registration.objects.held_by_unit([row.acting_unit.pk])) == []  # no row was needed for it
            assert "Thu gom rác" in as_person(clerk).get(reverse("exemplars:list"), {"waiting": "unit"}).text
        assert not Handing.objects.filter(registration=row, side=Side.AUTHOR).exists()

    def test_before_the_day_nobody_acts_for_another(self, land):
        (row,) = sent(land, "PD", status="returned")
        done(land)
        assert not permissions.can_edit.allows(land.clerks["TT"], row)
        assert permissions.can_edit.allows(land.clerks["PD"], row)
