"""The list of scores: points of registrations and units, stage by stage, whole or not at all."""

# ruff: noqa: E501 - rows and sentences stand as they are read

from decimal import Decimal

import pytest

from kheo.criteria import library
from kheo.evaluations import actions as evaluations
from kheo.evaluations import results
from kheo.evaluations.models import Evaluation, Procedure, Score, Subject
from kheo.exemplars.models import Registration
from kheo.kernel import journal
from kheo.movements import actions as movements
from tests.evaluations.conftest import sheet_of
from tests.factories import FrameworkVersionFactory, MembershipFactory, PersonFactory, UnitFactory
from tests.imports.conftest import sentences

pytestmark = pytest.mark.django_db


def row(criterion="A", points="27", stage="self", subject="YG", **more):
    return {
        "round_code": "QN-2024", "subject_code": subject, "stage": stage, "criterion_code": criterion, "points": points, **more,
    }  # fmt: skip


def whole(stage="self", subject="YG", points=("27", "43", "17"), **more):
    return [row(code, given, stage, subject, **more) for code, given in zip("ABC", points, strict=True)]


def test_a_unit_is_judged_by_the_owner_of_the_movement_where_nothing_is_demanded_yet(story, table, bring):
    examination = bring("scores", *whole(), *whole("scoring"), row("KL", "", "scoring", passed="có", note="05-TB/UBKT"))
    assert sentences(examination) == []
    evaluation = Evaluation.objects.get()
    assert (evaluation.unit, evaluation.subject.unit, evaluation.state) == (story.province, story.ward, "scored")
    assert Procedure.objects.get().level == "province"
    standing = results.of(evaluation.subject, story.province)
    assert (standing.total, standing.class_name, standing.provisional) == (87, "Tốt", False)
    assert [entry.verb for entry in journal.history(evaluation)] == ["evaluation.brought_in"]
    assert evaluation.gate_answers.get().document == "05-TB/UBKT"


def test_a_registration_by_the_office_that_received_it(story, table, accepted, bring):
    bring("scores", *whole(subject=accepted.code))
    evaluation = Evaluation.objects.get()
    accepted.refresh_from_db()
    assert (evaluation.unit, evaluation.subject) == (story.district, accepted.judged_as)
    assert (evaluation.subject.issuer, evaluation.subject.kind) == (story.district, "model")
    assert evaluation.state == "verification"
    assert results.of(evaluation.subject, story.district).provisional


def test_what_is_missing_is_provisional(story, table, bring):
    bring("scores", *whole("scoring")[:2])
    assert Evaluation.objects.get().state == "scored"
    standing = results.many(Evaluation.objects.all())[0]
    assert (standing.total, standing.provisional, standing.outcome.tally.missing) == (70, True, ("C",))


def test_what_the_round_demands_goes_before(story, table, bring):
    other = FrameworkVersionFactory(sheet=sheet_of(code="KHAC"))
    evaluations.demand(story.round, "district", version=other, by=None)
    bring("scores", *whole())
    assert (Evaluation.objects.get().version, Evaluation.objects.get().unit) == (other, story.district)


def test_results_and_yes_or_no(story, bring):
    """By the table of the police, of Phú Thọ and of Đà Lạt points are computed, or there are none."""
    criteria = [
        {"code": "A", "text": "Số hộ", "maximum": 60, "method": {"by": "share"}},
        {"code": "B", "text": "Có kế hoạch", "maximum": 40, "method": {"by": "yes_no"}},
    ]
    FrameworkVersionFactory(sheet=sheet_of(criteria=criteria, stages=["scoring"]))
    bring("scores", row("A", "", "scoring", value="45", target="60"), row("B", "", "scoring", passed="đạt"))
    assert results.many(Evaluation.objects.all())[0].total == 85


@pytest.mark.parametrize(("written", "points"), [("22,5", "22.5"), ("22.5", "22.5"), ("22", "22"), ("0,25", "0.25")])
def test_decimals_as_people_and_as_programs_write_them(story, table, bring, written, points):
    bring("scores", row(points=written))
    assert Score.objects.get().points == Decimal(points)


