"""What stands at the top of a unit's papers, on which laws they stand, and to whom they go."""

from datetime import date, timedelta

import pytest

from kheo.documents import actions, heads, legal_bases
from kheo.documents.enums import Layout, PaperKind
from kheo.documents.models import Stationery
from kheo.documents.recipients import recipients_for
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.factories import UnitFactory

SET = {
    "layout": Layout.PARTY, "issuer": "Ban Dân vận", "superior": "Tỉnh ủy Quảng Ninh", "place": "Hạ Long",
    "symbol": "BDVTU", "decider": "Trưởng ban", "on_behalf": "K/T Trưởng ban", "office": "Phó Trưởng ban",
    "signatory": "Lê Thị Hoa",
}  # fmt: skip


# ── letterhead ──


@pytest.mark.django_db
def test_a_unit_sets_its_letterhead(story):
    row = actions.set_stationery(story.province, by=story.hoa, **SET)
    head = heads.letterhead_of(story.province, PaperKind.DECISION)
    assert (head.layout, head.superior, head.issuer, head.place) == (
        "party",
        "Tỉnh ủy Quảng Ninh",
        "Ban Dân vận",
        "Hạ Long",
    )
    assert (head.number, head.symbol) == ("", "QĐ/BDVTU")
    signature = heads.stationery_of(story.province).signature
    assert (signature.authority, signature.office) == (("K/T Trưởng ban",), "Phó Trưởng ban")
    assert journal.history(row).last().verb == "stationery.set"


@pytest.mark.django_db
def test_the_system_keeper_may_set_it_too(story):
    assert actions.set_stationery(story.district, by=story.nga, **SET)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lan", "stranger"])
def test_others_may_not(story, who):
    with pytest.raises(NotPermitted):
        actions.set_stationery(story.district, by=getattr(story, who), **SET)


@pytest.mark.django_db
def test_the_letterhead_of_a_past_day_is_the_one_of_that_day(story):
    actions.set_stationery(story.province, by=story.hoa, **SET)
    with clock.at(story.today + timedelta(days=100)):
        actions.set_stationery(story.province, by=story.hoa, **SET | {"issuer": "Ban Tuyên giáo và Dân vận"})
        assert heads.stationery_of(story.province, story.today).issuer == "Ban Dân vận"
        assert heads.stationery_of(story.province).issuer == "Ban Tuyên giáo và Dân vận"


@pytest.mark.django_db
def test_rows_follow_each_other_in_time(story):
    later = story.today + timedelta(days=30)
    actions.set_stationery(story.province, by=story.hoa, on=later, **SET)
    with pytest.raises(NotNow, match="begins later"):
        actions.set_stationery(story.province, by=story.hoa, **SET)


@pytest.mark.django_db
def test_an_issuer_is_needed(story):
    with pytest.raises(BadInput, match="issuing body"):
        actions.set_stationery(story.province, by=story.hoa, **SET | {"issuer": " "})
    assert not Stationery.objects.exists()


@pytest.mark.django_db
def test_without_one_a_party_cell_prints_as_the_party_does_under_its_committee():
    committee = UnitFactory(name="Đảng ủy xã Hàm Đức", kind="party")
    cell = UnitFactory(name="Chi bộ thôn 3", kind="cell", level="grassroots", parent=committee)
    head = heads.letterhead_of(cell, PaperKind.SUBMISSION)
    assert (head.layout, head.superior, head.issuer, head.symbol) == (
        "party",
        "Đảng ủy xã Hàm Đức",
        "Chi bộ thôn 3",
        "TTr",
    )
    assert heads.letterhead_of(UnitFactory(), PaperKind.DECISION).layout == "state"


# ── legal bases ──

DAYS = [
    (date(2023, 12, 31), "91/2017/NĐ-CP"),
    (date(2024, 1, 1), "98/2023/NĐ-CP"),
    (date(2025, 6, 30), "98/2023/NĐ-CP"),
    (date(2025, 7, 1), "152/2025/NĐ-CP"),
]


@pytest.mark.parametrize(("day", "decree"), DAYS)
def test_the_decree_is_the_one_of_the_day(day, decree):
    told = " ".join(legal_bases.cited(PaperKind.DECISION, Layout.STATE, day, issuer="x"))
    assert told.count("/NĐ-CP") == 1
    assert decree in told


def test_party_papers_stand_on_the_charter_and_their_own_rules():
    told = legal_bases.cited(PaperKind.DECISION, Layout.PARTY, date(2024, 1, 1), issuer="Tỉnh ủy Bình Thuận")
    assert told == ("Căn cứ Điều lệ Đảng Cộng sản Việt Nam", "Căn cứ Quy chế làm việc của Tỉnh ủy Bình Thuận")


def test_a_doubt_is_told_from_its_day_on():
    assert legal_bases.doubts(PaperKind.DECISION, Layout.STATE, date(2026, 9, 30)) == []
    assert "06/2026/QH16" in legal_bases.doubts(PaperKind.DECISION, Layout.STATE, date(2026, 10, 1))[0]


def test_every_basis_says_where_it_comes_from_and_laws_replace_each_other_without_a_gap():
    for basis in legal_bases.every_basis():
        assert basis.source
        assert basis.valid_from <= basis.valid_to
        assert basis.text.startswith("Căn cứ ")
    for first, second in (("decree_91_2017", "decree_98_2023"), ("decree_98_2023", "decree_152_2025")):
        ends, begins = (next(b for b in legal_bases.every_basis() if b.code == code) for code in (first, second))
        assert ends.valid_to + timedelta(days=1) == begins.valid_from


# ── recipients ──


def test_recipients_by_rule():
    assert recipients_for(PaperKind.DECISION, Layout.STATE, articles=3, superior="UBND tỉnh") == (
        "Như Điều 3",
        "UBND tỉnh (để báo cáo)",
        "Lưu: VT",
    )
    assert recipients_for(PaperKind.SUBMISSION, Layout.PARTY) == ("Như trên", "Lưu Văn phòng")
    assert recipients_for(PaperKind.SCORE_SHEET, Layout.STATE) == ()
