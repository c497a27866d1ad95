"""What the ballots came to, worked out each time from the votes, papers and opinions that are stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kheo.councils import counting
from kheo.councils.counting import Counts, Outcome, Placing
from kheo.councils.enums import COUNTED_BY_HAND, Base, Choice, Counted, ItemState, Means, TieRule
from kheo.councils.models import CouncilSession, Election, Item, PaperCount, Poll, Quota
from kheo.kernel.errors import NotNow


def last_poll(item: Item) -> Poll | None:
    """The last ballot on an item that was not abandoned."""
    last: Poll | None = item.polls.standing().order_by("-number").first()
    return last


def of(poll: Poll) -> Outcome:
    """What a closed ballot came to. Raises `NotNow` while its counts are not known."""
    opinions = _opinions(poll)
    return counting.outcome(counted(poll) + opinions, _base(poll, opinions), poll.item.rule.threshold)


def needed(poll: Poll) -> tuple[int, int]:
    """How many must agree, and of how many: known while the ballot is open, and of no vote's content."""
    base = _base(poll, _opinions(poll))
    return poll.item.rule.threshold.needed(base), base


def counted(poll: Poll) -> Counts:
    """The votes of a closed ballot, without written opinions."""
    if not poll.closed_at:
        raise NotNow(_("This ballot is still open: nothing is counted before it is closed."))
    if poll.means == Means.SEALED:
        return _unsealed(poll)
    if poll.means in COUNTED_BY_HAND:
        return _counted_by_hand(poll)
    return _tallied(poll.votes.values_list("choice", flat=True))


def written(item: Item) -> Counts:
    """The written opinions of absent members."""
    return _tallied(opinion.choice for opinion in item.opinions.all())


def progress_of_count(poll: Poll) -> Counted:
    """Where the count by two people stands, without a word about what they counted."""
    rows: list[PaperCount] = list(poll.paper_counts.standing())
    if not rows:
        return Counted.DIFFER if poll.paper_counts.exists() else Counted.NOT_YET
    return Counted.AGREED if any(row.agreed_with_id for row in rows) else Counted.ONE


def is_told(election: Election) -> bool:
    """Whether every item of a sealed ballot has been announced. Before, nothing that follows from how was voted is
    told: not the archive, not its digest, for the result stands in it. A correction does not untell it."""
    return not Poll.objects.standing().filter(election=election, announced_at=None, corrections=None).exists()


def needs_a_tie_settled(poll: Poll) -> bool:
    """Whether the votes are equal and the rule names somebody who decides."""
    tied = of(poll).tied and poll.item.rule.tie != TieRule.NONE
    return tied and not hasattr(poll, "tie_settled")


def adopted(poll: Poll) -> bool:
    """Whether the ballot adopts the item: by its votes, or by the rule for ties once applied. Quotas come after."""
    return of(poll).passed or (hasattr(poll, "tie_settled") and poll.tie_settled.passed)


@dataclass(frozen=True)
class Decided:
    """An announced item with its last ballot."""

    item: Item
    poll: Poll
    outcome: Outcome
    adopted: bool


def decided(session: CouncilSession) -> list[Decided]:
    """Every announced item of a session, in the order of the agenda."""
    items = session.items.filter(state=ItemState.ANNOUNCED).select_related("rule", "session")
    found = []
    for item in items:
        poll = last_poll(item)
        assert poll is not None, "an announced item was voted on"
        poll.item = item
        found.append(Decided(item, poll, of(poll), adopted(poll)))
    return found


def places_of(quota: Quota, among: Iterable[Decided]) -> Placing[Item]:
    """How the places of a quota fall among the adopted items of its group, the last place settled where it was."""
    group = [one for one in among if one.item.quota_id == quota.pk and one.adopted]
    found = counting.placing([(one.item, one.outcome.counts.agreed) for one in group], quota.places)
    if not (found.equal and quota.settled_because):
        return found
    taken = tuple(item for item in found.equal if item.last_place)
    rest = tuple(item for item in found.equal if not item.last_place)
    return Placing(found.inside + taken, (), rest + found.outside)


def outside_quotas(session: CouncilSession, among: Sequence[Decided]) -> set[int]:
    """The ids of the items that have the votes needed and are not adopted all the same: their quota is full, and the
    council has given no reason to exceed it."""
    quotas = session.quotas.filter(exceeded_because="")
    return {item.pk for quota in quotas for item in places_of(quota, among).outside}


def _opinions(poll: Poll) -> Counts:
    """The written opinions that the rule counts."""
    return written(poll.item) if poll.item.rule.counts_written else Counts()


def _base(poll: Poll, opinions: Counts) -> int:
    rule = poll.item.rule
    base = poll.roll.base(all_members=rule.base == Base.ALL, without_recused=rule.without_recused)
    return base + opinions.total if rule.base == Base.PRESENT else base  # who is counted takes part


def _tallied(choices: Iterable[str]) -> Counts:
    votes = Counter(choices)
    return Counts(votes[Choice.FOR], votes[Choice.AGAINST], votes[Choice.ABSTAIN])


def _counted_by_hand(poll: Poll) -> Counts:
    agreed = poll.paper_counts.standing().filter(agreed_with__isnull=False).first()
    if agreed is None:
        raise NotNow(_("Two people have not yet entered the same count of this ballot."))
    found: Counts = agreed.counts
    return found


def _unsealed(poll: Poll) -> Counts:
    tally = getattr(poll.election, "tally", None)
    if tally is None or tally.counts is None:
        raise NotNow(_("The sealed ballot is not counted and verified yet."))
    return Counts(*tally.counts[poll.position])
