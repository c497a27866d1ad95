"""The desk of those who arrange the scoring: what is to be shared out, and what can be concluded."""

import pytest
from django.urls import reverse

from kheo.desk.tasks import Desk
from kheo.evaluations import actions
from kheo.movements import actions as movements
from tests.evaluations.conftest import (  # noqa: F401 - fixtures
    assess,
    assessed,
    assigned,
    demanded,
    evaluation,
    marks,
    now,
    office,
    opened,
    runner,
    send_points,
    verified,
    ward,
)

pytestmark = pytest.mark.django_db


def rows(person):
    return [(task.what, task.why, task.url) for task in Desk(person).tasks if "/procedures/" in task.url]


def page(name, evaluation):  # noqa: F811 - fixtures
    return reverse(f"evaluations:{name}", args=[evaluation.procedure_id, evaluation.unit_id])


def test_dossiers_without_enough_scorers_are_to_be_shared_out(office, verified):  # noqa: F811
    actions.assign(verified, office.minh, by=office.thu)
    why = "1 dossier has fewer scorers than are wanted"
    assert rows(office.thu) == [("Share out dossiers in Năm 2024", why, page("share_out", verified))]
    actions.assign(verified, office.son, by=office.thu)
    assert rows(office.thu) == []


def test_what_has_gone_through_all_its_stages_is_to_be_concluded(story, office, assigned):  # noqa: F811
    for scorer in (office.minh, office.son):
        send_points(assigned, scorer, marks(A=27, B=43, C=17))
    why = "1 evaluation has gone through all its stages"
    assert rows(office.thu) == [("Conclude evaluations in Năm 2024", why, page("conclude_all", assigned))]
    assert rows(office.minh) == []
    assert rows(story.lan) == []
    actions.conclude_evaluation(now(assigned), by=office.thu)
    assert rows(office.thu) == []


def test_in_a_closed_round_nothing_is_asked(story, office, verified):  # noqa: F811
    movements.close_round(story.round, by=story.nga)
    assert rows(office.thu) == []


def test_fifty_dossiers_cost_as_many_queries_as_one(
    story, office, verified, opened, django_assert_max_num_queries  # noqa: F811
):  # fmt: skip
    with django_assert_max_num_queries(60) as few:
        Desk(office.thu).tasks  # noqa: B018 - a property that reads
    for number in range(20):
        opened(ward(story, name=f"Phường số {number}"))
    with django_assert_max_num_queries(len(few)):
        Desk(office.thu).tasks  # noqa: B018
