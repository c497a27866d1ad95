"""Evaluations, played: the sheet, self-assessments with evidence, visits, points of several scorers, explanations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count

from kheo.criteria import actions as criteria
from kheo.criteria import library
from kheo.criteria.enums import EvidenceKind, Stage
from kheo.criteria.models import FrameworkVersion
from kheo.criteria.sheet import Sheet
from kheo.evaluations import actions as evaluations
from kheo.evaluations import assigning
from kheo.evaluations.cards import Mark
from kheo.evaluations.enums import Finding, Side
from kheo.evaluations.models import Assignment, Evaluation, Procedure, Score, Scorecard, Visit
from kheo.evaluations.records import Record, Seen
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import actions as recognitions
from kheo.recognitions.models import Recognition
from kheo.story import worth
from kheo.story.company import SERVES_FROM, Company
from kheo.story.scenes import Scene
from kheo.units.enums import WRITES_FOR_UNIT, Role
from kheo.units.models import Membership, Unit

ARRANGES = (Role.COUNCIL_SECRETARY,)
SHIPPED = "MAU-0"
CLEAN = "MH/2023"  # the number of the paper that says that nothing stands against it; ours
PROOF = "Minh chứng trong hồ sơ (dữ liệu minh họa)"
QUESTION = "Đơn vị nêu rõ nơi đã học tập, làm theo (dữ liệu minh họa)."
ANSWER = "Ba đơn vị bạn đã đến học tập và làm theo; danh sách trong hồ sơ (dữ liệu minh họa)."
RAISED = "Chấp nhận giải trình (dữ liệu minh họa)."
MET = "Đại diện cấp ủy, ban công tác Mặt trận và năm hộ dân (dữ liệu minh họa)"
SEEN, LESS = "Đúng như báo cáo", "Một phần số liệu chưa có tài liệu gốc"
RESULT, SPREADING, LASTING = "T5", "T6", "T7"  # criteria of the shipped sheet


def sheet_for(code: str) -> Sheet:
    """The shipped sheet of 100 points, as a unit takes it over: its council votes and gives no points of its own."""
    shipped = library.by_code(SHIPPED)
    stages = tuple(stage for stage in shipped.stages if stage != Stage.COUNCIL)
    return shipped.model_copy(update={"code": code, "stages": stages})


def publish(code: str, owner: Unit, *, starts: date, by: Person) -> FrameworkVersion:
    """Take the shipped sheet over under a code of one's own, and publish it."""
    framework = criteria.found_framework(owner=owner, sheet=sheet_for(code), by=by)
    version = framework.versions.get()
    return criteria.publish(version, starts=starts, by=by)


@dataclass(frozen=True)
class Case:
    """A scene before its judges."""

    scene: Scene
    worth: worth.Worth
    evaluation: Evaluation
    registration: Registration

    @property
    def visited(self) -> bool:
        """Whether its visit has found something: one that is only planned has not."""
        return bool(self.evaluation.visits.exclude(recorded_at=None).exists())


