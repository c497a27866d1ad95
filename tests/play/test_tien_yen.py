"""Resolution 1679 waits for its second person: planned in November 2024 for 1 July 2025 (movement.md §9.1)."""

from datetime import date

import pytest

from kheo.desk.tasks import Desk
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.reorganisations import actions
from kheo.reorganisations.models import Reorganisation
from kheo.story import stages, tien_yen
from kheo.story.facts import printed
from kheo.units.models import Unit


@pytest.fixture
def demo(played):
    """Live on the demonstration's business day, in a copy of it."""
    with clock.at(stages.BUSINESS_DAY):
        yield played


@pytest.fixture
def plan(demo):
    return Reorganisation.objects.get(title=tien_yen.TITLE)


def test_it_is_the_resolution(plan):
    assert (plan.state, plan.on, plan.proposed_by.username) == ("proposed", date(2025, 7, 1), "minh-hoa")
    yên_than = plan.changes.filter(kind="succeed", unit__name="Xã Yên Than").order_by("pk")
    assert [(step.aim_name, step.share, step.note) for step in yên_than] == [
        ("Xã Tiên Yên", "part", "Khe Tiên, Tài Noong"), ("Xã Điền Xá", "part", "Nà Lộc"),
    ]  # fmt: skip
    assert plan.changes.filter(kind="found").count() == 3


def test_its_dry_run_keeps_every_total_and_tells_who_is_left_without_a_role(plan):
    totals = {row["round"]: (row["before"], row["after"]) for row in plan.rehearsal["totals"]}
    assert totals["Quảng Ninh năm 2024"] == (printed("001-02"), printed("001-02"))
    without = Person.objects.filter(pk__in=plan.rehearsal["people"]["without"])
    assert [person.full_name for person in without] == ["Cán bộ minh họa Xã Yên Than"]
    assert [stay.person.full_name for stay in plan.stays.all()] == ["Cán bộ minh họa Thị trấn Tiên Yên"]


def test_nothing_of_it_is_there_on_the_business_day(demo):
    assert not Unit.objects.alive_on(stages.BUSINESS_DAY).filter(name__endswith="Tiên Yên").exists()


def test_it_waits_on_the_desk_of_the_second_keeper_who_may_approve_ahead_of_the_day(plan):
    nga = Person.objects.get(username="nga")
    assert any(plan.title in task.what for task in Desk(nga).tasks)
    done = actions.approve(plan, by=nga)
    assert (done.state, done.handed_at) == ("done", None)
    assert Unit.objects.alive_on(date(2025, 7, 1)).filter(name="Xã Tiên Yên").exists()
