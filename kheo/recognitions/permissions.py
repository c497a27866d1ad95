"""Who considers, concludes and proposes."""

from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.recognitions import demands, policies
from kheo.recognitions.models import Consideration, Forgoing, Proposal
from kheo.units.models import Unit
from kheo.units.permissions import reviews_for


@rule
def can_consider(person: Person, unit: Unit, round_: Round) -> None:
    """Those who review for the unit, in a round that is not closed and on whose ladder it stands."""
    reviews_for(person, unit)
    policies.can_be_considered_in(unit, round_)


@rule
def can_open_evaluations(person: Person, unit: Unit, round_: Round) -> None:
    """Those who review for the unit, in a round that is not closed and demands an evaluation at its level."""
    reviews_for(person, unit)
    policies.can_be_considered_in(unit, round_)
    demands.demands_judgement(unit, round_)


@rule
def can_weigh(person: Person, consideration: Consideration) -> None:
    """Those who review for the unit, until it has concluded or the round is closed."""
    reviews_for(person, consideration.unit)
    policies.is_open(consideration)
    policies.list_is_open(consideration)


@rule
def can_conclude(person: Person, consideration: Consideration) -> None:
    """Those who review for the unit, once every registration on the list has an outcome."""
    reviews_for(person, consideration.unit)
    policies.is_open(consideration)
    policies.can_be_concluded(consideration)


@rule
def can_draft_decision(person: Person, consideration: Consideration) -> None:
    """Those who review for the unit, once every registration has an outcome and one of them is to be recognised."""
    can_weigh(person, consideration)
    policies.all_have_outcomes(consideration)
    demands.outcomes_follow(consideration)
    policies.recognises_some(consideration)


@rule
def can_draft_upward(person: Person, unit: Unit, round_: Round) -> None:
    """Those who review for the unit, while a proposal of it goes without a letter."""
    reviews_for(person, unit)
    policies.proposes_without_letter(unit, round_)


@rule
def can_certify(person: Person, consideration: Consideration) -> None:
    """Those who review for the unit, once it has concluded with a decision, and once."""
    reviews_for(person, consideration.unit)
    policies.can_be_certified(consideration)


@rule
def can_propose_upward(person: Person, unit: Unit, round_: Round) -> None:
    """Those who review for the unit, in a round that is not closed, when there is a unit above."""
    reviews_for(person, unit)
    policies.can_be_considered_in(unit, round_)
    policies.has_superior(unit, round_)


@rule
def can_forgo_proposal(person: Person, unit: Unit, round_: Round) -> None:
    """Those who may propose, as long as nothing was proposed."""
    can_propose_upward(person, unit, round_)
    policies.can_be_forgone(unit, round_)


@rule
def can_recall_forgoing(person: Person, forgoing: Forgoing) -> None:
    """Those who review for the unit that said so, until the round is closed."""
    reviews_for(person, forgoing.from_unit)
    is_not_closed(forgoing.round)


@rule
def can_recall(person: Person, proposal: Proposal) -> None:
    """Those who review for the proposing unit, until the upper unit has concluded on it."""
    reviews_for(person, proposal.from_unit)
    policies.can_be_recalled(proposal)