def test_number_cells_of_a_workbook(story, table, bring):
    bring("scores", row(points=22.5), suffix="xlsx")
    assert Score.objects.get().points == Decimal("22.5")


def test_several_scorers_become_one_by_the_rule_of_the_framework(story, table, bring):
    for username in ("son", "hanh"):
        MembershipFactory(person=PersonFactory(username=username), unit=story.province, role="reviewer")
    bring("scores", *whole("scoring", scorer="son"), *whole("scoring", points=("21", "37", "15"), scorer="hanh"))
    standing = results.many(Evaluation.objects.all())[0]
    assert (standing.total, standing.stages["scoring"].cards) == (80, 2)


def test_nobody_near_to_the_unit_scores_it(story, table, bring):
    assert sentences(bring("scores", row(stage="scoring", scorer="lan"))) == [
        "Row 2, column “scorer”: Nguyễn Thị Lan serves Phường Yên Giang."
    ]


def test_twice_is_the_same_as_once_and_other_points_are_a_fault(story, table, bring):
    bring("scores", *whole())
    again = bring("scores", *whole(), row(stage="verification"))
    assert again.counts == {"right": 1, "to_mend": 0, "duplicate": 3}
    assert sentences(bring("scores", row(points="20"))) == ["Row 2, column “points”: Here stands already: 27."]


def test_a_list_adds_what_a_card_from_a_list_does_not_have_yet(story, table, bring):
    bring("scores", *whole()[:1])
    bring("scores", *whole()[1:])
    assert results.many(Evaluation.objects.all())[0].stages["self"].tally.total == 87


def test_what_people_write_or_have_sent_here_stays(story, table, bring):
    from tests.evaluations.conftest import marks

    evaluations.demand(story.round, "district", version=table, by=None)
    subject = evaluations.enter_subject(story.round, story.ward, code="YG", title="Phường Yên Giang", by=None)
    evaluation = evaluations.open_evaluation(subject, story.district, by=story.minh)
    card = evaluations.self_assess(evaluation, marks(B=40), by=story.lan, revision=0)
    assert sentences(bring("scores", row("A"))) == [
        "Row 2, column “subject_code”: Somebody is writing this score card here: a list adds nothing to it."
    ]
    evaluations.send_card(
        evaluations.self_assess(evaluation, marks(A=27, C=17), by=story.lan, revision=1), by=story.lan
    )
    assert sentences(bring("scores", row("A", "20"))) == ["Row 2, column “points”: Here stands already: 27."]
    bring("scores", *whole("verification"))
    evaluation.refresh_from_db()
    assert (evaluation.state, card.scores.count()) == ("scoring", 3)


def test_the_same_code_of_two_offices_needs_the_unit(story, table, accepted, bring):
    other = UnitFactory(code="UB", name="Thành phố Uông Bí", level="district", parent=story.province)
    twin = Registration.objects.get(pk=accepted.pk)
    twin.pk, twin.exemplar_id, twin.receiver, twin.unit = None, accepted.exemplar_id, other, other
    twin.save()
    assert sentences(bring("scores", row(subject=accepted.code))) == [
        f"Row 2, column “subject_code”: Several registrations bear the code “{accepted.code}”: write one of {accepted.code}@YG, {accepted.code}@UB."
    ]
    bring("scores", row(subject=f"{accepted.code}@YG"), row(subject=f"{accepted.code}@UB", points="25"))
    assert {(s.code, s.issuer.code) for s in Subject.objects.all()} == {(accepted.code, "QY"), (accepted.code, "UB")}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"round_code": "XX"}, "“round_code”: There is no round with the code “XX”."),
        ({"subject_code": "XX"}, "“subject_code”: There is no unit with the code “XX”."),
        ({"stage": "superior"}, "“stage”: “Bảng điểm thử” is not scored at this stage. Its stages are: self, verification, scoring."),
        ({"criterion_code": "X"}, "“criterion_code”: “Bảng điểm thử” has no criterion X."),
        ({"points": "31"}, "“points”: A: 31 points cannot be given, only 0 to 30."),
        ({"points": "nhiều"}, "“points”: “nhiều” is not a number as we write it: use a dot for thousands and a comma for decimals, like 1.250,5."),
        ({"points": ""}, "“points”: Nothing is given here: write points, a result, or yes or no."),
        ({"criterion_code": "KL", "points": ""}, "“passed”: Say whether the condition is met: yes or no."),
        ({"criterion_code": "TD", "points": ""}, "“value”: The value of the figure is missing."),
        ({"scorer": "minh"}, "“scorer”: At this stage the unit gives points as one: leave the scorer empty."),
        ({"scorer": "ai-do", "stage": "scoring"}, "“scorer”: There is no account with the user name “ai-do”."),
        ({"profile": "XX"}, "“profile”: “Bảng điểm thử” has no profile XX."),
        ({"level": "central"}, "“subject_code”: No unit at or above Phường Yên Giang stands on the level central."),
        ({"passed": "có thể"}, "“passed”: “có thể” is not a known word here. Use one of: Yes; No."),
    ],
)  # fmt: skip
def test_every_wrong_cell_is_named_and_nothing_is_written(story, table, bring, wrong, told):
    examination = bring("scores", row("B", "40"), row() | wrong)
    assert sentences(examination) == [f"Row 3, column {told}"]
    assert Evaluation.objects.count() == Procedure.objects.count() == Subject.objects.count() == 0


