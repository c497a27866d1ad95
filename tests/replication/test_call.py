"""A unit calls on those below it to copy what was recognised, follows who answers, and closes the call."""

from datetime import date

import pytest

from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.replication import actions
from kheo.replication.models import Call
from kheo.replication.tracking import tracking
from tests.factories import MembershipFactory, PersonFactory, UnitFactory
from tests.replication.conftest import send

pytestmark = pytest.mark.django_db

DUE = date(2024, 12, 30)


def make(story, origin, *, unit=None, by=None, **told):
    told = {"title": "Cần 10 đơn vị nhân rộng trước 30/12", "level": "commune", "wanted": 10, "due": DUE} | told
    return actions.call(unit or story.district, [origin], by=by or story.minh, **told)


@pytest.fixture
def made(story, origin):
    return make(story, origin)


def test_it_names_what_how_many_from_whom_and_until_when(story, origin, made):
    assert (made.unit, made.movement, made.level) == (story.district, story.movement, "commune")
    assert (made.wanted, made.due, list(made.exemplars.all())) == (10, DUE, [origin])


def test_it_is_journalled(story, made):
    entry = journal.history(made).get()
    assert entry.verb == "call.made"
    said = journal.sentence(entry, who="Trần Văn Minh", unit="Thị xã Quảng Yên")
    assert said == "Trần Văn Minh called for Thị xã Quảng Yên: 10 copies by 30/12/2024."


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, origin, person):
    with pytest.raises(NotPermitted):
        make(story, origin, by=getattr(story, person))


def test_it_is_for_units_below(story, origin):
    with pytest.raises(NotNow, match="lower level"):
        make(story, origin, level="district")


def test_its_day_lies_ahead(story, origin):
    with pytest.raises(BadInput, match="ahead"):
        make(story, origin, due=date(2024, 11, 19))


def test_it_wants_something(story, origin):
    with pytest.raises(BadInput, match="how many"):
        make(story, origin, wanted=0)
    with pytest.raises(BadInput, match="what is called for"):
        make(story, origin, title=" ")


def test_it_names_something_recognised(story):
    with pytest.raises(BadInput, match="at least one recognised"):
        actions.call(story.district, [], title="Gọi", level="commune", wanted=1, due=DUE, by=story.minh)


class TestFollowed:
    """“Silence is reported by name.”"""

    @pytest.fixture
    def third(self, story):
        return UnitFactory(code="HA", name="Phường Hà An", level="commune", parent=story.district)

    def told(self, story, made):
        return tracking(made, reader=story.minh)

    def test_who_has_not_answered_is_named_and_the_origins_own_unit_is_not_asked(self, story, made, third):
        assert [unit.name for unit in self.told(story, made).silent] == ["Phường Hà An", "Xã Liên Hòa"]

    def test_a_draft_of_an_answer_is_no_answer_yet_and_nobody_else_knows_of_it(self, story, made, origin, thu):
        actions.adopt(
            story.sibling, origin, story.round, changes="Không", starts_on=DUE, by=thu, call=made, level="district"
        )
        assert [unit.name for unit in self.told(story, made).silent] == ["Xã Liên Hòa"]

    def test_sent_it_is_an_answer_confirmed_it_counts(self, story, made, origin, thu, third):
        adoption = actions.adopt(
            story.sibling, origin, story.round, changes="Không", starts_on=DUE, by=thu, call=made, level="district"
        )
        send(adoption.registration, by=thu)
        told = self.told(story, made)
        assert ([u.name for u in told.silent], len(told.answers), told.confirmed) == (["Phường Hà An"], 1, 0)
        actions.confirm_adoption(adoption, by=story.minh)
        told = self.told(story, made)
        assert (told.confirmed, told.left, told.is_met) == (1, 9, False)

    def test_units_of_the_day_of_the_call_are_asked(self, story, made):
        late = UnitFactory(
            code="NEW",
            name="Xã Mới",
            level="commune",
            parent=story.district,
        )
        assert "Xã Mới" in [unit.name for unit in self.told(story, made).silent]
        assert late.level == "commune"

    def test_its_queries_do_not_grow_with_the_units(self, story, made, django_assert_max_num_queries):
        for number in range(50):
            UnitFactory(code=f"X{number}", level="commune", parent=story.district)
        with django_assert_max_num_queries(12):
            told = self.told(story, made)
            assert len(told.silent) == 51


class TestClosed:
    def test_it_says_what_came_of_it_and_nobody_answers_it_any_more(self, story, made):
        done = actions.close_call(made, words="Chín đơn vị.", by=story.minh)
        assert (done.is_open, done.closing_words) == (False, "Chín đơn vị.")
        assert journal.history(made).last().verb == "call.closed"

    def test_once(self, story, made):
        actions.close_call(made, by=story.minh)
        with pytest.raises(NotNow, match="is closed"):
            actions.close_call(made, by=story.minh)

    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
    def test_by_nobody_else(self, story, made, person):
        with pytest.raises(NotPermitted):
            actions.close_call(made, by=getattr(story, person))


def test_those_below_and_above_see_it_and_nobody_elsewhere(story, made, thu):
    people = (story.lan, thu, story.minh, story.hoa, story.stranger)
    assert {p.username for p in people if made in Call.objects.visible_to(p)} == {"lan", "thu", "minh", "hoa"}


def test_a_call_of_the_province_is_seen_in_the_communes(story, origin, thu):
    made = make(story, origin, unit=story.province, by=story.hoa, level="district")
    with clock.at(date(2024, 11, 25)):
        assert made in Call.objects.visible_to(thu)
    assert made not in Call.objects.visible_to(MembershipFactory(person=PersonFactory(), unit=story.foreign).person)
