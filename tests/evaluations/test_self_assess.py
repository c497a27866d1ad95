"""The unit assesses itself: gaps while it writes, evidence behind each leaf, whole when it is sent."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.evaluations import actions, cards, lacking
from kheo.evaluations.cards import Mark
from kheo.evaluations.models import Evidence
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted, Stale
from tests.evaluations.conftest import marks, now, sheet_of
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
CRITERIA = [
    {"code": "A", "text": "Chỉ đạo", "maximum": 30, "evidence": {"kinds": ["document"], "at_least": 1}},
    {"code": "B", "text": "Kết quả", "maximum": 50, "method": {"by": "share"},
     "evidence": {"kinds": ["file", "link"], "at_least": 2}},
    {"code": "C", "text": "Lan tỏa", "maximum": 20},
]  # fmt: skip


def test_what_is_written_stays_gaps_and_all(story, evaluation):
    card = actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0)
    assert (card.revision, card.scores.get().points) == (1, 27)
    assert cards.tally_so_far(card).total == 27
    assert [lack.code for lack in lacking.lacks(card)] == ["B", "C"]
    assert journal.history(card).last().verb == "scorecard.written"


def test_the_same_words_twice_are_no_new_revision(story, evaluation):
    for _time in range(2):
        card = actions.self_assess(evaluation, marks(A=27, B=40), by=story.lan, revision=0)
    assert card.revision == 1


def test_one_afternoon_is_one_line_of_history(story, evaluation):
    for points in (20, 21, 22):
        card = actions.self_assess(evaluation, marks(A=points), by=story.lan, revision=points - 20)
    assert [entry.verb for entry in journal.history(card)] == ["scorecard.written"]


def test_points_can_be_taken_back(story, evaluation):
    card = actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0)
    card = actions.self_assess(evaluation, marks(A=None), by=story.lan, revision=1)
    assert "A" in [lack.code for lack in lacking.lacks(card)]


def test_of_two_on_one_leaf_the_second_sees_both(story, evaluation):
    actions.self_assess(evaluation, marks(A=27, B=40), by=story.lan, revision=0)
    with pytest.raises(Stale, match="Somebody else changed these points") as stale:
        actions.self_assess(evaluation, marks(A=25, B=40), by=story.dung, revision=0)
    assert (stale.value.theirs, stale.value.mine) == ([("A", "27")], [("A", "25")])


def test_two_on_different_leaves_do_not_meet(story, evaluation):
    actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0)
    card = actions.self_assess(evaluation, marks(B=40), by=story.dung, revision=0)
    assert {score.code: score.points for score in card.scores.all()} == {"A": 27, "B": 40}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"A": Mark(points=Decimal(31))}, "only 0 to 30"),
        ({"A": Mark(points=Decimal(-1))}, "only 0 to 30"),
        ({"A": Mark(points=Decimal("0.1234567"))}, "too long"),
        ({"X": Mark(points=Decimal(1))}, "has no criterion X"),
    ],
)
def test_what_cannot_be_is_refused_at_once(story, evaluation, given, says):
    with pytest.raises(BadInput, match=says):
        actions.self_assess(evaluation, given, by=story.lan, revision=0)


def test_a_group_is_not_scored_and_what_does_not_apply_neither(story, demanded, opened):
    group = {"code": "N", "text": "Nhóm", "maximum": 50, "parts": [{"code": "N1", "text": "Ý", "maximum": 50}]}
    profile = {"code": "DN", "text": "Doanh nghiệp", "without": ["C"], "scale": 50}
    demanded(sheet_of(criteria=[group, {"code": "C", "text": "Lan tỏa", "maximum": 50}], profiles=[profile]))
    evaluation = opened(profile="DN")
    with pytest.raises(BadInput, match="N is a group"):
        actions.self_assess(evaluation, marks(N=1), by=story.lan, revision=0)
    with pytest.raises(BadInput, match="C does not apply"):
        actions.self_assess(evaluation, marks(C=1), by=story.lan, revision=0)


class TestEvidence:
    @pytest.fixture
    def card(self, story, demanded, opened):
        demanded(sheet_of(criteria=CRITERIA))
        given = marks(A=27, C=17) | {"B": Mark(value=Decimal(55), target=Decimal(60))}
        return actions.self_assess(opened(), given, by=story.lan, revision=0)

    def test_the_framework_says_how_much_stands_behind_a_leaf(self, story, card):
        with pytest.raises(BadInput) as refused:
            actions.send_card(card, by=story.lan)
        assert str(refused.value) == (
            "A “Chỉ đạo”: 1 piece of evidence is still wanted. B “Kết quả”: 2 pieces of evidence are still wanted."
        )

    def test_with_a_paper_a_photograph_and_a_link_it_can_be_sent(self, story, card):
        paper = PaperFactory(issuer=story.ward)
        photo = SimpleUploadedFile("san-nha-van-hoa.png", PNG, "image/png")
        actions.add_evidence(card, "A", kind="document", paper=paper, by=story.lan)
        first = actions.add_evidence(card, "B", kind="file", uploaded=photo, by=story.lan)
        actions.add_evidence(card, "B", kind="link", words="https://baoquangninh.vn/yen-giang", by=story.lan)
        assert journal.history(card).last().details == {"code": "B"}
        assert actions.send_card(card, by=story.lan).is_sent
        kept = Evidence.objects.get(pk=first.pk).file
        assert kept.content_type == "image/png"

    def test_a_file_that_is_kept_already_is_only_referred_to(self, story, card, settings):
        photo = SimpleUploadedFile("san.png", PNG, "image/png")
        kept = actions.add_evidence(card, "B", kind="file", uploaded=photo, by=story.lan).file
        again = actions.add_evidence(card, "C", kind="file", file=kept, by=story.lan)
        actions.remove_evidence(again, by=story.lan)
        assert Evidence.objects.get().file == kept

    def test_whoever_claims_nothing_needs_none(self, story, card):
        none = marks(A=0) | {"B": Mark(value=Decimal(0), target=Decimal(60))}
        card = actions.self_assess(card.evaluation, none, by=story.lan, revision=1)
        assert actions.send_card(card, by=story.lan).is_sent

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"kind": "file"}, "choose a file"), ({"kind": "text"}, "choose a file"),
            ({"kind": "link", "words": "javascript:alert(1)"}, "begins with https"),
            ({"kind": "rumour", "words": "nghe nói"}, "what kind"),
        ],
    )  # fmt: skip
    def test_half_a_piece_is_none(self, story, card, given, says):
        with pytest.raises(BadInput, match=says):
            actions.add_evidence(card, "C", by=story.lan, **given)

    def test_only_the_kinds_that_the_framework_names_stand_behind_a_leaf(self, story, card):
        with pytest.raises(BadInput, match="A takes only this as evidence: number of a document"):
            actions.add_evidence(card, "A", kind="text", words="nghe nói", by=story.lan)

    def test_nobody_else_touches_it(self, story, card, office):
        for person in (office.minh, story.stranger):
            with pytest.raises(NotPermitted):
                actions.add_evidence(card, "A", kind="text", words="x", by=person)


class TestSending:
    def test_it_is_sent_whole_and_the_stage_goes_on(self, story, assessed):
        assert assessed.state == "verification"
        card = assessed.cards.get(stage="self")
        assert (card.sent_by, card.late) == (story.lan, False)
        assert journal.history(card).last().details == {"stage": "self", "late": False}
        assert journal.history(assessed).last().details == {"stage": "self", "to": "verification"}

    def test_gaps_are_named(self, story, evaluation):
        card = actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0)
        with pytest.raises(BadInput, match="B “Kết quả”: nothing stands there yet. C “Lan tỏa”: nothing"):
            actions.send_card(card, by=story.lan)

    def test_what_is_sent_stays(self, story, assessed):
        for act in (
            lambda: actions.self_assess(assessed, marks(A=30), by=story.lan, revision=1),
            lambda: actions.send_card(assessed.cards.get(stage="self"), by=story.lan),
        ):
            with pytest.raises(NotNow, match="this belongs to “Self-assessment”"):
                act()

    def test_after_the_last_day_it_is_marked(self, story, runner, evaluation):
        actions.set_deadline(evaluation.procedure, "self", on=date(2024, 11, 19), by=runner)
        card = actions.self_assess(evaluation, marks(A=27, B=43, C=17), by=story.lan, revision=0)
        assert actions.send_card(card, by=story.lan).late is True

    def test_or_refused_where_the_procedure_says_so(self, story, runner, demanded, opened):
        procedure = demanded(late="refused")
        actions.set_deadline(procedure, "self", on=date(2024, 11, 20), by=runner)
        card = actions.self_assess(opened(), marks(A=27, B=43, C=17), by=story.lan, revision=0)
        with clock.at(date(2024, 11, 21)), pytest.raises(NotNow, match="last day of this stage is past"):
            actions.send_card(card, by=story.lan)
        assert actions.send_card(card, by=story.lan).is_sent


@pytest.mark.parametrize("person", ["minh", "hoa", "stranger", "nga"])
def test_it_is_refused_to_those_who_do_not_write_for_the_unit(story, evaluation, person):
    with pytest.raises(NotPermitted):
        actions.self_assess(evaluation, marks(A=27), by=getattr(story, person), revision=0)
    with pytest.raises(NotPermitted):
        actions.send_card(now(evaluation).cards.get(), by=getattr(story, person))
