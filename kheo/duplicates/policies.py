"""What the state of a registration or a co-operation allows, whoever asks."""

from django.utils.translation import gettext as _

from kheo.duplicates import area
from kheo.duplicates.enums import NEXT, Standing
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Registration
from kheo.exemplars.policies import can_move
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.rules import rule
from kheo.movements.policies import is_not_closed
from kheo.units.models import Unit


@rule
def can_be_joined(registration: Registration, unit: Unit) -> None:
    """It was sent and counts, in a round that is not closed; by another unit of the same area (BR-06)."""
    counts(registration)
    if registration.unit_id == unit.pk:
        raise NotNow(_("This is the registration of %(unit)s itself.") % {"unit": unit.name})
    if registration.unit_id not in area.ids_around(unit):
        raise NotNow(_("Only units of the same area take part in a registration."))
    if Cooperation.objects.in_hand().filter(registration=registration, unit=unit).exists():
        raise NotNow(_("%(unit)s has asked for this already, or takes part.") % {"unit": unit.name})


@rule
def counts(registration: Registration) -> None:
    """It is neither a draft nor over, in a round that is not closed."""
    is_not_closed(registration.round)
    if registration.status not in COUNTED:
        raise NotNow(
            _("“%(title)s” is %(status)s.")
            % {"title": registration.title, "status": registration.get_status_display().lower()}
        )


@rule
def is_a_draft_of(draft: Registration, unit: Unit, registration: Registration) -> None:
    """What a unit gives up when it is taken in is a draft of its own, of the same round."""
    if (draft.unit_id, draft.status, draft.round_id) != (unit.pk, Status.DRAFT, registration.round_id):
        raise BadInput(_("Choose a draft of your own unit, of the same round."))


@rule
def can_become(cooperation: Cooperation, to: Standing) -> None:
    """The table of moves, in a round that is not closed. A merging is undone, not left."""
    is_not_closed(cooperation.registration.round)
    if to not in NEXT[cooperation.standing]:
        raise NotNow(_("This was answered already: %(standing)s.") % {"standing": cooperation.standing.label.lower()})
    if to == Standing.TAKES_PART:
        counts(cooperation.registration)
    if to == Standing.ENDED and cooperation.merging_id:
        raise NotNow(
            _("This unit takes part because its registration was merged: the merging would have to be undone.")
        )


@rule
def can_be_merged(merged: Registration, kept: Registration) -> None:
    """Both count, in the same round; and nothing has been decided on the one that is merged, nor stands for others."""
    if merged.pk == kept.pk:
        raise BadInput(_("Choose another registration: nothing is merged into itself."))
    if merged.round_id != kept.round_id:
        raise NotNow(_("Only registrations of the same round are merged."))
    counts(kept)
    can_move(merged, Status.MERGED)
    is_not_judged(merged)
    is_undecided(merged)
    if Merging.objects.standing().filter(kept=merged).exists():
        raise NotNow(_("Others were merged into “%(title)s”: undo that first.") % {"title": merged.title})


@rule
def is_not_judged(registration: Registration) -> None:
    """Nobody has begun to evaluate it: else its scorers would go on with what counts no more."""
    if registration.judged_as is not None and registration.judged_as.evaluations.exists():
        raise NotNow(
            _("“%(title)s” is being evaluated, or was. Keep it, and merge the other one into it.")
            % {"title": registration.title}
        )


@rule
def is_undecided(registration: Registration) -> None:
    """No unit has recognised it or concluded that it does not, proposed it, or put it before a council.

    What merely lies on somebody's table is not asked: the answer would be a word about an unpublished result. Its
    outcome is forgotten when that consideration is concluded, as of what is withdrawn.
    """
    decided = registration.outcomes.filter(consideration__concluded_at__isnull=False)
    before_a_council = registration.judged_as is not None and registration.judged_as.council_items.exists()
    if decided.exists() or registration.recognitions.exists() or registration.proposals.exists() or before_a_council:
        raise NotNow(
            _("“%(title)s” has been decided on, proposed or put before a council: it can no longer be merged.")
            % {"title": registration.title}
        )


@rule
def can_be_undone(merging: Merging) -> None:
    """Nobody has undone it, in a round that is not closed."""
    is_not_closed(merging.merged.round)
    if merging.is_undone:
        raise NotNow(_("This merging was undone already."))
