"""What a row says: why, by when, in which order; and how many become one."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from kheo.desk.tasks import Desk
from kheo.exemplars import actions as exemplars
from kheo.exemplars.filters import RegistrationFilter
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.movements import actions as movements
from kheo.recognitions import actions as recognitions
from kheo.units.actions import invite_to
from tests.factories import (
    ConsiderationFactory,
    MembershipFactory,
    MilestoneFactory,
    MovementFactory,
    PersonFactory,
    RegistrationFactory,
    RoundFactory,
    UnitFactory,
)
from tests.story import filled_draft

pytestmark = pytest.mark.django_db


def of(person):
    return Desk(person).tasks


class TestWhatARowSays:
    def test_a_return_says_who_and_until_when(self, story, days, submitted):
        due = story.today + timedelta(days=5)
        exemplars.return_for_changes(submitted, reason="Thiếu ảnh.", due=due, by=story.minh)
        [task] = of(story.lan)
        assert (task.who, task.due, task.lang) == ("Thị xã Quảng Yên", due, "vi")
        assert "on 20/11/2024" in task.why
        assert task.url == f"/exemplars/{submitted.pk}/tasks/"

    def test_a_long_reason_is_cut_to_a_row(self, story, days, submitted):
        exemplars.return_for_changes(submitted, reason="Thiếu ảnh. " * 60, by=story.minh)
        assert len(of(story.lan)[0].what) == 160

    def test_only_the_last_return_counts(self, story, days, submitted):
        exemplars.return_for_changes(submitted, reason="Lần một.", by=story.minh)
        exemplars.submit(submitted, by=story.lan)
        exemplars.return_for_changes(submitted, reason="Lần hai.", by=story.minh)
        assert [task.what for task in of(story.lan)] == ["Lần hai."]

    def test_a_draft_is_due_on_the_closing_day_of_its_level(self, story, days, draft):
        assert of(story.lan)[0].due == date(2024, 11, 30)
        movements.set_milestone(story.round, "close", date(2024, 12, 5), level="commune", by=story.nga)
        assert of(story.lan)[0].due == date(2024, 12, 5)

    def test_a_draft_after_the_closing_day_stays_and_says_why(self, story, days, draft):
        with clock.at(date(2024, 12, 2)):
            [task] = of(story.lan)
            assert task.overdue
            assert "closed on 30/11/2024" in task.why
        with clock.at(date(2025, 1, 2)):
            assert of(story.lan) == []

    def test_a_draft_without_a_name_is_told_as_such(self, story, days):
        exemplars.begin(story.ward, story.round, by=story.lan)
        assert of(story.lan)[0].what == "Finish and send “a registration without a name”"

    def test_silence_is_told_only_while_registration_is_open(self, story, days):
        for day, rows in (
            (date(2024, 1, 9), 0),
            (date(2024, 1, 10), 1),
            (date(2024, 11, 30), 1),
            (date(2024, 12, 1), 0),
        ):
            with clock.at(day):
                assert len(of(story.lan)) == rows

    def test_a_unit_whose_units_below_have_registered_is_not_silent(self, story, days, submitted):
        clerk = PersonFactory()
        MembershipFactory(person=clerk, unit=story.district, role="clerk")
        assert of(clerk) == []

    def test_the_tone_follows_the_day(self, story, submitted):
        tones = []
        for day in (
            story.today - timedelta(days=1),
            story.today,
            story.today + timedelta(days=3),
            story.today + timedelta(days=4),
        ):
            exemplars.return_for_changes(submitted, reason="Thiếu ảnh.", due=day, by=story.minh)
            tones.append(of(story.lan)[0].tone)
            exemplars.submit(submitted, by=story.lan)
        assert tones == ["r", "y", "y", "b"]


class TestTheOrder:
    def test_overdue_first_then_by_day_and_undated_last(self, story, days):
        returned = {}
        for name, due in (("no day", None), ("soon", 2), ("overdue", -2), ("later", 9)):
            registration = exemplars.submit(filled_draft(story, title=name), by=story.lan)
            returned[name] = exemplars.return_for_changes(
                registration, reason=name, due=due and story.today + timedelta(days=due), by=story.minh
            )
        desk = Desk(story.lan)
        assert [task.what for task in desk.tasks] == ["overdue", "soon", "later", "no day"]
        assert desk.overdue == 1


class TestReviewers:
    def test_the_queue_says_since_when_the_oldest_waits(self, story, submitted):
        Registration.objects.filter(pk=submitted.pk).update(submitted_at="2024-11-04 08:00+07")
        exemplars.submit(filled_draft(story, title="Mới"), by=story.lan)
        [task] = of(story.minh)
        assert (task.what, task.why) == ("Answer 2 registrations", "The oldest was sent on 04/11/2024")

    def test_a_unit_with_nothing_before_it_is_asked_near_the_day_and_told_why(self, story, days):
        def of_dung():
            return [task for task in of(story.dung) if "recognition" in task.what]

        assert of_dung() == []
        with clock.at(date(2024, 12, 21)):
            [task] = of_dung()
            assert "Nothing waits for Phường Yên Giang" in task.why
            consideration = recognitions.consider(story.ward, story.round, by=story.dung)
            recognitions.conclude(consideration, by=story.dung)
            assert of_dung() == []

    def test_a_unit_that_was_heard_above_is_not_asked(self, story, days, accepted):
        consideration = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.not_recognise(consideration, accepted, reason="Chưa rõ.", by=story.minh)
        recognitions.conclude(consideration, by=story.minh)
        with clock.at(date(2024, 12, 21)):
            assert not [task for task in of(story.dung) if "recognition" in task.what]

    def test_the_silent_ones_are_named_from_two_weeks_before_the_day(self, story, days):
        assert of(story.hoa) == []
        with clock.at(date(2025, 1, 6)):
            task = next(task for task in of(story.hoa) if "Remind" in task.what)
            assert task.what == "Remind 1 unit that has not considered recognition in Năm 2024"
            assert task.why == "Thị xã Quảng Yên"
        with clock.at(date(2025, 3, 1)):
            task = next(task for task in of(story.hoa) if "Remind" in task.what)
            assert task.overdue

    def test_many_silent_ones_are_named_in_part(self, story, days):
        for number in range(1, 8):
            UnitFactory(name=f"Huyện {number}", level="district", parent=story.province)
        with clock.at(date(2025, 1, 6)):
            task = next(task for task in of(story.hoa) if "Remind" in task.what)
        assert task.why == "Huyện 1, Huyện 2, Huyện 3, Huyện 4, Huyện 5 and 3 others"

    def test_a_past_year_brought_in_from_a_list_asks_for_nothing(self, story):
        """It has ended and no day was set in it."""
        people = (story.lan, story.minh, story.hoa)
        before = [of(person) for person in people]
        past = RoundFactory(movement=story.movement, code="2019", starts=date(2019, 1, 1), ends=date(2019, 12, 31))
        RegistrationFactory(unit=story.ward, receiver=story.district, round=past, status="accepted")
        assert [of(person) for person in people] == before

    def test_a_round_of_another_place_asks_for_nothing(self, story):
        elsewhere = RoundFactory(movement=MovementFactory(owner=story.elsewhere))
        MilestoneFactory(round=elsewhere, kind="review", on=story.today)
        assert of(story.hoa) == []

    def test_what_came_after_the_conclusion_is_asked_again(self, story, days, accepted):
        ConsiderationFactory(unit=story.district, round=story.round, concluded_at=clock.now())
        assert [task.what for task in of(story.minh)] == ["Consider recognition in Năm 2024"]


class TestKeepers:
    def test_units_without_a_clerk_are_counted_and_listed(self, story, as_person):
        [task] = of(story.nga)
        assert task.what == "Appoint somebody who registers in 2 units"
        page = as_person(story.nga).get(task.url).content.decode()
        assert "2 rows" in page
        assert "Thị xã Quảng Yên" in page
        assert "Xã Liên Hòa" in page
        assert "Phường Yên Giang" not in page

    def test_first_sign_ins_are_counted_and_listed(self, story, as_person):
        for unit in (story.district, story.sibling):
            invite_to(
                unit, full_name="Hoàng Văn Bảo", username=f"bao{unit.pk}", role="clerk", on=story.today, form="slip",
                by=story.nga,
            )  # fmt: skip
        [task] = of(story.nga)
        assert task.what == "2 first sign-ins have not been used"
        page = as_person(story.nga).get(task.url).content.decode()
        assert "2 rows" in page
        assert page.count("Hoàng Văn Bảo") == 2

    @pytest.mark.parametrize("address", ["/desk/vacant/", "/desk/unused/"])
    def test_the_lists_are_for_keepers(self, story, as_person, address):
        assert as_person(story.hoa).get(address).status_code == 403
        assert as_person(story.nga).get(address).status_code == 200


class TestManyBecomeOneRowThatOpensThem:
    """No grouping lies: the number is the number of rows that its list shows."""

    @pytest.fixture
    def many(self, story, days):
        """Seven in each state in this round, and some that belong to neighbours."""
        for status in ("draft", "submitted", "accepted", "reported"):
            for _ in range(7):
                receiver = None if status == "draft" else story.district
                RegistrationFactory(unit=story.ward, receiver=receiver, round=story.round, status=status)
                RegistrationFactory(unit=story.sibling, receiver=receiver, round=story.round, status=status)

    def listed(self, person, url, rf):
        request = rf.get(url)
        request.user = person
        found = RegistrationFilter(request, Registration.objects.visible_to(person))
        assert found.is_valid()
        return set(found.qs)

    def test_tasks(self, story, many, rf):
        tasks = {task.what: task.url for task in of(story.lan)}
        assert list(tasks) == [
            "Finish and send 7 drafts in Năm 2024",
            "Report the results of 7 registrations in Năm 2024",
        ]
        for (what, url), status in zip(tasks.items(), ("draft", "accepted"), strict=True):
            rows = self.listed(story.lan, url, rf)
            assert len(rows) == 7, what
            assert {(row.unit, row.status) for row in rows} == {(story.ward, status)}

    def test_waits(self, story, many, rf):
        waits = {wait.what: wait.url for wait in Desk(story.lan).waits}
        assert list(waits) == [
            "7 registrations sent in Năm 2024, not answered yet",
            "7 registrations of Năm 2024 to be considered for recognition",
        ]
        for url, status in zip(waits.values(), ("submitted", "reported"), strict=True):
            rows = self.listed(story.lan, url, rf)
            assert {(row.unit, row.status) for row in rows} == {(story.ward, status)}
            assert len(rows) == 7

    def test_the_queue(self, story, many, rf):
        task = next(task for task in of(story.minh) if "Answer" in task.what)
        assert task.what == "Answer 14 registrations"
        assert len(self.listed(story.minh, task.url, rf)) == 14

    def test_the_docket(self, story, many, as_person):
        task = next(task for task in of(story.minh) if "Consider" in task.what)
        assert task.why == "28 registrations wait for Thị xã Quảng Yên"
        page = as_person(story.minh).get(urlsplit(task.url).path)
        assert page.context["docket"].counts["all"] == 28
