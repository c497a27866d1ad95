"""When a unit may consider, conclude and propose, whoever asks."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed, unit_takes_part
from kheo.recognitions import demands, docket
from kheo.recognitions.drafted import decision_of
from kheo.recognitions.judged import Judgements
from kheo.recognitions.models import Consideration, Forgoing, Proposal
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit
from kheo.units.policies import can_be_at


@rule
def can_be_considered_in(unit: Unit, round_: Round) -> None:
    """The unit takes part in the round and still exists, and its level is a rung of the ladder at the round's date."""
    is_not_closed(round_)
    unit_takes_part(round_, unit)
    exists_on(unit, clock.today())
    level = unit.level_on(round_.date)
    if level not in round_.levels:
        raise NotNow(
            _("The level %(level)s does not recognise in %(round)s.")
            % {"level": Level(level).label.lower(), "round": round_.name}
        )


@rule
def can_be_decided_on(unit: Unit, round_: Round, on: date) -> None:
    """A decision bears a past day on which the unit and its level existed: no district recognises after 30 June 2025.

    It may be signed in the year after the round (movement.md §3.1).
    """
    if on > clock.today():
        raise NotNow(_("A decision cannot be dated %(day)s: that day has not come yet.") % {"day": format_date(on)})
    if on < round_.starts:
        raise NotNow(
            _("A decision in %(round)s cannot be dated %(day)s: the round began on %(starts)s.")
            % {"round": round_.name, "day": format_date(on), "starts": format_date(round_.starts)}
        )
    exists_on(unit, on)
    can_be_at(unit.level_on(on), on)


@rule
def exists_on(unit: Unit, day: date) -> None:
    """The unit has not ended before the day."""
    if unit.closed and unit.closed < day:
        raise NotNow(
            _("%(unit)s ended on %(day)s and can no longer recognise or propose.")
            % {"unit": unit.name, "day": format_date(unit.closed)}
        )


@rule
def is_open(consideration: Consideration) -> None:
    """What was concluded stays: a mistake is corrected by an act of its own, never by an edit."""
    is_not_closed(consideration.round)
    if consideration.concluded_at:
        raise NotNow(_("This consideration is concluded and can no longer be changed."))


@rule
def can_be_weighed(consideration: Consideration, registration: Registration) -> None:
    """It is on the unit's list of this round: accepted by it or proposed to it, and not decided yet (BR-02, BR-08)."""
    if not docket.waiting(consideration.unit, consideration.round).filter(pk=registration.pk).exists():
        raise NotNow(
            _("“%(title)s” is not waiting for a decision of %(unit)s in this round.")
            % {"title": registration.title, "unit": consideration.unit.name}
        )


@rule
def follows_judgement(consideration: Consideration, registration: Registration, *, recognised: bool) -> None:
    """Where the round demands a judgement, it is made, and this is what follows from it."""
    as_it_is_now = Registration.objects.select_related("unit").get(pk=registration.pk)
    judged = Judgements(consideration.unit, consideration.round).of([as_it_is_now]).get(registration.pk)
    (demands.may_be_recognised if recognised else demands.may_be_left_out)(judged)


@rule
def list_is_open(consideration: Consideration) -> None:
    """The decision drafted from the list bears no number yet; what comes after is considered in a second turn."""
    draft = decision_of(consideration)
    if draft and draft.paper:
        raise NotNow(
            _("Decision %(number)s is issued, so its list can no longer be changed. Conclude.")
            % {"number": draft.paper.number}
        )


@rule
def can_be_concluded(consideration: Consideration) -> None:
    """Every registration has an outcome that follows from its judgement, and a decision drafted here its number.

    What arrived after the decision was issued waits for the next consideration.
    """
    draft = decision_of(consideration)
    if draft and draft.paper is None and consideration.outcomes.filter(recognised=True).exists():
        raise NotNow(
            _("The decision is still a draft: enter the number that the registry gave it, or discard the draft.")
        )
    if draft is None or draft.paper is None:
        all_have_outcomes(consideration)
        demands.outcomes_follow(consideration)


@rule
def can_be_issued(consideration: Consideration, on: date) -> None:
    """The decision recognises somebody, on a day on which the unit could, and the consideration is not concluded."""
    is_open(consideration)
    all_have_outcomes(consideration)
    demands.outcomes_follow(consideration)
    recognises_some(consideration)
    can_be_decided_on(consideration.unit, consideration.round, on)


@rule
def recognises_some(consideration: Consideration) -> None:
    """There is something for a decision to recognise."""
    if not consideration.outcomes.filter(recognised=True).exists():
        raise NotNow(_("None is to be recognised: there is nothing for a decision to say. Conclude without one."))


