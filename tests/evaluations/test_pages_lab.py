"""The fair-scoring lab in plain sentences, and the order that counts: chosen before anybody sees a score, then kept."""

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import RankingChoice
from kheo.evaluations.standings import Table
from kheo.recognitions.judged import Judgements
from tests.evaluations.conftest import marks, send_points, sheet_of, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(story, office, demanded):
    """Three wards: Minh is 4 points stricter, Sơn 4 milder; each of the first two was seen by one of them and Hạnh."""
    demanded(sheet_of(stages=["scoring"]), scorers=2)
    found = []
    for name in ("Cộng Hòa", "Minh Thành", "Hà An"):
        unit = ward(story, name=f"Phường {name}")
        subject = actions.enter_subject(story.round, unit, code=unit.code, title=f"Mô hình {name}", by=office.minh)
        found.append(actions.open_evaluation(subject, story.district, by=office.minh))
    return found


@pytest.fixture
def scored(office, three):
    """Worth 84, 82 and 70. By the mean as given the second stands first: Sơn scored it, and Minh the first."""
    panels = [(84, [(office.minh, -4), (office.hanh, 0)]), (82, [(office.son, 4), (office.hanh, 0)]),
              (70, [(office.minh, -4), (office.son, 4)])]  # fmt: skip
    for evaluation, (worth, panel) in zip(three, panels, strict=True):
        for scorer, _leaning in panel:
            actions.assign(evaluation, scorer, by=office.thu)
        for scorer, leaning in panel:
            send_points(evaluation, scorer, marks(A=25, B=worth + leaning - 40, C=15))
    return three


def page(name, evaluation):
    return reverse(f"evaluations:{name}", args=[evaluation.procedure_id, evaluation.unit_id])


def text_of(client, address):
    return client.get(address).content.decode()


class TestChoosing:
    def test_before_the_first_points_and_then_the_words_are_locked(self, office, three, as_person, reading_only):
        thu = as_person(office.thu)
        with reading_only():
            text = text_of(thu, page("lab", three[0]))
        assert "Nobody has chosen: the order by the scores as they were given counts." in text
        assert "Nobody has sent points yet that you may see." in text
        answer = thu.post(page("choose_ranking", three[0]), {"ranking": "adjusted"})
        assert answer["Location"] == page("lab", three[0])
        text = text_of(thu, page("lab", three[0]))
        assert "What counts is the order adjusted for harsh and mild scorers." in text
        assert "Chosen by Phạm Thị Thu" in text
        actions.assign(three[0], office.son, by=office.thu)
        send_points(three[0], office.son, marks(A=20, B=40, C=15))
        text = text_of(thu, page("lab", three[0]))
        assert "A scorer has already sent points: which order counts was to be chosen before." in text
        assert "Choose this order" not in text
        thu.post(page("choose_ranking", three[0]), {"ranking": "raw"})
        assert RankingChoice.objects.get().ranking == "adjusted"

    def test_by_those_who_arrange(self, story, office, three, as_person):
        for person, status in ((office.minh, 403), (story.lan, 404), (story.stranger, 404)):
            assert as_person(person).get(page("lab", three[0])).status_code == status
            answer = as_person(person).post(page("choose_ranking", three[0]), {"ranking": "adjusted"})
            assert answer.status_code == status


class TestTold:
    def test_in_sentences_that_need_no_statistics(self, office, scored, as_person):
        text = text_of(as_person(office.thu), page("lab", scored[0]))
        assert "For the same dossier Vũ Hồng Sơn gives about 8,0 points more than Trần Văn Minh." in text
        assert "points stricter, 2 dossiers" in text
        assert "1 place up" in text
        assert "data-print" in text
        for word in ("standard deviation", "least squares", "σ"):
            assert word not in text

    def test_both_orders_stand_side_by_side(self, office, scored, as_person):
        told = as_person(office.thu).get(page("lab", scored[0])).context["told"]
        assert [(line.standing.evaluation, line.found.raw_rank, line.found.rank) for line in told.lines] == [
            (scored[0], 2, 1), (scored[1], 1, 2), (scored[2], 3, 3),
        ]  # fmt: skip
        assert [line.adjusted for line in told.lines] == [84, 82, 70]

    def test_groups_of_scorers_without_a_common_dossier_are_named(self, story, office, three, as_person):
        for evaluation, scorer in ((three[0], office.son), (three[1], office.hanh)):
            actions.assign(evaluation, scorer, by=office.thu)
            send_points(evaluation, scorer, marks(A=20, B=40, C=15))
        text = text_of(as_person(office.thu), page("lab", three[0]))
        assert "These groups of scorers have no dossier in common" in text
        assert "Too few dossiers have been scored by several people to say how far scorers agree." in text

    def test_it_asks_as_little_for_twenty(self, story, office, scored, as_person, django_assert_max_num_queries):
        thu = as_person(office.thu)
        thu.get(page("lab", scored[0]))
        with django_assert_max_num_queries(60) as few:
            thu.get(page("lab", scored[0]))
        for number in range(17):
            unit = ward(story, name=f"Phường số {number}")
            subject = actions.enter_subject(story.round, unit, code=unit.code, title=unit.name, by=office.minh)
            one = actions.open_evaluation(subject, story.district, by=office.minh)
            for scorer in (office.minh, office.hanh):
                actions.assign(one, scorer, by=office.thu)
            for scorer in (office.minh, office.hanh):
                send_points(one, scorer, marks(A=20, B=number, C=15))
        with django_assert_max_num_queries(len(few)):
            thu.get(page("lab", scored[0]))


class TestWhatCounts:
    """The order that was chosen is the one by which the docket is ordered; no points and no class follow from it."""

    def ranks(self, story, found):
        table = Table(found[0].procedure, story.district)
        return [table.counting[one.pk] for one in found]

    def test_as_given_where_nobody_chose(self, story, office, scored):
        assert self.ranks(story, scored) == [2, 1, 3]

    @pytest.fixture
    def chosen(self, story, office, three):
        actions.choose_ranking(three[0].procedure, story.district, "adjusted", by=office.thu)

    def test_adjusted_where_that_was_chosen(self, story, office, chosen, scored, as_person):
        assert self.ranks(story, scored) == [1, 2, 3]
        by_subject = Judgements(story.district, story.round)._ranks
        assert [by_subject[one.subject_id] for one in scored] == [1, 2, 3]
        text = text_of(as_person(office.thu), page("summary", scored[0]))
        assert "counts as 1, adjusted" in text

    def test_as_given_where_the_adjusted_order_cannot_be_worked_out(self, story, office, chosen, three, as_person):
        for evaluation, scorer, points in ((three[0], office.son, 40), (three[1], office.hanh, 45)):
            actions.assign(evaluation, scorer, by=office.thu)
            send_points(evaluation, scorer, marks(A=20, B=points, C=15))
        assert self.ranks(story, three) == [2, 1, 3]
        assert "As long as it cannot be worked out for all dossiers" in text_of(
            as_person(office.thu), page("lab", three[0])
        )
