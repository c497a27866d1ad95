"""A plan is made of steps, looked at, proposed, approved by a second person, and carried out as one."""

from datetime import date

import pytest

from kheo.exemplars import actions as exemplars
from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.reorganisations import actions, planning
from kheo.reorganisations.models import Reorganisation
from kheo.units import tree
from kheo.units.models import Membership, Placement, Succession, Unit, UnitName
from tests.factories import MembershipFactory, PersonFactory, UnitFactory
from tests.reorganisations.land import commune, done, planned, proposed, sent
from tests.units.tien_yen import AFTER, BASIS, BEFORE

pytestmark = pytest.mark.django_db


def begun(land, steps, **more):
    plan = actions.begin(
        **{"owner": land.province, "title": "Kế hoạch", "legal_basis": BASIS, "on": AFTER, "by": land.nga, **more}
    )
    actions.add(plan, steps, by=land.nga)
    return plan


def state_of_the_world():
    return {
        model: sorted(model.objects.values_list()) for model in (Unit, UnitName, Placement, Succession, Membership)
    } | {"held": sorted(Registration.objects.values_list("pk", "unit", "receiver", "first_receiver", "carried_by"))}


class TestEachKindOfChange:
    def test_merge(self, land):
        new = planning.founding(code="TY-M", name="Xã Tiên Yên", kind="locality", level="commune", under=land.province)
        plan = done(land, begun(land, planning.merge([land.old["TT"], land.old["PD"]], new)))
        made = commune(plan, "Xã Tiên Yên")
        assert {row.predecessor.code for row in made.origins.filter(share="whole")} == {"TT", "PD"}
        assert (Unit.objects.get(code="TT").closed, made.founded) == (BEFORE, AFTER)
        assert tree.chain(made.pk, on=AFTER) == [made.pk, land.province.pk]

    def test_split(self, land):
        steps = planning.split(land.old["YT"], [(land.old["TT"], "thôn Khe Tiên"), (land.old["DX"], "")])
        done(land, begun(land, steps))
        assert sorted(Succession.objects.values_list("successor__code", "share", "note")) == [
            ("DX", "part", ""), ("TT", "part", "thôn Khe Tiên"),
        ]  # fmt: skip

    def test_rename(self, land):
        done(land, begun(land, planning.rename(land.old["TT"], "Xã Tiên Yên")))
        unit = land.old["TT"]
        assert (unit.name_on(BEFORE), unit.name_on(AFTER)) == ("Thị trấn Tiên Yên", "Xã Tiên Yên")

    def test_move(self, land):
        done(land, begun(land, planning.move(land.old["TT"], land.province)))
        assert tree.chain(land.old["TT"].pk, on=AFTER)[1:] == [land.province.pk]
        assert tree.chain(land.old["TT"].pk, on=BEFORE)[1:] == [land.district.pk, land.province.pk]

    def test_dissolve(self, land):
        done(land, begun(land, planning.dissolve(land.old["HL"])))
        assert Unit.objects.get(code="HL").closing_basis == BASIS

    def test_change_level(self, land):
        done(land, begun(land, planning.regrade(land.district, kind="locality", level="commune")))
        assert (land.district.level_on(BEFORE), land.district.level_on(AFTER)) == ("district", "commune")

    def test_a_new_unit_may_stand_under_a_new_unit(self, land):
        upper = planning.founding(code="K1", name="Khu vực 1", kind="locality", level="commune", under=land.province)
        lower = planning.founding(code="K1-A", name="Thôn A", kind="residential", level="grassroots", under=upper)
        plan = done(land, begun(land, [lower]))
        assert tree.chain(commune(plan, "Thôn A").pk, on=AFTER)[1:] == [commune(plan, "Khu vực 1").pk, land.province.pk]


