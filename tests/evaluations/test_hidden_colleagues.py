"""What a colleague gave is hidden until one's own card is sent, and the unit sees what they came to at the end.

Two worlds that differ in nothing but the points of one scorer: whoever may not know sees the same in both.
"""

from dataclasses import asdict

import pytest
from django.db import transaction

from kheo.evaluations import actions, assigning, conditions, history, progress, results, timeline
from kheo.evaluations.models import Evaluation, Evidence, Score, Scorecard
from kheo.evaluations.standings import Table
from kheo.kernel import journal
from kheo.people.models import Person
from tests.evaluations.conftest import card_of, marks, now, send_points, with_reason
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
WORLDS = {"harsh": {"A": 5, "B": 5, "C": 5}, "mild": {"A": 30, "B": 50, "C": 20}}


def look(evaluation, reader):
    """Everything that this chapter shows of an evaluation to a reader, as plain values without names of rows."""
    found = results.many(Evaluation.objects.filter(pk=evaluation.pk).visible_to(reader), reader=reader)
    standing = found[0] if found else None
    done = progress.of(evaluation.procedure, evaluation.unit)
    table = Table(evaluation.procedure, evaluation.unit, reader=reader)
    cards = Scorecard.objects.filter(evaluation=evaluation).visible_to(reader).order_by("stage", "scorer")
    return {
        "standing": standing and {
            "stages": {stage: (one.given, asdict(one.tally), one.cards) for stage, one in standing.stages.items()},
            "total": standing.total, "class": standing.class_name, "provisional": standing.provisional,
            "held back": standing.held_back,
        },
        "table": [(line.rank, line.standing.total, line.standing.provisional) for line in table.lines],
        "classes": table.by_class, "lab": table.lab, "provisional": table.provisional,
        "cards": [(card.stage, card.scorer_id, card.revision, card.is_sent) for card in cards],
        "scores": list(Score.objects.filter(scorecard__in=cards).values_list("code", "points", "note", "reason")),
        "leaf": [told.entry for told in history.of_leaf(evaluation, "A", reader=reader)],
        "progress": [(one.given, one.begun, one.sent) for one in done.scorers],
        "told": standing and [
            (one.name, one.who, one.cards, one.total) for one in timeline.stages(standing, cards)
        ],
        "reasons": [(one.code, one.who, one.given, one.words) for one in timeline.reasons(evaluation, cards)],
        "history": [(one.sentence, one.quote) for one in timeline.happened(evaluation, list(cards), reader) if found],
        "gates": conditions.gates(evaluation, reader, standing.verdict) if standing else [],
        "journal": [(entry.verb, entry.details) for entry in journal.history(evaluation) if found],
        "state": now(evaluation).state,
    }  # fmt: skip


@pytest.fixture
def people(story, office):
    """Who looks, and from where."""
    found = {
        "colleague": office.minh, "secretary": office.thu, "idle reviewer": office.hanh, "viewer": office.vinh,
        "clerk of the unit": story.lan, "superior": story.hoa, "stranger": story.stranger,
        "head of the district": PersonFactory(full_name="Đinh Văn Lộc"), "both sides": PersonFactory(),
    }  # fmt: skip
    MembershipFactory(person=found["head of the district"], unit=story.district, role="head")
    MembershipFactory(person=found["both sides"], unit=story.district, role="head")
    MembershipFactory(person=found["both sides"], unit=story.ward, role="viewer")
    return found


def in_both_worlds(evaluation, who, readers, give):
    """Which readers can tell whether the scorer gave little or much; each world is taken back before the next."""
    seen = {}
    for world, points in WORLDS.items():
        with transaction.atomic():
            give(evaluation, who, points)
            fresh = {name: Person.objects.get(pk=reader.pk) for name, reader in readers.items()}
            seen[world] = {name: look(evaluation, reader) for name, reader in fresh.items()}
            transaction.set_rollback(True)
    return {name for name in readers if seen["harsh"][name] != seen["mild"][name]}


def send(evaluation, scorer, points):
    send_points(evaluation, scorer, with_reason("Theo hồ sơ.", **points))


def draft(evaluation, scorer, points):
    actions.score(card_of(evaluation, scorer), with_reason("Theo hồ sơ.", **points), by=scorer, revision=0)


def test_a_draft_is_seen_by_nobody_else(story, office, assigned, people):
    assert in_both_worlds(assigned, office.son, people, draft) == set()
    assert in_both_worlds(assigned, office.son, {"himself": office.son}, draft) == {"himself"}


def test_what_is_sent_is_seen_by_those_who_arrange_and_not_by_who_has_still_to_score(office, assigned, people):
    assert in_both_worlds(assigned, office.son, people, send) == {"secretary", "head of the district"}


def test_a_colleague_sees_it_once_the_own_card_is_sent(office, assigned, people):
    actions.assign(assigned, office.hanh, by=office.thu)
    send_points(assigned, office.minh, marks(A=27, B=43, C=17))
    seeing = in_both_worlds(assigned, office.son, people, send)
    assert "colleague" in seeing
    assert "idle reviewer" not in seeing


def test_a_secretary_who_scores_too_waits_like_everybody(office, assigned, people):
    MembershipFactory(person=office.thu, unit=assigned.unit, role="reviewer")
    actions.assign(assigned, office.thu, by=office.thu)
    assert "secretary" not in in_both_worlds(assigned, office.son, people, send)


