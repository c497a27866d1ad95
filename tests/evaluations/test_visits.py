"""Field verification (F3): planned, recorded on the spot beside what was declared, signed by both sides."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.evaluations import actions, records
from kheo.evaluations.models import Visit, VisitPhoto
from kheo.evaluations.records import Record, Seen
from kheo.kernel import files, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from tests.evaluations.conftest import now
from tests.evaluations.test_self_assess import PNG
from tests.factories import MembershipFactory, PersonFactory
from tests.kernel.test_pictures import PLACE, exif, jpeg
from tests.lying import place_of

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
    return write(visit, FOUND, by=office.minh)


def write(visit, record, *, by):
    """Somebody writes the whole record and finishes it."""
    noted = actions.note_visit(visit, record, by=by, seen=records.version(visit, records.of(visit)))
    return actions.record_visit(noted, by=by)


def sign(visit, side, *, by, **more):
    """Somebody signs what stands there now."""
    return actions.sign_visit(visit, side, by=by, revision=Visit.objects.get(pk=visit.pk).revision, **more)


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


def test_a_photograph_does_not_tell_where_the_camera_was(office, visit):
    hidden = jpeg(exif=exif(6))
    kept = actions.add_photo(visit, SimpleUploadedFile("nha.jpg", hidden, "image/jpeg"), by=office.son)
    assert PLACE.encode() in hidden
    assert PLACE.encode() not in files.content(kept.file)


def test_a_photograph_is_described_and_taken_off_with_its_file(office, visit, django_capture_on_commit_callbacks):
    photo = SimpleUploadedFile("nham.png", PNG, "image/png")
    kept = actions.add_photo(visit, photo, by=office.son)
    described = actions.describe_photo(kept, caption="Sân khu 3 đã lát", code="C", by=office.minh)
    assert (described.caption, described.code) == ("Sân khu 3 đã lát", "C")
    with pytest.raises(BadInput, match="no criterion X"):
        actions.describe_photo(kept, caption="", code="X", by=office.minh)
    place = place_of(kept.file)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(kept, by=office.minh)
    assert (VisitPhoto.objects.exists(), place.exists()) == (False, False)
    assert journal.history(visit).last().verb == "visit.photo_removed"


class TestSeveralWrite:
    def test_two_phones_on_different_parts_do_not_meet(self, office, visit):
        seen = records.version(visit, records.of(visit))
        actions.note_visit(visit, Record(observations={"A": Seen("27")}), by=office.minh, seen=seen)
        noted = actions.note_visit(visit, Record(observations={"B": Seen("14 điều hòa")}), by=office.son, seen=seen)
        assert records.of(noted).observations == {"A": Seen("27"), "B": Seen("14 điều hòa")}
        assert noted.revision == 2

    def test_on_the_same_part_the_second_sees_both(self, office, visit, recorded):
        other = Record(finding="incomplete", people_met="Bà Hoa", observations={"A": Seen("20")})
        with pytest.raises(Stale) as stale:
            actions.note_visit(visit, other, by=office.son)
        assert stale.value.theirs[:2] == [("Conclusion", "meets the requirements"), ("People met", FOUND.people_met)]
        assert stale.value.mine == [("Conclusion", "is to be completed"), ("People met", "Bà Hoa"), ("A Chỉ đạo", "20")]
        assert records.of(Visit.objects.get()) == records.of(recorded)

    def test_who_has_seen_it_may_overwrite_and_leaves_what_they_did_not_touch(self, office, visit, recorded):
        seen = records.version(visit, records.of(recorded))
        changed = {"finding": "incomplete", "remarks": "Sân khu 4 chưa lát xong."}
        actions.note_visit(visit, Record(**{**vars(FOUND), **changed}), by=office.son, seen=seen)
        kept = records.of(Visit.objects.get())
        assert (kept.finding, kept.remarks, kept.people_met) == ("incomplete", changed["remarks"], FOUND.people_met)

    def test_the_same_twice_is_nothing_new(self, office, visit, recorded):
        again = actions.note_visit(visit, FOUND, by=office.son, seen=records.version(visit, records.of(recorded)))
        assert (again.revision, again.recorded_by) == (1, office.minh)

    def test_writing_is_one_line_of_the_history_a_sitting(self, office, visit):
        for people in ("Bà Hoa", "Bà Hoa, ông Bình"):
            seen = records.version(visit, records.of(Visit.objects.get()))
            actions.note_visit(visit, Record(people_met=people), by=office.minh, seen=seen)
        assert [entry.verb for entry in journal.history(visit)] == ["visit.planned", "visit.noted"]


class TestFinishing:
    def test_gaps_are_kept_until_it_is_finished(self, office, visit):
        noted = actions.note_visit(visit, Record(observations={"B": Seen(note="hỏi lại")}), by=office.minh)
        assert (noted.recorded_at, records.of(noted).observations) == (None, {"B": Seen("", "hỏi lại")})

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"finding": ""}, "choose the conclusion"), ({"people_met": " "}, "whom you met"),
            ({"observations": {"A": Seen(" ", "hỏi lại")}}, "A: write what was seen"),
        ],
    )  # fmt: skip
    def test_half_a_record_is_none(self, office, visit, changes, says):
        with pytest.raises(BadInput, match=says):
            write(visit, Record(**{**vars(FOUND), **changes}), by=office.minh)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"longitude": None}, "latitude and a longitude"), ({"latitude": Decimal(91)}, "not on the earth"),
            ({"observations": {"X": Seen("1")}}, "no criterion X"), ({"finding": "maybe"}, "Choose the conclusion"),
            ({"observations": {"A": Seen("x" * 201)}}, "at most 200 letters"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_not_kept(self, office, visit, changes, says):
        with pytest.raises(BadInput, match=says):
            actions.note_visit(visit, Record(**{**vars(FOUND), **changes}), by=office.minh)

    def test_a_change_opens_it_again(self, story, office, visit, recorded):
        seen = records.version(visit, records.of(recorded))
        actions.note_visit(visit, Record(**{**vars(FOUND), "remarks": "Thêm"}), by=office.son, seen=seen)
        with pytest.raises(NotNow, match="not written down yet"):
            sign(visit, "judge", by=office.minh)


class TestSigning:
    def test_both_sides_sign_and_may_remark(self, story, office, recorded):
        sign(recorded, "judge", by=office.minh)
        signed = sign(recorded, "subject", remark="Hai máy sẽ sửa xong trong tháng 11.", by=story.dung)
        assert (signed.by, signed.remark) == (story.dung, "Hai máy sẽ sửa xong trong tháng 11.")
        assert journal.history(recorded).last().unit_id == story.ward.pk

    def test_from_the_first_signature_on_the_record_stays(self, story, office, recorded):
        sign(recorded, "subject", by=story.dung)
        with pytest.raises(NotNow, match="is signed and can no longer be changed"):
            actions.note_visit(recorded, FOUND, by=office.minh)
        with pytest.raises(NotNow, match="already signed"):
            sign(recorded, "subject", by=story.lan)

    def test_who_signs_has_read_what_is_signed(self, story, office, recorded):
        actions.add_photo(recorded, SimpleUploadedFile("them.png", PNG), by=office.son)
        with pytest.raises(Stale, match="changed after you opened it") as stale:
            actions.sign_visit(recorded, "subject", by=story.dung, revision=1, remark="Đồng ý")
        assert stale.value.mine == [("Remark", "Đồng ý")]

    def test_nothing_is_signed_before_it_is_written_down(self, story, visit):
        with pytest.raises(NotNow, match="not written down yet"):
            sign(visit, "subject", by=story.dung)

    @pytest.mark.parametrize(("person", "side"), [("minh", "subject"), ("dung", "judge"), ("stranger", "judge")])
    def test_each_side_signs_for_itself(self, story, recorded, person, side):
        with pytest.raises(NotPermitted):
            sign(recorded, side, by=getattr(story, person))

    def test_nobody_near_to_the_unit_signs_for_the_judge(self, story, office, recorded):
        MembershipFactory(person=office.hanh, unit=story.ward, role="clerk")
        with pytest.raises(NotPermitted, match="Bùi Thị Hạnh serves Phường Yên Giang"):
            sign(recorded, "judge", by=office.hanh)

    def test_the_verification_waits_for_both(self, story, office, recorded, assessed):
        card = now(assessed).cards.get(stage="verification")
        sign(recorded, "judge", by=office.minh)
        with pytest.raises(NotNow, match="1 visit is not signed by both sides yet"):
            actions.send_card(card, by=office.minh)
        sign(recorded, "subject", by=story.dung)
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
        lambda: actions.note_visit(visit, FOUND, by=by),
        lambda: actions.record_visit(visit, by=by),
        lambda: actions.add_photo(visit, SimpleUploadedFile("anh.png", PNG), by=by),
        lambda: actions.cancel_visit(visit, reason="x", by=by),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_judged_unit_knows_that_somebody_comes_and_nobody_else_does(story, office, visit):
    neighbour = PersonFactory()
    MembershipFactory(person=neighbour, unit=story.sibling, role="head")
    for person, sees in [(story.lan, True), (office.vinh, True), (story.hoa, False), (neighbour, False)]:
        assert Visit.objects.visible_to(person).exists() is sees


def test_the_judged_unit_reads_the_record_when_it_is_finished(story, office, visit):
    assert (opened(visit, office.minh), opened(visit, story.lan), opened(visit, story.stranger)) == (True, False, False)
    write(visit, FOUND, by=office.minh)
    assert (opened(visit, story.lan), opened(visit, story.stranger)) == (True, False)


def opened(visit, person):
    return Visit.objects.with_open_record(person).filter(pk=visit.pk).exists()
