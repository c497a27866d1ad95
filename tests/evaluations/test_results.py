"""What evaluations come to, for one or for fifty in the same queries; ranks with ties, classes, caps, the lab."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kheo.criteria import aggregate
from kheo.criteria.enums import Stage
from kheo.criteria.scoring import Entry
from kheo.evaluations import actions, merging, results, standings
from kheo.evaluations.merging import Given
from kheo.evaluations.models import Evaluation
from kheo.evaluations.outcome import freeze, thaw
from kheo.evaluations.standings import Table
from kheo.people.models import Person
from tests.evaluations.conftest import marks, now, send_points, sheet_of
from tests.factories import (
    EvaluationFactory,
    FrameworkVersionFactory,
    PersonFactory,
    ProcedureFactory,
    ScorecardFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
CAP = {"code": "XS20", "of": "XS", "percent": 20, "base": "all", "rounding": "down"}


@pytest.fixture
def judged(story):
    """`judged([(30, 50, 20), …], scorers=3)`: as many evaluations of the district, all stages sent."""

    def judged(totals, *, scorers=1, sheet=None, names=(), **more):
        sheet = sheet or sheet_of(stages=["self", "scoring"])
        version = FrameworkVersionFactory(sheet=sheet, framework__owner=story.province)
        procedure = ProcedureFactory(round=story.round, version=version, scorers=scorers)
        people = [PersonFactory() for _ in range(scorers)]
        for n, (a, b, c) in enumerate(totals):
            unit = UnitFactory(name=names[n] if n < len(names) else f"Xã {n:02d}", parent=story.district)
            one = EvaluationFactory(
                procedure=procedure, unit=story.district, state="scored", subject__unit=unit, **more
            )  # fmt: skip
            given = {"A": a, "B": b, "C": c}
            ScorecardFactory(evaluation=one, sent_at="2024-11-01T09:00Z", marks=given)
            for person in people:
                ScorecardFactory(
                    evaluation=one, stage="scoring", scorer=person, sent_at="2024-11-10T09:00Z", marks=given
                )  # fmt: skip
        return procedure

    return judged


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("reading", [False, True])
def test_fifty_cost_as_many_queries_as_one_and_seven_scorers_as_one(story, office, judged, reading):
    def look(procedure):
        reader = Person.objects.get(pk=office.thu.pk) if reading else None

        def read():
            table = Table(procedure, story.district, reader=reader)
            return table.lines, table.caps, table.lab, table.by_class

        return asked(read)

    sheet = sheet_of(stages=["self", "scoring"], caps=[CAP])
    one = look(judged([(30, 50, 20)], sheet=sheet))
    Evaluation.objects.all().update(unit=story.province)
    story.round.procedures.update(level="commune")
    fifty = look(judged([(20, 40, n % 20) for n in range(50)], scorers=7, sheet=sheet))
    assert fifty == one


def test_equals_share_a_rank_and_the_rule_that_parts_others_is_named(story, judged):
    """A tie of the total goes by the named criteria in turn, in the end by a ballot (Cần Thơ 157/KH-UBND)."""
    names = ["Xã Liên Vị", "Phường Hà An", "Xã Hoàng Tân", "Phường Tân An"]
    procedure = judged(
        [(25, 45, 15), (30, 40, 15), (25, 45, 15), (10, 40, 10)],
        sheet=sheet_of(stages=["self", "scoring"], ties={"by": ["A"], "then": "ballot"}), names=names,
    )  # fmt: skip
    table = Table(procedure, story.district)
    assert [(line.rank, line.standing.subject.title, line.place.broken_by) for line in table.lines] == [
        (1, "Phường Hà An", "A"), (2, "Xã Liên Vị", "A"), (2, "Xã Hoàng Tân", "A"), (4, "Phường Tân An", ""),
    ]  # fmt: skip
    assert len(table.lines[1].place.tied_with) == 1
    assert not table.provisional


def test_an_unfinished_review_makes_the_order_provisional(story, judged):
    """A unit with a high self-score and an unfinished review is not ranked as final (blocks-and-awards.md §7 no. 5)."""
    procedure = judged([(30, 50, 20), (20, 40, 10)])
    Evaluation.objects.filter(pk=Evaluation.objects.latest("pk").pk).update(state="scoring")
    table = Table(procedure, story.district)
    assert table.provisional
    assert [line.standing.provisional for line in table.lines] == [False, True]
    assert all(line.place.provisional is False for line in table.lines)


def test_classes_and_caps_with_base_and_rounding(story, judged):
    sheet = sheet_of(stages=["self", "scoring"], caps=[CAP])
    procedure = judged([(30, 50, 15)] * 3 + [(25, 45, 12)] * 4 + [(20, 40, 10)] * 2, sheet=sheet)
    table = Table(procedure, story.district)
    assert table.by_class == [("XS", "Xuất sắc", 3), ("T", "Tốt", 4), ("K", "Khá", 2), ("D", "Đạt", 0)]
    cap = table.caps[0]
    group = cap.groups[0]
    assert (cap.class_name, group.base_count, group.exact, group.allowed, group.taken, group.over) == (
        "Xuất sắc", 9, Decimal("1.8"), 1, 3, 2,
    )  # fmt: skip
    assert len(group.undecided) == 3


@pytest.mark.parametrize(
    ("grouping", "groups"),
    [
        ("kind", {"Mô hình", "locality"}),
        ("level", {"Commune"}),
        ("field", {"Kinh tế", ""}),
        ("parent", {"Thị xã Quảng Yên"}),
    ],
)
def test_caps_within_groups(story, judged, grouping, groups):
    procedure = judged([(30, 50, 15)], sheet=sheet_of(stages=["self", "scoring"], caps=[CAP | {"grouping": grouping}]))
    EvaluationFactory(
        procedure=procedure, unit=story.district, state="scored", subject__unit=UnitFactory(parent=story.district),
        subject__kind="Mô hình", subject__field="Kinh tế",
    )  # fmt: skip
    assert {group.group for group in Table(procedure, story.district).caps[0].groups} == groups


def test_the_lab_shows_harsh_and_mild_scorers_and_the_rule_that_was_chosen(story, office, demanded, opened):
    demanded(sheet_of(stages=["scoring"]), scorers=2)
    one = opened()
    actions.choose_ranking(one.procedure, story.district, "adjusted", by=office.thu)
    two = opened(story.sibling)
    for evaluation, base in ((one, 40), (two, 30)):
        for scorer, leaning in ((office.minh, -4), (office.son, 4)):
            actions.assign(evaluation, scorer, by=office.thu)
            send_points(evaluation, scorer, marks(A=20, B=base + leaning, C=10))
    table = Table(one.procedure, story.district, reader=office.thu)
    assert {row.scorer: row.points for row in table.lab.leanings} == {office.minh.pk: -4, office.son.pk: 4}
    assert [row.subject for row in table.lab.rows] == [one.pk, two.pk]
    assert table.ranking == "adjusted"


def test_tables_lists_every_unit_that_judges_in_a_round(story, judged):
    procedure = judged([(30, 50, 20)])
    found = standings.tables(story.round)
    assert [(table.procedure, table.unit) for table in found] == [(procedure, story.district)]


def test_a_frozen_outcome_is_the_same_when_it_is_read(story, judged):
    judged([(30, 50, 20)])
    standing = results.many(Evaluation.objects.all())[0]
    assert thaw(freeze(standing.outcome)) == standing.outcome


def test_a_profile_leaves_criteria_out(story, office, demanded, opened):
    """Quảng Bình: 85 points where some criteria do not apply; the class goes by per cent of what applies."""
    profile = {"code": "DN", "text": "Doanh nghiệp", "without": ["C"], "scale": 80}
    demanded(sheet_of(profiles=[profile], stages=["self"]))
    evaluation = opened(profile="DN")
    card = actions.self_assess(evaluation, marks(A=27, B=43), by=story.lan, revision=0)
    actions.send_card(card, by=story.lan)
    standing = results.of(evaluation.subject, evaluation.unit)
    assert (standing.total, standing.outcome.tally.maximum, standing.class_name) == (70, 80, "Tốt")
    assert not standing.provisional
    assert now(evaluation).state == "scored"


cards = st.lists(
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 20).map(lambda n: Entry(points=Decimal(n)))),
    min_size=1, max_size=5,
)  # fmt: skip


@given(cards, st.sampled_from(["mean", "median", "trimmed_mean"]), st.randoms())
def test_the_order_of_the_scorers_never_matters_and_a_stage_is_the_rule_of_its_cards(entries, rule, chance):
    sheet = sheet_of(aggregate={"by": rule, "trim": 1})
    given_ = [Given(Stage.SCORING, n, card) for n, card in enumerate(entries)]
    told = merging.by_stage(sheet, given_)
    chance.shuffle(given_)
    assert merging.by_stage(sheet, given_) == told
    for code in "ABC":
        found = [card[code].points for card in entries if code in card]
        kept = told[Stage.SCORING].get(code)
        assert (kept.points if kept else None) == aggregate.of(found, sheet.aggregate)


@given(cards, cards)
def test_a_later_stage_keeps_what_it_does_not_speak_of(first, second):
    sheet = sheet_of()
    told = merging.by_stage(sheet, [Given(Stage.SELF, None, first[0]), Given(Stage.VERIFICATION, None, second[0])])
    counted = merging.up_to(sheet, told)
    assert counted == first[0] | second[0]
    assert merging.up_to(sheet, told, Stage.SELF) == first[0]
    assert merging.before(sheet, told, Stage.VERIFICATION) == first[0]
