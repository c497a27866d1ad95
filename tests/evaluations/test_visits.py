"""Field verification (F3): planned, recorded on the spot beside what was declared, signed by both sides."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.evaluations import actions
from kheo.evaluations.actions.visits import Record, Seen
from kheo.evaluations.models import Visit
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from tests.evaluations.conftest import now
from tests.evaluations.test_self_assess import PNG
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
FOUND = Record(
    finding="passed",
    people_met="Bà Hoa, trưởng khu 3; ông Bình, chủ tịch MTTQ phường",
    observations={"A": Seen("27"), "B": Seen("14 điều hòa hoạt động", note="2 máy đang sửa")},
    papers_seen="Sổ thu chi, biên bản họp khu phố ngày 15/03/2024",
    latitude=Decimal("20.93521"),
    longitude=Decimal("106.80012"),
)


@pytest.fixture
def visit(story, office, assessed):
    """Minh looks at the leadership, Sơn at the results."""
    team = [(office.minh, "Công tác lãnh đạo"), (office.son, "Kết quả")]
    return actions.plan_visit(
        assessed, on=date(2024, 11, 22), place="Nhà văn hóa khu 3, phường Yên Giang", team=team, by=office.minh
    )


@pytest.fixture
def recorded(story, office, visit):
    return actions.record_visit(visit, FOUND, by=office.minh, revision=0)


def test_a_team_is_split_by_what_each_looks_at(office, visit):
    assert {(m.person.full_name, m.part) for m in visit.members.all()} == {
        ("Trần Văn Minh", "Công tác lãnh đạo"), ("Vũ Hồng Sơn", "Kết quả"),
    }  # fmt: skip
    assert journal.history(visit).last().details == {"on": "22/11/2024"}


def test_nobody_near_to_the_unit_is_on_the_team(story, office, assessed):
    MembershipFactory(person=office.son, unit=story.ward, role="clerk")
    with pytest.raises(NotPermitted, match="Vũ Hồng Sơn serves Phường Yên Giang"):
        actions.plan_visit(assessed, on=date(2024, 11, 22), place="Khu 3", team=[(office.son, "")], by=office.minh)


def test_what_was_declared_stands_beside_what_was_seen(recorded):
    assert {o.code: (o.declared, o.observed, o.note) for o in recorded.observations.all()} == {
        "A": ("27", "27", ""), "B": ("43", "14 điều hòa hoạt động", "2 máy đang sửa"),
    }  # fmt: skip
    assert (recorded.get_finding_display(), recorded.recorded_by.username) == ("meets the requirements", "minh")
    assert journal.history(recorded).last().verb == "visit.recorded"


def test_photographs_belong_to_the_record(office, visit):
    photo = SimpleUploadedFile("nha-van-hoa.png", PNG, "image/png")
    kept = actions.add_photo(visit, photo, caption="Nhà văn hóa khu 3", code="B", by=office.son)
    assert (kept.file.name, kept.caption) == ("nha-van-hoa.png", "Nhà văn hóa khu 3")
    with pytest.raises(BadInput, match="of a kind that is not taken"):
        actions.add_photo(visit, SimpleUploadedFile("so.pdf", b"%PDF-1.4 %%EOF"), by=office.son)


def test_of_two_phones_the_second_sees_both(office, visit, recorded):
    other = Record(finding="incomplete", people_met="Bà Hoa", observations={"A": Seen("20")})
    with pytest.raises(Stale) as stale:
        actions.record_visit(visit, other, by=office.son, revision=0)
    assert stale.value.theirs[0] == ("Conclusion", "meets the requirements")
    assert stale.value.mine[0] == ("Conclusion", "is to be completed")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"finding": ""}, "choose the conclusion"), ({"people_met": " "}, "whom you met"),
        ({"longitude": None}, "latitude and a longitude"), ({"observations": {"X": Seen("1")}}, "no criterion X"),
        ({"observations": {"A": Seen(" ")}}, "write what was seen"),
    ],
)  # fmt: skip
def test_half_a_record_is_none(office, visit, changes, says):
    with pytest.raises(BadInput, match=says):
        actions.record_visit(visit, Record(**{**vars(FOUND), **changes}), by=office.minh, revision=0)


class TestSigning:
    def test_both_sides_sign_and_may_remark(self, story, office, recorded):
        actions.sign_visit(recorded, "judge", by=office.minh)
        signed = actions.sign_visit(recorded, "subject", remark="Hai máy sẽ sửa xong trong tháng 11.", by=story.dung)
        assert (signed.by, signed.remark) == (story.dung, "Hai máy sẽ sửa xong trong tháng 11.")
        assert journal.history(recorded).last().unit_id == story.ward.pk

    def test_from_the_first_signature_on_the_record_stays(self, story, office, recorded):
        actions.sign_visit(recorded, "subject", by=story.dung)
        with pytest.raises(NotNow, match="is signed and can no longer be changed"):
            actions.record_visit(recorded, FOUND, by=office.minh, revision=1)
        with pytest.raises(NotNow, match="already signed"):
            actions.sign_visit(recorded, "subject", by=story.lan)

    def test_nothing_is_signed_before_it_is_written_down(self, story, visit):
        with pytest.raises(NotNow, match="not written down yet"):
            actions.sign_visit(visit, "subject", by=story.dung)

    @pytest.mark.parametrize(("person", "side"), [("minh", "subject"), ("dung", "judge"), ("stranger", "judge")])
    def test_each_side_signs_for_itself(self, story, recorded, person, side):
        with pytest.raises(NotPermitted):
            actions.sign_visit(recorded, side, by=getattr(story, person))

    def test_the_verification_waits_for_both(self, story, office, recorded, assessed):
        card = now(assessed).cards.get(stage="verification")
        actions.sign_visit(recorded, "judge", by=office.minh)
        with pytest.raises(NotNow, match="1 visit is not signed by both sides yet"):
            actions.send_card(card, by=office.minh)
        actions.sign_visit(recorded, "subject", by=story.dung)
        assert actions.send_card(card, by=office.minh).is_sent
        assert now(assessed).state == "scoring"

    def test_a_cancelled_visit_is_not_waited_for(self, story, office, visit, assessed):
        with pytest.raises(BadInput, match="why the visit does not take place"):
            actions.cancel_visit(visit, reason=" ", by=office.minh)
        actions.cancel_visit(visit, reason="Bão số 6.", by=office.minh)
        assert actions.send_card(now(assessed).cards.get(stage="verification"), by=office.minh).is_sent


@pytest.mark.parametrize("person", ["lan", "hoa", "stranger"])
def test_it_is_refused_to_those_who_do_not_review_for_the_judging_unit(story, assessed, visit, person):
    by = getattr(story, person)
    for act in (
        lambda: actions.plan_visit(assessed, on=story.today, place="Khu 3", team=[(by, "")], by=by),
        lambda: actions.record_visit(visit, FOUND, by=by, revision=0),
        lambda: actions.cancel_visit(visit, reason="x", by=by),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_judged_unit_knows_that_somebody_comes_and_nobody_else_does(story, office, visit):
    neighbour = PersonFactory()
    MembershipFactory(person=neighbour, unit=story.sibling, role="head")
    for person, sees in [(story.lan, True), (office.vinh, True), (story.hoa, False), (neighbour, False)]:
        assert Visit.objects.visible_to(person).exists() is sees
