"""What an evaluation comes to: points by stage, total, class, failed conditions, provisional or final.

Concluded is frozen: it is read from what was kept, and never computed again. Everything else is computed from the sent
cards, for one evaluation or for a thousand in the same set of queries. A reader who may not see all cards gets what
follows from those they see, and no outcome.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from kheo.criteria import sentences, standing
from kheo.criteria.classes import Verdict, classify
from kheo.criteria.enums import Stage
from kheo.criteria.sheet import Sheet
from kheo.criteria.tally import Entries, Tally, tally
from kheo.evaluations import merging
from kheo.evaluations.ledger import Ledger, is_settled
from kheo.evaluations.merging import Given
from kheo.evaluations.models import Evaluation, Subject
from kheo.evaluations.outcome import Outcome, StageResult, thaw
from kheo.people.models import Person
from kheo.units.models import Unit


@dataclass(frozen=True)
class FailedGate:
    """A condition that is not met, in its own words, the number of the document that says so, and what follows."""

    code: str
    sentence: str
    document: str = ""
    effect: str = ""


@dataclass(frozen=True)
class Standing:
    """An evaluation as its reader may see it.

    `outcome` is None while the reader may not see what the scorers gave; `stages` are those they may see.
    `provisional`: a stage is not finished, a leaf has no points, an answer is open, or a rival's figure is not in.
    """

    evaluation: Evaluation
    stages: Mapping[Stage, StageResult]
    outcome: Outcome | None
    provisional: bool

    @property
    def subject(self) -> Subject:
        """What is judged."""
        return self.evaluation.subject

    @property
    def sheet(self) -> Sheet:
        """The framework by which it is judged."""
        return self.evaluation.version.sheet

    @property
    def total(self) -> Decimal | None:
        """The points in all, None while the reader may not see them."""
        return self.outcome.tally.total if self.outcome else None

    @property
    def verdict(self) -> Verdict | None:
        """Class and conditions, None while the reader may not see them."""
        return self.outcome.verdict if self.outcome else None

    @property
    def falls_short(self) -> bool:
        """Whether the points are fewer than those from which its rung may recognise; False while they are not told."""
        least = self.evaluation.procedure.least
        return least is not None and self.total is not None and self.total < least

    @property
    def class_name(self) -> str:
        """The class in words; empty without one."""
        return self.class_named(self.verdict.class_code) if self.verdict else ""

    @property
    def failed_gates(self) -> list[FailedGate]:
        """The conditions that are not met."""
        if not self.outcome:
            return []
        failed = (gate for gate in self.sheet.gates if gate.code in self.outcome.verdict.failed_gates)
        documents = self.outcome.documents
        return [
            FailedGate(gate.code, gate.text, documents.get(gate.code, ""), sentences.effect(self.sheet, gate))
            for gate in failed
        ]

    @property
    def held_back(self) -> list[str]:
        """Why not a better class, as sentences."""
        return [sentences.hindrance(self.sheet, one) for one in self.verdict.held_back] if self.verdict else []

    def class_named(self, code: str | None) -> str:
        """What a class of this sheet is called."""
        classes = self.sheet.classes_for(self.evaluation.profile_value)
        return next((class_.name for class_ in classes if class_.code == code), "")


def of(subject: Subject, unit: Unit, *, reader: Person | None = None) -> Standing | None:
    """What a unit's evaluation of a subject comes to; None where there is none."""
    found = many(Evaluation.objects.filter(subject=subject, unit=unit), reader=reader)
    return found[0] if found else None


def many(
    evaluations: QuerySet[Evaluation] | Iterable[Evaluation], *, reader: Person | None = None
) -> list[Standing]:  # fmt: skip
    """The standings of many evaluations, in their order. A group with relative criteria is always computed whole."""
    return in_ledger(Ledger(evaluations, reader=reader))


def in_ledger(ledger: Ledger) -> list[Standing]:
    """The same, of what has been read already."""
    whole, partly = _all_groups(ledger, ledger.given), {}
    if any(not ledger.is_open(one) for one in ledger.asked):
        partly = _all_groups(ledger, ledger.shown)
    return [_for_reader(one, ledger, whole, partly) for one in ledger.asked]


