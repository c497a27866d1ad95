"""What a round demands: told in words on its page, set, changed and lifted by those who run the movement."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import Procedure
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.evaluations.conftest import sheet_of
from tests.factories import FrameworkVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(story):
    return FrameworkVersionFactory(framework__owner=story.province, sheet=sheet_of())


def page(story):
    return reverse("evaluations:demands", args=[story.round.pk])


def form_of(story, level="district"):
    return reverse("evaluations:demand", args=[story.round.pk, level])


def typed(version, **said):
    return {"version": version.pk, "scorers": "2", "reopen_days": "30", "late": "marked"} | said


def text_of(client, address):
    return client.get(address).content.decode()


class TestTold:
    def test_a_round_without_any_says_that_it_recognises_as_simply_as_ever(self, story, runner, as_person):
        text = text_of(as_person(runner), page(story))
        assert "This round demands no evaluation: every level recognises as simply as ever." in text
        assert "Demand an evaluation: District" in text
        on_the_round = text_of(as_person(story.lan), reverse("movements:round", args=[story.round.pk]))
        assert "No evaluation is demanded: every level recognises as simply as ever." in on_the_round
        assert page(story) in on_the_round

    def test_each_rung_says_what_it_demands_in_words(self, story, runner, version, as_person):
        procedure = actions.demand(
            story.round, "district", version=version, by=runner, scorers=3, council=True, least=Decimal(80)
        )
        actions.set_deadline(procedure, "self", on=date(2024, 10, 31), by=runner)
        text = text_of(as_person(story.lan), page(story))
        for told in (
            f"“Bảng điểm thử”, version {version.number}, of Tỉnh Quảng Ninh",
            "self-assessment → field verification → independent scoring",
            "3 people score each dossier, each without seeing the others; what counts is the mean",
            "a council votes on each dossier, after its evaluation is concluded",
            "at least 80 of 100",
            "a concluded evaluation can be reopened for 30 days, with a reason",
            "after its last day a score sheet is taken, and marked as late",
            "Self-assessment: 31/10/2024",
        ):
            assert told in text
        assert "Recognises as simply as ever, without an evaluation." in text  # the other rungs
        assert "Change: District" not in text  # Lan does not run the movement

    def test_on_the_page_of_the_round_in_one_line_a_rung(self, story, runner, version, as_person):
        actions.demand(story.round, "province", version=version, by=runner, scorers=1, council=True)
        text = text_of(as_person(runner), reverse("movements:round", args=[story.round.pk]))
        assert "judges by “Bảng điểm thử”, 1 person scores each dossier, a council decides" in text
        assert "See or set what this round demands" in text

    def test_five_rungs_cost_as_many_queries_as_one(self, story, runner, as_person, django_assert_max_num_queries):
        client = as_person(story.lan)

        def demand(level):
            version = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet_of())
            actions.demand(story.round, level, version=version, by=runner)

        demand("province")
        client.get(page(story))
        with django_assert_max_num_queries(40) as one:
            client.get(page(story))
        for level in ("district", "commune", "grassroots", "central"):
            demand(level)
        with django_assert_max_num_queries(len(one)):
            client.get(page(story))

    def test_a_stranger_finds_no_such_page(self, story, as_person):
        assert as_person(story.stranger).get(page(story)).status_code == 404


class TestSet:
    def test_a_rung_is_set_and_changed(self, story, runner, version, as_person, reading_only):
        yen = as_person(runner)
        with reading_only():
            assert f"Bảng điểm thử – version {version.number}, Tỉnh Quảng Ninh" in text_of(yen, form_of(story))
        answer = yen.post(form_of(story), typed(version, least="85", council="on"))
        assert answer["Location"] == f"{page(story)}#district"
        procedure = Procedure.objects.get(round=story.round, level="district")
        assert (procedure.version, procedure.scorers, procedure.council, procedure.least) == (version, 2, True, 85)
        yen.post(form_of(story), typed(version, scorers="", late="refused", reopen_days="0"))
        procedure.refresh_from_db()
        assert (procedure.scorers, procedure.late, procedure.reopen_days, procedure.least) == (1, "refused", 0, None)

    def test_what_cannot_be_is_told_and_nothing_typed_is_lost(self, story, runner, as_person):
        alone = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet_of(stages=["self", "superior"]))
        answer = as_person(runner).post(form_of(story), typed(alone, scorers="3"))
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "has no stage at which several people score" in text
        assert 'name="scorers" value="3"' in text

    @pytest.mark.parametrize(
        ("name", "said"), [("reopen_days", "366"), ("scorers", "99"), ("least", "85.5"), ("late", "x")]
    )
    def test_a_number_out_of_bounds_is_refused_at_its_box(self, story, runner, version, as_person, name, said):
        answer = as_person(runner).post(form_of(story), typed(version, **{name: said}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
        assert not Procedure.objects.exists()

    def test_where_no_framework_is_in_force_it_says_so(self, story, runner, as_person):
        assert "No framework that you may read is published and in force on 20/11/2024" in text_of(
            as_person(runner), form_of(story)
        )

    def test_a_framework_of_another_province_is_not_offered(self, story, runner, as_person):
        foreign = FrameworkVersionFactory(framework__owner=story.elsewhere, sheet=sheet_of())
        answer = as_person(runner).post(form_of(story), typed(foreign))
        assert (answer.status_code, Procedure.objects.count()) == (422, 0)

    def test_not_once_something_is_judged_by_it(self, story, runner, evaluation, as_person):
        yen = as_person(runner)
        assert yen.get(form_of(story))["Location"] == page(story)
        text = text_of(yen, page(story))
        assert "1 evaluation by it has begun: it can no longer be changed or lifted." in text
        assert "Change: District" not in text
        assert "Lift: District" not in text
        assert "Last days: District" in text

    def test_a_level_that_does_not_recognise_has_no_page(self, story, runner, as_person):
        assert as_person(runner).get(form_of(story, "moon")).status_code == 404

    def test_only_by_those_who_run_the_movement(self, story, office, version, as_person):
        for person, status in ((story.lan, 403), (office.thu, 403), (story.stranger, 404)):
            assert as_person(person).get(form_of(story)).status_code == status
            assert as_person(person).post(form_of(story), typed(version)).status_code == status
        assert not Procedure.objects.exists()

    def test_another_framework_keeps_the_last_days_of_stages_it_has_too(self, story, runner, version):
        procedure = actions.demand(story.round, "district", version=version, by=runner)
        for stage in ("self", "verification"):
            actions.set_deadline(procedure, stage, on=date(2024, 11, 30), by=runner)
        shorter = FrameworkVersionFactory(framework__owner=story.province, sheet=sheet_of(stages=["self", "superior"]))
        actions.demand(story.round, "district", version=shorter, by=runner)
        assert [deadline.stage for deadline in procedure.deadlines.all()] == ["self"]


class TestLift:
    def test_a_rung_then_recognises_as_simply_as_ever(self, story, office, runner, demanded, as_person, reading_only):
        procedure = demanded()
        actions.choose_ranking(procedure, story.district, "adjusted", by=office.thu)
        address, yen = reverse("evaluations:lift_demand", args=[procedure.pk]), as_person(runner)
        with reading_only():
            assert "recognise as simply as ever, without an evaluation" in text_of(yen, address)
        entries = journal.history(procedure)
        assert yen.post(address)["Location"] == page(story)
        assert not Procedure.objects.exists()
        told = entries.last()
        assert (told.verb, told.by_id, told.details) == (
            "procedure.lifted", runner.pk, {"level": "district", "round": story.round.pk},
        )  # fmt: skip

    def test_not_once_something_is_judged_by_it(self, runner, evaluation, as_person):
        with pytest.raises(NotNow, match="have begun"):
            actions.lift_demand(evaluation.procedure, by=runner)
        address = reverse("evaluations:lift_demand", args=[evaluation.procedure_id])
        assert as_person(runner).post(address)["Location"] == reverse(
            "evaluations:demands", args=[evaluation.subject.round_id]
        )
        assert Procedure.objects.exists()

    def test_not_in_a_closed_round(self, story, runner, demanded):
        procedure = demanded()
        movements.close_round(story.round, by=story.nga)
        with pytest.raises(NotNow, match="closed"):
            actions.lift_demand(procedure, by=runner)

    def test_by_those_who_run_the_movement(self, story, office, demanded):
        procedure = demanded()
        for person in (story.lan, office.thu, story.stranger):
            with pytest.raises(NotPermitted):
                actions.lift_demand(procedure, by=person)


class TestLastDays:
    def test_all_stages_on_one_page_and_only_what_is_new_is_written(self, story, runner, evaluation, as_person):
        procedure = evaluation.procedure
        actions.set_deadline(procedure, "self", on=date(2024, 10, 31), by=runner)
        before = journal.history(procedure).count()
        address, yen = reverse("evaluations:set_deadline", args=[procedure.pk]), as_person(runner)
        assert 'value="31/10/2024"' in text_of(yen, address)
        yen.post(address, {"self": "31/10/2024", "verification": "15/11/2024", "scoring": ""})
        assert {one.stage: one.on for one in procedure.deadlines.all()} == {
            "self": date(2024, 10, 31), "verification": date(2024, 11, 15),
        }  # fmt: skip
        assert journal.history(procedure).count() == before + 1
        yen.post(address, {"self": "", "verification": "15/11/2024", "scoring": ""})
        assert [one.stage for one in procedure.deadlines.all()] == ["verification"]

    def test_a_day_that_cannot_be_read_is_told_at_its_box(self, runner, evaluation, as_person):
        address = reverse("evaluations:set_deadline", args=[evaluation.procedure_id])
        answer = as_person(runner).post(address, {"self": "31/02/2024", "verification": "15/11/2024"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["self"])
        assert not evaluation.procedure.deadlines.exists()
