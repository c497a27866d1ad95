"""What waits for whom in replication: copies to confirm, calls to answer, the silent by name, advice asked once."""

from datetime import date, timedelta

import pytest

from kheo.desk.tasks import Desk
from kheo.kernel import clock
from kheo.replication import actions

pytestmark = pytest.mark.django_db


def rows(person, word):
    person.__dict__.pop("_served", None)
    return [task for task in Desk(person).tasks if word in task.what]


def test_a_copy_to_confirm_stands_on_the_desk_of_its_office(story, sent, thu):
    assert [task.what for task in rows(story.minh, "copy")] == ["Confirm 1 copy"]
    actions.confirm_adoption(sent, by=story.minh)
    assert rows(story.minh, "Confirm") == []
    assert rows(thu, "Confirm") == []


def test_the_unit_that_is_copied_is_asked_for_advice_once_and_for_a_while(story, sent):
    assert [task.what for task in rows(story.lan, "Advise")] == ["Advise Xã Liên Hòa, which copies your model"]
    with clock.at(story.today + timedelta(days=31)):
        assert rows(story.lan, "Advise") == []
    actions.advise(sent, words="Họp dân từng ngõ.", by=story.lan)
    assert rows(story.lan, "Advise") == []


class TestACall:
    @pytest.fixture
    def call(self, story, origin):
        return actions.call(
            story.district, [origin], title="Cần 10 đơn vị", level="commune", wanted=10, due=date(2024, 12, 30),
            by=story.minh,
        )  # fmt: skip

    def test_stands_on_the_desks_of_those_it_asks_until_they_answer(self, story, origin, call, thu):
        [task] = rows(thu, "Answer the call")
        assert (task.who, task.due) == ("Thị xã Quảng Yên", date(2024, 12, 30))
        assert rows(story.lan, "Answer the call") == []  # it is their own exemplar
        assert rows(story.stranger, "Answer the call") == []
        actions.adopt(
            story.sibling, origin, story.round, changes="Không", starts_on=date(2024, 12, 1), by=thu, call=call
        )
        assert rows(thu, "Answer the call") == []

    def test_names_the_silent_when_its_day_is_near(self, story, call):
        assert rows(story.minh, "Remind") == []
        with clock.at(date(2024, 12, 20)):
            [task] = rows(story.minh, "has not answered")
            assert task.why == "Xã Liên Hòa"
        actions.close_call(call, by=story.minh)
        with clock.at(date(2024, 12, 20)):
            assert rows(story.minh, "has not answered") == []