def total_of(evaluation: Evaluation, card: Given) -> Decimal:
    """What one card comes to by itself: for comparing scorers with each other."""
    sheet, profile = evaluation.version.sheet, evaluation.profile_value
    return tally(sheet, card.entries, profile=profile, stage=card.stage).total


def anew(evaluations: Iterable[Evaluation]) -> dict[int, Outcome]:
    """What evaluations come to, and the rest of their groups with them where they hang together: computed from the
    cards, whatever was frozen. For the verbs that freeze it."""
    ledger = Ledger(evaluations)
    return _all_groups(ledger, ledger.given, frozen=False)


def _for_reader(
    one: Evaluation, ledger: Ledger, whole: Mapping[int, Outcome], partly: Mapping[int, Outcome]
) -> Standing:  # fmt: skip
    provisional = one.result is None and (whole[one.pk].verdict.provisional or not is_settled(one))
    outcome, seen = (whole[one.pk], whole) if ledger.is_open(one) else (None, partly)
    return Standing(one, _in_order(one.version.sheet, seen[one.pk].stages), outcome, provisional)


def _in_order(sheet: Sheet, stages: Mapping[Stage, StageResult]) -> dict[Stage, StageResult]:
    """As the sheet orders them: the database keeps a frozen result, and no order within it."""
    return {stage: stages[stage] for stage in sheet.stages if stage in stages}


def _all_groups(
    ledger: Ledger, given: Callable[[Evaluation], list[Given]], *, frozen: bool = True
) -> dict[int, Outcome]:  # fmt: skip
    """The outcomes of everything that was read, by evaluation: those concluded as they were `frozen`, the others from
    the cards that `given` tells."""
    found: dict[int, Outcome] = {}
    for group in ledger.groups().values():
        found |= _group(ledger, group, {one.pk: given(one) for one in group})
    kept = {one.pk: one.result for one in ledger.everything if frozen}
    return found | {pk: thaw(result) for pk, result in kept.items() if result is not None}


def _group(ledger: Ledger, group: list[Evaluation], cards: Mapping[int, list[Given]]) -> dict[int, Outcome]:
    """The outcomes of what is judged by one procedure in one unit: each relative criterion against all of them."""
    sheet = group[0].version.sheet
    profiles = {one.pk: one.profile_value for one in group}
    told = {one.pk: merging.by_stage(sheet, cards[one.pk]) for one in group}

    def after(last: Stage | None) -> dict[int, Tally]:
        entries: dict[int, Entries] = {pk: merging.up_to(sheet, stages, last) for pk, stages in told.items()}
        return standing.tallies(sheet, entries, profiles=profiles, stage=last)

    by_stage = {stage: after(stage) for stage in sheet.stages if any(stage in stages for stages in told.values())}
    final = after(None)
    return {
        one.pk: _outcome(ledger, one, final[one.pk], {
            stage: _stage_result(ledger, one, stage, by_stage[stage][one.pk], entries, cards[one.pk])
            for stage, entries in told[one.pk].items()
        })
        for one in group
    }  # fmt: skip


def _stage_result(
    ledger: Ledger, one: Evaluation, stage: Stage, tally: Tally, entries: Entries, cards: list[Given]
) -> StageResult:  # fmt: skip
    return StageResult(
        given={code: earned for code, earned in tally.points.items() if code in entries},
        tally=tally,
        verdict=_verdict(ledger, one, tally),
        cards=sum(given.stage == stage for given in cards),
        late=sum(given.stage == stage and given.late for given in cards),
    )


def _outcome(ledger: Ledger, one: Evaluation, tally: Tally, stages: dict[Stage, StageResult]) -> Outcome:
    answers = ledger.answers[one.pk]
    return Outcome(
        framework=one.version.framework.code, version=one.version.number, profile=one.profile,
        tally=tally, verdict=_verdict(ledger, one, tally), stages=stages,
        documents={gate: answer.document for gate, answer in answers.items() if answer.document},
    )  # fmt: skip


def _verdict(ledger: Ledger, one: Evaluation, tally: Tally) -> Verdict:
    answers = {gate: answer.passed for gate, answer in ledger.answers[one.pk].items()}
    return classify(one.version.sheet, tally, ledger.figures(one), answers, profile=one.profile_value)
