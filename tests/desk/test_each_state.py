"""Each state of the work makes exactly one row on exactly the desks it belongs to, and the next act takes it away."""

import pytest

from kheo.exemplars import actions as exemplars
from kheo.movements import actions as movements
from kheo.recognitions import actions as recognitions
from tests.factories import MembershipFactory, PersonFactory
from tests.story import filled_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("days")]
TITLE = "Dân vận khéo khai thác, quản lý, sử dụng hiệu quả nhà văn hóa khu phố"
REPORT = f"Report the result of “{TITLE}”"
CONSIDER = "Consider recognition in Năm 2024"


@pytest.fixture
def desks(story, tasks, waits):
    """What Lan, Minh and Hoa have to do, and what they wait for."""
    return lambda: {
        name: (tasks(person), waits(person))
        for name, person in (("lan", story.lan), ("minh", story.minh), ("hoa", story.hoa))
    }


def test_nothing_registered_yet(story, desks):
    assert desks() == {"lan": (["Register a model of Phường Yên Giang"], []), "minh": ([], []), "hoa": ([], [])}


def test_a_draft(story, draft, desks):
    assert desks() == {"lan": ([f"Finish and send “{TITLE}”"], []), "minh": ([], []), "hoa": ([], [])}


def test_sent(story, submitted, desks):
    assert desks() == {
        "lan": ([], [(TITLE, "Thị xã Quảng Yên")]),
        "minh": (["Answer 1 registration"], []),
        "hoa": ([], []),
    }


def test_returned_the_reason_is_the_title(story, submitted, desks):
    exemplars.return_for_changes(submitted, reason="Thiếu ảnh hiện trường và biên bản họp dân.", by=story.minh)
    assert desks() == {
        "lan": (["Thiếu ảnh hiện trường và biên bản họp dân."], []),
        "minh": ([], []),
        "hoa": ([], []),
    }


def test_sent_again(story, submitted, desks):
    exemplars.return_for_changes(submitted, reason="Thiếu ảnh.", by=story.minh)
    exemplars.submit(submitted, by=story.lan)
    assert desks()["lan"] == ([], [(TITLE, "Thị xã Quảng Yên")])


def test_accepted(story, accepted, desks):
    assert desks() == {"lan": ([REPORT], []), "minh": ([CONSIDER], []), "hoa": ([], [])}


def test_declined_and_withdrawn_leave_nothing_but_the_silence(story, submitted, desks):
    exemplars.decline(submitted, reason="duplicate", by=story.minh)
    another = exemplars.submit(filled_draft(story, title="Khác"), by=story.lan)
    exemplars.withdraw(another, reason="Mô hình đã dừng.", by=story.lan)
    assert desks() == {"lan": (["Register a model of Phường Yên Giang"], []), "minh": ([], []), "hoa": ([], [])}


def reported(story, accepted):
    exemplars.report_result(accepted, content="Đã lắp 16 điều hòa.", effect="Nhà văn hóa sáng đèn.", by=story.lan)


def test_reported(story, accepted, desks):
    reported(story, accepted)
    assert desks() == {"lan": ([], [(TITLE, "Thị xã Quảng Yên")]), "minh": ([CONSIDER], []), "hoa": ([], [])}


def test_under_consideration_it_looks_the_same_to_everybody(story, accepted, desks):
    reported(story, accepted)
    before = desks()
    consideration = recognitions.consider(story.district, story.round, by=story.minh)
    recognitions.recognise(consideration, accepted, by=story.minh)
    assert desks() == before


def concluded(story, accepted):
    reported(story, accepted)
    consideration = recognitions.consider(story.district, story.round, by=story.minh)
    recognitions.recognise(consideration, accepted, by=story.minh)
    recognitions.conclude(consideration, number="15-QĐ", on=story.today, by=story.minh)


def test_recognised(story, accepted, desks):
    concluded(story, accepted)
    assert desks() == {"lan": ([], []), "minh": (["Propose upward in Năm 2024"], []), "hoa": ([], [])}


def test_a_unit_that_proposes_nothing_is_not_asked_again(story, accepted, desks):
    concluded(story, accepted)
    forgoing = recognitions.forgo_proposal(story.district, story.round, reason="Cần thêm một năm.", by=story.minh)
    assert desks() == {"lan": ([], []), "minh": ([], []), "hoa": ([], [])}
    recognitions.recall_forgoing(forgoing, by=story.minh)
    assert desks()["minh"] == (["Propose upward in Năm 2024"], [])


def test_proposed(story, accepted, desks):
    concluded(story, accepted)
    recognitions.propose_upward(story.district, story.round, [accepted], by=story.minh)
    assert desks() == {
        "lan": ([], [(TITLE, "Tỉnh Quảng Ninh")]),
        "minh": ([], [("1 proposal in Năm 2024", "Tỉnh Quảng Ninh")]),
        "hoa": ([CONSIDER], []),
    }


def test_decided_above(story, accepted, desks):
    concluded(story, accepted)
    recognitions.propose_upward(story.district, story.round, [accepted], by=story.minh)
    above = recognitions.consider(story.province, story.round, by=story.hoa)
    recognitions.not_recognise(above, accepted, reason="Sức lan tỏa còn hẹp.", by=story.hoa)
    recognitions.conclude(above, by=story.hoa)
    assert desks() == {"lan": ([], []), "minh": ([], []), "hoa": ([], [])}


def test_a_closed_round_asks_for_nothing(story, submitted, desks):
    movements.close_round(story.round, by=story.nga)
    assert desks() == {"lan": ([], []), "minh": ([], []), "hoa": ([], [])}


def test_the_office_that_proposed_its_own_registration_waits_once(story, waits):
    """A ward that received, recognised and proposed its own: one row, not one as writer and one as reviewer."""
    registration = exemplars.begin(story.ward, story.round, by=story.dung, title="Cấp xã", level="commune")
    type(registration).objects.filter(pk=registration.pk).update(
        status="reported", receiver=story.ward, submitted_at="2024-11-01 08:00+07"
    )
    registration.refresh_from_db()
    consideration = recognitions.consider(story.ward, story.round, by=story.dung)
    recognitions.recognise(consideration, registration, by=story.dung)
    recognitions.conclude(consideration, number="1-QĐ", on=story.today, by=story.dung)
    recognitions.propose_upward(story.ward, story.round, [registration], by=story.dung)
    assert waits(story.dung) == [("1 proposal in Năm 2024", "Thị xã Quảng Yên")]


def test_strangers_viewers_and_people_without_an_office_have_nothing_to_do(story, accepted, tasks):
    viewer = PersonFactory()
    MembershipFactory(person=viewer, unit=story.district, role="viewer")
    assert [tasks(person) for person in (story.stranger, viewer, PersonFactory())] == [[], [], []]
