"""A plan is emptied, a table takes the place of what is in it, a step is taken out: only while it is a draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.reorganisations import actions, planning
from tests.reorganisations.land import planned, proposed

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"reorganisations:{name}", args=args)


class TestEmpty:
    def test_every_step_goes_and_what_was_seen_is_forgotten(self, land):
        plan = planned(land)
        actions.rehearse(plan, by=land.nga)
        assert actions.empty(plan, by=land.nga) == 27
        plan.refresh_from_db()
        assert (plan.changes.count(), plan.rehearsal, plan.state) == (0, None, "draft")
        last = journal.history(plan).last()
        assert (last.verb, last.details["count"]) == ("reorganisation.emptied", 27)

    def test_a_stranger_empties_nothing(self, land):
        with pytest.raises(NotPermitted):
            actions.empty(planned(land), by=land.hoa)

    def test_only_a_draft(self, land):
        with pytest.raises(NotNow, match="no draft any more"):
            actions.empty(proposed(land), by=land.nga)

    def test_an_empty_plan_is_not_emptied(self, land):
        plan = planned(land)
        actions.empty(plan, by=land.nga)
        with pytest.raises(NotNow, match="The plan is empty"):
            actions.empty(plan, by=land.nga)

    def test_the_page_asks_before(self, land, as_person):
        plan, nga = planned(land), as_person(land.nga)
        assert "All 27 changes are taken out of the plan" in nga.get(at("empty", plan.pk)).text
        assert plan.changes.count() == 27
        nga.post(at("empty", plan.pk))
        assert plan.changes.count() == 0


class TestATableInsteadOfWhatIsThere:
    TABLE = "Mã cũ,Mã mới,Tên mới\nTT,PD,\n".encode()

    def read(self, land, as_person, plan, how, table=TABLE):
        told = {"file": SimpleUploadedFile("bang.csv", table), "how": how}
        return as_person(land.nga).post(at("bring_in", plan.pk), told)

    def test_it_takes_its_place(self, land, as_person):
        plan = planned(land)
        self.read(land, as_person, plan, "replace")
        assert {(step.kind, step.unit.code) for step in plan.changes.all()} == {("close", "TT"), ("succeed", "TT")}

    def test_or_is_added(self, land, as_person):
        plan = actions.begin(land.province, title="Kế hoạch", legal_basis="1", on=planned(land).on, by=land.nga)
        actions.add(plan, planning.rename(land.old["HL"], "Xã Hà Lâu mới"), by=land.nga)
        self.read(land, as_person, plan, "add")
        assert plan.changes.count() == 3

    def test_a_wrong_table_leaves_the_plan_as_it_is(self, land, as_person):
        plan = planned(land)
        page = self.read(land, as_person, plan, "replace", "Mã cũ,Mã mới,Tên mới\nZZ,PD,\n".encode())
        assert "Row 2, column “Mã cũ”: No unit has the code “ZZ” on 30/06/2025." in page.text
        assert (page.status_code, plan.changes.count()) == (422, 27)

    def test_one_that_history_refuses_too(self, land, as_person):
        plan = planned(land)
        page = self.read(land, as_person, plan, "replace", "Mã cũ,Mã mới,Tên mới\nQN,PD,\n".encode())
        assert (page.status_code, plan.changes.count()) == (422, 27)

    def test_an_empty_plan_asks_nothing_about_it(self, land, as_person):
        plan = actions.begin(land.province, title="Kế hoạch", legal_basis="1", on=planned(land).on, by=land.nga)
        assert "how" not in as_person(land.nga).get(at("bring_in", plan.pk)).context["form"].fields


class TestOneStep:
    def test_a_unit_that_loses_its_last_successor_does_not_end_either(self, land):
        plan = planned(land)
        actions.drop(plan.changes.get(kind="succeed", unit=land.old["TT"]), by=land.nga)
        assert not plan.changes.filter(unit=land.old["TT"]).exists()

    def test_of_several_parts_one_goes(self, land):
        plan = planned(land)
        assert actions.drop(plan.changes.filter(kind="succeed", unit=land.old["YT"]).first(), by=land.nga) == 1
        assert plan.changes.filter(unit=land.old["YT"]).count() == 2

    def test_with_a_founding_goes_all_that_leads_to_it(self, land):
        plan = planned(land)
        founding = plan.changes.get(kind="found", name="Xã Điền Xá")
        assert actions.drop(founding, by=land.nga) == 1 + 3 + 2  # Hà Lâu and Điền Xá go on as nothing else: they stay
        assert not plan.changes.filter(unit__in=[land.old["HL"], land.old["DX"]]).exists()
        assert plan.changes.filter(unit=land.old["YT"], kind="close").exists()