def test_who_declared_a_conflict_learns_nothing(office, assigned, people):
    actions.declare_conflict(assigned, by=office.minh)
    actions.assign(assigned, office.hanh, by=office.thu)
    assert "colleague" not in in_both_worlds(assigned, office.son, people, send)


def test_when_all_have_scored_the_judging_unit_sees_it_and_the_judged_one_does_not(office, assigned, people):
    send_points(assigned, office.minh, marks(A=27, B=43, C=17))
    seeing = in_both_worlds(assigned, office.son, people, send)
    assert {"colleague", "idle reviewer", "secretary"} <= seeing
    assert not seeing & {"clerk of the unit", "superior", "stranger", "viewer", "both sides"}


def test_at_the_conclusion_the_judged_unit_and_those_above_learn_what_it_came_to(office, assigned, people):
    """The test of the tests above: they do look where it shows."""
    send_points(assigned, office.minh, marks(A=27, B=43, C=17))

    def conclude(evaluation, scorer, points):
        send(evaluation, scorer, points)
        actions.conclude_evaluation(now(evaluation), by=office.thu)

    seeing = in_both_worlds(assigned, office.son, people, conclude)
    assert seeing == set(people) - {"stranger"}


def test_what_a_scorer_reads_at_once_is_part_of_what_they_may_see(office, assigned):
    """The workspace asks a shorter question than `visible_to`; it opens nothing more, and nothing that was given up."""
    cards = Scorecard.objects.filter(evaluation=assigned)
    scorers = [one.scorer for one in assigned.assignments.all()]
    for one in scorers:
        own, seen = cards.at_hand(one), cards.visible_to(one)
        assert [card.scorer for card in own] == [one]
        assert set(own) | set(cards.told_to_scorers()) <= set(seen)
        assert assigned in Evaluation.objects.visible_to(one)
    cards.filter(stage="self").update(sent_at=None)  # as while the unit writes on it again
    assert not cards.told_to_scorers().filter(stage="self").exists()
    actions.declare_conflict(assigned, by=scorers[0])
    assert not cards.at_hand(scorers[0]).exists()


def test_the_judged_unit_never_sees_a_single_scorers_card(story, office, assigned):
    send_points(assigned, office.minh, marks(A=27, B=43, C=17))
    send(assigned, office.son, WORLDS["mild"])
    actions.conclude_evaluation(now(assigned), by=office.thu)
    assert set(Scorecard.objects.visible_to(story.lan).values_list("stage", flat=True)) == {"self", "verification"}
    standing = results.of(assigned.subject, assigned.unit, reader=story.lan)
    assert standing.stages["scoring"].tally.points == {"A": 28.5, "B": 46.5, "C": 18.5}


def test_the_self_assessment_is_the_units_own_until_it_is_sent(story, office, evaluation):
    actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0)
    cards = Scorecard.objects.filter(stage="self")
    assert cards.visible_to(story.lan).exists()
    assert cards.visible_to(story.dung).exists()
    for person in (office.minh, office.thu, story.hoa, story.stranger):
        assert not cards.visible_to(person).exists()


def test_the_verification_is_the_judging_units_own_until_it_is_signed_and_sent(story, office, assessed):
    card = assessed.cards.get(stage="verification")
    actions.score(card, with_reason("Thực tế.", A=20), by=office.minh, revision=0)
    cards = Scorecard.objects.filter(stage="verification")
    assert cards.visible_to(office.son).exists()
    assert not cards.visible_to(story.lan).exists()
    assert not cards.visible_to(office.vinh).exists()
    actions.send_card(card, by=office.minh)
    assert cards.visible_to(story.lan).exists()
    assert results.of(assessed.subject, assessed.unit, reader=story.lan).stages["verification"].tally.total == 80


def test_evidence_is_seen_with_its_card(story, office, evaluation):
    card = evaluation.cards.get(stage="self")
    actions.add_evidence(card, "A", kind="text", words="Sổ họp khu phố", by=story.lan)
    for person, sees in [(story.lan, True), (office.minh, False), (story.stranger, False)]:
        seen = Evidence.objects.filter(scorecard__in=Scorecard.objects.visible_to(person))
        assert seen.exists() is sees


def test_an_evaluation_is_seen_by_the_two_units_its_scorers_and_once_concluded_from_above(story, office, assigned):
    neighbour = PersonFactory()
    MembershipFactory(person=neighbour, unit=story.sibling, role="head")

    def seeing():
        everybody = {
            "lan": story.lan,
            "minh": office.minh,
            "vinh": office.vinh,
            "hoa": story.hoa,
            "tuan": story.stranger,
        }
        everybody["neighbour"] = neighbour
        return {name for name, person in everybody.items() if Evaluation.objects.visible_to(person).exists()}

    assert seeing() == {"lan", "minh", "vinh"}
    for scorer in (office.minh, office.son):
        send_points(assigned, scorer, marks(A=27, B=43, C=17))
    actions.conclude_evaluation(now(assigned), by=office.thu)
    assert seeing() == {"lan", "minh", "vinh", "hoa"}


def test_the_plan_of_assignments_tells_nothing_of_points(office, assigned):
    send(assigned, office.son, WORLDS["harsh"])
    plan = assigning.plan([now(assigned)], [office.minh, office.son])
    assert "points" not in repr(plan)
