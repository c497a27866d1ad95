"""What sealed ballots ask for: keys, tellers, voters, and the proof that comes before the result."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.councils import outcomes
from kheo.councils.enums import ELECTION_NEXT, CeremonyState, ElectionState
from kheo.councils.models import Ceremony, CouncilSession, Election, Seat, Teller
from kheo.councils.policies.sitting import holds_on
from kheo.councils.sealed import belenios
from kheo.kernel import clock
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.units import tree
from kheo.units.enums import Role
from kheo.units.models import Membership

FRESH = timedelta(minutes=15)  # as ACCOUNT_REAUTHENTICATION_TIMEOUT: how long a sign-in counts as fresh
FEWEST_VOTERS = 3  # with fewer the result itself would tell how somebody voted
TELLERS, SHARES = 3, 2


@rule
def sealed_ballots_are_offered() -> None:
    """Without the tool there is no electronic secret ballot, rather than a weaker one under the same name."""
    if not belenios.is_available():
        raise NotNow(
            _("This server cannot seal ballots: belenios-tool is not installed. Vote on paper, counted by two people.")
        )


@rule
def key_is_no_longer_needed(teller: Teller) -> None:
    """Nothing sealed with the key is still to be opened."""
    elections = teller.ceremony.session.elections
    if elections.filter(state__in=[ElectionState.OPEN, ElectionState.CLOSED]).exists():
        raise NotNow(_("A sealed ballot is not counted yet: your key is still needed."))
    if teller.key_destroyed_at:
        raise NotNow(_("You have already declared that your key is destroyed."))


@rule
def can_tell(seats: Iterable[Seat], session: CouncilSession) -> None:
    """Three different members of the council, none of whom keeps the system (trust.md §5.3)."""
    seats = list(seats)
    if len({seat.person_id for seat in seats}) != TELLERS or len(seats) != TELLERS:
        raise NotNow(_("Name three different members as tellers."))
    above = tree.chain(session.council.unit_id, on=clock.today())
    keepers = Membership.objects.current().with_role(Role.KEEPER).filter(unit__in=above)
    kept_by = set(keepers.values_list("person", flat=True))
    for seat in seats:
        holds_on(seat, session)
        if seat.person_id in kept_by:
            raise NotNow(
                _("%(person)s keeps the system and cannot hold a key too.") % {"person": seat.person.full_name}
            )


@rule
def is_at(ceremony: Ceremony, *states: CeremonyState) -> None:
    """The ceremony is at this step: everybody finishes one before anybody begins the next."""
    if ceremony.state not in states:
        raise NotNow(_("The ceremony is at another step: %(step)s.") % {"step": ceremony.get_state_display()})


@rule
def has_keys(session: CouncilSession) -> None:
    """The three tellers have made their keys."""
    ceremony = getattr(session, "ceremony", None)
    if ceremony is None or ceremony.state != CeremonyState.READY:
        raise NotNow(_("The tellers have not finished making their keys."))
    if any(teller.key_destroyed_at for teller in ceremony.tellers.all()):
        raise NotNow(_("A teller's key is destroyed: make new keys in another session."))


@rule
def can_restart(ceremony: Ceremony) -> None:
    """No ballot was sealed with the keys yet."""
    if ceremony.session.elections.exists():
        raise NotNow(_("Ballots were sealed with these keys: they cannot be made anew in this session."))


@rule
def are_enough(voters: int) -> None:
    """So many voters that the result alone does not tell how somebody voted."""
    if voters < FEWEST_VOTERS:
        raise NotNow(
            _("Only %(count)d members vote on an item: a sealed ballot needs %(least)d. Vote on paper.")
            % {"count": voters, "least": FEWEST_VOTERS}
        )


@rule
def was_proved_just_now(signed_in_at: datetime | None) -> None:
    """The person has shown who they are within the last quarter of an hour (trust.md T18)."""
    if signed_in_at is None or not timedelta(0) <= timezone.now() - signed_in_at <= FRESH:
        raise NotPermitted(_("Sign in again to cast a sealed ballot: your sign-in is no longer fresh."))


@rule
def election_can_become(election: Election, state: ElectionState) -> None:
    """The sealed ballot's next step is a legal one."""
    if state not in ELECTION_NEXT[ElectionState(election.state)]:
        raise NotNow(
            _("This sealed ballot is at “%(state)s” and cannot go to “%(next)s”.")
            % {"state": election.get_state_display(), "next": state.label}
        )


@rule
def takes_shares(election: Election, teller: Teller) -> None:
    """The box is closed and put together, two shares are not there yet, and not this teller's."""
    if election.state != ElectionState.CLOSED:
        raise NotNow(_("Shares are given once the sealed ballot is closed."))
    if not election.tally.archive_id:
        raise NotNow(_("The sealed ballots are still being put together. Wait a moment and try again."))
    if election.shares.filter(teller=teller).exists() or election.shares.count() >= SHARES:
        raise NotNow(_("This share is not needed: it was given, or two others were."))


@rule
def is_verified(election: Election) -> None:
    """The count is verified, and the archive is still here."""
    if election.state != ElectionState.VERIFIED:
        raise NotNow(_("There is no archive: the sealed ballot is not verified yet, or was destroyed."))


@rule
def is_told(election: Election) -> None:
    """The chair has announced every item of the sealed ballot."""
    if not outcomes.is_told(election):
        raise NotNow(_("The archive holds the result: it is the council's once every item is announced."))


@rule
def can_be_destroyed(election: Election) -> None:
    """The days in which the result may be contested are over, and it was verified."""
    election_can_become(election, ElectionState.DESTROYED)
    last = election.session.on + timedelta(days=election.session.council.appeal_days)
    if clock.today() <= last and not election.session.rehearsal:
        raise NotNow(
            _("The result may be contested until %(day)s: the sealed ballots are kept until then.")
            % {"day": format_date(last)}
        )
