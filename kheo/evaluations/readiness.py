"""Which evaluations can be concluded now, and what the others still wait for, as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kheo.evaluations import results
from kheo.evaluations.enums import HELD_BY, OVER, State
from kheo.evaluations.models import Evaluation
from kheo.evaluations.outcome import Outcome


@dataclass(frozen=True)
class Readiness:
    """An evaluation that is not concluded: what it comes to by all its cards, and why it cannot be concluded; empty
    when it can. What it comes to is for the verb: a page shows its reader what `results.many` shows."""

    evaluation: Evaluation
    outcome: Outcome
    why_not: str = ""


def of(evaluations: Iterable[Evaluation]) -> tuple[list[Readiness], dict[int, Outcome]]:
    """Each that goes on, in one set of queries; and the outcomes of all that hang together with them."""
    listed = [one for one in evaluations if one.state not in OVER]
    outcomes = results.anew(listed)
    return [Readiness(one, outcomes[one.pk], why_not(one, outcomes[one.pk])) for one in listed], outcomes


def why_not(evaluation: Evaluation, outcome: Outcome) -> str:
    """What is still waited for, as one sentence; empty when nothing is."""
    if evaluation.state != State.SCORED:
        return _("It is at the stage “%(stage)s”; next to act: %(who)s.") % {
            "stage": State(evaluation.state).label, "who": HELD_BY[State(evaluation.state)].label,
        }  # fmt: skip
    return why_provisional(evaluation, outcome) if outcome.verdict.provisional else ""


def why_provisional(evaluation: Evaluation, outcome: Outcome) -> str:
    """What is still missing from a provisional outcome, as one sentence."""
    if missing := outcome.tally.missing:
        return _("There are no points yet for: %(codes)s.") % {"codes": ", ".join(missing)}
    if open_gates := outcome.verdict.open_gates:
        texts = [gate.text for gate in evaluation.sheet.gates if gate.code in open_gates]
        return _("It is not said yet whether these conditions are met: %(gates)s.") % {"gates": "; ".join(texts)}
    unknown = {one.code for one in outcome.verdict.held_back if one.what == "condition" and one.found is None}
    if unknown:
        return _("These figures are not known yet: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
    return _("Figures of other units of the group are not in yet: until then all points are provisional.")
