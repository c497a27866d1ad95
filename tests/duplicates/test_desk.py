"""What waits for whom in works done together: requests to answer, requests that wait, refusals and mergings to read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kheo.desk.tasks import Desk
from kheo.duplicates import actions
from kheo.kernel import clock
from kheo.people.models import Person
from tests.duplicates.conftest import FENCE
from tests.factories import MembershipFactory, UnitFactory


@pytest.fixture
def asked(work, union, mai):
    return actions.ask_to_join(work, union, task="Hội viên vẽ 60 m", by=mai)


def desk(person):
    return Desk(Person.objects.get(pk=person.pk))


def rows(person, word):
    return [task.what for task in desk(person).tasks if word in task.what]


def test_a_request_stands_on_the_desk_of_the_registering_unit_until_it_is_answered(story, asked, mai):
    assert rows(story.lan, "Answer") == [
        f"Answer Hội Liên hiệp Phụ nữ phường Yên Giang, which asks to take part in “{FENCE}”"
    ]
    assert [(wait.what, wait.where) for wait in desk(mai).waits] == [(FENCE, "Phường Yên Giang")]
    assert rows(story.minh, "asks to take part") == []
    actions.confirm_joining(asked, by=story.lan)
    assert (rows(story.lan, "Answer"), desk(mai).waits) == ([], [])


def test_a_refusal_is_read_for_a_while(story, asked, mai):
    actions.refuse_joining(asked, reason="Hội làm ở tường khác.", by=story.lan)
    [task] = [task for task in desk(mai).tasks if "not taken in" in task.what]
    assert (task.who, task.why) == ("Phường Yên Giang", "Hội làm ở tường khác.")
    with clock.at(story.today + timedelta(days=15)):
        assert rows(mai, "not taken in") == []


def test_both_units_are_told_of_a_merging_until_it_is_undone(story, work, theirs, mai):
    merging = actions.merge(work, theirs, reason="Cùng một tường rào.", by=story.minh)
    assert rows(mai, "Read") == [f"Read why “{theirs.title}” was merged into “{FENCE}” of Phường Yên Giang"]
    assert rows(story.lan, "Read") == [
        f"Read what was merged into “{FENCE}”: “{theirs.title}” of Hội Liên hiệp Phụ nữ phường Yên Giang"
    ]
    actions.undo_merging(merging, reason="Nhầm.", by=story.minh)
    assert (rows(mai, "Read"), rows(story.lan, "Read")) == ([], [])


def test_many_requests_are_one_row_and_ask_no_more_questions(story, asked, work):
    def asks():
        person = Person.objects.get(pk=story.lan.pk)
        with CaptureQueriesContext(connection) as queries:
            tasks = Desk(person).tasks
        return len(queries), [task.what for task in tasks if "take part" in task.what]

    few, _rows = asks()
    for n in range(9):
        unit = UnitFactory(name=f"Chi hội {n}", level="grassroots", kind="front", parent=story.ward)
        actions.ask_to_join(work, unit, task="Góp công", by=MembershipFactory(unit=unit).person)
    assert asks() == (few, ["Answer 10 units that ask to take part in your works"])


def test_what_the_office_merged_stands_among_what_it_did_lately(story, work, theirs):
    actions.merge(work, theirs, reason="Cùng một tường rào.", by=story.minh)
    [done] = desk(story.minh).done
    assert (done.what, done.sentence) == (
        theirs.title,
        f"Trần Văn Minh of Thị xã Quảng Yên merged it into {work.code} of Phường Yên Giang: the same work.",
    )
