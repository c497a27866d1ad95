"""What a round demands at a rung: by which version, by how many, until when, and which order counts."""

from datetime import date
from decimal import Decimal

import pytest

from kheo.evaluations import actions
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.evaluations.conftest import marks, send_points, sheet_of
from tests.factories import FrameworkVersionFactory

pytestmark = pytest.mark.django_db


def version(**more):
    return FrameworkVersionFactory(sheet=sheet_of(), **more)


def test_the_round_demands_a_version_at_a_rung(story, runner):
    procedure = actions.demand(story.round, "district", version=version(), by=runner, scorers=3, council=True)
    assert (procedure.scorers, procedure.council, procedure.level) == (3, True, "district")
    assert journal.history(procedure).last().verb == "procedure.demanded"


def test_it_can_be_set_anew_until_something_is_judged_by_it(story, runner, demanded, opened):
    first = demanded(scorers=2)
    assert actions.demand(story.round, "district", version=version(), by=runner, scorers=5) == first
    opened()
    with pytest.raises(NotNow, match="have begun"):
        actions.demand(story.round, "district", version=version(), by=runner)


def test_where_several_score_there_is_at_least_one(story, runner, demanded):
    assert demanded().scorers == 1
    assert demanded(sheet_of(stages=["self", "superior"]), level="commune").scorers == 0
    with pytest.raises(BadInput, match="say how many"):
        demanded(scorers=0)
    with pytest.raises(BadInput, match="no stage at which several people score"):
        demanded(sheet_of(stages=["self", "superior"]), scorers=2)


def test_the_version_is_in_force_at_the_rounds_date(story, runner):
    from kheo.kernel.periods import period

    late = version(during=period(date(2025, 1, 1)))
    with pytest.raises(NotNow, match="is not in force on 20/11/2024"):
        actions.demand(story.round, "district", version=late, by=runner)


def test_the_level_is_a_rung_of_the_ladder(story, runner):
    story.movement.rungs.filter(level="commune").delete()
    with pytest.raises(NotNow, match="level commune does not recognise"):
        actions.demand(story.round, "commune", version=version(), by=runner)


@pytest.mark.parametrize("person", ["lan", "minh", "stranger"])
def test_it_is_refused_to_those_who_do_not_run_the_movement(story, person):
    with pytest.raises(NotPermitted):
        actions.demand(story.round, "district", version=version(), by=getattr(story, person))


def test_it_is_refused_in_a_closed_round(story, runner):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.demand(story.round, "district", version=version(), by=runner)


def test_a_stage_has_a_last_day(story, runner, demanded):
    procedure = demanded()
    deadline = actions.set_deadline(procedure, "self", on=date(2024, 10, 31), by=runner)
    assert deadline.on == date(2024, 10, 31)
    assert journal.history(procedure).last().details == {"stage": "self", "on": "2024-10-31"}
    assert actions.set_deadline(procedure, "self", on=None, by=runner) is None
    assert not procedure.deadlines.exists()
    with pytest.raises(BadInput, match="one of the stages"):
        actions.set_deadline(procedure, "council", on=date(2024, 10, 31), by=runner)
    with pytest.raises(NotPermitted):
        actions.set_deadline(procedure, "self", on=None, by=story.minh)


class TestWhichOrderCounts:
    def test_it_is_chosen_before_anybody_saw_a_score(self, story, office, evaluation):
        choice = actions.choose_ranking(evaluation.procedure, story.district, "adjusted", by=office.thu)
        assert (choice.ranking, choice.by) == ("adjusted", office.thu)
        assert journal.history(evaluation.procedure).last().details == {"ranking": "adjusted"}

    def test_not_once_a_scorer_has_sent_points(self, story, office, assigned):
        actions.choose_ranking(assigned.procedure, story.district, "raw", by=office.thu)
        send_points(assigned, office.son, marks(A=27, B=43, C=17))
        with pytest.raises(NotNow, match="already sent points"):
            actions.choose_ranking(assigned.procedure, story.district, "adjusted", by=office.thu)

    def test_by_those_who_arrange_the_scoring(self, story, office, evaluation):
        for person in (office.minh, story.lan, story.stranger):
            with pytest.raises(NotPermitted):
                actions.choose_ranking(evaluation.procedure, story.district, "adjusted", by=person)
        with pytest.raises(BadInput, match="which order counts"):
            actions.choose_ranking(evaluation.procedure, story.district, "best", by=office.thu)


def test_the_points_from_which_a_rung_recognises_lie_on_the_scale(story, runner):
    """movement.md §3.7.6: the base level from 70, the district from 75, the province from 85 points (a proposal)."""
    procedure = actions.demand(story.round, "district", version=version(), by=runner, least=Decimal(75))
    assert procedure.least == Decimal(75)
    for beyond in (Decimal("100.5"), Decimal(-1)):
        with pytest.raises(BadInput, match="lie between 0 and 100"):
            actions.demand(story.round, "district", version=version(), by=runner, least=beyond)