def test_two_rows_that_contradict_each_other(story, table, bring):
    assert sentences(bring("scores", row(), row(points="20"))) == [
        "Row 3, column “points”: Row 2 says something else about the same."
    ]
    assert bring("scores", row(), row()).counts["duplicate"] == 1


def test_without_any_framework(story, bring):
    assert sentences(bring("scores", row())) == [
        "Row 2, column “round_code”: Năm 2024 demands no evaluation, and no published framework has these criteria."
    ]


def test_two_frameworks_that_both_fit_are_named(story, table, bring):
    twin = FrameworkVersionFactory(sheet=sheet_of())
    assert sentences(bring("scores", row())) == [
        "Row 2, column “round_code”: Năm 2024 demands no evaluation, and several frameworks have these criteria:"
        f" {table.framework.code}, {twin.framework.code}."
    ]


def test_a_closed_round_takes_nothing(story, table, bring):
    movements.close_round(story.round, by=story.nga)
    assert "closed" in sentences(bring("scores", row()))[0]


def test_where_several_levels_judge_the_list_says_which(story, table, bring):
    for level in ("district", "province"):
        evaluations.demand(story.round, level, version=table, by=None)
    assert sentences(bring("scores", row())) == [
        "Row 2, column “level”: The round demands evaluations on these levels: district, province. Say which."
    ]
    bring("scores", row(level="tỉnh"))
    assert Evaluation.objects.get().unit == story.province


def test_ngan_son_from_a_list(story, bring):
    """Self 87, reviewed 78, by the table of Bắc Kạn: the class goes from tốt to khá (cells-and-democracy.md §4.3)."""
    FrameworkVersionFactory(sheet=library.by_code("BK-1878"))
    bring(
        "scores",
        row("I", "87"),
        row("I", "70", "superior", note="Thiếu biên bản"),
        row("II", "8", "superior"),
        row("DK", "", "superior", passed="yes"),
    )
    standing = results.many(Evaluation.objects.all())[0]
    names = [standing.class_named(one.verdict.class_code) for one in standing.stages.values()]
    assert (standing.total, names, standing.provisional) == (78, ["Tốt", "Khá"], False)


def test_forty_thousand_scores_in_a_moment(story, bring):
    """A thousand units by five scorers and eight criteria would be 40,000 rows; a tenth of it here."""
    FrameworkVersionFactory(sheet=library.by_code("MAU-0"))
    for n in range(5):
        MembershipFactory(person=PersonFactory(username=f"cham{n}"), unit=story.province, role="reviewer")
    units = [UnitFactory(parent=story.district).code for _ in range(100)]
    rows = [
        row(f"T{c}", "5", "scoring", unit, scorer=f"cham{n}") for unit in units for n in range(5) for c in range(1, 9)
    ]
    assert bring("scores", *rows).counts == {"right": 4000, "to_mend": 0, "duplicate": 0}