class Judging:
    """The judgement of a unit in a round, step by step. `scenes` are those that wait for it."""

    def __init__(self, company: Company, unit: Unit, round_: Round) -> None:
        self.company, self.unit, self.round = company, unit, round_
        self.secretary = company.who(unit, ARRANGES)
        self.cases: list[Case] = []

    def open(self, scenes: Iterable[Scene]) -> None:
        """Open an evaluation of everything that waits for the unit."""
        opened = recognitions.open_evaluations(self.unit, self.round, by=self.secretary)
        by_subject = {one.subject_id: one for one in opened}
        rows = Registration.objects.filter(judged_as__in=by_subject).select_related("unit")
        found = {(row.unit.code, row.title): row for row in rows}
        opened_of = {key: by_subject[row.judged_as_id] for key, row in found.items() if row.judged_as_id}
        listed = sorted(scenes, key=lambda scene: scene.key)
        known = worth.worths(listed)
        self.cases = [Case(scene, known[scene.key], opened_of[scene.key], found[scene.key]) for scene in listed]

    def self_assess(self, case: Case, *, send: bool = True) -> None:
        """The unit gives itself points, with the evidence that is asked for; half of it, when it does not send."""
        by = self._writer(case)
        given = self._own_marks(case)
        card = case.evaluation.cards.get(stage=Stage.SELF)
        if not send:
            half = dict(list(given.items())[: len(given) // 2])
            evaluations.self_assess(case.evaluation, half, by=by, revision=0)
            return
        evaluations.self_assess(case.evaluation, given, by=by, revision=0)
        for leaf in self.sheet.leaves():
            if leaf.evidence and leaf.evidence.at_least:
                kind = next(kind for kind in leaf.evidence.kinds if kind != EvidenceKind.FILE)
                evaluations.add_evidence(card, leaf.code, kind=kind, words=PROOF, by=by)
        evaluations.send_card(card, by=by)

    def visit(self, case: Case, on: date) -> None:
        """Two reviewers go there; both sides sign what was found."""
        visit = self.plan_visit(case, on)
        by = self.scorers[0]
        with clock.at(on, 15):
            seen = {RESULT: Seen(LESS), LASTING: Seen(SEEN)}
            record = Record(finding=Finding.PASSED, people_met=MET, observations=seen)
            evaluations.note_visit(visit, record, by=by)
            revision = evaluations.record_visit(visit, by=by).revision
            evaluations.sign_visit(visit, Side.JUDGE, by=by, revision=revision)
            evaluations.sign_visit(visit, Side.SUBJECT, by=self._writer(case), revision=revision)

    def plan_visit(self, case: Case, on: date) -> Visit:
        """Say who goes there, and when."""
        first, second = self.scorers[:2]
        team = [(first, "Kết quả và minh chứng"), (second, "Gặp gỡ nhân dân")]
        return evaluations.plan_visit(case.evaluation, on=on, place=case.registration.unit.name, team=team, by=first)

    def verify(self, case: Case) -> None:
        """The unit's own points are let stand, but for what a visit found otherwise."""
        card, by = case.evaluation.cards.get(stage=Stage.VERIFICATION), self.scorers[0]
        if found := self._found(case):
            evaluations.score(card, found, by=by, revision=0)
        evaluations.send_card(card, by=by)

    def answer_gates(self, case: Case) -> None:
        """Every condition that is confirmed is met; one by the decision of the unit below."""
        below = Recognition.objects.filter(registration=case.registration).select_related("decision").first()
        number = below.decision.number if below and below.decision else CLEAN
        for gate in self.sheet.gates:
            if gate.condition is None:
                document = (number if gate.code == "DK5" else CLEAN) if gate.document else ""
                evaluations.answer_gate(case.evaluation, gate.code, passed=True, document=document, by=self.secretary)

    def share_out(self, cases: Iterable[Case]) -> None:
        """Share the dossiers out evenly, as the plan is shown."""
        plan = assigning.plan([case.evaluation for case in cases], self.scorers)
        evaluations.assign_all(plan, by=self.secretary)

    def score(self, case: Case, scorers: Iterable[Person] | None = None) -> None:
        """Those to whom the dossier was given score it, each alone."""
        before = self._own_marks(case) | self._found(case)
        only = {person.pk for person in scorers} if scorers is not None else None
        for assignment in case.evaluation.assignments.select_related("scorer").order_by("pk"):
            if only is None or assignment.scorer_id in only:
                self._score(case, assignment, before)

    def explain(self, case: Case) -> None:
        """The unit is asked about one criterion and explains; one scorer then raises it by half a point."""
        (question,) = evaluations.ask_explanation(case.evaluation, {SPREADING: QUESTION}, by=self.secretary)
        evaluations.explain(case.evaluation, {question.pk: ANSWER}, by=self._writer(case))
        maximum = self.sheet.by_code[SPREADING].maximum
        given = Score.objects.filter(
            scorecard__evaluation=case.evaluation, scorecard__stage=Stage.SCORING, code=SPREADING
        )
        score = given.filter(points__lt=maximum).select_related("scorecard__scorer").order_by("pk").first()
        if score:
            card, mark = score.scorecard, Mark(points=(score.points or 0) + worth.STEP, reason=RAISED)
            assert card.scorer is not None, "at this stage each card is somebody's"
            evaluations.look_again(card, {SPREADING: mark}, by=card.scorer, revision=card.revision)

    def conclude(self, case: Case) -> None:
        evaluations.conclude_evaluation(case.evaluation, by=self.secretary)

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet by which the round judges at the level of the unit."""
        procedure = Procedure.objects.select_related("version").get(round=self.round, level=self.unit.level)
        found: Sheet = procedure.version.sheet
        return found

    @cached_property
    def scorers(self) -> list[Person]:
        """The reviewers of the unit who serve nowhere below it, and so are near to nobody; in order."""
        office = Membership.objects.filter(unit=self.unit, during__contains=SERVES_FROM, role=Role.REVIEWER)
        office = office.annotate(offices=Count("person__memberships")).filter(offices=1)
        return [one.person for one in office.select_related("person").order_by("person_id")]

    def _score(self, case: Case, assignment: Assignment, before: Mapping[str, Mark]) -> None:
        scorer: Person = assignment.scorer
        given = worth.told(worth.marks(self.sheet, case.scene, case.worth.share, scorer.username), before)
        card = Scorecard.objects.get(evaluation=case.evaluation, stage=Stage.SCORING, scorer=scorer)
        evaluations.score(card, given, by=scorer, revision=0)
        evaluations.send_card(card, by=scorer)

    def _own_marks(self, case: Case) -> dict[str, Mark]:
        return worth.marks(self.sheet, case.scene, case.worth.share + worth.OPTIMISM, case.scene.unit)

    def _found(self, case: Case) -> dict[str, Mark]:
        """What the verification gives otherwise than the unit: one point less for the result, where it was visited."""
        if not case.visited:
            return {}
        declared = self._own_marks(case)[RESULT].points or Decimal(1)
        return {RESULT: Mark(points=declared - 1, reason=worth.LOWER)}

    def _writer(self, case: Case) -> Person:
        return self.company.who(case.registration.unit, WRITES_FOR_UNIT)
