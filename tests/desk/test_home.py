"""The first page: greeting, date, rows, empty state; its size in queries; and what the frame of every page shows."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kheo.desk.context import page
from kheo.exemplars import actions as exemplars
from kheo.kernel import clock
from kheo.kernel.periods import weekday
from tests.factories import (
    MembershipFactory,
    PersonFactory,
    ProposalFactory,
    RegistrationFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def shown(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_a_stranger_is_sent_to_sign_in():
    response = Client().get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_the_greeting_counts_and_the_day_is_told_in_words(story, days, draft, as_person):
    text = shown(as_person(story.lan).get("/"))
    assert "Hello Lan, 1 thing to do" in text
    assert "Wednesday, 20/11/2024" in text
    with clock.at(date(2024, 12, 2)):
        assert "Hello Lan, 1 thing to do – 1 overdue" in shown(as_person(story.lan).get("/"))


def test_without_tasks_it_names_the_next_day(story, days, submitted, as_person):
    text = shown(as_person(story.lan).get("/"))
    assert "nothing to do today" in text
    assert "Next in Năm 2024: Registration closes, 30/11/2024." in text


def test_what_waits_says_where_since_and_until(story, days, accepted, as_person):
    with clock.at(date(2024, 11, 21)):
        exemplars.report_result(accepted, content="Xong.", effect="Tốt.", by=story.lan)
    text = shown(as_person(story.lan).get("/"))
    assert "With Thị xã Quảng Yên since 21/11/2024, until 20/01/2025" in text
    assert "Nothing to do" in text


def test_what_was_done_lately_is_told_by_the_journal(story, days, accepted, as_person):
    assert "Nguyễn Thị Lan sent the registration" in shown(as_person(story.lan).get("/"))
    assert "Trần Văn Minh of Thị xã Quảng Yên accepted it" in shown(as_person(story.minh).get("/"))
    assert "Recently done" not in shown(as_person(story.hoa).get("/"))
    with clock.at(date(2024, 12, 10)):
        assert "Recently done" not in shown(as_person(story.lan).get("/"))


def test_somebody_without_an_office_gets_an_empty_desk(as_person):
    assert "nothing to do today" in shown(as_person(PersonFactory(full_name="Võ Anh Tuấn")).get("/"))


def test_vietnamese_names_the_day_as_its_prose_does(story, as_person):
    with translation.override("vi"):
        assert weekday(date(2024, 11, 20)) == "Thứ Tư"
        assert weekday(date(2024, 11, 24)) == "Chủ nhật"


def test_the_figures_are_offered_to_those_who_read_some(story, as_person):
    assert "See the figures" in shown(as_person(story.hoa).get("/"))
    school = UnitFactory(code="YG-TH", name="Trường Tiểu học Yên Giang", level="grassroots", parent=story.ward)
    keeper = shown(as_person(MembershipFactory(unit=school, role="keeper").person).get("/"))
    assert "See the figures" not in keeper
    assert "See the movements" in keeper


def test_everybody_in_office_searches_everything_and_registrations_those_who_read_some(story, as_person):
    for person in (story.lan, story.nga):
        assert "Search everything" in shown(as_person(person).get("/"))
    assert "Search models and examples" in as_person(story.lan).get("/nowhere/").text
    assert "Search models and examples" not in as_person(story.nga).get("/nowhere/").text


class TestTheNumberOfQueriesDoesNotGrow:
    """The same for 1 and for 50 rows, on every desk."""

    def fill(self, story, count):
        for n in range(count):
            for status in ("draft", "submitted", "returned", "accepted", "reported"):
                receiver = None if status == "draft" else story.district
                registration = RegistrationFactory(
                    unit=story.ward, receiver=receiver, round=story.round, status=status, title=f"{status} {n}"
                )
                if status == "returned":
                    registration.returns.create(reason="Thiếu ảnh.", at=clock.now(), by=story.minh)
            ProposalFactory(registration=registration, from_unit=story.district, to_unit=story.province, rank=n + 1)

    @pytest.mark.parametrize("person", ["lan", "dung", "minh", "hoa", "nga"])
    def test_of_a_desk(self, story, days, as_person, person):
        visitor = as_person(getattr(story, person))
        self.fill(story, 1)
        visitor.get("/")
        with CaptureQueriesContext(connection) as few:
            visitor.get("/")
        self.fill(story, 50)
        with CaptureQueriesContext(connection) as many:
            visitor.get("/")
        assert len(many) == len(few)

    def test_it_is_small(self, story, days, as_person):
        self.fill(story, 3)
        visitor = as_person(story.dung)  # head of the ward: registers and reviews
        visitor.get("/")
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/")
        assert 10 < len(queries) <= 40


class TestTheFrameOfEveryPage:
    def frame(self, rf, person, path="/", **query):
        request = rf.get(path, query)
        request.user = person
        return page(request)["page"]

    def places(self, frame):
        return [place.label for place in frame.navigation]

    def test_each_role_sees_the_places_of_use_to_it(self, story, rf):
        assert self.places(self.frame(rf, story.lan)) == [
            "My work",
            "Models and examples",
            "Scoring",
            "Recognition",
            "Models to copy",
            "Figures",
            "Movements",
            "Criteria",
            "Units",
        ]
        assert "Review" in self.places(self.frame(rf, story.minh))
        assert self.places(self.frame(rf, story.nga)) == ["My work", "Movements", "Criteria", "Units", "Imports"]
        assert self.places(self.frame(rf, PersonFactory())) == ["My work"]

    def test_the_count_of_the_queue_is_the_queue(self, story, submitted, rf):
        review = next(place for place in self.frame(rf, story.minh).navigation if place.label == "Review")
        assert (review.count, review.url) == (1, "/exemplars/?waiting=me")

    @pytest.mark.parametrize(
        ("path", "query", "here"),
        [
            ("/", {}, "My work"),
            ("/exemplars/", {}, "Models and examples"),
            ("/exemplars/12/", {}, "Models and examples"),
            ("/exemplars/", {"waiting": "me"}, "Review"),
            ("/recognitions/1/2/", {}, "Recognition"),
            ("/movements/rounds/3/", {}, "Movements"),
        ],
    )
    def test_one_place_is_the_present_one(self, story, rf, path, query, here):
        frame = self.frame(rf, story.minh, path, **query)
        assert [place.label for place in frame.navigation if place.current] == [here]

    def test_it_states_in_whose_name_one_acts(self, story, rf):
        MembershipFactory(person=story.lan, unit=story.ward, role="viewer")
        MembershipFactory(person=story.lan, unit=story.district, role="clerk")
        assert self.frame(rf, story.lan).acting_as == "Phường Yên Giang (clerk, viewer); Thị xã Quảng Yên (clerk)"

    def test_a_demonstration_says_so_to_everybody(self, story, rf, settings):
        settings.KHEO_TODAY = date(2024, 11, 20)
        assert self.frame(rf, AnonymousUser()).demonstration_date == date(2024, 11, 20)
        assert self.frame(rf, AnonymousUser()).navigation == ()

    def test_nothing_is_asked_of_the_database_before_it_is_shown(self, story, rf):
        with CaptureQueriesContext(connection) as queries:
            self.frame(rf, story.minh)
        assert len(queries) == 0