class TestDryRun:
    def test_it_shows_the_tree_and_totals_and_changes_nothing(self, land):
        sent(land, "YT", 3)
        plan, before = planned(land), state_of_the_world()
        told = actions.rehearse(plan, by=land.nga).rehearsal
        assert state_of_the_world() == before
        assert [row["name"] for row in told["after"]] == ["Tỉnh Quảng Ninh", "Xã Điền Xá", "Xã Đông Ngũ", "Xã Tiên Yên"]
        assert (len(told["before"]), told["totals"]) == (12, [{"round": "Năm 2025", "before": 3, "after": 3}])

    def test_it_tells_where_open_things_go(self, land):
        sent(land, "TT", 2)
        sent(land, "YT", 1, place="thôn Nà Lộc")
        sent(land, "YT", 1, place="toàn xã", status="draft")
        told = actions.rehearse(planned(land), by=land.nga).rehearsal["open"]
        assert [(row["unit"], row["what"], row["to"], row["count"]) for row in told] == [
            ("Huyện Tiên Yên", "answer", "Tỉnh Quảng Ninh", 3),
            ("Thị trấn Tiên Yên", "sent", "Xã Tiên Yên", 2),
            ("Xã Yên Than", "draft", "", 1),
            ("Xã Yên Than", "sent", "Xã Điền Xá", 1),
        ]

    def test_it_tells_how_many_roles_end(self, land):
        told = actions.rehearse(planned(land), by=land.nga).rehearsal["people"]
        assert sum(count for _unit, count in told["roles"]) == 11

    def test_what_is_impossible_is_said(self, land):
        plan = begun(land, planning.dissolve(land.district))
        with pytest.raises(NotNow, match="10 units would be left without a superior"):
            actions.rehearse(plan, by=land.nga)

    def test_a_changed_plan_must_be_looked_at_again(self, land):
        plan = planned(land)
        with pytest.raises(NotNow, match="Look first"):
            actions.propose(plan, by=land.nga)
        actions.rehearse(plan, by=land.nga)
        actions.add(plan, planning.rename(land.province, "Tỉnh Quảng Ninh mới"), by=land.nga)
        with pytest.raises(NotNow, match="Look first"):
            actions.propose(plan, by=land.nga)


class TestTheSecondPerson:
    def test_the_one_who_proposed_cannot_approve(self, land):
        plan = proposed(land)
        with pytest.raises(NotPermitted, match="a second system keeper"):
            actions.approve(plan, by=land.nga)

    @pytest.mark.parametrize("verb", ["approve", "take_back", "discard", "rehearse", "propose", "reverse"])
    def test_a_stranger_may_nothing(self, land, verb):
        plan = planned(land)
        with pytest.raises(NotPermitted):
            getattr(actions, verb)(plan, by=land.hoa)

    def test_it_is_told_in_the_journal(self, land):
        plan = done(land)
        assert [entry.verb for entry in journal.history(plan)] == [
            "reorganisation.begun", "reorganisation.planned", "reorganisation.rehearsed", "reorganisation.proposed",
            "reorganisation.approved", "reorganisation.handed_out",
        ]  # fmt: skip
        assert journal.history(commune(plan, "Xã Tiên Yên")).first().by_id == land.hai.pk

    def test_it_is_done_once(self, land):
        plan = done(land)
        with pytest.raises(NotNow):
            actions.approve(plan, by=land.hai)

    def test_given_back_it_can_be_changed(self, land):
        plan = actions.take_back(proposed(land), by=land.hai)
        assert (plan.state, plan.stays.count()) == ("draft", 0)
        actions.drop(plan.changes.get(unit=land.old["HL"], kind="close"), by=land.nga)
        assert not plan.changes.filter(unit=land.old["HL"]).exists()

    def test_discarded_it_stays_on_record(self, land):
        assert actions.discard(planned(land), by=land.nga).state == "discarded"
        assert Reorganisation.objects.count() == 1

    def test_a_proposed_plan_is_not_changed(self, land):
        with pytest.raises(NotNow, match="no draft any more"):
            actions.add(proposed(land), planning.dissolve(land.province), by=land.nga)


class TestWhatAPlanCannotSay:
    def test_a_unit_elsewhere(self, land):
        other = UnitFactory(name="Tỉnh Bắc Ninh", level="province")
        with pytest.raises(NotNow, match="does not stand below"):
            begun(land, planning.move(land.old["TT"], other))

    def test_wholly_to_two(self, land):
        steps = planning.merge([land.old["TT"]], land.old["PD"])
        steps += planning.split(land.old["TT"], [(land.old["DX"], "")])[1:]
        with pytest.raises(NotNow, match="cannot go wholly to one unit and also to another"):
            begun(land, steps)

    def test_into_a_unit_that_ends(self, land):
        with pytest.raises(NotNow, match="ends by this plan"):
            begun(land, planning.merge([land.old["TT"]], land.old["PD"]) + planning.dissolve(land.old["PD"]))

    def test_a_refused_addition_leaves_the_plan_as_it_was(self, land):
        plan = planned(land)
        count = plan.changes.count()
        with pytest.raises(NotNow):
            actions.add(plan, planning.dissolve(land.province), by=land.nga)
        assert plan.changes.count() == count