@rule
def proposes_without_letter(unit: Unit, round_: Round) -> None:
    """There is a proposal that no letter carries yet."""
    if not without_letter(unit, round_):
        raise NotNow(_("No proposal waits for a letter: propose something first."))


@rule
def can_be_certified(consideration: Consideration) -> None:
    """The unit has recognised somebody by a decision, and made no certificates of it yet."""
    if consideration.concluded_at is None or consideration.decision is None:
        raise NotNow(_("Certificates follow from a decision: conclude with one first."))
    if consideration.decision.certificate_sheets.exists():
        raise NotNow(_("The certificates of this decision are already made."))


@rule
def all_have_outcomes(consideration: Consideration) -> None:
    """Nothing is passed over in silence."""
    weighed = consideration.outcomes.values("registration")
    left = docket.waiting(consideration.unit, consideration.round).exclude(pk__in=weighed).count()
    if left:
        raise NotNow(
            ngettext(
                "%(count)d registration has no outcome yet: decide on it first.",
                "%(count)d registrations have no outcome yet: decide on each first.",
                left,
            )
            % {"count": left}
        )


@rule
def can_be_proposed(registration: Registration, unit: Unit, round_: Round, to_unit: Unit) -> None:
    """A unit proposes only what it has recognised, when the round demands it (BR-08), and once to the same unit."""
    recognised = docket.recognised_for(unit).filter(registration=registration, round=round_).exists()
    if round_.demands_lower_recognition and not recognised:
        raise NotNow(
            _("%(unit)s has not recognised “%(title)s”: a unit proposes upward only what it has recognised.")
            % {"unit": unit.name, "title": registration.title}
        )
    if not recognised and not docket.waiting(unit, round_).filter(pk=registration.pk).exists():
        raise NotNow(
            _("“%(title)s” is not before %(unit)s in this round.") % {"unit": unit.name, "title": registration.title}
        )
    if registration.proposals.filter(to_unit=to_unit).exists():
        raise NotNow(
            _("“%(title)s” has already been proposed to %(unit)s.")
            % {"unit": to_unit.name, "title": registration.title}
        )


@rule
def has_superior(unit: Unit, round_: Round) -> None:
    """There is somebody to propose to."""
    superior(unit, round_)


@rule
def can_be_forgone(unit: Unit, round_: Round) -> None:
    """There is something to forgo, and the unit has neither proposed nor said so before."""
    if not docket.recognised_for(unit).filter(round=round_).exists():
        raise NotNow(
            _("%(unit)s has recognised nothing in %(round)s, so there is nothing that it could propose.")
            % {"unit": unit.name, "round": round_.name}
        )
    if Proposal.objects.filter(from_unit=unit, registration__round=round_).exists():
        raise NotNow(_("%(unit)s has already proposed in %(round)s.") % {"unit": unit.name, "round": round_.name})
    if Forgoing.objects.filter(from_unit=unit, round=round_).exists():
        raise NotNow(
            _("%(unit)s has already stated that it proposes nothing from %(round)s.")
            % {"unit": unit.name, "round": round_.name}
        )


@rule
def can_be_recalled(proposal: Proposal) -> None:
    """The upper unit has not concluded on it. What it has weighed so far is its own, and is not told by a refusal."""
    is_not_closed(proposal.registration.round)
    if not Proposal.objects.undecided().filter(pk=proposal.pk).exists():
        raise NotNow(_("%(unit)s has already decided on this proposal.") % {"unit": proposal.to_unit.name})


def without_letter(unit: Unit, round_: Round) -> list[Proposal]:
    """The unit's proposals in the round that no letter carries, by rank."""
    rows = Proposal.objects.filter(from_unit=unit, registration__round=round_, paper=None)
    return list(
        rows.select_related(
            "to_unit", "registration__unit", "registration__dossier", "registration__field", "registration__exemplar"
        )
    )


def superior(unit: Unit, round_: Round) -> Unit:
    """The unit to which `unit` proposes: the nearest above that still exists and stands on a rung of the ladder.

    Raises `NotNow` when there is none.
    """
    above = tree.chain(unit.pk, on=round_.date)[1:]
    units: dict[int, Unit] = Unit.objects.alive_on(clock.today()).in_bulk(above)
    for pk in above:
        if pk in units and units[pk].level_on(round_.date) in round_.levels:
            return units[pk]
    raise NotNow(_("There is no unit above %(unit)s to propose to.") % {"unit": unit.name})
