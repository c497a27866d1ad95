"""The conditions and declared facts of an evaluation as a page tells them: asked, answered, and what follows.

Who may see what the scorers gave sees of each gate whether it is met; who answers for the judging unit sees what was
answered; everybody else sees what is asked. A figure that the unit stated is seen by all who see the evaluation, what
was found like the answers.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kheo.criteria import sentences
from kheo.criteria.amounts import plain
from kheo.criteria.classes import Verdict
from kheo.criteria.sheet import Figure, Gate
from kheo.evaluations import permissions
from kheo.evaluations.enums import Side
from kheo.evaluations.models import Evaluation, GateAnswer
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.permissions import answers_for

MET, FAILED, OPEN = "met", "failed", "open"


@dataclass(frozen=True)
class Condition:
    """A gate: what the engine looks at (empty where somebody confirms), what follows when it is not met, how it stands
    (`met`, `failed`, `open`; empty while the reader may not know), and the number of the document behind the answer."""

    gate: Gate
    looks_at: str
    effect: str
    state: str
    document: str = ""


@dataclass(frozen=True)
class Fact:
    """A figure as the judged unit stated it beside what was found; None where nothing was said or may be known."""

    figure: Figure
    declared: Decimal | None
    found: Decimal | None

    @property
    def differ(self) -> bool:
        """Whether the two sides say different numbers."""
        return self.declared is not None and self.found is not None and self.declared != self.found


def gates(evaluation: Evaluation, reader: Person, verdict: Verdict | None = None) -> list[Condition]:
    """Every condition of the framework, in its order; `verdict` as far as the reader may see it. No query where there
    is no condition."""
    sheet = evaluation.sheet
    if not sheet.gates:
        return []
    answers = answers_of(evaluation) if verdict or reviews(reader, evaluation) else {}
    return [
        Condition(
            gate, sentences.condition(gate.condition) if gate.condition else "", sentences.effect(sheet, gate),
            _state(verdict, gate, answers.get(gate.code)),
            answers[gate.code].document if gate.code in answers else "",
        )
        for gate in sheet.gates
    ]  # fmt: skip


def facts(evaluation: Evaluation, reader: Person, verdict: Verdict | None = None) -> list[Fact]:
    """Every declared fact of the framework, in its order; `verdict` as for `gates`. No query where there is none."""
    if not evaluation.sheet.figures:
        return []
    told = verdict is not None or reviews(reader, evaluation)
    said = values_of(evaluation)
    return [
        Fact(one, said.get((Side.SUBJECT, one.code)), said.get((Side.JUDGE, one.code)) if told else None)
        for one in evaluation.sheet.figures
    ]


def answers_of(evaluation: Evaluation) -> dict[str, GateAnswer]:
    """What was answered, by gate."""
    return {answer.gate: answer for answer in evaluation.gate_answers.all()}


def values_of(evaluation: Evaluation) -> dict[tuple[str, str], Decimal]:
    """What was stated, by side and figure."""
    rows = evaluation.figures.values_list("side", "code", "value")
    return {(side, code): plain(value) for side, code, value in rows}


def reviews(person: Person, evaluation: Evaluation) -> bool:
    """Whether the person answers for the judging unit."""
    return answers_for(person, evaluation.unit, *REVIEWS_FOR_UNIT)


def states(person: Person, evaluation: Evaluation) -> bool:
    """Whether the person may state figures of this framework now, for either side."""
    return bool(evaluation.sheet.figures) and permissions.can_state_figure.allows(person, evaluation)


def answers(person: Person, evaluation: Evaluation) -> bool:
    """Whether the person may answer the conditions of this framework now."""
    return bool(evaluation.sheet.gates) and permissions.can_answer_gate.allows(person, evaluation)


def told(person: Person, evaluation: Evaluation, verdict: Verdict | None = None) -> dict[str, Any]:
    """All of it for templates/evaluations/_conditions.html: rows, and whether the person may answer and state now."""
    return {
        "gates": gates(evaluation, person, verdict),
        "facts": facts(evaluation, person, verdict),
        "answers": answers(person, evaluation),
        "states": states(person, evaluation),
    }


def _state(verdict: Verdict | None, gate: Gate, answer: GateAnswer | None) -> str:
    if verdict:
        return FAILED if gate.code in verdict.failed_gates else OPEN if gate.code in verdict.open_gates else MET
    return "" if answer is None else MET if answer.passed else FAILED
