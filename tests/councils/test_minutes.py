"""The minutes write themselves from what happened, are edited by block, frozen by signing, and can be drafted anew."""

from datetime import date

import pytest

from kheo.councils import actions as councils
from kheo.councils import minutes, told
from kheo.councils.enums import SessionState
from kheo.documents.layouts.parts import Letterhead
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from tests.councils.conftest import convened, voted

pytestmark = pytest.mark.django_db


@pytest.fixture
def concluded(council):
    """Fourteen came, one wrote; of three items one passed, one was a tie, one was set aside."""
    session = convened(council, "majority", present=14)
    councils.record_attendance(
        session, {council.seats[14].pk: "absent"}, by=council.thu, reasons={council.seats[14].pk: "Ốm"}
    )
    councils.open_session(session, by=council.bình)
    first, second, third = session.items.all()
    councils.recuse(first, council.seats[13], reason="Công tác tại phường.", by=council.people[13])
    voted(council, first, 12, 1)
    voted(council, second, 7, 7)
    councils.settle_tie(second, passed=True, reason="Phiếu của Chủ tịch là đồng ý.", by=council.bình)
    councils.set_aside(third, reason="Thiếu minh chứng.", by=council.bình)
    with clock.at(date(2024, 11, 20), hour=11, minute=30):
        councils.conclude_session(session, by=council.bình)
    session.refresh_from_db()
    return session


def section(session, key, language="en"):
    return next(one for one in minutes.shown(session, language) if one.key == key)


def test_they_tell_what_happened(concluded):
    assert section(concluded, "time").lines == (
        "Session on 20/11/2024 at Hội trường tỉnh.", "Opened at 09:00 20/11/2024.", "Concluded at 11:30 20/11/2024.",
    )  # fmt: skip
    roll = section(concluded, "roll").lines
    assert roll[0] == "Led by Trần Quốc Bình (chair)."
    assert "Absent (1): Mai Văn Phúc (Ốm)." in roll
    assert roll[-1] == "14 of 15 members with a vote are present; 10 are needed (66,7 %)."
    assert section(concluded, "agenda").lines[2] == "3. Tổ tự quản (set aside: Thiếu minh chứng.)"
    assert section(concluded, "recusals").lines == (
        "Phan Thị Oanh stepped aside from “Nhà văn hóa khu phố”: Công tác tại phường.",
    )


def test_items_on_which_was_voted_alike_are_told_together_by_their_places(concluded):
    assert section(concluded, "ballots").lines == (
        "Items 1–2, ballot 1: open vote, each on their own device, by the rule “"
        f"{concluded.items.first().rule.name}”, opened at 09:00 20/11/2024, closed at 09:00 20/11/2024.",
    )


def test_places_that_follow_each_other_are_a_run():
    assert told.numbers([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8"


def test_the_table_of_results_follows_from_the_votes(concluded):
    assert section(concluded, "results").table[1:] == (
        ("1", "Nhà văn hóa khu phố", "1", "12", "1", "0", "0", "8/14", "85,7 %", "adopted"),
        ("2", "Tuyến đường hoa", "1", "7", "7", "0", "0", "8/14", "50,0 %", "adopted"),
    )
    assert (
        "“Tuyến đường hoa”: The votes were equal; by the rule “the chair's vote decides”: Phiếu của Chủ tịch là đồng ý."
        in section(concluded, "notes").lines
    )


def test_a_block_can_be_written_by_people(council, concluded):
    kept = councils.edit_minutes(
        concluded, "discussion", "Đồng chí Cúc đề nghị bổ sung ảnh.", revision=0, by=council.thu
    )
    concluded.refresh_from_db()
    shown = section(concluded, "discussion")
    assert (shown.lines, shown.edited, kept.revision) == (("Đồng chí Cúc đề nghị bổ sung ảnh.",), True, 1)
    councils.edit_minutes(concluded, "discussion", "", revision=1, by=council.thu)
    concluded.refresh_from_db()
    assert not section(concluded, "discussion").edited
    assert journal.history(concluded).filter(verb="minutes.edited").count() == 2


def test_but_never_the_results(council, concluded):
    with pytest.raises(BadInput, match="follows from the votes"):
        councils.edit_minutes(concluded, "results", "Tất cả đạt.", revision=0, by=council.thu)


def test_two_editors_do_not_overwrite_each_other(council, concluded):
    councils.edit_minutes(concluded, "discussion", "Một.", revision=0, by=council.thu)
    with pytest.raises(Stale):
        councils.edit_minutes(concluded, "discussion", "Hai.", revision=0, by=council.bình)


def test_the_stranger_edits_and_signs_nothing(story, concluded):
    with pytest.raises(NotPermitted):
        councils.edit_minutes(concluded, "discussion", "Vì…", revision=0, by=story.stranger)
    with pytest.raises(NotPermitted):
        councils.sign_minutes(concluded, by=story.stranger)


def test_they_are_signed_only_once_concluded(council, session):
    with pytest.raises(NotNow, match="concluded"):
        councils.sign_minutes(session, by=council.bình)


class TestSigned:
    @pytest.fixture
    def signed(self, council, concluded):
        councils.edit_minutes(concluded, "discussion", "Không có ý kiến khác.", revision=0, by=council.thu)
        councils.sign_minutes(concluded, by=council.bình)
        concluded.refresh_from_db()
        return concluded

    def test_the_first_signature_freezes_the_text(self, council, signed):
        before = minutes.shown(signed)
        signed.items.update(title="Tên khác")
        assert minutes.shown(signed) == before
        assert minutes.drafted(signed) != before
        with pytest.raises(NotNow, match="signature"):
            councils.edit_minutes(signed, "discussion", "Khác.", revision=1, by=council.thu)

    def test_they_can_always_be_drafted_again_from_the_votes(self, council, signed):
        again = minutes.edited(minutes.drafted(signed), signed.minutes.edits)
        assert again == minutes.thawed(signed.minutes.frozen)

    def test_with_both_the_session_is_closed_for_good(self, council, signed):
        councils.sign_minutes(signed, by=council.thu)
        signed.refresh_from_db()
        assert signed.state == SessionState.SIGNED
        with pytest.raises(NotPermitted, match="until the other"):
            councils.take_signature_back(signed, by=council.bình)

    def test_one_signature_can_be_taken_back(self, council, signed):
        with pytest.raises(NotPermitted):
            councils.take_signature_back(signed, by=council.thu)
        councils.take_signature_back(signed, by=council.bình)
        signed.refresh_from_db()
        councils.edit_minutes(signed, "discussion", "Khác.", revision=1, by=council.thu)
        assert journal.history(signed).filter(verb="minutes.signature_withdrawn").exists()


def test_they_become_a_paper_in_the_issuer_s_layout(concluded):
    head = Letterhead(layout="state", issuer="Hội đồng xét công nhận tỉnh")
    paper = minutes.paper(concluded, head)
    assert (paper.chair.name, paper.secretary.name) == ("Trần Quốc Bình", "Lý Minh Thu")
    tables = [block for block in paper.blocks if block.is_ == "table"]
    assert [row.cells[1] for row in tables[0].rows] == ["Nhà văn hóa khu phố", "Tuyến đường hoa"]