class TestAheadOfTheDay:
    """A plan that is carried out in June leaves every unit at work until its last day."""

    def test_until_then_the_district_answers(self, land):
        (row,) = sent(land, "TT")
        plan = actions.approve(proposed(land), by=land.hai)
        row.refresh_from_db()
        assert (row.receiver, plan.handed_at) == (land.district, None)
        assert exemplars.accept(row, by=land.minh)
        with pytest.raises(NotNow, match="Until 01/07/2025 the units hold what they have"):
            actions.hand_out(plan, by=land.nga)

    def test_what_came_in_meanwhile_goes_along(self, land):
        plan = actions.approve(proposed(land), by=land.hai)
        (row,) = sent(land, "TT")
        with clock.at(AFTER):
            told = actions.hand_out(plan, by=land.nga).rehearsal["open"]
            row.refresh_from_db()
            assert row.receiver == land.province
            assert sum(one["count"] for one in told) == 2
            with pytest.raises(NotNow, match="handed on once"):
                actions.hand_out(plan, by=land.nga)

    def test_from_the_first_day_all_is_done_at_once(self, land):
        (row,) = sent(land, "TT")
        plan = proposed(land)
        with clock.at(AFTER):
            assert actions.approve(plan, by=land.hai).handed_at
        row.refresh_from_db()
        assert row.receiver == land.province

    def test_a_stranger_hands_on_nothing(self, land):
        plan = actions.approve(proposed(land), by=land.hai)
        with clock.at(AFTER), pytest.raises(NotPermitted):
            actions.hand_out(plan, by=land.hoa)

    def test_it_can_be_undone_before(self, land):
        before = state_of_the_world()
        actions.reverse(actions.approve(proposed(land), by=land.hai), by=land.nga)
        assert state_of_the_world() == before


class TestReverse:
    def test_everything_is_as_it_was(self, land):
        for code in ("YT", "TT", "DN"):
            sent(land, code, 2, place="thôn Nà Lộc")
        before = state_of_the_world()
        plan = done(land)
        assert state_of_the_world() != before
        assert actions.reverse(plan, by=land.nga).state == "reversed"
        assert state_of_the_world() == before

    def test_within_thirty_days(self, land):
        plan = done(land)
        with clock.at(date(2025, 7, 21)), pytest.raises(NotNow, match="here until 20/07/2025"):
            actions.reverse(plan, by=land.nga)
        with clock.at(date(2025, 7, 20)):
            actions.reverse(plan, by=land.nga)

    def test_not_when_something_hangs_on_a_new_unit(self, land):
        plan = done(land)
        UnitFactory(name="Thôn Đồng Và", level="grassroots", parent=commune(plan, "Xã Tiên Yên"))
        with pytest.raises(NotNow, match="1 units below Xã Tiên Yên"):
            actions.reverse(plan, by=land.nga)

    def test_not_when_a_unit_changed_since(self, land):
        from kheo.units import actions as units

        plan = done(land, begun(land, planning.move(land.old["TT"], land.province)))
        units.rename(land.old["TT"], "Xã Tiên Yên", on=date(2025, 7, 5), by=land.nga)
        with pytest.raises(NotNow, match="changed since"):
            actions.reverse(plan, by=land.nga)

    def test_not_when_somebody_was_appointed_there(self, land):
        plan = done(land)
        MembershipFactory(person=PersonFactory(), unit=commune(plan, "Xã Tiên Yên"), role="head")
        with pytest.raises(NotNow, match="1 roles in Xã Tiên Yên"):
            actions.reverse(plan, by=land.nga)

    def test_both_are_told(self, land):
        plan = done(land)
        with clock.at(date(2025, 7, 2)):
            actions.reverse(plan, by=land.nga)
        assert journal.history(plan).last().verb == "reorganisation.reversed"
        assert [entry.verb for entry in journal.history(land.old["TT"])] == [
            "unit.closed", "unit.succeeded", "unit.put_back",
        ]  # fmt: skip
